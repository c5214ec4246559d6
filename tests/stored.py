"""What tests of stored data need: a small report, databases made of files, everything that a database holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.batch import Summary, ingest
from pipeline.load.store import asking, connect_to_read
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import DOCUMENT_TABLES
from pipeline.load.trouble import Notice

REPORT = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ LÂM HÀ THƯỢNG Độc lập - Tự do - Hạnh phúc
Số: {number}/BC-UBND Lâm Hà Thượng, ngày 05 tháng 12 năm 2025

BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025

I. KẾT QUẢ THỰC HIỆN
Thực hiện Kế hoạch số 12/KH-UBND ngày 10/01/2025 của Ủy ban nhân dân xã về phát động thi đua, xã đã hưởng ứng phong trào
thi đua “Dân vận khéo”. Tổng diện tích gieo trồng đạt {area} ha, tỷ lệ hộ nghèo còn 2,4%.

II. CÔNG TÁC KHEN THƯỞNG
Chủ tịch Ủy ban nhân dân xã tặng Giấy khen cho {groups} tập thể và 31 cá nhân.
"""


def report(number: int = 57, *, area: int = 310, groups: int = 12) -> str:
    """A short report that holds a record of each kind; its numbers tell one from another."""
    return REPORT.format(number=number, area=area, groups=groups)


def write_reports(folder: Path, count: int) -> list[Path]:
    """So many reports, each different."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"báo cáo {number:03}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(report(number, area=300 + number), encoding="utf-8")
    return files


class Listening:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.documents: list[StoredDocument] = []
        self.defects: list[str] = []
        self.notices: list[str] = []

    def begin(self, total: int, unchanged: int) -> None:
        self.begun.append((total, unchanged))

    def done(self, document: StoredDocument) -> None:
        self.documents.append(document)

    def defect(self, name: str, traceback: str) -> None:
        self.defects.append(traceback)

    def notice(self, notice: Notice) -> None:
        self.notices.append(notice.code)


def store(paths: Sequence[Path], database: Path, **options: Any) -> Summary:
    """Ingest in this process."""
    return ingest(paths, database, options.pop("watcher", Listening()), **({"workers": 0} | options))


def ask(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    with connect_to_read(database) as connection:
        return asking(connection, database)(sql, *values)


def everything(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that do not tell of machines and times, in one order."""
    return {table: sorted(map(_comparable, ask(database, f'SELECT * FROM "{table}"'))) for table in DOCUMENT_TABLES}


def _comparable(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(map(repr, row))


def halves(database: Path) -> list[str]:
    """The documents of which something is missing, and rows that belong to none."""
    wrong = [
        f"{i}: no text"
        for (i,) in ask(
            database,
            "SELECT doc_id FROM documents WHERE status = 'loaded' AND doc_id NOT IN (SELECT doc_id FROM texts)",
        )
    ]
    for table in (*DOCUMENT_TABLES, "files"):
        orphans = ask(
            database, f'SELECT DISTINCT doc_id FROM "{table}" WHERE doc_id NOT IN (SELECT doc_id FROM documents)'
        )
        wrong += [f"{table}: {i} is in no document" for (i,) in orphans]
    return wrong
