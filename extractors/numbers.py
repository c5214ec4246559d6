"""Numerals as Vietnamese texts print them: digits in all their ways of writing, and number words.

What only looks like a quantity is left out: dates, years, codes of instruments, ordinals, labels of sections, digits
inside names ("COVID-19", "QL5").

>>> [(n.value, n.value_max, n.denominator) for n in find_numerals("39/39 thôn, từ 96% đến 98,5%; 35.400.000 đồng")]
[(39.0, None, 39.0), (96.0, 98.5, None), (35400000.0, None, None)]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.codes import find_codes
from extractors.dates import find_dates
from schemas.text import Span

_LEXICON = Path(__file__).parent / "lexicon" / "numerals.toml"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A quantity in a text.

    ``span`` runs from the first to the last digit (or number word): "từ 93% đến 96,3%" has the span of "93% đến 96,3".
    ``unit`` is the span of a unit that stands between the two numbers of a range or a fraction ("%" there), else None.
    ``value_max`` is the upper end of a range, ``denominator`` what stands below the stroke of a fraction.
    ``words`` says that it was spelled out; ``doubtful`` that the separators allow another reading ("1,250 hộ").
    """

    span: Span
    value: float
    value_max: float | None = None
    denominator: float | None = None
    unit: Span | None = None
    words: bool = False
    doubtful: bool = False


# "35.400.000" "997,68" "203.9" "1.250,5" "1,250,000.5" "07"
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?)"
# A unit that is repeated within a range or a fraction: "93% đến 96,3%", "4.315 tỷ đồng/4.200 tỷ đồng".
_REPEATED = r"""(?:%|‰|(?:tỷ|tỉ|triệu|nghìn|ngàn)(?:\s+đồng)?|đồng|ha|km2|km²|m2|m²|m3|m³|km|m|tấn|tạ(?:/ha)?|kg|con|hộ|
  người|thôn|xã|phường|nhà|tiêu\s+chí|tổ|khu|đơn\s+vị|trường|chi\s+bộ|mô\s+hình|công\s+trình|chỉ\s+tiêu|điểm|lượt|suất|
  trường\s+hợp|hồ\s+sơ|lao\s+động|sản\s+phẩm|đồng\s+chí|học\s+sinh|hội\s+viên|cháu|em|vụ|lớp|cây|ca|tuyến|kW|MW|kWh|lít|ngày)(?!\w)"""
