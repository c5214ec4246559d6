"""One file through the gate: what a worker does. Pure but for reading the file."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFileError
from pipeline.guard import too_much
from pipeline.limits import Limits
from pipeline.load.stored import storable
from pipeline.run import Reading
from pipeline.runs.traces import trace_of
from pipeline.validate.advice import for_the_gate, for_the_gate_en
from pipeline.validate.codes import ACROSS, COUNTED, THIS_MACHINE
from pipeline.validate.complete import choose_profile, gaps, heading_unclear
from pipeline.validate.profile import Profile
from pipeline.validate.quality import Legibility, first_doubt, legibility, lines_of
from pipeline.work import Task, at_most, one_line, reading_of
from schemas.issue import Issue, Severity
from schemas.validation import Doubt, FileStatus, FindingStage, ValidatedFile, ValidationFinding

_RANK: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}


@dataclass(frozen=True)
class Threshold:
    """From which severity on a finding fails the gate, and whether one does that thidua is not sure of."""

    fail_on: Severity = "error"
    unsure: bool = False

    def fails(self, severity: Severity, doubt: Doubt | None) -> bool:
        """Whether such a finding fails the gate."""
        return _RANK[severity] >= _RANK[self.fail_on] and (doubt is None or self.unsure)


@dataclass(frozen=True)
class Examined:
    """What came of one file; the traceback where a defect of ours stood in the way."""

    task: Task
    file: ValidatedFile
    traceback: str | None = None


def examine(
    task: Task,
    profiles: Sequence[Profile],
    threshold: Threshold,
    *,
    seconds: int = 0,
    limits: Limits | None = None,
    megabytes: int = 0,
) -> Examined:
    """Read one file and judge it; whatever happens comes back as a value.

    Args:
        task: the file, or the member of a container.
        profiles: the first that is for such a document is used, the last where none is.
        threshold: what fails the gate.
        seconds: how long this process may take (0: for ever); after that it dies.
        limits: how much a container may hold.
        megabytes: how much memory it may hold, to say so where it does not suffice.
    """
    try:
        with at_most(seconds):
            return Examined(task, judge(reading_of(task, limits or Limits()), task, profiles, threshold))
    except UnreadableFileError as error:
        return Examined(task, unreadable(task, error.code, error.message, error.message_en))
    except MemoryError:
        much = too_much(task.name, megabytes)
        return Examined(task, unreadable(task, much.code, much.message, much.message_en))
    except Exception as error:
        return Examined(task, defect(task, one_line(error)), trace_of(error))


def judge(reading: Reading, task: Task, profiles: Sequence[Profile], threshold: Threshold) -> ValidatedFile:
    """What there is to say of a document that was read."""
    raw = reading.restored.repaired.raw
    profile = choose_profile(profiles, reading.header)
    told: list[tuple[FindingStage, Issue, Severity]] = [
        (stage, issue, severity)
        for stage, issue in reading.issues
        if (severity := profile.severity(issue.code, issue.severity)) is not None
    ]
    lost = any(severity == "error" and stage != "check" for stage, _, severity in told)
    legible = legibility(reading, lost=lost)
    lacking = gaps(
        reading.document, reading.header, profile, legible.quality, pages=len(raw.pages), size=raw.source.size
    )
    told += [("gate", issue, issue.severity) for issue in lacking]
    judge = _Judge(task, reading, legible, threshold)
    findings = sorted((judge.finding(*one) for one in told), key=_order)
    status: FileStatus = "partial" if lost else "findings" if any(f.fails for f in findings) else "passed"
    return ValidatedFile(
        file=shown(task),
        sha256=raw.source.sha256,
        media_type=raw.source.media_type,
        status=status,
        doc_type=reading.header.doc_type,
        profile=profile.name,
        pages=len(raw.pages),
        quality=legible.quality,
        findings=tuple(findings),
    )


def unreadable(task: Task, code: str, message: str, message_en: str) -> ValidatedFile:
    """A file that gave no document."""
    return _refused(task, "unreadable", code, message, message_en)


def defect(task: Task, what: str) -> ValidatedFile:
    """A file that a defect of ours kept from being judged."""
    return _refused(
        task,
        "defect",
        "defect",
        f"Lỗi của chương trình, không phải của tệp ({what}). Hãy gửi tệp thidua.log cho người phát triển.",
        f"A defect of thidua, not of the file ({what}). Send the file thidua.log to the developers.",
    )


def shown(task: Task) -> str:
    """How a file is called: from the folder at hand where it lies below it, with slashes."""
    path = Path(storable(task.path))
    with contextlib.suppress(ValueError, OSError):
        return path.relative_to(Path.cwd()).as_posix()
    return path.as_posix()


def _refused(task: Task, status: FileStatus, code: str, message: str, message_en: str) -> ValidatedFile:
    doubt: Doubt | None = "this_machine" if code in THIS_MACHINE else None
    finding = ValidationFinding(
        code=code,
        severity="error",
        certainty="unsure" if doubt else "certain",
        doubt=doubt,
        fails=True,
        stage="read",
        file=shown(task),
        message=for_the_gate(message),
        message_en=for_the_gate_en(message_en),
    )
    source = task.source
    return ValidatedFile(file=shown(task), sha256=source.sha256 if source else None, status=status, findings=(finding,))


@dataclass(frozen=True)
class _Judge:
    """Turns issues of one document into findings."""

    task: Task
    reading: Reading
    legible: Legibility
    threshold: Threshold

    def finding(self, stage: FindingStage, issue: Issue, severity: Severity) -> ValidationFinding:
        raw, span = self.reading.restored.repaired.raw, issue.span
        page = line = column = None
        lines = range(0)
        if span is not None:
            source = self.reading.restored.alignment.to_source(span)
            lines = lines_of(raw, source)
            page, line = raw.place(source.start)
            column = source.start - raw.line_starts[lines[0]] + 1
        doubt = self._doubt(stage, issue, lines)
        of_reading = stage not in {"check", "gate"}
        return ValidationFinding(
            code=issue.code,
            severity=severity,
            certainty="unsure" if doubt else "certain",
            doubt=doubt,
            fails=(of_reading and severity == "error") or self.threshold.fails(severity, doubt),
            stage=stage,
            file=shown(self.task),
            page=page,
            line=line,
            column=column,
            quote=storable(span.of(self.reading.restored.text)) if span is not None else None,
            message=storable(for_the_gate(issue.message) if of_reading else issue.message),
            message_en=storable(for_the_gate_en(issue.message_en) if of_reading else issue.message_en),
        )

    def _doubt(self, stage: FindingStage, issue: Issue, lines: range) -> Doubt | None:
        """Why a finding may be a mistake of the reading; None where it is the upload's."""
        if stage not in {"check", "gate"}:
            return "text_layer_doubtful" if issue.code == "page_text_doubtful" else None
        if issue.code in COUNTED:
            return None
        if issue.span is not None and issue.code not in ACROSS:
            return first_doubt(self.legible.doubts, lines)
        if issue.code == "section_missing" and self.legible.whole is None:
            return "heading_unclear" if heading_unclear(self.reading.document) else None
        if issue.code == "quality_doubtful":
            return self.legible.whole or "restored_words"
        return self.legible.whole or first_doubt(self.legible.doubts, lines)


def _order(finding: ValidationFinding) -> tuple[int, int, int, str]:
    return finding.page or 0, finding.line or 0, finding.column or 0, finding.code
