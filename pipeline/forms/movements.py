"""Movements, each once: a movement launched nation-wide is one, however many communes report it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from unidecode import unidecode

from pipeline.forms.definitions import TOTAL
from pipeline.forms.item import Item
from pipeline.forms.periods import length_of
from pipeline.forms.told import LeftOut, Movement
from pipeline.forms.ways import way_of

# Thủ tướng Chính phủ · Hội đồng Thi đua - Khen thưởng Trung ương      refuses: Ủy ban Trung ương Mặt trận, Bộ Y tế
_STATE = re.compile(
    r"thủ tướng|^chính phủ|hội đồng thi đua|chủ tịch nước|bộ chính trị|ban bí thư|ban chấp hành trung ương|quốc hội",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"\b(?:cụm|khối)\s+thi đua", re.IGNORECASE)
_CAMPAIGN = re.compile(r"cuộc vận động", re.IGNORECASE)
_COLUMN = {"tinh": "bo_tinh", "huyen": "don_vi", "xa": "don_vi"}


def count_movements(movements: Iterable[Movement]) -> tuple[list[Item], list[LeftOut]]:
    """The movements of a year, each once, and those that cannot be placed since nobody says who launched them."""
    told = list(movements)
    levels = _levels(told)
    groups: defaultdict[tuple[str, ...], list[Movement]] = defaultdict(list)
    out: list[LeftOut] = []
    for movement in told:
        if key := _key(movement, levels):
            groups[key].append(movement)
        else:
            out.append(LeftOut(movement.evidence, movement.name, "launcher_unsaid"))
    return [_item(group, _level(group, levels)) for group in groups.values()], out


def _name(movement: Movement) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", unidecode(movement.name).lower()))


def _levels(movements: Sequence[Movement]) -> dict[tuple[str, ...], str]:
    """The levels that some document says, by what a movement is within: the country, a province, a unit."""
    levels: dict[tuple[str, ...], str] = {}
    for movement in movements:
        if movement.level and not (movement.catalog and movement.catalog.level):
            levels[_within(movement, movement.level)] = movement.level
    return levels


def _within(movement: Movement, level: str) -> tuple[str, ...]:
    name = movement.catalog.code if movement.catalog else _name(movement)
    document = movement.evidence.document
    match level:
        case "trung_uong":
            return (name,)
        case "tinh":
            return name, document.place
        case _:
            return name, document.place, document.unit_key


def _key(movement: Movement, levels: dict[tuple[str, ...], str]) -> tuple[str, ...] | None:
    if movement.catalog and movement.catalog.level:
        return (movement.catalog.code,)
    if movement.level:
        return _within(movement, movement.level)
    known = (_within(movement, level) for level in ("trung_uong", "tinh", "xa"))
    return next((key for key in known if key in levels), None)


def _level(group: Sequence[Movement], levels: dict[tuple[str, ...], str]) -> str:
    catalog = group[0].catalog
    if catalog and catalog.level:
        return catalog.level
    key = _key(group[0], levels)
    assert key is not None, "only movements with a key are grouped"
    return levels[key]


def _item(group: Sequence[Movement], level: str) -> Item:
    catalog = group[0].catalog
    launchers = [one.launcher for one in group if one.launcher]
    launcher = (catalog.launcher if catalog else None) or next(iter(launchers), None)
    scope = catalog.scope if catalog else None
    column = _COLUMN.get(level) or _national(launcher, scope)
    rows, unsaid = {TOTAL}, set()
    for group_name, row in (
        ("scope", _scope(column, scope, launcher)),
        ("length", _length(group)),
        ("way", _one(way_of("movement", one.evidence) for one in group)),
    ):
        if row:
            rows.add(row)
        else:
            unsaid.add(group_name)
    doubts = {"needs_review"} if all(one.evidence.needs_review for one in group) else set()
    if (catalog.kind == "cuoc_van_dong") if catalog else _CAMPAIGN.match(group[0].evidence.quote):
        doubts.add("campaign")
    return Item(
        1,
        catalog.name if catalog else group[0].name,
        column,
        frozenset(rows),
        tuple(one.evidence for one in group),
        frozenset(unsaid),
        frozenset(doubts),
    )


def _national(launcher: str | None, scope: str | None) -> str:
    """The column of what the centre launched: the State's own, or that of a ministry or an organisation."""
    if launcher:
        return "trung_uong" if _STATE.search(launcher) else "bo_tinh"
    return "trung_uong" if scope in {None, "Cả nước"} else "bo_tinh"


def _scope(column: str, scope: str | None, launcher: str | None) -> str:
    if launcher and _BLOCK.search(launcher):
        return "cum_khoi"
    if scope == "Cả nước" or (scope is None and column == "trung_uong"):
        return "toan_quoc"
    return "bo_nganh" if column != "don_vi" else "co_quan"


def _length(group: Sequence[Movement]) -> str | None:
    if (catalog := group[0].catalog) and catalog.period:
        return length_of(catalog.period)
    return _one(length_of(one.period) for one in group)


def _one(said: Iterable[str | None]) -> str | None:
    """What those say who say anything, if they agree."""
    found = {one for one in said if one}
    return found.pop() if len(found) == 1 else None
