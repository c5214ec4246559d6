"""Which award governs a count: from the right, from the left, or through the list that it goes on with."""

from __future__ import annotations

import re

from extractors.awards.binding import Binding
from extractors.awards.gaps import (
    ADJACENT,
    BREAK,
    COLON,
    LIST,
    MERIT,
    MONEY,
    PARTS,
    RECEIVE,
    STATE,
    TIGHT,
    governs,
    listed,
    opens,
)
from extractors.awards.naming import is_example
from extractors.awards.tokens import QUOTES, Award, Count, Sentence

ASIDE = re.compile(r"\([^()]*\)")


# "01 cá nhân đang làm hồ sơ đề nghị …"
ON_FILE = re.compile(
    r"\s*(?:(?:đang|đã|được|xã|phường)\s+)*(?:(?:làm|lập|hoàn thiện|trình|gửi)\s+)?(?:hồ sơ\s+)?", re.I
)


NEAR = 60  # characters


def given_to(sentence: Sentence, award: Award, count: Count) -> bool:
    """Whether "cho" leads from the award to the count at once: "Bằng khen cho 3 ngư dân"."""
    gap = sentence.text[award.span.end : count.span.start]
    return len(gap) <= NEAR and TIGHT.search(gap) is not None


def award_right(sentence: Sentence, counts: list[Count], index: int) -> tuple[Award | None, bool]:
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
        bare = bare and not is_example(sentence.text, last.numeral.end, award)
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


def award_left(sentence: Sentence, count: Count) -> Award | None:
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


def is_tight(sentence: Sentence, award: Award, count: Count) -> bool:
    """Whether the award takes the count to itself: "Giấy khen cho 12 …", "Giấy khen: 12 …"."""
    gap = sentence.text[award.span.end : count.span.start]
    return bool(ADJACENT.match(gap) or TIGHT.search(gap) or COLON.match(gap))


def award_continued(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> Award | None:
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
