from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.codes import find_codes
from tests.support import ROOT

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/codes.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict[str, Any]) -> None:
    assert [code.canonical for code in find_codes(case["text"])] == case["found"]


@given(
    st.integers(1, 9999),
    st.none() | st.integers(1990, 2030),
    st.sampled_from(["QĐ-UBND", "NĐ-CP", "KH-UBND", "NQ-HĐND", "QĐ-TTg", "TTr-SNV", "TT-BNV"]),
    st.sampled_from(["", "Thực hiện ", "Căn cứ Quyết định số "]),
    st.sampled_from(["", ".", " ngày 03/4/2024", ", số", ";"]),
)
def test_a_code_is_found_whatever_stands_around_it(
    number: int, year: int | None, symbol: str, before: str, after: str
) -> None:
    printed = f"{number}/{year}/{symbol}" if year else f"{number}/{symbol}"
    (code,) = find_codes(before + printed + after)
    assert code.canonical == printed
    assert code.span.of(before + printed + after) == printed
    assert (code.number, code.year, code.symbol) == (str(number), year, symbol)


@given(st.text(alphabet="0123456789/- QĐNUBDCPTWgr.,nà", max_size=60))
def test_hostile_text_is_survived_and_spans_are_true(text: str) -> None:
    codes = find_codes(text)
    assert all(code.number in code.span.of(text) for code in codes)
    assert all(a.span.end <= b.span.start for a, b in pairwise(codes))


@given(st.from_regex(r"\d{1,3}/\d{1,3} (thôn|hộ|tổ)|\d{1,2}/\d{1,2}/20\d\d|20\d\d ?- ?20\d\d", fullmatch=True))
def test_figures_are_no_codes(text: str) -> None:
    assert find_codes(text) == []
