"""From the units that a report prints to base units: money in đồng, areas in ha, masses in tấn, lengths in m."""

from __future__ import annotations

import math
import tomllib
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

_BASE: dict[str, tuple[str, str]] = {
    "km2": ("ha", "100"),
    "m2": ("ha", "0.0001"),
    "kg": ("tấn", "0.001"),
    "tạ": ("tấn", "0.1"),
    "yến": ("tấn", "0.01"),
    "g": ("tấn", "0.000001"),
    "gam": ("tấn", "0.000001"),
    "km": ("m", "1000"),
    "cm": ("m", "0.01"),
    "mm": ("m", "0.001"),
    "lít": ("m3", "0.001"),
    "ml": ("m3", "0.000001"),
    "MW": ("kW", "1000"),
    "‰": ("%", "0.1"),
    "nhân khẩu": ("người", "1"),
    "khẩu": ("người", "1"),
    "người dân": ("người", "1"),
    "hộ dân": ("hộ", "1"),
    "hộ gia đình": ("hộ", "1"),
    "căn nhà": ("nhà", "1"),
    "ngôi nhà": ("nhà", "1"),
    "căn": ("nhà", "1"),
    "HTX": ("hợp tác xã", "1"),
    "TDP": ("tổ dân phố", "1"),
    "KDC": ("khu dân cư", "1"),
    "DN": ("doanh nghiệp", "1"),
}
_SCALES = (("nghìn tỷ ", "1000000000000"), ("tỷ ", "1000000000"), ("triệu ", "1000000"), ("nghìn ", "1000"))
_SHARED = ("đồng", "USD", "euro", "NDT", "tạ", "kg", "tấn")  # convert above a stroke too: triệu đồng/người, tạ/ha
_KEPT_ALOFT = {"kg": ("kg/ha", "tạ/ha", "tấn/ha")}  # kg/người stays: tonnes a person say nothing


@cache
def to_base(unit: str) -> tuple[str, Decimal] | None:
    """The base unit of a unit and what one of it is in that; None for a unit that nobody knows.

    >>> to_base("triệu đồng/người"), to_base("tạ/ha")
    (('đồng/người', Decimal('1000000')), ('tấn/ha', Decimal('0.1')))
    >>> to_base("km2"), to_base("m2/người"), to_base("thôn, buôn")
    (('ha', Decimal('100')), ('m2/người', Decimal('1')), None)
    """
    above, stroke, below = unit.partition("/")
    plain, factor = above.strip(), Decimal(1)
    for scale, times in _SCALES:
        if plain.startswith(scale):
            plain, factor = plain.removeprefix(scale), Decimal(times)
            break
    if plain not in _known():
        return None
    if not stroke:
        base, times = _BASE.get(plain, (plain, "1"))
        return base, factor * Decimal(times)
    below = below.strip()
    if plain in _SHARED and (plain not in _KEPT_ALOFT or unit in _KEPT_ALOFT[plain]):
        base, times = _BASE.get(plain, (plain, "1"))
        return f"{base}/{below}", factor * Decimal(times)
    return f"{plain}/{below}", factor


def convert(value: float | None, factor: Decimal) -> float | None:
    """A value in base units, without the noise of binary fractions; None for what no column holds.

    >>> convert(61.2, Decimal("0.1")), convert(None, Decimal(1))
    (6.12, None)
    """
    if value is None:
        return None
    try:
        found = float(Decimal(str(value)) * factor)
    except (InvalidOperation, OverflowError):
        return None
    return found if math.isfinite(found) else None


@cache
def _known() -> frozenset[str]:
    """Measures and counted nouns, those of the lexicon of units."""
    units = tomllib.loads((files("extractors") / "lexicon" / "units.toml").read_text(encoding="utf-8"))
    return frozenset(("NDT", *units["measures"], *units["counted"]["nouns"], *units["counted"]["soft"]))
