"""The names of catalogued movements, folded, and which of them a printed name means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.movements.identities import common, holds
from extractors.movements.lexicon import key, stem
from pipeline.identities.movements_catalog import catalog

# Abbreviations of the genre, as folded words; whole words alone, so that no name is broken.
_SHORT = {
    "ntm": "nong thon moi",
    "dtvm": "do thi van minh",
    "ntmdtvm": "nong thon moi do thi van minh",
    "antq": "an ninh to quoc",
    "bvantq": "bao ve an ninh to quoc",
    "dsvh": "doi song van hoa",
    "kdc": "khu dan cu",
    "pccc": "phong chay chua chay",
    "sxkd": "san xuat kinh doanh",
    "ccb": "cuu chien binh",
    "cbccvc": "can bo cong chuc vien chuc",
    "cb": "can bo",
    "cc": "cong chuc",
    "vc": "vien chuc",
    "vhcs": "van hoa cong so",
    "cds": "chuyen doi so",
    "dmst": "doi moi sang tao",
    "vn": "viet nam",
    "hcm": "ho chi minh",
    "atvsld": "an toan ve sinh lao dong",
    "tdxdntm": "thi dua xay dung nong thon moi",
    "tddkxdntm": "toan dan doan ket xay dung nong thon moi",
    "tddkxddsvh": "toan dan doan ket xay dung doi song van hoa",
}
_PLACE_BEHIND = re.compile(
    r" (?:tren dia ban|tai|trong pham vi|tren pham vi|trong toan|tren ca nuoc|cua tinh|cua thanh pho)(?: .*)?$"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One name of one catalogued movement, as folded words; ``official`` for its own, ``province`` where it is bound
    to one.
    """

    words: tuple[str, ...]
    code: str
    official: bool
    province: str | None


@lru_cache(maxsize=4096)
def bare_words(name: str) -> tuple[str, ...]:
    """A name as words without marks, case, punctuation; abbreviations in full, "phong trào thi đua" and years left out.

    >>> " ".join(bare_words("Phong trào thi đua “Cả nước chung sức XD NTM” giai đoạn 2021 - 2025"))
    'ca nuoc chung suc xd nong thon moi'
    """
    text = stem(name)
    words = " ".join(_SHORT.get(word, word) for word in text.split())
    cut = _PLACE_BEHIND.sub("", words)
    return tuple((cut if len(cut.split()) >= 3 else words).split())


@cache
def wordings() -> tuple[Wording, ...]:
    """All names of all movements; each name belongs to one movement."""
    found: dict[tuple[str, ...], Wording] = {}
    for row in catalog():
        for name in (row.name, *row.wordings):
            found.setdefault(bare_words(name), Wording(bare_words(name), row.code, name == row.name, row.province))
    return tuple(found.values())


_OFFICIAL, _OTHER, _SLIP, _SHORTENED = 0.98, 0.95, 0.85, 0.8
_SLIPS = 0.87  # the share of words that a name of six or more has in common with the one it is a slip of
_LONG = 6
_SHARE = 0.6  # of a name's words that a shortened form keeps, and at least:
_KEPT = 4


@lru_cache(maxsize=4096)  # documents name the same movements again and again
def match(name: str, province: str | None) -> tuple[str, float] | None:
    """The catalogued movement that a printed name means, and how sure; None where it means none for certain.

    A name that only holds the words of a well-known one is another movement: "Tuổi trẻ An Lạc chung tay xây dựng nông
    thôn mới". So the whole of a name has to fit, its first two words and its last one in any case; a shortened form
    may leave words out at one of its ends.

    >>> match("Toàn dân BVANTQ", None), match("Dân vận khéo", None)
    (('toan_dan_bao_ve_antq', 0.98), ('dan_van_kheo', 0.98))
    >>> match("An Lạc chung sức xây dựng nông thôn mới", None) is None
    True
    """
    words = bare_words(name)
    usable = [w for w in wordings() if w.province is None or key(w.province) == key(province or "")]
    exact = next((w for w in usable if w.words == words), None)
    if exact is not None:
        return exact.code, _OFFICIAL if exact.official else _OTHER
    for fits, sure in ((_is_slip, _SLIP), (_is_shortened, _SHORTENED)):
        codes = {w.code for w in usable if fits(words, w.words)}
        if len(codes) == 1:
            return codes.pop(), sure
        if codes:
            return None
    return None


def _is_slip(words: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether a name is another with a slip or two: letters wrong, a word for another, one left out."""
    if abs(len(words) - len(known)) > 2 or min(len(words), len(known)) < _KEPT:
        return False
    if len(words) == len(known):
        wrong = [(a, b) for a, b in zip(words, known, strict=True) if a != b]
        if len(wrong) == 1 and _alike(*wrong[0]):
            return True
    if min(len(words), len(known)) < _LONG or words[:2] != known[:2] or words[-1] != known[-1]:
        return False
    return common(list(words), list(known)) >= _SLIPS


def _alike(one: str, other: str) -> bool:
    """Whether two words differ by a letter: "nuoc", "nươc" read as "nuo"."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1 or one.isdigit() or other.isdigit():
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _is_shortened(words: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether a name is the beginning or the end of a longer one, most of it."""
    if not _KEPT <= len(words) < len(known) or len(words) < _SHARE * len(known):
        return False
    return (known[: len(words)] == words or known[-len(words) :] == words) and holds(list(words), list(known))
