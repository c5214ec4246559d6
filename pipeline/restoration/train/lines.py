"""Lines that an OCR engine read, beside what was printed; which of them are kept apart for measuring."""

from __future__ import annotations

import json
import lzma
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

Split = Literal["train", "dev", "test"]


class ReadLine(NamedTuple):
    """One line: as read, as printed, and the page that it stood on."""

    read: str
    printed: str
    page: str


def split_of(page: str) -> Split:
    """Which part a page belongs to: one page in twenty is for tuning, another one for the figures.

    >>> split_of("11-0")
    'train'
    """
    rest = zlib.crc32(page.encode()) % 20
    return "dev" if rest == 0 else "test" if rest == 1 else "train"


def read_lines(path: Path) -> Iterator[ReadLine]:
    """The lines of ``path`` (xz-packed JSON lines), in NFC."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for raw in stream:
            record = json.loads(raw)
            yield ReadLine(
                unicodedata.normalize("NFC", record["ocr"]),
                unicodedata.normalize("NFC", record["truth"]),
                record["page"],
            )
