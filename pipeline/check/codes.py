"""All codes of the checks, in one place: stable ASCII, with their severity; and what a check may yield.

``error``: it cannot be so. ``warning``: look at it. ``info``: worth knowing, also good news.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.issue import Issue, Severity
from schemas.text import Span

CODES: dict[str, Severity] = {
    "document_foreign": "info",
    # form, after Decree 30/2020/NĐ-CP
    "number_missing": "warning",
    "symbol_missing": "warning",
    "date_incomplete": "warning",
    "place_missing": "info",
    "title_missing": "warning",
    "issuer_missing": "warning",
    "signer_missing": "warning",
    "recipients_missing": "info",
    # dates and periods
    "date_impossible": "error",
    "year_impossible": "error",
    "period_reversed": "error",
    "period_not_begun": "warning",
    "period_past": "warning",
    "school_year_odd": "warning",
    # numbering
    "label_repeated": "warning",
    "label_skipped": "warning",
    # arithmetic
    "sum_verified": "info",
    "sum_mismatch": "error",
    "sum_exceeded": "error",
    "sum_near_miss": "warning",
    "table_sum_verified": "info",
    "table_sum_mismatch": "warning",
    "table_share_mismatch": "warning",
    "share_verified": "info",
    "share_mismatch": "error",
    "plan_share_mismatch": "warning",
    "change_verified": "info",
    "change_mismatch": "error",
    "change_direction": "error",
    "value_contradicted": "warning",
    "names_verified": "info",
    "names_mismatch": "warning",
    # instruments
    "reference_two_dates": "warning",
    "reference_two_issuers": "warning",
    "reference_issuer_unfit": "warning",
    "reference_after_document": "error",
    "reference_before_basis": "warning",
    "reference_known_date": "warning",
    "reference_known_number": "warning",
    "reference_known_issuer": "warning",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """Good news: the issue that tells it, and the numbers that took part (spans in the document's text)."""

    issue: Issue
    numbers: tuple[Span, ...]


Found = Issue | Verified
"""What a check yields: something to look at, or something that holds."""


def issue(code: str, message: str, message_en: str, span: Span | None = None) -> Issue:
    """An issue of a registered code.

    >>> issue("date_impossible", "Ngày 31/02/2025 không có trong lịch.", "31/02/2025 does not exist.").severity
    'error'
    """
    return Issue(code, CODES[code], message, message_en, span)
