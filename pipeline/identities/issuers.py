"""The administrative unit of the body that issued a cited instrument: named in full, or as seen from the document.

"Ủy ban nhân dân tỉnh Lào Cai" and "Tỉnh ủy Lào Cai" name their unit. "Ủy ban nhân dân tỉnh" and "Thành ủy" mean that of
the document; of an instrument older than July 2025, that in which all lay of which the document's unit was made. A
central body has no unit.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from extractors.header.gazetteer import Unit
from pipeline.identities.administrative_unit_changes import predecessors
from pipeline.identities.homes import Home
from pipeline.identities.namings import namings_of
from pipeline.identities.units import era_of, every_unit, level_of, named
from schemas.identities.administrative_units import IssuerLink, UnitEra
from schemas.records.legal_references import Record

_NAMED = 0.95
_OWN = 0.85  # "Ủy ban nhân dân tỉnh" in a document of that province
_OWN_BEFORE = 0.8
_NEAR = 0.9  # one of several homonyms lies in the document's province
# Tỉnh ủy Lào Cai · Thành ủy Hải Phòng · Huyện ủy Cầu Kè      the name follows a word that joins kind and committee
_PARTY = re.compile(r"(?<!\w)(?P<word>tỉnh|thành|huyện|quận|thị)\s+(?:ủy|uỷ)(?:\s+(?P<name>[A-ZĐÀ-Ỹ].*))?", re.I)
_PARTY_FORMS = {
    "tỉnh": ("tinh",),
    "thành": ("thanh_pho",),
    "huyện": ("huyen",),
    "quận": ("quan",),
    "thị": ("thi_xa",),
}
# Ủy ban nhân dân tỉnh · Đảng ủy xã · Sở Nội vụ thành phố       the kind alone, at the end
_BARE = re.compile(r"(?<!\w)(?P<word>tỉnh|thành phố|xã|phường|đặc khu|thị trấn|huyện|quận|thị xã)\s*$", re.I)
_BARE_FORMS = {
    "tỉnh": "tinh",
    "thành phố": "thanh_pho",
    "xã": "xa",
    "phường": "phuong",
    "đặc khu": "dac_khu",
    "thị trấn": "thi_tran",
    "huyện": "huyen",
    "quận": "quan",
    "thị xã": "thi_xa",
}
# Sở Nội vụ · Hội đồng nhân dân       of a province where nothing else is said
_DEPARTMENT = re.compile(r"(?:giám đốc\s+)?sở\s+\w", re.I)


def link(records: Iterable[Record], home: Home) -> Iterator[IssuerLink]:
    """The unit of each reference's issuer, in the order given."""
    for record in records:
        yield _of(record, home) if record.issuer else _NOBODY


_NOBODY = IssuerLink()


def _of(record: Record, home: Home) -> IssuerLink:
    issuer = " ".join((record.issuer or "").split())
    era = _era(record, home)
    if era is None:
        return _NOBODY
    named_units = next((naming.units for naming in namings_of(issuer)), None)
    party = _PARTY.search(issuer)
    if named_units is None and party is not None and party["name"]:
        named_units = named(party["name"], _PARTY_FORMS[party["word"].lower()])
    if named_units is not None:
        return _one_of([unit for unit in named_units if unit.era == era], home, era)
    form = _PARTY_FORMS[party["word"].lower()][0] if party is not None else None
    bare = _BARE.search(issuer)
    if bare is not None:
        form = _BARE_FORMS[bare["word"].lower()]
    if form is None and _DEPARTMENT.match(issuer) and issuer.count(" ") <= _SHORT:
        form = home.province.kind if home.province else None
    around, sure = (_own(home), _OWN) if era == home.era else (_own_before(home), _OWN_BEFORE)
    own = [unit for unit in around if unit.era == era and form in (unit.kind, unit.form)]
    if len(own) != 1 or (era != home.era and _is_doubtful(own[0], home)):
        return _NOBODY
    return IssuerLink(issuer_unit_code=own[0].code, issuer_unit_era=era, issuer_unit_confidence=sure)


_SHORT = 8  # words of a department's name with which no other body is named


def _one_of(units: list[Unit], home: Home, era: UnitEra) -> IssuerLink:
    sure = _NAMED
    if len(units) > 1:
        units = [unit for unit in units if home.province and home.province.code in (unit.code, unit.province)]
        sure = _NEAR
    if len(units) > 1:
        units = [unit for unit in units if unit == home.unit or (home.unit and home.unit.district == unit.code)]
    if len(units) != 1:
        return _NOBODY
    if units[0].province and not (home.province and home.province.code == units[0].province):
        sure = _OWN if len(units[0].code) == _DISTRICT_DIGITS else 0.7
    return IssuerLink(issuer_unit_code=units[0].code, issuer_unit_era=era, issuer_unit_confidence=sure)


_DISTRICT_DIGITS = 3


def _own(home: Home) -> Iterator[Unit]:
    """The document's unit and the units above it."""
    if home.unit is not None:
        yield home.unit
        if home.unit.district:
            yield every_unit()[home.unit.district, home.unit.era]
    if home.province is not None and (home.unit is None or level_of(home.unit) != "tinh"):
        yield home.province


def _is_doubtful(former: Unit, home: Home) -> bool:
    """Whether "thành phố" may mean the city that is now the province as well as a former city of another province."""
    return level_of(former) == "huyen" and home.province is not None and home.province.kind == former.kind


def _own_before(home: Home) -> Iterator[Unit]:
    """The former district and province of a present unit, where all of which it was made lay in one."""
    if home.era != "now":
        return
    former = [
        every_unit()[code, "before"]
        for code in predecessors().get(home.unit.code if home.unit else home.province.code if home.province else "", ())
    ]
    for codes in ({unit.district for unit in former}, {unit.province or unit.code for unit in former}):
        if len(codes) == 1 and codes != {""}:
            yield every_unit()[codes.pop(), "before"]


def _era(record: Record, home: Home) -> UnitEra | None:
    day: datetime.date | None = record.issued_on
    if day is not None:
        return era_of(day.year, day.month)
    if record.number_year is not None:
        told = era_of(record.number_year, None)
        if told is not None:
            return told
    return home.era
