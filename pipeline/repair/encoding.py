"""Repair of what encodings did: Unicode form, look-alikes, invisible characters."""

from __future__ import annotations

import re
import unicodedata

from pipeline.repair.paper import Change, Paper
from schemas.text import Span

# A base character with its combining marks.
_CLUSTER = re.compile(r"[^\u0300-\u036f\n][\u0300-\u036f]+")


def mend_encoding(paper: Paper) -> None:
    """NFC, cluster by cluster."""
    paper.apply(
        Change(Span(*match.span()), unicodedata.normalize("NFC", match[0]), "nfc")
        for match in _CLUSTER.finditer(paper.text)
    )
