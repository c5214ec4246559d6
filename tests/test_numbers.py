from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import find_numerals, read_number
from tests.support import ROOT

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/numbers.toml").read_text(encoding="utf-8"))["case"]


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []
    return pytest.param(case, marks=marks, id=case["why"])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found: list[list[Any]] = []
    for numeral in find_numerals(case["text"]):
        item: list[Any] = [numeral.span.of(case["text"]), numeral.value]
        if numeral.value_max is not None:
            item.append(numeral.value_max)
        if numeral.denominator is not None:
            item += ["/", numeral.denominator]
        found.append(item)
    assert found == case["expected"]


@given(st.integers(min_value=0, max_value=10**12))
def test_vietnamese_thousands_are_read_back(value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    assert read_number(printed)[0] == value


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=99))
def test_decimal_commas_are_read_back(whole: int, cents: int) -> None:
    printed = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    assert read_number(printed)[0] == pytest.approx(whole + cents / 100)


@given(st.integers(min_value=1, max_value=10**9))
def test_a_printed_count_is_found_where_it_stands(value: int) -> None:
    printed = f"{value:,}".replace(",", ".")
    text = f"Toàn xã trồng {printed} cây xanh"
    (numeral,) = find_numerals(text)
    assert (numeral.span.of(text), numeral.value) == (printed, value)


@given(st.text(alphabet="0123456789.,/-–% năm tỷđếntừKHQ\n\t“”()", max_size=60))
def test_any_string_is_survived_in_order_and_without_overlap(text: str) -> None:
    end = 0
    for numeral in find_numerals(text):
        assert end <= numeral.span.start < numeral.span.end <= len(text)
        assert numeral.value >= 0
        assert numeral.value_max is None or numeral.value_max > numeral.value
        assert numeral.denominator is None or numeral.denominator > 0
        end = numeral.span.end
