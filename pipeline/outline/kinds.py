"""What a section is about: kinds by the words of a heading (``kinds.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from unidecode import unidecode

from pipeline.outline.named import find_name
from schemas.section import SectionKind

_MARKS = re.compile(r"[\"'*_()\[\]]")
# The letters and marks of Vietnamese without their accents; all others are looked up one by one.
_PLAIN = {
    ord(c): unidecode(c) for c in (*map(chr, range(0xA0, 0x180)), *"ơư", *map(chr, range(0x1EA0, 0x1F00)), *"–—“”‘’…")
}


@dataclass(frozen=True, slots=True)
class _Kind:
    code: SectionKind
    starts: re.Pattern[str] | None
    exact: re.Pattern[str] | None
    holds: re.Pattern[str] | None
    last: re.Pattern[str] | None  # starts that count only where nothing else tells


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: tuple[_Kind, ...]
    results: re.Pattern[str]
    wordings: re.Pattern[str]
    inherited: frozenset[str]
    within: dict[tuple[SectionKind | None, SectionKind | None], SectionKind]
    short: re.Pattern[str]
    full: dict[str, str]


@lru_cache(maxsize=4096)  # the same heading is asked about several times
def key_of(heading: str) -> str:
    """The accent-free key of a heading, its short forms spelled out.

    >>> key_of("ĐÁNH GIÁ  CHUNG:"), key_of("Về CCHC")
    ('danh gia chung', 've cai cach hanh chinh')
    """
    folded = heading.casefold().translate(_PLAIN)
    key = folded if folded.isascii() else unidecode(heading).casefold()
    key = " ".join(_MARKS.sub("", key).split()).strip(" .:;,-")
    lexicon = _lexicon()
    return lexicon.short.sub(lambda match: lexicon.full[match[0]], key)


@cache
def _lexicon() -> _Lexicon:
    raw = tomllib.loads(files("pipeline.outline").joinpath("kinds.toml").read_text(encoding="utf-8"))
    kinds = []
    results = ""
    for entry in raw["kind"]:
        starts = rf"(?:{raw['prefix']})(?:{'|'.join(entry['starts'])})" if "starts" in entry else None
        last = rf"(?:{raw['prefix']})(?:{'|'.join(entry['last'])})" if "last" in entry else None
        kinds.append(
            _Kind(
                entry["code"],
                re.compile(starts) if starts else None,
                re.compile("|".join(entry["exact"])) if "exact" in entry else None,
                re.compile("|".join(entry["holds"])) if "holds" in entry else None,
                re.compile(last) if last else None,
            )
        )
        results = entry.get("bare", results)
    within = {(entry["parent"], told): entry["code"] for entry in raw["within"] for told in entry.get("told", [None])}
    return _Lexicon(
        tuple(kinds),
        re.compile(results),
        re.compile("|".join(raw["wordings"])),
        frozenset(raw["inherited"]),
        within,
        re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, raw['short']), key=len, reverse=True))})\b"),
        raw["short"],
    )


@lru_cache(maxsize=4096)
def told_kind(heading: str) -> SectionKind | None:
    """The kind that the words of a heading tell, or None.

    >>> told_kind("Một số tồn tại, hạn chế"), told_kind("Lĩnh vực kinh tế")
    ('han_che', None)
    """
    key = key_of(heading)
    lexicon = _lexicon()
    if find_name(heading) is not None:
        return "cai_cach_hanh_chinh" if key.startswith("thi dua cai cach") else "phong_trao"
    for kind in lexicon.kinds:
        if kind.exact is not None and kind.exact.fullmatch(key):
            return kind.code
    for kind in lexicon.kinds:
        if kind.starts is not None and kind.starts.match(key):
            return kind.code
    for kind in lexicon.kinds:
        if kind.holds is not None and kind.holds.search(key):
            return kind.code
    if lexicon.results.match(key):
        return "ket_qua_phong_trao"
    return next((kind.code for kind in lexicon.kinds if kind.last is not None and kind.last.match(key)), None)


def is_wording(heading: str) -> bool:
    """Whether a heading is one of the set wordings, so that it is known as a heading wherever it stands.

    >>> is_wording("Tồn tại, hạn chế"), is_wording("Tồn tại của tổ chức")
    (True, False)
    """
    return _lexicon().wordings.fullmatch(key_of(heading)) is not None


def kind_within(told: SectionKind | None, parent: SectionKind | None) -> SectionKind:
    """The kind of a section: what its heading tells (or None), seen in the light of the section around it.

    >>> kind_within(None, "phuong_huong_nhiem_vu"), kind_within(None, None)
    ('phuong_huong_nhiem_vu', 'khac')
    """
    lexicon = _lexicon()
    if told is None:
        return parent if parent in lexicon.inherited and parent is not None else "khac"
    return lexicon.within.get(
        (parent, told), lexicon.within.get((parent, None), told) if told != "phong_trao" else told
    )
