"""Who gave it: the level of an award, from the words beside it, before it, above it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.awards.binding import Binding
from extractors.awards.context import Context
from extractors.awards.gaps import ASKED_OF, clause_start
from extractors.awards.sentences import read
from extractors.awards.status import done_above
from extractors.awards.tokens import Authority, Award, Sentence
from schemas.records.awards import AwardLevel
from schemas.text import Span

# "Bằng khen của …", "Bằng khen Thủ tướng", "Cờ thi đua cấp tỉnh", "“Gia đình văn hóa tiêu biểu” thành phố".
AFTER = re.compile(
    r"^[\s\"“”'’)*_]*(?:(?:xuất sắc|tiêu biểu|các loại|khen thưởng|năm(?: học)? [\d–\s-]+|và tiền thưởng)[\s\"“”,]*)*"
    r"(?:của|do|từ)?\s*(?:các\s+)?(?:đồng chí\s+)?$",
    re.I,
)
GIVES = re.compile(
    r"^[^;:.]{0,70}?(?<!\w)(?:tặng|trao|khen|công nhận|phong|truy tặng|biểu dương|tuyên "
    r"dương|vinh danh|tôn vinh|quyết định|xét|cấp|suy tôn)(?!\w)",
    re.I,
)
# The unit that proposes, hears or is praised is not the one that gives.
NOT_THE_GIVER = re.compile(
    r"(?:theo|xét) (?:đề nghị|tờ trình)(?: số \S+)?(?: ngày \S+)? của\s*$|(?:tại|trên địa bàn|thuộc|ở|toàn|từ)\s*$",
    re.I,
)
LABEL = re.compile(r"\s*(?P<label>[^:;.,]{2,80}):")  # "Cấp tỉnh: 05 Bằng khen"
TITLE = 8  # words: a heading as short as that may be nothing but the name of who gives
SHORT = 10  # "xã", "thành phố": names of units alone, which are subjects only at certain places
LEVEL_WORDS = re.compile(r"(?<!\w)(?:khen|cấp|thi đua|danh hiệu|tặng|công nhận|thẩm quyền)(?!\w)", re.I)


def level_of(
    sentence: Sentence, binding: Binding, context: Context, above: Sequence[str]
) -> tuple[AwardLevel | None, Span]:
    """The level, and the stretch of the sentence that shows it (empty where nothing in the sentence does).

    ``above`` are the lead-in and the headings above the sentence, nearest first.
    """
    award = binding.award
    nowhere = Span(award.span.start, award.span.start)
    own_title = award.level is not None
    inherited: Authority | None = None
    shown = _after(sentence, award) or _asked_of(sentence, binding) if award.code != "chien_si_thi_dua_tinh" else None
    if shown is None and not own_title:
        shown = _before(sentence, binding)
        passive = binding.rule in ("count-award", "title-receives-form", "single")
        inherited = None if shown or passive else _inherited(sentence, binding)
    place = shown.span if shown else nowhere
    if own_title:
        return award.level, place
    if shown and _among_others(sentence, shown, context):
        return None, place
    if shown:
        return context.resolve(shown.level), place
    if inherited:
        return context.resolve(inherited.level), place
    texts = [*_labels(sentence.text, binding), *above]
    named = next((level for text in texts if (level := level_in(text, context))), None)
    if named is None and context.kind in ("decision", "submission"):
        named = context.issuer if context.kind == "submission" and done_above(above) else context.giver
    if named is None and any(OWN_POWER.search(text) for text in above):
        named = context.issuer
    return named, place


def _labels(text: str, binding: Binding) -> list[str]:
    """What is said before a colon in the award's own clause, and at the head of the sentence."""
    own = text.rfind(";", 0, min(binding.award.span.start, binding.head)) + 1
    found = (LABEL.match(text, start, binding.tail) for start in sorted({own, 0}, reverse=True))
    return [match["label"] for match in found if match]


