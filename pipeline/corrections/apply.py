"""A sheet into the database; and what has become of all decisions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.corrections.facts import Decision, decisions_of
from pipeline.corrections.overrule import is_moot
from pipeline.corrections.resolve import resolve
from pipeline.corrections.sheet import documents_to_review, read_sheet, write_sheet
from pipeline.corrections.stored import corrections, papers, tables_of
from pipeline.load.digest import Query
from pipeline.load.store import Store, asking, connect_to_read
from pipeline.show import find_document
from schemas.correction import Correction

State = Literal["holds", "lost", "waiting"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision and what became of it: it holds, its sentence is lost, its document is stored no more."""

    decision: Decision
    state: State


def review(database: Path, file: Path, wanted: Sequence[str], *, everything: bool) -> int:
    """Write the sheet of some documents, or of all that count; how many rows it has.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: ``document_unknown``, ``document_ambiguous``, ``result_open``, ``result_not_written``.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        named = list(dict.fromkeys(find_document(query, one) for one in wanted))
        return write_sheet(file, query, named or documents_to_review(query), everything=everything)


def apply(database: Path, file: Path, by: str) -> list[Correction]:
    """Store what a sheet decides, all of it or, where a row is wrong, nothing.

    Raises:
        DatabaseError: the database is not there, cannot be written, or is being written by another program.
        UsageError: ``sheet_unreadable``, ``sheet_foreign``, ``corrections_wrong``.
    """
    lines, now = read_sheet(file), datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    with connect_to_read(database) as connection:  # a sheet that is wrong leaves no working copy behind
        if not resolve(asking(connection, database), lines, by, now):
            return []
    with Store.open(database) as store:
        made = resolve(store.query, lines, by, now)
        store.correct(made)
        store.tally()
        store.finish()
    return made


def standings(database: Path) -> list[Standing]:
    """What has become of every decision that holds, oldest first.

    Raises:
        DatabaseError: the database is not there or cannot be read.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        if "corrections" not in tables_of(query):
            return []
        upon = {fact for (fact,) in query("SELECT DISTINCT fact_id FROM machine_records")}
        known = papers(query)
        made = decisions_of(corrections(query))
        about = {one.fact_id: [i for i, paper in known.items() if one.is_about(paper)] for one in made}
        return [
            Standing(one, "holds" if one.fact_id in upon else _state(query, one, about[one.fact_id])) for one in made
        ]


def _state(query: Query, decision: Decision, doc_ids: Sequence[str]) -> State:
    if not doc_ids:
        return "waiting"
    texts = query("SELECT text FROM texts WHERE list_contains(?::VARCHAR[], doc_id)", list(doc_ids))
    return "holds" if any(is_moot(decision, text) for (text,) in texts) else "lost"
