"""How far documents agree with themselves in every format: python -m tests.benchmarks.formats [--misses] [FORMAT …]."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path

from pipeline.run import run
from tests.agreement import Told, agreement, told
from tests.formats import OFFICE, TEXTS, made, plain
from tests.formats.blocks import NOTES, blocks_of
from tests.support import ROOT

# The two halves of a letterhead that the plain texts set one below the other: issuer, motto.
_STACKED = re.compile(
    r"\A(?P<left>(?:[^\n\t]+\n){2,8})\n(?P<right>CỘNG H[ÒO][ÀA] XÃ HỘI[^\n\t]*\n(?:[^\n\t]+\n){1,5})\n"
)
_RULE = re.compile(r"[\s|:-]*\|[\s|:-]*")


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each document: the true texts of the samples, and what is kept for review."""
    for file in sorted((ROOT / "corpus" / "gold").glob("*.true.txt")):
        yield file.name, file.read_text(encoding="utf-8")
    for file in sorted((ROOT / "corpus" / "review" / "documents").iterdir()):
        text = file.read_text(encoding="utf-8") if file.suffix == ".txt" else ""
        if not text or _is_wrapped(text):
            text = run(file).document.text  # a paragraph a line
            text = "\n".join(line for line in text.split("\n") if line[:1] not in {*NOTES})  # their marks are gone
        yield file.name, "\n".join(_tabbed(line) for line in _beside(text).split("\n") if not _RULE.fullmatch(line))


def _is_wrapped(text: str) -> bool:
    lines = text.split("\n")
    return sum(line[:1].islower() and len(above) > 60 for above, line in pairwise(lines)) >= 3


def _tabbed(line: str) -> str:
    """A row of a table that was drawn with strokes, as of a table that was set."""
    cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    counted = len(cells) == 2 and cells[0].strip().isdecimal()
    return "\t".join(map(str.strip, cells)) if len(cells) > 2 or counted else line


def _beside(text: str) -> str:
    """A stacked letterhead as two columns, as it is printed."""
    found = _STACKED.match(text)
    if not found:
        return text
    left, right = found["left"].strip().split("\n"), found["right"].strip().split("\n")
    rows = "".join(f"{one}\t{other}\n" for one, other in zip_longest(left, right, fillvalue=""))
    return f"{rows}\n{text[found.end() :]}"


def main() -> None:
    """Print a line a format: F1 of each kind against the plain text of the same document."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("forms", nargs="*", choices=[[], *TEXTS, *OFFICE], help="formats; without: all")
    asked.add_argument("--misses", action="store_true", help="print what differs")
    said = asked.parse_args()
    documents = dict(texts())
    among = tuple(documents.values())
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "report.txt"
        wanted: dict[str, Told] = {}
        for name, text in documents.items():
            path.write_text(plain(blocks_of(text)), encoding="utf-8")
            wanted[name] = told(run(path))
        for form in said.forms or (*TEXTS, *OFFICE):
            hits: Counter[str] = Counter()
            of: Counter[str] = Counter()
            for name, text in documents.items():
                suffix, data = made(form, text, among)
                path = Path(place) / f"report{suffix}"
                path.write_bytes(data)
                for one in agreement(wanted[name], told(run(path))):
                    hits[one.kind] += 2 * one.hits
                    of[one.kind] += one.one + one.other
                    if said.misses and (one.only_one or one.only_other):
                        print("   ", form, "|", name, "|", one.kind, *(f"\n      - {x}" for x in one.only_one),
                              *(f"\n      + {x}" for x in one.only_other))  # fmt: skip
            print(f"{form:28}", *(f"{kind} {hits[kind] / max(1, of[kind]):.3f}" for kind in of), flush=True)


if __name__ == "__main__":
    main()
