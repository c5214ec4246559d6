"""The unit of a numeral: what is printed after it, repeated within it, or said before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.metrics.borrowed import of_goal, of_label, of_next, of_total
from extractors.metrics.lexicon import COUNTED, MEASURE, NEVER, SCALE, load
from extractors.metrics.nouns import counted_by_words, counted_noun, is_of_name, noun_at
from extractors.metrics.quantity import Quantity
from extractors.metrics.scales import SCALES, STROKES, in_same_scale, joined_sum, multiplied, with_strokes
from extractors.metrics.strokes import parted, skip
from extractors.nlp import Match
from extractors.numbers import Numeral
from schemas.text import Span


def quantities(text: str, numerals: Sequence[Numeral], units: Sequence[Match]) -> list[Quantity]:
    """The quantities among the numerals of a sentence; ``units`` are the phrases of the lexicon in it."""
    by_start = {match.span.start: match for match in units}
    found: list[Quantity] = []
    loose: list[tuple[int, Numeral]] = []
    end = 0
    for numeral in (part for whole in numerals for part in parted(text, whole, by_start)):
        if numeral.span.start < end:  # "đồng/chục 10 quả": a number within a unit
            continue
        if numeral.words and _spelled_out(text, numeral, end):
            continue
        read = _after(text, numeral, by_start)
        if isinstance(read, Quantity) and found and read.unit in load().money.values():
            read = in_same_scale(text, read, found[-1])
        if isinstance(read, Quantity):
            joined = joined_sum(text, found[-1], read) if found else None
            if joined is not None:
                found.pop()
            found.append(joined or read)
            end = read.span.end
        elif read:
            loose.append((len(found), numeral))
    parts = of_total(text, found, loose)
    for place, numeral in reversed(loose):
        quantity = (
            parts.get(numeral.span.start)
            or of_goal(text, numeral, found[place - 1] if place else None)
            or of_next(text, numeral, found[place] if place < len(found) else None)
            or of_label(text, numeral, units)
        )
        if quantity is not None:
            found.insert(place, quantity)
    return found


# "125.600.000 đồng (Một trăm hai mươi lăm triệu sáu trăm nghìn đồng)"
_IN_LETTERS = re.compile(r"\([^()]*$|bằng chữ[^.;]*$", re.IGNORECASE)


def _spelled_out(text: str, numeral: Numeral, end: int) -> bool:
    """Whether number words only repeat in letters the sum that was printed before."""
    return end > 0 and _IN_LETTERS.search(text, max(0, numeral.span.start - 120), numeral.span.start) is not None


def _after(  # noqa: PLR0911 -- one return a kind of unit
    text: str, numeral: Numeral, by_start: dict[int, Match]
) -> Quantity | bool:
    """The quantity, if a unit follows the numeral; else whether the numeral may still get one from elsewhere."""
    at = skip(text, numeral.span.end)
    match = by_start.get(at)
    if (
        numeral.denominator is not None
        and text[:at].rstrip("0123456789.,/ ").endswith("(")
        and text[at : at + 2] == ") "
    ):
        match = by_start.get(at + 2)  # "98,5% (3.245/3.294) hộ"
    if match is None and text.startswith("(", at):
        return True
    if match is not None:
        kind, _, name = match.label.partition(" ")
        if (
            kind == NEVER
            and name in _TIMES
            and any(said.search(text, 0, numeral.span.start) for said in (_SHORTENED, _LATE, _LASTS))
        ):
            return Quantity(numeral, Span(numeral.span.start, match.span.end), name, sure=0.7)
        if kind == NEVER:
            return False
        if kind == MEASURE:
            return _measured(text, numeral, name, match.span.end, by_start)
        if kind == SCALE:
            return _scaled(text, numeral, name, match.span.end, by_start)
        counted = counted_noun(text, numeral, match.span, by_start)
        over = by_start.get(numeral.unit.start) if numeral.unit and numeral.denominator else None
        if over is not None and over.label.startswith(COUNTED):
            return replace(counted, unit=over.label.partition(" ")[2])
        return counted
    if (quoted := _QUOTED_NAME.match(text, at)) and quoted[1][0].isupper():
        name = quoted[1].strip().lower()
        return Quantity(numeral, Span(numeral.span.start, quoted.end()), name, counted=True, sure=0.7)
    if numeral.words:
        return counted_by_words(text, numeral, at, by_start) or False
    if numeral.unit is not None:
        inner = by_start.get(numeral.unit.start)
        if inner is not None and inner.label.startswith((MEASURE, COUNTED)):
            kind, _, name = inner.label.partition(" ")
            return Quantity(numeral, numeral.span, name, counted=kind == COUNTED)
    return counted_by_words(text, numeral, at, by_start) or not is_of_name(text, numeral)


_TIMES = ("ngày", "giờ", "phút", "tháng", "năm")
# "rút ngắn thời gian giải quyết từ 15 ngày xuống còn 10 ngày"
_SHORTENED = re.compile(
    r"(?:(?:rút ngắn|(?:giảm|tiết kiệm)\s(?:được\s)?thời gian)[^.;]{0,90}"
    r"|thời gian[^.;]{0,60}?(?:giảm|rút|tăng|kéo dài)[^.;]{0,40})$",
    re.IGNORECASE,
)
# "về đích trước 16 ngày", "gửi báo cáo muộn từ 2 đến 7 ngày"; not "trước ngày 30/11", "trong 05 ngày làm việc"
_LATE = re.compile(
    r"(?<!\w)(?:(?:sớm|muộn|trễ|chậm|quá hạn)(?:\s+(?:hơn(?:\s(?:kế hoạch|lộ trình|tiến độ|thời hạn))?|"
    r"so với[^,;.]{3,30}?))?|về đích trước|hoàn thành trước|"
    r"vượt|trước (?:thời )?hạn|trước (?:kế hoạch|tiến độ)(?:\s(?:đề ra|giao))?)"
    r"(?:\s+(?:từ|gần|hơn|trên|khoảng|tới|đến))?\s+$",
    re.IGNORECASE,
)
# "thời gian chờ không quá 15 phút", "mỗi buổi 30 phút"; not "thời gian thực hiện 2 năm"
_LASTS = re.compile(
    r"(?<!\w)(?:thời (?:gian|lượng)\s(?:chờ|chờ đợi|giải quyết|xử lý|trả kết quả|phát sóng|phản hồi|tiếp cận)"
    r"(?:\s[^\W\d_]+){0,6}"
    r"|mỗi\s(?:buổi|lượt|bài|chương trình|cuộc|tiết|ca|phiên|số)(?:\s[^\W\d_]+){0,2})\s+$",
    re.IGNORECASE,
)
# "bàn giao 02 “Mái ấm công đoàn”": the name tells what is counted
_QUOTED_NAME = re.compile(r"[“\"«]([^\W\d_][^“”\"«»\d]{4,45})[”\"»]")


def _measured(text: str, numeral: Numeral, name: str, end: int, by_start: dict[int, Match]) -> Quantity:
    if name in _SQUARE and _AREA.search(text, max(0, numeral.span.start - 60), numeral.span.start):
        return Quantity(numeral, Span(numeral.span.start, end), _SQUARE[name], sure=0.72)
    scale, _, money = name.partition(" ")
    if scale in ("nghìn", "ngàn") and money.startswith("tỷ"):
        numeral, name = multiplied(numeral, SCALES[scale]), money
    unit, end = with_strokes(text, name, end, by_start)
    return Quantity(numeral, Span(numeral.span.start, end), unit)


_SQUARE = {"km": "km2", "m": "m2"}  # the raised 2 is often lost, and no area is told in lengths: "diện tích 12,22km"
_AREA = re.compile(r"diện tích(?:\s+[^\W\d]+){0,6}\s*$", re.IGNORECASE)


def _scaled(text: str, numeral: Numeral, name: str, end: int, by_start: dict[int, Match]) -> Quantity | bool:
    """E.g. "1,2 triệu lượt khách" counts 1.200.000; "1,2 triệu" and "3 tỷ 500 triệu" are money.

    Before a measure the scale is a part of the unit, as in the tables of statistics: "856 triệu kWh", "40 nghìn ha".
    """
    at = end + (1 if text[end : end + 1] == " " else 0)
    match = by_start.get(at)
    if match is not None and match.label.startswith(COUNTED):
        return replace(counted_noun(text, multiplied(numeral, SCALES[name]), match.span, by_start), sure=0.7)
    if match is not None and match.label.startswith(MEASURE):
        noun = re.sub(r"\s+", " ", text[match.span.start : match.span.end]).lower()
        return Quantity(numeral, Span(numeral.span.start, match.span.end), f"{name} {noun}")
    money = load().money.get(name)
    if money is not None:
        unit, end = with_strokes(text, money, end, by_start)
        noun_after = noun_at(text, at)
        if noun_after is not None and not STROKES.match(text, end) and noun_after.text.lower() not in load().no_nouns:
            span = Span(numeral.span.start, noun_after.span.end)
            return Quantity(multiplied(numeral, SCALES[name]), span, noun_after.text.lower(), counted=True, sure=0.7)
        return Quantity(numeral, Span(numeral.span.start, end), unit, sure=0.9)
    noun_after = noun_at(text, at)
    if noun_after is None:
        return False
    span = Span(numeral.span.start, noun_after.span.end)
    return Quantity(multiplied(numeral, SCALES[name]), span, noun_after.text.lower(), counted=True, sure=0.7)
