"""The rules of tables in a picture, and the cells between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from PIL import Image

from pipeline.read.glyphs import Word
from pipeline.read.page_tables import PrintedTable, is_table
from pipeline.read.scans.picture import Gray
from schemas.text import Box

Rule = tuple[float, float, float, float]
"""Left, top, right, bottom in points; as high or as wide as the rule is thick."""

_LONG = 0.4  # inches: a shorter stroke rules nothing
_THICK = 0.05  # inches: a thicker one is a picture
_DARK = 170
_STROKES = frozenset("|[](){}lI!¦/\\ _-—–'`.,:;")
_SNAP = 4.0  # points by which rules that meet may miss each other


def rules_of(picture: Gray, dpi: int) -> tuple[Rule, ...]:
    """The lying and standing rules of a level picture; none where there are too few for a table."""
    ink = np.asarray(Image.fromarray(picture).reduce(2)) < _DARK
    lying = list(_strokes(ink, dpi / 2))
    if len(lying) < 3:
        return ()
    standing = [(y0, x0, y1, x1) for x0, y0, x1, y1 in _strokes(ink.T, dpi / 2)]
    if len(standing) < 3:
        return ()
    scale = 144 / dpi
    return tuple((x0 * scale, y0 * scale, x1 * scale, y1 * scale) for x0, y0, x1, y1 in (*lying, *standing))


def without_rules(words: list[Word], rules: tuple[Rule, ...]) -> list[Word]:
    """The words without the standing rules that an engine took for letters.

    >>> word = Word("|", Box(99, 0, 101, 12), 10, bold=False)
    >>> without_rules([word], ((100, 0, 100.5, 300),))
    []
    """
    standing = [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
    return [
        word
        for word in words
        if not (
            set(word.text) <= _STROKES
            and any(
                abs((word.box.left + word.box.right) / 2 - (left + right) / 2) <= _SNAP
                and top - _SNAP <= word.baseline <= bottom + _SNAP
                for left, top, right, bottom in standing
            )
        )
    ]


def _strokes(ink: NDArray[np.bool_], dpi: float) -> list[tuple[int, int, int, int]]:
    """Long runs of ink along the rows, those of neighbouring rows put together; thick ones left out."""
    length = int(_LONG * dpi)
    if ink.shape[1] <= length:
        return []
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    full = (sums[:, length:] - sums[:, :-length]) >= 0.92 * length
    strokes: list[list[int]] = []
    for y in np.flatnonzero(full.any(axis=1)).tolist():
        bounds = np.flatnonzero(np.diff(full[y].astype(np.int8), prepend=0, append=0)).tolist()
        for x0, x1 in zip(bounds[::2], bounds[1::2], strict=True):
            end = x1 + length
            near = next((s for s in reversed(strokes[-60:]) if y - s[3] <= 2 and x0 < s[2] and s[0] < end), None)
            if near is None:
                strokes.append([x0, y, end, y + 1])
            else:
                near[0], near[2], near[3] = min(near[0], x0), max(near[2], end), y + 1
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in strokes if y1 - y0 <= max(3, _THICK * dpi + (x1 - x0) / 150)]


def tables_of(rules: tuple[Rule, ...], words: list[Word]) -> list[PrintedTable]:
    """The tables that the rules make, filled with the words, from top to bottom."""
    tables = [table for cells in _ruled(rules) if (table := _table(cells, words)) is not None]
    return sorted(tables, key=lambda table: table.box.top)


def cells_of(rules: tuple[Rule, ...], words: list[Word]) -> Iterator[Box]:
    """The cells of these tables that hold no word."""
    for cells in _ruled(rules):
        if _table(cells, words) is not None:
            yield from (cell for cell in cells if not any(_holds(cell, word) for word in words))


def _ruled(rules: tuple[Rule, ...]) -> Iterator[list[Box]]:
    """The cells that the rules make, table by table."""
    edges = [_edge(rule) for rule in rules]
    merged = merge_edges(edges, _SNAP, _SNAP, 3 * _SNAP, 3 * _SNAP) if edges else []
    cells = intersections_to_cells(edges_to_intersections(merged, _SNAP, _SNAP)) if merged else []
    for found in cells_to_tables(cells) if cells else []:
        yield [Box(*cell) for cell in found]


def _edge(rule: Rule) -> dict[str, Any]:
    left, top, right, bottom = rule
    if right - left >= bottom - top:
        top = bottom = (top + bottom) / 2
        way = "h"
    else:
        left = right = (left + right) / 2
        way = "v"
    return {
        "x0": left, "x1": right, "top": top, "bottom": bottom, "orientation": way, "object_type": "line",
        "width": right - left, "height": bottom - top, "doctop": top,  # kept up to date where two are joined
    }  # fmt: skip


def _table(cells: list[Box], words: list[Word]) -> PrintedTable | None:
    lefts = sorted({cell.left for cell in cells})
    rows, sure = [], []
    for top in sorted({cell.top for cell in cells}):
        beside = {cell.left: cell for cell in cells if cell.top == top}
        held = [_inside(beside[left], words) if left in beside else [] for left in lefts]
        box = Box(min(beside), top, max(c.right for c in beside.values()), max(c.bottom for c in beside.values()))
        rows.append((box, tuple(" ".join(word.text for word in cell) for cell in held)))
        sure.append(tuple(1.0 if word.sure is None else word.sure for cell in held for word in cell))
    if not is_table(tuple(rows)):
        return None
    whole = Box(min(lefts), rows[0][0].top, max(c.right for c in cells), max(c.bottom for c in cells))
    return PrintedTable(whole, tuple(rows), tuple(sure))


def _inside(cell: Box, words: list[Word]) -> list[Word]:
    held = [word for word in words if _holds(cell, word)]
    return sorted(held, key=lambda word: (round(word.baseline), word.box.left))


def _holds(cell: Box, word: Word) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom
