"""Tables: rows of totals against the rows, columns of totals against the columns, percentages against their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import NUMBER as DIGITS
from pipeline.check.quantities import decimals, show, value_of
from schemas.document import Document, Table
from schemas.text import Span

TOTAL = re.compile(r"^\s*(?:tổng\s*(?:cộng|số)?|cộng)\s*:?\s*$", re.I)
NUMBER = re.compile(rf"\s*({DIGITS})\s*$")
PERCENT = re.compile(rf"\s*({DIGITS})\s*%?\s*$")
# "1.1", "a)", "-": rows that are parts of the row above them; whether they are summed nobody can tell.
NESTED = re.compile(r"\s*(?:\d+\.\d+|[a-zđ][.)]?|[-+*])\s*$", re.I)
INDEX = re.compile(r"^\s*\(?\d{1,2}\)?\s*$")
UNSUMMED = re.compile(r"tỷ lệ|tỉ lệ|bình quân|%|năng suất|STT|TT|so sánh", re.I)
SHARES = re.compile(r"tỷ lệ|tỉ lệ|%|so với|so sánh|mức độ đạt", re.I)
SUMS = re.compile(r"^\s*(?:tổng\s*(?:số|cộng)?|cộng)(?:\s*\([^()]*\))?\s*$", re.I)
LEAST_ROWS = 2
SETTLED = 3  # so many rows that hold say what a column is; one that does not hold is a slip


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table as text, where they stand, which rows hold data."""

    cells: list[list[str]]
    places: tuple[tuple[Span, ...], ...]
    data: list[int]

    def heading(self, column: int) -> str:
        """What stands above a column."""
        return " ".join(row[column] for row in self.cells[: self.data[0]] if column < len(row))

    def number(self, row: int, column: int) -> float | None:
        """The number in a cell; None where the cell holds none."""
        match = NUMBER.match(self.cells[row][column]) if column < len(self.cells[row]) else None
        return value_of(match[1]) if match else None

    @property
    def width(self) -> int:
        """How many columns the shortest row of data has."""
        return min(len(self.cells[row]) for row in self.data)


def check(document: Document) -> Iterator[Found]:
    """Every table; columns of percentages and averages have no sums."""
    for table in document.tables:
        grid = _grid(document, table)
        if len(grid.data) >= LEAST_ROWS:
            yield from _total_row(grid)
            yield from _total_column(grid)
            yield from _shares(grid)


def _grid(document: Document, table: Table) -> _Grid:
    cells = [[cell.of(document.text).replace("\xa0", " ").strip() for cell in row] for row in table.rows]
    return _Grid(cells, table.rows, [i for i, row in enumerate(cells) if _is_data(row)])


# ── rows of totals ───────────────────────────────────────────────────────────────────────────────────────────────


def _total_row(grid: _Grid) -> Iterator[Found]:
    totals = [i for i in grid.data if any(TOTAL.match(cell) for cell in grid.cells[i][:3])]
    if len(totals) != 1:
        return
    at = totals[0]
    on_top = at <= LEAST_ROWS  # "Tổng số" may stand above its parts
    body = [i for i in grid.data if (i > at if on_top else i < at)]
    if len(body) < LEAST_ROWS or any(grid.cells[i] and NESTED.match(grid.cells[i][0]) for i in body):
        return
    for column in range(1, len(grid.cells[at])):
        yield from _column(grid, at, body, column)


def _column(grid: _Grid, at: int, body: list[int], column: int) -> Iterator[Found]:
    total = grid.number(at, column)
    known = [i for i in body if grid.number(i, column) is not None]
    percents = any(column < len(grid.cells[i]) and "%" in grid.cells[i][column] for i in body)
    if total is None or len(known) < LEAST_ROWS or percents or UNSUMMED.search(grid.heading(column)):
        return
    values = [v for i in known if (v := grid.number(i, column)) is not None]
    value, cell = sum(values), grid.places[at][column]
    line = " + ".join(show(v) for v in values) + f" = {show(round(value, 4))}"
    if abs(value - total) < 1e-6 * max(1.0, abs(total)):
        good = issue("table_sum_verified", f"Dòng tổng của bảng khớp: {line}.", f"The total row adds up: {line}.", cell)
        yield Verified(good, (cell, *(grid.places[i][column] for i in known)))
    else:
        yield issue(
            "table_sum_mismatch",
            f"Dòng tổng của bảng không bằng các dòng: {line}, nhưng bảng ghi {show(total)}; "
            "xem lại hoặc kiểm tra dòng lồng nhau.",
            f"The total row does not add up: {line}, but the table says {show(total)}.",
            cell,
        )


# ── columns of totals ────────────────────────────────────────────────────────────────────────────────────────────


def _total_column(grid: _Grid) -> Iterator[Found]:
    """In "Tổng số | Tập thể | Cá nhân", that the first is the sum of the others is what most of the rows say."""
    numeric = [c for c in range(1, grid.width) if not UNSUMMED.search(grid.heading(c))]
    for column in numeric:
        if not SUMS.match(_last_heading(grid, column)):
            continue
        for parts in _beside(grid, column, numeric):
            right, wrong = _rows(grid, column, parts)
            if len(right) < LEAST_ROWS or len(wrong) > (len(right) >= SETTLED):
                continue
            yield from (_right_row(grid, row, column, parts) for row in right)
            yield from (_wrong_row(grid, row, column, parts) for row in wrong)
            break


