"""Tables without rules on a PDF page: columns that stay apart, rows that count on ("STT")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.read.glyphs import Word
from pipeline.read.page_sheet import without_marks
from pipeline.read.page_tables import PrintedTable
from schemas.text import Box

_COUNTING = {"STT", "TT", "Stt", "stt", "STT.", "TT."}
_ITEM = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)]\s|[-+•]\s|Nơi nhận")
_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-E])[.)]?")
_SERIAL = re.compile(r"\d{1,3}[.)]?")
_GUTTER = 0.45  # of the letters' height: so much stays free between columns; a blank between words is a quarter
_LEAST = 3  # columns; a letterhead and a list of recipients have two
_ROWS = 2  # that count on make a table
_HEAD = 4  # lines that a head has at most
_SAME = 3.0  # points by which the text of a column stands further left in one row than in another
_LABEL = 20.0  # points by which labels in the first column, set in its middle, differ
_LEAP = 4.0  # letters' heights: a table has no larger gap within

_Row = list[Word]
_Gap = tuple[float, float]


def bare_tables_of(words: list[Word], above: PrintedTable | None = None) -> list[PrintedTable]:
    """The tables without rules among the words of a page; ``above`` is such a table that ended the page before.

    Read is what has a first column that counts, under "STT" or going on with the page before.
    """
    goes_on = above is not None and bool(words)
    if not goes_on and not any(word.text in _COUNTING for word in words):
        return []
    words, _ = without_marks(words)
    lines = _lines(words)
    height = median(word.height for word in words)
    tables: list[PrintedTable] = []
    at = 0
    if above is not None:
        at = next((n for n, line in enumerate(lines) if any(c.isalpha() for word in line for c in word.text)), 0)
        found = _going_on(lines, at, above, height)
        if found is not None:
            tables.append(found[0])
            at = found[1]
    while at < len(lines):
        found = _headed(lines, at, height) if lines[at][0].text in _COUNTING else None
        if found is None:
            at += 1
        else:
            tables.append(found[0])
            at = found[1]
    return tables


def _lines(words: list[Word]) -> list[_Row]:
    """Words of one baseline, from top to bottom, each line from left to right."""
    lines: list[_Row] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= 0.3 * word.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.left) for line in lines]


def _headed(lines: list[_Row], at: int, height: float) -> tuple[PrintedTable, int] | None:
    """The table whose head begins with line ``at``, and the line after it."""
    first = next((n for n in range(at + 1, min(len(lines), at + 1 + _HEAD)) if _serial(lines[n]) == 1), None)
    if first is None:
        return None
    named = (n for n in range(at + 1, first) if _GROUP.fullmatch(lines[n][0].text) and len(lines[n]) > 1)
    body = next((n for n in named if abs(lines[n][0].box.left - lines[at][0].box.left) <= _LABEL), first)
    gaps = _left_free(_of_head(lines[at:body], height), lines[first], height)
    if len(gaps) + 1 < _LEAST:
        return None
    top = min((n for n in range(max(0, at - _HEAD), at) if _is_head(lines[n : at + 1], gaps, height)), default=at)
    found = _body(lines, body, gaps, height, 0)
    if found is None or found.counted < _ROWS:
        return None
    return found.table(lines, top, body), found.end


def _of_head(lines: list[_Row], height: float) -> list[_Gap]:
    """The gaps between the columns that a head names; a cell over several columns is parted by those below it."""
    found: list[_Gap] = []
    for line in lines:
        for low, high in _free(line, height):
            same = next((n for n, (left, right) in enumerate(found) if low < right and left < high), None)
            if same is None:
                found.append((low, high))
            else:
                found[same] = max(found[same][0], low), min(found[same][1], high)
    return sorted(found)


def _is_head(lines: list[_Row], gaps: list[_Gap], height: float) -> bool:
    """Whether lines right above "STT" are those of higher cells of the head."""
    near = all(below[0].baseline - line[0].baseline <= 1.5 * height for line, below in pairwise(lines))
    return near and all(
        len(_left_free(gaps, line, height)) == len(gaps) and line[0].box.left > gaps[0][0] for line in lines[:-1]
    )


def _going_on(lines: list[_Row], at: int, above: PrintedTable, height: float) -> tuple[PrintedTable, int] | None:
    """The table of the page before, from line ``at`` on; its head may be printed again."""
    gaps = [(edge - _GUTTER * height, edge) for edge in above.edges[1:-1]]
    last = max((int(re.sub(r"\D", "", cells[0])) for _, cells in above.rows if _SERIAL.fullmatch(cells[0])), default=0)
    body = _below_head(lines, at, above, gaps)
    if any(len(_left_free(gaps, line, height)) < len(gaps) for line in lines[at:body]):
        return None
    found = _body(lines, body, gaps, height, last)
    if found is None or not (found.counted or _is_rest(_row(lines[body : found.end], gaps)[1], above.rows[-1][1])):
        return None
    return found.table(lines, at, body), found.end


def _is_rest(cells: tuple[str, ...], above: tuple[str, ...]) -> bool:
    """Whether a row can be the rest of the one above, and is no item of its own."""
    return all(not cell or (before and not _ITEM.match(cell)) for cell, before in zip(cells, above, strict=True))


def _below_head(lines: list[_Row], at: int, above: PrintedTable, gaps: list[_Gap]) -> int:
    """The first line below a head that is printed again; ``at`` where none is."""
    _, head = above.rows[0]
    return next((n for n in range(at + 1, min(len(lines), at + 1 + _HEAD)) if _row(lines[at:n], gaps)[1] == head), at)


@dataclass
class _Body:
    """The rows of a table below its head: where each begins, and the line after the last."""

    starts: list[int]
    groups: set[int]  # rows that name a group: "I  TẬP THỂ"
    gaps: list[_Gap]
    end: int
    counted: int = 0

    def table(self, lines: list[_Row], top: int, body: int) -> PrintedTable:
        """The table, whose head stands from line ``top`` to line ``body``."""
        bounds = sorted({top, body, *self.starts, self.end})
        rows = [_row(lines[a:b], self.gaps, named=a in self.groups) for a, b in pairwise(bounds)]
        box = _around(word for line in lines[top : self.end] for word in line)
        return PrintedTable(box, tuple(rows), edges=(box.left, *(right for _, right in self.gaps), box.right))


def _body(lines: list[_Row], at: int, gaps: list[_Gap], height: float, number: int) -> _Body | None:
    """The rows from line ``at`` on, as far as they fit the columns; ``number`` is that of the row before."""
    body = _Body([], set(), gaps, at)
    while body.end < len(lines):
        line = lines[body.end]
        if body.end > at and line[0].baseline - lines[body.end - 1][0].baseline > _LEAP * height:
            break
        left = _left_free(body.gaps, line, height)
        counts = line[0].box.left < body.gaps[0][0]
        if counts and _GROUP.fullmatch(line[0].text) and len(line) > 1 and line[1].box.left >= body.gaps[0][1] - _SAME:
            body.groups.add(body.end)
        elif len(left) < len(gaps) or (counts and _serial(line) not in {number + 1, 1}):
            break  # what runs across the columns, or does not count on
        else:
            body.gaps = left
            number = _serial(line) or number if counts else number
            body.counted += counts
        if counts:
            body.starts.append(body.end)
        body.end += 1
    return body if body.end > at else None


def _serial(line: _Row) -> int | None:
    text = line[0].text
    return int(re.sub(r"\D", "", text)) if len(line) > 1 and _SERIAL.fullmatch(text) else None


def _free(line: _Row, height: float) -> list[_Gap]:
    """Where a line leaves room between its words for the gap between two columns."""
    gaps, right = [], line[0].box.right
    for word in line[1:]:
        if word.box.left - right >= _GUTTER * height:
            gaps.append((right, word.box.left))
        right = max(right, word.box.right)
    return gaps


def _left_free(gaps: list[_Gap], line: _Row, height: float) -> list[_Gap]:
    """What a further line leaves of the gaps: a word that stands across one closes it."""
    left = []
    for low, high in gaps:
        edges = [low]
        for word in line:
            if word.box.right > low and word.box.left < high:
                edges += [word.box.left, max(word.box.right, edges[-1])]
        free = max(zip(edges[::2], [*edges[1::2], high], strict=True), key=lambda gap: gap[1] - gap[0])
        if free[1] - free[0] >= _GUTTER * height * 0.99:
            left.append(free)
    return left


def _row(lines: list[_Row], gaps: list[_Gap], *, named: bool = False) -> tuple[Box, tuple[str, ...]]:
    """A row of cells; what a row that names a group says stands in its second cell."""
    cells: list[list[str]] = [[] for _ in range(len(gaps) + 1)]
    for line in lines:
        column, right = 0, line[0].box.left - 1000
        for word in line:
            if word.box.left - right >= _GUTTER * word.height:  # a text over two columns stands in the first of them
                column = sum(word.box.left > (low + high) / 2 for low, high in gaps)
            right = word.box.right
            cells[min(column, 1) if named else column].append(word.text)
    return _around(word for line in lines for word in line), tuple(" ".join(cell) for cell in cells)


def _around(words: Iterable[Word]) -> Box:
    boxes = [word.box for word in words]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
