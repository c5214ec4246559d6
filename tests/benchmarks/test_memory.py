"""Memory: of one document, and all along a batch of a thousand."""

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
import psutil
from pipeline.batch import ingest
seen = []
class Silent:
    def begin(self, total, unchanged): pass
    def done(self, document):
        own = psutil.Process()
        seen.append((own.memory_info().rss, max((c.memory_info().rss for c in own.children()), default=0)))
    def defect(self, name, traceback): print(traceback, file=sys.stderr)
    def notice(self, notice): print(notice, file=sys.stderr)
if __name__ == "__main__":
    summary = ingest([Path(sys.argv[1])], Path(sys.argv[2]), Silent(), workers=int(sys.argv[3]))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = lambda who: resource.getrusage(who).ru_maxrss * unit // 2**20
    at = lambda share, who: max(s[who] for s in seen[int(len(seen) * share) : int(len(seen) * share) + 50]) // 2**20
    ends = (("early", 0.1), ("late", 0.95))
    grown = {f"{name} {end}": at(share, w) for end, share in ends for w, name in enumerate(("writer", "worker"))}
    peaks = {"writer": peak(resource.RUSAGE_SELF), "worker": peak(resource.RUSAGE_CHILDREN)}
    print(json.dumps(grown | peaks | {"seconds": summary.seconds}))
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
    if count > 1:
        for who in ("writer", "worker"):
            now, before = found[f"{who} late"], found[f"{who} early"]
            MEMORY.append((f"{who}, late against early in the batch", f"{now / before:.2f} ({now:.0f} MB)"))
    MEMORY.append((f"all of it, {count} documents, 2 workers", f"{found['seconds']:,.1f} s"))
