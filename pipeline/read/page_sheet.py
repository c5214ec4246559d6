"""What a sheet of paper adds to a page: a word printed across it, two pages side by side."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.glyphs import Word
from schemas.text import Box

_LARGE = 2.5  # times the usual height: what is set so large across other words is a mark on the paper
_MARKS = 200  # words that are looked at as marks
_MIDDLE = (0.45, 0.55)  # where on a sheet's width the gap between two pages lies
_GAP = 0.035  # of the width: a narrower gap parts no pages
_LINES = 8  # on either page
_WORDS = 5  # on most of them: what has fewer is a table
_ASKED = 60  # letters of a page whose direction is looked at
_BLANK = 32
_SHORT = 2.5  # letters of a word on average; Vietnamese words have three

Rows = Sequence[Sequence[Word]]


def may_be_turned(words: Sequence[Word]) -> bool:
    """Whether text may run upwards or downwards: letters that stand one above the other make no words."""
    return len(words) >= _LINES and sum(len(word.text) for word in words) < _SHORT * len(words)


def set_upright(page: pypdfium2.PdfPage) -> bool:
    """Turn a page whose text runs upwards or downwards, as that of a wide table on a page that stands; whether it was.

    The page is turned in memory alone.
    """
    text = page.get_textpage()
    count = text.count_chars()
    step = max(1, count // _ASKED)
    angles = Counter(
        round(math.degrees(pdfium.FPDFText_GetCharAngle(text, at)) / 90) % 4 * 90
        for at in range(0, count, step)
        if pdfium.FPDFText_GetUnicode(text, at) > _BLANK
    )
    text.close()
    turned = sum(angles[angle] for angle in (90, 270))
    if turned * 10 <= 9 * angles.total():
        return False
    page.set_rotation((page.get_rotation() - angles.most_common(1)[0][0]) % 360)
    return True


def without_marks(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """The words of the text, and those printed across them in large letters ("BẢN SAO", "DỰ THẢO")."""
    if len(words) < _LINES:
        return words, []
    heights = [word.height for word in words]
    limit = _LARGE * median(heights)
    if max(heights) <= limit:
        return words, []
    usual = [word for word in words if word.height <= limit]
    large = [word for word in words if word.height > limit][:_MARKS]
    marks = [mark for mark in large if any(_meet(mark.box, word.box) for word in usual)]
    known = set(map(id, marks))
    return ([word for word in words if id(word) not in known], marks) if marks else (words, [])


def _meet(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def gutter_of(rows: Rows, width: float) -> float | None:
    """Where a sheet with two pages of running text falls into them; None for one page."""
    if len(rows) < _LINES:
        return None
    low, high = _MIDDLE[0] * width, _MIDDLE[1] * width
    for row in rows:
        for word in row:
            if word.box.right > low and word.box.left < high:
                if (word.box.left + word.box.right) / 2 < width / 2:
                    low = max(low, word.box.right)
                else:
                    high = min(high, word.box.left)
                if high - low < _GAP * width:
                    return None
    centre = (low + high) / 2
    for side in (False, True):
        counts = [n for row in rows if (n := sum((word.box.left >= centre) == side for word in row))]
        if len(counts) < _LINES or median(counts) < _WORDS:
            return None
    return centre


def moved(words: Sequence[Word], by: float) -> list[Word]:
    """Words further right by so many points."""
    return [replace(word, box=across(word.box, by)) for word in words]


def across(box: Box, by: float) -> Box:
    """A box further right by so many points."""
    return Box(box.left + by, box.top, box.right + by, box.bottom)
