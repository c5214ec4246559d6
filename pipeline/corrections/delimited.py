"""The sheet as CSV that Excel opens and saves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pipeline.corrections.sheet import COLUMNS, TO_FILL, Asked, Line, lines_of
from pipeline.errors import UsageError
from pipeline.export.cells import neutral
from pipeline.export.places import new_file
from pipeline.language import choose


def write_csv_sheet(file: Path, rows: Iterable[Asked]) -> int:
    """Write the sheet, and say how many rows it has.

    Raises:
        UsageError: ``result_open``, ``result_not_written``.
    """
    count = 0
    with new_file(file) as fresh, fresh.open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\r\n")
        writer.writerow(choose(*title) for title in COLUMNS.values())
        for row in rows:
            told = (None if code in TO_FILL else getattr(row, code) for code in COLUMNS)
            writer.writerow("" if value is None else neutral(str(value)) for value in told)
            count += 1
    return count


def read_csv_sheet(file: Path) -> list[Line]:
    """The rows of a sheet that a clerk saved, with commas, semicolons or tabs, in UTF-8 or as Excel's Unicode text.

    Raises:
        UsageError: ``sheet_unreadable``, ``sheet_foreign``.
    """
    told = _decoded(file)
    first = told.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(told), delimiter=separator))
    except csv.Error as error:
        raise unreadable(file, str(error)) from error
    return lines_of(enumerate(rows, start=1), str(file))


def _decoded(file: Path) -> str:
    try:
        held = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from error
    try:
        return held.decode("utf-16" if held[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(file, choose("không phải UTF-8", "not UTF-8")) from error


def unreadable(file: Path, why: str) -> UsageError:
    """Why a sheet cannot be read, and what to do."""
    return UsageError(
        "sheet_unreadable",
        f"Không đọc được “{file}” ({why}). Trong Excel, hãy lưu dạng “Excel Workbook (.xlsx)” hoặc “CSV UTF-8” rồi "
        "chạy lại.",
        f"Cannot read “{file}” ({why}). In Excel, save it as “Excel Workbook (.xlsx)” or “CSV UTF-8” and run again.",
    )
