"""The table ``administrative_unit_changes``: what became of the units before July 2025."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pipeline.identities.sources import Source
from pipeline.identities.units import REFORM
from schemas.identities.administrative_unit_changes import Row


def source() -> Source:
    """Where the facts come from."""
    return Source(
        "dvhcvn/20250701, lập từ 34 nghị quyết năm 2025 của Ủy ban Thường vụ Quốc hội về sắp xếp đơn vị hành chính "
        "cấp xã; cột checked là kết quả đối chiếu lại với lời văn các nghị quyết; cấp tỉnh theo Nghị quyết số "
        "202/2025/QH15",
        "MIT",
    )


def rows() -> Iterator[Row]:
    """One row for each pair of an old and a new unit."""
    for old, new, extent, checked in _table():
        yield Row(
            old_code=old,
            new_code=new,
            extent=extent or None,
            checked=checked == "1",
            changed_on=REFORM,
        )


@cache
def predecessors() -> dict[str, frozenset[str]]:
    """The former units of which each present one was made, whole or in part.

    >>> "30" in predecessors()["31"]
    True
    """
    found: dict[str, set[str]] = {}
    for old, new, *_ in _table():
        found.setdefault(new, set()).add(old)
    return {new: frozenset(old) for new, old in found.items()}


@cache
def _table() -> tuple[tuple[str, ...], ...]:
    text = (files("pipeline") / "identities" / "administrative_unit_changes.csv").read_text(encoding="utf-8")
    return tuple(map(tuple, csv.reader(text.splitlines()[1:])))