# 2. Khen thưởng thuộc thẩm quyền      refuses: thuộc thẩm quyền của cấp trên
OWN_POWER = re.compile(
    r"(?:khen|công nhận)[^.;:]{0,40}(?:thuộc|theo) thẩm quyền(?! (?:của )?(?:cấp|các|chủ tịch|UBND|bộ|thủ))", re.I
)
POWER_OF = re.compile(r"thẩm quyền(?: khen thưởng)?(?: của)?\s+$", re.I)  # Thuộc thẩm quyền của | Chủ tịch UBND phường
# "được Bộ Y tế, Chủ tịch UBND tỉnh khen thưởng": between two givers of one list
AND = re.compile(r"[^,;.:()]{0,40}(?:,|(?<!\w)và)\s*(?:các\s+)?", re.I)


def _among_others(sentence: Sentence, giver: Authority, context: Context) -> bool:
    """Whether the giver is the last of several of different levels, so that none of them gave it all."""
    levels = {context.resolve(giver.level)}
    first = giver
    for other in reversed([a for a in sentence.authorities if a.span.end <= giver.span.start]):
        gap = sentence.text[other.span.end : first.span.start]
        if not AND.fullmatch(gap) or GIVES.match(gap):
            break
        levels.add(context.resolve(other.level))
        first = other
    return len(levels) > 1 and bool(re.search(r"(?<!\w)được\s+(?:các\s+)?$", sentence.text[: first.span.start], re.I))


def level_in(text: str, context: Context) -> AwardLevel | None:
    """The level that a lead-in, a heading or a caption names; None where it names none or several.

    >>> level_in("Khen thưởng cấp tỉnh", Context("report", "xa", "tinh"))
    'tinh'
    """
    if not LEVEL_WORDS.search(text) and len(text.split()) > TITLE:
        return None
    sentence = read(text, [])
    levels: set[AwardLevel | None] = set()
    for award in sentence.awards:
        follower = _after(sentence, award)
        if follower:
            levels.add(context.resolve(follower.level))
    if not levels:
        for authority in sentence.authorities:
            named = authority.span.of(text).lower()
            alone = authority.span.start == 0 and len(text.split()) <= TITLE  # "Bộ, ngành, đoàn thể Trung ương"
            in_power = POWER_OF.search(text, 0, authority.span.start) is not None
            if named.startswith("cấp") or alone or in_power or GIVES.match(text[authority.span.end :]):
                levels.add(context.resolve(authority.level))
    return levels.pop() if len(levels) == 1 else None


def _after(sentence: Sentence, award: Award) -> Authority | None:
    for authority in sentence.authorities:
        if authority.span.start >= award.span.end:
            gap = sentence.text[award.span.end : authority.span.start]
            return _widest(sentence, authority) if AFTER.match(gap) else None
    return None


def _asked_of(sentence: Sentence, binding: Binding) -> Authority | None:
    """Who is asked to give, between award and count: "danh hiệu A, đề nghị UBND huyện công nhận 06 cá nhân"."""
    at = binding.award.span.end
    asked = ASKED_OF.fullmatch(sentence.text, at, max(at, binding.count.span.start))
    return next((a for a in sentence.authorities if asked and a.span.start == asked.start("giver")), None)


def _widest(sentence: Sentence, authority: Authority) -> Authority:
    """Take the name of the unit along: "Chủ tịch UBND thành phố Hải Phòng"."""
    name = re.match(r"(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){1,4}", sentence.text[authority.span.end :])
    if authority.level in ("bo_nganh", "nha_nuoc", "chinh_phu") or not name:
        return authority
    return Authority(Span(authority.span.start, authority.span.end + name.end()), authority.level)


