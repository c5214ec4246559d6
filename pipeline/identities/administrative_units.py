"""The table ``administrative_units``: the gazetteer of the extractors, row by row."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pipeline.identities.sources import Source
from pipeline.identities.units import REFORM, WORDS, every_unit, form_of, level_of
from schemas.identities.administrative_units import Row

_LAST_DAY = REFORM - datetime.timedelta(days=1)


def source() -> Source:
    """Where the facts come from."""
    return Source(
        "Danh mục đơn vị hành chính của Cục Thống kê, theo thanglequoc/vietnamese-provinces-database: hiện nay (bản "
        "tháng 8/2026) và trước 01/7/2025 (v2.4.1)",
        "MIT",
    )


def rows() -> Iterator[Row]:
    """One row a unit and era: provinces, districts, communes."""
    for unit in sorted(every_unit().values(), key=lambda unit: (unit.era, len(unit.code), unit.code)):
        province = every_unit()[unit.province or unit.code, unit.era]
        form = form_of(unit)
        numbered = unit.name.isdecimal()
        yield Row(
            unit_code=unit.code,
            unit_era=unit.era,
            name=unit.name,
            kind=form,
            level=level_of(unit),
            full_name=f"{WORDS[form].capitalize() if numbered else WORDS[form]} {unit.name}",
            parent_code=unit.district or unit.province or None,
            province_code=province.code,
            province_name=province.name,
            valid_from=REFORM if unit.era == "now" else None,
            valid_to=None if unit.era == "now" else _LAST_DAY,
        )
