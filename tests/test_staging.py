"""The staging area: what was read is kept, found again, put together; files appear as a whole."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pytest
from pyarrow import fs

import pipeline.batch
import pipeline.writer
from pipeline.batch import Summary
from pipeline.errors import ThiduaError
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.staging import area as areas
from pipeline.staging.area import MIXED, Area
from pipeline.staging.block import block_of, documents_in, rows_in, schema
from pipeline.version import build
from pipeline.work import Done, Task, do
from tests.stored import Listening, ask, everything, store, write_reports


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Done]:
    files = write_reports(tmp_path_factory.mktemp("in"), 3)
    return [do(Task(str(file), file.name, None), "v") for file in files]


def numbered(done: Done, number: int) -> Done:
    """The same document under another id."""
    doc_id = f"{number % 256:02x}{number:014x}"
    rows = {table: tuple((doc_id, *row[1:]) for row in held) for table, held in done.document.rows.items()}
    task = Task(f"/in/{number}.txt", f"{number}.txt", None)
    return Done(task, StoredDocument(doc_id, done.document.name, "loaded", rows))


def ids(area: Area, version: str = "v") -> list[str]:
    return sorted(i for part in area.parts(version) for i in area.block(part.path).column("doc_id").to_pylist())


def test_a_block_holds_every_row_of_its_documents(read: list[Done]) -> None:
    block = block_of(read, "v")
    assert block.schema == schema()
    assert [d.doc_id for d in documents_in(block)] == [done.document.doc_id for done in read]
    for table in DOCUMENT_TABLES:
        held = [row for done in read for row in done.document.rows.get(table, ())]
        rows = [tuple(row.values()) for row in rows_in(block, table).to_pylist()]
        assert rows == [tuple(row) for row in held]


def test_the_same_documents_are_the_same_file(tmp_path: Path, read: list[Done]) -> None:
    area = Area(tmp_path / "area")
    (first,) = area.put(block_of(read, "v"))
    bytes_before = Path(first).read_bytes()
    (again,) = area.put(block_of(read, "v"))
    assert first == again
    assert Path(first).read_bytes() == bytes_before
    assert area.block(first).equals(block_of(read, "v"))
    assert area.put(block_of([], "v")) == []


def test_documents_are_parted_by_their_hashes(tmp_path: Path, read: list[Done]) -> None:
    area = Area(tmp_path / "area")
    many = [numbered(read[0], 256 * at + at % 2) for at in range(20)] + [numbered(read[0], 7)]
    area.put(block_of(many, "v"))
    assert {part.partition: part.count for part in area.parts()} == {"00": 10, "01": 10, MIXED: 1}
    assert ids(area) == sorted(done.document.doc_id for done in many)


def test_small_files_are_put_together(tmp_path: Path, read: list[Done], monkeypatch: pytest.MonkeyPatch) -> None:
    area = Area(tmp_path / "area")
    for number in range(20):
        area.put(block_of([numbered(read[number % 3], number)], "v"))
    held = ids(area)
    area.compact("v")
    assert [part.partition for part in area.parts()] == [MIXED]
    assert ids(area) == held
    monkeypatch.setattr(areas, "_MIXED_MOST", 10)
    area.compact("v")
    assert len(area.parts()) == 20, "each went to its own partition"
    assert ids(area) == held


def test_what_is_staged_is_found_by_document(tmp_path: Path, read: list[Done]) -> None:
    area = Area(tmp_path / "area")
    many = [numbered(read[0], number) for number in range(40)]
    area.put(block_of(many, "v"))
    area.put(block_of(many[:3], "v"))
    asked = [done.document.doc_id for done in many[:5]] + ["ffffffffffffffff"]
    found = [i for block in area.recall("v", asked) for i in block.column("doc_id").to_pylist()]
    assert sorted(found) == sorted(asked[:5]), "each once, though two files hold it"
    assert list(area.recall("another version", asked)) == []


def test_damaged_and_unfinished_files_are_passed_over(tmp_path: Path, read: list[Done]) -> None:
    area = Area(tmp_path / "area")
    (path,) = area.put(block_of(read, "v"))
    Path(path).write_bytes(b"PAR1 is no Parquet")
    unfinished = Path(path + ".0123.unfinished")
    unfinished.write_bytes(b"half")
    assert list(area.recall("v", [done.document.doc_id for done in read])) == []
    area.tidy()
    assert not unfinished.exists()


def test_an_area_that_cannot_be_written_says_so(tmp_path: Path, read: list[Done]) -> None:
    (tmp_path / "area").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(ThiduaError) as told:
        Area(tmp_path / "area").put(block_of(read, "v"))
    assert told.value.exit_code == 5
    with pytest.raises(ThiduaError, match="s3:"):
        Area("nowhere://kho")


def test_an_object_store_does_as_well(read: list[Done], monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec", reason="no object store to try: pip install fsspec")
    store_of_objects = fs.PyFileSystem(fs.FSSpecHandler(fsspec.filesystem("memory")))
    known = SimpleNamespace(from_uri=lambda _: (store_of_objects, "/kho/thidua"))
    monkeypatch.setattr(
        areas, "fs", SimpleNamespace(FileSystem=known, LocalFileSystem=fs.LocalFileSystem, FileSelector=fs.FileSelector)
    )
    area = Area("memory://kho/thidua")
    assert not area.is_local
    for number in range(10):
        area.put(block_of([numbered(read[0], number)], "v"))
    area.tidy()
    held = ids(area)
    area.compact("v")
    assert len(area.parts()) == 1
    assert ids(area) == held
    assert [block.num_rows for block in area.recall("v", held[:3])] == [3]


# In a batch


def keep(files: Path, database: Path, **options: object) -> tuple[Summary, Listening]:
    listening = Listening()
    return store([files], database, watcher=listening, staging=f"{database.parent}/area", **options), listening


def test_a_lost_database_is_made_again_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(tmp_path / "in", 6)
    base = tmp_path / "a.duckdb"
    keep(tmp_path / "in", base)
    before = everything(base)
    base.unlink()
    monkeypatch.setattr("pipeline.engines.engine.do", lambda *_, **__: pytest.fail("a document was read"))
    summary, listening = keep(tmp_path / "in", base)
    assert summary.count("loaded") == len(listening.documents) == 6
    assert everything(base) == before
    monkeypatch.undo()
    monkeypatch.setattr(pipeline.batch, "build", lambda: "9.9.9+cafe")
    assert len(keep(tmp_path / "in", base)[1].documents) == 6, "another version reads all anew"
    assert {part.version for part in Area(tmp_path / "area").parts()} == {build(), "9.9.9+cafe"}


def test_a_staged_document_lies_where_it_lies_now(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    keep(tmp_path / "in", tmp_path / "a.duckdb")
    (tmp_path / "in").rename(tmp_path / "moved")
    summary, _ = keep(tmp_path / "moved", tmp_path / "b.duckdb")
    assert summary.count("loaded") == 2
    assert {Path(p).parent.name for (p,) in ask(tmp_path / "b.duckdb", "SELECT path FROM files")} == {"moved"}


def test_many_at_once_are_stored_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_reports(tmp_path / "in", 8)
    (tmp_path / "in" / "trống.txt").write_bytes(b"")
    store([tmp_path / "in"], tmp_path / "one.duckdb", workers=1)
    monkeypatch.setattr(pipeline.writer, "_SHARE", 1e9)
    keep(tmp_path / "in", tmp_path / "all.duckdb")
    assert everything(tmp_path / "one.duckdb") == everything(tmp_path / "all.duckdb")
    files[0].write_text(files[1].read_text(encoding="utf-8"), encoding="utf-8")
    files[2].rename(files[3])
    for name in ("one", "all"):
        store([tmp_path / "in"], tmp_path / f"{name}.duckdb")
    store([tmp_path / "in"], tmp_path / "fresh.duckdb")
    assert everything(tmp_path / "one.duckdb") == everything(tmp_path / "all.duckdb")


def test_what_could_not_be_read_is_not_staged(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / "trống.txt").write_bytes(b"")
    summary, _ = keep(tmp_path / "in", tmp_path / "a.duckdb")
    assert summary.count("rejected") == 1
    assert [len(area.to_pylist()) for area in [pa.array(ids(Area(tmp_path / "area"), build()))]] == [1]


def test_what_is_counted_from_all_is_right_after_each_change(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 6)
    base = tmp_path / "a.duckdb"
    sql = "SELECT * FROM legal_documents ORDER BY ALL"

    def counted_anew() -> list[tuple[object, ...]]:
        fresh = tmp_path / "fresh.duckdb"
        fresh.unlink(missing_ok=True)
        store([tmp_path / "in"], fresh)
        return ask(fresh, sql)

    store(files[:3], base)
    files[3].write_text(files[3].read_text(encoding="utf-8").replace("12/KH-UBND", "13/KH-UBND"), encoding="utf-8")
    store([tmp_path / "in"], base)
    assert ask(base, sql) == counted_anew()
    files[4].write_text(files[5].read_text(encoding="utf-8"), encoding="utf-8")  # a copy counts no more
    files[3].write_text(files[3].read_text(encoding="utf-8").replace("13/KH-UBND", "14/KH-UBND"), encoding="utf-8")
    store([tmp_path / "in"], base)
    assert ask(base, sql) == counted_anew()
    assert ask(base, "SELECT row_count FROM reference_sources WHERE table_name = 'legal_documents'") == ask(
        base, "SELECT count(*) FROM legal_documents"
    )
