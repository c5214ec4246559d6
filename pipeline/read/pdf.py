"""PDF: the text that the file holds where it is what is printed, and what an engine reads where it is not.

PDFium gives the words, the rules and their places, some twenty times quicker than pdfplumber, whose table finder is
asked for the cells between the rules.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field

import pypdfium2

from pipeline.errors import UnreadableFileError
from pipeline.legacy import Code
from pipeline.limits import Limits
from pipeline.read.bounds import check_pages
from pipeline.read.glyphs import Word, text_of
from pipeline.read.page_columns import bare_tables_of
from pipeline.read.page_lines import PrintedLine, lines_of
from pipeline.read.page_numbering import Numbering
from pipeline.read.page_parted import whole_rows
from pipeline.read.page_rules import rules_of
from pipeline.read.page_sheet import may_be_turned, set_upright
from pipeline.read.page_tables import PrintedTable, last_of, outside, tables_of
from pipeline.read.scans.desk import Desk
from pipeline.read.scans.layer import Layer, Verdict, drawn_unseen, judge, measured, picture_of
from pipeline.read.scans.reading import Scan
from pipeline.read.scans.tesseract import LANGUAGE, NoTesseractError, TesseractFailedError
from pipeline.read.scans.told import engine_missing, no_text, pages_told
from pipeline.read.told import legacy_font_issues
from schemas.issue import Issue
from schemas.text import Page

_USUAL = Limits()


@dataclass
class _Sheet:
    """A page on its way: what its text layer says, and what is being read off its picture."""

    number: int
    lines: list[PrintedLine] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)
    engine: str | None = None
    layer: Layer | None = None
    around: tuple[Word, ...] | None = None  # words of the layer that stand among what is read
    scan: Future[Scan] | None = None
    lost: bool = False  # the page itself is broken


def read_pdf(name: str, data: bytes, limits: Limits = _USUAL) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The pages and lines of a PDF, in reading order.

    Raises:
        UnreadableFileError: ``pdf_encrypted``, ``pdf_damaged``, ``pdf_no_text``, ``ocr_missing``,
            ``document_too_many_pages``.
    """
    with ExitStack() as stack:
        try:
            document = stack.enter_context(pypdfium2.PdfDocument(data))
            count = len(document)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(name, data, str(error)) from None
        check_pages(name, count, limits)
        reader = _Reader(stack)
        sheets = [reader.sheet(document, at) for at in range(count)]
        told = _Told()
        numbering = Numbering()
        pages = whole_rows([told.page(sheet, numbering) for sheet in sheets])
    if not any(page.lines for page in pages):
        raise engine_missing(name) if told.missing else no_text(name, "pdf_no_text")
    issues = pages_told(told.lost, told.doubtful, told.read, missing=told.missing)
    return pages, (*issues, *legacy_font_issues(reader.legacy))


class _Reader:
    """Takes the pages of a document one by one."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._desk: Desk | None = None
        self._above: PrintedTable | None = None  # the table that ended the page before
        self._above_bare: PrintedTable | None = None  # the same of tables without rules
        self.legacy: Counter[Code] = Counter()  # words that were decoded from codes of before Unicode

    def sheet(self, document: pypdfium2.PdfDocument, at: int) -> _Sheet:
        """What the file says of a page; its picture is given to the desk where that has to be read."""
        sheet = _Sheet(at + 1)
        try:
            page = document[at]
        except pypdfium2.PdfiumError:
            sheet.lost = True
            return sheet
        said = text_of(page)
        if may_be_turned(said.words) and set_upright(page):
            said = text_of(page)
        words = said.words
        self.legacy.update(word.legacy for word in words if word.legacy)
        width, height = page.get_size()
        picture, _ = picture_of(page)
        sheet.layer = measured(words, said.broken, width * height)
        verdict = judge(sheet.layer, picture)
        if not words and any(True for _ in page.get_objects(max_depth=1)):
            verdict = Verdict.READ  # letters may be drawn as shapes
        if verdict is not Verdict.READ_AROUND and words:
            sheet.engine = LANGUAGE if picture and drawn_unseen(page) else None
            sheet.tables = self._tables(page, words)
            sheet.tables += self._bare_tables(outside(sheet.tables, words))
            sheet.tables.sort(key=lambda table: table.box.top)
            sheet.lines = lines_of(outside(sheet.tables, words), width)
        if verdict is not Verdict.KEEP:
            self._desk = self._desk or self._stack.enter_context(Desk())
            sheet.scan = self._desk.page(page)
            sheet.around = tuple(words) if verdict is Verdict.READ_AROUND else None
        page.close()
        return sheet

    def _tables(self, page: pypdfium2.PdfPage, words: list[Word]) -> list[PrintedTable]:
        above, self._above = self._above, None
        rules = rules_of(page, 2 if above else 3)
        tables = tables_of(rules, words, above) if rules else []
        self._above = last_of(tables, words)
        return tables

    def _bare_tables(self, words: list[Word]) -> list[PrintedTable]:
        above, self._above_bare = self._above_bare, None
        tables = bare_tables_of(words, above)
        self._above_bare = last_of(tables, words)
        return tables


class _Told:
    """Makes pages of sheets, and notes what became of them."""

    def __init__(self) -> None:
        self.lost: list[int] = []
        self.doubtful: list[int] = []
        self.read: list[int] = []
        self.missing = False

    def page(self, sheet: _Sheet, numbering: Numbering) -> Page:
        """The lines of a page: those of its text layer, or those read off its picture, whichever are more worth."""
        scan = self._scan(sheet)
        lines, tables, engine, layer = sheet.lines, sheet.tables, sheet.engine, ""
        if sheet.lost or (sheet.scan and scan is None and not lines) or (scan and scan.inked and not scan.words):
            self.lost.append(sheet.number)
        if scan is not None and scan.words and (not lines or _is_better(scan, sheet.layer)):
            layer = _said(lines, tables)
            words = _with(sheet.around or (), scan.words)
            tables = scan.tables if sheet.around is None else []
            lines = lines_of(outside(tables, words), scan.width)
            engine = LANGUAGE
            self.read.append(sheet.number)
        elif sheet.around is not None:
            lines = lines_of(list(sheet.around), scan.width if scan else 595.0)
        elif lines and sheet.scan is not None:
            self.doubtful.append(sheet.number)
        return Page(sheet.number, numbering.page(lines, tables, engine), layer)

    def _scan(self, sheet: _Sheet) -> Scan | None:
        try:
            return sheet.scan.result() if sheet.scan else None
        except NoTesseractError:
            self.missing = True
        except TesseractFailedError:
            pass
        return None


def _said(lines: list[PrintedLine], tables: list[PrintedTable]) -> str:
    """The text of a page, its tables where they stand."""
    said: list[str] = []
    waiting = list(tables)
    for line in [*lines, None]:
        while waiting and (line is None or waiting[0].box.top < line.box.top):
            said += [" ".join(cells) for _, cells in waiting.pop(0).rows]
        said += [line.text] if line else []
    return "\n".join(said)


def _is_better(scan: Scan, layer: Layer | None) -> bool:
    return layer is None or measured(scan.words, 0, 1.0).worth > layer.worth


def _with(kept: tuple[Word, ...], read: tuple[Word, ...]) -> list[Word]:
    """The words that the file holds, and those that were read elsewhere on the page."""
    return [
        *kept,
        *(
            word
            for word in read
            if not any(
                own.box.left <= (word.box.left + word.box.right) / 2 <= own.box.right
                and own.box.top <= (word.box.top + word.box.bottom) / 2 <= own.box.bottom
                for own in kept
            )
        ),
    ]


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
