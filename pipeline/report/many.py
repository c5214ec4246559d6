"""Restore document after document into files; whatever happens to one comes back as a value, and the next is read."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pipeline.errors import ExitCode, ThiduaError
from pipeline.language import choose
from pipeline.mend import mend
from pipeline.read import fetch, parse
from pipeline.read.plain import decode, read_plain
from pipeline.report.folder import claim, write
from pipeline.report.marks import Counts, Mark, marks_of
from pipeline.report.places import INDEX, SIGN, Job, Plan
from pipeline.runs.traces import trace_of
from pipeline.settings import Settings
from schemas.document import RawDocument, RestoredText, SourceFile

Status = Literal["restored", "partial", "rejected", "failed"]


@dataclass(frozen=True)
class Result:
    """What became of one document: its status, what was changed, and the reason where something went wrong.

    ``marks`` and ``restored`` are there if they were asked for; ``traceback`` is that of a defect of ours.
    """

    job: Job
    status: Status
    lines: int = 0
    counts: Counts = field(default_factory=Counts)
    marks: tuple[Mark, ...] = ()
    restored: RestoredText | None = None
    reason: str | None = None
    traceback: str | None = None


def read_input(path: Path | None) -> tuple[RawDocument, bool]:
    """The document (standard input where ``path`` is None), and whether its last line was ended, so that ours is too.

    Raises:
        UnreadableFileError: it cannot be read as a document.
    """
    if path is not None:
        limits = Settings.from_environment().limits
        fetched = fetch(path, max_bytes=limits.file_megabytes << 20)
        ended = not fetched.kind.media_type.startswith("text/") or fetched.data.endswith((b"\n", b"\r"))
        return parse(fetched, limits), ended
    data = sys.stdin.buffer.read()
    name = choose("đầu vào chuẩn", "standard input")
    source = SourceFile(name, "-", "", "text/plain", len(data))
    if not decode(name, data).strip():
        return RawDocument(source, ()), False
    return RawDocument(source, read_plain(name, data)), data.endswith((b"\n", b"\r"))


def losses(restored: RestoredText) -> str | None:
    """What of the document was lost on the way, in the language of the user; None where nothing was."""
    lost = [issue for issue in restored.repaired.raw.issues if issue.severity == "error"]
    return " ".join(choose(issue.message, issue.message_en or issue.message) for issue in lost) or None


def restore_all(plan: Plan, *, keep: bool = False, stop: Callable[[], bool] = lambda: False) -> Iterator[Result]:
    """Do the jobs of a plan, one after the other, until ``stop`` says yes.

    Args:
        plan: what to read, and where to write.
        keep: hand text and marks on as well; they may be large.
        stop: asked before each document.

    Raises:
        UsageError: ``out_not_writable``: nothing can be written at all.
    """
    if plan.folder is not None and plan.jobs:
        claim(plan.folder, SIGN)
    for job in plan.jobs:
        if stop():
            return
        yield _done(job, plan.folder, keep=keep)


def exit_code(plan: Plan, results: list[Result]) -> ExitCode:
    """The exit code that tells how the batch went; the same rules as for ``ingest`` (docs/exit-codes.md)."""
    if len(results) < len(plan.jobs):
        return ExitCode.INTERRUPTED
    if any(result.status == "failed" for result in results):
        return ExitCode.DEFECT
    refused = len(plan.refused) + sum(result.status == "rejected" for result in results)
    if refused == len(plan.refused) + len(results):
        return ExitCode.UNREADABLE
    return ExitCode.PARTIAL if refused or any(result.status == "partial" for result in results) else ExitCode.OK


def _done(job: Job, folder: Path | None, *, keep: bool) -> Result:
    try:
        raw, ended = read_input(job.path)
        restored = mend(raw)
        marks = marks_of(restored)
        write(job.text, unicodedata.normalize("NFC", restored.text) + ("\n" if ended else ""))
        if job.page is not None:
            back = None
            if folder is not None:
                back = quote(Path(os.path.relpath(folder / INDEX, job.page.parent)).as_posix())
            from pipeline.report.restored import page_of  # noqa: PLC0415  (so that plain text comes at once)

            write(job.page, page_of(restored, job.name, back=back))
    except ThiduaError as error:
        return Result(job, "rejected", reason=str(error))
    except Exception as error:
        what = f"{type(error).__name__}: {error}"[:200].encode("utf-8", "replace").decode()
        reason = choose(f"Lỗi của chương trình, không phải của tệp ({what}).", f"A defect of thidua ({what}).")
        return Result(job, "failed", reason=reason, traceback=trace_of(error))
    lost = losses(restored)
    result = Result(job, "partial" if lost else "restored", len(raw.lines), Counts.of(marks), reason=lost)
    return replace(result, marks=marks, restored=restored) if keep else result
