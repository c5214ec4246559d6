"""What everything beside the engine adds to it: python -m tests.benchmarks.scan_cost [--documents N] [--pages FOLDER].

The first N documents that ``tests.benchmarks.scans`` draws are read one after the other in one process, nothing kept
from before; processor time (user and system) of the engine's processes, and of this one by stage. What a process does
once (loading programs, dictionaries and the model) is told apart: the text of the first document is read beforehand.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from tests.benchmarks.scans import EVERY, REVIEW, SPOILED, pages_of

T = TypeVar("T")
P = ParamSpec("P")
STAGES = {"read": "reading", "repair": "repair", "restore": "restoration"}


def main() -> None:
    """Print what each stage takes, in seconds and in per cent of the engine's time."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--documents", type=int, default=10)
    asked.add_argument("--pages", type=Path, help="keep what was drawn here")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"THIDUA_WORKERS": "1", "THIDUA_CACHE": str(Path(place) / "cache")}
        drawn = options.pages or Path(place)
        texts = sorted((REVIEW / "documents").glob("*.txt"))[::EVERY][: options.documents]
        made = [pages_of(text, drawn) for text in texts]
        for way in SPOILED:
            measure(way, [each[way] for each in made])


def measure(way: str, scans: list[Path]) -> None:
    """Read the scans and print."""
    begun = _own()
    from pipeline import run  # noqa: PLC0415  (loading the program is part of what is measured)
    from pipeline.load.rows import rows_of  # noqa: PLC0415
    from pipeline.restoration import restore_text  # noqa: PLC0415

    restore_text("Uy ban nhan dan x& béo céo")
    rows_of(run.run(scans[0].with_suffix("").with_suffix(".txt")), "0")
    once = _own() - begun
    spent: Counter[str] = Counter()

    def timed(stage: str, work: Callable[P, T]) -> Callable[P, T]:
        def taken(*given: P.args, **named: P.kwargs) -> T:
            start = _own()
            try:
                return work(*given, **named)
            finally:
                spent[stage] += round(1000 * (_own() - start))

        return taken

    stages = {name: timed(stage, getattr(run, name)) for name, stage in STAGES.items()}
    engine = _children()
    with ExitStack() as stack:
        for name, taken in stages.items():
            stack.enter_context(patch.object(run, name, taken))
        for scan in scans:
            timed("all of it", lambda scan: rows_of(run.run(scan), "0"))(scan)
    engine = _children() - engine
    print(f"{way}: {len(scans)} documents, the engine {engine:.2f} s")
    spent["records"] = spent["all of it"] - sum(spent[stage] for stage in STAGES.values())
    for stage in (*STAGES.values(), "records", "all of it"):
        print(f"  {stage:12} {spent[stage] / 1000:6.2f} s {spent[stage] / 10 / engine:6.1f} %")
    print(f"  once a process {once:.2f} s")


def _own() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