def _before(sentence: Sentence, binding: Binding) -> Authority | None:
    """The nearest authority before the award that does the giving."""
    text = sentence.text
    limit = binding.award.span.start
    clause = max(text.rfind(mark, 0, min(limit, binding.head)) for mark in ";") + 1
    for authority in reversed(sentence.authorities):
        if authority.span.end > limit or authority.span.start < clause:
            continue
        if binding.rule == "single" and authority.span.start < binding.count.span.start:
            return None  # who received it
        inner = binding.count.span.start < authority.span.start < binding.award.span.start
        if inner and authority.span.start < binding.count.span.end:
            continue
        before = text[max(0, authority.span.start - 50) : authority.span.start]
        if NOT_THE_GIVER.search(before):
            continue
        named = authority.span.of(text)
        passage = text[authority.span.end : binding.award.span.end]
        told = passage if binding.award.weak else text[authority.span.end : limit]  # the "khen" of Bằng khen gives not
        if not GIVES.match(told) or len(passage) > (260 if binding.rule == "own-title" else 130) + len(
            binding.award.span.of(text)
        ):
            continue
        if any(
            a.span.start >= authority.span.end and a.span.end <= binding.award.span.start and not a.weak
            for a in sentence.awards
        ):
            # "UBND tỉnh tặng Cờ thi đua cho 05 tập thể, Bằng khen cho 10 cá nhân": one giver for both.
            between = text[authority.span.end : binding.award.span.start]
            if ";" in between or re.search(r"(?<!\w)(?:được|của)(?!\w)", between):
                continue
        if any(
            a.span.end <= authority.span.start and AFTER.match(text[a.span.end : authority.span.start])
            for a in sentence.awards
            if not a.weak
        ):
            continue  # "Cờ thi đua của UBND tỉnh, 94 tập thể được …": it gave the award before
        if (
            binding.rule == "count-award"
            and authority.span.end <= binding.head
            and any(authority.span.end <= a.span.start < binding.head for a in sentence.awards)
        ):
            continue
        if len(named) <= SHORT and not _is_subject(text, authority):
            continue
        return authority
    return None


def _inherited(sentence: Sentence, binding: Binding) -> Authority | None:
    """The giver of the clause before, where this one has no subject: "UBND xã tặng …; công nhận …"."""
    text = sentence.text
    own = text.rfind(";", 0, binding.head) + 1
    begin = clause_start(text, binding.head)
    if own in (0, begin):
        return None
    for authority in reversed(sentence.authorities):
        gives = GIVES.match(text[authority.span.end : own])
        if begin <= authority.span.start < own and re.search(r"(?<!\w)được\s+$", text[: authority.span.start]):
            return None  # "…; 02 cá nhân được tỉnh tặng Bằng khen; tuyên dương 05 …": another clause, another giver
        if begin <= authority.span.start < own and gives and not NOT_THE_GIVER.search(text[: authority.span.start]):
            return authority if len(authority.span.of(text)) > SHORT or _is_subject(text, authority) else None
    return None


# Đề nghị huyện | bố trí … và khen thưởng 3 tập thể
ASKED = re.compile(r"\s[^;.:]{0,70}?(?<!\w)và\s+(?:khen|tặng|công nhận)", re.I)


def _is_subject(text: str, authority: Authority) -> bool:
    """A bare "xã", "thành phố" gives only where it stands as a subject: "xã đã khen thưởng", "được tỉnh tặng"."""
    before = text[max(0, authority.span.start - 14) : authority.span.start]
    after = text[authority.span.end :]
    named = authority.span.of(text)
    if len(named.split()) > 1 and not re.fullmatch(r"(?:thành phố|thị xã|thị trấn|đặc khu)", named, re.I):
        return True
    starts = re.search(r"(?:^|[,:.–-]|được|do|(?<!\w)và|đề nghị|trình)\s*(?:các\s+)?$", before, re.I)
    if starts and re.match(r"đề nghị", starts[0], re.I) and ASKED.match(after):
        return True
    name = r"(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ]*){0,4}(?:\s+cũ)?"
    gives = re.match(
        name + r"\s+(?:đã\s+|xét\s+|đề nghị\s+|xem xét\s+|tổ chức\s+|quyết định\s+|kịp thời\s+)*(?:tặng|trao|khen|công "
        r"nhận|biểu dương|tuyên dương|vinh danh|quyết định)",
        after,
    )
    return bool(starts) and bool(gives)
