"""The layout of a working copy: taken from the published file, tables and columns of this version, reference tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from pipeline.errors import DatabaseError
from pipeline.load.comments import renew_comments
from pipeline.load.connection import quoted_path
from pipeline.load.dictionary import view_layout
from pipeline.load.migrations.migrate import migrate
from pipeline.load.migrations.stamp import refuse_newer, stamp_of
from pipeline.load.references import REFERENCES, fixed_rows, is_counted, source_of
from pipeline.load.search import index_missing
from pipeline.load.session import Session
from pipeline.load.stored import Row, row_of
from pipeline.load.trouble import Notice
from pipeline.version import build


def is_whole(session: Session) -> bool:
    """Whether the working copy was laid out to the end; one that was killed while it was being taken was not."""
    return bool(session.query("SELECT 1 FROM duckdb_tables() WHERE table_name = 'runs' AND database_name = 'work'"))


def empty(session: Session) -> None:
    """Empty the working copy, in one transaction."""
    with session.transaction():
        made = session.query(
            "SELECT 'VIEW', view_name FROM duckdb_views() WHERE database_name = 'work' AND NOT internal "
            "UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables() WHERE database_name = 'work' "
            "UNION ALL SELECT DISTINCT CASE function_type WHEN 'macro' THEN 'MACRO' ELSE 'MACRO TABLE' END, "
            "function_name FROM duckdb_functions() WHERE database_name = 'work' AND NOT internal"
        )
        for kind, name in made:
            session.query(f'DROP {kind} IF EXISTS "{name}" CASCADE')


def take_over(session: Session) -> None:
    """Fill the working copy from the published file, which must be there, in the place of what it holds.

    Raises:
        DatabaseError: that cannot be read, or is of a newer program; the working copy is as it was.
    """
    session.query(f"ATTACH {quoted_path(session.database)} AS published (READ_ONLY)")
    try:
        refuse_newer(stamp_of(session.query, "published"), session.database.name)
        empty(session)
        session.query("COPY FROM DATABASE published TO work")
    finally:
        session.query("DETACH published")


def lay_out(session: Session) -> tuple[Notice, ...]:
    """Bring the working copy to the tables, views and macros of this version; what was changed, for the user.

    Raises:
        DatabaseError: it is of a newer program, or only shows what lies elsewhere.
    """
    if session.query("SELECT 1 FROM duckdb_tables() WHERE database_name = 'work' AND table_name = 'staged_documents'"):
        raise _is_attached(session.database)

    def finish() -> None:
        index_missing(session)
        renew_comments(session)
        for statement in view_layout():
            session.query(statement)

    return migrate(session, finish)


def _is_attached(database: Path) -> DatabaseError:
    return DatabaseError(
        "database_attached",
        f"“{database}” do thidua db attach lập ra để tra cứu, không chứa văn bản nên không nạp thêm được. Hãy chọn tệp "
        "khác bằng --db.",
        f"“{database}” was made by thidua db attach to be asked; it holds no documents, and none can be stored in it. "
        "Name another file with --db.",
    )


def write_references(session: Session) -> None:
    """Fill the reference tables that this version has not written yet."""
    written = dict(session.query("SELECT table_name, version FROM reference_sources"))
    for table in REFERENCES:
        if written.get(table) != build() and not is_counted(table):
            refer(session, table, _fixed(table))


def refer(session: Session, table: str, rows: list[Row]) -> None:
    """Put these rows in the place of those of a reference table, and say where they come from."""
    with session.transaction():
        session.query(f'DELETE FROM "{table}"')
        session.insert(table, rows)
        session.query("DELETE FROM reference_sources WHERE table_name = ?", table)
        session.insert("reference_sources", [row_of("reference_sources", {}, source_of(table, len(rows), build()))])


@cache
def _fixed(table: str) -> list[Row]:
    return _rows(table, fixed_rows(table))


def _rows(table: str, models: Iterable[BaseModel]) -> list[Row]:
    return [row_of(table, {}, model) for model in models]
