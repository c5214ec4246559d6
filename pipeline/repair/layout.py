"""Repair of what printing did to the text: Markdown left over, furniture, footnote marks, broken lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.repair.encoding import mend_encoding
from pipeline.repair.footnotes import tie_footnotes
from pipeline.repair.furniture import mark_furniture, stray_numbers
from pipeline.repair.joining import join_lines
from pipeline.repair.markdown import strip_markdown
from pipeline.repair.paper import Paper
from pipeline.repair.rows import Row, plain_rows, renew, rows_of
from schemas.document import Footnote, RawDocument
from schemas.text import Span

_ROUNDS = 12  # one round that changes nothing ends it; real text needs two


@dataclass
class _Found:
    """Footnotes and interrupted paragraphs, as pins on the paper: label, mark, body."""

    notes: list[tuple[str, int | None, int]] = field(default_factory=list)
    continued: list[int] = field(default_factory=list)


def mend_layout(raw: RawDocument, paper: Paper) -> tuple[tuple[Footnote, ...], tuple[int, ...]]:
    """Mend the paper; return the footnotes and where interrupted paragraphs go on, both in the paper's text.

    Plain text is mended until nothing changes any more, so that a repaired text is left alone. Where reading knows
    more than the text (boxes, tables, what is a footnote), one round uses it up.
    """
    found = _Found()
    if raw.lines:
        _mend_once(rows_of(raw, paper.text), paper, found)
        for _ in range(_ROUNDS if _is_plain(raw) else 0):
            before = paper.text
            mend_encoding(paper)
            _mend_once(plain_rows(paper.text), paper, found)
            if paper.text == before:
                break
        mend_encoding(paper)
    footnotes = [
        Footnote(label, paper.pinned(mark) if mark is not None else None, _to_line_end(paper.pinned(body), paper.text))
        for label, mark, body in found.notes
    ]
    footnotes.sort(key=lambda note: note.body)
    whole = tuple(note for note in footnotes if note.body.of(paper.text).strip())
    starts = {paper.text.rfind("\n", 0, paper.pinned(pin).start) + 1 for pin in found.continued}
    return whole, tuple(sorted(starts))


def _is_plain(raw: RawDocument) -> bool:
    return all(line.box is None and line.table is None and line.origin == "body" for _, line in raw.lines)


def _mend_once(rows: list[Row], paper: Paper, found: _Found) -> None:
    strip_markdown(paper)
    renew(rows, paper.text)

    mark_furniture(rows)
    paper.apply(list(stray_numbers(rows, paper.text)))
    renew(rows, paper.text)

    notes, marks = tie_footnotes(rows)
    known = [paper.pinned(body).start for _, _, body in found.notes]
    for note in notes:
        if note.body.start not in known:
            mark = paper.pin(note.mark) if note.mark else None
            found.notes.append((note.label, mark, paper.pin(note.body)))
    paper.apply(marks)
    renew(rows, paper.text)

    joined = join_lines(rows, paper.text)
    known = [paper.pinned(pin).start for pin in found.continued]
    found.continued += [paper.pin(row.span) for row in joined.continued if row.start not in known]
    paper.apply(joined.changes)


def _to_line_end(span: Span, text: str) -> Span:
    """A footnote's body takes in the lines that were joined to it."""
    end = text.find("\n", span.start)
    return Span(span.start, max(span.start, len(text) if end < 0 else end))
