"""What is known of instruments, laws and issuers: the lexicons as patterns, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from unidecode import unidecode

_FOLDER = Path(__file__).parent.parent / "lexicon"

# Every accented Latin letter to its bare lower-case letter, one to one, so that offsets stay.
_BARE = {
    code: letter.lower()
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if len(letter := unidecode(chr(code))) == 1
}


def bare(text: str) -> str:
    """The text in lower case without marks, of the same length.

    >>> bare("Luật Đất đai")
    'luat dat dai'
    """
    return text.translate(_BARE)


def key(text: str) -> str:
    """The name of a law as its identity.

    >>> key("Luật Thi đua, Khen thưởng")
    'luat-thi-dua-khen-thuong'
    >>> key("Luật TĐKT")
    'luat-thi-dua-khen-thuong'
    """
    for short, name in laws().short.items():
        text = re.sub(rf"(?<!\w){short}(?!\w)", name, text)
    return "-".join(re.findall(r"[a-z0-9]+", unidecode(text).lower()))


def spaced(phrase: str) -> str:
    """A pattern for a phrase whose blanks may be any white space."""
    return r"\s+".join(re.escape(word) for word in phrase.split())


def one_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    return "|".join(spaced(phrase) for phrase in sorted(phrases, key=len, reverse=True))


@dataclass(frozen=True)
class Instruments:
    """Kinds of instruments by the words that name them."""

    types: dict[str, str]
    type_word: re.Pattern[str]
    bare_types: dict[str, str]
    damaged: re.Pattern[str]  # on bare text, right before a number: "Nghi định số", "Quyêt dinh"


@dataclass(frozen=True)
class Issuers:
    """How names of issuers begin and go on."""

    head: re.Pattern[str]
    inside: frozenset[str]
    compound: re.Pattern[str]
    ministry: re.Pattern[str]


@dataclass(frozen=True)
class Laws:
    """Names of laws (matched on bare text, right behind the word "Luật") and what is none."""

    name: re.Pattern[str]
    never: re.Pattern[str]
    before: re.Pattern[str]
    short: dict[str, str]  # abbreviations and what they stand for


def _load(name: str) -> dict[str, dict[str, str]]:
    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)


@cache
def instruments() -> Instruments:
    """The words that name kinds of instruments."""
    types = _load("instruments.toml")["types"]
    bare_types = {bare(phrase): kind for phrase, kind in types.items() if " " in phrase}
    return Instruments(
        types,
        re.compile(rf"(?<!\w)(?:{one_of(types)})(?!\w)", re.IGNORECASE),
        bare_types,
        re.compile(rf"(?<!\w)(?P<type>{one_of(bare_types)})\s*(?:\bs\S{{0,2}}\s*:?\s*)?$"),
    )


@cache
def issuers() -> Issuers:
    """The grammar of issuers."""
    with (_FOLDER / "instruments.toml").open("rb") as file:
        lexicon = tomllib.load(file)["issuers"]
    return Issuers(
        re.compile(rf"(?:{one_of(lexicon['heads'])})(?!\w)"),
        frozenset(lexicon["inside"]),
        re.compile(rf"(?:{one_of(lexicon['compounds'])})(?!\w)"),
        re.compile(rf"(?:{one_of(lexicon['ministries'])})(?!\w)"),
    )


@cache
def laws() -> Laws:
    """The names of laws."""
    with (_FOLDER / "laws.toml").open("rb") as file:
        lexicon = tomllib.load(file)
    every = (*lexicon["names"], *lexicon["short"])
    names = sorted((re.findall(r"\w+", bare(name)) for name in every), key=len, reverse=True)
    return Laws(
        re.compile(r"(?:" + "|".join(r"[\s,–()/-]+".join(words) for words in names) + r")(?!\w)"),
        re.compile(rf"(?:{one_of(lexicon['never'])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{one_of(lexicon['before'])})\s+(?:\w+\s+)?$", re.IGNORECASE),
        lexicon["short"],
    )
