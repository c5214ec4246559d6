"""Damage as it happens on the way, and as somebody does it: cut, spliced, overwritten, swollen, misnamed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from random import Random

_EXTREMES = (b"0", b"-1", b"2147483647", b"4294967295", b"-2147483648", b"99999999999999999999", b"1e308", b"NaN")
_MARKS = ("\u202e", "\u0000", "\ufeff", "\ufffe", "\x1b[2J", "\U0001f600", "a\u0323\u0302" * 40, "\u2028", "ﷺ", "\x0b")
_NAMES = ("-rf", "--help", "a\nb", "a\tb", "\x07", "'; rm x;'", "$(x)", "CON", " ", "é" * 60, "%s%n", "a..", "&lt;")
_PACKED = (".docx", ".odt", ".zip", ".xlsx")


def damaged(chance: Random, seeds: Mapping[str, bytes]) -> tuple[str, bytes]:
    """A file made of one seed, or of two: its name and its bytes. The same chance gives the same file."""
    name = chance.choice(sorted(seeds))
    data = seeds[name]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        inside = chance.random() < 0.5
        if inside and name.endswith(_PACKED):
            data = _within_zip(chance, data)
        elif inside and name.endswith(".pdf"):
            data = _within_streams(chance, data)
        else:
            data = chance.choice(_WAYS)(chance, data)
        if chance.random() < 0.1:
            other = seeds[chance.choice(sorted(seeds))]
            data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
    path = PurePath(name)
    suffix = PurePath(chance.choice(sorted(seeds))).suffix if chance.random() < 0.08 else path.suffix
    stem = chance.choice(_NAMES) if chance.random() < 0.08 else path.stem
    return f"{stem}{suffix}", data


def _cut(chance: Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _overwrite(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 60) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _flip(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _drop(chance: Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randint(1, 2000) :]


def _repeat(chance: Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.randint(1, 400)]
    return data[:at] + piece * chance.randint(2, 200) + data[at:]


def _insert(chance: Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    size = chance.randint(1, 5000)
    return data[:at] + chance.choice((bytes(size), chance.randbytes(size), b"\xff" * size)) + data[at:]


def _marks(chance: Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + (chance.choice(_MARKS) * chance.randint(1, 30)).encode() + data[at:]


def _extreme(chance: Random, data: bytes) -> bytes:
    numbers = list(re.finditer(rb"\d+", data[:200_000]))
    if not numbers:
        return data
    found = chance.choice(numbers)
    return data[: found.start()] + chance.choice(_EXTREMES) + data[found.end() :]


_WAYS: tuple[Callable[[Random, bytes], bytes], ...] = (
    _cut, _overwrite, _flip, _drop, _repeat, _insert, _marks, _extreme,
)  # fmt: skip


def _within_zip(chance: Random, data: bytes) -> bytes:
    """Damage to one member, packed again so that the reader gets as far as what is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, OSError, EOFError):
        return _cut(chance, data)
    hit = chance.choice(sorted(members)) if members else ""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            if name == hit and chance.random() < 0.1:
                continue
            archive.writestr(zipfile.ZipInfo(name), chance.choice(_WAYS)(chance, member) if name == hit else member)
    return made.getvalue()


def _within_streams(chance: Random, data: bytes) -> bytes:
    """Damage to what a packed stream of a PDF holds."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S))
    if not streams:
        return _overwrite(chance, data)
    found = chance.choice(streams)
    try:
        unpacked = zlib.decompress(found[1])
    except zlib.error:
        return _extreme(chance, data)
    return data[: found.start(1)] + zlib.compress(chance.choice(_WAYS)(chance, unpacked)) + data[found.end(1) :]
