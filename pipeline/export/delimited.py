"""CSV for Excel: a file a sheet, UTF-8 with a byte order mark, lines that end in CRLF."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.export.cells import Value, cut, neutral
from pipeline.export.places import new_folder
from pipeline.export.rows import Row
from pipeline.export.sheets import Sheet
from pipeline.export.workbook import Written
from pipeline.language import choose

MARK = "_thidua_csv"


def write_csv(folder: Path, sheets: Iterable[tuple[Sheet, Callable[[], Iterable[Row]]]]) -> Written:
    """Write a folder of CSV files; it appears as a whole or not at all.

    Days are written as 2025-12-05, numbers with a decimal point; an apostrophe stands before what begins like a
    formula.

    Raises:
        UsageError: ``folder_in_use``, ``result_open``, ``result_not_written``.
        DatabaseError: the rows cannot be read.
    """
    written = Written()
    with new_folder(folder, MARK) as fresh:
        for sheet, rows in sheets:
            count = 0
            with (fresh / f"{sheet.code}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow(choose(*column.title) for column in sheet.columns)
                for row in rows():
                    writer.writerow(map(_field, row.cells))
                    written.cut += row.cut
                    count += 1
            written.rows[choose(*sheet.title)] = count
    return written


def _field(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return cut(neutral(value))[0]
        case datetime.date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
