"""Which administrative unit a document is of: by the name in its header, and by what else tells homonyms apart.

Nothing is linked where two units remain, or where no unit of that kind bears the name: a new link is worth less than a
wrong one costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.header.gazetteer import Unit
from extractors.header.unit_names import read_units
from pipeline.identities.namings import namings_of
from pipeline.identities.units import REFORM, era_of, every_unit, level_of, named, province_called
from schemas.document import Document
from schemas.header import Header
from schemas.identities.administrative_units import DocumentLink, UnitEra

_COMMUNES = ("xa", "phuong", "thi_tran", "dac_khu")
_SAID = 0.97  # the document names the province beside the unit, in its letterhead, addressee or recipients
_TOLD = 0.93  # the province is that of the rest of the text
_DISTRICT = 0.9  # the district tells homonyms of one province apart
_ONLY = 0.85  # the document does not name its province; one unit alone bears the name
_BRANCH = 0.9  # not the unit's own committee: a school, a union, a department in it
_HEADED = 0.8  # a body that only the unit above it in the letterhead places
_UNDATED = 0.8  # at most, where the years reported on are all that tells the era


@dataclass(frozen=True, slots=True)
class Home:
    """What a document is of: its unit, its province, the era of both, how sure, and why."""

    unit: Unit | None
    province: Unit | None
    era: UnitEra | None
    confidence: float | None
    rule: str | None

    @property
    def link(self) -> DocumentLink:
        """As columns."""
        return DocumentLink(
            unit_code=self.unit.code if self.unit else None,
            province_code=self.province.code if self.province else None,
            unit_era=self.era if self.unit or self.province else None,
            unit_confidence=self.confidence if self.unit else None,
            unit_rule=self.rule if self.unit else None,
        )


_NOWHERE = Home(None, None, None, None, None)


def home_of(document: Document, header: Header, dates: Iterable[tuple[int, int]]) -> Home:
    """The unit of a document.

    Args:
        document: its parts.
        header: what they say.
        dates: years and months of instruments that it cites, for a document that bears no full date.
    """
    era = era_of(header.issued_year, header.issued_month)
    if era is None and any(date >= (REFORM.year, REFORM.month) for date in dates):
        era = "now"  # nobody cites what is yet to come
    eras: tuple[UnitEra, ...] = (era,) if era else ("now", "before")
    homes = [home for one in eras if (home := _in_era(document, header, one)) != _NOWHERE]
    linked = [home for home in homes if home.unit is not None] or homes
    if len(linked) > 1 and header.issued_year is None and (header.period_end_year or REFORM.year) < REFORM.year:
        before = next(home for home in linked if home.era == "before")
        return replace(before, confidence=min(before.confidence or _UNDATED, _UNDATED))
    return linked[0] if len(linked) == 1 else _NOWHERE


def _in_era(document: Document, header: Header, era: UnitEra) -> Home:
    province = province_called(header.province, era) if header.province else None
    name, forms, rule = _sought(header)
    if name is None:
        above = _above(document, era, province)
        if above is not None:
            return Home(above, province or province_of(above), era, _HEADED, "letterhead")
        return Home(None, province, era, None, None) if province else _NOWHERE
    if forms == ("so",):
        return Home(province, province, era, _BRANCH, "department") if province else _NOWHERE
    units = named(name, forms, era, province.code if province else None)
    if forms == ("thanh_pho",) and len(units) > 1:  # one of a province bears the name of another province's
        units = tuple(unit for unit in units if not unit.province)
    if header.province and province is None:
        units = ()  # a province of the other era: what is meant cannot be told
    if len(units) > 1:
        units, rule = _by_district(document, units), "district"
    if len(units) != 1:
        return Home(None, province, era, None, None) if province else _NOWHERE
    unit = units[0]
    confidence = _sureness(document, header, province, rule)
    home = province or province_of(unit)
    return Home(unit, home, era, confidence, rule)


def _sought(header: Header) -> tuple[str | None, tuple[str, ...], str]:
    """The name that is sought, the forms it may have, and the rule if it is found."""
    if header.unit_kind in ("so",):
        return header.unit_name, ("so",), "department"
    if header.unit_kind not in (None, "khac"):
        own = header.unit_name is not None and header.issuer is not None
        return header.unit_name, (str(header.unit_kind),), "issuer" if own else "subject"
    beside = read_units(header.issuer or "")  # Hội Nông dân huyện An Lạc · Đảng ủy xã An Lạc
    if beside:
        return beside[0].name, (beside[0].kind,), "branch"
    return None, (), ""


def province_of(unit: Unit) -> Unit:
    """The province in which a unit lies, or the province that it is."""
    return every_unit()[unit.province, unit.era] if unit.province else unit


def _above(document: Document, era: str, province: Unit | None) -> Unit | None:
    """The lowest unit that the letterhead names, where it is one."""
    found = {
        unit
        for naming in namings_of(document.part("letterhead"))
        for unit in naming.units
        if unit.era == era and (province is None or province.code in (unit.code, unit.province))
    }
    for level in ("xa", "huyen", "tinh"):
        here = [unit for unit in found if level_of(unit) == level]
        if here:
            return here[0] if len(here) == 1 else None
    return None


def _by_district(document: Document, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Of homonyms in one province, those whose district the letterhead, the addressee or the recipients name."""
    around = "\n".join(document.part(part) for part in ("letterhead", "addressee", "recipients"))
    districts = {unit.code for naming in namings_of(around) for unit in naming.units if unit.era == units[0].era}
    return tuple(unit for unit in units if unit.district in districts)


def _sureness(document: Document, header: Header, province: Unit | None, rule: str) -> float:
    if rule in ("district", "branch"):
        return _DISTRICT
    if province is None:
        return _ONLY
    if header.unit_kind in ("tinh", "thanh_pho"):
        return _SAID
    name = province.name.casefold()
    if any(name in document.part(part).casefold() for part in ("letterhead", "title", "addressee", "recipients")):
        return _SAID
    return _TOLD if name in document.text.casefold() else _ONLY
