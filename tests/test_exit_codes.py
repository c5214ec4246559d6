"""Each frozen exit code is returned for what it stands for, by the program itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import ExitCode
from tests.stored import report, write_reports
from tests.support import ROOT

_FALLS = "import pipeline.doctor as d; d.examine = lambda *_: 1 / 0; "
_MAIN = "from pipeline.cli.door import main; main()"


def ended(folder: Path, *arguments: str, before: str = "") -> int:
    command = [sys.executable, "-c", before + _MAIN, *arguments]
    return subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, check=False).returncode


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA")}
    return kept | {"PYTHONPATH": str(ROOT), "THIDUA_WORKERS": "1"}


def test_they_are_frozen() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "UNREADABLE": 3,
        "PARTIAL": 4,
        "DATABASE": 5,
        "DEFECT": 70,
        "INTERRUPTED": 130,
    }
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    listed = {name: int(code) for code, name in re.findall(r"^\| (\d+) \| `([A-Z]+)` \|", page, re.M)}
    assert listed == {code.name: code.value for code in ExitCode}


@pytest.mark.parametrize(
    ("code", "arguments", "before"),
    [
        (0, ["ingest", "tốt.txt"], ""),
        (1, ["validate", "sai.txt"], ""),
        (2, ["validate"], ""),
        (3, ["ingest", "rỗng.txt"], ""),
        (4, ["ingest", "tốt.txt", "rỗng.txt"], ""),
        (5, ["show", "tốt", "--db", "không.duckdb"], ""),
        (70, ["doctor"], _FALLS),
    ],
)
def test_it_is_returned(tmp_path: Path, code: int, arguments: list[str], before: str) -> None:
    (tmp_path / "tốt.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "sai.txt").write_text(report().replace("ngày 10/01/2025", "ngày 31/9/2025"), encoding="utf-8")
    (tmp_path / "rỗng.txt").write_text(" ", encoding="utf-8")
    assert ended(tmp_path, *arguments, before=before) == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_who_is_stopped_says_130(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 300)
    command = [sys.executable, "-c", _MAIN, "ingest", "in"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        next(line for line in running.stderr if "[1/" in line)  # it reads
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=120)
    assert running.returncode == ExitCode.INTERRUPTED
