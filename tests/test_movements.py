from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.movements import extract
from extractors.movements.identities import same
from pipeline.outline import outline
from schemas.document import Document, RawDocument, RepairedText, RestoredText, SourceFile
from schemas.finding import Finding
from schemas.records.movements import Record
from schemas.text import Alignment, Line, Page
from tests.support import ROOT, document_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/movements.toml").read_text(encoding="utf-8"))["case"]


def _outlined(text: str) -> Document:
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    raw = RawDocument(SourceFile("case.txt", "case.txt", "", "text/plain", len(text)), (Page(1, lines),))
    way = Alignment.identity(len(text))
    return outline(RestoredText(RepairedText(raw, text, way), text, way))


def _found(text: str, *, outlined: bool = False) -> list[Finding[Record]]:
    return list(extract(_outlined(text) if outlined else document_of(text)))


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


@pytest.mark.parametrize(
    "unit", ["phong trào “", "phong trào “Dạy tốt” và ", "đợt thi đua lập thành tích ", '" ', "do phát động "]
)
def test_no_text_takes_more_than_its_length(unit: str) -> None:
    begun = time.process_time()
    _found(unit * (40_000 // len(unit)))
    assert time.process_time() - begun < 30, "what grows with the square of the length takes minutes"
