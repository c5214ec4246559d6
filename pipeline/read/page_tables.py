"""Ruled tables on a PDF page: pdfplumber finds the cells between PDFium's rules, PDFium's words fill them."""

from __future__ import annotations

from dataclasses import dataclass

from pdfplumber.table import TableFinder

from pipeline.read.glyphs import Word
from pipeline.read.page_rules import Edge
from schemas.text import Box

_SAME = 3.0  # points by which the rules of a table that goes on differ from page to page


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as it was printed: for each row its box and the texts of its cells, empty where a cell is merged.

    ``sure`` is, for each row, how sure an OCR engine was of each of its words; empty where none read them. ``edges``
    are the left edges of the columns and the right edge of the last, where they are known.
    """

    box: Box
    rows: tuple[tuple[Box, tuple[str, ...]], ...]
    sure: tuple[tuple[float, ...], ...] = ()
    edges: tuple[float, ...] = ()


def tables_of(rules: list[Edge], words: list[Word], above: PrintedTable | None = None) -> list[PrintedTable]:
    """The tables of a page, from top to bottom; ``above`` is the table that ended the page before.

    One row alone is a table only where it goes on with the one above.
    """
    tables = []
    for found in TableFinder(None, _between(rules)).tables:  # type: ignore[arg-type]  # it cuts text from the page, not asked here
        rows = [[Box(*cell) if cell else None for cell in row.cells] for row in found.rows]
        box = Box(*found.bbox)
        inside = [word for word in words if _holds(box, word)]
        filled = tuple(
            (Box(*found_row.bbox), tuple(_text(cell, inside) if cell else "" for cell in row))
            for found_row, row in zip(found.rows, rows, strict=True)
        )
        table = PrintedTable(box, filled, edges=_edges(rows))
        if is_table(filled) or (above is not None and _goes_on(above, table, words)):
            tables.append(table)
    tables.sort(key=lambda table: table.box.top)
    return tables


def last_of(tables: list[PrintedTable], words: list[Word]) -> PrintedTable | None:
    """The table that ends a page: nothing stands below it but figures."""
    last = max(tables, key=lambda table: table.box.bottom, default=None)
    below = (word for word in words if last is not None and word.baseline > last.box.bottom)
    return None if any(char.isalpha() for word in below for char in word.text) else last


def _goes_on(above: PrintedTable, table: PrintedTable, words: list[Word]) -> bool:
    """Whether a table begins a page with the columns of the one above."""
    same = len(above.edges) == len(table.edges) and all(
        abs(one - other) <= _SAME for one, other in zip(above.edges, table.edges, strict=True)
    )
    before = (word for word in words if word.baseline < table.box.top)
    return same and not any(char.isalpha() for word in before for char in word.text)


def _edges(rows: list[list[Box | None]]) -> tuple[float, ...]:
    """The edges of the columns, as the row with the most cells has them."""
    widest = max(([cell for cell in row if cell] for row in rows), key=len, default=[])
    return (*(cell.left for cell in widest), *(cell.right for cell in widest[-1:]))


def _between(rules: list[Edge]) -> dict[str, object]:
    """Settings by which pdfplumber looks for cells between these rules alone."""
    standing = [rule for rule in rules if rule["orientation"] == "v"]
    lying = [rule for rule in rules if rule["orientation"] == "h"]
    explicit = {"vertical_strategy": "explicit", "horizontal_strategy": "explicit"}
    return {**explicit, "explicit_vertical_lines": standing, "explicit_horizontal_lines": lying}


def outside(tables: list[PrintedTable], words: list[Word]) -> list[Word]:
    """The words that stand in no table."""
    return [word for word in words if not any(_holds(table.box, word) for table in tables)]


def is_table(rows: tuple[tuple[Box, tuple[str, ...]], ...]) -> bool:
    """At least two rows of two cells with text; a frame around a letterhead or a note is none."""
    return sum(sum(bool(cell) for cell in cells) >= 2 for _, cells in rows) >= 2


def _text(cell: Box, words: list[Word]) -> str:
    inside = sorted(
        (word for word in words if _holds(cell, word)), key=lambda word: (round(word.baseline), word.box.left)
    )
    return " ".join(word.text for word in inside)


def _holds(box: Box, word: Word) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return box.left <= x < box.right and box.top <= y < box.bottom
