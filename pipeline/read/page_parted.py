"""Tables that go on over pages: a row that a page break parts is one row, a head that is printed again is furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from schemas.text import Line, Page

_HEAD = 4  # rows that a head has at most
_SERIALS = 0.8  # of the rows begin with a number: a row without one is the rest of the row above
_FIGURES = re.compile(r"[\d.,/%\s-]+")  # a number is not parted
_OWN = re.compile(r"(?i:tổng|cộng)\b")  # a row of sums bears no number, and is a row


@dataclass
class _Table:
    """A table as far as it was met: its rows, and where the last of them stands."""

    rows: list[list[str]] = field(default_factory=list)
    last: tuple[int, int] = (0, 0)  # place in the pages, place on the page


def whole_rows(pages: Sequence[Page]) -> tuple[Page, ...]:
    r"""The pages with each row of a table in one piece, on the page on which it begins; rows are counted anew.

    >>> first = Page(1, (Line("STT\tHọ tên\tThành tích", 1, "table", table=0, row=0),
    ...                  Line("1\tLò Văn An\tHiến 20 m² đất làm", 2, "table", table=0, row=1)))
    >>> second = Page(2, (Line("STT\tHọ tên\tThành tích", 1, "table", table=0, row=2),
    ...                   Line("\t\tđường thôn", 2, "table", table=0, row=3),
    ...                   Line("2\tVi Thị Bé\tNuôi ong", 3, "table", table=0, row=4)))
    >>> [(line.text, line.row) for page in whole_rows((first, second)) for line in page.lines if line.table == 0]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('STT\tHọ tên\tThành tích', 0), ('1\tLò Văn An\tHiến 20 m² đất làm đường thôn', 1), ('2\tVi Thị Bé\tNuôi ong', 2)]
    """
    found: list[list[Line]] = []
    tables: dict[int, _Table] = {}
    for page in pages:
        own: list[Line] = []
        found.append(own)
        new: set[int] = set()  # tables of which a row was met that begins on this page
        head: dict[int, int] = {}  # how many rows of a head printed again were met
        for line in page.lines:
            if line.table is None:
                own.append(replace(line, number=len(own) + 1))
                continue
            table = tables.get(line.table)
            cells = line.text.split("\t")
            if table is None:
                table = tables[line.table] = _Table()
                new.add(line.table)
            elif line.table not in new:
                if _is_head(cells, table, at := head.get(line.table, 0)):
                    head[line.table] = at + 1
                    own.append(replace(line, number=len(own) + 1, origin="header", table=None, row=None))
                    continue
                new.add(line.table)
                if _goes_on(table, cells):
                    above, place = table.last
                    found[above][place] = _joined(found[above][place], line)
                    table.rows[-1] = found[above][place].text.split("\t")
                    new.discard(line.table)  # a row may be longer than a page
                    head[line.table] = _HEAD
                    continue
            own.append(replace(line, number=len(own) + 1, row=len(table.rows)))
            table.rows.append(cells)
            table.last = len(found) - 1, len(own) - 1
    return tuple(replace(page, lines=tuple(lines)) for page, lines in zip(pages, found, strict=True))


def _is_head(cells: list[str], table: _Table, at: int) -> bool:
    """Whether a row at the head of a page is the table's own row ``at``, printed again."""
    lettered = any(char.isalpha() for cell in cells for char in cell)
    return at < min(_HEAD, len(table.rows) - 1) and _folded(cells) == _folded(table.rows[at]) and (at > 0 or lettered)


def _folded(cells: list[str]) -> list[str]:
    return ["".join(cell.split()).casefold() for cell in cells]


def _goes_on(table: _Table, cells: list[str]) -> bool:
    """Whether the first row of a page holds the rest of the last row before: never a cell that was empty there."""
    above = table.rows[-1]
    if len(cells) != len(above) or any(cell and not before for cell, before in zip(cells, above, strict=True)):
        return False
    rest = [(before, cell) for before, cell in zip(above, cells, strict=True) if cell]
    if any(_OWN.match(cell) or (_FIGURES.fullmatch(before) and _FIGURES.fullmatch(cell)) for before, cell in rest):
        return False
    if not cells[0] and above[0].strip(".").isdecimal():
        below_head = table.rows[1:]
        numbered = sum(row[0].strip(".").isdecimal() for row in below_head)
        if numbered >= _SERIALS * len(below_head):
            return True
    return len(rest) < len(cells) and all(cell[:1].islower() and before[-1:] not in ".;:" for before, cell in rest)


def _joined(above: Line, below: Line) -> Line:
    """One row of two parts, cell by cell."""
    texts: list[str] = []
    sure: list[float] = []
    parts = [(line.text.split("\t"), list(line.sure)) for line in (above, below)]
    for column in range(len(parts[0][0])):
        words: list[str] = []
        for cells, said in parts:
            own = cells[column].split()
            words += own
            sure += said[: len(own)]
            del said[: len(own)]
        texts.append(" ".join(words))
    return replace(above, text="\t".join(texts), sure=tuple(sure))
