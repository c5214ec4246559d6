"""Bringing a working copy to the layout of this program, in one transaction; the older file is kept beside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.load.clashes import make_room
from pipeline.load.connection import CONFIG
from pipeline.load.migrations import SCHEMA_VERSION, STEPS
from pipeline.load.migrations.stamp import TABLE, refuse_newer, stamp_of
from pipeline.load.session import Session
from pipeline.load.tables import TABLES
from pipeline.load.trouble import Notice
from pipeline.version import build


def migrate(session: Session, then: Callable[[], None]) -> tuple[Notice, ...]:
    """Lay out the tables of this program, and whatever ``then`` makes of them; what was changed, for the user.

    An older layout is migrated step by step, all of them and everything else here in one transaction; before that the
    published file is kept as it is, as ``<name>.v<layout>``.

    Raises:
        DatabaseError: the layout is newer than this program.
    """
    stamp = stamp_of(session.query, "work")
    refuse_newer(stamp, session.database.name)
    kept = keep(session.database, stamp.version) if 0 < stamp.version < SCHEMA_VERSION else None
    with session.transaction():
        if stamp.version:
            for version in range(stamp.version + 1, SCHEMA_VERSION + 1):
                if version in STEPS:
                    STEPS[version](session)
        renamed = make_room(session)
        _fit(session)
        then()
        if stamp.version != SCHEMA_VERSION:
            session.query(f"DELETE FROM {TABLE}")
            session.query(f"INSERT INTO {TABLE} VALUES (?, ?)", SCHEMA_VERSION, build())
    return (*((_told(session.database, stamp.version, kept),) if kept else ()), *renamed)


def keep(database: Path, version: int) -> Path | None:
    """Keep a published file of an older layout under another name; None where there is none.

    A second name for the same file where the system has that: publishing replaces a file, it never writes into one.
    """
    if not database.exists():
        return None
    if Path(f"{database}.wal").exists():  # of a program that wrote to it and was killed: bring it in
        duckdb.connect(str(database), config=CONFIG).close()
    for at in range(1, 1000):
        place = Path(f"{database}.v{version}" + (f"-{at}" if at > 1 else ""))
        if not place.exists():
            break
        if place.samefile(database):  # kept before, by a run that was killed
            return place
    try:
        os.link(database, place)
    except OSError:  # not on this file system
        half = Path(f"{place}.new")
        shutil.copy2(database, half)
        half.replace(place)
    return place


def _fit(session: Session) -> None:
    """Give every table the columns of this program, in its order; what else the file holds stays."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in session.query(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = 'work' AND NOT internal ORDER BY table_name, column_index"
    ):
        found.setdefault(table, {})[column] = kind
    for table in TABLES.values():
        have, want = found.get(table.name, {}), {column.name: column.type for column in table.columns}
        if list(have.items()) == list(want.items()):
            continue
        if have:
            _rebuild(session, table.name, have, want)
        for statement in table.ddl:
            session.query(statement)


def _rebuild(session: Session, table: str, have: dict[str, str], want: dict[str, str]) -> None:
    """Copy a table into one of these columns: what an older one lacks is empty, what a user added comes last."""
    columns = want | {name: kind for name, kind in have.items() if name not in want}
    told = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    values = ", ".join(
        f'CAST("{name}" AS {kind})' if name in have else f"CAST(NULL AS {kind})" for name, kind in columns.items()
    )
    session.query(f'CREATE TABLE "{table} mới" ({told})')
    session.query(f'INSERT INTO "{table} mới" SELECT {values} FROM "{table}"')
    session.query(f'DROP TABLE "{table}"')
    session.query(f'ALTER TABLE "{table} mới" RENAME TO "{table}"')


def _told(database: Path, version: int, kept: Path) -> Notice:
    return Notice(
        "database_migrated",
        f"“{database.name}” có cấu trúc cũ ({version}) nên đã được chuyển sang cấu trúc {SCHEMA_VERSION}; bản cũ còn "
        f"nguyên ở “{kept}”, xóa được khi không cần nữa.",
        f"“{database.name}” had an older layout ({version}) and was brought to layout {SCHEMA_VERSION}; the old file "
        f"is kept as “{kept}” and can be deleted when it is not needed any more.",
    )
