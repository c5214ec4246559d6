"""The words of a PDF page with their places, as PDFium has them.

Every question to PDFium costs as much as a line of Python, so a word is asked for at its ends alone, and glyph by glyph
only where the ends differ in height or a figure in it may be raised.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.legacy import Code, code_of_font
from pipeline.read.glyph_codes import decode_glyphs
from schemas.text import Box

_HYPHENS = {0xFFFE: "-", 0x0002: "-"}  # what PDFium makes of a hyphen at the end of a line
_RUN = re.compile(r"[^\s\0\ud800-\udfff]+")
_LEVEL = re.compile(r"\D+|\d(?:[\d.,/%-]*\d)?")  # no figure in it can be raised, unless all of it is
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


class _Glyph(NamedTuple):
    at: int
    char: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


@dataclass(slots=True)
class _Group:
    """Glyphs between blanks and line ends, on one line; each of them only where they are not all alike."""

    text: str
    first: _Glyph
    last: _Glyph
    left: float
    right: float
    baseline: float
    glyphs: list[_Glyph] | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says: its words in the order in which the file draws them, and how many glyphs have no meaning."""

    words: list[Word]
    broken: int


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


def text_of(page: pypdfium2.PdfPage) -> PageText:
    """What a page says."""
    text = page.get_textpage()
    codes = _codes(text)
    glyphs, fonts = _Glyphs(text, codes, corner_of(page)), _Fonts(text)
    groups = [(group, fonts.at(group.first.at)) for group in glyphs.groups()]
    coded = [glyphs.all_of(group) for group, font in groups if font.code]
    legacy = decode_glyphs([[(glyph.char, fonts.at(glyph.at).name) for glyph in word] for word in coded])
    broken = codes.count("\0")
    words: list[Word] = []
    for group, font in groups:
        if pdfium.FPDFText_HasUnicodeMapError(text.raw, group.first.at) == 1:
            broken += len(group.text)
        size, baseline = fonts.size_of(group), group.baseline
        decoded = next(legacy) if font.code else None
        words.append(
            Word(
                decoded.text if decoded else fonts.printed(group, size),
                Box(group.left, baseline - size * 0.8, group.right, baseline + size * 0.2),
                baseline,
                font.bold,
                legacy=decoded.code if decoded else None,
            )
        )
    return PageText(words, broken)


def _codes(text: pypdfium2.PdfTextPage) -> str:
    """The characters of a page, one for each glyph; NUL where it has none."""
    count = text.count_chars()
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    held = pdfium.FPDFText_GetText(text.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    codes = buffer.raw[: 2 * max(held - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(codes) != count:  # glyphs without a character are left out of it
        codes = "".join(chr(pdfium.FPDFText_GetUnicode(text.raw, at)) for at in range(count))
    return codes.translate(_HYPHENS)


class _Glyphs:
    """The glyphs of a page."""

    def __init__(self, text: pypdfium2.PdfTextPage, codes: str, corner: Corner) -> None:
        self._raw, self._codes, self._corner = text.raw, codes, corner
        self._rect, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def groups(self) -> Iterator[_Group]:
        """Runs of glyphs between blanks and line ends."""
        for match in _RUN.finditer(self._codes):
            start, last = match.start(), match.end() - 1
            first = self._at(start)
            if start == last:
                yield _Group(match[0], first, first, first.left, first.right, first.baseline)
                continue
            end = self._at(last)
            if end.baseline == first.baseline and end.left > first.left and _LEVEL.fullmatch(match[0]):
                yield _Group(match[0], first, end, first.left, end.right, first.baseline)
            else:
                yield from self._slowly(start, last + 1)

    def all_of(self, group: _Group) -> list[_Glyph]:
        """Each glyph of a group."""
        return group.glyphs or [self._at(index) for index in range(group.first.at, group.last.at + 1)]

    def _slowly(self, start: int, end: int) -> Iterator[_Group]:
        """Glyph by glyph; what stands on another line is another group."""
        glyphs: list[_Glyph] = []
        for index in range(start, end):
            glyph = self._at(index)
            if glyphs and abs(glyph.baseline - glyphs[-1].baseline) > max(glyph.bottom - glyph.top, 1.0):
                yield _whole(glyphs)
                glyphs = []
            glyphs.append(glyph)
        yield _whole(glyphs)

    def _at(self, index: int) -> _Glyph:
        pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        _, baseline = self._corner(self._x.value, self._y.value)
        return _Glyph(index, self._codes[index], *self._box(index), baseline)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a glyph as the page is shown."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, rect)
        left, bottom = self._corner(rect.left, rect.bottom)
        right, top = self._corner(rect.right, rect.top)
        if left > right:
            left, right = right, left
        return (left, top, right, bottom) if top <= bottom else (left, bottom, right, top)


def _whole(glyphs: list[_Glyph]) -> _Group:
    return _Group(
        "".join(glyph.char for glyph in glyphs),
        glyphs[0],
        glyphs[-1],
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.baseline for glyph in glyphs),
        glyphs,
    )


class _Font(NamedTuple):
    name: str
    bold: bool
    code: bool  # it is named like a font of before Unicode


class _Fonts:
    """The fonts of the glyphs of a page."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._raw = text.raw
        self._buffer = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()

    def at(self, index: int) -> _Font:
        """The font of the glyph at ``index``."""
        length = pdfium.FPDFText_GetFontInfo(self._raw, index, self._buffer, 128, self._flags)
        return _font(self._buffer.raw[:length] if 0 < length <= 128 else b"")

    def size_of(self, group: _Group) -> float:
        """The size in points in which a word is set; its largest letters', where it holds a raised mark."""
        size = self._size_at(group.first)
        return size if group.first.baseline == group.last.baseline else max(size, self._size_at(group.last))

    def _size_at(self, glyph: _Glyph) -> float:
        """The size of one letter: of the font and not of the ink, which is taller under a circumflex and a hook."""
        loose = glyph.bottom - glyph.top
        size = pdfium.FPDFText_GetFontSize(self._raw, glyph.at)
        if pdfium.FPDFText_GetMatrix(self._raw, glyph.at, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size if loose / _PLAUSIBLE <= size <= loose * _PLAUSIBLE else loose

    def printed(self, group: _Group, size: float) -> str:
        """The characters; a small raised digit as the raised digit that Unicode has for it."""
        if group.glyphs is None:
            return group.text
        return "".join(self._digit(glyph, size, group.baseline) for glyph in group.glyphs)

    def _digit(self, glyph: _Glyph, size: float, baseline: float) -> str:
        raised = glyph.char.isdecimal() and baseline - glyph.baseline > size * _RAISED_BY
        return glyph.char.translate(RAISED) if raised and self._size_at(glyph) < size * SMALLER else glyph.char


@lru_cache(maxsize=1024)
def _font(name: bytes) -> _Font:
    said = name.rstrip(b"\0").decode("utf-8", "replace")
    return _Font(said, _is_bold(said), code_of_font(said) is not None)


def _is_bold(name: str) -> bool:
    """Whether a font of that name is a bold one."""
    name = name.lower()
    return "bold" in name or "black" in name or "-bd" in name
