"""Which record a decision is about: by document, kind, quote and values, never by the record's id, which may move."""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from pydantic import BaseModel

from schemas.correction import Choice, Correction, RestoredWord
from schemas.header import Header

Values = dict[str, Any]
"""A row by the names of its columns."""


LETTERHEAD, WORDS = "documents", "edits"
_VIETNAM = datetime.timezone(datetime.timedelta(hours=7))  # so that every machine tells the same day
AROUND = ("raw_before", "raw", "raw_after")
"""The raw text by which a restored word is found again: before it, its own, after it."""
READ: tuple[str, ...] = (LETTERHEAD, WORDS)
"""The kinds of facts that a reading itself has to follow, as everything after them stands on them."""
ADDED_PREFIX = "added-"
"""So begins the id of a fact that a person added."""


@dataclass(frozen=True)
class Fact:
    """What the machine found, and what tells it from all else in its document: a record, a restored word (its row with
    the raw text around it), the letterhead.
    """

    fact_id: str
    kind: str
    row: Values
    ordinal: int
    siblings: int


@dataclass(frozen=True)
class Paper:
    """What tells that two files are one document: the id, where it lies, what an office wrote on top.

    ``identities`` are what is read there, first, and, where a person corrected it, what the machine had read; none
    where that is not enough to tell.
    """

    doc_id: str
    paths: frozenset[str]
    identities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A decision that holds, with all fields that it corrects."""

    fact_id: str
    kind: str
    paper: Paper
    choice: Choice
    changes: Mapping[str, Any]
    quote: str
    machine: Mapping[str, Any]
    ordinal: int
    siblings: int
    decided_by: str
    decided_at: datetime.datetime

    @property
    def is_added(self) -> bool:
        """Whether it is about a record that a person added, whatever was decided on it since."""
        return self.fact_id.startswith(ADDED_PREFIX)

    @property
    def stamp(self) -> str:
        """What tells this decision from others on the same fact: when, and who."""
        return f"{self.decided_at.isoformat()} {self.decided_by}"

    def is_about(self, paper: Paper) -> bool:
        """Whether a document is the one that was decided on, or what has come in its place.

        A file of the same path that bears another number is another document.
        """
        if self.paper.doc_id == paper.doc_id:
            return True
        if self.paper.identities and paper.identities:
            return bool({*self.paper.identities} & {*paper.identities})
        return bool(self.paper.paths & paper.paths)


def identity_of(header: Mapping[str, Any]) -> str | None:
    """What an office writes on top of a document and on no other; None where number or symbol is missing.

    >>> identity_of({"number": 57, "symbol": "BC-UBND", "issued_year": 2025, "unit_name": "Lâm Hà Thượng"})
    '57/BC-UBND 2025 Lâm Hà Thượng'
    """
    if header.get("number") is None or not header.get("symbol"):
        return None
    unit = header.get("unit_name") or header.get("issuer") or "-"
    return f"{header['number']}/{header['symbol']} {header.get('issued_year') or '-'} {unit}"


def day_of(moment: datetime.datetime) -> str:
    """The day in Vietnam of a moment that is stored in UTC."""
    day = moment.replace(tzinfo=datetime.UTC).astimezone(_VIETNAM)
    return f"{day:%d/%m/%Y}"


def plain(text: str) -> str:
    r"""A text as quotes are compared: composed, its blanks and line ends single blanks.

    >>> plain(" tặng\n Giấy  khen ")
    'tặng Giấy khen'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def digest(text: str) -> str:
    """The SHA-256 of a text as quotes are compared."""
    return hashlib.sha256(plain(text).encode("utf-8", "replace")).hexdigest()


@cache
def model_of(kind: str) -> type[BaseModel]:
    """The schema of a kind of fact."""
    if kind in READ:
        return Header if kind == LETTERHEAD else RestoredWord
    record: type[BaseModel] = import_module(f"schemas.records.{kind}").Record
    return record


def as_json(value: object) -> str:
    """A value or a row as it is kept in a column: keys in order, days as 2025-12-05."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def record_values(kind: str, row: Mapping[str, Any]) -> Values:
    """What a row says itself, without its evidence, as it comes back from JSON."""
    told: Values = json.loads(as_json({name: row[name] for name in model_of(kind).model_fields}))
    return told


def machine_values(fact: Fact) -> Values:
    """What is kept of a fact when it is decided on: what it says, and by what else it is found again."""
    beside = (
        ("before", *AROUND) if fact.kind == WORDS else ("raw_quote", "page", "line") if fact.kind != LETTERHEAD else ()
    )
    return record_values(fact.kind, fact.row) | {name: fact.row[name] for name in beside}


def facts_of(doc_id: str, kind: str, rows: Iterable[Values]) -> list[Fact]:
    """The facts that the rows of a kind are, in their order; rows as the machine made them."""
    ordered = sorted(rows, key=lambda row: row["record_id"])
    quotes = [plain(row["quote"]) for row in ordered]
    seen: dict[tuple[str, str], int] = {}
    facts = []
    for row, quote in zip(ordered, quotes, strict=True):
        said = as_json(record_values(kind, row))
        seen[quote, said] = ordinal = seen.get((quote, said), 0) + 1
        key = "\0".join((doc_id, kind, quote, said, str(ordinal)))
        fact_id = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
        facts.append(Fact(fact_id, kind, row, ordinal, quotes.count(quote)))
    return facts


def find(decision: Decision, facts: Sequence[Fact], text: str) -> Fact | None:
    """The fact that a decision is about, among those of its kind in a document; None where no one is surely it.

    The same quote with the same values (in the file, where a word in it is restored otherwise by now); or the only
    record of that quote, then and now, whatever is read of it; or, where the quote is still in the text but a record's
    quote was cut otherwise, the only one with the same values.
    """
    quote, raw = plain(decision.quote), plain(decision.machine.get("raw_quote") or "")
    same = [fact for fact in facts if plain(fact.row["quote"]) == quote or plain(fact.row["raw_quote"]) == raw != ""]
    equal = [fact for fact in same if _says(decision, fact)]
    if equal:
        return equal[decision.ordinal - 1] if decision.ordinal <= len(equal) else None
    if len(same) == decision.siblings == 1:
        return same[0]
    if same or quote not in plain(text):
        return None
    near = [fact for fact in facts if _says(decision, fact) and _overlap(quote, plain(fact.row["quote"]))]
    return near[0] if len(near) == 1 else None


def _says(decision: Decision, fact: Fact) -> bool:
    now = record_values(fact.kind, fact.row)
    return all(now[name] == value for name, value in decision.machine.items() if name in now)


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def decisions_of(corrections: Iterable[Correction]) -> list[Decision]:
    """The decisions that hold, oldest first."""
    grouped: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.is_current:
            grouped.setdefault(correction.fact_id, []).append(correction)
    made = []
    for fact_id, rows in grouped.items():
        first = rows[0]
        changes = {row.field: json.loads(row.new_value or "null") for row in rows if row.field}
        made.append(
            Decision(
                fact_id,
                first.record_kind,
                Paper(first.about_doc_id, frozenset(first.paths), (first.identity,) if first.identity else ()),
                first.decision,
                changes,
                first.quote,
                json.loads(first.machine_values),
                first.ordinal,
                first.siblings,
                first.decided_by,
                first.decided_at,
            )
        )
    return sorted(made, key=lambda decision: (decision.decided_at, decision.fact_id))
