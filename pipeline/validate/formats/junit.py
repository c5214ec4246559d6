"""JUnit XML: a test case a file, so that every CI system can show what came of it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from pipeline.validate.words import doubt_of, is_good_news, outcome, place_of, said, title_of
from schemas.validation import ValidatedFile, ValidationFinding, ValidationReport

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = "thidua validate"


def junit(report: ValidationReport) -> str:
    """The report as JUnit XML: ``failure`` where the upload does not pass, ``error`` where it could not be read."""
    cases = [_case(file) for file in report.files]
    if report.failure is not None:
        cases.append(_failed(report))
    count = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
    }
    root = ET.Element("testsuites", {"name": _NAME, **count})
    suite = ET.SubElement(root, "testsuite", {"name": _NAME, **count})
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("thidua", report.tool_version),
        ("exit_code", report.exit_code),
        ("profile", report.profile),
        ("fail_on", report.fail_on),
        ("upload_bad", str(report.summary.upload_bad).lower()),
        ("not_sure", str(report.summary.not_sure).lower()),
    ):
        ET.SubElement(properties, "property", name=name, value=_clean(str(value)))
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = outcome(report)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(file: ValidatedFile) -> ET.Element:
    path = PurePosixPath(file.file)
    folder = path.parent.as_posix().strip("./").replace("/", ".") or _NAME
    case = ET.Element("testcase", classname=_clean(folder), name=_clean(path.name))
    failing = [finding for finding in file.findings if finding.fails]
    if failing:
        kind = "failure" if file.status == "findings" else "error"
        first = failing[0]
        more = f" (+{len(failing) - 1})" if len(failing) > 1 else ""
        element = ET.SubElement(case, kind, type=first.code, message=_clean(said(first) + more))
        element.text = _clean("\n".join(_line(finding, file) for finding in failing))
    rest = [finding for finding in file.findings if not finding.fails and not is_good_news(finding)]
    if rest:
        ET.SubElement(case, "system-out").text = _clean("\n".join(_line(finding, file) for finding in rest))
    return case


def _failed(report: ValidationReport) -> ET.Element:
    assert report.failure is not None
    case = ET.Element("testcase", classname=_NAME, name=_NAME)
    ET.SubElement(case, "error", type=report.failure.code, message=_clean(report.failure.message))
    return case


def _line(finding: ValidationFinding, file: ValidatedFile) -> str:
    place = place_of(finding, file)
    at = f"{place}: " if place else ""
    doubt = f" [{doubt_of(finding)}]" if finding.doubt else ""
    quote = f" “{' '.join(finding.quote.split())}”" if finding.quote else ""
    return f"{finding.severity} {finding.code} ({title_of(finding.code)}): {at}{said(finding)}{quote}{doubt}"


def _clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
