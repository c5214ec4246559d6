"""Glyphs of a PDF page in runs between blanks, as PDFium has them.

Every question to PDFium costs as much as a line of Python, so a run is asked for at its ends alone, and glyph by glyph
only where the ends differ in height or a figure in it may be raised.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_HYPHENS = {0xFFFE: "-", 0x0002: "-"}  # what PDFium makes of a hyphen at the end of a line
_RUN = re.compile(r"[^\s\0\ud800-\udfff]+")
_LEVEL = re.compile(r"\D+|\d(?:[\d.,/%-]*\d)?")  # no figure in it can be raised, unless all of it is

Corner = Callable[[float, float], tuple[float, float]]


class Glyph(NamedTuple):
    """A glyph: which of the page's, its character, its loose box and its baseline, in points as the page is shown."""

    at: int
    char: str
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


@dataclass(slots=True)
class Group:
    """Glyphs between blanks and line ends, on one line; each of them only where they are not all alike."""

    text: str
    first: Glyph
    last: Glyph
    left: float
    right: float
    baseline: float
    glyphs: list[Glyph] | None = None


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


def codes_of(text: pypdfium2.PdfTextPage) -> str:
    """The characters of a page, one for each glyph; NUL where it has none."""
    count = text.count_chars()
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    held = pdfium.FPDFText_GetText(text.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    codes = buffer.raw[: 2 * max(held - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(codes) != count:  # glyphs without a character are left out of it
        codes = "".join(chr(pdfium.FPDFText_GetUnicode(text.raw, at)) for at in range(count))
    return codes.translate(_HYPHENS)


class Glyphs:
    """The glyphs of a page."""

    def __init__(self, text: pypdfium2.PdfTextPage, codes: str, corner: Corner) -> None:
        self._raw, self._codes, self._corner = text.raw, codes, corner
        self._rect, self._x, self._y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()

    def groups(self) -> Iterator[Group]:
        """Runs of glyphs between blanks and line ends."""
        for match in _RUN.finditer(self._codes):
            start, last = match.start(), match.end() - 1
            first = self._at(start)
            if start == last:
                yield Group(match[0], first, first, first.left, first.right, first.baseline)
                continue
            end = self._at(last)
            if end.baseline == first.baseline and end.left > first.left and _LEVEL.fullmatch(match[0]):
                yield Group(match[0], first, end, first.left, end.right, first.baseline)
            else:
                yield from self._slowly(start, last + 1)

    def all_of(self, group: Group) -> list[Glyph]:
        """Each glyph of a group."""
        return group.glyphs or [self._at(index) for index in range(group.first.at, group.last.at + 1)]

    def _slowly(self, start: int, end: int) -> Iterator[Group]:
        """Glyph by glyph; what stands on another line is another group."""
        glyphs: list[Glyph] = []
        for index in range(start, end):
            glyph = self._at(index)
            if glyphs and abs(glyph.baseline - glyphs[-1].baseline) > max(glyph.bottom - glyph.top, 1.0):
                yield _whole(glyphs)
                glyphs = []
            glyphs.append(glyph)
        yield _whole(glyphs)

    def _at(self, index: int) -> Glyph:
        pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        _, baseline = self._corner(self._x.value, self._y.value)
        return Glyph(index, self._codes[index], *self._box(index), baseline)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a glyph as the page is shown."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, rect)
        left, bottom = self._corner(rect.left, rect.bottom)
        right, top = self._corner(rect.right, rect.top)
        if left > right:
            left, right = right, left
        return (left, top, right, bottom) if top <= bottom else (left, bottom, right, top)


def _whole(glyphs: list[Glyph]) -> Group:
    return Group(
        "".join(glyph.char for glyph in glyphs),
        glyphs[0],
        glyphs[-1],
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.baseline for glyph in glyphs),
        glyphs,
    )
