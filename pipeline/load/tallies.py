"""Reference tables that are counted from what is stored, as the instruments that documents cite.

Counting all anew costs as much as is stored, however little has changed. So a session knows which rows may have changed
(:attr:`~pipeline.load.session.Session.changed`), and those alone are counted; or all, where it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

from pipeline.load.references import REFERENCES, is_counted, room_of, source_of
from pipeline.load.session import Session
from pipeline.load.stored import Row, row_of
from pipeline.load.tables import DOCUMENT_TABLES, TABLES
from pipeline.version import build

COUNTED: tuple[str, ...] = tuple(table for table in REFERENCES if is_counted(table))
"""The reference tables whose rows are counted."""

_ROWS = 5000  # that are stored at a time: there may be millions


def key_of(table: str) -> str:
    """The column that tells the rows of a counted table apart, by the same name where documents lead there."""
    return TABLES[table].names[0]


def leading_to(table: str) -> tuple[str, ...]:
    """The tables of documents with rows that lead to a counted table."""
    return tuple(name for name in DOCUMENT_TABLES if key_of(table) in TABLES[name].names)


def note_changes(session: Session, doc_ids: list[str]) -> None:
    """Note that what these documents say, as it is stored now, may have to be counted anew."""
    if session.changed is None or not doc_ids:
        return
    for table in COUNTED:
        key = key_of(table)
        for name in leading_to(table):
            found = session.query(
                f'SELECT DISTINCT "{key}" FROM "{name}" WHERE "{key}" IS NOT NULL '
                "AND doc_id IN (SELECT unnest(?::VARCHAR[]))",
                doc_ids,
            )
            session.changed.setdefault(table, set()).update(own for (own,) in found)


def trust(session: Session) -> None:
    """Take what was counted before for right, as far as this version counted it: nothing has changed yet."""
    versions = dict(session.query("SELECT table_name, version FROM reference_sources"))
    session.changed = {} if all(versions.get(table) == build() for table in COUNTED) else None


def tally(session: Session) -> None:
    """Count what may have changed since it was counted last."""
    for table in COUNTED:
        with session.transaction():
            _count(session, table, None if session.changed is None else session.changed.get(table, set()))
    session.changed = {}


def _count(session: Session, table: str, keys: set[str] | None) -> None:
    mentions, key = room_of(table).MENTIONS, key_of(table)
    values: list[object] = []
    if keys is None:
        session.query(f'DELETE FROM "{table}"')
    else:
        values.append(sorted(keys))
        within = f'"{key}" IN (SELECT unnest(?::VARCHAR[]))'
        session.query(f'DELETE FROM "{table}" WHERE {within}', *values)
        mentions = f"SELECT * FROM ({mentions}) WHERE {within} ORDER BY ALL"
    if keys is None or keys:
        groups = groupby(_stream(session, mentions, values), key=itemgetter(0))
        made = (row_of(table, {}, model) for _, group in groups for model in room_of(table).tally(group))
        while chunk := list(islice(made, _ROWS)):
            session.insert(table, chunk)
    ((count,),) = session.query(f'SELECT count(*) FROM "{table}"')
    session.query("DELETE FROM reference_sources WHERE table_name = ?", table)
    session.insert("reference_sources", [row_of("reference_sources", {}, source_of(table, count, build()))])


def _stream(session: Session, sql: str, values: list[object]) -> Iterator[Row]:
    """The rows of a query as they are asked for, by a connection of their own: the session's goes on writing."""
    with session.connection.cursor() as reading:
        reading.execute("USE work")
        reading.execute(sql, values)
        while rows := reading.fetchmany(_ROWS):
            yield from rows
