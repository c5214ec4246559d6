"""Numerals in digits, in all their ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.numbers.names import is_day, is_ordinal, is_year
from extractors.numbers.numeral import Numeral
from extractors.numbers.words import counts
from schemas.text import Span

# "35.400.000" "997,68" "203.9" "1.250,5" "1,250,000.5" "07"
_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?)"
# A unit that is repeated within a range or a fraction: "93% đến 96,3%", "4.315 tỷ đồng/4.200 tỷ đồng".
_REPEATED = r"""(?:%|‰|(?:tỷ|tỉ|triệu|nghìn|ngàn)(?:\s+đồng)?|đồng|đ|ha|km2|km²|m2|m²|m3|m³|km|m|tấn|tạ(?:/ha)?|kg|con|
  hộ|người|thôn|xã|phường|nhà|tiêu\s+chí|tổ|khu|đơn\s+vị|trường|chi\s+bộ|mô\s+hình|công\s+trình|chỉ\s+tiêu|điểm|lượt|
  suất|trường\s+hợp|đảng\s+viên|đoàn\s+viên|thành\s+viên|đối\s+tượng|nhân\s+khẩu|khẩu|phụ\s+nữ|giáo\s+viên|dự\s+án|cơ\s+sở|đơn|buổi|hồ\s+sơ|lao\s+động|sản\s+phẩm|đồng\s+chí|học\s+sinh|hội\s+viên|cháu|em|vụ|lớp|cây|ca|tuyến|kW|
  MW|kWh|lít|ngày)(?!\w)"""
# What the unit of a range is for: "từ 85.000 đồng/m2 đến 120.000 đồng/m2".
_PER = r"(?:\s?/\s?[^\W\d_]+[23²³]?){0,2}"
# What stands below the stroke, said: "356 triệu đồng/kế hoạch 300 triệu đồng".
_SAID = r"(?:(?:KH|kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|tổng\s+số)\s+(?:được\s+)?(?:giao\s+)?)?"
# Before such words any noun may be repeated: "14 doanh nghiệp/chỉ tiêu 10 doanh nghiệp".
_OVER_SAID = r"\s[^\W\d_]+(?:\s[^\W\d_]+){0,2}(?=\s?/\s?(?:KH|kế\s+hoạch|chỉ\s+tiêu|dự\s+toán)\s)"
_QUANTITY = re.compile(
    rf"""
    (?<![\w/.,–-])                                   # not inside "QL5", "12/KH", "1.2.3"
    (?P<first>{_NUMBER})
    (?:
        (?P<fraction_unit>\s?{_REPEATED}|{_OVER_SAID})?(?:\s?/\s?{_SAID}|\strên(?:\stổng\ssố)?\s|\strong(?:\s(?:tổng\s)?số)?\s)(?P<below>{_NUMBER})(?!\s?/\s?\d)
      | (?P<range_unit>\s?{_REPEATED}{_PER})?\s?(?:[-–—−]|(?<=[\s%])(?:đến|tới)(?=\s))\s?(?:gần\s|trên\s|hơn\s)?
        (?P<last>{_NUMBER})
    )?
    (?![.,]?\d|[.,]\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SINGLE = re.compile(rf"(?<![\w/.,–-])(?P<first>{_NUMBER})(?![.,]?\d)")
# Letters may stick to a number only where they are a unit: "12,22km²", "500kg", "3tr"; not "7h30", "10B", "5G".
_STUCK = re.compile(
    r"(?:%|‰|km|ha|cm|mm|ml|m|kg|g|lít|Mbps|tấn|tạ|tỷ|tỉ|triệu|tr|đ|đồng|kW|kWh|MW|kV|l|con|hộ|người|cây|suất|x|xã|thôn)",
    re.IGNORECASE,
)


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


def find_digits(text: str) -> Iterator[Numeral]:
    """Numerals in digits, wherever they stand."""
    at = 0
    while match := _QUANTITY.search(text, at):
        at = match.end()
        if match["below"] and is_day(text, match):
            continue
        numeral = _read(text, match)
        if numeral is None:
            single = _SINGLE.match(text, match.start())
            if single is None:
                continue
            at = single.end()
            numeral = _single(text, single)
        if _stuck_to_word(text, numeral.span.end) or is_ordinal(text, numeral) or is_year(text, numeral):
            continue
        yield numeral


def _single(text: str, match: re.Match[str]) -> Numeral:
    value, doubtful = read_number(match["first"], money_scale=_scaled(text, match.end("first")))
    return _by_noun(text, match, value, doubtful)


def _by_noun(text: str, match: re.Match[str], value: float, doubtful: bool) -> Numeral:
    """A lone number, its separator judged by what is counted: there are no 1,25 households, "1,250 hộ" are 1250."""
    if doubtful and value != int(value) and counts(text, match.end("first")):
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
