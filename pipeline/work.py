"""What a worker process does: one file in, rows out. It writes nothing; whatever happens comes back as a value."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

from pipeline.errors import UnreadableFileError
from pipeline.load.models import Outcome
from pipeline.load.stored import StoredDocument, rows_of_refusal
from schemas.document import SourceFile


@dataclass(frozen=True)
class Task:
    """A file to read: where it is, what it is called, what it was when it was seen (None where it could not be
    read).
    """

    path: str
    name: str
    source: SourceFile | None


@dataclass(frozen=True)
class Done:
    """What came of a task; the traceback where a defect of ours stood in the way."""

    task: Task
    document: StoredDocument
    traceback: str | None = None


def do(task: Task, version: str, seconds: int = 0) -> Done:
    """Read one file; after ``seconds`` (0: never) the process gives up, and dies."""
    try:
        from pipeline.load.rows import rows_of  # noqa: PLC0415  (all extractors come with these: for workers alone)
        from pipeline.run import run  # noqa: PLC0415

        with at_most(seconds):
            return Done(task, rows_of(run(Path(task.path)), version))
    except UnreadableFileError as error:
        outcome = Outcome(
            status="rejected", reason_code=error.code, reason=error.message, reason_en=error.message_en, version=version
        )
        return Done(task, rows_of_refusal(task.source, task.name, task.path, outcome))
    except Exception as error:
        return failed(task, version, one_line(error), traceback.format_exc())


@contextlib.contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """End this process, whatever it is at, if the block takes longer; 0 is for ever.

    A loop in C code hears no signal and no exception, so nothing less would do, on any system.
    """
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        if seconds:
            faulthandler.cancel_dump_traceback_later()


@cache
def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w", encoding="utf-8")  # a traceback on the screen helps nobody who uses this


def one_line(error: Exception) -> str:
    """What an error says, in a line."""
    said = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {said}"[:200]


def failed(task: Task, version: str, what: str, told: str) -> Done:
    """A defect of ours, as the outcome of a task."""
    reason = f"Lỗi của chương trình, không phải của tệp ({what}). Hãy gửi tệp thidua.log cho người phát triển."
    reason_en = f"A defect of thidua, not of the file ({what}). Send the file thidua.log to the developers."
    outcome = Outcome(status="failed", reason_code="defect", reason=reason, reason_en=reason_en, version=version)
    return Done(task, rows_of_refusal(task.source, task.name, task.path, outcome), told)


def prepare() -> None:
    """Make a worker out of a fresh process: Ctrl-C is for the parent, and who has lost the parent goes too."""
    logging.disable(logging.CRITICAL)  # libraries that grumble about a PDF would write over the progress bar
    warnings.simplefilter("ignore")
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _leave_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
