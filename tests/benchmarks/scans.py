"""What scanning costs, in words and in records: python -m tests.benchmarks.scans [--pages FOLDER].

Every fourth document of ``corpus/review`` by name that is plain text is drawn as an office prints it and spoiled twice.
Each is read as a file of the text that was drawn, and as the two scans; all three are scored against the same gold.
``--pages`` keeps what was drawn, and reads it again the next time.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.evaluate.kinds import DOCUMENT_FIELDS, KINDS, same_field
from pipeline.evaluate.likeness import fold
from pipeline.evaluate.score import pair, read_gold
from pipeline.run import Reading, run
from tests.agreement import told
from tests.scans import HARD, LIGHT, drawn, scanned
from tests.support import ROOT

REVIEW = ROOT / "corpus" / "review"
SPOILED = {"200 dpi": LIGHT, "150 dpi": HARD}
EVERY = 4
_DASHES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


class Score(NamedTuple):
    """Right records, found ones and those of the gold, of one kind."""

    hits: int
    found: int
    gold: int


def main() -> None:
    """Print the word error rate, F1 of each kind and what was missed of each document, then of all."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--pages", type=Path, help="keep what was drawn here")
    asked.add_argument("--misses", action="store_true", help="print each record that the text gives and the scan not")
    asked.add_argument("--first", type=int, default=0, help="begin with another document: other nine than the usual")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        measure(options.pages or Path(place), first=options.first, misses=options.misses)


def measure(place: Path, *, first: int = 0, misses: bool) -> None:
    """Draw, read, score and print."""
    golds = dict(read_gold(REVIEW / "gold"))
    files = sorted((REVIEW / "documents").glob("*.txt"))[first::EVERY]
    words: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    sums: dict[tuple[str, str], Score] = {}
    spent: Counter[str] = Counter()
    for file in files:
        made = pages_of(file, place)
        gold, text = golds[file.stem], made["text"].read_text(encoding="utf-8")
        given: dict[str, set[str]] = {}
        for way, path in made.items():
            begun, inside = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            reading = run(path)
            spent[way] += round(1000 * (time.perf_counter() - begun))
            spent[f"{way} engine"] += round(1000 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - inside))
            words[way] += len(spoken(text))
            errors = Levenshtein.distance(spoken(reading.restored.text), spoken(text))
            wrong[way] += errors
            given[way] = set()
            for kind, score, missed in scored(reading, gold):
                old = sums.get((way, kind), Score(0, 0, 0))
                sums[way, kind] = Score(*(a + b for a, b in zip(old, score, strict=True)))
                given[way] |= missed
            print(f"{file.stem:24} {way:8} WER {100 * errors / len(spoken(text)):5.2f} %", flush=True)
            for line in sorted(given[way] - given["text"]) if misses else ():
                print("   ", line)
    for way in words:
        print(f"\n{way:8} {words[way]} words, WER {100 * wrong[way] / words[way]:.2f} %")
        print("        ", *(f"{kind} {f1(score):.3f}" for (of, kind), score in sums.items() if of == way))
        print(
            f"         {spent[way] / 1000:.1f} s, the engine's processes {spent[f'{way} engine'] / 1000:.1f} s of them"
        )


def pages_of(file: Path, place: Path) -> dict[str, Path]:
    """The text that is drawn of a document, and the scans of it; what lies there already is taken."""
    place.mkdir(parents=True, exist_ok=True)
    made = {"text": place / f"{file.stem}.txt"} | {way: place / f"{file.stem}.{way[:3]}.pdf" for way in SPOILED}
    if not all(path.is_file() for path in made.values()):
        sheets = drawn(file.read_text(encoding="utf-8"))
        made["text"].write_text(sheets.text, encoding="utf-8")
        for way, how in SPOILED.items():
            made[way].write_bytes(scanned(sheets.pages, how))
    return made


def spoken(text: str) -> list[str]:
    """The words of a text, one style of marks, quotes, dashes and blanks."""
    return unicodedata.normalize("NFC", text).translate(_DASHES).split()


def scored(reading: Reading, gold: Mapping[str, Any]) -> Iterable[tuple[str, Score, set[str]]]:
    """Each kind that the gold annotates: its counts, and lines that name what is missed (-) and wrong (+)."""
    found = told(reading)
    for name, kind in KINDS.items():
        if name in gold:
            pairs = {j: i for i, j in pair(list(found[name]), gold[name], kind)}
            asked = [j for j, record in enumerate(gold[name]) if not record.get("optional")]
            lost = {f"- {name} {fold(gold[name][j].get('quote'))}" for j in asked if j not in pairs}
            more = {
                f"+ {name} {fold(one.get('quote') or one.get('heading'))}"
                for i, one in enumerate(found[name])
                if i not in pairs.values()
            }
            optional = sum(j not in asked for j in pairs)
            yield name, Score(len(pairs) - optional, len(found[name]) - optional, len(asked)), lost | more
    header = {each["field"]: each["value"] for each in found["document"]}
    wanted: Mapping[str, Any] = gold.get("document", {})
    fields = [field for field in DOCUMENT_FIELDS if field in wanted]
    bad = [field for field in fields if not same_field(field, header[field], wanted[field])]
    right = len(fields) - len(bad)
    yield "fields", Score(right, len(fields), len(fields)), {f"- field {field}: {header[field]}" for field in bad}


def f1(score: Score) -> float:
    """1 where there is nothing to find and nothing was found."""
    return 2 * score.hits / (score.found + score.gold) if score.found + score.gold else 1.0


if __name__ == "__main__":
    os.environ.setdefault("THIDUA_WORKERS", "1")
    main()
