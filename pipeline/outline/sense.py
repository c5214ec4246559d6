"""What the sections of a document are about: each heading's words in the light of the headings around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.header.forms import read_type
from pipeline.outline.genre import is_plan, is_report, kind_by_genre
from pipeline.outline.headings import Heading
from pipeline.outline.kinds import key_of, kind_within, told_kind
from pipeline.outline.offices import office_in
from schemas.section import SectionKind

Telling = tuple[SectionKind, float]
"""A kind, and how sure it is; below ``pipeline.evidence.REVIEW_BELOW`` a person should look."""

_TOLD, _GUESSED = 0.99, 0.75
_INHERITED, _UNTOLD = 0.68, 0.66  # no word of the heading's own tells: in blind readings these were wrong most often
_READ = 300  # characters below a heading that are looked at

# Thi đua trong lĩnh vực văn hóa      a field, not the name of a movement
_NAME_ALONE = re.compile(r"[“\"«][^“”\"«»]{8,200}[”\"»][.:]?")
_FIELD = re.compile(r"thi dua (?:tren|trong|o|ve) (?:cac )?(?:linh vuc|mat|nganh)")
# Về kinh tế · Lĩnh vực văn hóa - xã hội · Quốc phòng, an ninh      a field of work
_SUBJECT = re.compile(
    r"(?:(?:ve|tren|trong|linh vuc|nganh|cong tac|thuc hien|phat trien|dam bao|bao dam|giu vung) )*"
    r"(?:kinh te|nong nghiep|nong thon moi|xay dung (?:nong|dang|he thong)|cong nghiep|thuong mai|van hoa|xa hoi"
    r"|giao duc|y te|quoc phong|an ninh|moi truong|tai nguyen|giam ngheo|an sinh|huy dong (?:cac )?nguon luc"
    r"|thu(?:, chi)? ngan sach|dau tu"
    r"|chuyen doi so)\b"
)
# NỘI DUNG THI ĐUA · Nội dung và chỉ tiêu thi đua · NỘI DUNG
_CONTENTS = re.compile(
    r"(?:cac )?noi dung(?:(?:,| va)? (?:chi tieu|hinh thuc|yeu cau|phong trao))*(?: thi dua| thuc hien)?$"
)
_AWARDS = re.compile(r"(?:cong tac )?khen thuong$")
# MỤC TIÊU at the head of a plan or a directive says what it is for
_PURPOSE = re.compile(r"muc tieu(?: chung)?(?: cua (?:ke hoach|chuong trinh|dot thi dua))?$")
_FUNDS = re.compile(r"(?:nguon )?kinh phi(?: (?:thuc hien|to chuc|bao dam|dam bao).*)?$")
_FUND = re.compile(r"quỹ\s+thi\s+đua|khen\s+thưởng", re.IGNORECASE)
_BUDGET = re.compile(r"ngân\s+sách|xã\s+hội\s+ho[áa]|xã\s+hội\s+hóa", re.IGNORECASE)
_OTHER_WORK = re.compile(r"kinh te|xa hoi|quoc phong|nhiem vu|ngan sach")
_EMULATES = re.compile(r"thi dua|khen thuong|phong trao|dien hinh|van dong")


@dataclass(frozen=True, slots=True)
class _Kin:
    """The headings below one parent: how many are offices' names, and whether one names a field."""

    offices: int
    fields: bool

    @classmethod
    def of(cls, words: Sequence[str]) -> _Kin:
        offices = sum(office_in(heading) == "name" for heading in words)
        return cls(offices, any(_FIELD.match(key_of(heading)) for heading in words))


def tell_kinds(text: str, headings: Sequence[Heading], parents: Sequence[int | None], title: str) -> list[Telling]:
    """The kind of each heading, and how sure it is.

    Args:
        text: the document.
        headings: its headings in order.
        parents: the index of each heading's parent, or None; a parent comes before its children.
        title: the title of the document, with its type word.
    """
    families: dict[int | None, list[str]] = {}
    for at, parent in enumerate(parents):
        families.setdefault(parent, []).append(headings[at].words)
    kin = {parent: _Kin.of(words) for parent, words in families.items()}
    told: list[Telling] = []
    captions = len(headings) > 1 and all(h.style == "none" for h in headings) and read_type(title) is None
    for at, heading in enumerate(headings):
        if heading.style in ("phan", "bullet"):
            told.append(("phan" if heading.style == "phan" else "phong_trao", _TOLD))
            continue
        outer = parents[at]
        if (
            outer is not None
            and told[outer][0] == "ket_qua_phong_trao"
            and _NAME_ALONE.fullmatch(heading.words.strip())
        ):
            told.append(("phong_trao", _TOLD))  # 1. “Cả nước chung sức …” below the movements that the centre launched
            continue
        if at == 0 and _PURPOSE.match(key_of(heading.words)) and not is_report(title):
            told.append(("muc_dich_yeu_cau", _GUESSED))
            continue
        if (
            outer is not None
            and _CONTENTS.match(key_of(headings[outer].words))
            and _AWARDS.match(key_of(heading.words))
        ):
            told.append(("khen_thuong", _GUESSED))  # 3. Công tác khen thưởng below NỘI DUNG THI ĐUA
            continue
        around = _around(at, headings, parents, told, title)
        if captions and outer is None and around is None and told_kind(heading.words) is None:
            around = "ket_qua_phong_trao"  # what a news item tells of between its captions
        own = kind_by_genre(heading.words, around, families.get(at, ()), title)
        if own is not None:
            told.append((own, _GUESSED))
            continue
        special = _special(heading, around, kin[parents[at]], families.get(at, ()), text)
        told.append(_plain(heading.words, around) if special is None else special)
    return told


