"""The administrative units that the body of a document names, and whether it means the former ones.

"xã Nậm Pung cũ", "sáp nhập các xã Nậm Pung, Y Tý" and, in a document of today, "huyện Bát Xát" are former units.
Homonyms are told apart by where the document comes from; a name that several units bear all the same is listed without
a code if it is expressly a former one ("cũ"), and left out otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.header.gazetteer import Unit
from pipeline.identities.administrative_unit_changes import predecessors
from pipeline.identities.homes import Home
from pipeline.identities.namings import Naming, namings_of
from pipeline.identities.units import level_of
from schemas.document import Document
from schemas.finding import Finding
from schemas.identities.administrative_units import Mention, UnitEra

# xã An Lạc cũ · xã An Lạc (cũ) · xã An Lạc trước đây · xã An Lạc (trước sáp nhập)
_AFTER = re.compile(r"\s*\(?\s*(?:cũ\b|trước đây\b|trước (?:khi )?(?:sáp nhập|hợp nhất|sắp xếp)\b)")
# … An Lạc, Bình Khê cũ      said once, at the end of a list
# trên cơ sở sáp nhập các xã · được hợp nhất từ 02 phường · nhập toàn bộ diện tích, dân số của xã
_BEFORE = re.compile(
    r"(?:(?:sáp nhập|hợp nhất)(?!\s*,)|thành lập (?:từ|trên cơ sở)|(?:sắp xếp|nhập) (?:nguyên trạng|toàn bộ|một phần))"
    r"(?:(?!thành\s|mới\s|[.;]).){0,90}$"
)
# thành xã An Lạc · thành lập phường An Lạc      what comes out of it
_RESULT = re.compile(r"(?:thành|thành lập|mang tên|lấy tên(?: là)?|tên gọi(?: là)?)\s*$")
# , thị trấn B · và xã C · (huyện D), xã E       between two names of one list
_LIST_GOES_ON = re.compile(r"(?:\s*\([^)]*)?\)?\s*(?:,|và|, và|cùng|với|\()\s*(?:\d+\s*)?(?:các\s*)?")
_PREDECESSOR = 0.97
_HERE = 0.9  # the only one of the name in the document's province
_ONE = 0.85  # the only one of the name at all
_IMPLIED = 0.8  # of a kind or name that only was before


def find_unit_mentions(document: Document, home: Home) -> Iterator[Finding[Mention]]:
    """Every naming of a unit in the body, in order of place; of units that are not former only those with a code."""
    for passage in document.passages:
        if passage.part != "body":
            continue
        text = passage.text
        namings = tuple(namings_of(text))
        said, merged = _said_former(text, namings)
        for naming in namings:
            record = _mention(naming, home, said=naming.span.start in said, merged=naming.span.start in merged)
            if record is not None:
                sure = record.unit_confidence or 0.5
                yield Finding(
                    record, passage.locate(naming.span), "units.named", sure, needs_review=record.unit_code is None
                )


def _said_former(text: str, namings: tuple[Naming, ...]) -> tuple[frozenset[int], frozenset[int]]:
    """The starts of the namings that the text calls former ones, and of those that it says were merged."""
    said: set[int] = set()
    merged: set[int] = set()
    lists: dict[int, list[Naming]] = {}
    for naming in namings:
        lists.setdefault(naming.run, []).append(naming)
    last = 0  # the end of the naming before, where that one was merged
    for naming in namings:
        before = text[max(0, naming.span.start - 140) : naming.span.start]
        if naming.old or _AFTER.match(text, naming.span.end) is not None:
            said.update(one.span.start for one in lists[naming.run])  # "các xã A, B và C cũ"
        goes_on = last > 0 and _LIST_GOES_ON.fullmatch(text, last, naming.span.start) is not None
        if not _RESULT.search(before) and (goes_on or _BEFORE.search(before)):
            merged.add(naming.span.start)
            last = naming.span.end
        else:
            last = 0
    return frozenset(said), frozenset(merged)


def _mention(naming: Naming, home: Home, *, said: bool, merged: bool) -> Mention | None:
    if said and home.era == "before":
        return _as_record(naming, None, 0.0, former=True)  # of an earlier merger: nobody lists those
    if said or merged:
        unit, sure = _which([unit for unit in naming.units if unit.era == "before"], home, "before")
        if unit is not None or said:
            return _as_record(naming, unit, sure, former=True)
    if home.era is None:
        return None
    unit, sure = _which([unit for unit in naming.units if unit.era == home.era], home, home.era)
    if unit is not None:
        return _as_record(naming, unit, sure, former=False)
    if home.era == "now" and all(one.era == "before" for one in naming.units):
        unit, _ = _which(list(naming.units), home, "before")
        return _as_record(naming, unit, _IMPLIED, former=True) if unit is not None else None
    return None


def _as_record(naming: Naming, unit: Unit | None, sure: float, *, former: bool) -> Mention:
    if unit is None:
        return Mention(name=naming.words, former=former)
    era: UnitEra = "now" if unit.era == "now" else "before"
    return Mention(name=naming.words, former=former, unit_code=unit.code, unit_era=era, unit_confidence=sure)


def _which(units: list[Unit], home: Home, era: UnitEra) -> tuple[Unit | None, float]:
    """The one unit that is meant, and how sure that is."""
    if era == "now" and home.unit in units:
        return home.unit, _PREDECESSOR
    steps = [
        (_PREDECESSOR, [unit for unit in units if unit.code in _origins(home, era)]),
        (_HERE, [unit for unit in units if level_of(unit) == "tinh"]),
        (_HERE, [unit for unit in units if unit.province in _around(home, era)]),
    ]
    for sure, fitting in steps:
        found = fitting
        if len(found) > 1 and home.unit is not None:  # homonyms in one province: the one in the document's district
            found = [unit for unit in found if unit.district and unit.district == home.unit.district]
        if len(found) == 1:
            return found[0], sure
    if len(units) == 1 and " " in units[0].name and not _around(home, era):
        return units[0], _ONE
    return None, 0.0


def _origins(home: Home, era: UnitEra) -> frozenset[str]:
    """The codes of the former units of which the document's own was made."""
    if era == "now" or home.era == "before" or home.unit is None:
        return frozenset()
    return predecessors().get(home.unit.code, frozenset())


def _around(home: Home, era: UnitEra) -> frozenset[str]:
    """The codes, in an era, of the provinces in which the document's own lies or lay."""
    if home.province is None:
        return frozenset()
    if era == home.era:
        return frozenset({home.province.code})
    return predecessors().get(home.province.code, frozenset()) if era == "before" else frozenset()
