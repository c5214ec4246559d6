"""From what was printed on pages to numbered lines: footnotes told apart, tables that run over pages kept together."""

from __future__ import annotations

import re
from statistics import median

from pipeline.read.page_lines import PrintedLine
from pipeline.read.page_tables import PrintedTable
from schemas.text import Line

_NOTE = re.compile(r"(?:[⁰¹²³⁴-⁹]|\d{1,3}\s|\(\d{1,3}\)|\[\d{1,3}\]|\*\s?)\s*\S")
_NOTE_SIZE = 0.9  # footnotes are set smaller than so much of the running text


class Numbering:
    """Turns what was printed into lines; a table that runs over pages stays one table."""

    def __init__(self) -> None:
        self._tables = 0
        self._last: tuple[int, int, int] | None = None  # index, columns, rows so far of a table that ended a page

    def page(
        self, printed: list[PrintedLine], tables: list[PrintedTable], engine: str | None = None
    ) -> tuple[Line, ...]:
        """The lines of a page, tables at the height at which they stand; ``engine`` read them off a picture."""
        aside = [line for line in printed if line.aside]
        printed = [line for line in printed if not line.aside]
        notes = _footnotes_from(printed)
        lines: list[Line] = []
        waiting = sorted(((_place(table, printed), table) for table in tables), key=lambda placed: placed[0])
        for at, line in enumerate(printed):
            while waiting and waiting[0][0] <= at:
                self._add(lines, waiting.pop(0)[1], engine)
            origin = "footnote" if notes <= at and not _is_number(line.text) else "body"
            if origin == "body" and not _is_number(line.text):
                self._last = None  # a footnote under a table does not end it
            bold = None if engine else line.bold
            lines.append(
                Line(line.text, len(lines) + 1, origin, line.box, line.size, bold, engine=engine, sure=line.sure)
            )
        for _, table in waiting:
            self._add(lines, table, engine)
        lines += [Line(line.text, len(lines) + n, "stamp", line.box, line.size) for n, line in enumerate(aside, 1)]
        return tuple(lines)

    def _add(self, lines: list[Line], table: PrintedTable, engine: str | None) -> None:
        columns = len(table.rows[0][1])
        if self._last and self._last[1] == columns:
            index, _, row = self._last
        else:
            index, row = self._tables, 0
            self._tables += 1
        for (box, cells), sure in zip(table.rows, table.sure or [()] * len(table.rows), strict=True):
            if any(cells):
                text = "\t".join(cells)
                lines.append(Line(text, len(lines) + 1, "table", box, table=index, row=row, engine=engine, sure=sure))
                row += 1
        self._last = index, columns, row


def _place(table: PrintedTable, lines: list[PrintedLine]) -> int:
    """Before which line a table stands: behind those above it, in its own half of a sheet that holds two pages."""
    box = table.box
    above = [
        at
        for at, line in enumerate(lines)
        if line.box.top <= box.top and line.box.left < box.right and box.left < line.box.right
    ]
    if above:
        return above[-1] + 1
    return next((at for at, line in enumerate(lines) if line.box.top > box.top), len(lines))


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
