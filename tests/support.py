"""What several tests need: documents built from plain text, and where the measuring material lies."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from schemas.document import Document, Part, PartKind, Passage, PassageKind
from schemas.text import Span

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


def fold(text: str) -> str:
    """NFC, white space folded: how a quote of gold is compared with the text."""
    return " ".join(unicodedata.normalize("NFC", text).split())
