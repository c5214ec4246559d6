"""Rows of totals in tables against the rows above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.codes import issue
from pipeline.check.quantities import show
from schemas.document import Document, Table
from schemas.issue import Issue
from schemas.text import Span

TOTAL = re.compile(r"^\s*(?:tổng\s*(?:cộng|số)?|cộng)\s*:?\s*$", re.I)
NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*$")
# "1.1", "a)", "-": rows that are parts of the row above them; whether they are summed nobody can tell.
NESTED = re.compile(r"\s*(?:\d+\.\d+|[a-zđ][.)]?|[-+*])\s*$", re.I)
INDEX = re.compile(r"^\s*\(?\d{1,2}\)?\s*$")
LEAST_ROWS = 2


def check(document: Document) -> Iterator[Issue]:
    """Every total row, column by column; columns of percentages and averages are left out."""
    for table in document.tables:
        yield from _of_table(document, table)


def _of_table(document: Document, table: Table) -> Iterator[Issue]:
    rows = [[cell.of(document.text).replace("\xa0", " ").strip() for cell in row] for row in table.rows]
    totals = [i for i, row in enumerate(rows) if any(TOTAL.match(cell) for cell in row[:3]) and _is_data(row)]
    if len(totals) != 1:
        return
    at = totals[0]
    start, last = (0, at) if at > LEAST_ROWS else (at + 1, len(rows))  # "Tổng số" may stand on top of its parts
    body = [(i, row) for i, row in enumerate(rows[start:last], start) if _is_data(row)]
    if len(body) < LEAST_ROWS or any(row and NESTED.match(row[0]) for _, row in body):
        return
    for column in range(1, len(rows[at])):
        heading = " ".join(row[column] for row in rows[: body[0][0]] if column < len(row))
        cells = [row[column] for _, row in body if column < len(row)]
        yield from _column(heading, cells, rows[at][column], table.rows[at][column])


def _column(heading: str, cells: list[str], printed: str, cell: Span) -> Iterator[Issue]:
    total = _value(printed)
    known = [v for v in map(_value, cells) if v is not None]
    if total is None or len(known) < LEAST_ROWS or any("%" in c for c in cells):
        return
    if re.search(r"tỷ lệ|tỉ lệ|bình quân|%|năng suất|STT|TT", heading, re.I):
        return
    value = sum(known)
    line = " + ".join(show(v) for v in known) + f" = {show(round(value, 4))}"
    if abs(value - total) < 1e-6 * max(1.0, abs(total)):
        yield issue("table_sum_verified", f"Dòng tổng của bảng khớp: {line}.", f"The total row adds up: {line}.", cell)
    else:
        yield issue(
            "table_sum_mismatch",
            f"Dòng tổng của bảng không bằng các dòng: {line}, nhưng bảng ghi {show(total)}; "
            "xem lại hoặc kiểm tra dòng lồng nhau.",
            f"The total row does not add up: {line}, but the table says {show(total)}.",
            cell,
        )


def _is_data(row: list[str]) -> bool:
    """A row with a label and a number; the row that numbers the columns is none."""
    cells = [c for c in row if c]
    if len(cells) > 3 and all(INDEX.match(c) for c in cells):
        return False
    return any(re.search(r"[^\W\d_]{2}", c) for c in row[:3]) and any(NUMBER.match(c) for c in row[1:])


def _value(cell: str) -> float | None:
    match = NUMBER.match(cell)
    return float(match.group(1).replace(".", "").replace(",", ".")) if match else None
