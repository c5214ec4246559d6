"""A sheet into the database; and what has become of all decisions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.corrections.award_page import awards_sheet
from pipeline.corrections.delimited import write_csv_sheet
from pipeline.corrections.facts import READ, Decision, Paper, decisions_of
from pipeline.corrections.filled import read_sheet, spare
from pipeline.corrections.named import Named
from pipeline.corrections.overrule import is_moot
from pipeline.corrections.resolve import resolve
from pipeline.corrections.sheet import asked, documents_to_review
from pipeline.corrections.stored import corrections, papers, tables_of
from pipeline.corrections.titles import TITLE
from pipeline.corrections.waiting import stale
from pipeline.corrections.workbook import is_workbook, rows_to_fill, sheet_to_fill
from pipeline.export.workbook import write_workbook
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.load.store import Store, asking, connect_to_read
from pipeline.report.review.make import DEFAULT_FOLDER
from pipeline.show import find_document
from schemas.correction import Correction

State = Literal["holds", "lost", "unread", "waiting"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision and what became of it: it holds, its sentence is lost, its document has to be read again for it, or is
    stored no more.
    """

    decision: Decision
    state: State


def review(
    database: Path, file: Path, wanted: Sequence[str], *, everything: bool, report: Path = DEFAULT_FOLDER
) -> int:
    """Write the sheet of some documents, or of all that count; how many rows it has. In a workbook they lead to the
    review pages in ``report``, and another sheet takes the awards that the machine overlooked.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: ``document_unknown``, ``document_ambiguous``, ``sheet_filled``, ``result_open``,
            ``result_not_written``.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        named = list(dict.fromkeys(find_document(query, one) for one in wanted))
        spare(file, query)
        chosen = named or documents_to_review(query)
        rows = asked(query, chosen, everything=everything)
        if not is_workbook(file):
            return write_csv_sheet(file, rows)
        labels = Named(query).labels
        sheet = (sheet_to_fill(), lambda: rows_to_fill(rows))
        awards = (awards_sheet([labels[doc_id] for doc_id in chosen if doc_id in labels]), lambda: iter(()))
        written = write_workbook(file, [sheet, awards], report=report, name=database.name)
    return written.rows[choose(*TITLE)]


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
        known, late = papers(query), stale(query)
        upon = dict[str, bool]()  # by decision whether its place was found in some document
        for fact_id, kind, values in query("SELECT fact_id, record_table, row_values FROM machine_records"):
            found = kind not in READ or json.loads(values)["machine"] is not None
            upon[fact_id] = upon.get(fact_id, False) or found
        return [Standing(one, _state(query, one, upon, known, late)) for one in decisions_of(corrections(query))]


def _state(
    query: Query, decision: Decision, upon: Mapping[str, bool], known: Mapping[str, Paper], late: Set[str]
) -> State:
    about = [doc_id for doc_id, paper in known.items() if decision.is_about(paper)]
    if not about:
        return "waiting"
    if decision.kind in READ:
        waits = any(doc_id in late for doc_id in about)
        return "unread" if waits else "holds" if upon.get(decision.fact_id) else "lost"
    if upon.get(decision.fact_id):
        return "holds"
    texts = query("SELECT text, raw_text FROM texts WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", about)
    return "holds" if any(is_moot(decision, *both) for both in texts) else "lost"


def to_read_again(database: Path) -> list[tuple[str, Path]]:
    """The documents whose words or letterhead were decided on after they were read: the name of each, and the file in
    which it lies.

    Raises:
        DatabaseError: the database is not there or cannot be read.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        late = sorted(stale(query))
        rows = query(
            "SELECT d.doc_id, min(d.source_name), min(coalesce(f.container, f.path)) FROM documents d "
            "JOIN files f USING (doc_id) WHERE d.doc_id IN (SELECT unnest(?::VARCHAR[])) "
            "GROUP BY d.doc_id ORDER BY 2, 1",
            late,
        )
    return [(name, Path(path)) for _, name, path in rows]
