"""Tables of an HTML page as grids."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from pipeline.read.story import Block, Cell
from pipeline.read.web_style import Sheet, draws, is_hidden

_WIDEST = 200  # a cell that says it spans more columns or rows than this is no part of a report
_LONGEST = 2_000

Row = tuple[Cell | None, ...]


def table_of(
    table: etree._Element, sheet: Sheet, inside: Callable[[etree._Element], tuple[Block, ...]]
) -> tuple[tuple[Row, ...], bool]:
    """The rows of a table as a grid, and whether it draws lines; ``inside`` says what stands in a cell."""
    rows: list[Row] = []
    covered: dict[int, int] = {}  # column -> rows that a cell above still takes up
    drawn = headed = 0
    for line in _rows(table):
        if is_hidden(line, sheet.of(line)):
            continue
        row: list[Cell | None] = []
        for item in line:
            if item.tag not in {"td", "th"} or is_hidden(item, sheet.of(item)):
                continue
            _skip(row, covered)
            across, down = _span(item, "colspan", _WIDEST), _span(item, "rowspan", _LONGEST)
            drawn += draws(sheet.of(item))
            headed += item.tag == "th"
            start = len(row)
            row += [Cell(inside(item)), *[None] * (across - 1)]
            if down > 1:
                covered |= dict.fromkeys(range(start, start + across), down - 1)
        _skip(row, covered)
        if row:
            rows.append(tuple(row))
    return tuple(rows), drawn > 2 or headed > 1 or _has_rules(table, sheet)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _skip(row: list[Cell | None], covered: dict[int, int]) -> None:
    """Fill the places that cells from above take up."""
    while covered.get(len(row), 0):
        covered[len(row)] -= 1
        row.append(None)


def _span(cell: etree._Element, name: str, most: int) -> int:
    said = (cell.get(name) or "1").strip()
    return max(1, min(most, int(said))) if said.isascii() and said.isdigit() and len(said) < 8 else 1


def _has_rules(table: etree._Element, sheet: Sheet) -> bool:
    border = (table.get("border") or "0").strip().removesuffix("px")
    return border not in {"0", ""} or (table.get("rules") or "none") != "none" or draws(sheet.of(table))
