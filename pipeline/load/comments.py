"""The comments of tables and columns, in the file itself: renewed where another version wrote other ones."""

from __future__ import annotations

from pipeline.load.session import Session
from pipeline.load.tables import TABLES

_SAID = (
    "SELECT table_name, NULL, comment FROM duckdb_tables() WHERE database_name = 'work' "
    "UNION ALL SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = 'work'"
)


def renew_comments(session: Session) -> None:
    """Write the comments that the working copy lacks or has in other words."""
    held = {(table, column): comment for table, column, comment in session.query(_SAID)}
    for table in TABLES.values():
        for (column, comment), statement in zip(table.comments.items(), table.ddl[1:], strict=True):
            if held.get((table.name, column)) != comment:
                session.query(statement)
