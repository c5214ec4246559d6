"""What several tests need: documents built from plain text, and where the measuring material lies."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from schemas.document import (
    Document,
    Footnote,
    Part,
    PartKind,
    Passage,
    PassageKind,
    RawDocument,
    RepairedText,
    RestoredText,
    SourceFile,
    Table,
)
from schemas.text import Alignment, Line, Page, Span

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (measuring material) is not here")


def document_of(text: str, kind: PassageKind = "paragraph", part: PartKind = "body") -> Document:
    """A document without outline: every line that is not blank is one passage."""
    passages, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lead = len(line) - len(line.lstrip())
            span = Span(at + lead, at + len(line.rstrip()))
            passages.append(Passage(span.of(text), (span,), kind, part))
        at += len(line) + 1
    return Document(text, (Part(part, Span(0, len(text))),), (), tuple(passages))


def restored_of(
    text: str,
    footnotes: tuple[Footnote, ...] = (),
    tables: tuple[Table, ...] = (),
    continued: tuple[int, ...] = (),
) -> RestoredText:
    """A text that needed neither repair nor restoration."""
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), start=1))
    raw = RawDocument(SourceFile("t.txt", "t.txt", "0", "text/plain", len(text)), (Page(1, lines),))
    same = Alignment.identity(len(text))
    repaired = RepairedText(raw, text, same, footnotes, tables, continued)
    return RestoredText(repaired, text, same, (), footnotes, tables, continued)


def fold(text: str) -> str:
    """NFC, white space folded: how a quote of gold is compared with the text."""
    return " ".join(unicodedata.normalize("NFC", text).split())
