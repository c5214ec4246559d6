"""Peak memory: one document, and a batch of a thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.conftest import MEMORY
from tests.benchmarks.material import FILES
from tests.stored import ask
from tests.support import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="getrusage is there on POSIX alone")

_BATCH = """
import json, resource, sys
from pathlib import Path
from pipeline.batch import ingest
class Silent:
    def begin(self, total, unchanged): pass
    def done(self, document): pass
    def defect(self, name, traceback): print(traceback, file=sys.stderr)
if __name__ == "__main__":
    summary = ingest([Path(sys.argv[1])], Path(sys.argv[2]), Silent(), workers=int(sys.argv[3]))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = lambda who: resource.getrusage(who).ru_maxrss * unit // 2**20
    told = {"writer": peak(resource.RUSAGE_SELF), "worker": peak(resource.RUSAGE_CHILDREN), "seconds": summary.seconds}
    print(json.dumps(told))
"""


def batch(folder: Path, tmp_path: Path, workers: int) -> dict[str, float]:
    """Ingest in a process of its own; megabytes at the peak of the writer and of the largest worker, and seconds."""
    script = tmp_path / "batch.py"
    script.write_text(_BATCH, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script), str(folder), str(tmp_path / "a.duckdb"), str(workers)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    told: dict[str, float] = json.loads(ended.stdout)
    return told


@pytest.mark.parametrize("count", [1, 1000])
def test_peak_memory(benchmark: object, tmp_path: Path, count: int) -> None:
    texts = [FILES[name].read_text(encoding="utf-8") for name in ("clean", "mangled")]
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        text = texts[0] if number % 10 else texts[1 if count > 1 else 0]  # one in ten is mangled
        (folder / f"{number:04}.txt").write_text(f"{text}\n{number}\n", encoding="utf-8")
    found = benchmark.pedantic(lambda: batch(folder, tmp_path, 2), rounds=1, iterations=1)  # type: ignore[attr-defined]
    benchmark.extra_info.update(found)  # type: ignore[attr-defined]
    assert ask(tmp_path / "a.duckdb", "SELECT count(*) FROM documents WHERE status = 'loaded'") == [(count,)]
    MEMORY.append((f"writer, {count} documents", f"{found['writer']:,.0f} MB"))
    MEMORY.append((f"largest worker, {count} documents", f"{found['worker']:,.0f} MB"))
    MEMORY.append((f"all of it, {count} documents, 2 workers", f"{found['seconds']:,.1f} s"))
