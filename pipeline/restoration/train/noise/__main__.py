"""``make noise``: draw text, read it back, keep both, in the format of ``ocr/*.jsonl.xz``."""

from __future__ import annotations

import argparse
import json
import lzma
import random
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipeline.restoration.train.noise.layout import Sheet, find_faces, lay_out
from pipeline.restoration.train.noise.read import lay_beside, read_page
from pipeline.restoration.train.noise.spoil import draw, spoil

FONTS = (Path("/usr/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
ENGINES = {"eng": ("eng",), "vie": ("vie",), "both": ("eng", "vie")}
INSTALL = (
    "Debian, Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-vie fonts-liberation2 fonts-croscore "
    "fonts-freefont-ttf\n"
    "Fedora: sudo dnf install tesseract tesseract-langpack-vie liberation-fonts gnu-free-fonts-common\n"
    "macOS: brew install tesseract tesseract-lang; brew install --cask font-liberation\n"
    "Windows: winget install UB-Mannheim.TesseractOCR"
)


def main() -> int:
    """Read the arguments, and make pages."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.restoration.train.noise", description=__doc__)
    parser.add_argument("--text", type=Path, nargs="+", required=True, help="UTF-8 text to print, plain or .xz")
    parser.add_argument("--out", type=Path, required=True, help="folder for eng.jsonl.xz and vie.jsonl.xz")
    parser.add_argument("--engine", choices=tuple(ENGINES), default="both", help="Tesseract's language")
    parser.add_argument("--pages", type=int, default=100, help="how many pages to print")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other pages")
    parser.add_argument("--fonts", type=Path, nargs="*", default=list(FONTS), help="where to look for fonts")
    options = parser.parse_args()
    faces = find_faces([folder for folder in options.fonts if folder.is_dir()])
    missing = [what for what, there in (("Tesseract", shutil.which("tesseract")), ("fonts", faces)) if not there]
    if missing:
        print(f"Not found: {', '.join(missing)}. To install them:\n{INSTALL}", file=sys.stderr)
        return 2
    try:
        for language in ENGINES[options.engine]:
            _make(options, faces, language)
    except subprocess.CalledProcessError as error:
        print(f"Tesseract failed: {error.stderr.decode(errors='replace').strip()}\n{INSTALL}", file=sys.stderr)
        return 1
    return 0


def _make(options: argparse.Namespace, faces: list[Path], language: str) -> None:
    """All pages of one language, each kept as it is made, so that an interrupted run is gone on with."""
    parts = options.out / f"{language}-{options.seed}"
    parts.mkdir(parents=True, exist_ok=True)
    missed = total = 0
    for number, sheet, chance in _sheets(options, faces):
        part = parts / f"{number:06d}.jsonl"
        if not part.exists():
            rows = _read(sheet, chance, language, f"noise-{options.seed}-{number}")
            draft = part.with_suffix(".part")
            draft.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
            draft.replace(part)
        done = part.read_text(encoding="utf-8").splitlines()
        total += len(sheet.lines)
        missed += len(sheet.lines) - len(done)
        if number % 10 == 0:
            print(f"{language}: {number + 1} pages, {total} lines, {missed} not seen by the engine", flush=True)
    with lzma.open(options.out / f"{language}.jsonl.xz", "wt", encoding="utf-8") as packed:
        for part in sorted(options.out.glob(f"{language}-*/*.jsonl")):
            packed.write(part.read_text(encoding="utf-8"))
    print(f"{language}: {total} lines in {options.out / f'{language}.jsonl.xz'}, {missed} not seen by the engine")


def _sheets(options: argparse.Namespace, faces: list[Path]) -> Iterator[tuple[int, Sheet, random.Random]]:
    """The pages in order, each with its own chance, so that any page can be made again alone."""
    paragraphs = _paragraphs(options.text, random.Random(options.seed))
    for number in range(options.pages):
        chance = random.Random(f"{options.seed}-{number}")
        sheet = lay_out(paragraphs, faces, chance)
        if sheet is None:
            return
        yield number, sheet, chance


def _paragraphs(files: list[Path], chance: random.Random) -> Iterator[str]:
    """Runs of eight paragraphs in a row, taken here and there from all files."""
    lines = []
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as stream:
            lines += [unicodedata.normalize("NFC", line.strip()) for line in stream if line.strip()]
    starts = list(range(0, len(lines), 8))
    chance.shuffle(starts)
    for start in starts:
        yield from lines[start : start + 8]


def _read(sheet: Sheet, chance: random.Random, language: str, page: str) -> Iterator[dict[str, object]]:
    image, how = spoil(draw(sheet), sheet.dpi, chance)
    for read, printed in lay_beside(read_page(image, sheet.dpi, language), sheet.lines):
        if read:
            yield {
                "ocr": read,
                "truth": printed,
                "font": sheet.face.stem,
                "dpi": sheet.dpi,
                "degrade": how,
                "page": page,
            }


if __name__ == "__main__":
    sys.exit(main())
