"""Header: cases of letterheads and signatures, and what holds for every text."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import header
from extractors.header import forms
from extractors.header.gazetteer import provinces, provinces_of, units
from pipeline.outline import outline
from pipeline.read import read
from pipeline.repair import repair
from schemas.document import RestoredText
from schemas.header import Header
from schemas.text import Alignment
from tests.support import ROOT, SHARED, document_of, needs_shared, restored_of
from tests.test_outline import PIECES

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/header.toml").read_text(encoding="utf-8"))["case"]


def header_of(text: str) -> Header:
    return header.extract(outline(restored_of(text)))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["name"], marks=[pytest.mark.xfail(strict=True)] if case["tag"] == "known_failure" else []
        )
        for case in CASES
    ],
)
def test_header(case: dict[str, Any]) -> None:
    expected = Header.model_validate(case["header"])
    assert header_of(case["text"]).model_dump() == expected.model_dump(), case["why"]


def test_every_case_says_why() -> None:
    assert all(case["why"] and case["tag"] in ("wild", "synthetic", "negative", "known_failure") for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


LINES = [
    *PIECES, "UBND XÃ AN LẠC", "TỈNH QUẢNG TRỊ", "SỞ TƯ PHÁP", "V/v báo cáo", "KẾ HOẠCH", "Số: 57 / KH-UBND",
    "PHÓ CHỦ TỊCH", "ngày 31 tháng 02 năm 2025", "ngày … tháng … năm 20…", "(Đã ký)", "ThS. Lò Văn Sơn", "- Lưu: VT.",
    "của Ủy ban nhân dân xã An Lạc./.",
]  # fmt: skip
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=25).map("\n".join)


@given(texts)
@settings(max_examples=200)
def test_nothing_is_invented(text: str) -> None:
    found = header_of(text)
    printed = {forms.fold_accents(word) for word in re.findall(r"[^\W_]+", text)}
    for value in (found.place, found.signer_name, found.signer_title, found.title, found.addressee, *found.recipients):
        assert {forms.fold_accents(word) for word in re.findall(r"[^\W_]+", value or "")} <= printed
    if found.issued_on is not None:
        assert (found.issued_on.year, found.issued_on.month, found.issued_on.day) == (
            found.issued_year,
            found.issued_month,
            found.issued_day,
        )
    for number in (found.number, found.issued_year, found.period_start_year, found.period_end_year):
        assert number is None or str(number) in re.sub(r"\b0+", "", text)
    if found.period_start_year is not None and found.period_end_year is not None:
        assert found.period_start_year <= found.period_end_year


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_hostile_strings_survive(text: str) -> None:
    assert isinstance(header.extract(document_of(text)), Header)


def test_a_document_without_anything_has_no_header() -> None:
    assert header.extract(document_of("")) == Header()


def test_the_gazetteer_is_whole() -> None:
    every = [unit for group in units().values() for unit in group]
    now = [unit for unit in every if unit.era == "now"]
    assert sum(not unit.province for unit in now) == 34
    assert sum(bool(unit.province) for unit in now) == 3321
    assert sum(not unit.province for unit in every if unit.era == "before") == 63
    assert all(re.fullmatch(r"\d{2,5}", unit.code) for unit in every)
    assert provinces()["hai phong"].kind == "thanh_pho"
    assert len(provinces_of("xa", "Tân Tiến")) > 1


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Vũ Thị Minh Hằng", "Vũ Thị Minh Hằng"),
        ("TS. BS. Đỗ Hồng", "Đỗ Hồng"),
        ("Y Thương Niê", "Y Thương Niê"),
        ("Thượng tá Trần Bình Hưng", "Trần Bình Hưng"),
        ("Phòng Nội vụ", None),
        ("Lưu: VT", None),
        ("PHÓ CHỦ TỊCH", None),
        ("Nguyễn", None),
    ],
)
def test_names_of_persons(line: str, name: str | None) -> None:
    assert forms.read_name(line) == name


@needs_shared
def test_fields_of_the_true_text() -> None:
    repaired = repair(read(SHARED / "gold/kien_thuy.true.txt"))
    same = Alignment.identity(len(repaired.text))
    restored = RestoredText(repaired, repaired.text, same, (), repaired.footnotes, repaired.tables, repaired.continued)
    gold = json.loads((SHARED / "gold/kien_thuy.json").read_text(encoding="utf-8"))["document"]
    found = header.extract(outline(restored)).model_dump(mode="json")
    assert {name: found[name] for name in gold} == gold
