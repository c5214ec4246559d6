"""The two consoles: results go to standard output, everything about the way there to standard error."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from contextvars import ContextVar

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from pipeline.visible import on_screen

_hushed = ContextVar("hushed", default=False)
_WIDE = 200  # where output goes to a file or a pipe, nothing is cut to the width of a terminal


def speak_utf8() -> None:
    """Make both outputs UTF-8: a Windows console or pipe is not so by itself, and Vietnamese would stop the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def hush(hushed: bool = True) -> None:
    """From now on :func:`out` prints nothing: somebody asked for quiet, or a program reads standard output."""
    _hushed.set(hushed)


def out() -> Console:
    """The console for results."""
    return _console(stderr=False)


def err() -> Console:
    """The console for progress and trouble."""
    return _console(stderr=True)


class _Console(Console):
    """A console on which no name and no text can move the cursor, colour what follows or turn the writing round."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As rich renders it, with what would act spelled out; what rich itself means to act is apart from text."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=on_screen(segment.text))


def _console(*, stderr: bool) -> Console:
    quiet = _hushed.get() and not stderr
    console = _Console(stderr=stderr, highlight=False, emoji=False, soft_wrap=False, quiet=quiet)
    if not console.is_terminal:
        console.width = _WIDE
    return console
