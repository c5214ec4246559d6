"""From words on a page to lines in reading order: the two columns of a letterhead are read one after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median

from pipeline.read.glyph_fonts import RAISED, SMALLER
from pipeline.read.glyphs import Word
from pipeline.read.page_sheet import across, gutter_of, moved, without_marks
from schemas.text import Box

_WIDE = 1.5  # letters' heights: a blank as wide parts columns
_NARROW = 0.7  # between two columns this much stays free in every line; a blank between words is a quarter
_RAISED = 0.15  # of its height a raised mark shares with the letters beside it
_TOUCH = 0.06  # less room than that is no blank
_CENTRE = (0.2, 0.8)  # where on a page's width the gap between two columns lies
_TITLE = 0.04  # a line whose middle is so near the middle of the page is a title, no column
_LEAP = 8.0  # lines' heights: no block of two columns goes on over a larger gap (the seal and the signature need room)
_MARKS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LABEL = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđA-ZĐ])[.)]"
)  # word processors set it in a type of its own
# "BÁO CÁO", "KẾ HOẠCH": alone in a line, it heads the text whichever way it is aligned
_KIND = re.compile(
    r"(?:BÁO CÁO|KẾ HOẠCH|QUYẾT ĐỊNH|TỜ TRÌNH|THÔNG BÁO|HƯỚNG DẪN|CHƯƠNG TRÌNH|NGHỊ QUYẾT|CHỈ THỊ|BIÊN BẢN|ĐỀ ÁN"
    r"|PHỤ LỤC|DANH SÁCH)"
    r"(?: TÓM TẮT| NHANH| THÀNH TÍCH| TỔNG KẾT| SƠ KẾT| SỐ \d+| \d+| [IVX]+)?:?"
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it was printed.

    ``sure`` is how sure an OCR engine was of each word, empty where none read it. ``aside``: no part of the text, but a
    mark on the paper.
    """

    text: str
    box: Box
    size: float
    bold: bool
    sure: tuple[float, ...] = ()
    aside: bool = False


def lines_of(words: list[Word], width: float) -> list[PrintedLine]:
    """The lines of a page in the order in which a person reads them."""
    words, marks = without_marks(words)
    rows = _rows(words)
    if not rows:
        return []
    gutter = gutter_of(rows, width)
    if gutter is None:
        lines = _page(rows, width)
    else:
        right = moved([word for word in words if word.box.left >= gutter], -gutter)
        lines = _page(_rows([word for word in words if word.box.left < gutter]), gutter)
        lines += [replace(line, box=across(line.box, gutter)) for line in _page(_rows(right), width - gutter)]
    return [*lines, *(replace(printed([mark]), aside=True) for mark in marks)]


def _page(rows: list[list[Word]], width: float) -> list[PrintedLine]:
    height = median(word.height for row in rows for word in row)
    lines: list[PrintedLine] = []
    at = 0
    while at < len(rows):
        end, gutter = _block(rows, at, width, height)
        if end == at:
            lines.append(printed(rows[at]))
            at += 1
            continue
        for side in (0, 1):
            for row in rows[at:end]:
                part = [word for word in row if (_middle(word.box) >= gutter) == bool(side)]
                if part:
                    lines.append(printed(part))
        at = end
    return lines


def printed(words: list[Word]) -> PrintedLine:
    """One line out of the words that stand on it."""
    return PrintedLine(
        _text(words),
        Box(
            min(word.box.left for word in words),
            min(word.box.top for word in words),
            max(word.box.right for word in words),
            max(word.box.bottom for word in words),
        ),
        round(median(word.height for word in words), 1),
        all(word.bold for word in words[len(words) > 1 and _LABEL.fullmatch(words[0].text) is not None :]),
        _sure(words),
    )


def _sure(words: list[Word]) -> tuple[float, ...]:
    """How sure each word is that stands between blanks, where an engine read any of them."""
    if all(word.sure is None for word in words):
        return ()
    height, least = max(word.height for word in words), list[float]()
    for before, word in zip([None, *words], words, strict=False):
        sure = 1.0 if word.sure is None else word.sure
        if before is None or _are_apart(before, word, height):
            least.append(sure)
        else:
            least[-1] = min(least[-1], sure)
    return tuple(least)


def _are_apart(before: Word, word: Word, height: float) -> bool:
    """Whether there is room for a blank; what an engine took for two words is two."""
    return word.box.left - before.box.right > _TOUCH * height or word.sure is not None


def _middle(box: Box) -> float:
    return (box.left + box.right) / 2


