"""Passages as a reader takes them: a heading that runs into its text ("3) Bằng khen: 04, gồm …") is one with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from schemas.document import Document, Passage


def joined(document: Document) -> Iterator[Passage]:
    """The passages in order; a heading and the text behind it in its line are one passage of kind ``heading``.

    >>> from schemas.text import Span
    >>> text = "1) Cờ thi đua: 01 tập thể"
    >>> head = Passage("1) Cờ thi đua:", (Span(0, 14),), "heading")
    >>> body = Passage("01 tập thể", (Span(15, 25),), "paragraph")
    >>> [p.text for p in joined(Document(text, passages=(head, body)))]
    ['1) Cờ thi đua: 01 tập thể']
    """
    waiting: Passage | None = None
    for passage in document.passages:
        if waiting is not None and _runs_on(document, waiting, passage):
            text = f"{waiting.text} {passage.text}"
            yield replace(waiting, text=text, pieces=(*waiting.pieces, *passage.pieces))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = passage if passage.kind == "heading" else None
        if waiting is None:
            yield passage
    if waiting is not None:
        yield waiting


def _runs_on(document: Document, heading: Passage, passage: Passage) -> bool:
    gap = document.text[heading.pieces[-1].end : passage.pieces[0].start]
    same = passage.kind in ("paragraph", "list_item") and passage.part == heading.part
    return same and "\n" not in gap and passage.section_id == heading.section_id
