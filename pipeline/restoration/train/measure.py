"""Every figure of docs/restoration.md: ``python -m pipeline.restoration.train.measure [--model FILE] [--ablate]``.

The model of the figures is built with ``--hold-out``; the shipped one has counted the text of the pages kept apart.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pipeline.restoration as stage
from pipeline.restoration import case, context, engine, memory, protected, readings, scorer
from pipeline.restoration.engine import Engine
from pipeline.restoration.letters import bare
from pipeline.restoration.model import MODEL_PATH, load
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.train.heldout import REGISTERS, blocks_apart
from pipeline.restoration.train.lines import Split, read_lines, split_of
from pipeline.restoration.train.score import Score

REPORTS = {
    "Kiến Thụy": ("reports/kien_thuy.txt", "gold/kien_thuy.true.txt"),
    "Thành Đông": ("ocr/thanh_dong.ocr.txt", "ocr/thanh_dong.true.txt"),
    "Nghi Dương": ("ocr/nghi_duong.ocr.txt", "ocr/nghi_duong.true.txt"),
}
BANDS = (0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 1.01)


class Text(NamedTuple):
    """A text as it comes, and as it was printed."""

    raw: str
    true: str


def pages(shared: Path, language: str, split: Split) -> list[Text]:
    """The pages of a part of the read lines, in an order that says nothing."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in read_lines(shared / "ocr" / f"{language}.jsonl.xz"):
        if split_of(line.page) == split:
            found.setdefault(line.page, []).append((line.read, line.printed))
    ordered = sorted(found, key=lambda page: zlib.crc32(page.encode()[::-1]))
    return [Text("\n".join(r for r, _ in found[p]), "\n".join(t for _, t in found[p])) for p in ordered]


def without_marks(texts: list[Text]) -> list[Text]:
    """The same texts as someone types them who has no marks."""
    return [Text(bare(text.true), text.true) for text in texts]


def material(shared: Path, split: Split) -> Iterator[tuple[str, list[Text]]]:
    """All that is measured on, by name."""
    read = pages(shared, "eng", split)
    reports = {
        name: [Text(*((shared / file).read_text(encoding="utf-8") for file in files))]
        for name, files in REPORTS.items()
    }
    yield f"pages kept apart ({split}), English engine", read
    yield from reports.items()
    yield f"pages kept apart ({split}), without marks", without_marks(read)
    for name, texts in reports.items():
        yield f"{name}, without marks", without_marks(texts)
    yield f"pages kept apart ({split}), Vietnamese engine", pages(shared, "vie", split)
    for register in REGISTERS:
        blocks = [Text("", "\n".join(block)) for block in blocks_apart(shared / "text", register)]
        yield f"{register}, without marks", without_marks(blocks)
        yield f"{register}, clean", [Text(text.true, text.true) for text in blocks]
    for name, texts in reports.items():
        yield f"{name}, clean", [Text(text.true, text.true) for text in texts]


def score(texts: list[Text]) -> Score:
    """Restore each text, and count."""
    out = Score()
    for text in texts:
        restored, _, edits = stage.restore_told(text.raw)
        out.add(text.raw, restored, text.true, edits)
    return out


@contextlib.contextmanager
def _set(changes: list[tuple[Any, str, Any]]) -> Iterator[None]:
    """Set names of modules or classes to other values for a while."""
    before = [(place, name, getattr(place, name)) for place, name, _ in changes]
    for place, name, value in changes:
        setattr(place, name, value)
    try:
        yield
    finally:
        for place, name, value in before:
            setattr(place, name, value)


def _shorter(order: int) -> Callable[..., Any]:
    """Scoring with n-grams of so many words at most."""
    whole = NGrams.score

    def score_short(self: NGrams, history: Any, back2: Any, back3: Any, words: Any) -> Any:
        kept = (1 << 16 * (order - 1)) - 1
        gone = 0xFFFFFFFFFFFF & ~kept
        return whole(self, (history & kept) | gone, back2 * (order > 2), back3 * (order > 3), words)

    return score_short


