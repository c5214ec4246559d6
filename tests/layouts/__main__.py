"""Writes a small database down as SQL: the tables, and their rows; of long tables the first few."""

from __future__ import annotations

import datetime
import sys

import duckdb

_MOST = 5  # rows of a table that no document gave


def literal(value: object) -> str:
    """A value as SQL."""
    match value:
        case None:
            return "NULL"
        case bool() | int() | float():
            return str(value)
        case list():
            return f"[{', '.join(map(literal, value))}]"
        case datetime.datetime():
            return f"TIMESTAMP '{value}'"
        case datetime.date():
            return f"DATE '{value}'"
    return "'" + str(value).replace("'", "''") + "'"


def main() -> None:
    """Print the statements."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        for name, made in connection.execute(
            "SELECT table_name, sql FROM duckdb_tables() ORDER BY table_oid"
        ).fetchall():
            print(made)
            columns = connection.execute(f'DESCRIBE "{name}"').fetchall()
            most = "" if any(column == "doc_id" for column, *_ in columns) else f"LIMIT {_MOST}"
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL {most}').fetchall():
                print(f'INSERT INTO "{name}" VALUES ({", ".join(map(literal, row))});')


if __name__ == "__main__":
    main()
