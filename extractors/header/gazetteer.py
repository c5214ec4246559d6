"""The administrative units of Viet Nam: present ones and those before 1 July 2025 (``lexicon/admin_units.csv``).

Names and codes are those of the General Statistics Office, taken from thanglequoc/vietnamese-provinces-database (MIT).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors.header.forms import fold_accents

_WRITTEN = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỵ": "ụy",
}  # fmt: skip
# Khánh Hoà · Thuỷ Nguyên     refuses: Hoàn Kiếm, Quý Sơn
_OPEN_SYLLABLE = re.compile(rf"(?<![qQ])(?:{'|'.join(_WRITTEN)})(?!\w)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: official code, kind, name, and the code of its province (empty for a province itself).

    ``district`` is the code of the district in which a commune lay before July 2025, ``form`` what a district was
    called (``quan``, ``thi_xa``) where the kind does not say it; both empty otherwise.
    """

    code: str
    kind: str
    name: str
    province: str
    era: str  # "now" or "before" (before 1 July 2025)
    district: str = ""
    form: str = ""


@cache
def units() -> dict[str, tuple[Unit, ...]]:
    """All units by the key of their name."""
    text = files("extractors").joinpath("lexicon/admin_units.csv").read_text(encoding="utf-8")
    found: dict[str, list[Unit]] = {}
    for code, kind, name, province, era, district, form in list(csv.reader(text.splitlines()))[1:]:
        unit = Unit(code, kind, as_written(name), province, era, district, form)
        found.setdefault(unit_key(name), []).append(unit)
    return {key: tuple(group) for key, group in found.items()}


def as_written(name: str) -> str:
    """The name in the spelling of administrative documents, the tone on the first vowel: Khánh Hoà → Khánh Hòa."""
    return _OPEN_SYLLABLE.sub(lambda m: _WRITTEN[m[0]], name)


FORMER_NAMES = {"thua thien hue": "Thừa Thiên Huế"}
"""Names of provinces that the tables no longer hold: thành phố Huế was tỉnh Thừa Thiên Huế until the end of 2024."""

_RENAMED = {"Thừa Thiên Huế": "Huế"}
_RENAMED_IN = 2025


def present_name(name: str) -> str:
    """The name under which the tables hold a province.

    >>> present_name("Thừa Thiên Huế"), present_name("Lào Cai")
    ('Huế', 'Lào Cai')
    """
    return _RENAMED.get(FORMER_NAMES.get(unit_key(name), ""), name)


def name_at(name: str, year: int | None) -> str:
    """What a province was called in a year.

    >>> name_at("Huế", 2021), name_at("Huế", 2025), name_at("Huế", None)
    ('Thừa Thiên Huế', 'Huế', 'Huế')
    """
    if year is None or year >= _RENAMED_IN:
        return name
    return next((former for former, now in _RENAMED.items() if now == name), name)


@cache
def provinces() -> dict[str, Unit]:
    """The provinces and centrally-run cities by the key of their name; the present one where both bear it."""
    found: dict[str, Unit] = {}
    for group in units().values():
        for unit in group:
            if not unit.province and (unit_key(unit.name) not in found or unit.era == "now"):
                found[unit_key(unit.name)] = unit
    return found


@cache
def province_of_code(code: str, era: str) -> str:
    """The name of the province with that code."""
    return next(
        u.name for group in units().values() for u in group if u.code == code and not u.province and u.era == era
    )


def unit_key(name: str) -> str:
    """The key of a unit's name: without marks, tone styles and hyphens made alike.

    >>> unit_key("Bà Rịa – Vũng Tàu") == unit_key("BÀ RỊA-VŨNG TÀU")
    True
    """
    return " ".join(fold_accents(name).replace("-", " ").replace("'", "").split())


def provinces_of(kind: str, name: str, era: str | None = None) -> frozenset[str]:
    """The names of the provinces that have, or had, a unit of that kind and name; ``era`` asks for one of the two.

    >>> sorted(provinces_of("xa", "Mường Hum"))
    ['Lào Cai']
    >>> sorted(provinces_of("xa", "Đại Hòa", "now")), sorted(provinces_of("xa", "Đại Hòa", "before"))
    ([], ['Quảng Nam'])
    """
    group = [u for u in units().get(unit_key(name), ()) if u.kind == kind and u.province]
    if era is not None:
        return frozenset(province_of_code(u.province, u.era) for u in group if u.era == era)
    now = frozenset(province_of_code(u.province, u.era) for u in group if u.era == "now")
    return now or frozenset(province_of_code(u.province, u.era) for u in group)
