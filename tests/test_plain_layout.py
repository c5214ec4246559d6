"""Letterheads and signatures that Markdown sets as tables of strokes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import run
from schemas.header import Header

BODY = """
**BÁO CÁO**

**Kết quả phong trào thi đua năm 2025**

Ủy ban nhân dân xã Nà Khoang báo cáo như sau:

**I. KẾT QUẢ**

| Bản | Số hộ | Hộ nghèo |
| --- | --- | --- |
| Nà Lốc | 45 | 3 |
| Nà Tòng | 52 | 4 |
"""
ONE_CELL = (
    "| ỦY BAN NHÂN DÂN XÃ NÀ KHOANG Số: 12/BC-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    " Nà Khoang, ngày 05 tháng 12 năm 2025 |\n| --- | --- |\n",
    "\n| *Nơi nhận:* - Sở Nội vụ; - Các bản; - Lưu: VT. | **TM. ỦY BAN NHÂN DÂN** **KT. CHỦ TỊCH** **PHÓ CHỦ TỊCH**"
    " **Lò Văn Pín** |\n| --- | --- |\n",
)
BROKEN = (
    "| **ỦY BAN NHÂN DÂN**<br>**XÃ NÀ KHOANG**<br>Số: 12/BC-UBND | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>Độc lập -"
    " Tự do - Hạnh phúc<br>*Nà Khoang, ngày 05 tháng 12 năm 2025* |\n|:---|:---:|\n",
    "\n| Nơi nhận:<br>- Sở Nội vụ<br>- Các bản<br>- Lưu: VT. | TM. ỦY BAN NHÂN DÂN<br>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH<br>"
    "(Đã ký)<br>Lò Văn Pín |\n|---|---|\n",
)
ROWS = (
    "| ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n"
    "| XÃ NÀ KHOANG | Độc lập - Tự do - Hạnh phúc |\n| Số: 12/BC-UBND | Nà Khoang, ngày 05 tháng 12 năm 2025 |\n",
    "\n| **Nơi nhận:** | **TM. ỦY BAN NHÂN DÂN** |\n|---|---|\n| - Sở Nội vụ; | **KT. CHỦ TỊCH** |\n"
    "| - Các bản; | **PHÓ CHỦ TỊCH** |\n| - Lưu: VT. | |\n| | Lò Văn Pín |\n",
)


def header_of(text: str, tmp_path: Path) -> Header:
    path = tmp_path / "bao-cao.md"
    path.write_text(text, encoding="utf-8")
    return run(path).header


@pytest.mark.parametrize("frame", [ONE_CELL, BROKEN, ROWS], ids=["one-cell", "br", "rows"])
def test_a_table_of_strokes_is_a_letterhead(frame: tuple[str, str], tmp_path: Path) -> None:
    header = header_of(frame[0] + BODY + frame[1], tmp_path)
    assert (header.issuer, header.unit_name, header.unit_kind) == ("Ủy ban nhân dân xã Nà Khoang", "Nà Khoang", "xa")
    assert (header.number, header.symbol, header.place) == (12, "BC-UBND", "Nà Khoang")
    assert str(header.issued_on) == "2025-12-05"
    assert (header.signer_name, header.signer_title) == ("Lò Văn Pín", "PHÓ CHỦ TỊCH")
    assert header.signing_capacity == "KT. CHỦ TỊCH"
    assert header.recipients == ("Sở Nội vụ", "Các bản", "Lưu: VT")


@pytest.mark.parametrize("frame", [ONE_CELL, BROKEN, ROWS], ids=["one-cell", "br", "rows"])
def test_a_table_of_data_beside_it_stays_one(frame: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.md"
    path.write_text(frame[0] + BODY + frame[1], encoding="utf-8")
    tables = run(path).document.tables
    assert [len(table.rows) for table in tables] == [4]


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.md"
    path.write_text(ROWS[0] + BODY + ROWS[1], encoding="utf-8")
    raw = run(path).restored.repaired.raw
    lines = (ROWS[0] + BODY + ROWS[1]).splitlines()
    assert [line.number for _, line in raw.lines] == list(range(1, len(lines) + 1))
