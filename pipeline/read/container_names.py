"""Names of members as people gave them: a ZIP archive without the mark of UTF-8 does not say how it wrote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.legacy import CODES
from pipeline.legacy.choose import decode
from pipeline.legacy.words import likelihood

_WORD = re.compile(r"[^\W\d_]+")
_OLD_DOS = "cp437"  # what archives are in that say nothing, by the book


def names_told(names: Sequence[bytes]) -> list[str]:
    r"""The names, in NFC: UTF-8 where they are that; else all in the code in which they are most likely Vietnamese.

    >>> names_told([b"B\xb8o c\xb8o thi \xaeua.doc"]), names_told(["Báo cáo thi đua.doc".encode()])
    (['Báo cáo thi đua.doc'], ['Báo cáo thi đua.doc'])
    >>> names_told(["Báo cáo.doc".encode("cp437")]), names_told(["Đà.txt".encode("cp1258")])
    (['Báo cáo.doc'], ['Đà.txt'])
    """
    found = [_utf8(name) for name in names]
    rest = b"\n".join(name for name, text in zip(names, found, strict=True) if text is None)
    if rest:
        texts = [decode(rest, code) for code in CODES] + [rest.decode(_OLD_DOS)]
        best = max((unicodedata.normalize("NFC", text) for text in texts), key=_score)
        others = iter(best.split("\n"))
        return [next(others) if text is None else text for text in found]
    return [text or "" for text in found]


def _utf8(name: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", name.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _score(text: str) -> float:
    """How likely the words with letters beyond ASCII are (nats), less for each sign that is no letter."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = sum(not char.isalnum() for char in text if not char.isascii())
    return sum(map(likelihood, words)) - 25.0 * strange - 0.1 * len(words)
