"""The words of a PDF page with their places, out of PDFium's glyphs."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.legacy import Code
from pipeline.read.glyph_codes import decode_glyphs
from pipeline.read.glyph_fonts import Fonts
from pipeline.read.glyph_runs import Glyphs, codes_of, corner_of
from schemas.text import Box


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


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says: its words in the order in which the file draws them, and how many glyphs have no meaning."""

    words: list[Word]
    broken: int


def text_of(page: pypdfium2.PdfPage) -> PageText:
    """What a page says."""
    text = page.get_textpage()
    codes = codes_of(text)
    glyphs, fonts = Glyphs(text, codes, corner_of(page)), Fonts(text)
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
