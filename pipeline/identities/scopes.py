"""Whose numbers an instrument's number is one of: "377/QĐ-UBND" is another instrument in each commune."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unidecode import unidecode

from schemas.header import Header

# The last organ in a symbol that only one issuer in the country bears: "QĐ-TTg", "CT/TW", "NQ-UBTVQH15", "TT-BNV".
_OF_THE_CENTRE = re.compile(
    r"TTg|CP|CTN|TW|QUTW|HĐBT|VPCP|VPTW|TLĐ|MTTW|TWĐTN|TWH|HĐTĐKTTW|BCĐTW|BNV|BTC|BTP|BYT|BCT|BCA|BQP|BGDĐT|BXD|BTNMT"
    r"|BNNPTNT|BNNMT|BKHCN|BTTTT|BVHTTDL|BLĐTBXH|BKHĐT|BGTVT|BNG|BDTTG|UBDT|NHNN|TTCP|TANDTC|VKSNDTC|KTNN|TTXVN"
    r"|BTGTW|BTCTW|UBKTTW|BDVTW"
)
_SESSION = re.compile(r"(?:UBTV)?QH\d{1,2}$")
_DEPARTMENT = re.compile(r"S(?:NV|TP|TC|YT|CT|XD|GTVT|TTTT|TNMT|NNMT|NNPTNT|KHCN|KHĐT|GDĐT|VHTT|VHTTDL|LĐTBXH|DTTG)$")
_COMMITTEE = re.compile(r"UBND|HĐND")
_PROVINCES_PARTY = frozenset({"TU"})
_CENTRAL_CITIES = frozenset({"ha-noi", "hai-phong", "hue", "da-nang", "can-tho", "ho-chi-minh"})
_COMMUNES = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})

# "Ủy ban nhân dân phường Thành Đông", "UBND TỈNH", "Ban Thường vụ Thành ủy", "Sở Nội vụ tỉnh …": the first that is said
_NAMED = r"(?P<name>(?:\s+[A-ZĐÀ-ỸƠƯĂÂÊÔ][a-zđà-ỹơưăâêô']*(?![\w/])){1,5})?"
_LEVEL = re.compile(
    r"(?<!\w)(?:(?P<tinh>(?i:tỉnh(?:\s+(?:ủy|uỷ|đoàn))?|thành\s+(?:ủy|uỷ|đoàn)|sở))"
    r"|(?P<city>(?i:thành\s+phố|tp\.?))"
    r"|(?P<huyen>(?i:huyện(?:\s+(?:ủy|uỷ|đoàn))?|quận(?:\s+(?:ủy|uỷ))?|thị\s+(?:xã|ủy|uỷ)))"
    rf"|(?P<xa>(?i:xã(?!\s+hội)|phường|thị\s+trấn|đặc\s+khu)))(?!\w){_NAMED}"
)
_CENTRE = re.compile(r"trung\s+ương|chính\s+phủ|quốc\s+hội|bộ\s+chính\s+trị|ban\s+bí\s+thư|chủ\s+tịch\s+nước", re.I)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose numbering it is: ``place`` in ASCII, empty for the centre's; ``sure`` from 0 to 1.

    Where nobody says whose number it is, ``told`` is False and the place that of who cites it: his documents mean one
    instrument by it, those of others perhaps another.
    """

    place: str
    sure: float
    told: bool = True


def is_central(symbol: str) -> bool:
    """Whether a symbol's numbers are one series for the whole country.

    >>> is_central("QĐ-TTg"), is_central("CT/TW"), is_central("NQ-UBTVQH15"), is_central("QĐ-UBND"), is_central("CT/TU")
    (True, True, True, False, False)
    """
    return _SESSION.search(symbol) is not None or any(map(_OF_THE_CENTRE.fullmatch, _pieces(symbol)))


def bears_session(symbol: str) -> bool:
    """Whether the numbers run through a session of the National Assembly: "NQ-UBTVQH15"."""
    return _SESSION.search(symbol) is not None


def scope_of(symbol: str, issuer: str | None, citing: Header, doc_id: str) -> Scope:
    """Whose numbering a mention means; the citing document tells which province "tỉnh" is.

    >>> here = Header(unit_name="Thủy An", unit_kind="xa", province="Hải Phòng")
    >>> scope_of("QĐ-UBND", "Ủy ban nhân dân thành phố", here, "d1").place
    'hai-phong'
    >>> scope_of("QĐ-UBND", "Chủ tịch UBND xã", here, "d1").place
    'hai-phong--thuy-an'
    >>> scope_of("QĐ-UBND", None, here, "d1")
    Scope(place='cited-by--hai-phong--thuy-an', sure=0.6, told=False)
    """
    local = _by_symbol(symbol)  # "46-CT/TU" is a province's, whoever is printed beside it
    if is_central(symbol) or (issuer and _CENTRE.search(issuer) and not local and not _COMMITTEE.search(symbol)):
        return Scope("", 0.98)
    province = _fold(citing.province)
    found = _said(issuer, citing) or local
    if found is not None:
        level, name = found
        if level == "tinh" and (name or province):
            return Scope(name or province, 0.95 if name else 0.9)
        if level == "huyen":
            name = name or (_fold(citing.unit_name) if citing.unit_kind == "huyen" else "")
        if level == "xa":
            name = name or (_fold(citing.unit_name) if citing.unit_kind in _COMMUNES else "")
        if name and level != "tinh":
            return Scope(_under(province, name), 0.9 if province else 0.75)
    citing_unit = _under(province, _fold(citing.unit_name)) if citing.unit_name else doc_id
    return Scope(f"cited-by--{citing_unit}", 0.6, told=False)


def _said(issuer: str | None, citing: Header) -> tuple[str, str] | None:
    """The level that an issuer as printed says, and the name of the place if it bears one."""
    match = _LEVEL.search(issuer) if issuer else None
    if match is None:
        return None
    name = _fold(match["name"])
    if match["city"]:
        if name in _CENTRAL_CITIES:
            return "tinh", name
        if not name and _fold(citing.province) in _CENTRAL_CITIES:
            return "tinh", ""
        return "huyen", name
    level = next(level for level in ("tinh", "huyen", "xa") if match[level])
    if level == "tinh" and match["tinh"].lower() == "sở":  # "Sở Nội vụ thành phố Cần Thơ": its name is no place's
        further = _LEVEL.search(issuer or "", match.end("tinh"))
        name = _fold(further["name"]) if further and (further["tinh"] or further["city"]) else ""
    return level, name


def _by_symbol(symbol: str) -> tuple[str, str] | None:
    pieces = _pieces(symbol)
    if any(piece in _PROVINCES_PARTY or _DEPARTMENT.match(piece) for piece in pieces):
        return "tinh", ""
    return None


def _pieces(symbol: str) -> list[str]:
    return re.split(r"[/.\s-]+", symbol)


def _under(province: str, name: str) -> str:
    return f"{province}--{name}" if province and name != province else name


def _fold(name: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", "-", unidecode(name or "").lower()).strip("-")
