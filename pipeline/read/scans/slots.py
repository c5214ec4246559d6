"""How many engines may run at once, over all workers of a run: as many as there are cores for them."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from pipeline.read.lock import held
from pipeline.read.scans.chosen import settings

_AGAIN = 0.05  # seconds until the slots are looked at again


def slots() -> int:
    """How many engines may run at once: as many as documents are read at once."""
    return max(1, settings().workers)


@contextlib.contextmanager
def slot(place: Path | None = None) -> Iterator[None]:
    """Wait for one of the slots, and hold it for the block.

    A slot is a locked file, so that workers that read text leave theirs to the one that reads a long scan.
    """
    place = place or Path(tempfile.gettempdir()) / f"thidua-ocr-{os.getuid() if hasattr(os, 'getuid') else 'slots'}"
    count = slots()
    with ExitStack() as stack:
        try:
            place.mkdir(mode=0o700, exist_ok=True)
        except OSError:  # no place to agree on: each looks to himself
            yield
            return
        while not any(_taken(stack, place / str(number)) for number in range(count)):
            time.sleep(_AGAIN)
        yield


def _taken(stack: ExitStack, path: Path) -> bool:
    with ExitStack() as trial:
        try:
            if not trial.enter_context(held(path, 0)):
                return False
        except OSError:
            return True  # a file that cannot be opened never could: better read than wait for ever
        stack.push(trial.pop_all())
        return True
