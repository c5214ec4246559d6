"""Where the letters of a read line stand: the baseline and the size that its boxes give away."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import median

from pipeline.read.glyphs import Word
from pipeline.read.scans.tesseract import Seen
from schemas.text import Box

_BELOW = frozenset("gpqyjQ,;()[]{}|/_@&$§\u0323")  # reach under the baseline
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309")  # stand above the letter
_TALL = frozenset("bdđhklABCDĐEGHIKLMNOPRSTUVXYFJWZ0123456789")
_TALL_SIZE, _SMALL_SIZE = 1.68, 2.4  # size of the face over the height of tall and of small letters
_SMALLEST, _LARGEST = 0.45, 2.2  # sizes of the usual one that lines are set in
_LESS, _MORE = 0.86, 1.2  # within which a line is of the usual size: its boxes tell it no finer
_JUNK, _SHORT_JUNK, _FEW = 0.3, 0.5, 6  # a line less sure, or a short one, of so many letters at most, is a scribble
_GAP = 0.35  # inches between two parts of a row
_SURELY = 0.95  # and a short one with signs that hands make and printers do not, where it is not surer than that
_STRANGE = frozenset("⁄~^€£¥§®©™°¬‡†{}\\<>=_«»*#@")
_SPECK = 0.05  # and a word less sure than that a speck,
_FIRM = 0.8  # unless it is long and the others of its line are as sure as that


def words_of(seen: Iterable[Seen], dpi: int) -> list[Word]:
    """The words that were read, in points, those of a line on one baseline; scribbles are left out."""
    scale = 72 / dpi
    rows = groupby(sorted(seen, key=lambda s: (s.line, s.left)), key=lambda s: s.line)
    lines = [line for _, row in rows for part in _parts(list(row), dpi) if (line := _without_junk(part))]
    sizes = [_size_of(line) for line in lines]
    usual = median([size for size, line in zip(sizes, lines, strict=True) if size for _ in line] or [dpi / 5])
    words: list[Word] = []
    for line, told in zip(lines, sizes, strict=True):
        size = told if told and _SMALLEST < told / usual < _LARGEST and not _LESS < told / usual < _MORE else usual
        baseline = _baseline_of(line)
        top, bottom = (baseline - 0.8 * size) * scale, (baseline + 0.2 * size) * scale
        words += (
            Word(s.text, Box(s.left * scale, top, s.right * scale, bottom), baseline * scale, bold=False, sure=s.sure)
            for s in line
        )
    return words


def _parts(row: list[Seen], dpi: int) -> Iterator[list[Seen]]:
    """A row cut where it has a wide gap: a signature may stand beside the recipients."""
    part = row[:1]
    for s in row[1:]:
        if s.left - part[-1].right > _GAP * dpi:
            yield part
            part = []
        part.append(s)
    yield part


def _without_junk(line: list[Seen]) -> list[Seen]:
    """The line without specks; nothing of it where it is a scribble, an emblem or part of a seal."""
    told = [s for s in line if _is_text(s.text)]
    letters = sum(len(s.text) for s in told)
    sure = sum(len(s.text) * s.sure for s in told)
    if not told or sure < (_JUNK if letters > _FEW else _SHORT_JUNK) * letters:
        return []
    if letters <= _FEW and sure < _SURELY * letters and any(_STRANGE & set(s.text) for s in line):
        return []
    known = sure >= _FIRM * sum(len(s.text) for s in told if s.sure >= _SPECK) > 0
    return [s for s in line if s.sure >= (_SPECK if _is_text(s.text) else _JUNK) or (known and _is_long(s.text))]


def _is_long(text: str) -> bool:
    """Whether a text is too long for a speck: the engine gives some codes of instruments no sureness at all."""
    return sum(map(str.isalnum, text)) > _FEW


def _is_text(text: str) -> bool:
    return any(map(str.isalnum, text))


def _baseline_of(line: list[Seen]) -> float:
    """Where the letters of a line stand, in pixels."""
    told = [s for s in line if _is_text(s.text)] or line
    bottoms = [s.bottom for s in told if not _letters(s) & _BELOW]
    return median(bottoms) if bottoms else max(s.bottom - 0.22 * (s.bottom - s.top) for s in told)


def _size_of(line: list[Seen]) -> float | None:
    """The size of the face in pixels, by the words that have no mark above and nothing below; None without such."""
    heights = list(_sizes([(s, _letters(s)) for s in line if _is_text(s.text)]))
    return median(heights) if heights else None


def _letters(s: Seen) -> set[str]:
    return set(unicodedata.normalize("NFD", s.text))


def _sizes(taken: list[tuple[Seen, set[str]]]) -> Iterator[float]:
    for s, letters in taken:
        if letters & _MARKS or letters & _BELOW:
            continue
        if letters & _TALL:
            yield (s.bottom - s.top) * _TALL_SIZE
        elif not letters & frozenset("tif"):
            yield (s.bottom - s.top) * _SMALL_SIZE
