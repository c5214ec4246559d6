"""The same report in every format gives the same records; documents that are none of ours give none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.run import Reading, run
from tests.agreement import Told, agreement, told
from tests.formats import OFFICE, TEXTS, made, plain
from tests.formats.blocks import blocks_of
from tests.formats.pages import FONTS
from tests.office import needs_office
from tests.support import ROOT

GOLD = ROOT / "corpus" / "gold"
# A table, a footnote, a letterhead in two columns, automatic numbers; and running text over three pages.
REPORTS = {
    stem: (GOLD / f"{stem}.true.txt").read_text(encoding="utf-8")
    for stem in ("bao-cao-khen-thuong-xa-quang-yen-lac", "bao-cao-so-ket-xa-ea-knung")
}
AMONG = tuple(REPORTS.values())
LEAST = 0.99
FOREIGN = {
    "price list": """BẢNG GIÁ RAU CỦ NGÀY 12/5/2026
Chợ đầu mối Phú Hạ Lũng

STT\tMặt hàng\tĐơn vị\tGiá bán
1\tCà chua\tkg\t18.000
2\tDưa chuột\tkg\t12.500
3\tBắp cải\tkg\t9.000
""",
    "timetable": """TRƯỜNG THCS LONG KHÊ THƯỢNG
THỜI KHÓA BIỂU
Áp dụng từ ngày 08/9/2025

Tiết\tThứ Hai\tThứ Ba\tThứ Tư
1\tChào cờ\tToán\tNgữ văn
2\tToán\tTin học\tTiếng Anh
3\tThể dục\tĐịa lí\tSinh hoạt lớp
""",
    "invoice": """CÔNG TY TNHH AN PHÚC KHÊ
HÓA ĐƠN BÁN HÀNG
Số: 0001234
Ngày 15 tháng 3 năm 2026

STT\tTên hàng\tSố lượng\tThành tiền
1\tGhế xoay văn phòng\t4\t5.000.000
2\tBàn họp\t1\t6.400.000
Tổng thanh toán: 12.312.000 đồng
""",
    "novel": """CHƯƠNG II

Mưa suốt ba ngày. Ông Hai ngồi bên bậu cửa nhìn ra con đường đất đỏ. Hồi trẻ, ông từng được tặng một tấm giấy khen vì
bơi qua sông cứu hai đứa trẻ; tấm giấy ấy giờ ố vàng, treo lệch trên vách.

- Bố ăn cơm chưa? - Con bé Mận hỏi vọng từ dưới bếp.
""",
    "program": """import sys

def total(rows):
    \"\"\"Sum the third column of what was sold this month, with 8 % tax, at most 100 rows.\"\"\"
    total = 0
    for number, row in enumerate(rows, start=1):
        if number > 100:
            break
        total += float(row[2]) * 1.08
    return total

print(total([line.split(",") for line in sys.stdin]))
""",
    "English": """QUARTERLY NEWSLETTER

Our club grew by 12% this year and now counts 340 members in 5 towns. The annual prize for the best garden went to
Mrs. Brook, and 3 volunteers received a certificate of thanks from the mayor of the town.

1. Upcoming events
The plant fair takes place on 9 May 2026 at the town hall. Entry is free; last year 1,250 people came.
""",
}


def read_as(folder: Path, suffix: str, data: bytes) -> Reading:
    path = folder / f"report{suffix}"
    path.write_bytes(data)
    return run(path)


@cache
def _plain(folder: Path, stem: str) -> Told:
    return told(read_as(folder, ".txt", plain(blocks_of(REPORTS[stem])).encode()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(autouse=True)
def _cache_of_its_own(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("THIDUA_CACHE", str(folder / "cache"))


@pytest.mark.parametrize("stem", REPORTS)
@pytest.mark.parametrize("form", TEXTS)
def test_what_is_made_here_gives_the_records_of_the_plain_text(form: str, stem: str, folder: Path) -> None:
    if "reportlab" in form and not FONTS.is_dir():
        pytest.skip("Liberation Serif (fonts-liberation2) is not installed")
    _same_records(form, stem, folder)


@needs_office
@pytest.mark.parametrize("stem", REPORTS)
@pytest.mark.parametrize("form", OFFICE)
def test_what_libreoffice_makes_gives_the_records_of_the_plain_text(form: str, stem: str, folder: Path) -> None:
    _same_records(form, stem, folder)


def _same_records(form: str, stem: str, folder: Path) -> None:
    found = agreement(_plain(folder, stem), told(read_as(folder, *made(form, REPORTS[stem], AMONG))))
    assert {one.kind for one in found if one.one} >= {"sections", "metrics", "awards", "legal_references", "document"}
    for one in found:
        assert one.f1 >= LEAST, (one.kind, one.f1, one.only_one, one.only_other)


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_none_of_ours_is_told_so_and_holds_no_invented_records(name: str, folder: Path) -> None:
    reading = read_as(folder, ".txt", FOREIGN[name].encode())
    assert reading.header.doc_type == "khac"
    assert not reading.records.movements
    assert not reading.records.awards
    assert not reading.records.legal_references
    told_so = [issue for _, issue in reading.issues if issue.code == "document_foreign"]
    assert [issue.severity for issue in told_so] == ["info"]
    assert not [issue for _, issue in reading.issues if issue.severity == "error"]
    if name in {"program", "English"}:
        assert not reading.records.metrics


@pytest.mark.parametrize("stem", REPORTS)
def test_a_report_without_its_letterhead_is_still_told(stem: str, folder: Path) -> None:
    bare = plain(tuple(block for block in blocks_of(REPORTS[stem]) if block.kind != "columns"))
    reading = read_as(folder, ".txt", bare.encode())
    assert reading.header.doc_type == "bao_cao"
    assert "document_foreign" not in [issue.code for _, issue in reading.issues]
