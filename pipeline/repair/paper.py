"""The text under repair, with the alignment that leads back to the raw text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schemas.text import Alignment, Span


class Change(NamedTuple):
    """A stretch of the text as it is now, what it becomes, and by which rule."""

    span: Span
    text: str
    rule: str


class Paper:
    """A text that is changed pass by pass; the alignment is carried along, never rebuilt by a diff.

    >>> paper = Paper("Nghi  Ðịnh")
    >>> _ = paper.apply([Change(Span(6, 7), "Đ", "eth")])
    >>> paper.text, paper.alignment.to_source(Span(6, 10))
    ('Nghi  Định', Span(start=6, end=10))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.alignment = Alignment.identity(len(text))

    def apply(self, changes: Iterable[Change]) -> Alignment:
        """Make the changes, which are in order and do not overlap; return the alignment of this pass alone."""
        wanted = [change for change in changes if change.span.of(self.text) != change.text]
        step = Alignment.build(len(self.text), [(c.span, len(c.text), c.rule) for c in wanted])
        if wanted:
            pieces, at = [], 0
            for change in wanted:
                pieces += [self.text[at : change.span.start], change.text]
                at = change.span.end
            self.text = "".join([*pieces, self.text[at:]])
            self.alignment = self.alignment.then(step)
        return step
