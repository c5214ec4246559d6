"""PDF with a text layer."""

from __future__ import annotations

import pypdfium2

from schemas.issue import Issue
from schemas.text import Line, Page


def read_pdf(name: str, data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The pages and lines of a PDF."""
    pages = []
    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            text = document[number].get_textpage().get_text_range()
            lines = text.replace("\r\n", "\n").split("\n")
            pages.append(Page(number + 1, tuple(Line(line, at) for at, line in enumerate(lines, start=1))))
    return tuple(pages), ()
