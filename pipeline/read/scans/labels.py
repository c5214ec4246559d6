"""Labels of a list that the engine took for a column of their own, and lost: "1." of which the full stop is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from pipeline.read.scans.tesseract import Seen

_LEFT = frozenset({".", ")", "/", ",", ":"})  # what is left of a label
_LABEL = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[a-zđ])[.)/]")
_FEWEST = 2  # lines that begin so; a single one is a speck
_ROOM = 0.45  # inches that a label takes


def with_labels(seen: list[Seen], again: Callable[[], list[Seen]], dpi: int) -> list[Seen]:
    """The words with the labels that another reading of the page has, where at least two lines have lost theirs.

    >>> read = [Seen((1, 1, n), 40, 30 * n, 44, 30 * n + 20, 0.9, ".") for n in (1, 2)]
    >>> other = [Seen((1, 1, n), 30, 30 * n, 44, 30 * n + 20, 0.9, f"{n}.") for n in (1, 2)]
    >>> [word.text for word in with_labels(read, lambda: other, 100)]
    ['1.', '2.']
    """
    orphans = [row[0] for _, row in _lines(seen) if row[0].text in _LEFT]
    if len(orphans) < _FEWEST:
        return seen
    found: dict[Seen, Seen] = {}
    other = [word for word in again() if _LABEL.fullmatch(word.text)]
    for orphan in orphans:
        label = next((word for word in other if _is_label_of(word, orphan, dpi)), None)
        if label is not None:
            found[orphan] = orphan._replace(left=label.left, top=label.top, sure=label.sure, text=label.text)
    lost = {line for line, row in _lines(seen) if _is_torn(row, list(found.values()), dpi)}
    return [found.get(word, word) for word in seen if word.line not in lost]


def _lines(seen: Iterable[Seen]) -> Iterator[tuple[tuple[int, int, int], list[Seen]]]:
    for line, row in groupby(sorted(seen, key=lambda word: (word.line, word.left)), key=lambda word: word.line):
        yield line, list(row)


def _is_label_of(word: Seen, orphan: Seen, dpi: int) -> bool:
    middle = (orphan.top + orphan.bottom) / 2
    high = 0.3 * (word.bottom - word.top)  # a full stop stands at the foot of its line
    beside = word.top - high <= middle <= word.bottom + high
    return beside and orphan.left - _ROOM * dpi < word.left < orphan.left <= word.right + 0.1 * dpi


def _is_torn(row: list[Seen], labels: list[Seen], dpi: int) -> bool:
    """Whether a line is what the engine made of the column of labels."""
    left, right = min(word.left for word in row), max(word.right for word in row)
    top, bottom = min(word.top for word in row), max(word.bottom for word in row)
    slack = 0.1 * dpi
    return any(
        label.left - slack <= left and right <= label.right + slack and label.top < bottom and top < label.bottom
        for label in labels
        if all(word.text != label.text for word in row)
    ) and not any(word.text in _LEFT for word in row[:1])
