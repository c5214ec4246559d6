"""What extractors read at a time: paragraphs, headings, bullets, footnotes, table rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.outline.headings import Heading
from pipeline.outline.long import in_parts
from pipeline.outline.rows import Row
from schemas.document import Part, Passage, PassageKind, RestoredText
from schemas.section import Section
from schemas.text import Span

_BULLETS = "-–—+*•▪●○◦►➢✓"


def find_passages(
    restored: RestoredText,
    rows: Sequence[Row],
    parts: Sequence[Part],
    headings: Sequence[Heading],
    sections: Sequence[Section],
) -> tuple[Passage, ...]:
    """The passages, in order; together they hold every character that is not white space, once."""
    headed = {heading.rows[0]: heading for heading in headings}
    place = _Places(parts, sections)
    drafts: list[tuple[list[Span], PassageKind, Row]] = []
    running: int | None = None  # the draft that a continued row goes on with
    at = 0
    while at < len(rows):
        row = rows[at]
        heading = headed.get(at)
        if row.kind != "text":
            drafts.append(([row.span], "footnote" if row.kind == "footnote" else "table_row", row))
        elif heading is not None:
            last = heading.rows[1]
            stretches = [r.span for r in rows[at : last + 1]]
            if heading.cut is not None:
                rest = Span(heading.cut, stretches[-1].end)
                stretches[-1] = _trimmed(restored.text, Span(stretches[-1].start, heading.cut))
                drafts += [(stretches, "heading", row), ([rest], "paragraph", rows[last])]
            else:
                drafts.append((stretches, "list_item" if _is_item(heading, restored.text) else "heading", row))
            running = len(drafts) - 1
            at = last
        elif row.continued and running is not None:
            drafts[running][0].append(row.span)
        else:
            kind: PassageKind = "list_item" if row.text[0] in _BULLETS else "paragraph"
            drafts.append(([row.span], kind, row))
            running = len(drafts) - 1
        at += 1
    return tuple(passage for draft in drafts for passage in _passages(restored, place, *draft))


def _is_item(heading: Heading, text: str) -> bool:
    """Whether a bullet goes on in the sentence that names its movement."""
    return (
        heading.style == "bullet"
        and heading.cut is None
        and len(text) > heading.span.end + 2
        and (text[heading.span.end : heading.span.end + 3].strip('”"»*:. \n') != "")
    )


class _Places:
    """Part and section of an offset."""

    def __init__(self, parts: Sequence[Part], sections: Sequence[Section]) -> None:
        self.parts, self.part_starts = parts, [part.span.start for part in parts]
        self.sections, self.section_starts = sections, [section.char_start for section in sections]
        self.index = {section.section_id: section for section in sections}

    def part(self, offset: int) -> Part:
        return self.parts[max(0, bisect_right(self.part_starts, offset) - 1)]

    def section(self, offset: int) -> str | None:
        at = bisect_right(self.section_starts, offset) - 1
        section = self.sections[at] if at >= 0 else None
        while section is not None and section.extent_end <= offset:
            section = self.index.get(section.parent_id or "")
        return section.section_id if section else None


def _passages(
    restored: RestoredText, place: _Places, pieces: list[Span], kind: PassageKind, row: Row
) -> Iterator[Passage]:
    first, *rest = in_parts(pieces, restored.text)
    if rest and kind == "table_row":
        kind, row = "paragraph", replace(row, table=None, number=None)  # its cells are no longer together
    for part in (first, *rest):
        yield _passage(restored, place, part, kind, row)


def _passage(restored: RestoredText, place: _Places, pieces: list[Span], kind: PassageKind, row: Row) -> Passage:
    cells: tuple[Span, ...] = ()
    if row.table is not None and row.number is not None:
        cells = restored.tables[row.table].rows[row.number]
    start = pieces[0].start
    part = place.part(start).kind
    return Passage(
        " ".join(piece.of(restored.text) for piece in pieces),
        tuple(pieces),
        kind,
        part,
        place.section(start) if part == "body" else None,
        cells,
        row.table,
        row.number,
    )


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(text).rstrip()))
