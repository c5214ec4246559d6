"""Which award goes with which count, within one sentence.

A count is governed from the right ("31 cá nhân được tặng Giấy khen"), from the left ("tặng Giấy khen cho 12 tập thể
và 31 cá nhân"), by its own title ("40 lao động tiên tiến"), or by the lead-in above it ("Tặng Giấy khen cho:").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.awards.gaps import (
    ADJACENT,
    BREAK,
    COLON,
    IS_A,
    LIST,
    MERIT,
    MONEY,
    OF_THEM,
    PARTS,
    RECEIVE,
    STATE,
    TIGHT,
    governs,
    listed,
    opens,
)
from extractors.awards.tokens import FORMS, QUOTES, Award, Count, Sentence, recipient_at
from schemas.records.awards import Recipient

ASIDE = re.compile(r"\([^()]*\)")
# "thầy Trần Minh Thương đã được … tặng 6 bằng khen": who got them is a person
A_PERSON = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|em|thầy|cô|bác|cháu|đồng chí|đ/c|nghệ s[ĩỹ]|bác s[ĩỹ]|(?:đại|thượng|trung|thiếu) tá)"
    r"\s+(?:giáo\s+)?(?-i:[A-ZĐ])[^,;.]{0,60}?(?<!\w)(?:được|nhận|đón nhận|đạt|có)(?!\w)",
    re.I,
)
A_BODY = re.compile(r"(?<!\w)(?:tập thể|đơn vị|trường|xã|phường|công ty|chi bộ|đảng bộ|sở|ban|phòng)(?!\w)", re.I)
WHO = re.compile(r"(?<!\w)(?:tập thể|cá nhân|hộ gia đình)(?!\w)", re.I)


# "01 cá nhân đang làm hồ sơ đề nghị …"
ON_FILE = re.compile(
    r"\s*(?:(?:đang|đã|được|xã|phường)\s+)*(?:(?:làm|lập|hoàn thiện|trình|gửi)\s+)?(?:hồ sơ\s+)?", re.I
)


@dataclass(frozen=True, slots=True)
class Binding:
    """An award with its count. ``rule`` says what tied them."""

    award: Award
    count: Count
    recipient: Recipient
    rule: str
    confidence: float
    head: int  # where the governing words begin, and
    tail: int  # where they end


def bind(sentence: Sentence, lead: Award | None = None) -> list[Binding]:
    """All bindings of a sentence, in order of their counts; ``lead`` is the award of the lead-in above it, if any."""
    bound: list[Binding] = []
    counts = [c for i, c in enumerate(sentence.counts) if not _restates(sentence, i)]
    previous: Binding | None = None
    for index, _count in enumerate(counts):
        binding = _bind_one(sentence, counts, index, previous, lead)
        if binding is not None:
            bound.append(binding)
            bound.extend(_given_with(sentence, binding))
        previous = binding if binding is not None else (previous if _is_total(sentence.text, counts, index) else None)
    return bound


TOGETHER = re.compile(r"\s*(?:và|kèm(?: theo)?|cùng)\s+(?:(?:tặng|trao)\s+)?[“\"]?", re.I)


def _given_with(sentence: Sentence, binding: Binding) -> list[Binding]:
    """The same count for a second form that is handed over with the first: "thư khen và Kỷ niệm chương cho 9 …"."""
    award = binding.award
    if binding.rule != "award-count" or award.weak:
        return []
    before = [a for a in sentence.awards if a.span.end <= award.span.start and not a.weak and a.code != award.code]
    counted = any(c.award is not None and before and c.award.span == before[-1].span for c in sentence.counts)
    if not before or counted or not TOGETHER.fullmatch(sentence.text[before[-1].span.end : award.span.start]):
        return []
    return [replace(binding, award=before[-1], head=min(binding.head, before[-1].span.start), confidence=0.68)]


# khen chuyên đề · khen thưởng đột xuất      the occasion of a commendation whose form was said before
OCCASION = re.compile(
    r"khen (?:thưởng )?(?:thành tích )?(?:đột xuất|(?:theo )?(?:chuyên đề|đợt|phong trào)|thường xuyên)", re.I
)
PARTS_WORD = re.compile(r"(?<!\w)(?:trong đó|gồm|cụ thể)(?!\w)|\(", re.I)


def parted(sentence: Sentence, bindings: list[Binding], total: Award | None) -> list[Binding]:
    """The bindings; those that part a total by occasion bear its form: "… Giấy khen cho 20 tập thể (khen đột xuất 04)".

    ``total`` is the award of the sentence before, where this one parts it.
    """
    result: list[Binding] = []
    for binding in bindings:
        award = binding.award
        if award.weak and OCCASION.fullmatch(award.span.of(sentence.text)):
            whole = [
                b.award
                for b in result
                if b.award.code in FORMS and PARTS_WORD.search(sentence.text[b.tail : binding.head])
            ]
            form = whole[-1] if whole else total
            if form is not None:
                level = award.level or (form.level if not whole else None)
                result.append(replace(binding, award=replace(award, code=form.code, level=level, weak=False)))
                continue
        result.append(binding)
    return result


def _bind_one(  # noqa: PLR0911 -- one return a way of tying them
    sentence: Sentence, counts: list[Count], index: int, previous: Binding | None, lead: Award | None
) -> Binding | None:
    count = counts[index]
    if _is_aside(sentence.text, counts, index):
        return None
    if count.guessed:
        return _somebody(sentence, counts, index, previous)
    right, direct = _right(sentence, counts, index)
    if count.award is not None:
        if right is not None and right.code in FORMS and count.award.code not in FORMS:
            return _made(right, count, "title-receives-form", 0.85)
        form = _left(sentence, count) or _continues(sentence, counts, index, previous)
        if form is not None and form.code in FORMS and count.award.code not in FORMS and _named(sentence, count):
            return _made(form, count, "award-count", 0.85)  # "tặng Giấy khen cho 10 thôn văn hóa"
        higher = (
            form is not None and form.code.startswith(("huan_chuong", "danh_hieu")) and form.code != count.award.code
        )
        if form is not None and higher and _given_to(sentence, form, count):
            return _made(form, count, "award-count", 0.85)  # "Huân chương Kháng chiến cho 24 chiến sĩ thi đua"
        return _own(sentence, count)
    left = _left(sentence, count)
    carried = _continues(sentence, counts, index, previous)
    received = right is not None and (direct or left is not None or carried is None)
    doubt = 0.0 if count.core else 0.1
    binding: Binding | None = None
    if left is not None and not left.weak and (not (right and direct) or _tight(sentence, left, count)):
        binding = _made(left, count, "award-count", 0.95 - doubt)
    elif right is not None and received:
        binding = _made(right, count, "count-award", (0.9 if right.weak else 0.95) - doubt)
    elif left is not None:
        binding = _made(left, count, "commended-count", 0.9 - 1.5 * doubt)
    elif carried is not None:
        rule = "lead-in" if previous is not None and previous.rule == "lead-in" else "award-list"
        binding = _made(carried, count, rule, 0.9 - 1.5 * doubt)
    elif lead is not None and _leads(sentence, counts, index, previous):
        binding = _made(lead, count, "lead-in", 0.8 - doubt)
    return binding


def _somebody(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> Binding | None:
    """The award of a noun that the lexicon does not know: where an award takes it to itself, or it receives one."""
    count = counts[index]
    left = _left(sentence, count)
    if left is not None and not left.weak and _given_to(sentence, left, count):
        return _made(left, count, "award-count", 0.68)
    right, direct = _right(sentence, counts, index)
    if right is not None and direct and right.span.start - count.span.end <= NEAR:
        return _made(right, count, "count-award", 0.68)
    carried = _continues(sentence, counts, index, previous)
    if carried is not None and not carried.weak:
        gap = sentence.text[counts[index - 1].span.end : count.span.start]
        return _made(carried, count, "award-list", 0.6) if len(gap) <= len(" và hơn ") + 2 else None
    return None


NEAR = 60  # characters


def _given_to(sentence: Sentence, award: Award, count: Count) -> bool:
    """Whether "cho" leads from the award to the count at once: "Bằng khen cho 3 ngư dân"."""
    gap = sentence.text[award.span.end : count.span.start]
    return len(gap) <= NEAR and TIGHT.search(gap) is not None


def _named(sentence: Sentence, count: Count) -> bool:
    """Whether the noun of a recipient stands right behind the number."""
    rest = sentence.text[count.numeral.end :]
    return not count.label and recipient_at(rest, len(rest) - len(rest.lstrip())) is not None


def _made(award: Award, count: Count, rule: str, confidence: float, recipient: Recipient | None = None) -> Binding:
    kind = recipient or count.recipient or award.recipient or "khac"
    head, tail = min(award.span.start, count.span.start), max(award.span.end, count.span.end)
    return Binding(award, count, kind, rule, confidence, head, tail)


def _right(sentence: Sentence, counts: list[Count], index: int) -> tuple[Award | None, bool]:
    """The award that this count, or the list which it begins, receives; and whether no other count stands between."""
    found = _next_award(sentence, counts, index)
    if found is None:
        return None, False
    award, at = found
    last = counts[at]
    gap = ASIDE.sub("", sentence.text[last.span.end : award.span.start])  # "04 đơn vị (Bộ môn …) được tặng"
    received = RECEIVE.search(gap)
    if received is None:
        bare = not gap.strip(QUOTES) and not opens(sentence.text[award.span.end :], award)
        return (award, at == index) if bare else (None, False)
    before = gap[: received.start()]
    if received.group().lower() == "đề nghị":
        near = last.core and ON_FILE.fullmatch(before) is not None  # "11 cá nhân đề nghị tặng Bằng khen"
    elif last.core:
        near = len(before) <= 170
    else:
        near = "," not in before and len(before) <= 70 and not (received.group().lower() == "là" and before.strip())
    return (_stronger(sentence, award), at == index) if near else (None, False)


def _next_award(sentence: Sentence, counts: list[Count], index: int) -> tuple[Award, int] | None:
    """The first award after the list of counts that begins here, and the last count of that list."""
    text = sentence.text
    for at in range(index, len(counts)):
        last = counts[at]
        if at > index and not listed(text[counts[at - 1].span.end : last.span.start]):
            return None
        award = next((a for a in sentence.awards if a.span.start >= last.span.end), None)
        following = counts[at + 1].span.start if at + 1 < len(counts) else len(text)
        if award is not None and award.span.start < following:
            counted = any(c.award is not None and c.award.span == award.span for c in counts)
            broken = BREAK.search(text[last.span.end : award.span.start])
            return None if counted or broken else (award, at)
    return None


def _stronger(sentence: Sentence, award: Award) -> Award:
    """The more telling of neighbours: "được tuyên dương, khen thưởng", "khen thưởng “Gia đình văn hóa”"."""
    order = {"vinh_danh": 0, "khen_thuong": 1}
    for other in sentence.awards:
        if other.span.start < award.span.end or not award.weak:
            continue
        gap = sentence.text[award.span.end : other.span.start]
        if re.fullmatch(
            r"[\s,\"“”'/–-]*(?:(?:và|bằng|tặng|danh hiệu|hình thức|trao|đạt|được|nhận|là)[\s\"“]*)*", gap, re.I
        ):
            if not other.weak or order[other.code] > order[award.code]:
                award = other
        else:
            break
    return award


def _left(sentence: Sentence, count: Count) -> Award | None:
    """The award before the count that governs it directly."""
    before = [a for a in sentence.awards if a.span.end <= count.span.start and a.code != "van_hoa"]
    for award in reversed(before):
        gap = sentence.text[award.span.end : count.span.start]
        if any(c.span.start >= award.span.end and c.span.end <= count.span.start for c in sentence.counts):
            return None
        if governs(gap, award, count):
            return _combined(sentence, before, award)
        if award.weak or "," in gap:
            continue
        return None
    return None


def _combined(sentence: Sentence, before: list[Award], award: Award) -> Award:
    """Of "biểu dương, khen thưởng 5 tập thể" the more telling word."""
    index = before.index(award)
    if award.code != "vinh_danh" or index == 0:
        return award
    other = before[index - 1]
    gap = sentence.text[other.span.end : award.span.start]
    return other if other.code == "khen_thuong" and re.fullmatch(r"[\s,]*(?:và|,)?\s*", gap) else award


def _tight(sentence: Sentence, award: Award, count: Count) -> bool:
    """Whether the award takes the count to itself: "Giấy khen cho 12 …", "Giấy khen: 12 …"."""
    gap = sentence.text[award.span.end : count.span.start]
    return bool(ADJACENT.match(gap) or TIGHT.search(gap) or COLON.match(gap))


def _continues(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> Award | None:
    """The award of the count before, where this one goes on with its list."""
    if previous is None or index == 0 or previous.rule in ("count-award", "title-receives-form"):
        return None
    gap = sentence.text[counts[index - 1].span.end : counts[index].span.start]
    if PARTS.match(gap):
        return previous.award
    plain = MERIT.sub("", MONEY.sub("", gap))
    if STATE.search(plain) or any(
        a.span.start >= counts[index - 1].span.end and a.span.end <= counts[index].span.start for a in sentence.awards
    ):
        return None
    match = LIST.match(plain)
    core = counts[index].core
    if not match or (";" in gap and not core):
        return None
    return previous.award if core or len(plain) <= 30 else None


# a) Về thành tích đạt được trong 02 năm (2023 - 2024): 05 tập thể      the label of an item below its lead-in
OWN_LABEL = re.compile(
    r"\s*(?:[-–+*•]|[\da-zđ]{1,2}[.)])?\s*(?:về|đối với|thành tích|chuyên đề|khen|lĩnh vực)[^:;]{0,140}:\s*", re.I
)


def _leads(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> bool:
    """Whether a count stands where the lead-in above governs it: at the head of its item, or in a list there."""
    before = sentence.text[: counts[index].span.start]
    if re.fullmatch(r"[\s\-–+*•\d.)(a-zđ]{0,8}(?:(?:có|gồm|cho|các|về|tổng số)\s+)*", before, re.I):
        return True
    if counts[index].core and (OWN_LABEL.fullmatch(before) or (len(before) <= 40 and not STATE.search(before))):
        return True
    if previous is None or previous.rule != "lead-in":
        return False
    gap = sentence.text[counts[index - 1].span.end : counts[index].span.start]
    return bool(LIST.match(MERIT.sub("", gap)))


def _own(sentence: Sentence, count: Count) -> Binding | None:
    """A count of titles or of awards: who receives them is in the title, or stands after it."""
    award = count.award
    assert award is not None
    recipient = count.recipient
    text = sentence.text
    after = re.match(
        r"(?:\s*hạng\s+(?:nhất|nhì|ba)(?:\s*(?:,|và)\s*(?:hạng\s+)?(?:nhì|ba))*)?"
        r"[^,;.()]{0,90}?(?<!\w)(?:cho|tặng|đối với)\s+(?:(?:các|những|tập thể các)\s+)?",
        text[count.span.end :],
        re.I,
    )
    if recipient is None and after:
        noun = recipient_at(text, count.span.end + after.end())
        recipient = noun[0] if noun else None
    if recipient is None and count.label:
        # "số tập thể được tặng Giấy khen là 12"
        before = list(WHO.finditer(text, max(0, award.span.start - 60), award.span.start))
        noun = recipient_at(text, before[-1].start()) if before else None
        recipient = noun[0] if noun and not re.search(r"[;:,\d]", text[before[-1].end() : award.span.start]) else None
    if recipient is None and award.recipient is None:
        person = A_PERSON.search(text, text.rfind(";", 0, count.span.start) + 1, count.span.start)
        recipient = "ca_nhan" if person and not A_BODY.search(person.group().split("được")[0]) else None
    if award.code == "danh_hieu_vinh_du_nha_nuoc":
        # "thăm, tặng quà 04 Bà mẹ Việt Nam anh hùng" honours nobody anew.
        given = re.search(
            r"(?:phong tặng|truy tặng|công nhận|danh hiệu|đạt|phong|đề nghị)[^,;]{0,60}$", text[: count.span.end], re.I
        )
        if not given:
            return None
    return _made(award, count, "own-title", 0.9 if recipient or award.recipient else 0.7, recipient)


def _restates(sentence: Sentence, index: int) -> bool:
    """Whether those who receive tell the number of awards again: "8 Huân chương Lao động cho 8 tập thể"."""
    count = sentence.counts[index]
    if count.award is None or (count.award.code not in FORMS and not count.award.code.startswith("hu")):
        return False
    rest = sentence.counts[index + 1 :]
    if not rest or rest[0].award is not None:
        return False
    gap = sentence.text[count.span.end : rest[0].span.start]
    if re.search(r"[;(]|trong đó|gồm", gap) or not re.search(r"(?<!\w)(?:cho|tặng)(?!\w)", gap, re.I):
        return False
    total = 0
    for before, later in pairwise([count, *rest]):
        if before is not count and not listed(sentence.text[before.span.end : later.span.start]):
            break
        total += later.value
        if total == count.value:
            return True
    return False


def _is_total(text: str, counts: list[Count], index: int) -> bool:
    return index + 1 < len(counts) and bool(PARTS.match(text[counts[index].span.end : counts[index + 1].span.start]))


def _is_aside(text: str, counts: list[Count], index: int) -> bool:
    """Whether a count tells who they are, not what they got: "12 cá nhân, trong đó có 3 cá nhân là nữ"."""
    count = counts[index]
    if index == 0 or count.award is not None or not OF_THEM.search(text[: count.span.start]):
        return False
    return counts[index - 1].recipient == count.recipient and bool(IS_A.match(text[count.span.end :]))


def unnumbered_head(sentence: Sentence) -> Award | None:
    """The award of a lead-in: one that governs what follows it and has no count of its own.

    >>> from extractors.awards.tokens import read
    >>> head = unnumbered_head(read("Chủ tịch UBND xã tặng Giấy khen cho:", []))
    >>> head.code if head else None
    'giay_khen'
    """
    strong = [a for a in sentence.awards if not a.weak]
    chosen = strong or list(sentence.awards)
    return replace(chosen[-1]) if chosen else None
