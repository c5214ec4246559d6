"""What code a font is made for, by its name, and whether its text bears that out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pipeline.legacy.convert import pattern_of, to_unicode
from pipeline.legacy.tables import Code
from pipeline.legacy.words import UNKNOWN, likelihood

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[-, ](?:bold|italic|oblique|regular|roman|normal|mt)+)+$", re.I)
_TOKEN = re.compile(r"[^\W\d_]*[^\x00-\x7f\s][^\s\d.,;:()\[\]/\"'?!+=*%&<>“”‘’–—…-]*")
_PRIVATE = range(0xF020, 0xF100)  # where Word keeps the bytes of a font that it takes for one of symbols
# Where PDF programs leave a hyphen for the soft hyphen that is "ư" in TCVN3: "ng-êi".
_HYPHENED = re.compile(r"[^\W\d_]*-[^\W\d_]+|[^\W\d_]+-")


class FontCode(NamedTuple):
    """The code of a font; ``capitals`` where it shows small letters as capitals (.VnTimeH)."""

    code: Code
    capitals: bool = False


@lru_cache(maxsize=1024)
def code_of_font(name: str | None) -> FontCode | None:
    """The code that a font of that name is made for; None for all others, which are taken for Unicode.

    >>> code_of_font("ABCDEF+.VnTimeH,Bold"), code_of_font("VNI-Times"), code_of_font("Times New Roman")
    (FontCode(code='tcvn3', capitals=True), FontCode(code='vni', capitals=False), None)
    """
    plain = _STYLE.sub("", _SUBSET.sub("", (name or "").strip())).lower()
    if plain.startswith(".vn"):
        return FontCode("tcvn3", plain.endswith("h"))
    if plain.startswith(("vni-", "vni ")):
        return FontCode("vni")
    if plain.startswith(("vps ", "vps-")):
        return FontCode("vps")
    if plain.startswith(("vi ", "viscii")):
        return FontCode("viscii")
    return None


def is_plainly_unicode(text: str, code: Code) -> bool:
    """Whether a text holds letters of Vietnamese that the bytes of ``code`` never show as: "ế", "ạ"."""
    read = pattern_of(code).sub("", text)
    return any("\u0100" <= char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in read)


def is_borne_out(texts: Iterable[str], code: Code, *, doubt: bool = False) -> bool:
    """Whether text set in a font of ``code`` is written in it: more of its words become Vietnamese than are.

    Word keeps the name of such a font on text that was typed in Unicode later on; text in plain letters says nothing
    and needs no conversion. ``doubt`` is the answer where nothing speaks for either.

    >>> is_borne_out(["KÝnh göi: ñy ban nh©n d©n x·"], "tcvn3"), is_borne_out(["Kính gửi: Ủy ban"], "tcvn3")
    (True, False)
    """
    gained = 0.0
    for word in {word for text in texts for word in _TOKEN.findall(_bytes(text))}:
        gained += max(UNKNOWN, likelihood(to_unicode(word, code))) - max(UNKNOWN, likelihood(word))
        gained -= 10.0 * any("\u0100" <= char < "\u02b0" or "\u1e00" <= char < "\u1f00" for char in word)
    return gained > 0.0 or (doubt and gained == 0.0)


def decode_run(text: str, font: FontCode) -> str:
    """A run of text in that font as it is shown.

    >>> decode_run("céng hßa", FontCode("tcvn3", capitals=True))
    'CỘNG HÒA'
    >>> decode_run("ng-êi d©n Q-4", FontCode("tcvn3"))
    'người dân Q-4'
    """
    plain = _bytes(text)
    if font.code == "tcvn3" and "-" in plain:
        plain = _HYPHENED.sub(_with_horn, plain)
    read = to_unicode(plain, font.code)
    return read.upper() if font.capitals and len(read.upper()) == len(read) else read


def _bytes(text: str) -> str:
    if not any(ord(char) in _PRIVATE for char in text):
        return text
    return "".join(chr(ord(char) - 0xF000) if ord(char) in _PRIVATE else char for char in text)


def _with_horn(match: re.Match[str]) -> str:
    horned = match[0].replace("-", "\u00ad")
    before = min(likelihood(to_unicode(part, "tcvn3")) for part in match[0].split("-") if part)
    return horned if likelihood(to_unicode(horned, "tcvn3")) > before else match[0]