def _last_heading(grid: _Grid, column: int) -> str:
    said = [row[column] for row in grid.cells[: grid.data[0]] if column < len(row) and row[column]]
    return next((cell for cell in reversed(said) if not INDEX.match(cell)), "")


def _beside(grid: _Grid, column: int, numeric: Sequence[int]) -> Iterator[list[int]]:
    """The columns that may be the parts: those behind it up to the next total, or those before it."""
    stops = [c for c in numeric if c != column and SUMS.match(_last_heading(grid, c))]
    behind = [c for c in numeric if column < c < min((s for s in stops if s > column), default=grid.width)]
    before = [c for c in numeric if max((s for s in stops if s < column), default=0) < c < column]
    for parts in (behind, before):
        if len(parts) >= LEAST_ROWS:
            yield parts


def _rows(grid: _Grid, column: int, parts: Sequence[int]) -> tuple[list[int], list[int]]:
    right: list[int] = []
    wrong: list[int] = []
    for row in grid.data:
        total = grid.number(row, column)
        known = [v for c in parts if (v := grid.number(row, c)) is not None]
        if total is None or len(known) < LEAST_ROWS:
            continue
        (right if abs(sum(known) - total) < 1e-6 * max(1.0, total) else wrong).append(row)
    return right, wrong


def _summed(grid: _Grid, row: int, parts: Sequence[int]) -> str:
    known = [v for c in parts if (v := grid.number(row, c)) is not None]
    return " + ".join(map(show, known)) + f" = {show(round(sum(known), 4))}"


def _right_row(grid: _Grid, row: int, column: int, parts: Sequence[int]) -> Found:
    line, cell = _summed(grid, row, parts), grid.places[row][column]
    known = [c for c in parts if grid.number(row, c) is not None]
    good = issue("table_sum_verified", f"Cột tổng của bảng khớp: {line}.", f"The total column adds up: {line}.", cell)
    return Verified(good, (cell, *(grid.places[row][c] for c in known)))


def _wrong_row(grid: _Grid, row: int, column: int, parts: Sequence[int]) -> Found:
    line, printed = _summed(grid, row, parts), grid.cells[row][column]
    return issue(
        "table_sum_mismatch",
        f"Cột tổng của bảng không bằng các cột: {line}, nhưng bảng ghi {printed}; các dòng khác đều khớp.",
        f"The total column does not add up: {line}, but the table says {printed}.",
        grid.places[row][column],
    )


# ── columns of percentages ───────────────────────────────────────────────────────────────────────────────────────


def _shares(grid: _Grid) -> Iterator[Found]:
    """In "Kế hoạch | Thực hiện | Tỷ lệ (%)", of which two columns it is the share is what most of the rows say."""
    columns = range(1, grid.width)
    numeric = [c for c in columns if sum(grid.number(r, c) is not None for r in grid.data) >= SETTLED]
    for column in columns:
        if not SHARES.search(grid.heading(column)):
            continue
        others = [c for c in numeric if c != column and not SHARES.search(grid.heading(c))]
        for part, whole in permutations(others, 2):
            right, wrong = _share_rows(grid, column, part, whole)
            if len(right) < SETTLED or len(wrong) > 1 or len(right) < 4 * len(wrong):
                continue
            yield from (_right_share(grid, row, column, part, whole) for row in right)
            yield from (_wrong_share(grid, row, column, part, whole) for row in wrong)
            break


def _share_rows(grid: _Grid, column: int, part: int, whole: int) -> tuple[list[int], list[int]]:
    right: list[int] = []
    wrong: list[int] = []
    for row in grid.data:
        said = PERCENT.match(grid.cells[row][column])
        above, below = grid.number(row, part), grid.number(row, whole)
        if said is None or above is None or not below:
            continue
        near = abs(value_of(said[1]) - 100 * above / below) < 10.0 ** -decimals(said[1]) + 1e-9
        (right if near else wrong).append(row)
    return right, wrong


def _told_share(grid: _Grid, row: int, part: int, whole: int) -> str:
    above, below = grid.number(row, part) or 0, grid.number(row, whole) or 1
    return f"{grid.cells[row][part]}/{grid.cells[row][whole]} = {show(round(100 * above / below, 2), '%')}"


def _right_share(grid: _Grid, row: int, column: int, part: int, whole: int) -> Found:
    line, cell = _told_share(grid, row, part, whole), grid.places[row][column]
    good = issue("share_verified", f"Tỷ lệ khớp: {line}.", f"The percentage follows: {line}.", cell)
    return Verified(good, (cell, grid.places[row][part], grid.places[row][whole]))


def _wrong_share(grid: _Grid, row: int, column: int, part: int, whole: int) -> Found:
    line, printed = _told_share(grid, row, part, whole), grid.cells[row][column]
    return issue(
        "table_share_mismatch",
        f"Tỷ lệ trong bảng không khớp: {line}, nhưng bảng ghi {printed}; các dòng khác đều khớp.",
        f"The percentage in the table does not follow: {line}, but the table says {printed}.",
        grid.places[row][column],
    )


def _is_data(row: list[str]) -> bool:
    """A row with a label and a number; the row that numbers the columns is none."""
    cells = [c for c in row if c]
    if len(cells) > 3 and all(INDEX.match(c) for c in cells):
        return False
    return any(re.search(r"[^\W\d_]{2}", c) for c in row[:3]) and any(NUMBER.match(c) for c in row[1:])
