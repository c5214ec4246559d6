"""The fonts of the glyphs of a PDF page: their names, their sizes, what is set raised."""

from __future__ import annotations

import ctypes
import math
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.legacy import code_of_font
from pipeline.read.glyph_runs import Glyph, Group

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_BY = 0.18  # a digit that stands so much of the letters' height above the line is a footnote mark
SMALLER = 0.9  # of the letters beside it, in size
_PLAUSIBLE = 4.0  # a font's size and the height of its letters differ by no more; Type 3 fonts say anything


class Font(NamedTuple):
    """A font by its name: whether it is bold, whether it may be set in a code of before Unicode."""

    name: str
    bold: bool
    code: bool  # it is named like a font of before Unicode


class Fonts:
    """The fonts of the glyphs of a page."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._raw = text.raw
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def at(self, index: int) -> Font:
        """The font of the glyph at ``index``."""
        length = pdfium.FPDFText_GetFontInfo(self._raw, index, self._buffer, 128, self._flags)
        return _font(self._buffer.raw[:length] if 0 < length <= 128 else b"")

    def size_of(self, group: Group) -> float:
        """The size in points in which a word is set; its largest letters', where it holds a raised mark."""
        size = self._size_at(group.first)
        return size if group.first.baseline == group.last.baseline else max(size, self._size_at(group.last))

    def _size_at(self, glyph: Glyph) -> float:
        """The size of one letter: of the font and not of the ink, which is taller under a circumflex and a hook."""
        loose = glyph.bottom - glyph.top
        size = pdfium.FPDFText_GetFontSize(self._raw, glyph.at)
        if pdfium.FPDFText_GetMatrix(self._raw, glyph.at, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size if loose / _PLAUSIBLE <= size <= loose * _PLAUSIBLE else loose

    def printed(self, group: Group, size: float) -> str:
        """The characters; a small raised digit as the raised digit that Unicode has for it."""
        if group.glyphs is None:
            return group.text
        return "".join(self._digit(glyph, size, group.baseline) for glyph in group.glyphs)

    def _digit(self, glyph: Glyph, size: float, baseline: float) -> str:
        raised = glyph.char.isdecimal() and baseline - glyph.baseline > size * _RAISED_BY
        return glyph.char.translate(RAISED) if raised and self._size_at(glyph) < size * SMALLER else glyph.char


@lru_cache(maxsize=1024)
def _font(name: bytes) -> Font:
    said = name.rstrip(b"\0").decode("utf-8", "replace")
    return Font(said, _is_bold(said), code_of_font(said) is not None)


def _is_bold(name: str) -> bool:
    """Whether a font of that name is a bold one."""
    name = name.lower()
    return "bold" in name or "black" in name or "-bd" in name
