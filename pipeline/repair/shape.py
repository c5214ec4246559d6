"""How the lines of a document were laid out: its width, its indents, whether blank lines part its paragraphs.

All is measured from the document itself. Where reading knows boxes the measure is the right edge in points,
in plain text the number of characters.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipeline.repair.rows import Row, is_item, is_open, starts_low

_SURE = 3  # so many lines that go on below for sure make a document hard-wrapped
_WIDEST = 200  # a line of more characters was never a printed line
_WIDER = 1.2  # a word may be set wider than the letters before it are on average
_FLUSH = 2.0  # points by which the ends of justified lines differ
_INDENT = 8.0  # points by which the first line of a paragraph is set in
_APART = 150.0  # points from one column of text, or one page of a sheet, to the next


@dataclass(frozen=True)
class Column:
    """Where running text is set: on a whole page, in a column, on one of two pages of a sheet; in points.

    Attributes:
        left: left edge of most lines that go on with the one above.
        right: right edge from which on a line counts as full, less the room that a word takes.
    """

    left: float
    right: float


@dataclass(frozen=True)
class Shape:
    """The measure of one document.

    Attributes:
        width: characters from which on a line counts as full; None where the text is not hard-wrapped.
        widest: characters that a line can hold; a line is full too where the next word would not have fitted.
        columns: where lines with boxes are set, from left to right; none where they were not broken at a margin.
        spaced: whether blank lines part the paragraphs.
        indented: whether the first line of a paragraph is set in.
    """

    width: int | None
    widest: int | None
    columns: tuple[Column, ...]
    spaced: bool
    indented: bool

    @property
    def wrapped(self) -> bool:
        """Whether the document breaks its lines at a margin."""
        return self.width is not None or bool(self.columns)

    def column_of(self, row: Row) -> Column | None:
        """The column in which a line with a box begins."""
        if row.box is None or not self.columns:
            return None
        begun = [column for column in self.columns if column.left - _INDENT <= row.box.left]
        return begun[-1] if begun else self.columns[0]

    def is_full(self, row: Row, following: str) -> bool:
        """Whether the line was broken because the next word had no room."""
        if row.box is not None and (column := self.column_of(row)):
            word = len((following.split() or [""])[0]) + 1
            advance = (row.box.right - row.box.left) / max(1, len(row.text.strip()))
            return row.box.right + word * advance * _WIDER > column.right
        if self.width is None or self.widest is None:
            return False
        length = len(row.text.strip())
        return length >= self.width or length + 1 + len((following.split() or [""])[0]) > self.widest

    def is_set_in(self, row: Row) -> bool:
        """Whether the line begins further right than most."""
        if row.box is not None and (column := self.column_of(row)):
            return row.box.left > column.left + _INDENT
        return len(row.text) - len(row.text.lstrip()) >= 2

    def is_right_of_middle(self, row: Row) -> bool:
        """Whether all of the line stands in the right half, as what is signed does."""
        column = self.column_of(row)
        return row.box is not None and column is not None and row.box.left > (column.left + column.right) / 2


def _columns(boxed: list[Row], going_on: list[Row]) -> tuple[Column, ...]:
    """The columns: lines that go on with the one above are never set in, so most of them begin at the same edge."""
    lefts = Counter(round(row.box.left) for row in going_on if row.box)
    edges: list[int] = []
    for left, count in lefts.most_common():
        if (count >= _SURE or not edges) and all(abs(left - edge) > _APART for edge in edges):
            edges.append(left)
    if not edges:
        return (Column(math.inf, _right(boxed)),)  # nothing tells what is set in
    return tuple(
        Column(float(left), _right([row for row in boxed if row.box and left - _INDENT <= row.box.left < end]))
        for left, end in pairwise([*sorted(edges), math.inf])
    )


def _right(rows: list[Row]) -> float:
    edges = sorted(row.box.right for row in rows if row.box)
    return edges[min(len(edges) - 1, len(edges) * 19 // 20)]


def _is_justified(edges: list[float]) -> bool:
    """Whether many lines end at one right edge, as a word processor sets them; ``edges`` in points, sorted."""
    margin = edges[len(edges) * 19 // 20] if edges else 0.0
    return sum(abs(edge - margin) <= _FLUSH for edge in edges) >= max(_SURE, len(edges) // 8)


def measure(rows: list[Row]) -> Shape:
    """Measure the lines that hold running text."""
    texts = [row for row in rows if row.role == "text"]
    pairs = [(a, b) for a, b in pairwise(rows) if a.role == b.role == "text" and a.page == b.page]
    going_on = [(a, b) for a, b in pairs if is_open(a.text) and starts_low(b.text) and len(a.text) <= _WIDEST]
    sure = [a for a, _ in going_on]
    lengths = sorted(len(row.text.strip()) for row in sure)
    boxed = [row for row in texts if row.box is not None]
    wrapped = len(sure) >= _SURE and len(sure) * 4 >= len(pairs)
    width = widest = None
    if wrapped and not boxed:
        width = max(30, lengths[len(lengths) // 10] - 2)
        widest = lengths[len(lengths) * 19 // 20]
    columns: tuple[Column, ...] = ()
    edges = sorted(row.box.right for row in boxed if row.box)
    if boxed and (wrapped or len(sure) >= _SURE or _is_justified(edges)):
        columns = _columns(boxed, [b for _, b in going_on])
    shape = Shape(width, widest, columns, spaced=False, indented=False)
    closed = [(a, b) for a, b in pairs if not is_open(a.text) and not is_item(b.text) and not starts_low(b.text)]
    set_in = sum(shape.is_set_in(b) for _, b in closed)
    blanks = sum(not is_open(a.text) for a, b in pairwise(rows) if a.role == "text" and b.role == "blank")
    return Shape(
        width,
        widest,
        columns,
        spaced=blanks >= 3,
        indented=set_in >= 3 and set_in * 4 >= len(closed),
    )
