"""What of the checks is stored beside the records, and what no record used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.door import run_command
from pipeline.load.leftovers import Left, leftovers_of
from pipeline.load.rows import rows_of
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import TABLES
from pipeline.read.plain import read_plain
from pipeline.run import Reading, understand
from schemas.document import RawDocument, SourceFile

TEXT = """I. KẾT QUẢ
Toàn xã có 14.210 nhân khẩu, trong đó 13.005 người thường trú, 1.205 người tạm trú. Trồng mới 45 ha chè.
Chủ tịch Ủy ban nhân dân xã tặng Giấy khen cho 43 tập thể, cá nhân: 12 tập thể và 31 cá nhân.
Tỉnh tặng Bằng khen cho 05 tập thể.
Phong trào thi đua “Dân vận khéo” được hưởng ứng; trong phong trào “Dân vận khéo” có câu “Việc nhỏ nghĩa lớn”.
Hợp tác xã áp dụng TCVN ISO 9001:2015; thực hiện Kế hoạch số 12/KH-UBND ngày 10/01/2025 của Ủy ban nhân dân xã.
"""


def read(text: str) -> Reading:
    source = SourceFile("báo cáo.txt", "/x/báo cáo.txt", "ab" * 32, "text/plain", len(text))
    return understand(RawDocument(source, read_plain("báo cáo.txt", text.encode())))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(TEXT)


def columns(document: StoredDocument, table: str) -> list[dict[str, Any]]:
    return [dict(zip(TABLES[table].names, row, strict=True)) for row in document.rows[table]]


def test_numbers_that_add_up_are_stored_as_verified(reading: Reading) -> None:
    rows = {row["value"]: row["verified"] for row in columns(rows_of(reading, "test"), "metrics")}
    assert rows[14210], "the total"
    assert rows[13005], "a part"
    assert rows[45] is False, "nothing stands beside it"
    awards = {row["count"]: row["verified"] for row in columns(rows_of(reading, "test"), "awards")}
    assert awards[12]
    assert awards[31]
    assert awards[5] is False


def test_verified_is_a_column_of_metrics_and_awards() -> None:
    assert {c.type for t in ("metrics", "awards") for c in TABLES[t].columns if c.name == "verified"} == {"BOOLEAN"}


def left(reading: Reading) -> list[tuple[str, str]]:
    text = reading.document.text
    return [(found.kind, found.span.of(text)) for found in leftovers_of(reading.document, reading.records)]


def test_names_and_codes_that_no_record_used_are_listed(reading: Reading) -> None:
    found = left(reading)
    assert ("name", "Việc nhỏ nghĩa lớn") in found
    assert ("code", "TCVN ISO 9001:2015") in found
    assert not [quote for kind, quote in found if kind == "name" and "Dân vận" in quote], "told by a movement, twice"
    assert not [quote for kind, quote in found if "12/KH-UBND" in quote], "a reference"
    assert not [quote for kind, quote in found if kind == "number" and quote in ("9001", "2015", "14.210", "45")]


def test_leftovers_stand_in_order_and_where_they_say(reading: Reading) -> None:
    found: list[Left] = list(leftovers_of(reading.document, reading.records))
    assert found == sorted(found, key=lambda one: one.span)
    for one in found:
        assert one.span.of(reading.document.text) in one.context
    rows = columns(rows_of(reading, "test"), "leftovers")
    assert [(row["kind"], row["quote"]) for row in rows] == left(reading)


def test_a_text_whose_all_was_used_leaves_nothing() -> None:
    assert left(read("I. KẾT QUẢ\nNăm 2025, xã tặng Giấy khen cho 12 tập thể.\n")) == []


def test_a_batch_says_what_no_record_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(TEXT.replace("45 ha", "46 ha"), encoding="utf-8")
    assert run_command(["ingest", str(tmp_path / "in"), "--db", str(tmp_path / "x.duckdb"), "--workers", "1"]) == 0
    said = capsys.readouterr().out
    assert "Chưa bản ghi nào dùng đến:" in said
    assert "2 tên trong ngoặc kép, 2 số hiệu" in said
