"""A report as PDF, set by reportlab: letterhead in two columns, table with rules, numbers on the pages, footnotes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.formats.blocks import Block, notes_of, pieces

FONTS = Path("/usr/share/fonts/truetype/liberation2")


@cache
def _styles() -> dict[str, ParagraphStyle]:
    for name, file in (("Serif", "Regular"), ("SerifBold", "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"LiberationSerif-{file}.ttf")))
    body = ParagraphStyle(
        "body", fontName="Serif", fontSize=14, leading=18.5, alignment=TA_JUSTIFY, firstLineIndent=36, spaceAfter=6
    )
    middle = ParagraphStyle("middle", body, alignment=TA_CENTER, firstLineIndent=0, spaceAfter=0)
    return {
        "line": body,
        "heading": ParagraphStyle("heading", body, fontName="SerifBold", keepWithNext=1),
        "title": ParagraphStyle("title", middle, fontName="SerifBold"),
        "column": ParagraphStyle("column", middle, fontSize=12, leading=15),
        "capitals": ParagraphStyle("capitals", middle, fontName="SerifBold", fontSize=12, leading=15),
        "cell": ParagraphStyle("cell", middle, fontSize=12, leading=14, alignment=0),
        "note": ParagraphStyle("note", body, fontSize=10, leading=12, firstLineIndent=0),
    }


def pdf(blocks: tuple[Block, ...], *, by_rows: bool = False) -> bytes:
    """The report on A4; the notes stand below a rule at the end. ``by_rows``: columns are drawn line by line."""
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written, pagesize=A4, leftMargin=85, rightMargin=45, topMargin=62, bottomMargin=60, invariant=1
    )
    notes = len(notes_of(blocks))
    story: list[Flowable] = []
    for block in blocks:
        if block.kind == "columns" and by_rows:
            story += [_columns([[_column([cell]) for cell in row] for row in block.cells]), Spacer(1, 14)]
        elif block.kind != "note":
            story += _set(block, notes)
    if notes:
        story.append(HRFlowable(width=140, hAlign="LEFT", thickness=0.6, color="black", spaceBefore=6, spaceAfter=6))
        story += [part for block in blocks if block.kind == "note" for part in _set(block, notes)]
    document.build(story, onLaterPages=_number)
    return written.getvalue()


def _number(canvas: Any, _: Any) -> None:
    canvas.setFont("Serif", 13)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(canvas.getPageNumber()))


def _set(block: Block, notes: int) -> list[Flowable]:
    if block.kind == "columns":
        sides = [_column([row[side] for row in block.cells if row[side]]) for side in (0, 1)]
        return [_columns([sides]), Spacer(1, 14)]
    if block.kind == "table":
        widths = [
            max(len(max(cell.split(), key=len, default="")) for cell in column)
            for column in zip(*block.cells, strict=True)
        ]
        longest = [max(map(len, column)) ** 0.5 * 4 for column in zip(*block.cells, strict=True)]
        wanted = [max(a * 8.0 + 14, b * 5.0) for a, b in zip(widths, longest, strict=True)]
        scale = min(1.0, 465 / sum(wanted))
        rows = [[_paragraph(cell, "cell", 0) for cell in cells] for cells in block.cells]
        table = Table(rows, [width * scale for width in wanted], repeatRows=0)
        table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        return [table, Spacer(1, 10)]
    parts: list[Flowable] = [_paragraph(line, block.kind, notes) for line in block.lines]
    return [*parts, Spacer(1, 12)] if block.kind == "title" else parts


def _columns(rows: list[list[list[Flowable]]]) -> Table:
    table = Table(rows, [185, 280])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    return table


def _column(lines: list[str]) -> list[Flowable]:
    return [_paragraph(line, "capitals" if line == line.upper() else "column", 0) for line in lines]


def _paragraph(text: str, style: str, notes: int) -> Paragraph:
    raised = "".join(f"<super>{at}</super>" if at else escape(part) for part, at in pieces(text, notes=notes))
    return Paragraph(raised, _styles()[style])
