"""Rows of ruled tables that the engine passed over: there is ink in them, and not a word was read."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.read.glyphs import Word
from pipeline.read.scans.letters import words_of
from pipeline.read.scans.picture import Gray
from pipeline.read.scans.rules import Rule, tables_of
from pipeline.read.scans.tesseract import Seen
from schemas.text import Box

_INSET = 2.0  # points within the rules of a row
_DARK = 128
_RULED = 0.8  # share of a column that is dark, from which it is a rule
_LEAST = 0.002  # square inches of ink: two letters; less is dust
_MOST = 12  # rows of a page that are read again, each of which starts the engine


def with_rows(
    words: list[Word], rules: tuple[Rule, ...], picture: Gray, dpi: int, again: Callable[[Gray], list[Seen]]
) -> list[Word]:
    """The words, and those that ``again`` reads in the rows that hold ink and no word."""
    empty = [
        box
        for table in tables_of(rules, words)
        for box, cells in table.rows
        if not any(cells) and _has_ink(_cut(picture, box, dpi), dpi)
    ]
    found = list(words)
    for box in empty[:_MOST]:
        left, top = _corner(box, dpi)
        seen = again(_cut(picture, box, dpi))
        found += words_of(
            [
                s._replace(left=s.left + left, right=s.right + left, top=s.top + top, bottom=s.bottom + top)
                for s in seen
            ],
            dpi,
        )
    return found


def _corner(box: Box, dpi: int) -> tuple[int, int]:
    return round(box.left * dpi / 72), round((box.top + _INSET) * dpi / 72)


def _cut(picture: Gray, box: Box, dpi: int) -> Gray:
    left, top = _corner(box, dpi)
    return picture[top : round((box.bottom - _INSET) * dpi / 72), left : round(box.right * dpi / 72)]


def _has_ink(row: Gray, dpi: int) -> bool:
    """Whether there are letters in a row: its standing rules are none."""
    if not row.size:
        return False
    ink = row < _DARK
    return int(ink[:, ink.mean(axis=0) < _RULED].sum()) > _LEAST * dpi * dpi
