"""Every kind of document is recognised with a letterhead and without; what is none of ours is told so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import Reading, run

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "kinds.toml").read_text(encoding="utf-8"))
OURS = [case for case in TABLE["case"] if not case.get("foreign")]
FOREIGN = [case for case in TABLE["case"] if case.get("foreign")]


def _read(folder: Path, text: str) -> Reading:
    path = folder / "van-ban.txt"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return run(path)


def _is_told_foreign(reading: Reading) -> bool:
    return "document_foreign" in [issue.code for _, issue in reading.issues]


def _named(case: dict[str, Any]) -> str:
    return str(case["name"])


def test_the_table_holds_all_kinds() -> None:
    assert {case["kind"] for case in OURS} == {
        "bao_cao", "ke_hoach", "quyet_dinh", "to_trinh", "cong_van", "thong_bao", "nghi_quyet", "chi_thi", "khac",
    }  # fmt: skip


@pytest.mark.parametrize("case", OURS, ids=_named)
def test_a_kind_with_its_letterhead(case: dict[str, Any], tmp_path: Path) -> None:
    subject = f"\n{case['subject']}" if "subject" in case else ""
    reading = _read(tmp_path, TABLE["letterhead"].format(symbol=case["symbol"], subject=subject) + case["text"])
    head = reading.header
    assert (head.doc_type, head.number, head.symbol) == (case["kind"], 27, case["symbol"])
    assert (head.issuer, str(head.issued_on)) == ("Ủy ban nhân dân xã Khê Lũng Hạ", "2026-03-12")
    assert not _is_told_foreign(reading)


@pytest.mark.parametrize("case", OURS, ids=_named)
def test_a_kind_without_its_letterhead(case: dict[str, Any], tmp_path: Path) -> None:
    reading = _read(tmp_path, case["text"])
    assert reading.header.doc_type == case.get("bare", case["kind"])
    assert not _is_told_foreign(reading)


@pytest.mark.parametrize("case", FOREIGN, ids=_named)
def test_what_is_none_of_ours(case: dict[str, Any], tmp_path: Path) -> None:
    reading = _read(tmp_path, case["text"])
    assert reading.header.doc_type == "khac"
    assert _is_told_foreign(reading)
    records = reading.records
    assert not (*records.movements, *records.metrics, *records.awards, *records.legal_references)
