"""GitHub's workflow commands: annotations within its limit, everything else in the log of the step."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from pipeline.language import choose
from pipeline.validate.words import (
    doubt_of,
    has_lines,
    is_good_news,
    outcome,
    place_of,
    repository_path,
    said,
    title_of,
    verdict,
)
from schemas.validation import ValidatedFile, ValidationFinding, ValidationReport

MOST = 10
"""Annotations that GitHub shows of a step; the last one tells of the rest."""

_Told = tuple[ValidationFinding, ValidatedFile, int]


def github(report: ValidationReport) -> str:
    """The report as the standard output of a step."""
    told = sorted(_told(report), key=_weight)
    shown = told if len(told) <= MOST else told[: MOST - 1]
    lines = [_annotation(finding, file) for finding, file, _ in shown]
    if report.failure is not None:
        text = choose(report.failure.message, report.failure.message_en)
        lines.append(f"::error title={_property('thidua validate')}::{_data(text)}")
    if rest := told[len(shown) :]:
        more = choose(
            f"Còn {len(rest)} điều nữa (GitHub chỉ hiện {MOST} điều mỗi bước): xem nhật ký của bước này.",
            f"{len(rest)} more (GitHub shows {MOST} a step): see the log of this step.",
        )
        lines.append(f"::notice title={_property('thidua validate')}::{_data(more)}")
        lines += _group(choose("Những điều còn lại", "The rest"), rest)
    return "\n".join([*lines, verdict(report), outcome(report)]) + "\n"


def _told(report: ValidationReport) -> Iterator[_Told]:
    for file in report.files:
        worth = [one for one in file.findings if one.fails or (one.severity != "info" and not is_good_news(one))]
        for rank, finding in enumerate(sorted(worth, key=lambda one: not one.fails)):
            yield finding, file, rank


def _weight(told: _Told) -> tuple[bool, bool, int, bool]:
    """What fails comes first, then what is certain; the first of each file before the second of any."""
    finding, _, rank = told
    return not finding.fails, finding.doubt is not None, rank, finding.severity != "error"


def _annotation(finding: ValidationFinding, file: ValidatedFile) -> str:
    level = "notice" if finding.doubt and not finding.fails else finding.severity
    level = "notice" if level == "info" else level
    where = {"file": repository_path(file.file)}
    place = place_of(finding, file)
    if finding.line is not None and has_lines(file):
        where |= {"line": str(finding.line), "col": str(finding.column)}
        place = ""
    where["title"] = title_of(finding.code)
    told = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    return f"::{level} {told}::{_data(_message(finding, file, place))}"


def _message(finding: ValidationFinding, file: ValidatedFile, place: str) -> str:
    member = file.file.rpartition("!/")[2] if "!/" in file.file else ""
    at = ", ".join(part for part in (member, place) if part)
    doubt = choose(f" [Chưa chắc: {doubt_of(finding)}.]", f" [Not sure: {doubt_of(finding)}.]") if finding.doubt else ""
    return f"{said(finding)}{f' ({at})' if at else ''} [{finding.code}]{doubt}"


def _group(title: str, told: list[_Told]) -> Iterator[str]:
    """Lines that fold away. What documents say is shut in: a line of theirs must not become a command."""
    stop = secrets.token_hex(16)
    yield f"::group::{title}"
    yield f"::stop-commands::{stop}"
    for finding, file, _ in told:
        yield f"{file.file}: {finding.severity}: {' '.join(_message(finding, file, place_of(finding, file)).split())}"
    yield f"::{stop}::"
    yield "::endgroup::"


def _data(text: str) -> str:
    r"""The text of a command.

    >>> _data("100 %\nxong")
    '100 %25%0Axong'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a command.

    >>> _property("a:b, c")
    'a%3Ab%2C c'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")
