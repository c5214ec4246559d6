"""The report of a run: files in order, sums, the exit code that tells the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import ExitCode
from schemas.validation import (
    Certainty,
    Failure,
    Tally,
    ValidatedFile,
    ValidationFinding,
    ValidationReport,
    ValidationSummary,
)

FailOn = Literal["error", "warning"]


@dataclass(frozen=True)
class Terms:
    """What the report says of the run: which thidua, by which profile, what fails."""

    version: str
    profile: str
    fail_on: FailOn = "error"
    fail_on_unsure: bool = False


def report_of(files: Iterable[ValidatedFile], terms: Terms, *, interrupted: bool = False) -> ValidationReport:
    """The report on files that were judged."""
    ordered = tuple(sorted(files, key=lambda one: one.file))
    failure = None if ordered or interrupted else _NOTHING
    return _report(terms, exit_code(ordered, interrupted=interrupted), ordered, failure, interrupted=interrupted)


def failed_report(failure: Failure, code: ExitCode, terms: Terms) -> ValidationReport:
    """The report of a run that judged nothing: the command line, the profile or thidua itself was at fault."""
    return _report(terms, code, (), failure, interrupted=code is ExitCode.INTERRUPTED)


def _report(
    terms: Terms, code: ExitCode, files: tuple[ValidatedFile, ...], failure: Failure | None, *, interrupted: bool
) -> ValidationReport:
    return ValidationReport(
        tool_version=terms.version,
        exit_code=int(code),
        exit_name=code.name,
        profile=terms.profile,
        fail_on=terms.fail_on,
        fail_on_unsure=terms.fail_on_unsure,
        interrupted=interrupted,
        failure=failure,
        summary=summary_of(files),
        files=files,
    )


def exit_code(files: tuple[ValidatedFile, ...], *, interrupted: bool = False) -> ExitCode:
    """What the process returns: the state of the reading first, then what was found (docs/exit-codes.md)."""
    count = Counter(file.status for file in files)
    if interrupted:
        return ExitCode.INTERRUPTED
    if count["defect"]:
        return ExitCode.DEFECT
    if count["unreadable"] == len(files):
        return ExitCode.UNREADABLE
    if count["unreadable"] or count["partial"]:
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if count["findings"] else ExitCode.OK


def summary_of(files: tuple[ValidatedFile, ...]) -> ValidationSummary:
    """The sums; good news (sums that hold) and what is merely worth knowing make no upload bad."""
    count = Counter(file.status for file in files)
    findings = [finding for file in files for finding in file.findings]
    certain, unsure = _tally(findings, "certain"), _tally(findings, "unsure")
    return ValidationSummary(
        files=len(files),
        passed=count["passed"],
        with_findings=count["findings"],
        partial=count["partial"],
        unreadable=count["unreadable"],
        defects=count["defect"],
        failing=sum(finding.fails for finding in findings),
        upload_bad=bool(certain.error or certain.warning),
        not_sure=bool(unsure.error or unsure.warning),
        certain=certain,
        unsure=unsure,
    )


def _tally(findings: Iterable[ValidationFinding], certainty: Certainty) -> Tally:
    count = Counter(finding.severity for finding in findings if finding.certainty == certainty)
    return Tally(error=count["error"], warning=count["warning"], info=count["info"])


_NOTHING = Failure(
    code="nothing_to_validate",
    message="Không có tệp nào để kiểm tra. Hãy xem lại đường dẫn.",
    message_en="There is no file to validate. Check the path.",
)
