"""A stroke between two numbers with their units: a part over its whole, or two facts."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.metrics.lexicon import MEASURE, SCALE, load
from extractors.nlp import Match
from extractors.numbers import Numeral
from schemas.text import Span


def parted(text: str, numeral: Numeral, by_start: dict[int, Match]) -> tuple[Numeral, ...]:
    """The numeral; or its two numbers where a stroke parts two things, no part from its whole: "412 hộ/1.655 người"."""
    if numeral.denominator is None or numeral.unit is None:
        return (numeral,)
    stroke = text.find("/", numeral.unit.end, numeral.span.end)
    below = next((m for m in re.finditer(r"\d", text[: numeral.span.end]) if m.start() > stroke), None)
    over, under = by_start.get(numeral.unit.start), by_start.get(skip(text, numeral.span.end))
    if stroke < 0 or below is None or over is None or under is None or _alike(over.label, under.label):
        return (numeral,)
    first = replace(numeral, span=Span(numeral.span.start, len(text[: numeral.unit.start].rstrip())), denominator=None)
    second = Span(below.start(), numeral.span.end)
    return (
        replace(first, unit=None),
        replace(numeral, span=second, value=numeral.denominator, denominator=None, unit=None),
    )


def _alike(over: str, under: str) -> bool:
    """Whether one unit may be a part of the other: "2.915 hội viên/3.640 phụ nữ", "92,4 tỷ đồng/88,1 tỷ đồng"."""
    (kind, _, name), (other_kind, _, other) = over.partition(" "), under.partition(" ")
    money = (SCALE, MEASURE)
    if kind in money or other_kind in money:
        return name == other or (kind in money and other_kind in money and {name, other} <= _MONEY)
    return name.split()[0] == other.split()[0] or any({name, other} <= group for group in load().alike)


_MONEY = {"tỷ", "tỉ", "triệu", "đồng", "tỷ đồng", "triệu đồng", "nghìn đồng"}


def skip(text: str, at: int) -> int:
    """The offset behind blanks."""
    while at < len(text) and text[at] in " \t\xa0":
        at += 1
    return at
