"""Which rows are headings, and how far each reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline.bullets import introduces
from pipeline.outline.labels import Label, Style
from pipeline.outline.rows import Row
from pipeline.outline.runs import open_quote
from pipeline.outline.view import Shape, View, shape_of
from pipeline.outline.weights import weigh
from schemas.document import Part
from schemas.text import Span

_BULLET_CONFIDENCE = 0.85


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its label, its words, and the rows on which it stands.

    ``span`` reaches from the label to the last word; ``cut`` is the offset in the text at which the heading's own
    passage ends, where its paragraph goes on (None: the heading takes the whole of its rows).
    """

    style: Style
    label: str | None
    words: str
    span: Span
    rows: tuple[int, int]  # first and last row, inclusive
    cut: int | None
    capitals: bool
    confidence: float
    rule: str


def find_headings(rows: Sequence[Row], labels: Sequence[Label | None], parts: Sequence[Part]) -> tuple[Heading, ...]:
    """The headings of the body, in order."""
    view = View.of(rows, labels, parts)
    shapes = [shape_of(view, at) if view.body[at] else None for at in range(len(rows))]
    weights = weigh(view, shapes)
    found: list[Heading] = []
    at = 0
    while at < len(rows):
        label, shape = labels[at], shapes[at]
        heading: Heading | None = None
        if view.body[at] and label is not None and label.style == "bullet":
            heading = _bullet(view, at, label)
        elif shape is not None and weights[at] > 0:
            heading = _heading(view, at, shape, weights[at])
        if heading is not None:
            found.append(heading)
            at = heading.rows[1]
        at += 1
    return tuple(found)


def _bullet(view: View, at: int, label: Label) -> Heading | None:
    text, last = _whole_name(view, at)
    name = introduces(text, label.rest, alone=view.below[last])
    if name is None:
        return None
    start = view.rows[at].span.start
    cut = None if name.cut is None else start + name.cut
    span = Span(start, start + name.span.end)
    if span.end <= view.rows[at].span.end and (cut is None or cut < view.rows[at].span.end):
        last = at
    words = " ".join(name.span.of(text).split()).rstrip(" .;:,")
    return Heading("bullet", label.text, words, span, (at, last), cut, False, _BULLET_CONFIDENCE, name.rule)


def _whole_name(view: View, at: int) -> tuple[str, int]:
    """The text of a bullet, with the next row where a quoted name goes on there; offsets stay those of the row."""
    row, following = view.rows[at], view.plain(at + 1)
    if following is None or row.text[-1] in ".;:" or not open_quote(row.text):
        return row.text, at
    close = min((c for c in map(following.find, '”"') if c >= 0), default=-1)
    if close < 0 or "“" in following[:close]:
        return row.text, at
    gap = view.rows[at + 1].span.start - row.span.end
    return f"{row.text}{' ' * gap}{following}", at + 1


def _heading(view: View, at: int, shape: Shape, weight: float) -> Heading:
    label, last = view.labels[at], view.rows[shape.last].span.start
    return Heading(
        style=label.style if label else "none",
        label=label.text if label else shape.annex,
        words=shape.words,
        span=Span(view.rows[at].span.start, last + shape.end),
        rows=(at, shape.last),
        cut=None if shape.cut is None else last + shape.cut,
        capitals=shape.capitals,
        confidence=min(0.99, 0.6 + 0.08 * weight),
        rule="labelled" if label else "attached" if shape.attached else "unlabelled",
    )
