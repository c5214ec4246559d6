"""PDF with a text layer.

PDFium gives the words and their places, some twenty times quicker than pdfplumber; pdfplumber is asked only for
pages that hold the rules of a table.
"""

from __future__ import annotations

import io
import re
from contextlib import ExitStack
from statistics import median

import pdfplumber
import pdfplumber.pdf
import pypdfium2

from pipeline.errors import UnreadableFileError
from pipeline.read.glyphs import words_of
from pipeline.read.page_lines import PrintedLine, lines_of
from pipeline.read.page_tables import PrintedTable, has_rules, outside, tables_of
from schemas.issue import Issue
from schemas.text import Line, Page

_NOTE = re.compile(r"(?:[⁰¹²³⁴-⁹]|\d{1,3}\s|\(\d{1,3}\)|\[\d{1,3}\]|\*\s?)\s*\S")
_NOTE_SIZE = 0.9  # footnotes are set smaller than so much of the running text


def read_pdf(name: str, data: bytes) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The pages and lines of a PDF, in reading order.

    Raises:
        UnreadableFileError: ``pdf_encrypted``, ``pdf_damaged``, ``pdf_no_text``.
    """
    with ExitStack() as stack:
        try:
            document = stack.enter_context(pypdfium2.PdfDocument(data))
            count = len(document)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(name, data, str(error)) from None
        plumber: pdfplumber.pdf.PDF | None = None
        pages: list[Page] = []
        lost: list[int] = []  # pages that hold something, and no text
        numbering = _Numbering()
        for at in range(count):
            try:
                page = document[at]
            except pypdfium2.PdfiumError:
                pages.append(Page(at + 1, ()))
                lost.append(at + 1)
                continue
            words = words_of(page)
            if not words and any(True for _ in page.get_objects(max_depth=1)):
                lost.append(at + 1)
            tables: list[PrintedTable] = []
            if words and has_rules(page):
                if plumber is None:
                    plumber = stack.enter_context(pdfplumber.open(io.BytesIO(data)))
                tables = tables_of(plumber.pages[at], words)
                plumber.pages[at].close()
            lines = lines_of(outside(tables, words), page.get_width())
            pages.append(Page(at + 1, numbering.page(lines, tables)))
            page.close()
    if not any(page.lines for page in pages):
        raise UnreadableFileError(
            "pdf_no_text",
            f"Tệp “{name}” là ảnh quét, không có chữ để đọc. Bản sau sẽ đọc được ảnh quét; hiện giờ hãy xin bản Word "
            "hoặc PDF gốc, hoặc nhận dạng chữ (OCR) rồi lưu ra .txt hay PDF có lớp chữ.",
            f"“{name}” is a scan without a text layer. A coming version will read scans; for now ask for the original, "
            "or run OCR and save a .txt or a PDF with a text layer.",
        )
    return tuple(pages), _pages_without_text(lost)


def _pages_without_text(lost: list[int]) -> tuple[Issue, ...]:
    """What was lost is an error, so that the document counts as partial; an empty page loses nothing."""
    if not lost:
        return ()
    numbers = ", ".join(map(str, lost))
    return (
        Issue(
            "page_without_text",
            "error",
            f"Trang {numbers} chỉ có hình, không có lớp chữ (ảnh quét) nên không đọc được; hãy xem lại bản gốc.",
            f"Page {numbers} holds pictures and no text layer (a scan) and was not read; look at the original.",
        ),
    )


def _unreadable(name: str, data: bytes, reason: str) -> UnreadableFileError:
    if "password" in reason.lower() or "security" in reason.lower():
        return UnreadableFileError(
            "pdf_encrypted",
            f"Tệp PDF “{name}” được đặt mật khẩu. Hãy mở bằng mật khẩu, in hoặc lưu lại thành PDF không mật khẩu.",
            f"The PDF “{name}” is protected by a password. Open it and save it without one.",
        )
    return UnreadableFileError(
        "pdf_damaged",
        f"Tệp PDF “{name}” bị hỏng hoặc chép dở. Hãy chép lại tệp, hoặc xuất lại PDF từ bản gốc.",
        f"The PDF “{name}” is damaged or cut short. Copy it again, or export it again from the original.",
    )


class _Numbering:
    """Turns what was printed into lines; a table that runs over pages stays one table."""

    def __init__(self) -> None:
        self._tables = 0
        self._last: tuple[int, int, int] | None = None  # index, columns, rows so far of a table that ended a page

    def page(self, printed: list[PrintedLine], tables: list[PrintedTable]) -> tuple[Line, ...]:
        """The lines of a page, tables at the height at which they stand."""
        notes = _footnotes_from(printed)
        lines: list[Line] = []
        waiting = list(tables)
        for at, line in enumerate(printed):
            while waiting and waiting[0].box.top < line.box.top:
                self._add(lines, waiting.pop(0))
            origin = "footnote" if notes <= at and not _is_number(line.text) else "body"
            if not _is_number(line.text):
                self._last = None
            lines.append(Line(line.text, len(lines) + 1, origin, line.box, line.size, line.bold))
        for table in waiting:
            self._add(lines, table)
        return tuple(lines)

    def _add(self, lines: list[Line], table: PrintedTable) -> None:
        columns = len(table.rows[0][1])
        if self._last and self._last[1] == columns:
            index, _, row = self._last
        else:
            index, row = self._tables, 0
            self._tables += 1
        for box, cells in table.rows:
            if any(cells):
                lines.append(Line("\t".join(cells), len(lines) + 1, "table", box, table=index, row=row))
                row += 1
        self._last = index, columns, row


def _is_number(text: str) -> bool:
    return len(text) <= 12 and not any(letter.isalpha() for letter in text)


def _footnotes_from(lines: list[PrintedLine]) -> int:
    """The first of the small lines at the foot of a page that begin with a mark; past the end if there are none."""
    if len(lines) < 3:
        return len(lines)
    usual = median(line.size for line in lines)
    at = len(lines)
    first = at
    while at and (lines[at - 1].size < _NOTE_SIZE * usual or _is_number(lines[at - 1].text)):
        at -= 1
        if _NOTE.match(lines[at].text) and not _is_number(lines[at].text):
            first = at
    return first
