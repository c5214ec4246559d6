"""The header of a document."""

from __future__ import annotations

from extractors.header import forms
from schemas.document import Document
from schemas.header import Header


def extract(document: Document) -> Header:
    """What Decree 30/2020/NĐ-CP asks a document to bear, as far as this one bears it."""
    title = forms.read_type(document.part("title"))
    return Header(doc_type=title[0] if title else "khac")
