"""What is known of movements, and the keys by which their names are compared."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from unidecode import unidecode

_FILE = Path(__file__).parent.parent / "lexicon" / "movements.toml"


@dataclass(frozen=True)
class Lexicon:
    """The lexicon of movements as patterns."""

    other_things: re.Pattern[str]
    sayings: tuple[str, ...]  # as keys
    opening: re.Pattern[str]
    known: re.Pattern[str]


# hóa · hoá, quỳ · quì is another matter: the two places of a tone on "oa", "oe", "uy"
_TONES = {
    spelt: f"(?:{old}|{new})"
    for pair in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0309\u0303\u0323"
    for old, new in ((normalize("NFC", pair[0] + tone + pair[1]), normalize("NFC", pair + tone)),)
    for spelt in (old, new)
}
_TONED = re.compile("(?<!q)(?:" + "|".join(_TONES) + r")(?!\w)")


def _words(phrase: str) -> str:
    """A pattern for a phrase with any punctuation between its words, the tones of "hóa" at either place.

    >>> bool(re.fullmatch(_words("nếp sống văn hóa"), "nếp sống, văn hoá"))
    True
    """
    words = (_TONED.sub(lambda tone: _TONES[tone[0]], re.escape(word)) for word in re.findall(r"\w+", phrase))
    return r"[\s,;–-]+".join(words)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    with _FILE.open("rb") as file:
        data: dict[str, list[str]] = tomllib.load(file)

    def any_of(name: str) -> str:
        return "|".join(_words(phrase) for phrase in sorted(data[name], key=len, reverse=True))

    return Lexicon(
        re.compile(rf"(?<!\w)(?:{any_of('other_things')})(?!\w)", re.IGNORECASE),
        tuple(key(phrase) for phrase in data["sayings"]),
        re.compile(rf"(?:{any_of('openings')})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{any_of('known')})(?!\w)", re.IGNORECASE),
    )


_TITLE = re.compile(
    r"^(?:(?:cac )?(?:phong trao|cuoc van dong|dot)(?: thi dua)?(?: dac biet| cao diem)?(?: yeu nuoc)? )+"
)
_PERIOD = re.compile(r"(?: (?:trong )?(?:giai doan|nhiem ky|nam hoc|nam|tu nam) (?:\d{4}(?: den nam)?(?: \d{4})?))+$")


# CCB gương mẫu · Cựu chiến binh gương mẫu      one name, cut short and written out
_WRITTEN_OUT = {"ccb": "cuu chien binh", "ntm": "nong thon moi", "antq": "an ninh to quoc", "tdtt": "the duc the thao"}
_SHORT = re.compile(r"\b(?:" + "|".join(_WRITTEN_OUT) + r")\b")


def key(name: str) -> str:
    """A name as words without marks, case, punctuation.

    >>> key("Cả nước chung sức, xây dựng NÔNG THÔN mới")
    'ca nuoc chung suc xay dung nong thon moi'
    """
    return " ".join(re.findall(r"[a-z0-9]+", unidecode(name).lower()))


@lru_cache(maxsize=4096)  # each name is held against all others
def stem(name: str) -> str:
    """The key without the words "phong trào thi đua" before and the years behind.

    >>> stem("Phong trào thi đua Tăng thu ngân sách giai đoạn 2021 - 2025")
    'tang thu ngan sach'
    """
    words = _SHORT.sub(lambda short: _WRITTEN_OUT[short[0]], key(name))
    return _PERIOD.sub("", _TITLE.sub("", words)) or words


def years(name: str) -> frozenset[str]:
    """The years that a name bears."""
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", name))