ABLATIONS: dict[str, list[tuple[Any, str, Any]]] = {
    "all": [],
    "without the words on both sides": [(context, "WEIGHT", 0.0)],
    "without memory": [(memory, "SHARES", (0.0, 0.0, 0.0)), (memory, "ECHO_SHARE", 0.0)],
    "without whole words in the channel": [(scorer, "WORD_SHARE", 1.0)],
    "letters only in the channel": [(scorer, "WORD_SHARE", 1.0), (scorer, "PART_SHARE", 1.0)],
    "without grammar": [(protected.Grammar, "mend", lambda *_, **__: [])],
    "without sweeping of marks": [(protected, "dust", lambda *_: iter(())), (engine, "dust", lambda *_: iter(()))],
    "without the model of capitals": [(case, "ODDS_WEIGHT", 0.0), (readings, "TITLE_WEIGHT", 0.0)],
    "three words at most": [(NGrams, "score", _shorter(3))],
    "two words at most": [(NGrams, "score", _shorter(2))],
}


def _use(model: Path, *, fresh: bool = False) -> None:
    """Restore with the model at ``model``; ``fresh``: with nothing worked out beforehand."""
    load.cache_clear()
    loaded = load(model)
    if fresh:
        loaded.channel.ready.numbers.clear()
    chosen = Engine.of(loaded)
    setattr(stage, "shipped", lambda: chosen)  # noqa: B010  (another model in the place of the shipped one)


def _figures(model: Path, shared: Path, split: Split) -> None:
    _use(model)
    print("| material | words | raw WER | CER, WER | right words made wrong | errors among the least sure 5 % | s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, texts in material(shared, split):
        begun = time.perf_counter()
        found = score(texts)
        seconds = time.perf_counter() - begun
        print(f"| {name} ({found.better} better, {found.worse} worse of {len(texts)}) | {found.row} | {seconds:.1f} |")
        if "English" in name:
            reliable = _reliability(found)
    print(reliable)


def _reliability(found: Score) -> str:
    """What was said to be how sure, and how often it was right."""
    rows, below = ["", "| said | words | right |", "| --- | --- | --- |"], 0.0
    for band in BANDS:
        own = [word for word in found.told if below <= word.sure < band]
        right = sum(word.right for word in own) / len(own) if own else 0.0
        rows.append(f"| {below} to {band} | {len(own):,} | {right:.1%} |")
        below = band
    return "\n".join(rows)


def _ablate(model: Path, shared: Path) -> None:
    texts = pages(shared, "eng", "test")[:30]
    wanted = {"pages": texts} | {
        name: [Text(*((shared / file).read_text(encoding="utf-8") for file in files))]
        for name, files in REPORTS.items()
    } | {"without marks": without_marks(texts)}  # fmt: skip
    print("| |", " | ".join(wanted), "|")
    for name, changes in ABLATIONS.items():
        with _set(changes):
            _use(model, fresh="channel" in name)
            scores = [score(own) for own in wanted.values()]
        cells = [f"{100 * s.letters_off / s.letters:.2f}, {100 * s.words_off / s.words:.2f}" for s in scores]
        print(f"| {name} |", " | ".join(cells), "|", flush=True)


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.restoration.train.measure", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with text/, ocr/ and gold/")
    parser.add_argument("--model", type=Path, default=MODEL_PATH, help="the model to measure")
    parser.add_argument("--split", choices=("dev", "test"), default="test", help="which pages")
    parser.add_argument("--ablate", action="store_true", help="take one part away at a time")
    options = parser.parse_args()
    if not (options.shared / "ocr").is_dir():
        print(f"{options.shared} has no ocr/ to measure on: name the folder with --shared", file=sys.stderr)
        return 2
    if options.ablate:
        _ablate(options.model, options.shared)
    else:
        _figures(options.model, options.shared, options.split)
    return 0


if __name__ == "__main__":
    sys.exit(main())
