"""Word documents (DOCX)."""

from __future__ import annotations

import io

import docx

from schemas.issue import Issue
from schemas.text import Line, Page


def read_word(name: str, data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The paragraphs and table rows of a Word document; Word knows no pages, so it is one."""
    document = docx.Document(io.BytesIO(data))
    lines: list[Line] = []
    table = -1
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            table += 1
            for at, row in enumerate(block.rows):
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                lines.append(Line("\t".join(cells), len(lines) + 1, "table", table=table, row=at))
        else:
            for text in block.text.split("\n"):
                lines.append(Line(text, len(lines) + 1))
    return (Page(1, tuple(lines)),), ()
