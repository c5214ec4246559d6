"""Progress of a batch: a bar with counts and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from pipeline.cli.words import status_word
from pipeline.language import choose
from pipeline.load.stored import StoredDocument
from pipeline.load.trouble import Notice


class _Watcher:
    """What both ways of watching share: tracebacks go to the log."""

    def __init__(self, console: Console, log: Path) -> None:
        self.console = console
        self.log: Path | None = None
        self._log = log
        self._total = self._finished = 0

    def begin(self, total: int, unchanged: int) -> None:
        """Say how much there is to do."""
        self._total = total
        if unchanged:
            self.console.print(
                choose(f"{unchanged} tệp không đổi, bỏ qua.", f"{unchanged} files have not changed and are skipped.")
            )

    def done(self, document: StoredDocument) -> None:
        """A document is stored."""
        self._finished += 1

    def defect(self, name: str, traceback: str) -> None:
        """Keep the traceback for the developers."""
        from pipeline.cli.log import note  # noqa: PLC0415

        self.log = note(self._log, name, traceback)

    def notice(self, notice: Notice) -> None:
        """Say what was mended or kept where."""
        self.console.print(f"[yellow]{escape(str(notice))}[/]", soft_wrap=True)


class _Lines(_Watcher):
    """A plain line a document."""

    def done(self, document: StoredDocument) -> None:
        super().done(document)
        line = f"[{self._finished}/{self._total}] {document.name}: "
        self.console.print(escape(line) + status_word(document.status), soft_wrap=True)


class _Bar(_Watcher):
    """A bar that says how many, how many not, and how long it will take."""

    def __init__(self, console: Console, log: Path) -> None:
        super().__init__(console, log)
        self._trouble = 0
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[trouble]}"),
            TimeElapsedColumn(),
            TextColumn(choose("còn", "left")),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._bar = self.progress.add_task(choose("Đang đọc", "Reading"), total=None, trouble="")

    def begin(self, total: int, unchanged: int) -> None:
        super().begin(total, unchanged)
        self.progress.update(self._bar, total=total)

    def done(self, document: StoredDocument) -> None:
        super().done(document)
        if document.status != "loaded":
            self._trouble += 1
            name = escape(f"{document.name}: ")
            self.console.print(name + status_word(document.status))
        trouble = f"{self._trouble} {choose('có vướng mắc', 'with trouble')}" if self._trouble else ""
        self.progress.update(self._bar, advance=1, trouble=trouble)


@contextmanager
def watching(console: Console, log: Path, *, quiet: bool = False) -> Iterator[_Watcher]:
    """A watcher that suits the console; a quiet one has no plain lines."""
    if not console.is_terminal:
        yield _Watcher(console, log) if quiet else _Lines(console, log)
        return
    bar = _Bar(console, log)
    with bar.progress:
        yield bar
