"""Metrics in tables."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import Document
from schemas.finding import Finding
from schemas.records.metrics import Record


def extract(document: Document) -> Iterator[Finding[Record]]:
    """The numeric cells that have the name of a row and of a column."""
    yield from ()
