"""A report in PDF as it is really printed: marked, two pages on a sheet, an annex on its side, letters unmapped."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.formats.blocks import Block
from tests.formats.pages import pdf


def interleaved(blocks: tuple[Block, ...]) -> bytes:
    """Letterhead and signatures drawn line by line, left and right in turn."""
    return pdf(blocks, by_rows=True)


def watermarked(blocks: tuple[Block, ...], word: str = "BẢN SAO") -> bytes:
    """A word in large pale letters across every page."""
    document = pypdfium2.PdfDocument(pdf(blocks))
    stamp = io.BytesIO()
    canvas = Canvas(stamp, pagesize=A4, invariant=1)
    canvas.setFillGray(0.85)
    canvas.setFont("SerifBold", 96)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -30, word)
    canvas.save()
    over = pypdfium2.PdfDocument(stamp.getvalue()).page_as_xobject(0, document)
    for page in document:
        page.insert_obj(over.as_pageobject())
        page.gen_content()
    return _saved(document)


def two_up(blocks: tuple[Block, ...]) -> bytes:
    """Two pages side by side on each sheet."""
    document = pypdfium2.PdfDocument(pdf(blocks))
    made = pdfium.FPDF_ImportNPagesToOne(document, A4[1], A4[0], 2, 1)
    return _saved(pypdfium2.PdfDocument(made))


def unmapped(blocks: tuple[Block, ...]) -> bytes:
    """Fonts that do not say which letters their glyphs are."""
    return pdf(blocks).replace(b"/ToUnicode", b"/ToUnicodX")


def annexed(blocks: tuple[Block, ...], rows: Sequence[Sequence[str]], *, upright: bool = True) -> bytes:
    """With an annex on its side, a table with rules; ``upright``: shown upright, as the page is turned."""
    document = pypdfium2.PdfDocument(pdf(blocks))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    if upright:
        canvas.setPageRotation(90)
    canvas.translate(A4[0], 0)
    canvas.rotate(90)
    canvas.setFont("SerifBold", 14)
    canvas.drawCentredString(A4[1] / 2, A4[0] - 60, "PHỤ LỤC")
    canvas.setFont("Serif", 13)
    width, top = (A4[1] - 120) / len(rows[0]), A4[0] - 90
    for n, cells in enumerate(rows):
        for m, cell in enumerate(cells):
            canvas.rect(60 + m * width, top - (n + 1) * 22, width, 22)
            canvas.drawString(64 + m * width, top - n * 22 - 16, cell)
    canvas.save()
    document.import_pages(pypdfium2.PdfDocument(written.getvalue()))
    return _saved(document)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
