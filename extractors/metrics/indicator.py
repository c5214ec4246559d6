"""What a number measures: the words that govern it, before or after, in its own clause or in the one it leans on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.metrics.clauses import Clause, begin_of, clause_of
from extractors.metrics.phrases import clause_patterns
from extractors.metrics.quantity import Quantity
from extractors.nlp import words_in
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Governor:
    """The words that say what a number measures.

    ``span`` is the stretch that shows them together with the number, ``clause`` the clause of the number; ``leans``
    says that the words were taken from the quantity before; ``topic`` is the thing that a list of measures is about.
    """

    indicator: str
    span: Span
    clause: Clause
    leans: bool = False
    topic: str = ""


Before = tuple[Quantity, Governor] | None

# a place and nothing else: it has what is counted, it is not what is measured
_PLACE = re.compile(
    r"(?:[Tt]oàn\s+)?"
    r"(?:[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố|[Tt]ỉnh|[Tt]hôn|[Ấấ]p)"
    r"(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,5}"
)
# "Hạ Vân là xã miền núi của tỉnh Lạc Sơn": says of a place what it is
_IS_PLACE = re.compile(
    r"[^\d,;:]{3,40}\slà\s(?:một\s)?(?:trong những\s)?"
    r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|đặc khu|đô thị|vùng)(?!\w)",
    re.IGNORECASE,
)

# "so với năm 2024", "kế hoạch năm", "dự toán giao": what a percentage is of, or is held against
_COMPARED = re.compile(
    r"\s*(?:\(\s*\d[\d.,]*\s*%?\s*\)\s*)?"
    r"(?:so\s+(?:với\s+)?[^,;.()]{2,60}|(?:cùng kỳ|kế hoạch|dự toán|chỉ tiêu|nghị quyết|KH)(?!\w)[^,;.()]{0,40})",
    re.IGNORECASE,
)
_SHARE_FIRST = re.compile(r"\s*\(\s*\d[\d.,]*\s*%\s*\)\s*")  # "giảm 9 vụ (13,4%) so với năm 2022"
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|cao hơn|thấp hơn|rút ngắn|gấp)(?:\s+\S+){0,3}\s*$", re.IGNORECASE)
# "chiếm 65,3%", "bằng 64% số hộ toàn xã": the clause only relates its number to the one before
_RELATES = re.compile(
    r"(?:^|\s)(?:chiếm|bằng|tương đương|đạt|tăng|giảm|vượt)(?:\s+(?:tỷ lệ|khoảng|gần|trên|hơn))*\s*$", re.IGNORECASE
)
_KINDS_OF_MEASURE = (
    r"(?:tổng\s+)?(?:diện tích|năng suất|sản lượng|giá trị|kinh phí|số tiền|tỷ lệ|chiều dài|chiều rộng|dài|rộng|"
    r"trị giá|quy mô|số lượng|doanh thu|thu nhập|dân số)(?:\s+(?:bình quân|trung bình|gieo trồng|ước|thực hiện))?"
)
_ONLY_MEASURE = re.compile(rf"^{_KINDS_OF_MEASURE}$", re.IGNORECASE)
_TOPIC = re.compile(rf"^(?P<topic>\S.*?)\s+{_KINDS_OF_MEASURE}$", re.IGNORECASE)
_SOME = re.compile(r"^(?:tổng\s+)?(?:số\s+|các\s+|những\s+|là\s+)+(?=\S)", re.IGNORECASE)
_RATE = re.compile(r"tỷ lệ|tỉ lệ|tỷ trọng|tốc độ|mức độ|chỉ số", re.IGNORECASE)
_TO_LEVEL = re.compile(r"(?<!\w)(?:lên|xuống|còn|đạt)(?!\w)", re.IGNORECASE)
_RAISED = re.compile(r"^(?:nâng|tăng|giảm|đưa|duy trì|giữ vững|kéo giảm)\s+(?=tỷ lệ|tỉ lệ|số|mức)", re.IGNORECASE)
_IS = re.compile(r"(?<!\w)(?:là|có|gồm|còn|chiếm|đạt|bằng)(?!\w)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_FAR = 220  # characters over which a quote does not reach back


def govern(  # noqa: PLR0911 -- one return a way of writing
    text: str, quantity: Quantity, at: int, *, floor: int, ceiling: int, before: Before
) -> Governor:
    """The governor of a quantity whose qualifier or number begins at ``at``.

    ``floor`` and ``ceiling`` are the ends of the room between its neighbours; ``before`` is the quantity before.
    """
    clause = clause_of(text, floor, at, quantity.span.end, ceiling)
    phrase, tail = clause.phrase.of(text), _tail_of(text, clause)
    compared = _COMPARED.match(text, quantity.span.end)
    if compared and compared.end() > ceiling and not _SHARE_FIRST.match(text, quantity.span.end):
        cut = text.rfind(" ", quantity.span.end, ceiling)
        compared = _COMPARED.match(text, quantity.span.end, max(cut, quantity.span.end))
    if quantity.counted and not phrase and not tail and (subject := _subject(text, quantity, clause, at)) is not None:
        return subject
    if quantity.counted and tail and not compared:
        return _counted(text, quantity, clause, begin_of(text, clause, at))
    if clause.labelled and clause.label and not (quantity.unit == "%" and tail and not compared):
        return _labelled(text, quantity, clause, before)
    bare = before is not None and phrase.lower() in ("tỷ lệ", "tỉ lệ", "tỷ trọng")  # "…, chiếm tỷ lệ 0,31%"
    is_place = quantity.counted and not tail and _IS_PLACE.match(phrase) is not None
    if quantity.counted and (is_place or _PLACE.fullmatch(phrase)) and not compared:  # "Xã An Hạ có 31 thôn"
        said = _SAID.match(text, quantity.span.end)
        name = f"Số {quantity.noun(text)}{said[0] if said else ''}"
        end = len(text[: said.end()].rstrip()) if said else quantity.span.end
        return Governor(_tidy(name), Span(at if is_place else clause.phrase.start, end), clause)
    if phrase and not bare and _has_noun(text, clause.phrase):
        return _named(text, quantity, clause, before, compared)
    relates = _RELATES.search(text[clause.start : at]) is not None
    deed = bool(phrase) and not bare and not relates and compared is None  # "…; phát 3.000 tờ rơi": words of its own
    if (
        before is not None
        and clause.label is None
        and not (deed and quantity.counted)
        and (not tail or compared or relates)
        and not _counts_anew(text, quantity, before[0], at)
    ):
        return _leaning(text, quantity, clause, before, compared)
    if tail:
        head = "Tỷ lệ" if quantity.unit == "%" else phrase
        begin = begin_of(text, clause, at)
        return Governor(_tidy(f"{head} {_SOME.sub('', tail)}"), Span(begin, clause.tail.end), clause)
    if clause.label:
        return _labelled(text, quantity, clause, before)
    name = f"{phrase or 'Số'} {quantity.noun(text)}" if quantity.counted else phrase or quantity.unit
    end = quantity.span.end
    if quantity.counted and not phrase and (said := _SAID.match(text, end)) is not None:
        name, end = f"{name}{said[0]}", len(text[: said.end()].rstrip())  # "3.716/4.580 gia đình đạt danh hiệu …"
    return Governor(_tidy(name), Span(begin_of(text, clause, at), end), clause, leans=not phrase)


# "diện tích tự nhiên 41,7 km2, gồm 06 thôn với 1.012 hộ": parts of a place, no words about the area
_ANEW = re.compile(
    r"\s*,?\s*(?:gồm|bao gồm|có|với|và|,)(?:\s+(?:có|gồm|tổng số|hơn|trên|gần|khoảng))*\s*", re.IGNORECASE
)


def _counts_anew(text: str, quantity: Quantity, before: Quantity, at: int) -> bool:
    """Whether a counted noun follows a measure of another thing in one list, and so measures itself."""
    return (
        quantity.counted
        and not before.counted
        and before.unit != "%"
        and (bool(_ANEW.fullmatch(text, before.span.end, at)) or text[:at].rstrip().endswith(";"))
    )


# "…; 3 xã đạt 15 - 18 tiêu chí, 5 xã dưới 10 tiêu chí": the count opens its clause, what is said of it follows
_SAID = re.compile(
    r"\s+(?:đạt|có|được|chưa|không|dưới|trên|từ|vượt|hoàn thành)\s(?:[^,;.()\n]|[.,]\d){2,70}", re.IGNORECASE
)
_OPENS = re.compile(r"(?:^|[;:,.]\s*)[-+*•\s]*$")


def _subject(text: str, quantity: Quantity, clause: Clause, at: int) -> Governor | None:
    said = _SAID.match(text, quantity.span.end)
    if said is None or not _OPENS.search(text, 0, at):
        return None
    return Governor(_tidy(f"{quantity.noun(text)}{said[0]}"), Span(at, len(text[: said.end()].rstrip())), clause)


def _counted(text: str, quantity: Quantity, clause: Clause, begin: int) -> Governor:
    """E.g. "nhận và trả kết quả 37 thủ tục", "7/39 thôn có sân vận động"."""
    phrase, tail = clause.phrase.of(text), _tail_of(text, clause)
    deed = bool(phrase) and not _has_noun(text, clause.phrase)
    noun = quantity.noun(text)
    words_ = f"{phrase} {noun} {tail}" if deed or _ends_in_verb(text, clause.phrase) else f"{noun} {tail}"
    topic = clause.label.of(text) if clause.label else ""
    return Governor(_tidy(words_), Span(begin, clause.tail.end), clause, topic=topic)


def _labelled(text: str, quantity: Quantity, clause: Clause, before: Before) -> Governor:
    """E.g. "Cẩm Hà: 02 nhà", "cây lạc: 58 ha": the words before the colon; the measure may stand at the list's head."""
    label = clause.label or clause.phrase
    name = label.of(text)
    indicator = name
    if before is not None and before[1].topic and before[0].unit == quantity.unit:
        indicator = before[1].indicator.replace(before[1].topic, name, 1)
    if clause.phrase.start < clause.phrase.end and not clause.labelled:
        indicator = f"{clause.phrase.of(text)} {name}"
    match = _TOPIC.match(name)
    topic = match["topic"] if match else name
    return Governor(_tidy(indicator), Span(label.start, quantity.span.end), clause, topic=topic)


