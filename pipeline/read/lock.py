"""A lock that holds between processes: one of them at a time, over all workers of all runs."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def held(path: Path, seconds: float) -> Iterator[bool]:
    """Hold the lock file ``path`` for the block; yields False where it was not to be had within ``seconds``.

    The system lets the lock go when the process dies, whatever it dies of.
    """
    with path.open("a+b") as stream:
        until = time.monotonic() + seconds
        taken = _take(stream)
        while not taken and time.monotonic() < until:
            time.sleep(0.05)
            taken = _take(stream)
        yield taken
        # Closing the file lets go of the lock.


def _take(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            stream.seek(0, os.SEEK_SET)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
