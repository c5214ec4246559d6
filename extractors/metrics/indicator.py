"""What a number measures: the words that govern it, before or after, in its own clause or in the one it leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.metrics.units import Quantity
from extractors.nlp import words
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Governor:
    """The words that say what a number measures.

    ``indicator`` are these words, ``span`` the stretch that shows them with the number, ``left`` the stretch before the number
    in its own clause; ``leans`` says that the words were taken from the quantity before; ``topic`` is the thing a list is about.
    """

    indicator: str
    span: Span
    left: Span
    leans: bool = False
    topic: str = ""


# Where one clause ends and another begins.
_HARD = re.compile(r"[;:()–]|(?<=\s)-(?=\s)|\.\s|\s=\s|[“”\"]")
_SOFT = re.compile(r",\s|\s(?:với|và|trong đó|trong số đó|nâng|gồm|cùng|đồng thời)\s|\s(?=trị giá\s|giá trị\s|tổng\s)")

# What opens a clause without naming anything: "Đến nay, toàn xã có …", "Trong 5 năm qua đã …", "Năm 2024, …"
_LEAD = re.compile(
    r"^(?:[\s,.…+*•=-]+|(?:và|trong đó|trong số đó|đến nay|hiện nay|hiện tại|hiện|đồng thời|bên cạnh đó|ngoài ra|cụ thể|như|là|có|đã|được|"
    r"với|qua đó|kết quả|tính đến nay|theo đó|từ đó|phấn đấu|đặt mục tiêu|mục tiêu|dự kiến|riêng|nhất là|đặc biệt|hằng năm|hàng năm|mỗi năm|"
    r"trong năm qua|thời gian qua|đạt|chiếm|còn|gồm|bằng|tương đương|khoảng|cho|của|nhờ đó|góp phần|tổ chức thực hiện|thực hiện|bình quân mỗi năm|"
    r"trên địa bàn(?:\s+(?:xã|phường|huyện|tỉnh|thành phố|thị trấn))?|toàn (?:xã|phường|huyện|tỉnh|thành phố|thị trấn|ngành)|"
    r"(?:trong |đến |đến hết |tính đến |từ |vào )?(?:cuối |đầu |hết )?năm (?:học )?(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?|"
    r"trong (?:giai đoạn |nhiệm kỳ |thời gian )?(?:\d+ năm )?(?:qua|\(?20\d\d\s?[-–]\s?20\d\d\)?)|"
    r"(?:xã|phường|huyện|tỉnh|địa phương|đơn vị|ubnd xã|ubnd phường)\s+(?:đã|có|còn|hiện có))(?=[\s,:.]|$)[\s,:]*)+",
    re.IGNORECASE,
)
# What stands between a thing and its number: "đạt", "là", "có khoảng", "ước đạt trên", "chiếm từ", "giảm xuống còn"
_TRAIL = re.compile(
    r"(?:[\s,:=(“\"-]|(?<!\w)(?:đã|đang|luôn|đều|mới|chỉ|hiện|nay|cơ bản|ước|tính|đạt|là|có|còn|chiếm|gồm|bằng|với|được|lên|xuống|từ|khoảng|"
    r"gần|trên|hơn|dưới|ít nhất|không quá|tối thiểu|tối đa|xấp xỉ|chừng|đến|tới|ở mức|mức|dao động|khoảng cách|vào|tương đương|tỷ trọng|"
    r"không vượt quá|không dưới|thêm|bình quân|trung bình|của|cho|thành|trị|tổng cộng|tổng|số|hiện có|hiện nay|năm (?:19|20)\d\d|các|những|"
    r"nay là|hằng năm|hàng năm|quy mô|nữa|sẽ|phải|và|đó|tăng lên|giảm còn|giảm xuống|để|về)(?!\w))+$",
    re.IGNORECASE,
)
# Where what follows a unit stops to be what is measured.
_STOP = re.compile(
    r"[;:.()…]|,\s|\s[-–=]\s|\n|\s(?:với (?:tổng|số|trị giá|kinh phí|mức)|trong đó|để|nhằm|góp phần|trị giá|giá trị|tổng|trên địa bàn|theo|nâng|"
    r"phục vụ|do|qua đó|đồng thời|từ đó|nên|thì|và (?=\d))(?!\w)",
    re.IGNORECASE,
)
_BEFORE_NEXT = re.compile(
    r"\s(?:với|và|trị giá|giá trị|tổng|cho|trên|khoảng|gồm|đạt|là|bằng|từ|có|chiếm|hơn|gần|được|giảm|tăng|còn|lên|xuống|của|tương đương|mỗi)(?!\w)"
)
_COMPARED = re.compile(
    r"\s*(?:so\s+(?:với\s+)?[^,;.()]{2,60}|(?:cùng kỳ|kế hoạch|dự toán|chỉ tiêu|nghị quyết|KH)(?!\w)[^,;.()]{0,40})",
    re.IGNORECASE,
)
_CHANGE_VERB = re.compile(r"(?:tăng|giảm|vượt|cao hơn|thấp hơn|rút ngắn|gấp)(?:\s+\S+){0,3}$", re.IGNORECASE)
_MEASURE_ONLY = re.compile(
    r"^(?:tổng\s+)?(?:diện tích|năng suất|sản lượng|giá trị|kinh phí|số tiền|tỷ lệ|chiều dài|chiều rộng|dài|rộng|trị giá|quy mô|số lượng|doanh thu|"
    r"thu nhập|dân số)(?:\s+(?:bình quân|trung bình|gieo trồng|ước|thực hiện))?$",
    re.IGNORECASE,
)
_LIMIT = 16


def govern(
    text: str, quantity: Quantity, at: int, floor: int, ceiling: int, before: tuple[Quantity, Governor] | None
) -> Governor:
    """The governor of a quantity whose qualifier or number begins at ``at``.

    ``floor`` and ``ceiling`` are the ends of the room that it has between its neighbours; ``before`` the quantity before.
    """
    left, label = _left(text, floor, at)
    right = _right(text, quantity.span.end, ceiling)
    phrase, tail = left.of(text), right.of(text).strip(" ,")
    named = _has_noun(phrase)
    start, end = left.start, quantity.span.end
    compared = _COMPARED.match(text, quantity.span.end)
    if compared and compared.end() <= ceiling:
        end = compared.end()
    topic = label
    if quantity.counted and tail:
        indicator = f"{phrase} {quantity.unit} {tail}" if phrase and not named else f"{quantity.unit} {tail}"
        return Governor(_tidy(indicator), Span(start, max(end, right.end)), left, topic=topic)
    if phrase and named:
        indicator = phrase
        if _MEASURE_ONLY.match(phrase) and before is not None and before[1].topic and floor:
            topic = before[1].topic
            indicator = f"{phrase} {topic}"
        elif _MEASURE_ONLY.match(phrase) and label:
            indicator = f"{phrase} {label}"
        elif quantity.counted and _ends_in_verb(phrase):
            indicator = f"{phrase} {quantity.unit}"
        if quantity.unit == "%" and tail and not compared and not re.search(r"tỷ lệ|tỉ lệ", phrase, re.IGNORECASE):
            end = max(end, right.end)
        return Governor(_tidy(indicator), Span(start, end), left, topic=topic or _topic(phrase))
    if before is not None and not label and (not tail or compared or _leaning(text, left, at)):
        other = before[1]
        verb = _CHANGE_VERB.search(phrase)
        joined = f"{other.indicator} {verb[0]}" if verb else other.indicator
        if compared:
            joined = (
                f"{joined} {compared[0].strip()}"
                if compared[0].strip().lower().startswith("so")
                else f"{joined} so với {compared[0].strip()}"
            )
        if quantity.unit == "%" and before[0].unit != "%" and not verb and not compared:
            joined = f"Tỷ lệ {other.indicator[:1].lower()}{other.indicator[1:]}"
        if quantity.counted and before[0].counted and before[0].unit in joined.lower():
            joined = re.sub(re.escape(before[0].unit), quantity.unit, joined, count=1, flags=re.IGNORECASE)
        begin = other.span.start if quantity.span.end - other.span.start < 220 else start
        return Governor(
            _tidy(joined),
            Span(begin, max(end, right.end) if tail and not compared else end),
            left,
            leans=True,
            topic=other.topic,
        )
    if label:
        return Governor(_tidy(label if not phrase else f"{label} {phrase}"), Span(start, end), left, topic=label)
    if tail:
        head = "Tỷ lệ" if quantity.unit == "%" else phrase
        return Governor(_tidy(f"{head} {_SOME.sub('', tail)}"), Span(start, max(end, right.end)), left, topic=topic)
    unit = f"{phrase} {quantity.unit}" if phrase else quantity.unit
    return Governor(_tidy(unit), Span(start, end), left, leans=True)


_SOME = re.compile(r"^(?:tổng\s+)?(?:số\s+|các\s+|những\s+)+(?=\S)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def _tidy(phrase: str) -> str:
    phrase = _SPACES.sub(" ", phrase).strip(' ,.:;=()-–“”"*')
    return phrase[:1].upper() + phrase[1:]


def _left(text: str, floor: int, at: int) -> tuple[Span, str]:
    """The phrase before the number, in its own clause, and the label before a colon where the phrase itself is empty."""
    start = floor
    label = ""
    for match in _HARD.finditer(text, floor, at):
        if match[0] == ":" and not text[match.end() : at].strip():
            break
        if match[0] == ":":
            label = _label_of(text[start : match.start()])
        elif match[0].strip() in (";", "."):
            label = ""
        start = match.end()
    cuts = [start, *(m.end() for m in _SOFT.finditer(text, start, at))]
    for cut in reversed(cuts):
        span = _strip(text, cut, at)
        if span.start < span.end and _has_content(span.of(text)):
            return span, label
    return Span(at, at), label


def _label_of(stretch: str) -> str:
    span = _strip(stretch, 0, len(stretch))
    phrase = span.of(stretch)
    return phrase if len(phrase.split()) <= 12 else ""


def _strip(text: str, start: int, end: int) -> Span:
    """The stretch without what opens a clause and without what leads to a number."""
    lead = _LEAD.match(text[start:end])
    begin = start + (lead.end() if lead else 0)
    trail = _TRAIL.search(text[begin:end])
    stop = begin + trail.start() if trail else end
    while begin < stop and text[begin] in " \t,":
        begin += 1
    return Span(min(begin, stop), stop)


def _right(text: str, end: int, ceiling: int) -> Span:
    """The words after the unit that belong to what is measured."""
    stop = ceiling
    if match := _STOP.search(text, end, ceiling):
        stop = match.start()
    if stop == ceiling and ceiling < len(text):  # another quantity follows in the same clause
        cut = _BEFORE_NEXT.search(text, end, ceiling)
        stop = cut.start() if cut else end
    ends = [m.end() for m in re.finditer(r"\S+", text[end:stop])]
    if len(ends) > _LIMIT:
        stop = end + ends[_LIMIT - 1]
    return Span(end, end + len(text[end:stop].rstrip()))


def _has_content(phrase: str) -> bool:
    """Whether a phrase names a thing or a deed, not only a way of saying "amounts to"."""
    return (
        any(w.is_noun or w.is_verb or w.tag in ("X", "A") for w in words(phrase))
        if re.search(r"[^\W\d_]", phrase)
        else False
    )


def _has_noun(phrase: str) -> bool:
    return any(w.is_noun or w.tag == "X" for w in words(phrase)) if phrase else False


def _ends_in_verb(phrase: str) -> bool:
    found = words(phrase)
    return bool(found) and found[-1].is_verb


_LEANING = re.compile(
    r"(?:^|\s)(?:chiếm|bằng|đạt|tương đương|tăng|giảm|vượt)(?:\s+(?:tỷ lệ|khoảng|gần|trên|hơn))*\s*$", re.IGNORECASE
)


def _leaning(text: str, left: Span, at: int) -> bool:
    """Whether the clause only relates the number to the one before: "chiếm 65,3%", "bằng 64% số hộ toàn xã"."""
    return _LEANING.search(text[max(0, left.start - 20) : at]) is not None


def _topic(phrase: str) -> str:
    """The thing that a list of measures is about: "cây lúa" of "cây lúa diện tích"."""
    match = re.search(
        r"\s(?:tổng\s+)?(?:diện tích|năng suất|sản lượng|giá trị|kinh phí|trị giá)(?:\s+\S+){0,2}$",
        phrase,
        re.IGNORECASE,
    )
    return phrase[: match.start()].strip() if match else ""
