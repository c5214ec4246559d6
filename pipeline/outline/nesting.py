"""How the headings nest: levels, parents, extents."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.outline.headings import Heading
from pipeline.outline.kinds import kind_of
from pipeline.outline.labels import RANK
from schemas.document import Part
from schemas.section import Section, SectionKind


def nest(text: str, headings: Sequence[Heading], parts: Sequence[Part]) -> tuple[Section, ...]:
    """The sections; level 1 is the outermost, and a section ends where the next of its level or above begins."""
    ranks = _ranks(headings)
    ends = _ends(parts, len(text))
    stack: list[tuple[float, int]] = []  # (rank, index of the section)
    fields: list[tuple[int | None, int, SectionKind]] = []
    extents = [len(text)] * len(headings)
    for at, heading in enumerate(headings):
        apart = at > 0 and _end_of(ends, heading.span.end) != _end_of(ends, headings[at - 1].span.end)
        while stack and (apart or stack[-1][0] >= ranks[at]):  # what is attached nests on its own
            extents[stack.pop()[1]] = heading.span.start
        parent = stack[-1][1] if stack else None
        kind: SectionKind = (
            "phan" if heading.style == "phan" else _kind(heading, fields[parent][2] if parent is not None else None)
        )
        fields.append((parent, len(stack) + 1, kind))
        stack.append((ranks[at], at))
    return tuple(
        Section(
            section_id=f"s{at + 1:03d}",
            parent_id=None if parent is None else f"s{parent + 1:03d}",
            label=heading.label,
            heading=heading.words,
            level=level,
            kind=kind,
            char_start=heading.span.start,
            char_end=heading.span.end,
            extent_end=min(extents[at], _end_of(ends, heading.span.end)),
            confidence=round(heading.confidence, 3),
            rule=heading.rule,
        )
        for at, (heading, (parent, level, kind)) in enumerate(zip(headings, fields, strict=True))
    )


def _kind(heading: Heading, parent: SectionKind | None) -> SectionKind:
    return "phong_trao" if heading.style == "bullet" else kind_of(heading.words, parent)


def _ranks(headings: Sequence[Heading]) -> list[float]:
    """The rank of each heading; one that lost its number takes that of the headings that look like it."""
    capital = next(
        (RANK[h.style] for h in headings if h.capitals and h.style not in ("none", "phan", "chuong")), RANK["roman"]
    )
    ranks: list[float] = []
    for heading in headings:
        if heading.style == "none" and heading.capitals:
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
