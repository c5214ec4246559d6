from __future__ import annotations

import datetime
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import find_dates
from tests.support import ROOT

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/dates.toml").read_text(encoding="utf-8"))["case"]


FORMS = [
    "{0.day}/{0.month}/{0.year}",
    "ngày {0.day:02} tháng {0.month:02} năm {0.year}",
    "{0.day:02}-{0.month}-{0.year}",
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict[str, Any]) -> None:
    found = find_dates(case["text"])
    assert [[d.year or 0, d.month or 0, d.day or 0] for d in found] == case["found"]
    assert [at for at, d in enumerate(found) if not d.valid] == case.get("invalid", [])


@given(
    st.dates(datetime.date(1945, 1, 1), datetime.date(2060, 12, 31)),
    st.sampled_from(FORMS),
)
def test_every_day_is_read_back(day: datetime.date, form: str) -> None:
    printed = form.format(day)
    (found,) = find_dates(f"họp {printed}.")
    assert found.iso == day
    assert found.span.of(f"họp {printed}.") == printed


@given(st.text(alphabet="0123456789/-.… ngàythánăm", max_size=80))
def test_hostile_text_is_survived(text: str) -> None:
    for date in find_dates(text):
        assert 0 <= date.span.start < date.span.end <= len(text)
        assert date.iso is None or date.valid
