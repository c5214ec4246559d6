"""Who issues a document, and in which province."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extractors.header import forms
from extractors.header.bodies import Body, read_bodies
from extractors.header.gazetteer import (
    FORMER_NAMES,
    name_at,
    province_of_code,
    provinces,
    provinces_of,
    unit_key,
    units,
)
from extractors.header.letterhead import Letterhead
from extractors.header.signature import Signature
from extractors.header.unit_names import Unit, kind_word, named_committees, named_units, read_unit
from schemas.document import Document
from schemas.header import UnitKind

_COMMUNES = ("xa", "phuong", "thi_tran", "dac_khu")
_SURE = 3
_BY_PLACE = ("so", "tinh", "khac", None)  # kinds of issuers whose seat tells their province
# Bộ Nội vụ · Ban Thi đua - Khen thưởng Trung ương · Hội Luật gia Việt Nam      of the whole country, though in Hà Nội
_CENTRAL = re.compile(
    r"(?:Bộ (?!Chỉ huy|Tư lệnh)|Chính phủ|Thủ tướng|Quốc hội|Văn phòng Chính phủ|Tổng (?:cục|Liên đoàn)"
    r"|Ngân hàng Nhà nước Việt|Kiểm toán nhà nước|.*(?:Trung ương|Việt Nam)$)"
)
_REFORM = (2025, 7)  # year and month in which the units of today came into being
_NEAR = 3  # paragraphs at either end of the body in which a document speaks of itself
# Ủy ban nhân dân xã An Lạc báo cáo … · … của Ủy ban nhân dân xã An Lạc./.      what a document says of its own issuer
_OWN = r"(?:\s+(?:báo cáo|ban hành|xây dựng|kính|đề nghị|trình|triển khai|phát động)|\s*\./|\s*[,.]?\s*$)"
# CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …      the authority line of a decision
_AUTHORITY = re.compile(r"(?:CHỦ TỊCH )?(?:ỦY|UỶ) BAN NHÂN DÂN ")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body: its name, its unit, and the bodies above it in the letterhead."""

    name: str | None = None
    unit_name: str | None = None
    unit_kind: UnitKind | None = None
    above: tuple[Unit, ...] = ()


def find_issuer(document: Document, letterhead: Letterhead, signature: Signature) -> Issuer:
    """The issuer: from the letterhead; else from the authority line, the text's own words, and the signature."""
    bodies = read_bodies(letterhead.bodies, document.text)
    above = tuple(body.unit for body in bodies[:-1] if body.unit is not None)
    if bodies:
        above += bodies[-1].beyond
        issuer = _of_body(bodies, above)
        if issuer.unit_name is not None:
            return issuer
    return _from_text(document, letterhead, signature, above)


def _of_body(bodies: list[Body], above: tuple[Unit, ...]) -> Issuer:
    body = bodies[-1]
    if body.governing:
        if body.unit is None and above:  # HỘI ĐỒNG THI ĐUA … below UBND TỈNH …: that of the province
            return Issuer(f"{body.name} {above[-1]}", above[-1].name, above[-1].kind, above)
        if body.unit is None:
            return Issuer(body.name, None, None, above)
        return Issuer(body.name, body.unit.name, body.unit.kind, above)
    if body.office and above and bodies[-2].governing:  # a Phòng of a commune: its unit is the commune
        return Issuer(body.name, above[-1].name, above[-1].kind, above)
    if body.mass and body.unit is not None and body.unit.kind in _COMMUNES:
        return Issuer(body.name, body.unit.name, body.unit.kind, above)
    if body.unit is not None and not body.department:
        above = (*above, body.unit)
    return Issuer(body.name, body.name, "so" if body.department else "khac", above)


