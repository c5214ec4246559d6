"""Given, proposed, or no award at all: a rule, a quota, an aim, a refusal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.awards.binding import Binding
from extractors.awards.context import Context
from extractors.awards.gaps import clause_start
from extractors.awards.lexicon import load
from extractors.awards.tokens import Sentence
from schemas.records.awards import AwardStatus

QUOTED = re.compile(r"[“\"«][^”\"»]{0,200}[”\"»]")
# "về thành tích đạt được trong 02 năm" tells why, not that it was given.
MERITS = re.compile(r"(?:đã )?(?:có|đạt|lập)?\s*(?:nhiều )?thành tích [^,;:()]*", re.I)
ASIDE = re.compile(r"\([^()]*\)")  # "(từ đó đến nay có 6 lần được công nhận …)" rules nothing
# "…; năm nay phường có 58 …": a fact beside the rule that it is held against
FACT = re.compile(r"\s*(?:năm nay|năm 20\d\d|năm qua|hiện nay|đến nay|trong năm|kết quả)(?!\w)", re.I)
GIVEN_ABOVE = re.compile(
    r"đã (?:thực hiện|khen|tặng|công nhận|quyết định)|(?:thuộc|theo) thẩm quyền|kết quả (?:khen|công nhận)", re.I
)
DONE = re.compile(
    r"(?<!\w)(?:đã|được|có|mới(?= (?:tặng|khen|trao|công nhận))|kết quả|năm qua|trong năm|vừa qua"
    r"|lần (?:liên t\w+ )?là)(?!\w)",
    re.I,
)

# What a plan or a letter that guides tells of the past, or of what is under way already
TOLD = re.compile(
    r"kết quả\s*:[^.]*?(?<!\w)đã(?!\w)|(?<!\w)(?:đã|đang|tiếp tục|vẫn)\s+(?:đề nghị|trình)(?!\w)", re.I | re.S
)
# "4. Đề nghị cấp trên khen thưởng", "5. Hồ sơ đang trình": a heading over what is asked for
ASKED_ABOVE = re.compile(
    r"\W*(?:(?:các )?(?:đề nghị|đề xuất|trình)\s[^.;:]{0,40}(?:khen|tặng|công nhận|danh hiệu|cấp trên)"
    r"|(?:các )?hồ sơ (?:đang |đã )?(?:trình|đề nghị|chờ)|đang (?:trình|đề nghị))",
    re.I,
)
# "2. Kết quả khen thưởng", "II. NHÌN LẠI NĂM 2025": a heading over what was given, also in a plan
TOLD_ABOVE = re.compile(r"\W*(?:nhìn lại\s[^.;:]{0,20})?kết quả(?!\w)[^.;:]{0,40}(?:khen|thi đua|năm|đạt được)", re.I)


def is_rule(sentence: str) -> bool:
    """Whether the sentence lays down what may be given: a condition, a quota, an amount.

    >>> is_rule("Mỗi đơn vị được đề nghị không quá 02 cá nhân được tặng Giấy khen.")
    True
    >>> is_rule("Tặng Giấy khen cho 02 cá nhân.")
    False
    """
    return bool(load().words["rule"].search(ASIDE.sub("", QUOTED.sub("“”", sentence))))


def is_ruled(text: str, start: int, end: int) -> bool:
    """Whether a rule governs a stretch of a sentence: laid down in its first clause, or in the clause of the stretch.

    >>> text = "Chiến sĩ thi đua cấp tỉnh: 03 cá nhân; mỗi người có ít nhất 01 sáng kiến"
    >>> is_ruled(text, 0, 37), is_ruled(text, 39, 60)
    (False, True)
    """
    first = text.partition(";")[0]
    closes = text.find(";", end)
    own = text[text.rfind(";", 0, start) + 1 : closes if closes >= 0 else len(text)]
    return is_rule(own) or (is_rule(first) and not FACT.match(own))


def status_of(  # noqa: PLR0911 -- one return a way of telling
    sentence: Sentence, binding: Binding, context: Context, lead: str = "", above: Sequence[str] = ()
) -> AwardStatus | None:
    """The status of a binding; None where the text says that there is no award.

    ``lead`` is the lead-in above the sentence, if there is one, ``above`` the headings over it.
    """
    text = sentence.text
    words = load().words
    begin = clause_start(text, binding.head)
    clause = QUOTED.sub(lambda m: "·" * len(m.group()), text[begin : binding.tail])
    if words["refuse"].search(clause) or _refused_after(text, binding):
        return None
    before = QUOTED.sub("“”", lead) + " ¦ " + clause if lead else clause
    aimed = list(words["aim"].finditer(before))
    if aimed and not words["granted"].search(before[aimed[-1].end() :]):
        return None
    done = DONE.search(MERITS.sub("", before)) or _goes_on(text, begin)
    done = done or (context.kind == "plan" and any(TOLD_ABOVE.match(heading) for heading in above))
    if context.kind == "plan" and not done and not TOLD.search(QUOTED.sub("“”", text[: binding.tail])):
        return None
    offers = [m for m in words["propose"].finditer(before) if not _names_a_paper(before, m)]
    if offers and not words["granted"].search(before[offers[-1].end() :]):
        return "proposed"
    if context.kind == "submission" and not done and not done_above(above):
        return "proposed"
    if context.kind == "minutes" and not done and "/" not in binding.count.numeral.of(text):
        return "proposed"  # a council proposes, also what its own chairman is to give; "97/104 hộ" tells of the year
    if not done and any(ASKED_ABOVE.match(heading) for heading in above[:2]):
        return "proposed"
    return "awarded"


def _goes_on(text: str, begin: int) -> bool:
    """Whether a clause goes on with what the sentence tells as given: "đã tặng …; Thủ tướng tặng …"."""
    first = text[:begin]
    given = load().words["granted"].search(first)
    return given is not None and load().words["propose"].search(first, given.end()) is None


def done_above(above: Sequence[str]) -> bool:
    """Whether a heading of a submission says that what is below it was given already, by the unit itself.

    >>> done_above(["KHEN THƯỞNG THUỘC THẨM QUYỀN CỦA XÃ (đã thực hiện)"]), done_above(["Khen thưởng cấp tỉnh"])
    (True, False)
    """
    return any(GIVEN_ABOVE.search(text) for text in above)


def _refused_after(text: str, binding: Binding) -> bool:
    after = text[binding.tail : binding.tail + 60]
    return bool(re.match(r"[^,;.]{0,40}?(?<!\w)(?:bị thu hồi|bị hủy|không được|chưa được|không đủ)", after, re.I))


def _names_a_paper(text: str, match: re.Match[str]) -> bool:
    """Whether the word proposes nothing: "theo đề nghị của", "chương trình"."""
    return any(
        m.start() <= match.start() and match.end() <= m.end() for m in load().words["propose_noun"].finditer(text)
    )
