"""One campaign: damaged files, ingested by the command line as anybody would, and what is wrong afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.errors import ExitCode
from tests.fuzz.damage import damaged
from tests.stored import ask, halves
from tests.support import ROOT

_STOPPED = {"document_timeout", "document_memory", "document_crash"}
_SECONDS, _MB = 240, 2500  # what one file may take: a page to be read by an engine takes long on a busy machine


@dataclass(frozen=True)
class Result:
    """What came of a campaign: how the files ended, what was found wrong, the exit code, seconds."""

    statuses: Counter[str]
    codes: Counter[str]
    finds: tuple[str, ...]
    exit_code: int
    seconds: float


def campaign(folder: Path, seeds: Mapping[str, bytes], *, count: int, seed: int, workers: int) -> Result:
    """Damage and ingest ``count`` files in ``folder``; the same seed gives the same files."""
    files = _write(folder / "in", seeds, count, seed)
    base = folder / "fuzz.duckdb"
    begun = time.monotonic()
    told = {"THIDUA_DOCUMENT_SECONDS": str(_SECONDS), "THIDUA_DOCUMENT_MB": str(_MB), "PYTHONUTF8": "1"}
    command = ["ingest", str(folder / "in"), "--db", str(base), "--workers", str(workers)]
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *command],
        cwd=ROOT, env=os.environ | told, capture_output=True, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    finds = list(_finds(base, files, ended, folder / "thidua.log"))
    rows = ask(base, "SELECT status, reason_code FROM documents") if base.exists() else []
    return Result(
        Counter(status for status, _ in rows), Counter(code for _, code in rows if code), tuple(finds),
        ended.returncode, seconds,
    )  # fmt: skip


def _write(folder: Path, seeds: Mapping[str, bytes], count: int, seed: int) -> list[Path]:
    folder.mkdir(parents=True)
    files = []
    for at in range(count):
        name, data = damaged(Random(f"{seed}/{at}"), seeds)
        place = folder / f"{at:04}"  # a folder for each: names may be the same
        place.mkdir()
        file = place / name
        try:
            file.write_bytes(data)
        except (OSError, ValueError):  # a name that this system does not have
            file = place / f"x{file.suffix}"
            file.write_bytes(data)
        files.append(file)
    return files


def _finds(base: Path, files: list[Path], ended: subprocess.CompletedProcess[bytes], log: Path) -> list[str]:
    """What is wrong: files lost, unknown codes, reasons or text missing, defects, a wrong exit code."""
    said = (ended.stdout + ended.stderr).decode("utf-8", "replace")
    if not base.exists():
        return [f"no database: {said[-2000:]}"]
    wrong = ["a traceback is shown"] if "Traceback" in said else []
    wrong += [f"defect: {log.read_text(encoding='utf-8')[-4000:]}"] if log.exists() else []
    known = {path for (path,) in ask(base, "SELECT path FROM files UNION SELECT path FROM containers")}
    wrong += [f"lost: {file}" for file in files if str(file) not in known]
    documents = ask(
        base,
        "SELECT min(f.path), d.status, d.reason_code, d.reason, d.reason_en, any_value(length(t.text)) "
        "FROM documents d LEFT JOIN texts t USING (doc_id) LEFT JOIN files f USING (doc_id) GROUP BY ALL",
    )
    codes = set(re.findall(r'"([a-z0-9]+(?:_[a-z0-9]+)+)"', "".join(map(_source, (ROOT / "pipeline").rglob("*.py")))))
    for path, status, code, reason, reason_en, length in documents:
        if status not in {"loaded", "partial", "rejected"} or code in _STOPPED:
            wrong.append(f"{status} {code}: {path}: {reason}")
        elif status == "rejected" and not (code in codes and "ãy" in (reason or "") and reason_en):
            wrong.append(f"rejected without a reason, a remedy or a stable code: {path}: {code} {reason} {reason_en}")
        elif status != "rejected" and not length:
            wrong.append(f"{status} without text: {path}")
    wrong += [f"half stored: {half}" for half in halves(base)]
    right = _exit_code(Counter(row[1] for row in documents))
    return wrong if ended.returncode == right else [*wrong, f"exit code {ended.returncode}, not {right}"]


def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _exit_code(statuses: Counter[str]) -> int:
    if statuses["failed"]:
        return ExitCode.DEFECT
    if not statuses["loaded"] + statuses["partial"]:
        return ExitCode.UNREADABLE
    return ExitCode.PARTIAL if statuses["rejected"] or statuses["partial"] else ExitCode.OK
