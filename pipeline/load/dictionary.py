"""The data dictionary: every table, view and macro of the database with its columns and what they mean."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Literal

import duckdb
from pydantic import BaseModel, ConfigDict

from pipeline.errors import UsageError
from pipeline.load import views
from pipeline.load.english import both
from pipeline.load.tables import TABLES


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ColumnEntry(_Told):
    """A column: its name, its DuckDB type, what it means."""

    name: str
    type: str
    comment: str
    comment_en: str | None = None


class Entry(_Told):
    """A table, a view or a macro; a macro has no columns but ``parameters``."""

    kind: Literal["table", "view", "macro"]
    name: str
    comment: str
    comment_en: str | None = None
    columns: tuple[ColumnEntry, ...] = ()
    parameters: tuple[str, ...] = ()


@cache
def entries() -> tuple[Entry, ...]:
    """The dictionary of this version: tables, then views, then macros.

    The types of a view's columns are what DuckDB says of an empty database.
    """
    return (*_tables(), *_views(), *_macros())


def _tables() -> tuple[Entry, ...]:
    return tuple(
        Entry(
            kind="table",
            name=table.name,
            comment=table.comment,
            comment_en=table.comment_en,
            columns=tuple(
                ColumnEntry(name=c.name, type=c.type, comment=c.comment, comment_en=c.comment_en) for c in table.columns
            ),
        )
        for table in TABLES.values()
    )


def _views() -> tuple[Entry, ...]:
    told: dict[str, dict[str, tuple[str, str | None]]] = {
        table.name: {column.name: (column.comment, column.comment_en) for column in table.columns}
        for table in TABLES.values()
    }
    found = []
    with duckdb.connect() as empty:
        for statement in (*(s for table in TABLES.values() for s in table.ddl), *views.layout()):
            empty.execute(statement)
        for view in views.views():
            known: dict[str, tuple[str, str | None]] = dict(view.columns)
            for source in view.explained_by:
                known = told[source] | known
            rows = empty.execute(f'DESCRIBE "{view.name}"').fetchall()
            columns = tuple(
                ColumnEntry(name=name, type=kind, comment=known[name][0], comment_en=known[name][1])
                for name, kind, *_ in rows
            )
            told[view.name] = {column.name: (column.comment, column.comment_en) for column in columns}
            found.append(
                Entry(kind="view", name=view.name, comment=view.comment, comment_en=view.comment_en, columns=columns)
            )
    return tuple(found)


def _macros() -> tuple[Entry, ...]:
    return tuple(
        Entry(kind="macro", name=m.name, comment=m.comment, comment_en=m.comment_en, parameters=m.parameters)
        for m in views.macros()
    )


def view_layout() -> tuple[str, ...]:
    """The statements that make all views and macros with all their comments, where the tables are there already."""
    return (
        *views.layout(),
        *(
            f'COMMENT ON COLUMN "{entry.name}"."{column.name}" IS '
            f"{views.quoted(both(column.comment, column.comment_en))}"
            for entry in entries()
            if entry.kind == "view"
            for column in entry.columns
        ),
    )


def entry_of(name: str) -> Entry:
    """The entry of a table, view or macro.

    Raises:
        UsageError: there is none of that name.
    """
    found = {entry.name: entry for entry in entries()}
    if name not in found:
        close = difflib.get_close_matches(name.lower(), found, n=3, cutoff=0.5)
        known = ", ".join(close or [entry.name for entry in found.values() if entry.kind == "view"])
        raise UsageError(
            "no_such_table",
            f"Không có bảng, khung nhìn hay hàm “{name}”. Có phải: {known}? Xem tất cả: thidua db schema",
            f"There is no table, view or macro “{name}”. Did you mean: {known}? See all: thidua db schema",
        )
    return found[name]
