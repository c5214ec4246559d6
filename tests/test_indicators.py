"""Indicators and base units: what links, what does not, and that nothing printed is changed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metrics.lexicon import load
from pipeline.identities import indicators
from pipeline.identities.base_units import convert, to_base
from pipeline.identities.indicators import spellings
from schemas.identities.indicators import Link
from schemas.records.metrics import Record, Status

ROWS = list(indicators.rows())


def link(indicator: str, unit: str, quote: str = "", status: Status = "actual") -> Link:
    record = Record(indicator=indicator, value=12.5, unit=unit, status=status)
    (found,) = indicators.link([(record, quote)])
    return found


# The list


def test_codes_are_ascii_and_unique() -> None:
    codes = [row.indicator_code for row in ROWS]
    assert len(codes) == len(set(codes))
    assert all(code.isascii() and code == code.lower() and " " not in code for code in codes)
    assert 120 <= len(codes) <= 250


def test_base_units_are_base_units() -> None:
    odd = {"người/km2", "bác sĩ/vạn dân", "giường/10.000 dân", "nhà văn hóa", "mắt camera"}
    for row in ROWS:
        base = to_base(row.base_unit)
        assert row.base_unit in odd or (base is not None and base[0] == row.base_unit), row.indicator_code


def test_a_wording_with_its_unit_means_one_thing() -> None:
    meanings: Counter[tuple[str, str]] = Counter()
    for row in ROWS:
        words = {form.casefold() for wording in row.wordings for form in spellings(wording)}
        for unit in {row.base_unit, *row.other_units}:
            meanings.update((form, unit) for form in words)
    assert not [pair for pair, count in meanings.items() if count > 1]


# Links


@pytest.mark.parametrize(
    ("indicator", "unit", "code"),
    [
        ("Tỷ lệ hộ nghèo", "%", "ty_le_ho_ngheo"),
        ("Tỷ lệ hộ nghèo toàn xã đến cuối năm", "%", "ty_le_ho_ngheo"),
        ("Tỷ lệ hộ nghèo, Thực hiện 2025", "%", "ty_le_ho_ngheo"),
        ("tỉ lệ hộ nghèo đa chiều", "%", "ty_le_ho_ngheo"),
        ("Tỷ lệ người dân tham gia BHYT", "%", "ty_le_bao_hiem_y_te"),
        ("Thu nhập bình quân đầu người", "triệu đồng/người/năm", "thu_nhap_binh_quan_dau_nguoi"),
        ("Thu nhập bình quân đầu người", "USD", "thu_nhap_binh_quan_dau_nguoi_usd"),
        ("Năng suất lúa", "tạ/ha", "nang_suat_lua"),
        ("Tổng đàn heo", "con", "dan_lon"),
        ("Giải ngân vốn đầu tư công", "tỷ đồng", "giai_ngan_dau_tu_cong"),
        ("Giải ngân vốn đầu tư công", "%", "ty_le_giai_ngan_dau_tu_cong"),
    ],
)
def test_wordings_lead_to_their_indicator(indicator: str, unit: str, code: str) -> None:
    assert link(indicator, unit).indicator_code == code


@pytest.mark.parametrize(
    ("indicator", "unit", "why"),
    [
        ("Tỷ lệ hộ nghèo có nhà kiên cố", "%", "something else of the poor"),
        ("Tỷ lệ hộ nghèo", "hộ", "a rate is no count"),
        ("Giảm tỷ lệ hộ nghèo", "%", "the step, not the level"),
        ("Thu nhập bình quân", "triệu đồng", "of whom"),
        ("Năng suất", "tạ/ha", "of what"),
        ("Sản lượng khai thác", "tấn", "of fish or of coal"),
        ("Tổng kinh phí", "tỷ đồng", "of nothing in the list"),
        ("Số bản", "bản", "copies of a paper, or hamlets"),
        ("Thành phố chi ngân sách", "tỷ đồng", "for one purpose"),
        ("Chỉ số sản xuất công nghiệp ước tăng tăng", "%", "of a branch that is not said again"),
        ("Tổng đàn gia súc so với KH: Trâu", "con", "buffaloes"),
        ("", "%", "nothing"),
    ],
)
def test_what_is_merely_similar_is_not_linked(indicator: str, unit: str, why: str) -> None:
    assert link(indicator, unit).indicator_code is None, why


@pytest.mark.parametrize(
    ("quote", "linked"),
    [
        ("Toàn xã còn 46 hộ nghèo", True),
        ("hộ nghèo giảm còn 46 hộ", True),
        ("hộ nghèo: 46 hộ", True),
        ("trao quà cho 46 hộ nghèo", False),
        ("hộ nghèo vay 8 tỷ đồng/46 hộ", False),
    ],
)
def test_a_bare_count_is_linked_where_the_quote_states_it(quote: str, linked: bool) -> None:
    assert (link("Hộ nghèo", "hộ", quote).indicator_code == "so_ho_ngheo") is linked


def test_changes_and_shares_of_plan_are_of_what_is_measured() -> None:
    assert link("Đàn lợn giảm so với năm 2023", "%", status="change").indicator_code == "dan_lon"
    assert link("Giải quyết việc làm so với kế hoạch", "%", status="plan_share").indicator_code == "giai_quyet_viec_lam"
    assert link("Đàn lợn", "%").indicator_code is None, "a level of pigs is no percentage"
    assert link("Hộ nghèo giảm", "%", "còn 5 hộ", "change").indicator_code is None, "of the rate, or of the count"
    assert link("Tỷ lệ hộ nghèo giảm", "%", status="target").indicator_code is None, "the step, or the level"


def test_words_around_a_wording_make_it_less_sure() -> None:
    alone, around = link("Tỷ lệ hộ nghèo", "%"), link("Tỷ lệ hộ nghèo năm 2025", "%")
    assert alone.indicator_confidence is not None
    assert around.indicator_confidence is not None
    assert alone.indicator_confidence > around.indicator_confidence


# Base units


@pytest.mark.parametrize(
    ("value", "unit", "base_value", "base_unit"),
    [
        (4.2, "tỷ đồng", 4_200_000_000.0, "đồng"),
        (1.2, "nghìn tỷ đồng", 1_200_000_000_000.0, "đồng"),
        (61.5, "triệu đồng/người", 61_500_000.0, "đồng/người"),
        (61.2, "tạ/ha", 6.12, "tấn/ha"),
        (3850.0, "m2", 0.385, "ha"),
        (19.48, "km2", 1948.0, "ha"),
        (6.4, "km", 6400.0, "m"),
        (12.0, "tạ", 1.2, "tấn"),
        (317.5, "nghìn tấn", 317_500.0, "tấn"),
        (9102.0, "nhân khẩu", 9102.0, "người"),
        (9.5, "m2/người", 9.5, "m2/người"),
        (2.0, "triệu USD", 2_000_000.0, "USD"),
        (2.5, "%", 2.5, "%"),
        (7.0, "mô hình", 7.0, "mô hình"),
    ],
)
def test_values_in_base_units(value: float, unit: str, base_value: float, base_unit: str) -> None:
    record = Record(indicator="Một điều chưa ai kể", value=value, value_max=value, unit=unit)
    (found,) = indicators.link([(record, "")])
    assert (found.base_value, found.base_value_max, found.base_unit) == (base_value, base_value, base_unit)
    assert (record.value, record.unit) == (value, unit), "what was printed stays"


def test_a_unit_that_nobody_knows_has_no_base() -> None:
    found = link("Tỷ lệ hộ nghèo", "gùi")
    assert (found.base_value, found.base_unit) == (None, None)


def test_every_measure_of_the_lexicon_has_a_base_that_is_its_own_base() -> None:
    for unit in load().measures:
        base = to_base(unit)
        assert base is not None, unit
        assert to_base(base[0]) == (base[0], Decimal(1))


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(sorted(load().measures)))
def test_conversion_stands_every_number(value: float, unit: str) -> None:
    base = to_base(unit)
    assert base is not None
    found = convert(value, base[1])
    assert found is None or abs(found) < float("inf")
