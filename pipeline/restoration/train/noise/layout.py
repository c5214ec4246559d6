"""Text as lines of a page, in a face and at a size, each with the box in which it is drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FACES = ("Liberation", "Tinos", "Arimo", "Cousine", "FreeSerif", "FreeSans")  # faces that hold Vietnamese
WIDTH, HEIGHT, MARGIN = 8.27, 11.69, (1.2, 0.8)  # inches: A4; its left and right margins
TOP, LEADING = 0.9, (1.15, 1.5)  # inches to the first line; line distance in heights of the face
SIZES, DPI = (12, 13, 13, 14, 14), (150, 200, 200, 300)
LOWEST, HIGHEST = 20, 160  # letters of a paragraph that is worth a line, and of a heading


class Box(NamedTuple):
    """Where a line is drawn, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


class PrintedLine(NamedTuple):
    """A line of a page."""

    text: str
    box: Box


@dataclass(frozen=True)
class Sheet:
    """A page that is to be drawn."""

    lines: tuple[PrintedLine, ...]
    face: Path
    points: int
    dpi: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(WIDTH * self.dpi), int(HEIGHT * self.dpi)

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The face at its size."""
        return ImageFont.truetype(str(self.face), self.points * self.dpi // 72)


def find_faces(folders: list[Path]) -> list[Path]:
    """Font files that hold Vietnamese, in a fixed order."""
    found = {file.name: file for folder in folders for file in sorted(folder.rglob("*.[to]tf"))}
    return [found[name] for name in sorted(found) if name.startswith(FACES) and "Mono" not in name]


def lay_out(paragraphs: Iterator[str], faces: list[Path], chance: random.Random) -> Sheet | None:
    """The next page of ``paragraphs``; None when they are used up."""
    sheet = Sheet((), chance.choice(faces), chance.choice(SIZES), chance.choice(DPI))
    font, (width, height) = sheet.font, sheet.size
    left, right = (int(margin * sheet.dpi) for margin in MARGIN)
    step = int(sum(font.getmetrics()) * chance.uniform(*LEADING))
    y, lines = int(TOP * sheet.dpi), list[PrintedLine]()
    while y + step < height - left:
        paragraph = next(paragraphs, None)
        if paragraph is None:
            break
        if len(paragraph) < LOWEST:
            continue
        if len(paragraph) < HIGHEST and chance.random() < 0.15:
            paragraph = paragraph.upper()
        for text in _wrapped(paragraph, font, width - left - right):
            if y + step >= height - left:
                break
            lines.append(PrintedLine(text, Box(left, y, left + int(font.getlength(text)), y + sum(font.getmetrics()))))
            y += step
    return Sheet(tuple(lines), sheet.face, sheet.points, sheet.dpi) if lines else None


def _wrapped(paragraph: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line