def _named(text: str, quantity: Quantity, clause: Clause, before: Before, compared: re.Match[str] | None) -> Governor:
    """E.g. "tỷ lệ hộ nghèo còn 1,86%", "năng suất ngô cả năm đạt 52 tạ/ha"."""
    phrase, tail = clause.phrase.of(text), _tail_of(text, clause)
    indicator, topic = phrase, ""
    if _TO_LEVEL.search(text[clause.phrase.end : quantity.span.start]):
        indicator = _RAISED.sub("", phrase)  # "nâng tỷ lệ hộ khá lên 60%" measures the rate
    end = compared.end() if compared else quantity.span.end
    if _ONLY_MEASURE.match(phrase):
        if before is not None and before[1].topic:
            topic = before[1].topic
        elif clause.label:
            topic = clause.label.of(text)
        indicator = f"{phrase} {topic}"
    elif match := _TOPIC.match(phrase):
        topic = match["topic"]
    if not compared:
        end = max(end, clause.tail.end)
    if not compared and tail:
        if _ends_in_verb(text, clause.phrase) or (quantity.unit == "%" and not _RATE.search(phrase)):
            indicator = f"{phrase} {tail}"
    elif (
        quantity.counted
        and _ends_in_verb(text, clause.phrase)
        and not _IS.search(text[clause.phrase.end : quantity.span.start])
    ):
        indicator = f"{phrase} {quantity.noun(text)}"
    return Governor(_tidy(indicator), Span(clause.phrase.start, end), clause, topic=topic)


