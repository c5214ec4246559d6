"""The report in the forms that other programs read: each a pure function from the report to text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.validate.formats.github import github
from pipeline.validate.formats.junit import junit
from pipeline.validate.formats.sarif import sarif
from schemas.validation import ValidationReport

Format = Literal["json", "junit", "sarif", "github"]


def as_json(report: ValidationReport) -> str:
    """One JSON document, as ``schemas/json/v1/validation.schema.json`` describes it."""
    return report.model_dump_json(indent=2) + "\n"


FORMATS: dict[Format, Callable[[ValidationReport], str]] = {
    "json": as_json,
    "junit": junit,
    "sarif": sarif,
    "github": github,
}
