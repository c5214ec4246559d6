"""Repair of what printing did to the text: Markdown left over, furniture, footnote marks, broken lines."""

from __future__ import annotations

from pipeline.repair.footnotes import tie_footnotes
from pipeline.repair.furniture import mark_furniture, stray_numbers
from pipeline.repair.joining import join_lines
from pipeline.repair.markdown import strip_markdown
from pipeline.repair.paper import Paper
from pipeline.repair.rows import renew, rows_of
from schemas.document import Footnote, RawDocument
from schemas.text import Span


def mend_layout(raw: RawDocument, paper: Paper) -> tuple[tuple[Footnote, ...], tuple[int, ...]]:
    """Mend the paper; return the footnotes and where interrupted paragraphs go on, both in the paper's text."""
    if not raw.lines:
        return (), ()
    strip_markdown(paper)
    rows = rows_of(raw, paper.text)

    mark_furniture(rows)
    paper.apply(list(stray_numbers(rows, paper.text)))
    renew(rows, paper.text)

    notes, marks = tie_footnotes(rows)
    unmarked = paper.apply(marks)
    renew(rows, paper.text)

    joined = join_lines(rows, paper.text)
    whole = paper.apply(joined.changes)

    footnotes = tuple(
        Footnote(
            note.label,
            whole.to_target(unmarked.to_target(note.mark)) if note.mark else None,
            _to_line_end(whole.to_target(unmarked.to_target(note.body)), paper.text),
        )
        for note in notes
    )
    continued = tuple(whole.to_target(row.span).start for row in joined.continued)
    return footnotes, continued


def _to_line_end(span: Span, text: str) -> Span:
    """A footnote's body takes in the lines that were joined to it."""
    end = text.find("\n", span.start)
    return Span(span.start, max(span.start, len(text) if end < 0 else end))
