"""Which code a file of bytes that are no UTF-8 is written in: by the words that come out."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from pipeline.legacy.convert import to_unicode
from pipeline.legacy.tables import BYTES, CODES, Code
from pipeline.legacy.words import RARE, likelihood

_WORD = re.compile(r"[^\W\d_]+")
_NEAR = 400_000  # bytes that are looked at
_LEAST = 0.6  # share of the words with other letters than ASCII that must be Vietnamese
_LEAD = 6.0  # nats by which the best code must lead
_BEYOND = re.compile(rb"[\x80-\xff]")
# Quotation marks, dashes, dots, blanks: the same in Windows-1252 and Windows-1258, and no letter in either.
_MARKS_ONLY = re.compile(rb"[\x82\x84\x85\x8b\x91-\x97\x99\x9b\xa0\xa7\xa9\xab\xae\xb0\xb1\xb2\xb3\xb7\xbb-\xbe]*")


class Choice(NamedTuple):
    """The code that was chosen and the text that it gives."""

    code: Code
    text: str


def choose(data: bytes) -> Choice | None:
    r"""The code of ``data`` and its text; None where no code gives Vietnamese.

    TCVN3, VISCII and VPS give a letter for each byte; VNI is composed, Windows-1258 leaves its tones apart, as it has
    them. Bytes that a code does not know are read as Windows-1252.

    >>> choose(b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca")
    Choice(code='tcvn3', text='Cộng hòa xã hội chủ nghĩa')
    >>> choose(bytes(range(128, 256)) * 20) is None
    True
    """
    beyond = b"".join(_BEYOND.findall(data))
    if _MARKS_ONLY.fullmatch(beyond):
        return Choice("cp1258", decode(data, "cp1258"))
    ranked = sorted(((_score(data[:_NEAR], code), code) for code in CODES), reverse=True)
    ((score, share), code), ((second, _), _) = ranked[:2]
    if share < _LEAST or score - second < _LEAD:
        return None
    return Choice(code, decode(data, code))


def decode(data: bytes, code: Code) -> str:
    """The text of bytes in that code; never fails."""
    if code == "cp1258":
        text = data.decode("cp1258", "replace")
        return text if "\ufffd" not in text else "".join(_cp1258(byte) for byte in data)
    if code == "vni":
        return to_unicode("".join(map(_latin, data)), "vni")
    table = BYTES[code]
    return "".join(table.get(byte) or _latin(byte) for byte in data)


def _latin(byte: int) -> str:
    read = bytes((byte,)).decode("cp1252", "replace")
    return chr(byte) if read == "\ufffd" else read


def _cp1258(byte: int) -> str:
    read = bytes((byte,)).decode("cp1258", "replace")
    return chr(byte) if read == "\ufffd" else read


def _score(data: bytes, code: Code) -> tuple[float, float]:
    """How likely the different words with letters beyond ASCII are (nats), and which share of them is Vietnamese."""
    text = unicodedata.normalize("NFC", decode(data, code))
    words = {word.lower() for word in _WORD.findall(text) if not word.isascii()}
    if not words:
        return -1e9, 0.0
    costs = [likelihood(word) for word in words]
    # Signs that stand where letters belong cost as much as the words that they cut short.
    signs = sum(not char.isalnum() and char > "\x7f" and char not in "“”‘’–—…•\u00a0" for char in text)
    known = sum(cost >= RARE for cost in costs)
    return sum(cost - RARE for cost in costs) / 1.0 - 2.0 * signs, known / (len(costs) + signs)
