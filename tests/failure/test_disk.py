"""A full disk at whatever write: a message, exit code 5, a database that opens, and nothing lost."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli.door import run_command
from pipeline.load.store import work_of
from tests.stored import ask, everything, halves, store, write_reports

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

_STEPS = (100, 5_000, 20_000, 300_000, 800_000, 1_500_000, 3_000_000, 6_000_000)


@contextmanager
def room_of(size: int) -> Iterator[None]:
    """Within, no file can grow beyond so many bytes: the write that would is refused, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    write_reports(folder, 3)
    return folder


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process: its limit is the one that is tested."""
    monkeypatch.setenv("THIDUA_WORKERS", "0")


@pytest.fixture(scope="module")
def whole(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("whole") / "a.duckdb"
    store([inbox], base)
    return base


@pytest.mark.parametrize("size", _STEPS)
def test_a_disk_that_is_full_at_this_write(
    size: int, inbox: Path, whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "a.duckdb"
    with room_of(size):
        code = run_command(["ingest", str(inbox), "--db", str(base)])
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert code == 5, said
    assert "disk_full" in said
    assert "đầy" in said
    if base.exists():
        assert halves(base) == []
    assert run_command(["ingest", str(inbox), "--db", str(base)]) == 0
    assert everything(base) == everything(whole)
    assert not work_of(base).exists()


@pytest.mark.parametrize("size", [5_000, 800_000, 6_000_000])
def test_what_was_there_before_stays(size: int, inbox: Path, tmp_path: Path) -> None:
    base = tmp_path / "a.duckdb"
    files = sorted(inbox.iterdir())
    store(files[:1], base)
    before = everything(base)
    with room_of(size), contextlib.suppress(Exception):
        store(files, base)
    assert everything(base) == before
    store(files, base)
    assert ask(base, "SELECT count(*) FROM documents") == [(3,)]
