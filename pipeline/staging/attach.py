"""A database over a staging area: our tables, views and macros where the rows themselves stay in Parquet.

The DuckDB file is small. ``documents``, which bears the marks of what repeats what, the reference tables and the paths
are tables in it; every other table is a view over the area's files, as they are at that moment. Nothing is copied, so
that a country's archive can be asked without one file that holds it all.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipeline.errors import UsageError
from pipeline.load.connection import CONFIG, STORAGE_VERSION, quoted_path
from pipeline.load.dictionary import view_layout
from pipeline.load.layout import write_references
from pipeline.load.marks import mark_duplicates, mark_versions
from pipeline.load.migrations import SCHEMA_VERSION
from pipeline.load.migrations.stamp import TABLE as STAMP
from pipeline.load.session import Session
from pipeline.load.tables import DOCUMENT_TABLES, TABLES, Table
from pipeline.load.tallies import tally
from pipeline.load.trouble import explain
from pipeline.load.views import quoted
from pipeline.staging.area import Area, Part
from pipeline.version import build

_HELD = ("documents", "machine_records")
"""The tables of documents whose rows are copied: the first is marked, the second nearly always empty."""


def attach(place: str | Path, database: Path) -> int:
    """Make a database over what is staged in a folder; how many documents it shows.

    Of a document that several versions have read the rows of this version are shown, or those written last; of several
    documents that one file held, the one that was staged last.

    Args:
        place: the staging area.
        database: the file to make; one that is there and was made so is replaced.

    Raises:
        UsageError: ``attach_nothing``, ``attach_remote``, ``attach_in_the_way``.
        DatabaseError: the file cannot be written.
    """
    area = Area(place)
    if not area.is_local:
        raise UsageError(
            "attach_remote",
            f"“{place}” là kho từ xa; DuckDB chỉ đọc được từ đó khi có phần mở rộng tải về. Hãy gắn (mount) hoặc chép "
            "kho đó thành một thư mục rồi chạy lại với thư mục ấy.",
            f"“{place}” is a remote store, which DuckDB reads with a downloaded extension alone. Mount or copy it as a "
            "folder and name that.",
        )
    parts = sorted(area.fitting_parts(), key=lambda part: (part.version == build(), part.modified_ns, part.path))
    if not parts:
        raise UsageError(
            "attach_nothing",
            f"Trong “{place}” chưa có kết quả nào mà phiên bản này dùng được. Hãy nêu thư mục .staging cạnh cơ sở dữ "
            "liệu, hoặc nơi đã nói ở --staging; kết quả của phiên bản cũ thì hãy nạp lại.",
            f"Nothing that this version can use is staged in “{place}”. Name the folder .staging beside a database, or "
            "what was given as --staging; what an older version staged has to be ingested again.",
        )
    fresh = Path(f"{database}.new")
    try:
        _is_free(database)
        database.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        count = _make(fresh, parts)
        fresh.replace(database)
    except (duckdb.Error, OSError) as error:
        raise explain(error, database) from error
    finally:
        fresh.unlink(missing_ok=True)
        Path(f"{fresh}.wal").unlink(missing_ok=True)
    return count


def _make(fresh: Path, parts: list[Part]) -> int:
    with duckdb.connect(config=CONFIG) as connection:
        connection.execute(f"ATTACH {quoted_path(fresh)} AS work (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE work")
        session = Session(fresh, connection)
        _choose(session, parts)
        for table in TABLES.values():
            if table.name in DOCUMENT_TABLES and table.name not in _HELD:
                for statement in _over_parquet(table):
                    session.query(statement)
            else:
                for statement in table.ddl:
                    session.query(statement)
        for name in _HELD:
            session.query(f'INSERT INTO "{name}" SELECT unnest("{name}", max_depth := 2) FROM staged_files()')
        session.query(
            "INSERT INTO files (path, doc_id, run_id, container, member) "
            "SELECT path, doc_id, '', container, member FROM staged_documents"
        )
        for statement in view_layout():
            session.query(statement)
        session.query(f"INSERT INTO {STAMP} VALUES (?, ?)", SCHEMA_VERSION, build())
        write_references(session)
        mark_duplicates(session)
        mark_versions(session)
        tally(session)
        ((count,),) = session.query("SELECT count(*) FROM documents")
        connection.execute("USE memory; DETACH work")
    return int(count)


def _choose(session: Session, parts: list[Part]) -> None:
    """Lay out which file's rows of each document are shown, and the macro that reads these files."""
    session.query(
        "CREATE TABLE staged_parts AS SELECT unnest($1::VARCHAR[]) AS file, generate_subscripts($1, 1) AS rank",
        [part.path for part in parts],
    )
    session.query(
        "CREATE TABLE staged_documents AS SELECT doc_id, path, container, member, file FROM "
        f"(SELECT doc_id, path, container, member, filename AS file, status FROM {_read(parts)}) "
        "JOIN staged_parts USING (file) WHERE status IN ('loaded', 'partial') "
        "QUALIFY row_number() OVER (PARTITION BY path ORDER BY rank DESC) = 1 "
        "AND row_number() OVER (PARTITION BY doc_id ORDER BY rank DESC, path) = 1"
    )
    ((shown, held),) = session.query(
        "SELECT (SELECT count(*) FROM staged_documents), (SELECT sum(n) FROM "
        f"(SELECT count(*) AS n FROM {_read(parts)}))"
    )
    only = "" if shown == held else " SEMI JOIN staged_documents s ON s.doc_id = p.doc_id AND s.file = p.filename"
    session.query(f"CREATE MACRO staged_files() AS TABLE SELECT p.* FROM {_read(parts)} p{only}")


def _read(parts: list[Part]) -> str:
    files = ", ".join(quoted(part.path) for part in parts)
    return f"read_parquet([{files}], filename = true, hive_partitioning = false)"


def _over_parquet(table: Table) -> list[str]:
    return [
        f'CREATE VIEW "{table.name}" AS SELECT unnest("{table.name}", max_depth := 2) FROM staged_files()',
        *(
            f'COMMENT ON COLUMN "{table.name}"."{column}" IS {quoted(comment)}'
            if column
            else f'COMMENT ON VIEW "{table.name}" IS {quoted(comment)}'
            for column, comment in table.comments.items()
        ),
    ]


def _is_free(database: Path) -> None:
    """Whether the file may be made: none is there, or one that was made so before.

    Raises:
        UsageError: another file is in the way.
    """
    if not database.exists():
        return
    try:
        with duckdb.connect(str(database), read_only=True, config=CONFIG) as there:
            made = there.execute(
                "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'staged_documents'"
            ).fetchall()
    except duckdb.Error as error:
        told = explain(error, database)
        if told.code == "database_busy":
            raise told from error
        made = [(0,)]
    if made != [(1,)]:
        raise UsageError(
            "attach_in_the_way",
            f"“{database}” đã có và không phải do thidua db attach tạo ra nên không bị thay. Hãy chọn tên khác bằng "
            "--db.",
            f"“{database}” is there and was not made by thidua db attach, so it is not replaced. Choose another name "
            "with --db.",
        )
