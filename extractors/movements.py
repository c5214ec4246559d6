"""Named emulation movements (first version follows)."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.document import Document
from schemas.finding import Finding
from schemas.records.movements import Record


def extract(document: Document) -> Iterator[Finding[Record]]:
    """Nothing yet."""
    yield from ()
