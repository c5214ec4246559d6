"""After a damaged file was set aside: what people decided is taken from what can still be read of it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.errors import DatabaseError
from pipeline.load.connection import quoted_path
from pipeline.load.session import Session
from pipeline.load.tables import TABLES

_KEPT = ("corrections",)
"""What is nowhere else: the work of people."""


def salvage(session: Session, aside: Path) -> int | None:
    """Take over what can be read of a damaged file and is nowhere else; how many rows, None where nothing can."""
    taken = 0
    try:
        session.query(f"ATTACH {quoted_path(aside)} AS aside (READ_ONLY)")
        try:
            for table in _KEPT:
                found = session.query(
                    "SELECT column_name FROM duckdb_columns() WHERE database_name = 'aside' AND table_name = ?", table
                )
                names = [name for (name,) in found if name in TABLES[table].names]
                if names:
                    listed = ", ".join(f'"{name}"' for name in names)
                    session.query(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM aside.main."{table}"')
                    taken += session.query(f'SELECT count(*) FROM "{table}"')[0][0]
        finally:
            session.query("DETACH aside")
    except (duckdb.Error, DatabaseError):
        return None
    return taken
