"""What Tesseract reads on a page, laid beside what was printed there: by place, never by likeness."""

from __future__ import annotations

import io
import os
import subprocess
from bisect import bisect_left
from typing import NamedTuple

from PIL import Image

from pipeline.restoration.train.noise.layout import PrintedLine


class ReadWord(NamedTuple):
    """A word as the engine read it, its left edge and the height of its middle, in pixels."""

    text: str
    left: int
    middle: float


class Beside(NamedTuple):
    """A printed line and what was read there; nothing where the engine saw none."""

    read: str
    printed: str


def read_page(page: Image.Image, dpi: int, language: str) -> list[ReadWord]:
    """The words of a page.

    Raises:
        FileNotFoundError: Tesseract is not installed.
        subprocess.CalledProcessError: it failed; the language may be missing.
    """
    packed = io.BytesIO()
    page.save(packed, "PNG", dpi=(dpi, dpi))
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", "6", "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=packed.getvalue(), capture_output=True, check=True, env=environment)
    return parse_tsv(done.stdout.decode("utf-8"))


def parse_tsv(table: str) -> list[ReadWord]:
    r"""The words of Tesseract's table: level 5, columns left, top, width, height, text.

    >>> parse_tsv("level\n5\t1\t1\t1\t1\t1\t40\t100\t60\t20\t91.2\tbéo\n")
    [ReadWord(text='béo', left=40, middle=110.0)]
    """
    words = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            left, top, _, height = map(int, cells[6:10])
            words.append(ReadWord(cells[11].strip(), left, top + height / 2))
    return words


def lay_beside(words: list[ReadWord], lines: tuple[PrintedLine, ...]) -> list[Beside]:
    """Each printed line with the words whose middle lies nearest to its own, from left to right."""
    middles = [(line.box.top + line.box.bottom) / 2 for line in lines]
    rows: list[list[ReadWord]] = [[] for _ in lines]
    for word in words:
        after = bisect_left(middles, word.middle)
        near = min(
            (place for place in (after - 1, after) if 0 <= place < len(lines)),
            key=lambda p: abs(middles[p] - word.middle),
        )
        if abs(middles[near] - word.middle) < lines[near].box.bottom - lines[near].box.top:
            rows[near].append(word)
    return [
        Beside(" ".join(word.text for word in sorted(row, key=lambda word: word.left)), line.text)
        for row, line in zip(rows, lines, strict=True)
    ]
