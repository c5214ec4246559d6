"""Who decided what, and when, as it is told beside what was decided on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.corrections.facts import day_of
from pipeline.corrections.stored import tables_of
from pipeline.language import choose
from pipeline.load.digest import Query
from schemas.correction import Choice

_WORDS: dict[Choice, tuple[str, str]] = {
    "accept": ("đã giữ", "accepted"),
    "correct": ("đã sửa", "corrected"),
    "reject": ("đã bỏ", "rejected"),
    "add": ("người xem bổ sung", "added"),
}

Key = tuple[str, str, str]
"""A document, a table, and the id of a row in it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision that holds, the name of who made it, when (UTC), the note that was left, the fields corrected."""

    choice: Choice
    by: str
    at: datetime.datetime
    note: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """What was decided, in a few words."""
        return choose(*_WORDS[self.choice])

    @property
    def told(self) -> str:
        """What was decided, by whom, on which day.

        >>> Verdict("correct", "Lan", datetime.datetime(2025, 12, 5, 20)).told
        'đã sửa (Lan, 06/12/2025)'
        """
        return f"{self.word} ({self.by}, {day_of(self.at)})"


def verdicts(query: Query, doc_ids: Sequence[str] | None = None) -> Mapping[Key, Verdict]:
    """The decisions upon the rows of some documents, or of all."""
    if not {"corrections", "machine_records"} <= tables_of(query):
        return {}
    some = "" if doc_ids is None else "AND m.doc_id IN (SELECT unnest(?::VARCHAR[]))"
    rows = query(
        "SELECT m.doc_id, m.record_table, m.record_id, c.decision, c.decided_by, c.decided_at, min(c.note), "
        "list_sort(list_distinct(list(c.field))) "
        "FROM machine_records m JOIN corrections c ON c.fact_id = m.fact_id AND c.is_current "
        f"WHERE m.record_id <> '' AND m.record_table = c.record_kind {some} GROUP BY ALL ORDER BY c.decided_at",
        *([] if doc_ids is None else [list(doc_ids)]),
    )
    return {
        (doc_id, table, record_id): Verdict(choice, by, at, note, tuple(fields))
        for doc_id, table, record_id, choice, by, at, note, fields in rows
    }
