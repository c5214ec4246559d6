"""Reading the logs of runs, also a mailed one: whatever it holds is material of strangers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.runs.lines import FORMAT, Line, folder_of
from pipeline.runs.record import numbered

_LONGEST = 100_000  # bytes of a line; a longer one is none of ours


@dataclass(frozen=True)
class Story:
    """What the log of a run tells. ``broken`` lines could not be read: the end of a run that was killed, or damage."""

    path: Path
    first: Line
    lines: tuple[Line, ...] = field(repr=False, default=())
    broken: int = 0

    @cached_property
    def documents(self) -> tuple[Line, ...]:
        """A line a document."""
        return tuple(line for line in self.lines if line.event == "document")

    @cached_property
    def end(self) -> Line | None:
        """The last line; None of a run that was killed, or that still goes on."""
        return next((line for line in reversed(self.lines) if line.event == "end"), None)

    @property
    def outcome(self) -> str:
        """done, interrupted, error; ``open`` where the log has no end."""
        return (self.end.outcome if self.end else None) or "open"

    @property
    def seconds(self) -> float:
        """How long it took, as far as the log goes."""
        return max((line.at for line in self.lines), default=0.0)

    def count(self, *statuses: str) -> int:
        """How many documents ended so."""
        return sum(line.outcome in statuses for line in self.documents)


def stories(database: Path) -> list[Story]:
    """The runs of a database, the last one first."""
    folder = folder_of(database)
    logs = numbered(folder) if folder.is_dir() else {}
    return [read_story(logs[number]) for number in sorted(logs, reverse=True)]


def story_of(database: Path, wanted: str) -> Story:
    """The run that is meant: a file, a number as :func:`stories` lists it, or the beginning of an id.

    Raises:
        UsageError: there is none, or the file is no log of a run.
    """
    file = Path(wanted)
    if file.is_file():
        return read_story(file)
    logs = numbered(folder_of(database)) if folder_of(database).is_dir() else {}
    found = [
        path
        for number, path in logs.items()
        if wanted == str(number) or (len(wanted) > 3 and path.stem.partition("-")[2].startswith(wanted))
    ]
    if len(found) != 1:
        raise UsageError(
            "no_such_run",
            f"Không có lần chạy “{wanted}” của “{database}”. Xem các lần chạy còn nhật ký: thidua runs --db {database}",
            f"There is no run “{wanted}” of “{database}”. See the runs with a log: thidua runs --db {database}",
        )
    return read_story(found[0])


def read_story(path: Path) -> Story:
    """Read a log.

    Raises:
        UsageError: it cannot be read, or is none, or of a later format.
    """
    try:
        with path.open("rb") as stream:
            parsed = [_line(line) for line in iter(lambda: stream.readline(_LONGEST), b"")]
    except OSError as error:
        raise UsageError(
            "run_log_unreadable",
            f"Không đọc được nhật ký “{path}” ({error.strerror}). Hãy kiểm tra quyền đọc tệp.",
            f"The log “{path}” cannot be read ({error.strerror}). Check that it may be read.",
        ) from error
    lines = tuple(line for line in parsed if line is not None)
    if not lines or lines[0].event != "begin" or (lines[0].format or 0) > FORMAT:
        raise UsageError(
            "run_log_foreign",
            f"“{path}” không phải nhật ký của thidua, hoặc do phiên bản mới hơn ghi. Nhật ký nằm trong thư mục "
            "“<tên cơ sở dữ liệu>.runs”, đuôi .jsonl.",
            f"“{path}” is no log of thidua, or of a later version. Logs lie in the folder “<database>.runs” and end "
            "in .jsonl.",
        )
    return Story(path, lines[0], lines, broken=len(parsed) - len(lines))


def _line(data: bytes) -> Line | None:
    try:
        return Line.model_validate_json(data)
    except ValidationError:
        return None


@dataclass(frozen=True)
class StageTime:
    """What a stage took over all documents."""

    stage: str
    documents: int
    seconds: float
    median: float
    slowest: float
    slowest_name: str


def stage_times(story: Story) -> list[StageTime]:
    """What each stage took, the longest first."""
    taken: dict[str, list[tuple[float, str]]] = {}
    for line in story.documents:
        for stage, seconds in line.stages.items():
            taken.setdefault(stage, []).append((seconds, line.name or ""))
    told = [_stage_time(stage, sorted(times)) for stage, times in taken.items()]
    return sorted(told, key=lambda one: (-one.seconds, one.stage))


def _stage_time(stage: str, times: list[tuple[float, str]]) -> StageTime:
    slowest, name = times[-1]
    return StageTime(stage, len(times), sum(t for t, _ in times), times[len(times) // 2][0], slowest, name)


@dataclass(frozen=True)
class Failure:
    """A document that was not wholly read; in how many of the runs that are still logged it ended so."""

    name: str
    document: str
    status: str
    code: str
    stage: str
    times: int


def failures(story: Story, others: list[Story]) -> list[Failure]:
    """The documents that went wrong, by code and name."""
    often: dict[tuple[str | None, str | None], int] = {}
    for one in {other.first.run: other for other in (*others, story)}.values():
        for line in _failed(one):
            often[line.document, line.code] = often.get((line.document, line.code), 0) + 1
    found = [
        Failure(
            line.name or "",
            line.document or "",
            line.outcome or "",
            line.code or "",
            line.stage or "",
            often[line.document, line.code],
        )
        for line in _failed(story)
    ]
    return sorted(found, key=lambda one: (one.status, one.code, one.name))


def _failed(story: Story) -> Iterator[Line]:
    return (line for line in story.documents if line.outcome in {"rejected", "failed", "partial"})
