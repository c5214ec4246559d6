"""Where words stand in a stored document: in its restored text, in the file, on which page and line, in which section.

A reading knows that by construction (:mod:`pipeline.evidence`); of a stored document the same is told by its rows.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from pipeline.report.review.lines import clusters
from schemas.records.evidence import Evidence
from schemas.text import Alignment, Span

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of one document by table."""

BESIDE: tuple[str, ...] = ("edits", "leftovers")
"""The tables that tell, beside those of records and sections, how the file became the text, and where pages begin."""

_FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")  # a file may hold its letters in either


class Locator:
    """Finds words in one document; of its rows it wants the text, the edits, and all that know their page and line."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        held = next(iter(rows.get("texts", ())), {})
        self.text: str = held.get("text", "")
        self.raw_text: str = held.get("raw_text", "")

    def spots(self, words: str) -> list[Span]:
        """All places in the restored text of words that were copied out of it, or, where it has them nowhere, out of
        the file; blanks aside.
        """
        return places(words, self.text) or self._from_file(words)

    def spot(self, quote: str, raw_quote: str) -> Span | None:
        """The one place of a sentence, as it is in the restored text or else as it is in the file."""
        for found in (places(quote, self.text), self._from_file(raw_quote)):
            if len(found) == 1:
                return found[0]
        return None

    def evidence(self, span: Span, rule: str) -> Evidence:
        """What ties a record to its place in the restored text: sure, as a person told it."""
        raw = self.alignment.to_source(span)
        page, line = self.page_and_line(raw.start)
        return Evidence(
            section_id=section_at(self._rows.get("sections", ()), span.start),
            quote=span.of(self.text),
            char_start=span.start,
            char_end=span.end,
            raw_quote=raw.of(self.raw_text),
            raw_start=raw.start,
            raw_end=raw.end,
            page=page,
            line=line,
            confidence=1.0,
            needs_review=False,
            rule=rule,
        )

    @cached_property
    def alignment(self) -> Alignment:
        """How the raw text became the restored one, by the edits that are stored."""
        changes = (_change(row) for row in self._rows.get("edits", ()) if _is_change(row))
        merged = ((source, target.end - target.start, "stored") for source, target in clusters(changes))
        way = Alignment.build(len(self.raw_text), merged)
        if way.target_length == len(self.text):
            return way
        whole = (Span(0, len(self.raw_text)), len(self.text), "stored")  # nothing finer is sure: the edits do not fit
        return Alignment.build(len(self.raw_text), [whole])

    def page_and_line(self, raw_start: int) -> tuple[int, int]:
        """The page and the line of a place in the file, counted from 1.

        Of each page it is known where it begins as soon as anything stored stands on it.
        """
        at = bisect_left(self._feeds, raw_start)
        begun = bisect_right(self._pages, at, key=lambda page: page[0])
        first, number = self._pages[begun - 1] if begun else (0, 1)
        return number, at - first + 1

    @cached_property
    def _feeds(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.raw_text)]

    @cached_property
    def _pages(self) -> list[tuple[int, int]]:
        """The line of the file, counted from 0, with which a page begins, and its number, in order."""
        first: dict[int, int] = {}
        for raw_start, page, line in self._known_places():
            begins = bisect_left(self._feeds, raw_start) - (line - 1)
            first[page] = min(begins, first.get(page, begins))
        return sorted((begins, page) for page, begins in first.items())

    def _known_places(self) -> Iterator[tuple[int, int, int]]:
        for rows in self._rows.values():
            for row in rows:
                if row.get("page") is None:
                    continue
                if row.get("raw_start") is not None:
                    yield row["raw_start"], row["page"], row["line"]
                elif row.get("char_start") is not None:
                    source = self.alignment.to_source(Span(row["char_start"], row["char_end"]))
                    yield source.start, row["page"], row["line"]

    def _from_file(self, words: str) -> list[Span]:
        for form in _FORMS:
            if found := places(unicodedata.normalize(form, words), self.raw_text):
                spans = map(self.alignment.to_target, found)
                return [span for span in spans if span.of(self.text).strip()]
        return []


def _is_change(row: Mapping[str, Any]) -> bool:
    """Whether an edit changed anything; a word that was left in doubt did not."""
    return bool(row["stage"] == "repair" or row["before"] != row["after"])


def _change(row: Mapping[str, Any]) -> tuple[Span, Span]:
    """An edit as its spans in the raw text and in the restored one. What was put in where nothing stood has an empty
    one in either, behind it (an alignment leaves outside what vanishes at an end).
    """
    source, target = Span(row["raw_start"], row["raw_end"]), Span(row["char_start"], row["char_end"])
    if source.start == source.end and target.start == target.end:
        return source, Span(target.start - len(row["after"]), target.end)
    return source, target


def places(words: str, text: str) -> list[Span]:
    """The places of words in a text, whatever the blanks between them; never a part of a longer word or number.

    >>> places("2 tập thể", "12 tập thể; 2  tập thể")
    [Span(start=12, end=22)]
    """
    parts = words.split()
    if not parts:
        return []
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    after = r"(?!\w)" if re.search(r"\w$", parts[-1]) else ""
    pattern = before + r"\s+".join(map(re.escape, parts)) + after
    return [Span(*found.span()) for found in re.finditer(pattern, text)]


def section_at(sections: Sequence[Mapping[str, Any]], offset: int) -> str | None:
    """The innermost section that contains an offset of the restored text."""
    held = [row for row in sections if row["char_start"] <= offset < row["extent_end"]]
    return max(held, key=lambda row: row["char_start"])["section_id"] if held else None
