"""The workbook: a sheet a table, made for Excel, written row by row, so that its size is no matter."""

from __future__ import annotations

import datetime
import math
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import xlsxwriter

from pipeline.export.cells import Value, is_risky
from pipeline.export.formats import Formats
from pipeline.export.notes import write_notes
from pipeline.export.places import new_file, unwritten
from pipeline.export.rows import Row
from pipeline.export.sheets import Column, Sheet
from pipeline.language import choose

ROWS = 1_048_575
"""The rows of a sheet of Excel, without the one of the titles."""

_LINKS = 65_530  # what a sheet may hold; formulas lead on from there
_FORMULA_TEXT = 255  # the longest text in a formula
_LINE = 15.0  # points
_MOST_LINES = 12  # more would leave little else on a screen; the cell holds it all
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  (fixed, so that the same rows give the same bytes)


@dataclass(slots=True)
class Written:
    """What was written: rows by sheet, how many cells were cut, the titles of sheets that go on in further ones."""

    rows: dict[str, int] = field(default_factory=dict)
    cut: int = 0
    continued: list[str] = field(default_factory=list)


def write_workbook(
    file: Path,
    sheets: Iterable[tuple[Sheet, Callable[[], Iterable[Row]]]],
    *,
    report: Path,
    name: str,
    rows_a_sheet: int = ROWS,
) -> Written:
    """Write the workbook; it appears as a whole or not at all.

    Args:
        file: where to; what is there is replaced.
        sheets: each with what gives its rows.
        report: the folder of the review pages, to which the rows lead.
        name: what the database is called.
        rows_a_sheet: how many rows a sheet takes before a second one goes on.

    Raises:
        UsageError: ``result_open``, ``result_not_written``.
        DatabaseError: the rows cannot be read.
    """
    written = Written()
    to = link_to(report, file.parent)
    with (
        new_file(file) as fresh,
        tempfile.TemporaryDirectory(prefix="thidua", ignore_cleanup_errors=True) as scratch,
    ):
        book = xlsxwriter.Workbook(str(fresh), {**_OPTIONS, "tmpdir": scratch})
        book.set_properties({"title": choose("Kết quả đọc văn bản", "What was read"), "created": _CREATED})
        formats = Formats(book)
        for sheet, rows in sheets:
            _Pages(book, formats, sheet, written, to=to, rows_a_sheet=rows_a_sheet).write(rows())
        write_notes(book, formats, written, name)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise unwritten(file, error.args[0] if isinstance(error.args[0], OSError) else error) from error
    return written


def link_to(report: Path, folder: Path) -> str:
    """The folder of the review pages as it is called from where the workbook lies; in full where no way leads there.

    >>> link_to(Path("outputs/bao cao"), Path("outputs/xuat"))
    '../bao cao'
    """
    try:
        way = Path(os.path.relpath(report.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive on Windows
        way = report.resolve().as_posix()
    return quote(way, safe="/:") if {"#", "%"} & set(way) else way  # what else needs it, the library quotes


class _Pages:
    """A table as a sheet, and as further ones where one is not enough."""

    def __init__(
        self, book: Any, formats: Formats, sheet: Sheet, written: Written, *, to: str, rows_a_sheet: int
    ) -> None:
        self._book, self._formats, self._sheet, self._to = book, formats, sheet, to
        self._most, self._written = rows_a_sheet, written
        self._titles = [choose("Xem lại", "Review"), *(choose(*column.title) for column in sheet.columns)]
        self._count, self._page, self._row = 0, 0, 0
        self._open()

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if self._row == self._most:
                self._close()
                self._open()
            self._row += 1
            self._count += 1
            self._written.cut += row.cut
            if (lines := _lines(self._sheet.columns, row.cells)) > 1:
                self._sheet_page.set_row(self._row, _LINE * lines)
            self._link(row)
            for number, (column, value) in enumerate(zip(self._sheet.columns, row.cells, strict=True), 1):
                self._cell(number, column, value, "fill" if column.fill else row.look)
        self._close()
        title = choose(*self._sheet.title)
        self._written.rows[title] = self._count
        if self._page > 1:
            self._written.continued.append(title)

    def _open(self) -> None:
        self._page += 1
        self._row = 0
        title = choose(*self._sheet.title)
        page = self._book.add_worksheet(title if self._page == 1 else f"{title} ({self._page})")
        page.freeze_panes(1, self._sheet.frozen)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_footer("&L&A&R&P/&N")
        page.set_column(0, 0, 8)
        for number, column in enumerate(self._sheet.columns, 1):
            page.set_column(number, number, column.width, None, {"hidden": column.hidden})
        page.set_row(0, 32)
        for number, told in enumerate(self._titles):
            page.write_string(0, number, told, self._formats.title)
        self._sheet_page = page

    def _close(self) -> None:
        self._sheet_page.autofilter(0, 0, self._row, len(self._titles) - 1)
        if self._sheet.choices is not None:
            self._sheet.choices(self._book, self._sheet_page, self._row)

    def _link(self, row: Row) -> None:
        style = self._formats.of("link", row.look)
        if row.address is None:
            self._sheet_page.write_blank(self._row, 0, None, self._formats.of("text", row.look))
            return
        address, told = f"{self._to}/{row.address}", choose("Xem", "See")
        if self._row <= _LINKS:
            self._sheet_page.write_url(self._row, 0, f"external:{address}", style, told)
        elif len(address) <= _FORMULA_TEXT:
            self._sheet_page.write_formula(self._row, 0, f'=HYPERLINK("{address}","{told}")', style, told)

    def _cell(self, number: int, column: Column, value: Value, look: str) -> None:
        page, at = self._sheet_page, (self._row, number)
        match value:
            case None:
                page.write_blank(*at, None, self._formats.of("text", look))
            case str():
                style = self._formats.of("text" if column.wrap else "line", look, literal=is_risky(value))
                page.write_string(*at, value, style)
            case datetime.date():
                page.write_datetime(*at, value, self._formats.of("date", look))
            case _:
                page.write_number(*at, value, self._formats.of(_number_kind(column, value), look))


def _lines(columns: Sequence[Column], cells: Sequence[Value]) -> int:
    """How many lines a row needs: not every program finds that out by itself."""
    needed = (
        math.ceil(len(value) * 1.1 / column.width)
        for column, value in zip(columns, cells, strict=True)
        if isinstance(value, str) and column.wrap
    )
    return min(max(needed, default=1), _MOST_LINES)


def _number_kind(column: Column, value: float) -> str:
    if column.code == "confidence":
        return "share"
    if column.plain:
        return "plain"
    return "whole" if float(value).is_integer() else "decimal"
