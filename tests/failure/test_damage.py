"""A damaged database is found when it is opened, set aside under a name that says so, and made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import ingest
from pipeline.cli.door import run_command
from pipeline.errors import DatabaseError
from pipeline.load.salvage import salvage
from pipeline.load.store import Store, work_of
from pipeline.read import Fetched
from pipeline.staging.area import area_beside
from tests.layouts.files import laid_out
from tests.stored import Listening, ask, everything, halves, store, write_reports


def blocks(data: bytearray) -> None:
    """Damage to what is stored, the headers being whole."""
    for at in range(12_288 + 262_144, len(data), 262_144):
        data[at : at + 64] = b"\xa5" * 64


def headers(data: bytearray) -> None:
    """Nothing says any more that this was a database."""
    data[:12_288] = bytes(12_288)


def cut(data: bytearray) -> None:
    """A copy that was broken off."""
    del data[len(data) // 3 :]


def spoil(base: Path, damage: Callable[[bytearray], None]) -> bytes:
    data = bytearray(base.read_bytes())
    damage(data)
    base.write_bytes(data)
    return bytes(data)


def staged(paths: list[Path], base: Path) -> Listening:
    """Ingest with a staging area beside the database, as the command line does."""
    listening = Listening()
    ingest(paths, base, listening, workers=0, staging=area_beside(base))
    return listening


def aside(base: Path) -> Path:
    (found,) = (file for file in base.parent.glob(f"{base.name}.hong-*") if not file.name.endswith(".wal"))
    return found


@pytest.mark.parametrize("damage", [blocks, headers, cut])
def test_it_is_set_aside_and_made_anew_from_what_is_staged(
    tmp_path: Path, damage: Callable[[bytearray], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("một", "hai"):
        write_reports(tmp_path / folder, 2)
    (tmp_path / "hai" / "báo cáo 000.txt").write_text("BÁO CÁO\nXã có 12 thôn.\n", encoding="utf-8")
    base = tmp_path / "a.duckdb"
    staged([tmp_path / "một"], base)
    staged([tmp_path / "hai"], base)
    before = everything(base)
    spoiled = spoil(base, damage)
    (tmp_path / "hai" / "mới.txt").write_text("BÁO CÁO\nXã có 13 thôn.\n", encoding="utf-8")
    read: list[str] = []

    def parse(fetched: Fetched, _: object) -> None:
        read.append(fetched.source.name)
        raise ValueError("not read in this test")

    monkeypatch.setattr("pipeline.work.parse", parse)
    listening = staged([tmp_path / "hai" / "mới.txt"], base)
    assert listening.notices[0] == "database_set_aside"
    assert read == ["mới.txt"], "what is staged is not read again, and folders that are not named come back, too"
    assert aside(base).read_bytes() == spoiled, "nothing is deleted"
    after = everything(base)
    assert set(before["awards"]) == set(after["awards"])
    assert set(before["texts"]) == set(after["texts"])
    # What lay in two folders is one document and comes back in one; its second place is noted when that is ingested.
    assert ask(base, "SELECT count(DISTINCT doc_id), count(*) FROM files") == [(4, 4)]
    assert halves(base) == []


def test_without_staged_results_it_is_read_again(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 3)
    base, fresh = tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    store(files, base)
    spoil(base, blocks)
    listening = Listening()
    assert store(files, base, watcher=listening).count("loaded") == 3
    assert listening.notices[0] == "database_set_aside"
    store(files, fresh)
    assert everything(base) == everything(fresh)


def test_a_whole_working_copy_goes_on(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 3)
    base = tmp_path / "a.duckdb"
    store(files[:2], base)
    with Store.open(base) as left:  # as a run that is killed leaves it
        left.query("CREATE TABLE ghi_chu AS SELECT 'còn đây' AS x")
    spoil(base, headers)
    listening = Listening()
    store(files, base, watcher=listening)
    assert listening.begun == [(1, 2)], "what the working copy holds is not read again"
    assert listening.notices == ["database_set_aside"]
    assert ask(base, "SELECT x FROM ghi_chu") == [("còn đây",)]
    assert not work_of(base).exists()


def test_what_people_decided_is_taken_from_what_can_be_read(tmp_path: Path) -> None:
    aside = laid_out(tmp_path / "a.duckdb.hong-1", 1)
    with Store.open(tmp_path / "a.duckdb") as opened:
        assert salvage(opened.session, aside) == 1
        assert opened.query("SELECT decision FROM corrections") == [("reject",)]
        assert salvage(opened.session, tmp_path / "none") is None


def test_decisions_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    base = tmp_path / "a.duckdb"
    staged(files, base)
    spoil(base, headers)
    assert staged(files, base).notices == ["database_set_aside", "decisions_lost"]


def test_readers_are_told_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = tmp_path / "a.duckdb"
    store(write_reports(tmp_path / "in", 1), base)
    spoil(base, headers)
    assert run_command(["show", "x", "--db", str(base)]) == 5
    said = capsys.readouterr().err
    assert "database_damaged" in said
    assert "thidua ingest" in said


def test_a_file_that_was_never_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 1)
    letter = tmp_path / "thư.docx"
    letter.write_bytes(b"PK\x03\x04 a letter" * 3000)
    with pytest.raises(DatabaseError) as refused:
        store(files, letter)
    assert refused.value.code == "database_damaged"
    assert letter.read_bytes() == b"PK\x03\x04 a letter" * 3000
    assert {file.name for file in tmp_path.iterdir()} == {"in", "thư.docx"}
