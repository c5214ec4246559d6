"""What a section is about: kinds by the words of a heading (``kinds.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from unidecode import unidecode

from pipeline.outline.named import find_name
from schemas.section import SectionKind


@dataclass(frozen=True, slots=True)
class _Kind:
    code: SectionKind
    starts: re.Pattern[str]
    exact: frozenset[str]
    holds: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: tuple[_Kind, ...]
    results: re.Pattern[str]
    wordings: re.Pattern[str]
    inherited: frozenset[str]
    within: dict[tuple[SectionKind | None, SectionKind | None], SectionKind]


def key_of(heading: str) -> str:
    """The accent-free key of a heading.

    >>> key_of("ĐÁNH GIÁ  CHUNG:")
    'danh gia chung'
    """
    return " ".join(re.sub(r"[\"'*_()\[\]]", "", unidecode(heading)).casefold().split()).strip(" .:;,-")


@cache
def _lexicon() -> _Lexicon:
    raw = tomllib.loads(files("pipeline.outline").joinpath("kinds.toml").read_text(encoding="utf-8"))
    kinds = []
    results = ""
    for entry in raw["kind"]:
        starts = rf"(?:{raw['prefix']})(?:{'|'.join(entry['starts'])})"
        holds = re.compile("|".join(entry["holds"])) if "holds" in entry else None
        kinds.append(_Kind(entry["code"], re.compile(starts), frozenset(entry.get("exact", ())), holds))
        results = entry.get("bare", results)
    within = {(entry["parent"], told): entry["code"] for entry in raw["within"] for told in entry.get("told", [None])}
    return _Lexicon(
        tuple(kinds),
        re.compile(results),
        re.compile("|".join(raw["wordings"])),
        frozenset(raw["inherited"]),
        within,
    )


def told_kind(heading: str) -> SectionKind | None:
    """The kind that the words of a heading tell, or None.

    >>> told_kind("Một số tồn tại, hạn chế"), told_kind("Lĩnh vực kinh tế")
    ('han_che', None)
    """
    if find_name(heading) is not None:
        return "phong_trao"
    key = key_of(heading)
    lexicon = _lexicon()
    for kind in lexicon.kinds:
        if key in kind.exact:
            return kind.code
    for kind in lexicon.kinds:
        if kind.starts.match(key):
            return kind.code
    for kind in lexicon.kinds:
        if kind.holds is not None and kind.holds.search(key):
            return kind.code
    return "ket_qua_phong_trao" if lexicon.results.match(key) else None


def is_wording(heading: str) -> bool:
    """Whether a heading is one of the set wordings, so that it is known as a heading wherever it stands.

    >>> is_wording("Tồn tại, hạn chế"), is_wording("Tồn tại của tổ chức")
    (True, False)
    """
    return _lexicon().wordings.fullmatch(key_of(heading)) is not None


def kind_of(heading: str, parent: SectionKind | None) -> SectionKind:
    """The kind of a section: what its heading tells, seen in the light of the section around it.

    >>> kind_of("Lĩnh vực kinh tế", "phuong_huong_nhiem_vu"), kind_of("Lĩnh vực kinh tế", None)
    ('phuong_huong_nhiem_vu', 'khac')
    """
    lexicon = _lexicon()
    if parent == "khen_thuong" and key_of(heading).startswith("kinh phi"):
        return "quy_thi_dua"
    told = told_kind(heading)
    if told is None:
        return parent if parent in lexicon.inherited and parent is not None else "khac"
    return lexicon.within.get(
        (parent, told), lexicon.within.get((parent, None), told) if told != "phong_trao" else told
    )
