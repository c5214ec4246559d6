"""Code tables of Vietnamese before Unicode, each as it looks where its bytes were read as Windows-1252 or Latin-1.

TCVN3 is TCVN 5712:1993 VN3 (ABC, the fonts .Vn…): one byte a letter, no capitals with a tone. VNI is VNI for Windows:
a letter and a mark, two bytes. VISCII is RFC 1456. VPS is that of the Vietnamese Professionals Society, without the
capitals that it puts among the control characters. Windows-1258 has vowels and, apart, the five tones.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Code = Literal["tcvn3", "vni", "viscii", "vps", "cp1258"]
CODES: tuple[Code, ...] = ("tcvn3", "vni", "viscii", "vps", "cp1258")

_TONES = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}

# First code -> the letters from there on; "." where the table has none.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ.ằẳẵắ",
    0xC6: "ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ",
}
_VISCII = {
    0x02: "Ẳ..ẴẪ",
    0x14: "Ỷ....Ỹ....Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
_VPS = {
    0x80: "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔỖýỷỵỚỜỞ",
    0xA1: "ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự",
    0xC0: "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ.àáâãảạă.èéêẽìí.ĩẴĐòóôõ.Ơụùúủ.ỶẼỳ",
}
# What Windows-1258 has in another place than Windows-1252.
_CP1258 = {0xC3: "Ă", 0xD0: "Đ", 0xD5: "Ơ", 0xDD: "Ư", 0xE3: "ă", 0xF0: "đ", 0xF5: "ơ", 0xFD: "ư"}
_CP1258_TONES = {0xCC: "grave", 0xD2: "hook", 0xDE: "tilde", 0xEC: "acute", 0xF2: "dot"}

# VNI: letter -> how it is written, and which row of marks it takes.
_VNI_ROWS = {
    "plain": dict(zip(_TONES, "ùøûõï", strict=True)),
    "circumflex": dict(zip(_TONES, "áàåãä", strict=True)),
    "breve": dict(zip(_TONES, "éèúüë", strict=True)),
}
_VNI_SINGLE = {"ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}

# One code, other characters: the same byte read as Windows-1258, and what programs put for it when they
# print or copy text in such a font (a soft hyphen becomes a minus sign, the sign of micro a Greek letter).
_ALIASES: dict[int, str] = {
    0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
    0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
    0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
    0xAD: "\u2212", 0xB5: "\u03bc", 0xB7: "\u2219",
    0xC3: "Ă", 0xCC: "\u0300", 0xD0: "Đ", 0xD2: "\u0309", 0xD5: "Ơ", 0xDD: "Ư", 0xDE: "\u0303",
    0xE3: "ă", 0xEC: "\u0301", 0xF0: "đ", 0xF2: "\u0323", 0xF5: "ơ", 0xFD: "ư", 0xFE: "₫",
}  # fmt: skip
_WINDOWS = range(0x80, 0xA0)  # here the alias is Windows-1252 itself


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + _TONES[tone])


def _bytes(rows: dict[int, str]) -> dict[int, str]:
    return {first + i: letter for first, row in rows.items() for i, letter in enumerate(row) if letter != "."}


def _read(sequence: str) -> tuple[str, ...]:
    """How a sequence of Latin-1 characters may look: itself, and with the aliases of its codes."""
    ways: tuple[str, ...] = ("",)
    for char in sequence:
        looks = {char, _ALIASES.get(ord(char), char)}
        ways = tuple(way + look for way in ways for look in sorted(looks))
    return ways


def _singles(rows: dict[int, str]) -> dict[str, str]:
    return {look: letter for code, letter in _bytes(rows).items() for look in _read(chr(code))}


def _vni() -> dict[str, str]:
    lower: dict[str, str] = {}
    for base, row in (("a", "plain"), ("e", "plain"), ("o", "plain"), ("u", "plain"), ("y", "plain")):
        lower |= {base + mark: _toned(base, tone) for tone, mark in _VNI_ROWS[row].items()}
    del lower["yï"]  # y with a dot has a code of its own
    for base, written in (("ơ", "ô"), ("ư", "ö")):
        lower |= {written + mark: _toned(base, tone) for tone, mark in _VNI_ROWS["plain"].items()}
    for base, letter in zip("aeo", "âêô", strict=True):
        lower |= {base + mark: _toned(letter, tone) for tone, mark in _VNI_ROWS["circumflex"].items()}
        lower[base + "â"] = letter
    lower |= {"a" + mark: _toned("ă", tone) for tone, mark in _VNI_ROWS["breve"].items()}
    lower["aê"] = "ă"
    lower |= {written: letter for letter, written in _VNI_SINGLE.items()}
    table = dict(lower)
    for written, letter in lower.items():
        # A capital keeps its mark in capitals; some keyboards left the mark small ("Aùnh").
        table[written.upper()] = letter.upper()
        table[written[0].upper() + written[1:]] = letter.upper()
    return {look: letter for written, letter in table.items() for look in _read(written)}


def _cp1258() -> dict[str, str]:
    table = {chr(code): letter for code, letter in _CP1258.items()}
    vowels = {**{vowel: vowel for vowel in "aeiouyAEIOUYâêôÂÊÔ"}, **table}
    for written, vowel in vowels.items():
        if vowel not in "Đđ":
            table |= {written + chr(code): _toned(vowel, tone) for code, tone in _CP1258_TONES.items()}
    # Letters that Windows-1258 holds with their tone are written alike in both code pages.
    return table


TABLES: dict[Code, dict[str, str]] = {
    "tcvn3": _singles(_TCVN3),
    "vni": _vni(),
    "viscii": _singles(_VISCII),
    "vps": _singles(_VPS),
    "cp1258": _cp1258(),
}
"""Code -> what stands in the text (one or two characters) -> the letter that was meant, in NFC."""

BYTES: dict[Code, dict[int, str]] = {"tcvn3": _bytes(_TCVN3), "viscii": _bytes(_VISCII), "vps": _bytes(_VPS)}
"""Code -> byte -> letter, of the codes that have one byte a letter."""
