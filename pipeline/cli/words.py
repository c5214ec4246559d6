"""Words that several commands show: statuses, kinds, numbers as a Vietnamese reader expects them."""

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


def number(value: float, digits: int = 0) -> str:
    """A number with Vietnamese separators, or English ones.

    >>> number(1234567.5, 1)
    '1.234.567,5'
    """
    said = f"{value:,.{digits}f}"
    return choose(said.translate(str.maketrans(",.", ".,")), said)
