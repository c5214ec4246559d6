"""Text that is kept apart for measuring: what stands on the pages kept apart, and blocks of the other registers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import new_style
from pipeline.restoration.tokens import MARKS, NUMBER, START, TOKEN, UNKNOWN
from pipeline.restoration.train.corpus import read_lines

REGISTERS = ("legal_qa", "news", "general")
BLOCK, EVERY = 25, 400  # lines of a block, and one block in so many is kept apart
SHINGLE = 11  # words in a row that mark a line as the same text


def blocks_apart(folder: Path, register: str) -> Iterator[list[str]]:
    """The blocks of lines of a register that are kept apart."""
    lines = read_lines(folder / f"{register}.txt.xz")
    for number, group in groupby(enumerate(lines), key=lambda row: row[0] // BLOCK):
        if number % EVERY == 0:
            yield [line for _, line in group]


def encode(text: str, ids: dict[str, int]) -> list[int]:
    """The ids of a text's tokens."""
    return [
        MARKS[form] if form in MARKS else NUMBER if form[0].isdigit() else ids.get(new_style(form.lower()), UNKNOWN)
        for form in TOKEN.findall(text)
    ]


def without(stream: NDArray[np.uint16], lines: Iterable[str], ids: dict[str, int]) -> NDArray[np.uint16]:
    """The stream without those of its lines that share a shingle with ``lines``."""
    held = np.unique(np.concatenate([_shingles(np.array(encode(line, ids), dtype=np.uint64)) for line in lines]))
    ends = np.flatnonzero(stream == START)
    bad = np.unique(np.searchsorted(ends, np.flatnonzero(np.isin(_shingles(stream.astype(np.uint64)), held))))
    dropped = np.zeros(len(ends) + 1, dtype=bool)
    dropped[bad] = True
    sizes = np.diff(np.concatenate(([0], ends + 1, [len(stream)])))
    kept: NDArray[np.uint16] = stream[~np.repeat(dropped, sizes)]
    return kept


def _shingles(ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    hashed = np.zeros(max(0, len(ids) - SHINGLE + 1), dtype=np.uint64)
    for place in range(SHINGLE):
        hashed = hashed * np.uint64(1000003) + ids[place : place + len(hashed)]
    return hashed
