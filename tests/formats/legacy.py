"""Text in the codes of before Unicode, as it looks where its bytes are read as Windows-1252."""

from __future__ import annotations

import re
from functools import cache

from pipeline.legacy.tables import TABLES, Code

_TYPED = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "–": "-", "≥": ">=", "≤": "<=", "…": "...", **dict(zip("₀₁₂₃", "0123", strict=True))}
)


@cache
def _written(code: Code) -> dict[str, str]:
    """Letter -> how the code writes it: in Latin-1, a capital with its mark in capitals."""
    best: dict[str, str] = {}
    for sign, letter in sorted(TABLES[code].items()):
        fits = all(ord(char) < 0x100 for char in sign) and (letter.islower() or sign == sign.upper())
        if fits and len(sign) >= len(best.get(letter, "")) and (letter not in best or sign < best[letter]):
            best[letter] = sign
    return best


def tcvn3(text: str) -> str:
    """In TCVN3: capitals with a tone come out small, as the code has none.

    >>> tcvn3("xã ĐÔNG HẢI")
    'x· §¤NG H¶I'
    """
    table = _written("tcvn3")
    return "".join(table.get(char) or table.get(char.lower(), char) for char in typed(text))


def vni(text: str) -> str:
    """In VNI: a letter and its mark.

    >>> vni("xã ĐÔNG")
    'xaõ ÑOÂNG'
    """
    table = _written("vni")
    return "".join(table.get(char, char) for char in typed(text))


def typed(text: str) -> str:
    """Quotation marks, dashes, signs and raised figures as typists of those days set them."""
    plain = re.sub("(?<=m)[²³]", lambda power: "23"["²³".index(power[0])], text)
    return re.sub("[¹²³]", lambda mark: f"({'¹²³'.index(mark[0]) + 1})", plain.translate(_TYPED))