def _rows(words: list[Word]) -> list[list[Word]]:
    """Words that stand side by side, from top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        if rows and any(_beside(word, other) for other in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.box.left) for row in rows]


def _beside(word: Word, other: Word) -> bool:
    """Whether two words stand on one line; a raised mark stands beside the letters that it hugs."""
    if word.baseline == other.baseline and word.height == other.height:
        return True
    shared = min(word.box.bottom, other.box.bottom) - max(word.box.top, other.box.top)
    if shared <= 0.0:
        return False
    return shared >= (_RAISED if _hugs(word, other) or _hugs(other, word) else 0.6) * min(word.height, other.height)


def _hugs(mark: Word, letters: Word) -> bool:
    """Whether a small figure stands right before or after letters, as the mark of a footnote does."""
    if mark.height >= SMALLER * letters.height or not mark.text.isdecimal():
        return False
    apart = max(mark.box.left - letters.box.right, letters.box.left - mark.box.right)
    return apart < 0.5 * letters.height


def _text(words: list[Word]) -> str:
    """The words with blanks between them, save where no room for one is left; small raised figures as such."""
    height, baseline = max((word.height, word.baseline) for word in words)
    pieces = [""]
    for before, word in zip([None, *words], words, strict=False):
        if before is not None and _are_apart(before, word, height):
            pieces.append(" ")
        raised = word.height < SMALLER * height and baseline - word.baseline > 0.15 * height
        pieces.append(word.text.translate(RAISED) if raised and word.text.isdecimal() else word.text)
    return "".join(pieces)


def _gaps(row: list[Word], least: float) -> list[tuple[float, float]]:
    gaps, right = [], row[0].box.right
    for word in row[1:]:
        if word.box.left - right >= least:
            gaps.append((right, word.box.left))
        right = max(right, word.box.right)
    return gaps


def _block(rows: list[list[Word]], at: int, width: float, height: float) -> tuple[int, float]:
    """How far a block of two columns reaches that begins with row ``at``, and where the gap lies.

    It must begin with a row that holds both columns, or with a row of one column right above such a row.
    """
    for seed in range(at, min(at + 3, len(rows))):
        gaps = [
            gap for gap in _gaps(rows[seed], _WIDE * height) if _CENTRE[0] * width < sum(gap) / 2 < _CENTRE[1] * width
        ]
        if len(_gaps(rows[seed], _WIDE * height)) != 1 or not gaps or len(rows[seed][0].text) < 2:
            continue
        if _is_within_date(rows[seed], gaps[0]):
            continue
        low, high = gaps[0]
        near = rows[seed][0].baseline - rows[at][0].baseline <= 2.5 * height * (seed - at)
        if not near or not all(_fits(row, low, high, height, width) for row in rows[at:seed]):
            continue
        end = seed + 1
        while end < len(rows):
            row = rows[end]
            if row[0].baseline - rows[end - 1][0].baseline > _LEAP * height or _is_below(row) or _is_note(row):
                break
            fitted = _fits(row, low, high, height, width)
            if fitted is None:
                break
            low, high = fitted
            end += 1
        if not _is_figures([word for row in rows[at:end] for word in row if _middle(word.box) >= (low + high) / 2]):
            return end, (low + high) / 2
    return at, 0.0


def _fits(row: list[Word], low: float, high: float, height: float, width: float) -> tuple[float, float] | None:
    """The gap that is left when the row is added to the block; None where the row runs across it."""
    own = [gap for gap in _gaps(row, _NARROW * height) if gap[0] < high and gap[1] > low]
    start, end = row[0].box.left, max(word.box.right for word in row)
    if own:
        low, high = max(((max(low, one), min(high, other)) for one, other in own), key=lambda gap: gap[1] - gap[0])
    elif start < low or (start + end) / 2 < (low + high) / 2:
        low = max(low, end)
    else:
        high = min(high, start)
    if high - low < _NARROW * height:
        return None
    if not own and abs((start + end) / 2 - width / 2) < _TITLE * width:
        return None
    return low, high


def _is_below(row: list[Word]) -> bool:
    """Whether a row begins what stands under the letterhead and belongs to neither of its columns.

    That is the addressees ("Kính gửi"), or the kind of the document ("BÁO CÁO").
    """
    text = " ".join(word.text for word in row)
    return text.casefold().startswith("kính gửi") or _KIND.fullmatch(text) is not None


def _is_note(row: list[Word]) -> bool:
    """Whether a row begins with a raised mark, as a footnote does."""
    mark = row[0]
    if len(row) < 2 or len(mark.text) > 3:
        return False
    raised = mark.height < SMALLER * row[1].height and mark.text.isdecimal()
    return raised or all(char in _MARKS for char in mark.text)


def _is_within_date(row: list[Word], gap: tuple[float, float]) -> bool:
    """Whether a gap is the room that is left for a day by hand: "ngày      tháng 6 năm 2024"."""
    before = [word.text.casefold() for word in row if word.box.right <= gap[0]][-1:]
    after = [word.text.casefold() for word in row if word.box.left >= gap[1]][:1]
    return before == ["ngày"] and after == ["tháng"]


def _is_figures(words: list[Word]) -> bool:
    """Whether a column holds figures: then it belongs to a table without rules and is read line by line."""
    return sum(word.text[0].isdigit() for word in words) * 2 > len(words)
