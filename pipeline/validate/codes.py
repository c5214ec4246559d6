"""All codes that a finding may bear: those of the checks, of reading, and the gate's own; with their severities."""

from __future__ import annotations

from pipeline.check.codes import CODES as CHECK_CODES
from pipeline.legacy import CODES as LEGACY_CODES
from schemas.issue import Severity

GATE_CODES: dict[str, Severity] = {
    "kind_unknown": "error",
    "kind_unexpected": "error",
    "section_missing": "error",
    "passage_missing": "error",
    "pages_over_limit": "warning",
    "size_over_limit": "warning",
    "words_under_limit": "warning",
    "quality_restored": "warning",
    "quality_doubtful": "warning",
}
"""What a profile asks for; docs/validate.md explains each."""

READING_CODES: dict[str, Severity] = {
    "file_cut_short": "error",
    "text_damaged": "error",
    "page_without_text": "error",
    "page_text_doubtful": "warning",
    "page_read_by_ocr": "info",
    "legacy_text": "info",
    **{f"legacy_{what}_{code}": "info" for what in ("encoding", "font") for code in LEGACY_CODES},
    "number_from_stamp": "info",
    "date_from_stamp": "info",
    "date_from_signature": "info",
}
"""What the stages before the checks say of a document that could be read."""

CODES: dict[str, Severity] = {**READING_CODES, **CHECK_CODES, **GATE_CODES}
"""Every code whose severity a profile may set."""

THIS_MACHINE: frozenset[str] = frozenset(
    (
        "ocr_missing",
        "office_missing",
        "office_busy",
        "office_timeout",
        "office_failed",
        "document_timeout",
        "document_memory",
        "document_crash",
        "file_no_permission",
        "folder_no_permission",
        "file_changed",
        "defect",
    )
)
"""Why a file was not read, where the reason may lie with this machine or with thidua and not with the file."""

ACROSS: frozenset[str] = frozenset(
    (
        "label_repeated",
        "label_skipped",
        "value_contradicted",
        "names_mismatch",
        "reference_two_dates",
        "reference_two_issuers",
        "reference_before_basis",
        "table_sum_mismatch",
        "table_share_mismatch",
    )
)
"""Findings that compare several places: as sure as the document, not as the one line that they point to."""

COUNTED: frozenset[str] = frozenset(("pages_over_limit", "size_over_limit", "quality_restored"))
"""Findings that are counted on the file itself: as certain as the file."""
