from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.legal_references import extract
from schemas.finding import Finding
from schemas.records.legal_references import Record
from tests.support import ROOT, document_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/legal_references.toml").read_text(encoding="utf-8"))[
    "case"
]
FIELDS = {"type": "doc_type", "on": "issued_on", "by": "issuer", "about": "subject"}


def _found(text: str) -> list[Finding[Record]]:
    return sorted(extract(document_of(text)), key=lambda finding: finding.span)


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []
    return pytest.param(case, marks=marks, id=case["why"])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = _found(case["text"])
    assert sorted(f.record.canonical_id for f in found) == sorted(e["id"] for e in case["expected"])
    for expected in case["expected"]:
        finding = next(f for f in found if f.record.canonical_id == expected["id"])
        for short, name in FIELDS.items():
            value = getattr(finding.record, name)
            if short in expected:
                assert str(value) == expected[short], name
            if short in expected.get("none", []):
                assert value is None, name
        if "quote" in expected:
            assert finding.span.of(case["text"]) == expected["quote"]


def test_the_letterhead_names_no_reference_but_in_its_subject_line() -> None:
    own = "Số: 57/KH-UBND\tHạ Vân, ngày 05 tháng 9 năm 2024\nV/v góp ý Kế hoạch số 12/KH-SNV ngày 03/9/2024"
    (finding,) = extract(document_of(own, part="letterhead"))
    assert finding.record.canonical_id == "12/KH-SNV"


def test_what_is_unsure_asks_for_review() -> None:
    (finding,) = _found("Tổ công tác Đề án 06 hoạt động nền nếp")
    assert finding.needs_review
    assert finding.confidence < 0.7


@given(st.text(alphabet="Luật số 12/QĐ-UBND ngàyvề;,.“”()củaNghị định2025 năm\n", max_size=150))
def test_hostile_text_is_survived(text: str) -> None:
    for finding in _found(text):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert finding.record.canonical_id


@pytest.mark.parametrize(
    "unit",
    [
        "Quyết định số 12/QĐ-UBND ngày 3/4/2024 của UBND tỉnh về ",
        "Luật sửa đổi, bổ sung Luật ",
        "số ",
        "“",
        "của Bộ ",
        "(((",
    ],
)
def test_no_text_takes_more_than_its_length(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begun = time.perf_counter()
    list(extract(document_of(text)))
    assert time.perf_counter() - begun < 5
