"""Which award goes with which count, within one sentence.

A count is governed from the right ("31 cá nhân được tặng Giấy khen"), from the left ("tặng Giấy khen cho 12 tập thể
và 31 cá nhân"), by its own title ("40 lao động tiên tiến"), or by the lead-in above it ("Tặng Giấy khen cho:").
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.awards.binding import Binding, tied
from extractors.awards.gaps import (
    LIST,
    MERIT,
    STATE,
)
from extractors.awards.reach import NEAR, award_continued, award_left, award_right, given_to, is_tight
from extractors.awards.recipients import recipient_at
from extractors.awards.tokens import FORMS, Award, Count, Sentence
from extractors.awards.totals import is_aside, is_total, restates

# "thầy Trần Minh Thương đã được … tặng 6 bằng khen": who got them is a person
A_PERSON = re.compile(
    r"(?<!\w)(?:ông|bà|anh|chị|em|thầy|cô|bác|cháu|đồng chí|đ/c|nghệ s[ĩỹ]|bác s[ĩỹ]|(?:đại|thượng|trung|thiếu) tá)"
    r"\s+(?:giáo\s+)?(?-i:[A-ZĐ])[^,;.]{0,60}?(?<!\w)(?:được|nhận|đón nhận|đạt|có)(?!\w)",
    re.I,
)
A_BODY = re.compile(r"(?<!\w)(?:tập thể|đơn vị|trường|xã|phường|công ty|chi bộ|đảng bộ|sở|ban|phòng)(?!\w)", re.I)
WHO = re.compile(r"(?<!\w)(?:tập thể|cá nhân|hộ gia đình)(?!\w)", re.I)
AND_GOT = re.compile(r",?\s+(?:và|đồng thời)\s+(?:(?:cũng|còn|đã|vinh dự)\s+)?(?:được|đón nhận)\s+[A-ZĐ]")


def bind(sentence: Sentence, lead: Award | None = None) -> list[Binding]:
    """All bindings of a sentence, in order of their counts; ``lead`` is the award of the lead-in above it, if any."""
    bound: list[Binding] = []
    counts = [c for i, c in enumerate(sentence.counts) if not restates(sentence, i)]
    previous: Binding | None = None
    for index, _count in enumerate(counts):
        binding = _bind_one(sentence, counts, index, previous, lead)
        if binding is not None:
            bound.append(binding)
            bound.extend(_given_with(sentence, binding))
        previous = binding if binding is not None else (previous if is_total(sentence.text, counts, index) else None)
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


def _bind_one(  # noqa: PLR0911 -- one return a way of tying them
    sentence: Sentence, counts: list[Count], index: int, previous: Binding | None, lead: Award | None
) -> Binding | None:
    count = counts[index]
    if is_aside(sentence.text, counts, index):
        return None
    if count.guessed:
        return _somebody(sentence, counts, index, previous)
    right, direct = award_right(sentence, counts, index)
    if count.award is not None:
        if right is not None and right.code in FORMS and count.award.code not in FORMS:
            return tied(right, count, "title-receives-form", 0.85)
        form = award_left(sentence, count) or award_continued(sentence, counts, index, previous)
        if form is not None and form.code in FORMS and count.award.code not in FORMS and _named(sentence, count):
            return tied(form, count, "award-count", 0.85)  # "tặng Giấy khen cho 10 thôn văn hóa"
        higher = (
            form is not None and form.code.startswith(("huan_chuong", "danh_hieu")) and form.code != count.award.code
        )
        if form is not None and higher and given_to(sentence, form, count):
            return tied(form, count, "award-count", 0.85)  # "Huân chương Kháng chiến cho 24 chiến sĩ thi đua"
        return _own(sentence, count)
    left = award_left(sentence, count)
    carried = award_continued(sentence, counts, index, previous)
    apart = index > 0 and ";" in sentence.text[counts[index - 1].span.end : count.span.start]
    if (left is not None or carried is not None) and AND_GOT.match(sentence.text, count.span.end):
        right = None  # "tặng Giấy khen cho 31 cá nhân và được tỉnh tặng Bằng khen": what the giver got himself
    received = right is not None and (direct or left is not None or carried is None or apart)
    doubt = 0.0 if count.core else 0.1
    binding: Binding | None = None
    if left is not None and not left.weak and (not (right and direct) or is_tight(sentence, left, count)):
        binding = tied(left, count, "award-count", 0.95 - doubt)
    elif right is not None and received:
        binding = tied(right, count, "count-award", (0.9 if right.weak else 0.95) - doubt)
    elif left is not None:
        binding = tied(left, count, "commended-count", 0.9 - 1.5 * doubt)
    elif carried is not None:
        rule = "lead-in" if previous is not None and previous.rule == "lead-in" else "award-list"
        binding = tied(carried, count, rule, 0.9 - 1.5 * doubt)
    elif lead is not None and _leads(sentence, counts, index, previous):
        binding = tied(lead, count, "lead-in", 0.8 - doubt)
    return binding


def _somebody(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> Binding | None:
    """The award of a noun that the lexicon does not know: where an award takes it to itself, or it receives one."""
    count = counts[index]
    left = award_left(sentence, count)
    if left is not None and not left.weak and given_to(sentence, left, count):
        return tied(left, count, "award-count", 0.68)
    right, direct = award_right(sentence, counts, index)
    if right is not None and direct and right.span.start - count.span.end <= NEAR:
        return tied(right, count, "count-award", 0.68)
    carried = award_continued(sentence, counts, index, previous)
    if carried is not None and not carried.weak:
        gap = sentence.text[counts[index - 1].span.end : count.span.start]
        return tied(carried, count, "award-list", 0.6) if len(gap) <= len(" và hơn ") + 2 else None
    return None


def _named(sentence: Sentence, count: Count) -> bool:
    """Whether the noun of a recipient stands right behind the number."""
    rest = sentence.text[count.numeral.end :]
    return not count.label and recipient_at(rest, len(rest) - len(rest.lstrip())) is not None


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
    return tied(award, count, "own-title", 0.9 if recipient or award.recipient else 0.7, recipient)


def unnumbered_head(sentence: Sentence) -> Award | None:
    """The award of a lead-in: one that governs what follows it and has no count of its own.

    >>> from extractors.awards.sentences import read
    >>> head = unnumbered_head(read("Chủ tịch UBND xã tặng Giấy khen cho:", []))
    >>> head.code if head else None
    'giay_khen'
    """
    strong = [a for a in sentence.awards if not a.weak]
    chosen = strong or list(sentence.awards)
    return replace(chosen[-1]) if chosen else None
