"""How the headings nest: levels, parents, extents."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.outline.headings import Heading
from pipeline.outline.labels import RANK
from pipeline.outline.sense import tell_kinds
from schemas.document import Part
from schemas.section import Section


def nest(text: str, headings: Sequence[Heading], parts: Sequence[Part]) -> tuple[Section, ...]:
    """The sections; level 1 is the outermost, and a section ends where the next of its level or above begins."""
    ranks = _ranks(headings)
    ends = _ends(parts, len(text))
    stack: list[tuple[float, int]] = []  # (rank, index of the section)
    parents: list[int | None] = []
    levels: list[int] = []
    extents = [len(text)] * len(headings)
    for at, heading in enumerate(headings):
        apart = at > 0 and _end_of(ends, heading.span.end) != _end_of(ends, headings[at - 1].span.end)
        while stack and (apart or stack[-1][0] >= ranks[at]):  # what is attached nests on its own
            extents[stack.pop()[1]] = heading.span.start
        parent = stack[-1][1] if stack else None
        parents.append(parent)
        levels.append(len(stack) + 1)
        stack.append((ranks[at], at))
    title = next((part.span.of(text) for part in parts if part.kind == "title"), "")
    kinds = tell_kinds(text, headings, parents, title)
    return tuple(
        Section(
            section_id=f"s{at + 1:03d}",
            parent_id=None if parents[at] is None else f"s{(parents[at] or 0) + 1:03d}",
            label=heading.label,
            heading=heading.words,
            level=levels[at],
            kind=kinds[at][0],
            char_start=heading.span.start,
            char_end=heading.span.end,
            extent_end=min(extents[at], _end_of(ends, heading.span.end)),
            confidence=round(min(heading.confidence, kinds[at][1]), 3),
            rule=heading.rule,
        )
        for at, heading in enumerate(headings)
    )


def _ranks(headings: Sequence[Heading]) -> list[float]:
    """The rank of each heading; one that lost its number takes that of the headings that look like it."""
    capital = next(
        (
            RANK[h.style]
            for h in headings
            if h.capitals and h.style not in ("none", "phan", "chuong", "letter", "bullet")
        ),
        RANK["roman"],
    )
    ranks: list[float] = []
    for heading in headings:
        if heading.rule == "attached":
            ranks.append(-1.0)  # a list's title stands above all that it lists
        elif heading.style == "none" and heading.capitals:
            ranks.append(capital)
        elif heading.style == "nested":
            ranks.append(RANK["nested"] + (heading.label or "").count("."))
        else:
            ranks.append(RANK[heading.style])
    return ranks


def _ends(parts: Sequence[Part], length: int) -> list[int]:
    """Where the stretches of body end."""
    return [part.span.end for part in parts if part.kind == "body"] or [length]


def _end_of(ends: Sequence[int], offset: int) -> int:
    return next((end for end in ends if end >= offset), ends[-1])
