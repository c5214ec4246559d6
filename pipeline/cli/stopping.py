"""Ctrl-C: the first asks the batch to stop with all that was finished kept, the second stops at once."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console

from pipeline.language import choose


@contextmanager
def stopping(console: Console) -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether to stop; from the moment it does, interruption is no exception that hits
    anywhere.
    """
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        console.print(
            choose(
                "Đang dừng, giữ lại những gì đã xong… (Ctrl-C lần nữa để thoát ngay)",
                "Stopping, what was finished is kept… (Ctrl-C again to leave at once)",
            )
        )

    before = {}
    with contextlib.suppress(ValueError):  # in a thread that is not the main one there is nothing to catch
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                number = getattr(signal, name)
                before[number] = signal.signal(number, ask)
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
