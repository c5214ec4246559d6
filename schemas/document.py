"""A document on its way: from the file to the structured text that the extractors read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from schemas.issue import Issue
from schemas.section import Section
from schemas.signature import Signature
from schemas.text import Alignment, Line, Page, Span


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was seen: its name (NFC), path, SHA-256 in hex, media type, size in bytes."""

    name: str
    path: str
    sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class RawDocument:
    """What was read, before anything was mended.

    ``text`` is all lines joined by a line feed; raw offsets count in it.
    """

    source: SourceFile
    pages: tuple[Page, ...]
    issues: tuple[Issue, ...] = ()
    signatures: tuple[Signature, ...] = ()

    @cached_property
    def lines(self) -> tuple[tuple[Page, Line], ...]:
        """Every line with its page, in reading order."""
        return tuple((page, line) for page in self.pages for line in page.lines)

    @cached_property
    def text(self) -> str:
        """The lines, joined by a line feed."""
        return "\n".join(line.text for _, line in self.lines)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset in ``text`` at which each of ``lines`` begins."""
        starts, at = [], 0
        for _, line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """Page number and line number (both from 1) of a raw offset; (1, 1) in an empty text."""
        if not self.lines:
            return 1, 1
        page, line = self.lines[max(0, bisect_right(self.line_starts, offset) - 1)]
        return page.number, line.number


@dataclass(frozen=True)
class Footnote:
    """A footnote: its mark in the running text (None where no mark was found) and its body."""

    label: str
    mark: Span | None
    body: Span


@dataclass(frozen=True)
class RepairedText:
    """The text after repair: NFC, one paragraph a line, furniture and stray marks gone.

    ``alignment`` leads from the raw text to ``text``. ``footnotes`` point into ``text``; bodies stay where
    they were printed. ``tables`` give, for each row of each table, the spans of its cells in ``text``;
    a row is one line of the text, its cells separated by tabs. ``continued`` holds the offsets at which a
    paragraph begins that goes on with the sentence of an earlier one (a footnote or a page stood between).
    """

    raw: RawDocument
    text: str
    alignment: Alignment
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()
    continued: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: for each row the spans of its cells (an empty span for an empty cell)."""

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """One token that restoration changed: where, from what, to what, how sure, what else it could be.

    Where ``before`` equals ``after`` nothing was changed: the rule is ``doubt`` (the token stands, look at it) or
    ``suggestion`` (a person's slip of the pen, kept; ``alternatives`` say what was probably meant).
    """

    source: Span  # in the repaired text
    target: Span  # in the restored text
    before: str
    after: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    rule: str = "channel"


@dataclass(frozen=True)
class RestoredText:
    """The text after restoration: what everything downstream reads and quotes.

    ``alignment`` leads from the *raw* text to ``text``; ``footnotes``, ``tables`` and ``continued`` are those of
    the repaired text, carried over to offsets of ``text``.
    """

    repaired: RepairedText
    text: str
    alignment: Alignment
    restored: tuple[Restored, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()
    continued: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


PartKind = Literal["letterhead", "title", "addressee", "body", "signature", "recipients"]
PassageKind = Literal["paragraph", "heading", "list_item", "footnote", "table_row"]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the outer parts that Decree 30/2020/NĐ-CP gives a document. Parts tile the text."""

    kind: PartKind
    span: Span


@dataclass(frozen=True)
class Passage:
    """What an extractor reads at a time: one paragraph, joined for reading.

    ``pieces`` are its stretches in the document's text, in order: one, or more where a footnote or a page
    boundary stood inside the sentence. ``text`` is their slices joined by a blank.

    >>> p = Passage("đất nông nghiệp", (Span(10, 13), Span(40, 51)), "paragraph")
    >>> p.locate(Span(4, 9))
    Span(start=40, end=45)
    """

    text: str
    pieces: tuple[Span, ...]
    kind: PassageKind
    part: PartKind = "body"
    section_id: str | None = None
    cells: tuple[Span, ...] = ()  # of a table row, in the document's text
    table: int | None = None  # index into Document.tables
    row: int | None = None

    def locate(self, span: Span) -> Span:
        """The span in the document's text of ``span`` in this passage's text."""
        return Span(self._at(span.start, first=True), self._at(span.end, first=False))

    def _at(self, offset: int, *, first: bool) -> int:
        at = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            if offset < at + length or (not first and offset <= at + length):
                return piece.start + max(0, offset - at)
            at += length + 1
        return self.pieces[-1].end


@dataclass(frozen=True)
class Document:
    """The structured document: what every extractor is given.

    ``sections`` are in order of place and nest; ``parts`` tile ``text``; ``passages`` cover all text that is
    not white space, in order, footnotes at the place where they stand.
    """

    text: str
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()
    issues: tuple[Issue, ...] = field(default=())

    def part(self, kind: PartKind) -> str:
        """The text of the first part of that kind, or the empty string."""
        return next((p.span.of(self.text) for p in self.parts if p.kind == kind), "")

    def section(self, section_id: str | None) -> Section | None:
        """The section of that id, or None."""
        return next((s for s in self.sections if s.section_id == section_id), None)