def _around(
    at: int, headings: Sequence[Heading], parents: Sequence[int | None], told: Sequence[Telling], title: str
) -> SectionKind | None:
    """The kind of what stands around a heading."""
    parent, words = parents[at], headings[at].words
    if parent is None:
        return _of_title(title) if told_kind(words) is None and _SUBJECT.match(key_of(words)) else None
    kind = told[parent][0]
    if kind == "phan":  # a Part's own words tell what its sections are about
        return told_kind(headings[parent].words)
    if kind == "ket_qua_phong_trao" and told_kind(words) is None and _tells_of_other_work(title):
        return None  # Nông nghiệp, in a report on the economy
    outer = parents[parent]
    if kind == "phong_trao" and outer is not None and told[outer][0] == "ket_qua_phong_trao" and not told_kind(words):
        return "ket_qua_phong_trao"  # 1.1. Trồng trọt, within a movement for the economy
    return kind


def _of_title(title: str) -> SectionKind | None:
    """What a section about a field of work is about in a document of this title."""
    if is_report(title):
        return None if _tells_of_other_work(title) else "ket_qua_phong_trao"
    return "phuong_huong_nhiem_vu" if is_plan(title) else None


def _tells_of_other_work(title: str) -> bool:
    """Whether a report's title speaks of its unit's work at large and of no emulation.

    >>> [_tells_of_other_work(f"BÁO CÁO {subject}") for subject in ("Tình hình kinh tế - xã hội", "Kết quả thi đua")]
    [True, False]
    """
    key = key_of(title)
    return bool(_OTHER_WORK.search(key)) and not _EMULATES.search(key)


def _plain(words: str, parent: SectionKind | None) -> Telling:
    told = told_kind(words)
    kind = kind_within(told, parent)
    if told is not None:
        return kind, _TOLD
    if kind == "to_chuc_thuc_hien" and office_in(words) is not None:
        return kind, _TOLD
    return kind, _UNTOLD if kind == "khac" else _INHERITED


def _special(
    heading: Heading, parent: SectionKind | None, kin: _Kin, below: Sequence[str], text: str
) -> Telling | None:
    """Headings whose kind the headings beside and below them, or their text, decide."""
    key, told, office = key_of(heading.words), told_kind(heading.words), office_in(heading.words)
    open_ = parent in (None, "khac", "phan")
    found: Telling | None = None
    if office is not None and open_:
        found = _of_office(office, told, kin)
    elif told == "phong_trao" and key.startswith("thi dua ") and not _quotes(heading.words):
        found = _contest(parent, kin)
    elif _CONTENTS.match(key) and (open_ or parent == "phuong_huong_nhiem_vu"):
        # NỘI DUNG over the names of movements only holds them
        named = open_ and bool(below) and told_kind(below[0]) == "phong_trao" and _quotes(below[0])
        found = ("khac" if named else "phuong_huong_nhiem_vu"), _GUESSED
    elif told == "kien_nghi" and "de nghi" in key and any(told_kind(words) == "khen_thuong" for words in below):
        found = "khen_thuong", _GUESSED  # ĐỀ NGHỊ of a submission, over the awards that it asks for
    elif _FUNDS.match(key) and parent != "to_chuc_thuc_hien":
        found = _of_funds(text[heading.span.end : heading.span.end + _READ])
    return found


def _quotes(words: str) -> bool:
    return any(c in words for c in '“"”')


def _of_office(office: str, told: SectionKind | None, kin: _Kin) -> Telling:
    """Sở Nội vụ · Đề nghị Ủy ban Mặt trận Tổ quốc xã: whose task it is, or whom a wish is for."""
    others = kin.offices - (office == "name")
    if told == "kien_nghi" and not others:
        return "kien_nghi", _UNTOLD
    if told not in (None, "kien_nghi", "khac") and not others:
        return told, _GUESSED  # Hội đồng Thi đua - Khen thưởng, alone
    return "to_chuc_thuc_hien", _GUESSED if others or office == "asked" else _UNTOLD


def _contest(parent: SectionKind | None, kin: _Kin) -> Telling:
    """Thi đua phát triển kinh tế: a movement's title, or a field where the headings beside it name fields."""
    if kin.fields:
        return ("phuong_huong_nhiem_vu" if parent == "phuong_huong_nhiem_vu" else "ket_qua_phong_trao"), _GUESSED
    return "phong_trao", _UNTOLD


def _of_funds(below: str) -> Telling:
    """KINH PHÍ: the fund for emulation, where its text does not begin with the budget."""
    fund, budget = _FUND.search(below), _BUDGET.search(below)
    if budget is not None and (fund is None or budget.start() < fund.start()):
        return "to_chuc_thuc_hien", _UNTOLD
    return "quy_thi_dua", _GUESSED if fund else _UNTOLD
