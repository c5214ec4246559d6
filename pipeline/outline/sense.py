"""What the sections of a document are about: each heading's words in the light of the headings around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.outline.headings import Heading
from pipeline.outline.kinds import key_of, kind_within, told_kind
from pipeline.outline.offices import office_in
from schemas.section import SectionKind

_UNTOLD = 0.66
"""No word tells what the section is about: a person should look (below ``pipeline.evidence.REVIEW_BELOW``)."""
_INHERITED = 0.8
_GUESSED = 0.75
_TOLD = 0.99

# Thi đua trong lĩnh vực văn hóa      a field, not the name of a movement
_FIELD = re.compile(r"thi dua (?:tren|trong|o|ve) (?:cac )?(?:linh vuc|mat|nganh)")
# NỘI DUNG THI ĐUA · Nội dung và chỉ tiêu thi đua · NỘI DUNG
_CONTENTS = re.compile(
    r"(?:cac )?noi dung(?:(?:,| va)? (?:chi tieu|hinh thuc|yeu cau|phong trao))*(?: thi dua| thuc hien)?$"
)
_FUNDS = re.compile(r"(?:nguon )?kinh phi(?: (?:thuc hien|to chuc|bao dam|dam bao).*)?$")
_FUND = re.compile(r"quỹ\s+thi\s+đua|khen\s+thưởng", re.IGNORECASE)
_BUDGET = re.compile(r"ngân\s+sách|xã\s+hội\s+hóa|xã\s+hội\s+hoá", re.IGNORECASE)
_READ = 300  # characters below a heading that are looked at


def tell_kinds(
    text: str, headings: Sequence[Heading], parents: Sequence[int | None]
) -> list[tuple[SectionKind, float]]:
    """The kind of each heading and how sure it is.

    Args:
        text: the document.
        headings: its headings in order.
        parents: the index of each heading's parent, or None; a parent comes before its children.
    """
    families: dict[int | None, list[int]] = {}
    for at, parent in enumerate(parents):
        families.setdefault(parent, []).append(at)
    told: list[tuple[SectionKind, float]] = []
    for at, heading in enumerate(headings):
        around = parents[at]
        parent = None if around is None else told[around][0]
        kin = [headings[i].words for i in families[around] if i != at]
        below = [headings[i].words for i in families.get(at, ())]
        told.append(_tell(heading, parent, kin, below, text))
    return told


def _tell(
    heading: Heading, parent: SectionKind | None, kin: Sequence[str], below: Sequence[str], text: str
) -> tuple[SectionKind, float]:
    if heading.style == "phan":
        return "phan", _TOLD
    if heading.style == "bullet":
        return "phong_trao", _TOLD
    key = key_of(heading.words)
    told = told_kind(heading.words)
    office = office_in(heading.words)
    if office is not None and parent in (None, "khac", "phan"):
        return _of_office(office, told, kin)
    if told == "phong_trao" and key.startswith("thi dua ") and not any(c in heading.words for c in '“"”'):
        return _contest(parent, kin)
    if _CONTENTS.match(key) and parent in (None, "khac", "phan", "phuong_huong_nhiem_vu"):
        # NỘI DUNG over the names of movements only holds them
        named = bool(below) and told_kind(below[0]) == "phong_trao" and any(c in below[0] for c in '“"”')
        return ("khac", _GUESSED) if named else ("phuong_huong_nhiem_vu", _GUESSED)
    if _FUNDS.match(key) and parent != "to_chuc_thuc_hien":
        return _of_funds(text[heading.span.end : heading.span.end + _READ])
    kind = kind_within(told, parent)
    if told is None:
        return kind, _UNTOLD if kind == "khac" else _INHERITED
    return kind, _TOLD


def _of_office(office: str, told: SectionKind | None, kin: Sequence[str]) -> tuple[SectionKind, float]:
    """Sở Nội vụ · Đề nghị Ủy ban Mặt trận Tổ quốc xã: whose task it is, or whom a wish is for."""
    others = sum(office_in(words) == "name" for words in kin)
    if told == "kien_nghi" and not others:
        return "kien_nghi", _UNTOLD
    if told not in (None, "kien_nghi", "khac") and not others:
        return told, _GUESSED  # Hội đồng Thi đua - Khen thưởng, alone
    return "to_chuc_thuc_hien", _GUESSED if others or office == "asked" else _UNTOLD


def _contest(parent: SectionKind | None, kin: Sequence[str]) -> tuple[SectionKind, float]:
    """Thi đua phát triển kinh tế: a movement's title, or a field where the headings beside it name fields."""
    if any(_FIELD.match(key_of(words)) for words in kin):
        return ("phuong_huong_nhiem_vu" if parent == "phuong_huong_nhiem_vu" else "ket_qua_phong_trao"), _GUESSED
    return "phong_trao", _UNTOLD


def _of_funds(below: str) -> tuple[SectionKind, float]:
    """KINH PHÍ: the fund for emulation, where its text does not begin with the budget."""
    fund, budget = _FUND.search(below), _BUDGET.search(below)
    if budget is not None and (fund is None or budget.start() < fund.start()):
        return "to_chuc_thuc_hien", _UNTOLD
    return "quy_thi_dua", _GUESSED if fund else _UNTOLD
