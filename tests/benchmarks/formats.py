"""How far the samples agree with themselves in every format: python -m tests.benchmarks.formats."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from pipeline.run import run
from tests.agreement import agreement, told
from tests.formats import OFFICE, TEXTS, made, plain
from tests.formats.blocks import blocks_of
from tests.support import ROOT


def main() -> None:
    """Print a line a format: F1 of each kind against the plain text of the same report."""
    texts = tuple(file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpus" / "gold").glob("*.true.txt")))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "report.txt"
        wanted = []
        for text in texts:
            path.write_text(plain(blocks_of(text)), encoding="utf-8")
            wanted.append(told(run(path)))
        for form in (*TEXTS, *OFFICE):
            hits: Counter[str] = Counter()
            of: Counter[str] = Counter()
            for text, want in zip(texts, wanted, strict=True):
                suffix, data = made(form, text, texts)
                path = Path(place) / f"report{suffix}"
                path.write_bytes(data)
                for one in agreement(want, told(run(path))):
                    hits[one.kind] += 2 * one.hits
                    of[one.kind] += one.one + one.other
            print(f"{form:28}", *(f"{kind} {hits[kind] / max(1, of[kind]):.3f}" for kind in of))


if __name__ == "__main__":
    main()
