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
    >>> paper.apply([Change(Span(6, 7), "Đ", "eth")])
    >>> paper.text, paper.alignment.to_source(Span(6, 10))
    ('Nghi  Định', Span(start=6, end=10))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.alignment = Alignment.identity(len(text))
        self._pins: list[Span] = []

    def pin(self, span: Span) -> int:
        """Follow a span of the text as it is now through all later changes; returns the number to ask for it."""
        self._pins.append(span)
        return len(self._pins) - 1

    def pinned(self, pin: int) -> Span:
        """Where a pinned span lies now; empty where its text was taken out."""
        return self._pins[pin]

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes, which are in order and do not overlap."""
        wanted = [change for change in changes if change.span.of(self.text) != change.text]
        if wanted:
            step = Alignment.build(len(self.text), [(c.span, len(c.text), c.rule) for c in wanted])
            pieces, at = [], 0
            for change in wanted:
                pieces += [self.text[at : change.span.start], change.text]
                at = change.span.end
            self.text = "".join([*pieces, self.text[at:]])
            self.alignment = self.alignment.then(step)
            self._pins = [step.to_target(pin) for pin in self._pins]
