"""Words that several commands show: statuses, kinds."""

from __future__ import annotations

from pipeline.language import choose
from pipeline.vocabulary import word

_STYLES = {"loaded": "green", "partial": "yellow", "rejected": "red", "failed": "bold red"}
_KINDS = {
    "sections": ("đề mục", "sections"),
    "movements": ("phong trào", "movements"),
    "metrics": ("số liệu", "metrics"),
    "awards": ("khen thưởng", "awards"),
    "legal_references": ("viện dẫn", "references"),
    "document": ("thể thức", "header"),
}


def status_word(status: str) -> str:
    """A document's status in words, coloured."""
    return f"[{_STYLES[status]}]{choose(word('documents', 'status', status), status)}[/]"


def kind_word(kind: str) -> str:
    """A kind of record in words; its table's name where it has none yet."""
    return choose(*_KINDS.get(kind, (kind, kind)))
