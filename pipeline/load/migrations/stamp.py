"""Which layout a file has, and who gave it that."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import DatabaseError
from pipeline.load.digest import Query
from pipeline.load.migrations import SCHEMA_VERSION, UNSAID

TABLE = "schema_version"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A layout and the program that laid it out; 0 for a file without tables."""

    version: int
    program: str = ""


def stamp_of(query: Query, catalog: str) -> Stamp:
    """The stamp of a database, by the name under which it is attached."""
    tables = {
        name for (name,) in query("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", catalog)
    }  # fmt: skip
    if TABLE not in tables:
        return Stamp(UNSAID if "runs" in tables else 0)
    rows = query(f'SELECT version, program FROM "{catalog}".main.{TABLE} ORDER BY version DESC LIMIT 1')
    return Stamp(*rows[0]) if rows else Stamp(UNSAID)


def refuse_newer(stamp: Stamp, name: str) -> None:
    """Raise where a file is of a layout that this program does not know.

    Raises:
        DatabaseError: ``database_newer``, with the version of the program that it needs.
    """
    if stamp.version <= SCHEMA_VERSION:
        return
    needed = stamp.program.partition("+")[0] or "?"
    raise DatabaseError(
        "database_newer",
        f"“{name}” do thidua {needed} ghi (cấu trúc {stamp.version}; bản đang dùng chỉ hiểu đến {SCHEMA_VERSION}). Tệp "
        f"không bị đụng đến. Hãy cài thidua {needed} trở lên, hoặc chọn tệp khác bằng --db.",
        f"“{name}” was written by thidua {needed} (layout {stamp.version}; this program knows up to {SCHEMA_VERSION}). "
        f"The file was not touched. Install thidua {needed} or later, or name another file with --db.",
    )
