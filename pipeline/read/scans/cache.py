"""What was read off a picture, kept by what the picture holds: the second run of the same scan starts no engine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zlib
from functools import cache
from pathlib import Path

from pipeline.read.scans.chosen import settings

_EVERY = 200  # pages written between two looks at the size


def key_of(engine: str, pixels: bytes, *shape: int | str) -> str:
    """The name under which a picture is kept."""
    told = hashlib.sha256(f"{engine}|{shape}|".encode())
    told.update(pixels)
    return told.hexdigest()


def load(key: str) -> bytes | None:
    """What was kept under a key; None where nothing is, or nothing whole."""
    path = _path(key)
    try:
        kept = zlib.decompress(path.read_bytes())
    except (OSError, zlib.error):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # what is used stays
    return kept


def keep(key: str, value: bytes) -> None:
    """Keep a value; a disk that is full or closed is no reason to stop."""
    most = settings().ocr_cache_mb
    if not most:
        return
    path = _path(key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as draft:
            draft.write(zlib.compress(value))
        Path(draft.name).replace(path)
        counted = _written()
        if counted[0] % _EVERY == 0:
            tidy(path.parents[1], most * 1_000_000)
        counted[0] += 1


def tidy(place: Path, most: int) -> None:
    """Take away what was not used for longest until at most so many bytes are left."""
    files = []
    for path in place.glob("*/*"):
        with contextlib.suppress(OSError):
            told = path.stat()
            files.append((told.st_mtime, told.st_size, path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= most:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            total -= size


def _path(key: str) -> Path:
    return settings().cache / "ocr" / key[:2] / key[2:]


@cache
def _written() -> list[int]:
    return [0]
