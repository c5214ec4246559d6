"""Time travel: files of every released layout are brought to this one's; newer ones are refused and left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import pipeline.load.migrations.migrate as migrating
import pipeline.load.migrations.stamp as stamping
from pipeline.cli.door import run_command
from pipeline.errors import DatabaseError
from pipeline.load.connection import connect_to_read
from pipeline.load.dictionary import entries
from pipeline.load.migrations import SCHEMA_VERSION, STEPS, UNSAID
from pipeline.load.store import Store, work_of
from pipeline.load.tables import TABLES
from tests.layouts.__main__ import literal
from tests.layouts.files import LAYOUTS, laid_out
from tests.stored import Listening, ask, everything, store, write_reports


def columns_of(base: Path) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in ask(
        base, "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal AND table_name IN "
        "(SELECT table_name FROM duckdb_tables()) ORDER BY table_name, column_index",
    ):  # fmt: skip
        found.setdefault(table, []).append((column, kind))
    return found


def held(base: Path, columns: dict[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    """What the rows say in some columns."""
    with duckdb.connect(str(base), read_only=True) as asked:
        told = {}
        for table, names in columns.items():
            listed = ", ".join(f'"{name}"' for name, _ in names)
            told[table] = sorted(map(repr, asked.execute(f'SELECT {listed} FROM "{table}"').fetchall()))
        return told


def migrated(base: Path) -> tuple[str, ...]:
    with Store.open(base) as opened:
        opened.finish()
        return tuple(notice.code for notice in opened.notices)


def test_every_released_layout_is_here_and_the_one_in_the_making_is_the_next() -> None:
    assert list(LAYOUTS) == list(range(UNSAID, max(LAYOUTS) + 1))
    assert SCHEMA_VERSION in {max(LAYOUTS), max(LAYOUTS) + 1}
    assert set(STEPS) <= set(range(UNSAID + 1, SCHEMA_VERSION + 1))


@pytest.mark.skipif(max(LAYOUTS) < SCHEMA_VERSION, reason="the layout of this program is still in the making")
def test_a_released_layout_is_not_changed(tmp_path: Path) -> None:
    released = columns_of(laid_out(tmp_path / "a.duckdb", SCHEMA_VERSION))
    assert {name: [(c.name, c.type) for c in table.columns] for name, table in TABLES.items()} == released, (
        "a layout that was released is changed: raise SCHEMA_VERSION"
    )


@pytest.mark.parametrize("version", LAYOUTS)
def test_a_released_layout_is_brought_to_this_one_and_nothing_is_lost(tmp_path: Path, version: int) -> None:
    base = laid_out(tmp_path / "a.duckdb", version)
    columns = columns_of(base)
    people = {"runs", "corrections"}
    mine = {table: names for table, names in columns.items() if "doc_id" in dict(names) or table in people}
    before, bytes_before = held(base, mine), base.read_bytes()
    notices = migrated(base)
    fresh = tmp_path / "fresh.duckdb"
    assert migrated(fresh) == ()
    assert columns_of(base) == columns_of(fresh), "the same tables, columns, order and types as a new file"
    assert held(base, mine) == before
    assert ask(base, "SELECT version FROM schema_version") == [(SCHEMA_VERSION,)]
    for entry in entries():
        if entry.kind == "view":
            ask(base, f'SELECT * FROM "{entry.name}" LIMIT 1')
    assert not work_of(base).exists()
    kept = Path(f"{base}.v{version}")
    if version < SCHEMA_VERSION:
        assert notices == ("database_migrated",)
        assert kept.read_bytes() == bytes_before, "the older file is kept, to the byte"
    assert migrated(base) == (), "once is enough"


def test_documents_and_decisions_of_an_older_file_go_on(tmp_path: Path) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    write_reports(tmp_path / "in", 1)  # the same bytes under the same name: the same document
    assert ask(base, "SELECT count(*) FROM awards") == [(1,)], "one of two was dropped by a person"
    listening = Listening()
    store([tmp_path / "in"], base, watcher=listening)
    assert listening.notices == ["database_migrated"]
    assert ask(base, "SELECT count(*) FROM awards") == [(1,)], "and is dropped after the new reading, too"
    assert ask(base, "SELECT count(*) FROM documents WHERE source_name = 'rỗng.txt'") == [(1,)]


def with_steps(monkeypatch: pytest.MonkeyPatch, steps: dict[int, Callable[[Any], None]], version: int) -> None:
    monkeypatch.setattr(migrating, "STEPS", steps)
    for room in (migrating, stamping):
        monkeypatch.setattr(room, "SCHEMA_VERSION", version)


def test_steps_run_in_order_and_see_what_those_before_them_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)

    def rename(session: Any) -> None:
        session.query('ALTER TABLE "runs" RENAME COLUMN "seen" TO "files_seen"')

    def back(session: Any) -> None:
        session.query('UPDATE "runs" SET "files_seen" = "files_seen" + 40')
        session.query('ALTER TABLE "runs" RENAME COLUMN "files_seen" TO "seen"')

    with_steps(monkeypatch, {SCHEMA_VERSION: rename, SCHEMA_VERSION + 1: back}, SCHEMA_VERSION + 1)
    migrated(base)
    assert ask(base, "SELECT seen FROM runs") == [(42,)]


def test_a_migration_that_fails_half_way_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    before = base.read_bytes()

    def breaks(session: Any) -> None:
        session.query('DELETE FROM "documents"')
        raise duckdb.IOException("No space left on device")

    with monkeypatch.context() as patched:
        with_steps(patched, {SCHEMA_VERSION: breaks}, SCHEMA_VERSION)
        with pytest.raises(DatabaseError) as full:
            Store.open(base)
    assert full.value.code == "disk_full"
    assert base.read_bytes() == before
    assert migrated(base) == ("database_migrated",)
    assert ask(base, "SELECT count(*) FROM documents") == [(2,)]
    assert [file.name for file in tmp_path.glob("a.duckdb.v*")] == ["a.duckdb.v1"], "kept once"


def test_a_copy_that_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    Path(f"{base}.v1").write_bytes(b"kept from an earlier time")
    migrated(base)
    assert Path(f"{base}.v1").read_bytes() == b"kept from an earlier time"
    assert Path(f"{base}.v1-2").is_file()


def test_where_a_file_cannot_have_two_names_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    before = base.read_bytes()
    monkeypatch.setattr("os.link", lambda *_: (_ for _ in ()).throw(OSError(95, "not supported")))
    migrated(base)
    assert Path(f"{base}.v1").read_bytes() == before
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize("command", [["ingest", "{in}"], ["show", "x"], ["db", "migrate"], ["apply", "--status"]])
def test_a_newer_file_is_refused_with_the_version_that_it_needs_and_left_alone(
    tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    store([tmp_path / "in"], base)
    with duckdb.connect(str(base)) as newer:
        newer.execute(f"UPDATE schema_version SET version = {SCHEMA_VERSION + 3}, program = '7.8.9+abcdef01'")
    before = base.read_bytes()
    arguments = [word.replace("{in}", str(tmp_path / "in")) for word in command]
    assert run_command([*arguments, "--db", str(base)]) == 5
    said = capsys.readouterr().err
    assert "database_newer" in said
    assert "thidua 7.8.9" in said
    assert "cài" in said
    assert base.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"in", "a.duckdb"}


def test_a_working_copy_of_a_newer_program_is_not_thrown_away(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    with Store.open(base) as left:
        left.query("CREATE TABLE of_the_future AS SELECT 1 AS x")
        left.query(f"UPDATE schema_version SET version = {SCHEMA_VERSION + 1}, program = '9.0.0+x'")
    with pytest.raises(DatabaseError) as refused:
        store(files, base)
    assert refused.value.code == "database_newer"
    assert "9.0.0" in refused.value.message
    with duckdb.connect(str(work_of(base))) as kept:
        assert kept.execute("SELECT x FROM of_the_future").fetchall() == [(1,)]


def test_readers_of_an_older_file_are_told_how_to_bring_it_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    with pytest.raises(DatabaseError) as told, connect_to_read(base):
        ask(base, "SELECT * FROM of_this_version")
    assert told.value.code == "database_older"
    assert "thidua db migrate" in told.value.message
    assert run_command(["db", "migrate", "--db", str(base)]) == 0
    assert ".v1" in capsys.readouterr().out
    assert run_command(["db", "migrate", "--db", str(base)]) == 0
    assert "mới nhất" in capsys.readouterr().out


def test_columns_that_a_user_added_come_last_and_stay(tmp_path: Path) -> None:
    base = laid_out(tmp_path / "a.duckdb", 1)
    with duckdb.connect(str(base)) as own:
        own.execute("ALTER TABLE documents ADD COLUMN ghi_chu VARCHAR DEFAULT 'đã đối chiếu'")
        own.execute("ALTER TABLE documents DROP COLUMN counted")  # so that the table is laid out anew
    migrated(base)
    assert columns_of(base)["documents"][-1] == ("ghi_chu", "VARCHAR")
    assert ask(base, "SELECT DISTINCT ghi_chu FROM documents") == [("đã đối chiếu",)]
    assert len(everything(base)["documents"]) == 2


def test_values_are_written_down_as_sql() -> None:
    values = [None, True, 7, 2.5, "nhà “văn hóa” thôn 'A'", ["a", None]]
    with duckdb.connect() as empty:
        assert list(empty.execute(f"SELECT {', '.join(map(literal, values))}").fetchall()[0]) == values
