"""A draft of a gold file: what the stages found in a document, for a person to correct by hand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.evaluate.kinds import DOCUMENT_FIELDS
from pipeline.extract import KINDS
from pipeline.run import Reading, run
from schemas.finding import Finding
from schemas.section import Section

_SECTION = ("label", "heading", "level", "kind")


def draft_of(path: Path) -> dict[str, Any]:
    """The draft for one document, in the form of a gold file.

    Each record has its quote; one that is not sure says so under ``check``, which scoring passes over.

    Raises:
        UnreadableFileError: the file cannot be read as a document.
    """
    reading = run(path)
    header = reading.header.model_dump(mode="json")
    return {
        "source": path.stem,
        "document": {name: header.get(name) for name in (*DOCUMENT_FIELDS, "recipients")},
        "sections": [_section(reading, section) for section in reading.document.sections],
        **{kind: list(_records(reading, getattr(reading.records, kind))) for kind in KINDS},
    }


def _section(reading: Reading, section: Section) -> dict[str, Any]:
    told = section.model_dump(mode="json")
    quote = reading.document.text[section.char_start : section.char_end]
    return {**{name: told[name] for name in _SECTION}, "quote": quote}


def _records(reading: Reading, findings: Iterable[Finding[Any]]) -> Iterable[dict[str, Any]]:
    for finding in findings:
        record: BaseModel = finding.record
        doubt = {"check": "chưa chắc / not sure"} if finding.needs_review else {}
        yield {**record.model_dump(mode="json"), "quote": finding.span.of(reading.document.text), **doubt}
