"""The page of one document: outline, text with every item in its place, items with the way back to the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from pipeline.figures import number
from pipeline.language import choose
from pipeline.report.marks import SIGNS, Mark
from pipeline.report.review.item import Item
from pipeline.report.review.items import items_of, sections_of
from pipeline.report.review.kinds import GROUPS
from pipeline.report.review.lines import Line, lines_of
from pipeline.report.review.names import INDEX
from pipeline.report.review.slices import slices
from pipeline.report.review.stored import Names, Stored
from pipeline.report.review.titles import fields_corrected, fields_of, title_of, under_title
from pipeline.report.review.words import changes_of, marks_of
from pipeline.report.sheet import sheet
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of text that is a restored word, or none."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line over which the same items lie (innermost first): its words, the items that begin here,
    whether the innermost ends.
    """

    words: tuple[Word, ...]
    items: tuple[Item, ...] = ()
    begins: tuple[Item, ...] = ()
    last: bool = False

    @property
    def heading(self) -> bool:
        """Whether it is part of a heading."""
        return any(item.kind == "sections" for item in self.items)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page; ``part`` is that of the document's form, ``level`` that of the heading which it is, or 0."""

    pieces: tuple[Piece, ...]
    raw: tuple[Word, ...]
    part: str
    level: int


def document_page(stored: Stored, names: Names) -> str:
    """The page, as HTML. What has no text has an empty one."""
    marks = marks_of(stored)
    items, sections = items_of(stored, marks, names), sections_of(stored)
    raw, text = stored.texts
    lines = lines_of(raw, text, changes_of(stored))
    # The raw text stands beside the other where letters are not the same: where there is something to compare.
    beside = bool(marks)
    groups = [(group, [item for item in items if item.kind == group.kind]) for group in GROUPS]
    return sheet(
        "document",
        styles=("review",),
        scripts=("fold", "review"),
        title=title_of(stored.document),
        under=under_title(stored.document),
        back=f"../{INDEX}",
        document=stored.document,
        fields=fields_of(stored.document),
        verdict=_letterhead(stored),
        origin=_origin(stored),
        sections=sections,
        groups=[(group, found) for group, found in groups if found],
        signs=_signs(marks),
        looks=sum(item.look for item in chain(items, sections)),
        beside=beside,
        rows=_rows(raw, text, lines, _Places(items, sections, marks), stored.rows["parts"]),
    )


class _Places:
    """Everything that has a place in the text, as spans, with what each is."""

    def __init__(self, items: Sequence[Item], sections: Sequence[Item], marks: Sequence[Mark]) -> None:
        self.marks = tuple(marks)
        self.levels = {section.spans[0]: int(section.sort[-1]) for section in sections}
        pairs: list[tuple[Span, Item | Mark]] = [(mark.target, mark) for mark in marks]
        pairs += [(span, item) for item in (*sections, *items) for span in item.spans]
        pairs.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        self.spans = [span for span, _ in pairs]
        self.things = [thing for _, thing in pairs]


def _rows(raw: str, text: str, lines: Sequence[Line], places: _Places, parts: Sequence[Any]) -> Iterator[Row]:
    pieces = _pieces(text, lines, places)
    before = _raw_words(raw, lines, places.marks)
    forms = [(Span(part["char_start"], part["char_end"]), part["kind"]) for part in parts]
    headings = sorted(places.levels.items())
    for line, own, other in zip(lines, pieces, before, strict=True):
        here = line.text
        part = next((kind for span, kind in forms if span.start <= here.start < span.end), "body")
        level = next((level for span, level in headings if _fills(span, here)), 0)
        yield Row(own, other, part, level)


def _fills(heading: Span, line: Span) -> bool:
    """Whether a line is its heading, and not a paragraph that begins with one."""
    within = line.start <= heading.start and heading.end <= line.end
    return within and 2 * (heading.end - heading.start) > line.end - line.start


def _pieces(text: str, lines: Sequence[Line], places: _Places) -> Iterator[tuple[Piece, ...]]:
    """The pieces of each line. Places are looked for line by line: they are in order, and most are short."""
    seen: set[str] = set()
    first, open_ = 0, list[int]()
    for line in lines:
        while first < len(places.spans) and places.spans[first].start <= line.text.end:
            open_.append(first)
            first += 1
        open_ = [index for index in open_ if places.spans[index].end >= line.text.start]
        cuts = [
            (cut.span, [places.things[open_[index]] for index in cut.over])
            for cut in slices(line.text, [places.spans[index] for index in open_])
        ]
        yield tuple(_joined(text, cuts, seen))


def _joined(text: str, cuts: Iterable[tuple[Span, list[Item | Mark]]], seen: set[str]) -> Iterator[Piece]:
    """The pieces that the cuts of a line make: those with the same items are one. ``seen`` is what began before."""
    for items, group in groupby(cuts, key=lambda cut: tuple(dict.fromkeys(t for t in cut[1] if isinstance(t, Item)))):
        words, end = [], 0
        for span, over in group:
            end = span.end
            words.append(Word(span.of(text), next((thing for thing in over if isinstance(thing, Mark)), None)))
        begins = tuple(item for item in items if item.id not in seen)
        seen.update(item.id for item in begins)
        if begins or any(word.text for word in words):
            yield Piece(tuple(words), items, begins, last=bool(items) and end == items[0].spans[0].end)


def _raw_words(raw: str, lines: Sequence[Line], marks: Sequence[Mark]) -> Iterator[tuple[Word, ...]]:
    first, open_ = 0, list[Mark]()
    ordered = sorted(marks, key=lambda mark: mark.raw.start)
    for line in lines:
        while first < len(ordered) and ordered[first].raw.start <= line.raw.end:
            open_.append(ordered[first])
            first += 1
        open_ = [mark for mark in open_ if mark.raw.end >= line.raw.start]
        changed = [mark for mark in open_ if mark.raw.start < mark.raw.end]
        cuts = slices(line.raw, [mark.raw for mark in changed])
        yield tuple(Word(cut.span.of(raw), changed[cut.over[0]] if cut.over else None) for cut in cuts)


def _letterhead(stored: Stored) -> str:
    """What a person decided on the letterhead, and which fields of it were corrected."""
    verdict = stored.verdicts.get(("documents", stored.document["doc_id"]))
    if verdict is None:
        return ""
    titles = fields_corrected(verdict.fields)
    return f"{verdict.told}: {titles}" if titles else verdict.told


def _signs(marks: Sequence[Mark]) -> dict[str, str]:
    present = {mark.kind for mark in marks}
    return {kind: choose(*said) for kind, said in SIGNS.items() if kind in present}


def _origin(stored: Stored) -> list[str]:
    """Where the document came from and what was done to it, in a few words each."""
    document = stored.document
    told = [document["source_name"]]
    if document["page_count"]:
        told.append(choose(f"{number(document['page_count'])} trang", f"{number(document['page_count'])} pages"))
    if document["restored_words"]:
        told.append(
            choose(
                f"phục hồi {number(document['restored_words'])} chỗ, "
                f"{number(document['restored_doubtful'] or 0)} chưa chắc",
                f"{number(document['restored_words'])} places restored, "
                f"{number(document['restored_doubtful'] or 0)} doubtful",
            )
        )
    told += [
        choose("ký số: ", "signed: ") + " · ".join(filter(None, (row["signer"], row["organisation"])))
        for row in stored.rows["signatures"]
    ]
    return told
