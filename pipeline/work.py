"""What a worker process does: one file in, rows out. It writes nothing; whatever happens comes back as a value."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import signal
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import sleep
from typing import IO, TYPE_CHECKING

from pipeline.corrections.reading import UNDECIDED, Decided
from pipeline.errors import UnreadableFileError
from pipeline.guard import too_much
from pipeline.limits import Limits
from pipeline.load.models import Outcome
from pipeline.load.stored import StoredDocument, rows_of_refusal, storable
from pipeline.read import Fetched, fetch, hold, parse
from pipeline.runs.laps import Laps, Times
from pipeline.runs.traces import trace_of
from schemas.document import RawDocument, SourceFile

if TYPE_CHECKING:
    from pipeline.run import Reading

_LIMITS = Limits()
_WAITS = (0.1, 0.3, 1.0)  # seconds after which a file that has changed is read again


@dataclass(frozen=True)
class Task:
    """A file to read: where it is, what it is called, what it was when it was seen (None where it could not be
    read); of a member of a container also the container's path, the member's in it, and the way to it.
    """

    path: str
    name: str
    source: SourceFile | None
    opens: bool = False  # it may be a container
    container: str | None = None
    member: str | None = None
    at: tuple[int, ...] = ()
    unread: str = ""  # by what it is known where its bytes could not be read, if not by its path


@dataclass(frozen=True)
class Done:
    """What came of a task; the traceback where a defect of ours stood in the way; how long each stage took."""

    task: Task
    document: StoredDocument
    traceback: str | None = None
    times: Times = field(default=(), compare=False)


def do(  # noqa: PLR0917
    task: Task,
    version: str,
    seconds: int = 0,
    limits: Limits = _LIMITS,
    megabytes: int = 0,
    decided: Decided = UNDECIDED,
) -> Done:
    """Read one file, following what people ``decided``; after ``seconds`` (0: never) the process gives up, and dies."""
    lap = Laps()
    try:
        from pipeline.load.rows import rows_of  # noqa: PLC0415  (all extractors come with it: for workers alone)

        with at_most(seconds):
            done = Done(task, lap("rows", rows_of(reading_of(task, limits, lap, decided), version)))
    except UnreadableFileError as error:
        done = rejected(task, version, error)
    except MemoryError:
        done = rejected(task, version, too_much(task.name, megabytes))
    except Exception as error:
        done = failed(task, version, one_line(error), trace_of(error))
    return replace(done, times=lap.times)


def reading_of(task: Task, limits: Limits = _LIMITS, lap: Laps | None = None, decided: Decided = UNDECIDED) -> Reading:
    """Take the file of a task, or the member of a container, through all stages.

    Raises:
        UnreadableFileError: it cannot be read as a document.
    """
    from pipeline.run import understand  # noqa: PLC0415  (all extractors come with it)

    lap, own = lap or Laps(), decided.at(storable(task.path))
    raw = _member(task, limits) if task.at else parse(_steady(task, limits), limits)
    return understand(lap("read", raw), lap, own)


def rejected(task: Task, version: str, error: UnreadableFileError) -> Done:
    """A file that is no document or cannot be read, as the outcome of a task."""
    outcome = Outcome(
        status="rejected", reason_code=error.code, reason=error.message, reason_en=error.message_en, version=version
    )
    return Done(task, rows_of_refusal(task.source, task.name, unread_path(task), outcome))


def unread_path(task: Task) -> str:
    """By what a document is known whose bytes could not be read."""
    return task.unread or task.path


def _steady(task: Task, limits: Limits) -> Fetched:
    """The bytes of a file that stays as it is: as it was when it was seen, or the same twice in a row.

    Raises:
        UnreadableFileError: ``file_changing``: somebody is writing it; and what :func:`pipeline.read.fetch` says.
    """
    before = task.source.sha256 if task.source else None
    for wait in _WAITS:
        fetched = fetch(Path(task.path), max_bytes=limits.file_megabytes << 20)
        if before in (None, fetched.source.sha256):
            return fetched
        before = fetched.source.sha256
        sleep(wait)
    raise UnreadableFileError(
        "file_changing",
        f"Tệp “{task.name}” đang bị thay đổi trong lúc đọc. Hãy đợi sao chép hoặc lưu xong rồi nạp lại.",
        f"The file “{task.name}” changes while it is read. Wait until it is copied or saved, and ingest it again.",
    )


def _member(task: Task, limits: Limits) -> RawDocument:
    """Read a member of a container; what is hashed here is what was listed."""
    from pipeline.read.container import changed, member_bytes  # noqa: PLC0415

    assert task.container is not None
    name = unicodedata.normalize("NFC", Path(task.container).name)
    try:
        fetched = hold(task.name, task.path, member_bytes(Path(task.container), name, task.at, limits))
    except OSError:
        raise changed(name) from None
    if task.source is None or fetched.source.sha256 != task.source.sha256:
        raise changed(name)
    return parse(fetched, limits)


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
    return Done(task, rows_of_refusal(task.source, task.name, unread_path(task), outcome), told)


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
