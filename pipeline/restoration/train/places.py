"""Names of provinces, districts and communes, now and before July 2025, as lines to count."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

FILES = ("admin_units.csv", "admin_units_before_2025.csv")


def place_lines(folder: Path) -> list[str]:
    """Each unit under its full names, alone and within the units that hold it."""
    lines: dict[str, None] = {}
    for file in FILES:
        path = folder / file
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream):
                    lines.update(dict.fromkeys(_lines(row)))
    return list(lines)


def _lines(row: dict[str, str]) -> Iterator[str]:
    ward, province = _lower(row["ward_full_name"]), _lower(row["province_full_name"])
    district = _lower(row.get("district_full_name") or "")
    yield ", ".join(filter(None, (ward, district, province)))
    yield ward
    yield f"Ủy ban nhân dân {ward}"
    if district:
        yield district
    yield province


def _lower(name: str) -> str:
    """The kind of unit in lower case: within a sentence it is "xã An Bình"."""
    return name[:1].lower() + name[1:]