def _from_text(document: Document, letterhead: Letterhead, signature: Signature, above: tuple[Unit, ...]) -> Issuer:
    """A People's Committee that the text names as itself, or that signs."""
    formal = letterhead.place or letterhead.symbol or signature.name or forms.read_type(document.part("title").lstrip())
    if not formal:
        return _of_mentions(document, above)
    votes = _votes(document, letterhead.place)
    if votes:
        (word, name, kind), weight = min(votes.items(), key=lambda item: (-item[1], item[0]))
        if weight >= _SURE:
            return Issuer(f"Ủy ban nhân dân {word} {name}", name, kind, above)
    if letterhead.place and (signature.behalf or "").startswith(("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "UBND")):
        named = read_unit(signature.behalf or "")
        if named is not None:
            return Issuer(f"Ủy ban nhân dân {named}", named.name, named.kind, above)
        return _of_place(document, letterhead.place, above)
    return Issuer(above=above)


def _votes(document: Document, place: str | None) -> Counter[tuple[str, str, UnitKind]]:
    """How much speaks for each People's Committee that the document names where it speaks of itself."""
    paragraphs = [p.text for p in document.passages if p.part == "body" and p.kind == "paragraph"]
    votes: Counter[tuple[str, str, UnitKind]] = Counter()
    for text in (*paragraphs[:_NEAR], *paragraphs[-_NEAR:]):
        for (word, name, kind), count in named_committees(text).items():
            own = re.compile(rf"{word}\s+{re.escape(name)}{_OWN}", re.IGNORECASE)
            votes[word, name, kind] += count + 3 * len(own.findall(text))
    for word, name, kind in list(votes):
        if place and unit_key(name) == unit_key(place):
            votes[word, name, kind] += 5
        elif kind in ("tinh", "thanh_pho") and place:
            votes[word, name, kind] -= 2  # the province to which the document is written
    for passage in document.passages[:12]:
        unit = read_unit(passage.text) if passage.text.isupper() and _AUTHORITY.match(passage.text) else None
        if unit is not None:
            votes[unit.word, unit.name, unit.kind] += 6
    return votes


def _of_mentions(document: Document, above: tuple[Unit, ...]) -> Issuer:
    """A text without letterhead and signature: the commune of which it speaks throughout, and no issuer."""
    communes = Counter({unit: n for unit, n in named_units(document.text).items() if unit[0] in _COMMUNES})
    ranked = communes.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return Issuer(above=above)
    (kind, name), _ = ranked[0]
    return Issuer(None, name, kind, above)


def _of_place(document: Document, place: str, above: tuple[Unit, ...]) -> Issuer:
    """A committee that signs without its name: that of the place, where the text says what kind of unit it is."""
    kinds = {kind for (kind, name) in named_units(document.text) if unit_key(name) == unit_key(place)}
    if len(kinds) != 1:
        return Issuer(above=above)
    kind = next(iter(kinds))
    return Issuer(f"Ủy ban nhân dân {kind_word(kind)} {place}", place, kind, above)


def find_province(document: Document, issuer: Issuer, letterhead: Letterhead) -> str | None:
    """The province, by the name that it bore at the date of the document."""
    found = _find_province(document, issuer, letterhead)
    return None if found is None else name_at(found, letterhead.year)


def _find_province(document: Document, issuer: Issuer, letterhead: Letterhead) -> str | None:
    """The province: from the letterhead, from the issuer itself, from the text, or from the only place that fits."""
    known = provinces()
    own = [Unit("", issuer.unit_kind, issuer.unit_name)] if issuer.unit_kind and issuer.unit_name else []
    for unit in (*issuer.above, *own):
        if unit.kind in ("tinh", "thanh_pho") and (named := _province_named(unit)) is not None:
            return named
    fitting = _fitting(issuer, _era(letterhead))
    if len(fitting) == 1:
        return next(iter(fitting))
    mentioned = _mentioned(document)
    if fitting:
        mentioned = Counter({name: count for name, count in mentioned.items() if name in fitting}) or mentioned
    if mentioned:
        (first, most), *others = mentioned.most_common(2)
        if not others or most >= 2 * others[0][1] or (len(fitting) > 0 and first in fitting):
            return first
        return None
    central = _CENTRAL.match(issuer.name or "") is not None
    if letterhead.place and unit_key(letterhead.place) in known and issuer.unit_kind in _BY_PLACE and not central:
        return known[unit_key(letterhead.place)].name
    return _by_neighbours(document, fitting) or (None if fitting else _ever(issuer))


def _province_named(unit: Unit) -> str | None:
    """The province that is named itself, by a present or a former name."""
    known = provinces().get(unit_key(unit.name))
    return known.name if known is not None else FORMER_NAMES.get(unit_key(unit.name))


def _ever(issuer: Issuer) -> str | None:
    """The only province that has or had such a unit, whatever the date of the document."""
    fitting = _fitting(issuer, None)
    return next(iter(fitting)) if len(fitting) == 1 else None


def _fitting(issuer: Issuer, era: str | None) -> frozenset[str]:
    """The provinces in which the issuer's unit, and the bodies above it, lie together."""
    fitting: frozenset[str] = frozenset()
    if issuer.unit_kind and issuer.unit_name:
        fitting = provinces_of(issuer.unit_kind, issuer.unit_name, era)
    for unit in issuer.above:
        around = provinces_of(unit.kind, unit.name, era)
        fitting = (fitting & around) or fitting or around
    return fitting


def _era(letterhead: Letterhead) -> str | None:
    """Whose units a document of that date speaks of: those before 1 July 2025 or those since; None where it is open."""
    if letterhead.year is None or (letterhead.year == _REFORM[0] and letterhead.month is None):
        return None
    return "now" if (letterhead.year, letterhead.month or 1) >= _REFORM else "before"


def _mentioned(document: Document) -> Counter[str]:
    """The provinces and centrally-run cities that the text names with their kind, and how often."""
    known = provinces()
    found: Counter[str] = Counter()
    for (kind, name), count in named_units(document.text).items():
        unit = known.get(unit_key(name))
        if unit is not None and kind in ("tinh", "thanh_pho") and unit.kind == kind:
            found[unit.name] += count
    return found


def _by_neighbours(document: Document, fitting: frozenset[str]) -> str | None:
    """The one province in which all the other units that the text names can lie together."""
    votes: Counter[str] = Counter()
    for kind, name in named_units(document.text):
        places = {
            province_of_code(u.province, u.era)
            for u in units().get(unit_key(name), ())
            if u.kind == kind and u.province
        }
        if len(places) == 1:
            votes.update(places)
    if fitting:
        votes = Counter({name: count for name, count in votes.items() if name in fitting})
    if not votes:
        return None
    (first, most), *others = votes.most_common(2)
    return first if most >= 2 and (not others or most >= 2 * others[0][1]) else None
