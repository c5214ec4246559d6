"""Texts as arrays of word ids: read once, counted many times."""

from __future__ import annotations

import lzma
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.tokens import TOKEN

REGISTERS = ("legal", "legal_qa", "news", "general")
NEWLINE = 0  # id of the end of a line


@dataclass(frozen=True)
class Corpus:
    """Every token of each register as an id into ``forms``; lines are parted by ``NEWLINE``."""

    forms: tuple[str, ...]
    registers: dict[str, NDArray[np.int32]]


def read_lines(path: Path) -> Iterator[str]:
    """The lines of an xz-packed text that are not blank, in NFC."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if stripped := line.strip():
                yield stripped if stripped.isascii() else unicodedata.normalize("NFC", stripped)


def read_corpus(folder: Path, more: dict[str, list[str]]) -> Corpus:
    """Read all registers of ``folder``, and the lines of ``more`` as registers of their own."""
    ids: dict[str, int] = {"\n": NEWLINE}
    registers = {}
    for register in REGISTERS:
        path = folder / f"{register}.txt.xz"
        if path.is_file():
            registers[register] = _ids(read_lines(path), ids)
    registers |= {register: _ids(lines, ids) for register, lines in more.items()}
    return Corpus(tuple(ids), registers)


def _ids(lines: Iterable[str], ids: dict[str, int]) -> NDArray[np.int32]:
    chunks, chunk = [], []
    for line in lines:
        for form in TOKEN.findall(line):
            word_id = ids.get(form)
            if word_id is None:
                word_id = ids[form] = len(ids)
            chunk.append(word_id)
        chunk.append(NEWLINE)
        if len(chunk) > 1_000_000:
            chunks.append(np.array(chunk, dtype=np.int32))
            chunk = []
    chunks.append(np.array(chunk, dtype=np.int32))
    return np.concatenate(chunks)
