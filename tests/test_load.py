"""Stage load: tables out of models, rows out of readings, one transaction a document, publication by renaming."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DatabaseError
from pipeline.extract import KINDS
from pipeline.load.models import Outcome, Source
from pipeline.load.rows import rows_of
from pipeline.load.store import Store, connect_to_read, work_of
from pipeline.load.stored import StoredDocument, doc_id_of, row_of
from pipeline.load.tables import DOCUMENT_TABLES, RECORD_KINDS, TABLES, sql_type
from pipeline.load.trouble import explain
from pipeline.read.plain import read_plain
from pipeline.run import understand
from schemas.document import RawDocument, SourceFile
from schemas.header import Header
from schemas.records.evidence import Evidence
from schemas.text import Line, Page
from tests.stored import ask, everything, halves, report, store, write_reports

EVIDENCE = set(Evidence.model_fields)


def raw_of(text: str, name: str = "báo cáo.txt") -> RawDocument:
    source = SourceFile(name, f"/x/{name}", "ab" * 32, "text/plain", len(text))
    return RawDocument(source, read_plain(name, text.encode()))


@pytest.fixture(scope="module")
def document() -> StoredDocument:
    return rows_of(understand(raw_of(report())), "test")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load")
    write_reports(folder / "in", 2)
    store([folder / "in"], folder / "thidua.duckdb")
    return folder / "thidua.duckdb"


def columns(document: StoredDocument, table: str) -> list[dict[str, Any]]:
    return [dict(zip(TABLES[table].names, row, strict=True)) for row in document.rows[table]]


# What the tables are


def test_every_kind_of_record_is_a_table() -> None:
    assert set(RECORD_KINDS) == set(KINDS)
    assert set(KINDS) | {"documents", "sections", "issues", "edits", "runs"} <= set(TABLES)


@pytest.mark.parametrize("kind", ["sections", *RECORD_KINDS])
def test_record_tables_bear_their_evidence(kind: str) -> None:
    assert TABLES[kind].names[:2] == ("doc_id", "record_id")
    assert set(TABLES[kind].names) >= EVIDENCE


def test_documents_bear_header_source_and_status() -> None:
    assert set(TABLES["documents"].names) >= {*Header.model_fields, "doc_id", "source_name", "source_sha256", "status"}


def test_types_follow_the_models() -> None:
    types = {column.name: column.type for column in TABLES["documents"].columns}
    assert (types["recipients"], types["issued_on"], types["doc_type"]) == ("VARCHAR[]", "DATE", "VARCHAR")
    with pytest.raises(TypeError):
        sql_type(dict)


def test_every_table_and_column_is_explained_in_the_file(database: Path) -> None:
    tables = ask(database, "SELECT table_name, comment FROM duckdb_tables()")
    assert dict(tables) == {table.name: f"{table.comment} — {table.comment_en}" for table in TABLES.values()}
    found = ask(
        database,
        "SELECT c.table_name, c.column_name, c.data_type, c.comment FROM duckdb_columns() c "
        "JOIN duckdb_tables() t USING (table_oid)",
    )
    told = {(t.name, c.name, c.type, f"{c.comment} — {c.comment_en}") for t in TABLES.values() for c in t.columns}
    assert set(found) == told
    assert all(comment for *_, comment in found)


def test_older_clients_can_open_the_file(database: Path) -> None:
    ((tags,),) = ask(database, "SELECT tags FROM duckdb_databases() WHERE NOT internal")
    assert tags["storage_version"].startswith("v1.0")


# What the rows are


@pytest.mark.parametrize("kind", ["sections", *RECORD_KINDS])
def test_every_quote_is_the_slice_that_it_points_to(document: StoredDocument, kind: str) -> None:
    (texts,) = columns(document, "texts")
    rows = columns(document, kind)
    assert rows
    for row in rows:
        assert row["quote"] == texts["text"][row["char_start"] : row["char_end"]]
        assert row["raw_quote"] == texts["raw_text"][row["raw_start"] : row["raw_end"]]
    assert len({row["record_id"] for row in rows}) == len(rows)


def test_sections_that_records_name_exist(document: StoredDocument) -> None:
    sections = {row["section_id"] for row in columns(document, "sections")}
    named = {row["section_id"] for kind in RECORD_KINDS for row in columns(document, kind)} - {None}
    assert named
    assert named <= sections


def test_edits_lead_from_the_raw_text_to_the_text(document: StoredDocument) -> None:
    (texts,) = columns(document, "texts")
    edits = columns(document, "edits")
    assert edits, "two lines of the report are joined to one paragraph"
    for edit in edits:
        assert edit["before"] == texts["raw_text"][edit["raw_start"] : edit["raw_end"]]
        if edit["stage"] == "repair" and not columns(document, "documents")[0]["restored_words"]:
            assert edit["after"] == texts["text"][edit["char_start"] : edit["char_end"]]


def test_numbers_that_nobody_consumed_are_listed() -> None:
    reading = understand(raw_of("I. KẾT QUẢ\nXã có 12 tập thể được tặng Giấy khen.\nMã số ấy là 7 của bảng 9.\n"))
    rows = columns(rows_of(reading, "test"), "leftovers")
    text = reading.document.text
    assert all(row["quote"] == text[row["char_start"] : row["char_end"]] for row in rows)
    assert "12" not in {row["quote"] for row in rows}


@given(st.text(max_size=200))
def test_hostile_strings_survive(text: str) -> None:
    page = Page(1, tuple(Line(line, at) for at, line in enumerate(text.split("\n"), start=1)))
    stored = rows_of(understand(RawDocument(raw_of("x").source, (page,))), "test")
    assert {len(row) for row in stored.rows["documents"]} == {len(TABLES["documents"].names)}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("'; DROP TABLE documents; --", "'; DROP TABLE documents; --"), ("a\0b", "a\0b"), ("\ud83d", "?"), (10**30, None)],
)
def test_values_are_stored_as_they_are_or_not_at_all(tmp_path: Path, value: Any, kept: Any) -> None:
    name = "number" if isinstance(value, int) else "title"
    header = Header.model_construct(**{name: value})
    source = Source(source_name="x", source_sha256=None, source_media_type=None, source_size=None)
    row = row_of("documents", {"doc_id": "d"}, header, source, Outcome(status="loaded", version="test"))
    with Store.open(tmp_path / "a.duckdb") as base:
        base.put(StoredDocument("d", "x", "loaded", {"documents": (row,)}), "/x", "run")
        assert base.query(f"SELECT {name} FROM documents") == [(kept,)]


def test_an_id_is_the_same_everywhere_and_tells_files_apart() -> None:
    assert doc_id_of("a.txt", "1" * 64) == doc_id_of("a.txt", "1" * 64, "/elsewhere/a.txt")
    assert len({doc_id_of("a.txt", "1" * 64), doc_id_of("b.txt", "1" * 64), doc_id_of("a.txt", "2" * 64)}) == 3
    assert doc_id_of("a.txt", None, "/x/a.txt") != doc_id_of("a.txt", None, "/y/a.txt")


# How they are stored


def test_a_changed_file_takes_the_place_of_what_it_held(tmp_path: Path) -> None:
    (file,) = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    store([file], base)
    file.write_text(report(99, groups=8), encoding="utf-8")
    summary = store([file], base)
    assert ask(base, "SELECT number FROM documents") == [(99,)]
    assert ask(base, "SELECT count FROM awards WHERE recipient = 'tap_the'") == [(8,)]
    assert summary.unchanged == frozenset()
    assert halves(base) == []


def test_a_document_stays_while_another_file_holds_it(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(report(), encoding="utf-8")
    base = tmp_path / "a.duckdb"
    store([tmp_path / "a", tmp_path / "b"], base)
    assert ask(base, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM files)") == [(1, 2)]
    (tmp_path / "a" / "x.txt").write_text(report(99), encoding="utf-8")
    store([tmp_path / "a"], base)
    assert ask(base, "SELECT number FROM documents ORDER BY 1") == [(57,), (99,)]
    assert halves(base) == []


def test_the_same_bytes_under_two_names_are_two_documents_and_said_to_be_the_same(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(report(), encoding="utf-8")
    base = tmp_path / "x.duckdb"
    store([tmp_path], base)
    ((first,),) = ask(base, "SELECT doc_id FROM documents WHERE source_name = 'a.txt'")
    assert ask(base, "SELECT source_name, duplicate_of FROM documents ORDER BY 1") == [
        ("a.txt", None),
        ("b.txt", first),
    ]
    (tmp_path / "a.txt").write_text(report(1), encoding="utf-8")
    store([tmp_path], base)
    assert ask(base, "SELECT DISTINCT duplicate_of FROM documents") == [(None,)]


def test_a_document_that_cannot_be_stored_leaves_no_half_of_it(tmp_path: Path, document: StoredDocument) -> None:
    base = tmp_path / "a.duckdb"
    broken = StoredDocument(document.doc_id, "x", "loaded", document.rows | {"texts": (("only one value",),)})
    with Store.open(base) as open_base:
        with pytest.raises(duckdb.Error):
            open_base.put(broken, "/x", "run")
        assert open_base.query("SELECT count(*) FROM documents") == [(0,)]
        open_base.put(document, "/x", "run")
        open_base.finish()
    assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


def test_readers_go_on_with_the_file_they_opened(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    base = tmp_path / "a.duckdb"
    store(files[:1], base)
    with connect_to_read(base) as reader:
        store(files[1:], base)
        assert reader.execute("SELECT count(*) FROM documents").fetchall() == [(1,)]
    assert ask(base, "SELECT count(*) FROM documents") == [(2,)]


def test_readers_may_open_the_file_while_it_is_written(tmp_path: Path, document: StoredDocument) -> None:
    base = tmp_path / "a.duckdb"
    with Store.open(base) as writer:
        assert ask(base, "SELECT count(*) FROM documents") == [(0,)]
        writer.put(document, "/x", "run")
        assert ask(base, "SELECT count(*) FROM documents") == [(0,)]
        writer.publish()
        assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


def test_nothing_is_left_beside_the_file(database: Path) -> None:
    assert {file.name for file in database.parent.iterdir()} == {"in", database.name}


def test_what_users_add_to_the_file_stays(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    base = tmp_path / "a.duckdb"
    store(files[:1], base)
    with duckdb.connect(str(base)) as own:
        own.execute("CREATE VIEW giay_khen AS SELECT * FROM awards WHERE award = 'giay_khen'")
        own.execute("CREATE TABLE ghi_chu AS SELECT 'đã đối chiếu' AS noi_dung")
    store(files[1:], base)
    assert ask(base, "SELECT noi_dung, (SELECT count(*) FROM giay_khen) FROM ghi_chu") == [("đã đối chiếu", 4)]


def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    base = tmp_path / "a.duckdb"
    store(files[:1], base)
    with duckdb.connect(str(base)) as older:
        older.execute("ALTER TABLE documents DROP COLUMN duplicate_of")
        older.execute("ALTER TABLE awards ALTER COLUMN count TYPE INTEGER")
        older.execute("DROP TABLE leftovers")
        older.execute("UPDATE documents SET version = '0.0.1'")
    assert store(files, base).unchanged == frozenset()
    fresh = tmp_path / "b.duckdb"
    store(files, fresh)
    named = {table: set(rows) for table, rows in everything(fresh).items()}
    assert ask(base, "SELECT count(*) FROM documents WHERE duplicate_of IS NULL") == [(2,)]
    assert ask(base, "SELECT DISTINCT data_type FROM duckdb_columns() WHERE column_name = 'count'") == [("BIGINT",)]
    assert set(everything(base)["awards"]) == named["awards"]


def test_a_reader_that_holds_the_file_on_windows_is_waited_for(
    tmp_path: Path, document: StoredDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, base, rename = [2], tmp_path / "a.duckdb", Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target == base and base.exists() and held[0]:
            held[0] -= 1
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with Store.open(base) as open_base:
        open_base.put(document, "/x", "run")
        open_base.publish()
    assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


def test_a_reader_that_never_lets_go_loses_nothing(
    tmp_path: Path, document: StoredDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "a.duckdb"
    with Store.open(base) as open_base:
        open_base.put(document, "/x", "run")
        monkeypatch.setattr("pipeline.load.publish._PUBLISH_SECONDS", 0.3)
        monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "in use")))
        with pytest.raises(DatabaseError) as blocked:
            open_base.finish()
        monkeypatch.undo()
    assert blocked.value.code == "publish_blocked"
    assert "đóng" in blocked.value.message
    assert ask(base, "SELECT count(*) FROM documents") == [(0,)]
    with Store.open(base) as again:
        again.finish()
    assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


# Who goes on with what


def test_a_working_copy_that_was_left_behind_is_gone_on_with(tmp_path: Path, document: StoredDocument) -> None:
    base = tmp_path / "a.duckdb"
    with Store.open(base) as left:  # leaves the context without having finished: as a crash does
        left.put(document, "/x", "run")
    assert work_of(base).exists()
    with Store.open(base) as gone_on:
        assert gone_on.query("SELECT count(*) FROM documents") == [(1,)]
        gone_on.finish()
    assert not work_of(base).exists()
    assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


def test_a_working_copy_is_dropped_with_the_file_that_it_belonged_to(tmp_path: Path, document: StoredDocument) -> None:
    base = tmp_path / "a.duckdb"
    with Store.open(base) as left:
        left.put(document, "/x", "run")
    base.unlink()  # whoever deletes the database wants to begin anew
    with Store.open(base) as anew:
        assert anew.query("SELECT count(*) FROM documents") == [(0,)]


def test_a_damaged_working_copy_is_begun_anew(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    store(files, base)
    work_of(base).write_bytes(b"no database" * 1000)
    store(files, base, force=True)
    assert ask(base, "SELECT count(*) FROM documents") == [(1,)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('IO Error: Could not set lock on file "a": Conflicting lock is held in python (PID 1)', "database_busy"),
        ("IO Error: The process cannot access the file: it is being used by another process.", "database_busy"),
        ('IO Error: The file "a" exists, but it is not a valid DuckDB database file!', "database_damaged"),
        (
            "Trying to read a database file with version number 999, but we can only read version 64",
            "database_of_newer_duckdb",
        ),
        ('IO Error: Could not write file "a": No space left on device', "disk_full"),
        ('IO Error: Cannot open file "/a": Permission denied', "database_no_permission"),
        ("[Errno 30] Read-only file system: '/a'", "database_no_permission"),
        ("Invalid Input Error: something else", "database_error"),
    ],
)
def test_every_trouble_of_the_database_says_what_to_do(said: str, code: str) -> None:
    error = explain(duckdb.Error(said), Path("a.duckdb"))
    assert error.code == code
    assert "hãy" in error.message.lower()
    assert "a.duckdb" in error.message_en


def test_all_document_tables_begin_with_the_document() -> None:
    assert {TABLES[table].names[0] for table in DOCUMENT_TABLES} == {"doc_id"}
