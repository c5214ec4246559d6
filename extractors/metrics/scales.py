"""Number words behind a numeral, sums in two scales, and what stands behind a stroke."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.metrics.lexicon import COUNTED, load
from extractors.metrics.quantity import Quantity
from extractors.nlp import Match
from extractors.numbers import Numeral
from schemas.text import Span

_SMALLER = {"tỷ đồng": ("triệu đồng", 1000), "triệu đồng": ("nghìn đồng", 1000)}


def joined_sum(text: str, before: Quantity, after: Quantity) -> Quantity | None:
    """E.g. "3 tỷ 250 triệu đồng" is one sum."""
    smaller, parts = _SMALLER.get(before.unit, ("", 1))
    if (
        after.unit != smaller
        or text[before.span.end : after.span.start].strip()
        or before.numeral.value_max is not None
    ):
        return None
    span = Span(before.numeral.span.start, after.numeral.span.end)
    numeral = replace(before.numeral, span=span, value=before.numeral.value + after.numeral.value / parts)
    return replace(before, numeral=numeral, span=Span(before.span.start, after.span.end))


# "12%/năm", "25.000đ/kg", "83.000 đồng/bao/50kg", "30.000đ/chục 10 quả", "352.500đ/bình 12 kg"
_PACK = r"(?:kg|g|m|quả|lít|ml|con|gói|chai|lon|viên|tấn|tạ|ha|m2)(?!\w)"
STROKES = re.compile(
    rf"\s?/\s?(?P<word>[^\W\d_]+[23²³]?|\d+\s?{_PACK}|\d+\.000\s(?:dân|người)(?!\w)|vạn\sdân)(?:\s\d+(?:[.,]\d+)?\s?{_PACK})?"
)


def in_same_scale(text: str, quantity: Quantity, before: Quantity) -> Quantity:
    """E.g. "55 triệu người, trong đó … là 50 triệu": a bare scale counts what the one before it counted."""
    scale = text[: quantity.span.end].lower().rpartition(" ")[2]
    told = before.span.of(text).lower()
    if before.counted and scale in load().money and f" {scale} " in told:
        numeral = multiplied(quantity.numeral, SCALES[scale])
        return replace(quantity, numeral=numeral, unit=before.unit, counted=True, sure=0.7, borrowed=True)
    return quantity


SCALES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}


def multiplied(numeral: Numeral, factor: float) -> Numeral:
    """The numeral with the number word behind it: "8,1 triệu" lượt khách, "62,6 nghìn" tỷ đồng.

    >>> multiplied(Numeral(Span(0, 3), 8.1), 1e6).value
    8100000.0
    """

    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 6)

    return replace(
        numeral,
        value=round(numeral.value * factor, 6),
        value_max=scaled(numeral.value_max),
        denominator=scaled(numeral.denominator),
    )


def with_strokes(text: str, name: str, end: int, by_start: dict[int, Match]) -> tuple[str, int]:
    """What follows strokes: kept where it says of what ("/kg"), dropped where it says how often ("/năm")."""
    lexicon = load()
    while match := STROKES.match(text, end):
        at = match.start("word")
        stop = match.end()
        noun = by_start.get(at)
        if noun is not None and noun.label.startswith(COUNTED) and noun.span.end > stop:
            stop = noun.span.end
        word = re.sub(r"\s+", " ", text[at:stop]).lower()
        if word not in lexicon.time:
            name = f"{name}/{word}"
        end = stop
    return name, end
