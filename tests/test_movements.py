from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.movements import extract
from extractors.movements.identities import same
from pipeline.outline import outline
from schemas.finding import Finding
from schemas.records.movements import Record
from tests.repeated import MOVEMENTS, repeated
from tests.support import ROOT, document_of, restored_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/movements.toml").read_text(encoding="utf-8"))["case"]


def _found(text: str, *, outlined: bool = False) -> list[Finding[Record]]:
    return list(extract(outline(restored_of(text)) if outlined else document_of(text)))


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []
    return pytest.param(case, marks=marks, id=case["why"])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = _found(case["text"], outlined=case.get("outlined", False))
    assert len(found) == len(case["expected"]), [f.record.name for f in found]
    for finding, expected in zip(found, case["expected"], strict=True):
        record = finding.record
        if "name" in expected:
            assert record.name == expected["name"]
        if "level" in expected:
            assert (record.level or "") == expected["level"], record.name
        if "period" in expected:
            assert record.period == expected["period"]
        if "quote" in expected:
            assert finding.span.of(case["text"]) == expected["quote"]
        assert set(expected.get("aliases", [])) <= set(record.aliases)


NAMES = st.lists(
    st.sampled_from(
        [
            "toàn",
            "dân",
            "xây",
            "dựng",
            "đường",
            "làng",
            "sạch",
            "đẹp",
            "phụ",
            "nữ",
            "trồng",
            "hoa",
            "học",
            "tập",
            "suốt",
            "đời",
            "tiết",
            "kiệm",
        ]
    ),
    min_size=3,
    max_size=12,
).map(" ".join)


@given(NAMES, NAMES)
def test_being_the_same_is_mutual_and_blind_to_case(first: str, second: str) -> None:
    assert same(first, first.upper())
    assert same(first, second) == same(second, first)


@given(NAMES)
def test_a_quoted_name_is_found_as_printed(name: str) -> None:
    text = f"hưởng ứng phong trào thi đua “{name}”, đến nay đạt kết quả tốt"
    (finding,) = _found(text)
    assert finding.record.name == name
    assert finding.span.of(text) == f"phong trào thi đua “{name}”"


@given(st.text(alphabet="phong trào thiđu“”\"'‘’,;:.-ABVậ vnđộ\n", max_size=150))
def test_hostile_text_is_survived(text: str) -> None:
    for finding in _found(text):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert finding.record.name in finding.record.name.strip()


@pytest.mark.parametrize("unit", MOVEMENTS)
def test_text_that_repeats_is_read_as_far_as_it_goes(unit: str) -> None:
    text = repeated(unit, 40_000)
    found = _found(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert len(found) <= len(text) // len(unit), "no more movements than there are pieces"
