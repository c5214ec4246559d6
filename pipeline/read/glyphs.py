"""The words of a PDF page with their places, taken glyph by glyph from PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.legacy import Code, code_of_font
from pipeline.read.glyph_codes import decode_glyphs
from schemas.text import Box

_HYPHENS = {0xFFFE: "-", 0x0002: "-"}  # what PDFium makes of a hyphen at the end of a line
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_BY = 0.18  # a digit that stands so much of the letters' height above the line is a footnote mark
SMALLER = 0.9  # of the letters beside it, in size
_PLAUSIBLE = 4.0  # a font's size and the height of its letters differ by no more; Type 3 fonts say anything

Corner = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: its box and baseline in points from the upper left corner.

    ``sure`` is how sure an OCR engine was of it, 0 to 1; None where the file itself holds the text.
    """

    text: str
    box: Box
    baseline: float
    bold: bool
    sure: float | None = None
    legacy: Code | None = None  # the code of before Unicode from which the text was decoded

    @property
    def height(self) -> float:
        """Height of the letters in points."""
        return self.box.bottom - self.box.top


@dataclass(slots=True)
class _Glyph:
    index: int
    char: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


def corner_of(page: pypdfium2.PdfPage) -> Corner:
    """How a point of the page's own space is seen: points from the upper left corner of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return lambda x, y: (y - bottom, x - left)
        case 180:
            return lambda x, y: (right - x, y - bottom)
        case 270:
            return lambda x, y: (top - y, right - x)
        case _:
            return lambda x, y: (x - left, top - y)


def words_of(page: pypdfium2.PdfPage) -> list[Word]:
    """The words of a page in the order in which the file draws them."""
    text = page.get_textpage()
    fonts = _Fonts(text)
    words: list[Word] = []
    groups = [(glyphs, fonts.name_at(glyphs[0].index)) for glyphs in _groups(text, corner_of(page))]
    coded = [glyphs for glyphs, font in groups if code_of_font(font)]
    legacy = decode_glyphs([[(glyph.char, fonts.name_at(glyph.index)) for glyph in glyphs] for glyphs in coded])
    for glyphs, font in groups:
        size = fonts.size_of(glyphs)
        baseline = max(glyph.baseline for glyph in glyphs)
        decoded = next(legacy) if code_of_font(font) else None
        words.append(
            Word(
                decoded.text if decoded else "".join(fonts.printed(glyph, size, baseline) for glyph in glyphs),
                Box(
                    min(glyph.left for glyph in glyphs),
                    baseline - size * 0.8,
                    max(glyph.right for glyph in glyphs),
                    baseline + size * 0.2,
                ),
                baseline,
                _is_bold(font),
                legacy=decoded.code if decoded else None,
            )
        )
    return words


def _groups(text: pypdfium2.PdfTextPage, corner: Corner) -> Iterator[list[_Glyph]]:
    """Runs of glyphs between blanks and line ends."""
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    raw = text.raw
    group: list[_Glyph] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        char = _HYPHENS.get(code) or chr(code)
        if not code or char.isspace() or 0xD800 <= code < 0xE000:
            if group:
                yield group
                group = []
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        left, bottom = corner(rect.left, rect.bottom)
        right, top = corner(rect.right, rect.top)
        _, baseline = corner(x.value, y.value)
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        glyph = _Glyph(index, char, left, top, right, bottom, baseline)
        if group and abs(glyph.baseline - group[-1].baseline) > max(glyph.bottom - glyph.top, 1.0):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


class _Fonts:
    """The fonts of the glyphs of a page."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._text = text
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def name_at(self, index: int) -> str:
        """The name of the font of the glyph at ``index``."""
        length = pdfium.FPDFText_GetFontInfo(self._text, index, self._buffer, 128, self._flags)
        return self._buffer.raw[: min(length, 128)].rstrip(b"\0").decode("utf-8", "replace") if length else ""

    def size_of(self, glyphs: list[_Glyph]) -> float:
        """The size in points in which a word is set; its largest letters', where it holds a raised mark."""
        first, last = glyphs[0], glyphs[-1]
        size = self._size_at(first)
        return size if first.baseline == last.baseline else max(size, self._size_at(last))

    def _size_at(self, glyph: _Glyph) -> float:
        """The size of one letter: of the font and not of the ink, which is taller under a circumflex and a hook."""
        loose = glyph.bottom - glyph.top
        size = pdfium.FPDFText_GetFontSize(self._text, glyph.index)
        if pdfium.FPDFText_GetMatrix(self._text, glyph.index, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size if loose / _PLAUSIBLE <= size <= loose * _PLAUSIBLE else loose

    def printed(self, glyph: _Glyph, size: float, baseline: float) -> str:
        """The character; a small raised digit as the raised digit that Unicode has for it."""
        raised = glyph.char.isdecimal() and baseline - glyph.baseline > size * _RAISED_BY
        return glyph.char.translate(RAISED) if raised and self._size_at(glyph) < size * SMALLER else glyph.char


@lru_cache(maxsize=1024)
def _is_bold(name: str) -> bool:
    """Whether a font of that name is a bold one."""
    name = name.lower()
    return "bold" in name or "black" in name or "-bd" in name
