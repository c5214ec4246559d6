"""The log of our own defects, for the developers; what users need stands on the screen."""

from __future__ import annotations

import datetime
from pathlib import Path

from pipeline.visible import on_one_line


def note(log: Path, what: str, told: str) -> Path:
    """Add a traceback to the log; returns where it went. Whatever a name holds, it stays on its line."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8", errors="replace") as stream:
        stream.write(f"== {now} {on_one_line(what)}\n{told}\n")
    return log
