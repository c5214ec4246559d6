"""Numbers with their units as the checks compare them, and how they are printed back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.numbers import find_numerals
from schemas.text import Span

MONEY = {"tỷ": 1e9, "tỉ": 1e9, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3}
MONEY_UNIT = re.compile(r"\s*(?:(tỷ|tỉ|triệu|nghìn|ngàn)\s*(?:đồng|đ(?!\w))?|(đồng|VNĐ|vnđ|đ(?!\w)))(?!\w)", re.I)
MEASURE = re.compile(r"\s*(%|km2|km²|m2|m²|m3|km|ha|tấn|tạ/ha|tạ|kg|m)(?!\w)", re.I)
WORD = re.compile(r"\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?")
# Words after a number that are no unit: the number counts nothing by itself.
NO_UNIT = frozenset(
    [
        "và",
        "đến",
        "tới",
        "năm",
        "tháng",
        "ngày",
        "lần",
        "hoặc",
        "là",
        "trong",
        "của",
        "so",
        "đạt",
        "bằng",
        "tăng",
        "giảm",
        "thì",
        "với",
        "từ",
        "cho",
        "các",
        "có",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: ``value`` in the base unit (đồng for money), ``step`` the value of its last digit."""

    span: Span  # of number and unit, in the text that was read
    value: float
    unit: str
    step: float
    printed: str


@lru_cache(maxsize=512)  # several checks read one passage
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers that stand with a unit, in order; ranges, fractions and bare numbers are left out.

    >>> [(q.value, q.unit) for q in quantities("35.400.000 đồng, 175,7 triệu đồng, 3 nhà tạm")]
    [(35400000.0, 'đồng'), (175700000.0, 'đồng'), (3.0, 'nhà')]
    """
    found = []
    for numeral in find_numerals(text):
        digits = numeral.span.of(text)
        if numeral.value_max is not None or numeral.denominator is not None or not digits[0].isdigit():
            continue
        unit, scale, end = _unit(text, numeral.span.end)
        if unit:
            step = scale * 10.0 ** -decimals(digits)
            value = round(numeral.value * scale, 6)  # 997,68 triệu is 997.680.000, not 997.679.999,99…
            found.append(Quantity(Span(numeral.span.start, end), value, unit, step, text[numeral.span.start : end]))
    return tuple(found)


def _unit(text: str, at: int) -> tuple[str, float, int]:
    money = MONEY_UNIT.match(text, at)
    if money:
        scale = MONEY.get((money.group(1) or "").lower(), 1.0)
        # "25 triệu lượt khách", "4,7 tỷ USD": what is counted stands behind the scale.
        other = None if "đ" in money.group().lower().replace("tỷ", "") else WORD.match(text, money.end())
        if other and other.group(1).lower() not in NO_UNIT:
            return other.group(1).lower(), scale, other.end(1)
        return "đồng", scale, money.end()
    measure = MEASURE.match(text, at)
    if measure:
        return measure.group(1).lower().replace("²", "2"), 1.0, measure.end()
    word = WORD.match(text, at)
    if word and word.group(1).lower() not in NO_UNIT:
        return word.group(1).lower(), 1.0, word.end(1)
    return "", 1.0, at


def decimals(digits: str) -> int:
    """How many digits stand after the decimal comma (or a point that is no separator of thousands).

    >>> decimals("175,7"), decimals("35.400.000"), decimals("203.9"), decimals("63")
    (1, 0, 1, 0)
    """
    if "," in digits:
        return len(digits.rsplit(",", 1)[1])
    parts = digits.split(".")
    return len(parts[1]) if len(parts) == 2 and len(parts[1]) != 3 else 0


def show(value: float, unit: str = "") -> str:
    """A number as a Vietnamese reader prints it.

    >>> show(997680000, "đồng"), show(86.7, "%"), show(16, "nhà")
    ('997.680.000 đồng', '86,7%', '16 nhà')
    """
    whole, _, rest = f"{value:.4f}".rstrip("0").rstrip(".").partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) > 3 else whole
    text = sign + grouped + ("," + rest if rest else "")
    return text + unit if unit == "%" else f"{text} {unit}".rstrip()


NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)"
"""A number as most print it, for the patterns of the checks."""


def value_of(digits: str) -> float:
    """The value of what :data:`NUMBER` matched.

    >>> value_of("1.250,5")
    1250.5
    """
    return float(digits.replace(".", "").replace(",", "."))