_QUANTITY = re.compile(
    rf"""
    (?<![\w/.,–-])                                   # not inside "QL5", "12/KH", "1.2.3"
    (?P<first>{_NUMBER})
    (?:
        (?P<fraction_unit>\s?{_REPEATED})?(?:\s?/\s?|\strên(?:\stổng\ssố)?\s)(?P<below>{_NUMBER})(?!\s?/\s?\d)
      | (?P<range_unit>\s?{_REPEATED})?\s?(?:[-–—−]|(?<=[\s%])(?:đến|tới)(?=\s))\s?(?:gần\s|trên\s|hơn\s)?
        (?P<last>{_NUMBER})
    )?
    (?![.,]?\d|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w/.,–-])(?P<first>{_NUMBER})(?![.,]?\d)")
# Letters may stick to a number only where they are a unit: "12,22km²", "500kg", "3tr"; not "7h30", "10B", "5G".
_STUCK = re.compile(
    r"(?:%|‰|km|ha|m|kg|g|tấn|tạ|tỷ|tỉ|triệu|tr|đ|đồng|kW|kWh|MW|kV|l|con|hộ|người|cây|suất|x|xã|thôn)", re.IGNORECASE
)
_LABEL = re.compile(r"^[ \t]*\(?\d{1,2}(?:\.\d{1,2})*(?:[.)]\s*|\.\d{1,2}\s+)(?=[^\W\d_])", re.MULTILINE)
_SECTION_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){2,}\.?(?![\d,])")


def find_numerals(text: str) -> list[Numeral]:
    """All quantities of a text in order of place.

    >>> [n.value for n in find_numerals("ba tập thể; một trăm hai mươi cây; hàng nghìn người; hai bên")]
    [3.0, 120.0]
    >>> [n.value for n in find_numerals("diện tích 203.9 ha, dân số 50.307 người, 12.5 triệu đồng, 07 nhà")]
    [203.9, 50307.0, 12.5, 7.0]
    >>> find_numerals("Điều 5; ngày 26/6/2025; khóa 14; Kế hoạch số 41/KH-UBND; Cụm thi đua số 8; quốc lộ 5; năm 2025")
    []
    """
    found: list[Numeral] = []
    if _HAS_DIGIT.search(text):
        barred = _barred(text)
        found.extend(n for n in _digits(text) if not any(n.span.overlaps(b) for b in barred))
    found.extend(n for n in _words(text) if not any(n.span.overlaps(f.span) for f in found))
    return sorted(found, key=lambda n: n.span)


_HAS_DIGIT = re.compile(r"\d")


def read_number(digits: str, *, money_scale: bool = False) -> tuple[float, bool]:
    """The value of one printed number, and whether its separators allow another reading.

    A point before exactly three digits parts thousands, any other is a decimal point; a comma is a decimal comma, but
    "1,000" and "1,250,000" are thousands; after a leading zero both are decimal. ``money_scale`` says that "triệu" or
    "tỷ" follows: "1.250 tỷ" may then be meant either way, "1,250 tỷ" is decimal.

    >>> [read_number(d)[0] for d in ("50.307", "203.9", "997,68", "1.250,5", "1,250,000", "0.125", "07")]
    [50307.0, 203.9, 997.68, 1250.5, 1250000.0, 0.125, 7.0]
    >>> read_number("1,250")
    (1.25, True)
    """
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(digits.rfind("."), digits.rfind(","))
        whole, rest = re.sub(r"[.,]", "", digits[:decimal]), digits[decimal + 1 :]
        return float(f"{whole}.{rest}"), False
    if points > 1 or commas > 1:
        return float(re.sub(r"[.,]", "", digits)), False
    if not points and not commas:
        return float(digits), False
    whole, rest = re.split(r"[.,]", digits)
    thousands = len(rest) == 3 and not whole.startswith("0")
    if points:
        return (float(whole + rest), False) if thousands else (float(f"{whole}.{rest}"), False)
    if thousands and rest == "000":
        return float(whole + rest), not money_scale
    return float(f"{whole}.{rest}"), thousands and not money_scale


def _digits(text: str) -> Iterator[Numeral]:
    """Numerals in digits, wherever they stand."""
    at = 0
    while match := _QUANTITY.search(text, at):
        at = match.end()
        if match["below"] and _is_day(text, match):
            continue
        numeral = _read(text, match)
        if numeral is None:
            single = _SINGLE.match(text, match.start())
            if single is None:
                continue
            at = single.end()
            numeral = _single(text, single)
        if _stuck_to_word(text, numeral.span.end) or _is_ordinal(text, numeral) or _is_year(text, numeral):
            continue
        yield numeral


def _single(text: str, match: re.Match[str]) -> Numeral:
    value, doubtful = read_number(match["first"], money_scale=_scaled(text, match.end("first")))
    return _by_noun(text, match, value, doubtful)


def _by_noun(text: str, match: re.Match[str], value: float, doubtful: bool) -> Numeral:
    """A lone number, its separator judged by what is counted: there are no 1,25 households, "1,250 hộ" are 1250."""
    if doubtful and value != int(value) and _counts(text, match.end("first")):
        value = round(value * 1000)
    return Numeral(Span(*match.span("first")), value, doubtful=doubtful)


def _read(text: str, match: re.Match[str]) -> Numeral | None:
    """The numeral of a match; None where its two numbers do not belong together."""
    span = Span(match.start("first"), match.end())
    scaled = _scaled(text, match.end())
    value, doubtful = read_number(match["first"], money_scale=scaled)
    if match["below"]:
        below, other = read_number(match["below"], money_scale=scaled)
        if below == 0 or ("/" not in match[0] and below < value):  # "11 trên 12 xóm", not "5 nhà trên 2 xã"
            return None
        return Numeral(span, value, denominator=below, unit=_unit(match, "fraction_unit"), doubtful=doubtful or other)
    if match["last"]:
        last, other = read_number(match["last"], money_scale=scaled)
        years = 1900 <= value <= 2100 and (1900 <= last <= 2100 or last < 100)
        if last <= value and not years:
            return None
        return Numeral(span, value, value_max=last, unit=_unit(match, "range_unit"), doubtful=doubtful or other)
    return _by_noun(text, match, value, doubtful)


def _unit(match: re.Match[str], group: str) -> Span | None:
    if match[group] is None:
        return None
    lead = len(match[group]) - len(match[group].lstrip())
    return Span(match.start(group) + lead, match.end(group))


_SCALE = re.compile(r"\s*(?:tỷ|tỉ|triệu|tr\b)", re.IGNORECASE)


def _scaled(text: str, end: int) -> bool:
    return _SCALE.match(text, end) is not None


def _stuck_to_word(text: str, end: int) -> bool:
    """Whether letters stick to the number that are no unit: "5G", "7h30", "15B"."""
    if end >= len(text) or not (text[end].isalpha() or text[end] == "_"):
        return False
    if text[end] == "G":
        return True
    match = _STUCK.match(text, end)
    return match is None or (match.end() < len(text) and text[match.end()].isalpha())


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    with _LEXICON.open("rb") as file:
        data = tomllib.load(file)
    return {
        "ordinal": frozenset(data["ordinal"]["before"]),
        "weakly": frozenset(data["ordinal"]["before_weakly"]),
        "counted": frozenset(data["ordinal"]["counted_before"]),
        "holidays": frozenset(data["holidays"]["days"]),
        "countable": frozenset(data["countable"]["core"]),
    }


_WORDS_BEFORE = re.compile(r"(?:(?<!\w)(\w+)[ \t]+)?(?<!\w)(\w+)[ \t]*(?P<colon>:[ \t]*)?$")


_RANKED = re.compile(r"(?<!\w)(?:thứ|hạng|lô|ngõ|hẻm|số nhà|kiệt)\s+$", re.IGNORECASE)  # "xếp thứ 21/35 trường"


def _is_ordinal(text: str, numeral: Numeral) -> bool:
    """Whether the words before make it a name or a place in an order: "Cụm thi đua số 8", "quốc lộ 5", "lần 3"."""
    if numeral.denominator is not None:
        return _RANKED.search(text, max(0, numeral.span.start - 12), numeral.span.start) is not None
    before = _WORDS_BEFORE.search(text, max(0, numeral.span.start - 24), numeral.span.start)
    if before is None:
        return False
    if before["colon"] or _measured(text, numeral.span.end):
        return False
    if before[2].lower() == "lớp" and numeral.value <= 12:  # "học sinh lớp 5"
        return True
    one, last = (before[1] or "").lower(), before[2].lower()
    words = _lexicon()
    if last == "số" and one in words["counted"]:
        return False
    if f"{one} {last}" in words["ordinal"] or last in words["ordinal"]:
        return True
    weakly = last in words["weakly"] or f"{one} {last}" in words["weakly"]
    return weakly and (numeral.value < 100 or last == "số") and _NOUN.match(text, numeral.span.end) is None


# After a unit even "tiêu chí 98%", "kế hoạch 500 ha", "năm 3.500 tấn" is a quantity.
_MEASURED = re.compile(r"\s?(?:%|ha\b|km|tấn|tạ|tỷ|tỉ|triệu|nghìn|ngàn|đồng|hộ\b|người|con\b)", re.IGNORECASE)


def _measured(text: str, end: int) -> bool:
    return _MEASURED.match(text, end) is not None


_YEAR = re.compile(r"(?:19|20)\d\d$")
_NOUN_AFTER = re.compile(
    r"\s(?:%|ha|km|m2|tấn|tạ|tỷ|triệu|đồng|hộ|người|con|cây|lượt|suất|trường|hồ|học|hội|đoàn|đảng|công|lao|đối|cuốn|buổi|bộ|tổ|"
    r"cán|cháu|em|doanh|mét|tin|bài|phần|đại|cặp|liều|ca|thẻ|cơ|thành|tập|cá|sản|vụ|giỏ|ngôi|nhà|xe|phiếu|văn|thủ|ngày)(?!\w)",
    re.IGNORECASE,
)


def _is_year(text: str, numeral: Numeral) -> bool:
    """Whether it is a year or a period of years: "2025", "2020-2025", "2024-25"; not "1.950 hộ", "2025 hộ"."""
    start, end = numeral.span
    first = re.match(r"\d+", text[start:end])
    if first is None or not _YEAR.match(first[0]) or (len(first[0]) < end - start and text[start + 4] in ".,"):
        return False
    if numeral.denominator is not None:
        return 1900 <= numeral.denominator <= 2100
    if numeral.value_max is not None:
        return True
    return _NOUN_AFTER.match(text, end) is None


_DAY_BEFORE = re.compile(
    r"(?:ngày|hôm|dịp|lễ|tết|mừng|niệm|quốc khánh|mạng|khởi nghĩa|tác|nghề|và|với|thành lập|việt nam|sinh|truyền thống|"
    r"sĩ|ngữ|đề án|sáng|chiều|tối|từ|đến)\s+\(?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\s?(?!(?:năm|đến|và|của|vừa|vừa qua|tới|là|do|trên|ở|tại|đạt|có|được|đã|với|trong)(?!\w))[^\W\d_A-ZĐ]", re.UNICODE
)


def _is_day(text: str, match: re.Match[str]) -> bool:
    """Whether a fraction is a day and a month: "kỷ niệm Quốc khánh 2/9", "chào mừng 30/4 và 1/5"."""
    if match["fraction_unit"] or not (match["first"].isdigit() and match["below"].isdigit()):
        return False
    day, month = int(match["first"]), int(match["below"])
    if not (1 <= day <= 31 and 1 <= month <= 12) or day == month == 0:
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    noun = _NOUN.match(text, match.end()) is not None
    if _DAY_BEFORE.search(before):
        return not noun or day > month
    return not noun and f"{day}/{month}" in _lexicon()["holidays"]


_NAMES = re.compile(
    r"(?i:covid|sars-cov|h\d+n)[ \t]*[-–][ \t]*\d+"  # "Covid - 19"
    r"|(?<![\d.,])0\d{2,3}[.\s]?\d{3}[.\s]?\d{3,4}(?!\d)"  # telephone numbers
    r"|\b\d{1,2}\s?(?:h|giờ)\s?\d{0,2}(?=\W|$)"  # "7h30", "14 giờ 00"
    r"|\b\d{1,2}:\d{2}\b"
    r"|(?i:công nghiệp|web)\s+[1-5][.,]0(?!\d)"  # "Cách mạng công nghiệp 4.0"
    r"|(?i:iso|tcvn|qcvn)[ \t:]*\d[\d:.-]*"
    r"|[“\"]\d+[ \w,]{1,12}\d[^”\"\n]{0,40}[”\"]"  # "5 không, 3 sạch"
)


def _barred(text: str) -> list[Span]:
    """Where digits count nothing: dates, codes, labels, names."""
    spans = [d.span for d in find_dates(text)] + [c.span for c in find_codes(text)]
    for pattern in (_LABEL, _NAMES, _SECTION_NUMBER):
        spans.extend(Span(*m.span()) for m in pattern.finditer(text))
    return spans


# -- number words ------------------------------------------------------------------------------------------------

_D = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_LOW = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:{_D}\s+mươi(?:\s+{_LOW})?|mười(?:\s+(?:một|hai|ba|bốn|lăm|nhăm|sáu|bảy|bẩy|tám|chín))?)"
_HUNDREDS = rf"(?:{_D}\s+trăm(?:\s+(?:(?:linh|lẻ)\s+{_D}|{_TENS}))?)"
_SMALL = rf"(?:{_HUNDREDS}|{_TENS}|{_D})"
# "ba", "mười lăm", "hai mươi tư", "một trăm linh năm", "một nghìn hai trăm"
_SPELLED = re.compile(
    rf"(?<![\w-])(?P<thousands>{_SMALL}\s+(?:nghìn|ngàn)(?:\s+{_SMALL})?(?!\s+(?:đồng|tỷ|tỉ)))(?!\w)"
    rf"|(?<![\w-])(?P<small>{_SMALL})(?!\w)",
    re.IGNORECASE,
)
_FIGURES = {"mười": 10, "mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "linh": 0, "lẻ": 0}
_VALUES = {
    word: value
    for value, words in enumerate(
        ("một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm", "sáu", "bảy bẩy", "tám", "chín"), start=1
    )
    for word in words.split()
}
_FIVE_BEFORE = re.compile(r"(?:^|[,;:(]\s*|\b(?:cho|và|tặng|thưởng|có|được|với|gồm|là)\s+)$", re.IGNORECASE)
_VAGUE_BEFORE = re.compile(r"(?:vài|mấy|hàng|thứ|lần|hạng|bên|một|hai|ba|tháng|ngày|năm)\s+$", re.IGNORECASE)


def _words(text: str) -> Iterator[Numeral]:
    """Numerals in words. A lone word is a number only before a noun that is counted: "ba tập thể", not "ba miền"."""
    for match in _SPELLED.finditer(text):
        words = match[0].lower().split()
        before = text[max(0, match.start() - 12) : match.start()]
        if len(words) == 1 and not _counts(text, match.end()):
            continue
        if _VAGUE_BEFORE.search(before):
            continue
        if words == ["năm"] and not _FIVE_BEFORE.search(before):
            continue
        if words == ["một"] and text[match.end() :].lstrip().lower().startswith(("nhà ", "con ", "tổ chức", "người ")):
            continue
        yield Numeral(Span(*match.span()), float(spelled(words)), words=True)


def _counts(text: str, end: int) -> bool:
    after = re.match(r"\s+(\w+)(?:\s+(\w+))?(?:\s+(\w+))?", text[end : end + 40])
    if after is None:
        return False
    words = [w.lower() for w in after.groups() if w]
    return any(" ".join(words[:n]) in _lexicon()["countable"] for n in range(1, len(words) + 1))


def spelled(words: list[str]) -> int:
    """The value of a number in words.

    >>> spelled("một trăm linh năm".split()), spelled("hai mươi tư".split()), spelled("một nghìn hai trăm".split())
    (105, 24, 1200)
    """
    total = part = digit = 0
    for word in words:
        figure = _FIGURES.get(word)
        if word == "mười":
            part += 10
        elif word == "mươi":
            part, digit = part + digit * 10, 0
        elif word == "trăm":
            part, digit = part + digit * 100, 0
        elif figure == 1000:
            total, part, digit = total + (part + digit) * 1000, 0, 0
        elif figure is None:
            digit = _VALUES[word]
    return total + part + digit
