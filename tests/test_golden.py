"""Snapshots of what the samples give, rewritten on purpose (`make golden`) and reviewed as a diff.

They are no truth: a change of a rule shows here in the words of the samples, whether it is for the better or not.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.evidence import Witness
from pipeline.extract import KINDS
from pipeline.run import run
from tests.support import ROOT

SAMPLES = sorted((ROOT / "corpus" / "samples").iterdir())
GOLDEN = ROOT / "tests" / "golden"


def snapshot(path: Path) -> str:
    """A document as lines that a reviewer can read: header, sections, records with quotes, issues."""
    reading = run(path)
    witness = Witness(reading.restored, reading.document)
    lines = [f"{name}: {value}" for name, value in reading.header.model_dump(mode="json").items() if value]
    lines += ["", "[sections]"]
    lines += [f"{'  ' * s.level}{s.label or ''} | {s.heading} | {s.kind}" for s in reading.document.sections]
    for kind in KINDS:
        lines += ["", f"[{kind}]"]
        for finding in getattr(reading.records, kind):
            evidence = witness.testify(finding)
            fields = finding.record.model_dump(mode="json", exclude_defaults=True)
            where = f"{evidence.page}:{evidence.line} {evidence.section_id or '-'}"
            lines.append(f"{where} {finding.rule}{' ?' if evidence.needs_review else ''}")
            lines.append("  " + ", ".join(f"{name}={value}" for name, value in fields.items()))
            lines.append(f"  “{evidence.quote}”".replace("\n", " ⏎ "))
    lines += ["", "[issues]"]
    lines += [f"{stage} {issue.severity} {issue.code}: {issue.message}" for stage, issue in reading.issues]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_gives_what_it_gave(path: Path) -> None:
    golden = GOLDEN / f"{path.stem}.txt"
    now = snapshot(path)
    if os.environ.get("THIDUA_REWRITE_GOLDEN"):
        golden.write_text(now, encoding="utf-8", newline="\n")
    assert golden.is_file(), "no snapshot yet: make golden"
    assert now == golden.read_text(encoding="utf-8"), "if this is what you meant: make golden, then review the diff"


def test_no_snapshot_without_its_sample() -> None:
    assert {p.stem for p in GOLDEN.glob("*.txt")} == {p.stem for p in SAMPLES}
