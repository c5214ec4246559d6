"""The administrative units by code and by name, in the two eras: before 1 July 2025, and now."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cache

from extractors.header.gazetteer import Unit, as_written, present_name, unit_key, units
from schemas.identities.administrative_units import UnitEra, UnitForm, UnitLevel

REFORM = datetime.date(2025, 7, 1)
"""The day on which the present provinces and communes took up work and the districts ended."""

WORDS: dict[UnitForm, str] = {
    "tinh": "tỉnh",
    "thanh_pho": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "thi_xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi_tran": "thị trấn",
    "dac_khu": "đặc khu",
}
"""What a unit of each form is called."""


@cache
def every_unit() -> dict[tuple[str, str], Unit]:
    """Every unit by (code, era)."""
    return {(unit.code, unit.era): unit for group in units().values() for unit in group}


def form_of(unit: Unit) -> UnitForm:
    """What a unit is called: a district may be a huyện, a quận, a thị xã or a thành phố."""
    return unit.form or unit.kind  # type: ignore[return-value]  # the gazetteer holds no others


def level_of(unit: Unit) -> UnitLevel:
    """The level of a unit, which the length of its official code tells: two, three or five digits."""
    return {2: "tinh", 3: "huyen", 5: "xa"}[len(unit.code)]  # type: ignore[return-value]


def era_of(year: int | None, month: int | None) -> UnitEra | None:
    """The era of a date; None where the date leaves it open.

    >>> era_of(2025, 6), era_of(2025, 7), era_of(2025, None), era_of(2026, None)
    ('before', 'now', None, 'now')
    """
    if year is None or (year == REFORM.year and month is None):
        return None
    return "now" if (year, month or 1) >= (REFORM.year, REFORM.month) else "before"


def named(name: str, forms: Collection[str], era: str | None = None, province: str | None = None) -> tuple[Unit, ...]:
    """The units of one of some forms that bear a name, spelled with its marks as it is.

    Args:
        name: the proper name; case, hyphens and the place of a tone mark do not matter.
        forms: what they may be called; "huyen" stands for every district.
        era: "now" or "before"; either where None.
        province: the code of the province in which they lie.

    >>> [unit.code for unit in named("Bát Xát", ["huyen"])], [unit.code for unit in named("Bat Xát", ["huyen"])]
    (['082'], [])
    """
    spelled = _spelling(name)
    return tuple(
        unit
        for unit in units().get(unit_key(name), ())
        if (era is None or unit.era == era)
        and (unit.kind in forms or unit.form in forms)
        and (province is None or province in (unit.province, unit.code))
        and _spelling(unit.name) == spelled
    )


@cache
def _spelling(name: str) -> str:
    return " ".join(as_written(name).replace("-", " ").replace("–", " ").replace("’", "'").casefold().split())


@cache
def province_called(name: str, era: str) -> Unit | None:
    """The province or centrally-run city of that name in an era.

    >>> province_called("Hải Dương", "before").code, province_called("Hải Dương", "now")
    ('30', None)
    """
    found = [unit for unit in named(present_name(name), ("tinh", "thanh_pho"), era) if not unit.province]
    return found[0] if found else None
