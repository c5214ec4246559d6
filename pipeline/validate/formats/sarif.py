"""SARIF 2.1.0, for code scanning and editors. What is unsure has the kind ``review`` and fails nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from pipeline.language import choose
from pipeline.validate.codes import CODES
from pipeline.validate.words import (
    doubt_of,
    has_lines,
    is_good_news,
    outcome,
    place_of,
    repository_path,
    said,
    title_of,
)
from schemas.issue import Severity
from schemas.validation import ValidatedFile, ValidationFinding, ValidationReport

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: ValidationReport) -> str:
    """The report as a SARIF log of one run."""
    told = [(finding, file) for file in report.files for finding in file.findings if not is_good_news(finding)]
    codes = sorted({finding.code for finding, _ in told})
    places = {code: at for at, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": report.tool,
                "version": report.tool_version,
                "language": choose("vi", "en"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder from which thidua was called."}}},
        "invocations": [_invocation(report)],
        "results": [_result(finding, file, places[finding.code]) for finding, file in told],
        "properties": {
            "profile": report.profile,
            "failOn": report.fail_on,
            "failOnUnsure": report.fail_on_unsure,
            "uploadBad": report.summary.upload_bad,
            "notSure": report.summary.not_sure,
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    title = title_of(code)
    full = choose(
        f"{title}. Mỗi phát hiện nói rõ điều sai và việc cần làm.",
        f"{title}. Each result says what is wrong and what to do.",
    )
    book = choose("Giải thích các mã: docs/validate.md, docs/checks.md.", "Codes: docs/validate.md, docs/checks.md.")
    return {
        "id": code,
        "shortDescription": {"text": f"{title}."},
        "fullDescription": {"text": full},
        "help": {"text": book},
        "defaultConfiguration": {"level": _LEVELS[CODES.get(code, "error")]},
    }


def _result(finding: ValidationFinding, file: ValidatedFile, rule: int) -> dict[str, Any]:
    place, doubt = place_of(finding, file), doubt_of(finding)
    at = f" ({place})" if place and not has_lines(file) else ""
    why = choose(f" [Chưa chắc: {doubt}.]", f" [Not sure: {doubt}.]") if doubt else ""
    told = {"kind": "review", "level": "none"} if doubt else {"kind": "fail", "level": _LEVELS[finding.severity]}
    key = "\0".join((finding.code, file.file, finding.quote or finding.message))
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        **told,
        "message": {"text": f"{said(finding)}{at}{why}"},
        "locations": [_location(finding, file)],
        "partialFingerprints": {"thidua/v1": hashlib.sha256(key.encode()).hexdigest()[:32]},
        "properties": finding.model_dump(exclude={"code", "file", "quote"}, exclude_none=True),
    }


def _location(finding: ValidationFinding, file: ValidatedFile) -> dict[str, Any]:
    """The file; the line where an editor can go there, the first one elsewhere (code scanning wants a line)."""
    region: dict[str, Any] = {"startLine": 1}
    if finding.line is not None and has_lines(file):
        region = {"startLine": finding.line, "startColumn": finding.column}
    if finding.quote:
        region["snippet"] = {"text": finding.quote}
    path = repository_path(file.file)
    relative = not path.startswith("/") and ":" not in path.partition("/")[0]
    uri = quote(path) if relative else "file://" + quote("/" + path.lstrip("/"))
    artifact = {"uri": uri, "uriBaseId": "SRCROOT"} if relative else {"uri": uri}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if "!/" in file.file:
        location["logicalLocations"] = [{"fullyQualifiedName": file.file, "kind": "resource"}]
    return location


def _invocation(report: ValidationReport) -> dict[str, Any]:
    told: dict[str, Any] = {
        "executionSuccessful": report.exit_name in {"OK", "FINDINGS"},
        "exitCode": report.exit_code,
        "exitCodeDescription": outcome(report),
    }
    if report.failure is not None:
        told["toolExecutionNotifications"] = [
            {
                "level": "error",
                "descriptor": {"id": report.failure.code},
                "message": {"text": choose(report.failure.message, report.failure.message_en)},
            }
        ]
    return told
