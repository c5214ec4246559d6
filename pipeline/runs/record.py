"""Writing the log of a run, a line at a time."""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import BinaryIO

import duckdb
import psutil

from pipeline.errors import ExitCode, ThiduaError
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import TABLES
from pipeline.runs.laps import Times
from pipeline.runs.lines import FORMAT, Line, folder_of
from pipeline.runs.traces import asked_for_text

_MOST_MB = 512  # all logs of a database together; the oldest go first
_KILLED = {"document_timeout", "document_memory", "document_crash"}
_NUMBERED = re.compile(r"(\d{6,})-[0-9a-f]+\.jsonl")
_NAMES = TABLES["documents"].names
_SIZE, _TYPE, _CODE, _REASON = map(_NAMES.index, ("source_size", "source_media_type", "reason_code", "reason"))


class RunLog:
    """The log of one run: ``<database>.runs/000012-<run id>.jsonl``.

    Nothing is written before :meth:`open`, so that a database that is refused leaves nothing beside it, unless runs of
    this database have been logged before. A log that cannot be written is given up (:attr:`lost`), the run is not.
    """

    def __init__(self, database: Path, version: str, *, keep: int, settings: dict[str, int] | None = None) -> None:
        self.lost = False
        self.run_id = uuid.uuid4().hex[:12]
        self._database, self._run, self._keep = database, self.run_id, keep
        self._begun = monotonic()
        self._stream: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._number = 0
        self._ended = keep == 0
        self._first = {
            "started_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "version": version,
            "machine": _machine(),
            "settings": settings or {},
            "format": FORMAT,
        }

    def open(self) -> None:
        """Begin the file, and take away those that are too old."""
        if self._stream or self._ended:
            return
        with self._given_up():
            folder = folder_of(self._database)
            folder.mkdir(exist_ok=True)
            there = numbered(folder)
            self._number = max(there, default=0) + 1
            while self._stream is None:
                with contextlib.suppress(FileExistsError):  # another run begins at this moment
                    self._stream = (folder / f"{self._number:06}-{self._run}.jsonl").open("xb", buffering=0)
                    break
                self._number += 1
            self._put(Line(run=self._run, event="begin", number=self._number, **self._first))
            for line in self._waiting:
                self._stream.write(line)
            self._waiting.clear()
            _make_room(there, self._keep - 1)

    def document(self, document: StoredDocument, times: Times = ()) -> None:
        """A document was read and stored."""
        (row, *_) = document.rows["documents"]
        stages: dict[str, float] = {}
        for stage, seconds in times:  # one that was gone through twice counts as a whole
            stages[stage] = round(stages.get(stage, 0.0) + seconds, 4)
        self._put(
            Line(
                run=self._run,
                at=self._at,
                event="document",
                document=document.doc_id,
                name=document.name,
                media_type=row[_TYPE],
                size=row[_SIZE],
                stage=_stopped_in(document.status, row[_CODE], stages),
                seconds=round(sum(stages.values()), 4) if stages else None,
                stages=stages,
                outcome=document.status,
                code=row[_CODE],
                detail=row[_REASON] if row[_REASON] and asked_for_text() else None,
            )
        )

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Something that is done for the whole batch; what is raised within is told and goes on."""
        begun = monotonic()
        try:
            yield
        except BaseException as error:
            self._put(self._stage(name, begun, "error", code_of(error)))
            raise
        self._put(self._stage(name, begun, "ok", None))

    def trouble(self, code: str, *, detail: str | None = None, name: str | None = None) -> None:
        """Something went wrong, and the run goes on."""
        self._put(Line(run=self._run, at=self._at, event="trouble", name=name, code=code, detail=detail))

    def end(self, outcome: str, *, counts: dict[str, int], exit_code: int, code: str | None = None) -> None:
        """The last line; a run that cannot even open its database is told where others have been logged."""
        if self._ended:
            return
        if self._stream is None and outcome == "error" and folder_of(self._database).is_dir():
            self.open()
        self._put(
            Line(
                run=self._run,
                at=self._at,
                event="end",
                outcome=outcome,
                counts=counts,
                exit_code=int(exit_code),
                code=code,
                seconds=self._at,
            )
        )
        self._ended = True
        if self._stream:
            with contextlib.suppress(OSError):
                self._stream.close()
            self._stream = None

    @property
    def _at(self) -> float:
        return round(monotonic() - self._begun, 3)

    def _stage(self, name: str, begun: float, outcome: str, code: str | None) -> Line:
        seconds = round(monotonic() - begun, 4)
        return Line(run=self._run, at=self._at, event="stage", stage=name, seconds=seconds, outcome=outcome, code=code)

    def _put(self, line: Line) -> None:
        if self._ended or self.lost:
            return
        if self._stream is None:
            self._waiting.append(line.dumped())
            return
        with self._given_up():
            self._stream.write(line.dumped())

    @contextmanager
    def _given_up(self) -> Iterator[None]:
        try:
            yield
        except OSError:  # a full disk, a folder that may only be read: the run has to tell of it, not the log
            self.lost = True


def unrecorded() -> RunLog:
    """Of a run that nobody wants to know about: it has an id, and nothing is written."""
    return RunLog(Path(), "", keep=0)


@contextmanager
def recorded(database: Path, version: str, *, keep: int, settings: dict[str, int]) -> Iterator[RunLog]:
    """A run whose log ends with what stopped it, whatever that is; one that ends well has to say so itself."""
    log = RunLog(database, version, keep=keep, settings=settings)
    try:
        yield log
    except KeyboardInterrupt:
        log.end("interrupted", counts={}, exit_code=ExitCode.INTERRUPTED)
        raise
    except BaseException as error:
        exit_code = error.exit_code if isinstance(error, ThiduaError) else ExitCode.DEFECT
        log.end("error", counts={}, exit_code=exit_code, code=code_of(error))
        raise


def code_of(error: BaseException) -> str:
    """The code of an error, or its kind where it is none of ours."""
    return error.code if isinstance(error, ThiduaError) else type(error).__name__


def _stopped_in(status: str, code: str | None, stages: dict[str, float]) -> str | None:
    """The stage in which a document stopped: the one that was never ended; not known where its worker was killed."""
    if status in {"loaded", "partial"} or code in _KILLED:
        return None
    return next((stage for stage in STAGES if stage not in stages), None)


STAGES = ("read", "repair", "restore", "outline", "extract", "link", "check", "rows")
"""The stages of a document whose time is taken, in their order."""


def numbered(folder: Path) -> dict[int, Path]:
    """The logs in a folder, by their numbers."""
    found = ((_NUMBERED.fullmatch(file.name), file) for file in folder.iterdir())
    return {int(match[1]): file for match, file in found if match}


def _make_room(logs: dict[int, Path], keep: int) -> None:
    """Take away the oldest logs, by number: clocks may jump."""
    taken = 0
    for at, number in enumerate(sorted(logs, reverse=True), start=1):
        with contextlib.suppress(OSError):
            taken += logs[number].stat().st_size
            if at > keep or taken > _MOST_MB << 20:
                logs[number].unlink()


def _machine() -> dict[str, str | int]:
    return {
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "cores": os.cpu_count() or 0,
        "memory_mb": psutil.virtual_memory().total >> 20,
    }
