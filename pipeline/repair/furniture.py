"""What belongs to the page and not to the text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline.repair.paper import Change
from pipeline.repair.phrases import Phrases, is_term
from pipeline.repair.rows import Row, is_open, starts_low
from schemas.text import Span

# "3", "- 3 -", "Trang 3/12", "3 | Page", "[3]" alone in a line.
_NUMBER_LINE = re.compile(
    r"\W{0,3}(?:(?:trang|page|tr\.?)\s*)?(\d{1,3})(?:\s*(?:/|trên|of|tren)\s*\d{1,3})?(?:\s*\|\s*page)?\W{0,3}",
    re.IGNORECASE,
)
# A small number between two words: "Khen 3 thưởng".
_STRAY = re.compile(r"(?<=[^\W\d_]) (\d{1,2}) (?=[^\W\d_])")

_CHARACTERS_ON_A_PAGE = 1100  # a thin page; a number further on than so many pages is no page number
_APART = 500  # characters between two page numbers that follow one another in a text without pages
_EDGE = 2  # lines from the top and from the bottom of a page in which furniture stands


def mark_furniture(rows: list[Row]) -> None:
    """Give the role ``furniture`` to the rows that are."""
    for row in rows:
        if row.origin in {"header", "footer", "stamp"} and row.role != "table":
            row.role = "furniture"
    pages = _edges(rows)
    if len(pages) > 1:
        _mark_page_numbers(pages)
        _mark_running_lines(pages)
    _mark_lone_numbers(rows)


def _edges(rows: list[Row]) -> dict[int, list[Row]]:
    """For each page its first and last lines that hold text."""
    pages: dict[int, list[Row]] = {}
    for row in rows:
        if row.role in {"text", "footnote"}:
            pages.setdefault(row.page, []).append(row)
    return {
        page: [row for at, row in enumerate(found) if at < _EDGE or at >= len(found) - _EDGE]
        for page, found in pages.items()
    }


def _page_number(row: Row) -> int | None:
    found = _NUMBER_LINE.fullmatch(row.text.strip())
    return int(found[1]) if found else None


def _mark_page_numbers(pages: dict[int, list[Row]]) -> None:
    """A number alone at an edge is a page's where it runs with the pages."""
    found = [(row, number - page) for page, rows in pages.items() for row in rows
             if (number := _page_number(row)) is not None]  # fmt: skip
    drifts = Counter(drift for _, drift in found)
    for row, drift in found:
        if drift == 0 or drifts[drift] >= 2:
            row.role = "furniture"


def _mark_running_lines(pages: dict[int, list[Row]]) -> None:
    """The same line at the edge of three pages, or of half of them, digits apart."""
    seen: Counter[str] = Counter()
    for rows in pages.values():
        seen.update({_shape(row.text) for row in rows})
    need = max(3, len(pages) // 2)
    for rows in pages.values():
        for row in rows:
            if seen[_shape(row.text)] >= need and len(row.text.strip()) > 2:
                row.role = "furniture"


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).casefold()


def _mark_lone_numbers(rows: list[Row]) -> None:
    """Page numbers in a text that knows no pages: they count up, far apart, or part a sentence."""
    lone = [(row, number) for row in rows if row.role == "text" and (number := _page_number(row)) is not None]
    for (row, number), (other, following) in pairwise(lone):
        if following == number + 1 and other.start - row.end >= _APART:
            row.role = other.role = "furniture"
    for row, number in lone:
        if row.role == "text" and 1 < number <= row.start // _CHARACTERS_ON_A_PAGE + 2 and _parts_sentence(rows, row):
            row.role = "furniture"


def _parts_sentence(rows: list[Row], row: Row) -> bool:
    before = next((r for r in reversed(rows[: row.index]) if r.role == "text"), None)
    after = next((r for r in rows[row.index + 1 :] if r.role == "text"), None)
    return before is not None and after is not None and is_open(before.text) and starts_low(after.text)


def stray_numbers(rows: list[Row], text: str) -> Iterator[Change]:
    """Page numbers that ended up inside a line, between two words that are one term.

    >>> row = Row(0, 0, "của Hội đồng Thi đua - Khen 3 thưởng xã", 1, 1, "text")
    >>> [change.span for change in stray_numbers([row], row.text * 2)]
    [Span(start=27, end=29)]
    """
    phrases = Phrases(text)
    last = 1
    for row in rows:
        if row.role not in {"text", "blank", "furniture"}:
            continue
        if row.role == "furniture" and (number := _page_number(row)) is not None:
            last = max(last, number)
        for match in _STRAY.finditer(row.text):
            left = re.findall(r"[^\W\d_]+", row.text[: match.start()])[-1]
            right = re.findall(r"[^\W\d_]+", row.text[match.end() :])[0]
            number = int(match[1])
            fits = last <= number <= (row.start + match.start()) // _CHARACTERS_ON_A_PAGE + 3 and number > 1
            # "có 3 xã" is a count, however bound the two words are; only a run of page numbers speaks against it
            runs = last > 1 and number == last + 1 and phrases.bound(left, right)
            if fits and match[1][0] != "0" and (is_term(left, right) or runs):
                last = number
                at = row.start + match.start()
                yield Change(Span(at, at + len(match[0]) - 1), "", "page_number")
