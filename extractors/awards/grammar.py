"""Which award goes with which count, within one sentence.

A count is governed from the right ("31 cá nhân được tặng Giấy khen"), from the left ("tặng Giấy khen cho 12 tập thể
và 31 cá nhân"), by its own title ("40 lao động tiên tiến"), or by the lead-in above it ("Tặng Giấy khen cho:").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.awards.tokens import FORMS, QUOTES, Award, Count, Sentence, recipient_at
from schemas.records.awards import Recipient

# Between an award and the count that it governs: "… của Chủ tịch UBND xã cho", ":", or nothing.
TO = re.compile(r"(?<!\w)(?:cho|đối với|tới|đến|gồm|bao gồm|là|trong đó|trong đó có|với|tặng|của)(?!\w)", re.I)
FILL = r"[\s\"“”'’*_(–-]*(?:(?:các|cho|thêm|hơn|trên|gần|khoảng|đại diện|tổng số|tổng cộng|cả|lượt|thưởng|số lượng|đã|toàn bộ)\s+)*[\s\"“”'(*_–-]*$"
ADJACENT = re.compile(r"^" + FILL, re.I)
TIGHT = re.compile(r"(?<!\w)(?:cho|đối với|tới|đến|tặng)" + FILL, re.I)
COLON = re.compile(r"^[^.;]{0,110}[:=(]" + FILL, re.I)
STATE = re.compile(
    r"(?<!\w)(?:được|đạt|nhận|vinh dự|hỗ trợ|thành lập|xây dựng|tổ chức|triển khai|tham gia|gồm có)(?!\w)", re.I
)
# "vì đã có thành tích xuất sắc trong …" tells why, and is no new predicate.
MERIT = re.compile(
    r"(?:vì |đã |do |vì đã )?(?:có|đạt|lập)(?: được)?(?: nhiều)? (?:thành tích|đóng góp|công lao|kết quả|sáng kiến|giải pháp|công)[^,;:()]*",
    re.I,
)
# ", mỗi tập thể 1.000.000 đồng" tells how much, and breaks no list.
MONEY = re.compile(
    r",?\s*(?:\(|kèm theo|trị giá|mức thưởng|tiền thưởng|số tiền|mỗi)[^;:()]{0,60}?[\d.,]+\s*(?:triệu|nghìn|ngàn)?\s*đồng(?:\s*(?:/|mỗi|cho mỗi|một)\s*(?:tập thể|cá nhân|hộ|người|đơn vị))?\)?",
    re.I,
)
RECEIVE = re.compile(r"(?<!\w)(?:được|đạt|nhận|đón nhận|vinh dự|giành|là|bình xét)(?!\w)", re.I)
BREAK = re.compile(
    r"(?<!\w)(?:trong đó|còn lại|nhưng|song|tuy nhiên|đồng thời|ngoài ra|và (?:tặng|trao|khen|biểu dương))(?!\w)|[;:]",
    re.I,
)
VERB = re.compile(
    r"(?<!\w)(?P<verb>(?:trao |truy |phong |khen )?tặng(?: thưởng)?|trao|công nhận|khen)(?: danh hiệu| đạt danh hiệu)?[\s\"“]*$",
    re.I,
)
# Between two counts of one list: ", ", " và ", " tiêu biểu, ".
LIST = re.compile(
    r"^(?P<mod>[^,;:.()]{0,60}?)\s*(?:\([^()]{0,160}\)\s*)?(?:,|và|;|cùng|cùng với|với|,\s*và|\+|gồm)\s*(?:(?:có|các|hơn|trên|gần|khoảng|đại diện|cho)\s+)*$",
    re.I,
)
PARTS = re.compile(r"^[^;.]{0,60}?(?:\(|trong đó(?: có)?|gồm(?: có)?|bao gồm|cụ thể|:)\s*[:,]?\s*(?:có\s+)?$", re.I)
OF_THEM = re.compile(r"trong đó\s*(?:có)?\s*$", re.I)
IS_A = re.compile(r"^\s*(?:là|người|thuộc|nữ|nam|dân tộc|đảng viên)(?!\w)", re.I)


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
    for index, count in enumerate(counts):
        binding = _bind_one(sentence, counts, index, previous, lead)
        if binding is not None:
            bound.append(binding)
        previous = binding if binding is not None else (previous if _is_total(sentence.text, counts, index) else None)
    return bound


def _bind_one(
    sentence: Sentence, counts: list[Count], index: int, previous: Binding | None, lead: Award | None
) -> Binding | None:
    count = counts[index]
    right, direct = _right(sentence, counts, index)
    left = _left(sentence, count)
    if _is_aside(sentence.text, counts, index):
        return None
    if count.award is not None:
        if right is not None and right.code in FORMS and count.award.code not in FORMS:
            return _made(right, count, count.recipient, "title-receives-form", 0.85)
        return _own(sentence, counts, index)
    received = right is not None and direct
    if left is not None and not left.weak and (not received or _tight(sentence, left, count)):
        return _made(left, count, count.recipient, "award-count", 0.95 if count.core else 0.85)
    carried = _continues(sentence, counts, index, previous)
    if right is not None and (direct or left is not None or carried is None):
        strong = not right.weak
        return _made(right, count, count.recipient, "count-award", (0.95 if count.core else 0.85) - (not strong) * 0.05)
    if left is not None:
        return _made(left, count, count.recipient, "commended-count", 0.9 if count.core else 0.75)
    if carried is not None:
        return _made(carried, count, count.recipient, "award-list", 0.9 if count.core else 0.75)
    if lead is not None and _leads(sentence, counts, index, previous):
        return _made(lead, count, count.recipient, "lead-in", 0.8 if count.core else 0.7)
    return None


def _made(award: Award, count: Count, recipient: Recipient | None, rule: str, confidence: float) -> Binding:
    kind = recipient or award.recipient or "khac"
    head, tail = min(award.span.start, count.span.start), max(award.span.end, count.span.end)
    return Binding(award, count, kind, rule, confidence, head, tail)


def verb_before(text: str, at: int) -> int:
    """Where the verb of giving begins that stands right before an offset; the offset itself where none does.

    >>> verb_before("quyết định tặng danh hiệu Lao động tiên tiến", 26)
    11
    """
    match = VERB.search(text, 0, at)
    return match.start("verb") if match else at


def _right(sentence: Sentence, counts: list[Count], index: int) -> tuple[Award | None, bool]:
    """The award that this count, or the list which it begins, receives; and whether no other count stands between."""
    text = sentence.text
    at, last = index, counts[index]
    for later in range(index, len(counts)):
        last, at = counts[later], later
        if later > index and not _listed(text[counts[later - 1].span.end : last.span.start], last):
            return None, False
        following = counts[later + 1].span.start if later + 1 < len(counts) else len(text)
        award = next((a for a in sentence.awards if a.span.start >= last.span.end), None)
        if award is not None and award.span.start < following:
            break
        if award is not None and award.span.start == following and counts[later + 1].award is None:
            break
    else:
        return None, False
    if award is None or any(c.award is not None and c.award.span == award.span for c in counts):
        return None, False
    gap = text[last.span.end : award.span.start]
    if BREAK.search(gap):
        return None, False
    received = RECEIVE.search(gap)
    if received is None:
        bare = not gap.strip(QUOTES) and not _opens(text[award.span.end :], award)
        return (award, at == index) if bare else (None, False)
    before = gap[: received.start()]
    if last.core:
        if len(before) > 170:
            return None, False
    elif "," in before or len(before) > 70 or (received.group().lower() == "là" and before.strip()):
        return None, False
    return _stronger(sentence, award), at == index


def _listed(gap: str, later: Count) -> bool:
    match = LIST.match(gap)
    return bool(match) and ";" not in gap and not RECEIVE.search(MERIT.sub("", match.group("mod") if match else ""))


def _stronger(sentence: Sentence, award: Award) -> Award:
    """ "được tuyên dương, khen thưởng", "khen thưởng “Gia đình văn hóa”": the more telling of neighbours."""
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


def _opens(after: str, award: Award) -> bool:
    """Whether an award governs what follows: "Bằng khen cho 10 cá nhân", "Giấy khen: 5"."""
    return bool(re.match(r"[^,;.]{0,80}?(?:(?<!\w)cho(?!\w)|:|=)", after, re.I)) and award.code not in ("van_hoa",)


def _left(sentence: Sentence, count: Count) -> Award | None:
    """The award before the count that governs it directly."""
    before = [a for a in sentence.awards if a.span.end <= count.span.start and a.code != "van_hoa"]
    for award in reversed(before):
        gap = sentence.text[award.span.end : count.span.start]
        if any(c.span.start >= award.span.end and c.span.end <= count.span.start for c in sentence.counts):
            return None
        if _governs(gap, award, count):
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


def _governs(gap: str, award: Award, count: Count) -> bool:
    plain = MERIT.sub("", gap)
    if STATE.search(plain) or ";" in gap:
        return False
    if ADJACENT.match(gap):
        return True
    to = [m.end() for m in TO.finditer(gap)]
    reach = 130 if count.core else 14
    if COLON.match(gap) and (not award.weak or count.core):
        return True
    if not to or ("," in gap[to[-1] :] and not re.search(r"(?<!\w)(?:cho|đối với)(?!\w)", gap, re.I)):
        return award.weak and count.core and len(gap) <= 40 and "," not in gap
    near = len(gap) - to[-1] <= reach or (count.core and len(gap) - to[0] <= reach)
    return near and len(gap) <= (220 if count.core else 120) and (count.core or "," not in gap)


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


def _leads(sentence: Sentence, counts: list[Count], index: int, previous: Binding | None) -> bool:
    """Whether a count stands where the lead-in above governs it: at the head of its item, or in a list there."""
    before = sentence.text[: counts[index].span.start]
    if re.fullmatch(r"[\s\-–+*•\d.)(a-zđ]{0,8}(?:(?:có|gồm|cho|các|về|tổng số)\s+)*", before, re.I):
        return True
    if counts[index].core and len(before) <= 40 and not STATE.search(before):
        return True
    if previous is None or previous.rule != "lead-in":
        return False
    gap = sentence.text[counts[index - 1].span.end : counts[index].span.start]
    return bool(LIST.match(MERIT.sub("", gap)))


def _own(sentence: Sentence, counts: list[Count], index: int) -> Binding | None:
    """A count of titles or of awards: who receives them is in the title, or stands after it."""
    count = counts[index]
    award = count.award
    assert award is not None
    recipient = count.recipient
    text = sentence.text
    after = re.match(
        r"[^,;.()]{0,90}?(?<!\w)(?:cho|tặng|đối với)\s+(?:(?:các|những|tập thể các)\s+)?", text[count.span.end :], re.I
    )
    if recipient is None and after:
        noun = recipient_at(text, count.span.end + after.end())
        recipient = noun[0] if noun else None
    if recipient is None and award.code in ("gia_dinh_van_hoa",):
        recipient = "ho_gia_dinh"
    if award.code == "danh_hieu_vinh_du_nha_nuoc":
        # "thăm, tặng quà 04 Bà mẹ Việt Nam anh hùng" honours nobody anew.
        given = re.search(
            r"(?:phong tặng|truy tặng|công nhận|danh hiệu|đạt|phong|đề nghị)[^,;]{0,60}$", text[: count.span.end], re.I
        )
        if not given:
            return None
    return _made(award, count, recipient or award.recipient, "own-title", 0.9 if recipient or award.recipient else 0.7)


def _restates(sentence: Sentence, index: int) -> bool:
    """ "8 Huân chương Lao động cho 8 tập thể": the number of awards is told again by those who receive them."""
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
        if before is not count and not _listed(sentence.text[before.span.end : later.span.start], later):
            break
        total += later.value
        if total == count.value:
            return True
    return False


def _is_total(text: str, counts: list[Count], index: int) -> bool:
    return index + 1 < len(counts) and bool(PARTS.match(text[counts[index].span.end : counts[index + 1].span.start]))


def _is_aside(text: str, counts: list[Count], index: int) -> bool:
    """ "12 cá nhân, trong đó có 3 cá nhân là nữ": who they are, not what they got."""
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
