"""How often Tesseract errs at each sureness: python -m tests.benchmarks.sureness [--shared FOLDER] [--pages FOLDER].

Documents of ``corpus/review``, and where ``--shared`` is given lines of its ``text/legal.txt.xz``, are drawn, spoiled
twice and read; ``--pages`` keeps what was drawn, as ``tests.benchmarks.scans`` does. Every second document and sheet
fits the table of ``pipeline/restoration/seen.py``, the others say how well it holds: the mean of what a word's being
right or wrong costs in nats, with the table that ships, with the fitted one, and with one share for all words.
"""

from __future__ import annotations

import argparse
import lzma
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from math import log
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.read import read
from pipeline.restoration import seen
from tests.benchmarks.scans import REVIEW, SPOILED, pages_of, spoken
from tests.scans import Sheets, scanned

STEPS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96)
A_SHEET = 2200  # characters of a sheet of lines
_LONGEST = 600  # characters of a line that is drawn
_PRIOR = 4.0  # words of the usual share that are counted with each step, so that few words prove little


class Told(NamedTuple):
    """A word that was read: how sure the engine was, and whether it was wrong."""

    sure: float
    wrong: bool


def main() -> None:
    """Print the counts, the fitted table, and what it is worth."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--shared", type=Path, help="the measuring material")
    asked.add_argument("--sheets", type=int, default=40, help="how many sheets of its lines are drawn")
    asked.add_argument("--pages", type=Path, help="keep what was drawn here")
    options = asked.parse_args()
    halves: tuple[list[Told], list[Told]] = ([], [])
    with tempfile.TemporaryDirectory() as place:
        files = made(options.pages or Path(place), options.shared, options.sheets)
        for number, (text, *scans) in enumerate(files):
            for scan in scans:
                halves[number % 2].extend(told_of(scan, text))
    fitted = fit(halves[0])
    print(f"{len(halves[0])} words to fit, {len(halves[1])} to measure")
    for least, share in fitted:
        own = [told for told in halves[1] if step(told.sure) == least]
        right = sum(told.wrong for told in own) / max(1, len(own))
        print(f"from {least:.2f}  fitted {100 * share:6.2f} %  measured {100 * right:6.2f} % of {len(own)} words")
    usual = sum(told.wrong for told in halves[0]) / len(halves[0])
    print("ERRORS =", tuple((least, round(share, 4)) for least, share in fitted))
    print("USUAL =", round(usual, 4))
    for name, table in (("shipped", seen.ERRORS), ("fitted", fitted), ("one share", ((0.0, usual),))):
        print(f"{name:10} {1000 * cost(halves[1], table):.2f} thousandths of a nat a word")


def made(place: Path, shared: Path | None, count: int) -> Iterator[tuple[Path, ...]]:
    """The text and the scans of each document and sheet."""
    for file in sorted((REVIEW / "documents").glob("*.txt")):
        yield tuple(pages_of(file, place).values())
    for number, sheet in enumerate(islice(sheets(shared / "text" / "legal.txt.xz"), count) if shared else ()):
        text = place / f"lines-{number}.txt"
        scans = [place / f"lines-{number}.{way[:3]}.pdf" for way in SPOILED]
        text.write_text(sheet.text, encoding="utf-8")
        for scan, how in zip(scans, SPOILED.values(), strict=True):
            if not scan.is_file():
                scan.write_bytes(scanned(sheet.pages, how))
        yield (text, *scans)


def sheets(path: Path) -> Iterator[Sheets]:
    """Sheets filled with lines of a text, one in every so many."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        sheet, length = Sheets(), 0
        for given in islice(stream, 0, None, 97):
            line = given.strip()
            if 40 <= len(line) <= _LONGEST:
                sheet.paragraph(line)
                length += len(line)
            if length >= A_SHEET:
                yield sheet
                sheet, length = Sheets(), 0


def told_of(scan: Path, text: Path) -> Iterator[Told]:
    """The words that are read off a scan, set beside those that were drawn."""
    lines = [line for page in read(scan).pages for line in page.lines if line.sure]
    words = [word for line in lines for word in zip(line.text.split(), line.sure, strict=True)]
    texts, truth = [" ".join(spoken(word)) for word, _ in words], spoken(text.read_text(encoding="utf-8"))
    for op in Levenshtein.opcodes(texts, truth):
        if op.tag == "equal" or (op.tag == "replace" and op.src_end - op.src_start == op.dest_end - op.dest_start):
            yield from (Told(sure, op.tag == "replace") for _, sure in words[op.src_start : op.src_end])


def step(sure: float) -> float:
    """The least sureness of the step that a word is on."""
    return STEPS[bisect_right(STEPS, sure) - 1]


def fit(told: list[Told]) -> list[tuple[float, float]]:
    """The share of wrong words of each step, none larger than that of a less sure one."""
    usual = sum(each.wrong for each in told) / len(told)
    pools: list[list[float]] = []  # least sureness, wrong words, words; neighbours out of order are put together
    for least in STEPS:
        own = [each for each in told if step(each.sure) == least]
        pools.append([least, sum(each.wrong for each in own) + _PRIOR * usual, len(own) + _PRIOR])
        while len(pools) > 1 and pools[-1][1] / pools[-1][2] >= pools[-2][1] / pools[-2][2]:
            _, wrong, words = pools.pop()
            pools[-1][1] += wrong
            pools[-1][2] += words
    return [(least, wrong / words) for least, wrong, words in pools]


def cost(told: list[Told], table: Iterable[tuple[float, float]]) -> float:
    """What a word's being right or wrong costs under a table, in nats."""
    steps = sorted(table, reverse=True)
    total = 0.0
    for each in told:
        share = next(share for least, share in steps if each.sure >= least)
        total -= log(share if each.wrong else 1 - share)
    return total / len(told)


if __name__ == "__main__":
    main()