def _leaning(
    text: str, quantity: Quantity, clause: Clause, before: tuple[Quantity, Governor], compared: re.Match[str] | None
) -> Governor:
    """E.g. "…, tăng 7,5% so với năm 2024", "… (92,4%)", "…, bằng 108,4% dự toán": what the number before measured."""
    other = before[1]
    verb = _CHANGED.search(text[clause.start : quantity.numeral.span.start])
    indicator = other.indicator
    if verb:
        indicator = f"{indicator} {verb[0].strip()}"
    elif clause.phrase.start < clause.phrase.end and not compared and quantity.unit != "%":
        indicator = f"{clause.phrase.of(text)}: {indicator[:1].lower()}{indicator[1:]}"
    if compared:
        held = _SHARE_FIRST.sub("", compared[0]).strip()
        indicator = f"{indicator} {held if held.lower().startswith('so') else f'so với {held}'}"
    elif quantity.unit == "%" and before[0].unit != "%" and not verb:
        if not _RATE.match(indicator):
            indicator = f"Tỷ lệ {indicator[:1].lower()}{indicator[1:]}"
    elif quantity.counted and before[0].counted and before[0].unit in indicator.lower():
        indicator = re.sub(re.escape(before[0].unit), quantity.unit, indicator, count=1, flags=re.IGNORECASE)
    parted = text.rfind(";", before[0].span.end, clause.start)
    if quantity.span.end - other.span.start >= _FAR:
        begin = clause.phrase.start
    elif parted >= 0 and text[clause.start - 1 : clause.start] == "(":  # "…; một số nơi báo cáo muộn (6/11 xã)"
        begin = clause_of(text, parted + 1, clause.start - 1, clause.start - 1, clause.start).phrase.start
    else:
        begin = other.span.start
    end = compared.end() if compared else max(quantity.span.end, clause.tail.end)
    return Governor(_tidy(indicator), Span(begin, end), clause, leans=True, topic=other.topic)


_UPWARD = re.compile(r"^\s*trở (?:lên|xuống|đi)(?!\w)", re.IGNORECASE)


def _tail_of(text: str, clause: Clause) -> str:
    """The words after the unit, without "trở lên", which the qualifier says."""
    tail = _UPWARD.sub("", clause.tail.of(text)).strip(" ,")
    return "" if clause_patterns().lead.fullmatch(f"{tail} ") else tail  # "năm 2025" says when, not what


def _tidy(phrase: str) -> str:
    phrase = _SPACES.sub(" ", phrase).strip(' ,.:;=()-–“”"*')
    return phrase[:1].upper() + phrase[1:]


def _has_noun(text: str, span: Span) -> bool:
    return any(w.is_noun or w.tag in ("X", "M") for w in words_in(text, span))


def _ends_in_verb(text: str, span: Span) -> bool:
    found = words_in(text, span)
    return bool(found) and found[-1].is_verb and not _CHANGE.fullmatch(found[-1].text)


_CHANGE = re.compile(r"tăng|giảm|vượt", re.IGNORECASE)
