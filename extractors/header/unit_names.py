"""Administrative units as a text names them: the word for the kind, and the proper name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from extractors.header.forms import fold_accents, lexicon
from schemas.header import UnitKind

# Xã An Lạc · thành phố Hải Phòng · TP. Huế · thị trấn Y     a kind of unit and its name
_UNIT_WORDS = r"tỉnh|thành phố|TP\.?|huyện|quận|thị xã|TX\.?|xã|phường|thị trấn|đặc khu"
_UBND = re.compile(
    r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|HĐND|Hội đồng nhân dân)\s+"
    rf"(?P<unit>(?i:{_UNIT_WORDS}))\s+(?P<name>\S+(?:[^\S\n]+\S+){{0,3}})"
)
# TỈNH ỦY X, HUYỆN ĐOÀN X      the party's committee and the youth union of a unit name it behind their own word
UNIT = re.compile(
    rf"(?<!\w)(?P<unit>(?i:{_UNIT_WORDS}))"
    r"(?i:(?:(?<=tỉnh)|(?<=huyện)|(?<=quận))\s+(?:ủy|uỷ|đoàn)\b)?"
    r"(?=\s+(?P<name>(?!HỘI\b|hội\b|Hội\b)\S+(?:[^\S\n]+\S+){0,4}))"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a text names it: the word for its kind, the code of it, its own name."""

    word: str
    kind: UnitKind
    name: str

    def __str__(self) -> str:
        return f"{self.word} {self.name}"


def read_unit(text: str) -> Unit | None:
    """The last unit that a text names: "UBND XÃ AN LẠC" → xã An Lạc.

    >>> str(read_unit("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"))
    'thành phố Hải Phòng'
    """
    found = read_units(text)
    return found[-1] if found else None


def read_units(text: str) -> list[Unit]:
    """The units that a text names, in order.

    >>> [str(unit) for unit in read_units("UBND PHƯỜNG 12 QUẬN GÒ VẤP")]
    ['phường 12', 'quận Gò Vấp']
    >>> [str(unit) for unit in read_units("HUYỆN ỦY KIM SƠN")]
    ['huyện Kim Sơn']
    """
    found: list[Unit] = []
    for match in UNIT.finditer(text):
        name = name_at(match["name"], capitals=text.isupper())
        if name is not None:
            word, kind = unit_words()[fold_accents(match["unit"])]
            found.append(Unit(word, kind, name))
    return found


@cache
def unit_words() -> dict[str, tuple[str, UnitKind]]:
    """The words for kinds of units, folded, with the full word and the kind's code."""
    full = {"TP": "thành phố", "TX": "thị xã", "TT": "thị trấn"}
    return {fold_accents(word): (full.get(word, word), kind) for word, kind in lexicon()["units"].items()}


def kind_word(kind: UnitKind) -> str:
    """The word for a kind of unit: "xa" → xã."""
    return next(word for word, code in unit_words().values() if code == kind)


def starts_unit(key: str) -> bool:
    """Whether a folded text begins with the word for a kind of unit: "xa an lac"."""
    return any(key.startswith(word + " ") for word in unit_words())


_OTHERS = ("truong", "dang")  # TRƯỜNG TIỂU HỌC, ĐẢNG ỦY: the next body in a line


def name_at(words: str, *, capitals: bool = False) -> str | None:
    """The proper name at the start of ``words``: the words with a capital, or a number, up to the first mark.

    >>> name_at("Hải Khê báo cáo kết"), name_at("An Lạc, ngày"), name_at("1, thành phố")
    ('Hải Khê', 'An Lạc', '1')
    """
    name: list[str] = []
    for at, word in enumerate(words.split()):
        if capitals and name and starts_unit(fold_accents(" ".join(words.split()[at:]))):
            break
        bare = word.rstrip('.,;:)”"/')
        plain = bare.strip("-–'’")
        if not bare or not (plain == "" or plain[0].isupper() or (plain.isdecimal() and not name)):
            break
        if not capitals and len(plain) > 1 and plain.isupper() and not (name == [] and len(plain) <= 2):
            break
        begun = len(name) == 1 and not name[0].isdecimal()  # XÃ YÊN TRƯỜNG LÂM: a name has two syllables
        if (
            capitals
            and name
            and (fold_accents(plain) in ("so", "uy", "ubnd") or (fold_accents(plain) in _OTHERS and not begun))
        ):
            break
        name.append(bare)
        if bare != word:
            break
    while name and not name[-1].strip("-–"):
        name.pop()
    if not name:
        return None
    text = " ".join(name)
    return text.title() if capitals else text


def named_committees(running: str) -> Counter[tuple[str, str, UnitKind]]:
    """How often running text names each People's Committee: (unit word, name, kind)."""
    found: Counter[tuple[str, str, UnitKind]] = Counter()
    for match in _UBND.finditer(running):
        name = name_at(match["name"])
        if name is not None:
            word, kind = unit_words()[fold_accents(match["unit"])]
            found[word, name, kind] += 1
    return found


def named_units(running: str) -> Counter[tuple[UnitKind, str]]:
    """How often running text names each unit: (kind, name). Former ones ("tỉnh X cũ") are left out."""
    found: Counter[tuple[UnitKind, str]] = Counter()
    for match in UNIT.finditer(running):
        name = name_at(match["name"])
        if name is None:
            continue
        after = running[match.start("name") + len(name) : match.start("name") + len(name) + 12]
        if fold_accents(after).startswith(("cu", "truoc day", "(cu")):
            continue
        found[unit_words()[fold_accents(match["unit"])][1], name] += 1
    return found
