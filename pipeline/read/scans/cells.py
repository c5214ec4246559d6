"""Cells of ruled tables that the engine passed over: there is ink in them, and not a word was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipeline.read.glyphs import Word
from pipeline.read.scans.letters import words_of
from pipeline.read.scans.picture import DARK, Gray
from pipeline.read.scans.rules import Rule, cells_of
from pipeline.read.scans.tesseract import Seen
from schemas.text import Box

_INSET = 2.0  # points within the rules of a cell
_RULED = 0.8  # share of a column or row of pixels that is dark, from which it is a rule
_LEAST = 0.001  # square inches of ink: a figure; less is dust
_MOST = 80  # cells of a page that are read again
_APART = 0.15  # inches between two of them
_FINER = 3  # times: a figure that stands alone is read better when it is large


class _Cut(NamedTuple):
    """A piece of a page, where it stands there and on the sheet of pieces, in pixels."""

    picture: Gray
    left: int
    top: int
    at: int


def with_cells(
    words: list[Word], rules: tuple[Rule, ...], picture: Gray, dpi: int, again: Callable[[Gray, int], list[Seen]]
) -> list[Word]:
    """The words, and those that ``again`` reads in the cells that hold ink and no word, all of them on one sheet."""
    cuts = list(_cuts(words, rules, picture, dpi))[:_MOST]
    if not cuts:
        return words
    apart = round(_APART * dpi)
    sheet = np.full(
        (cuts[-1].at + cuts[-1].picture.shape[0] + apart, max(cut.picture.shape[1] for cut in cuts) + 2 * apart),
        int(np.median(picture[::8, ::8])),
        dtype=np.uint8,
    )
    for cut in cuts:
        height, width = cut.picture.shape
        sheet[cut.at : cut.at + height, apart : apart + width] = cut.picture
    larger = Image.fromarray(sheet).resize((sheet.shape[1] * _FINER, sheet.shape[0] * _FINER), Image.Resampling.BICUBIC)
    return [*words, *words_of([_back(seen, cuts, apart) for seen in again(np.asarray(larger), _FINER * dpi)], dpi)]


def _back(seen: Seen, cuts: list[_Cut], apart: int) -> Seen:
    """A word of the sheet where it stands on the page."""
    left, top, right, bottom = (round(edge / _FINER) for edge in seen[1:5])
    cut = min(cuts, key=lambda cut: abs(2 * cut.at + cut.picture.shape[0] - top - bottom))
    across, down = cut.left - apart, cut.top - cut.at
    return Seen(seen.line, left + across, top + down, right + across, bottom + down, seen.sure, seen.text)


def _cuts(words: list[Word], rules: tuple[Rule, ...], picture: Gray, dpi: int) -> Iterator[_Cut]:
    apart = round(_APART * dpi)
    at = apart
    for cell in cells_of(rules, words):
        cut = _cut(picture, cell, at, dpi)
        if _has_ink(cut.picture, dpi):
            yield cut
            at += cut.picture.shape[0] + apart


def _cut(picture: Gray, cell: Box, at: int, dpi: int) -> _Cut:
    left, top, right, bottom = (
        round(edge * dpi / 72)
        for edge in (cell.left + _INSET, cell.top + _INSET, cell.right - _INSET, cell.bottom - _INSET)
    )
    return _Cut(picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)], max(0, left), max(0, top), at)


def _has_ink(cut: Gray, dpi: int) -> bool:
    """Whether there are letters in a cell: the edges of its rules are none."""
    if not cut.size:
        return False
    ink = cut < DARK
    ink = ink[:, ink.mean(axis=0) < _RULED][ink.mean(axis=1) < _RULED]
    return int(ink.sum()) > _LEAST * dpi * dpi
