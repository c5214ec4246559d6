"""Trouble as data: what a stage or a check has to say about a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.text import Span

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: stable ASCII code, severity, a sentence in Vietnamese and in English.

    ``span`` points into the restored text where the finding has a place there.
    The Vietnamese sentence is written for a clerk: what is the matter and what to look at.
    """

    code: str
    severity: Severity
    message: str
    message_en: str
    span: Span | None = None
