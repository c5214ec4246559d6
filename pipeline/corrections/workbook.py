"""The sheet as a sheet of a workbook: what Excel shows of it, and what a clerk saved."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.corrections.award_page import award_lines
from pipeline.corrections.delimited import unreadable
from pipeline.corrections.lists import hidden_lists
from pipeline.corrections.sheet import COLUMNS, TITLES, TO_FILL, Asked, Line, lines_of
from pipeline.corrections.titles import AWARDS_TITLE, TITLE
from pipeline.corrections.values import fields_of, key
from pipeline.errors import UsageError
from pipeline.export.cells import cut
from pipeline.export.rows import Row
from pipeline.export.sheets import Column, Sheet
from pipeline.export.workbook import ROWS
from pipeline.language import choose

LISTS = "thidua"
"""The hidden sheet that holds what may be chosen."""

_WIDTHS = {"document": 24, "kind": 14, "page": 8, "line": 8, "record": 40, "quote": 50, "state": 24, "decision": 12,
           "field": 18, "value": 24, "note": 24, "fields": 40, "key": 20}  # fmt: skip
_DECISIONS = (("giữ", "accept"), ("sửa", "correct"), ("bỏ", "reject"), ("thêm", "add"), ("thêm 2", "add 2"),
              ("thêm 3", "add 3"))  # fmt: skip
_SPARE_ROWS = 500  # below the last one, for rows that a clerk copies there


def sheet_to_fill() -> Sheet:
    """The sheet, for the writer of workbooks."""
    columns = (
        Column(
            code,
            title,
            "",
            _WIDTHS[code],
            plain=True,
            wrap=code not in {"key", "fields"},
            fill=code in TO_FILL,
            hidden=code == "key",
        )
        for code, title in COLUMNS.items()
    )
    return Sheet("review", TITLE, tuple(columns), "", choices=choices)


def rows_to_fill(rows: Iterable[Asked]) -> Iterator[Row]:
    """Its rows."""
    for row in rows:
        cells, shortened = [], 0
        for code in COLUMNS:
            value = None if code in TO_FILL else getattr(row, code) or None
            if isinstance(value, str):
                value, was_cut = cut(value)
                shortened += was_cut
            cells.append(value)
        yield Row(tuple(cells), "", row.address, shortened)


def choices(book: Any, page: Any, last: int) -> None:
    """Let Excel offer the decisions, and for each row the fields that its kind has; a little beyond the last row, too.

    Args:
        book: the workbook.
        page: the sheet in it; its first column is the link that the writer puts there.
        last: its last row, counted from 0.
    """
    if LISTS not in book.sheetnames:
        kinds = {"loai": [choose(*title) for title in TITLES.values()], "ma_loai": list(TITLES)}
        hidden_lists(book, LISTS, kinds | {f"muc_{kind}": _titles(kind) for kind in TITLES})
    last = min(last + _SPARE_ROWS, ROWS)
    at = {code: number for number, code in enumerate(COLUMNS, start=1)}
    page.data_validation(
        1, at["decision"], last, at["decision"],
        {
            "validate": "list",
            "source": [choose(*told) for told in _DECISIONS],
            "error_title": choose("Quyết định", "Decision"),
            "error_message": choose(
                "Hãy chọn giữ, sửa, bỏ hoặc thêm; để trống là chưa quyết định.",
                "Choose accept, correct, reject or add; empty is not decided.",
            ),
        },
    )  # fmt: skip
    kind = "$" + chr(ord("A") + at["kind"]) + "2"  # as it stands there: whoever adds a record writes it anew
    page.data_validation(
        1, at["field"], last, at["field"],
        {
            "validate": "list",
            "source": f'=INDIRECT("muc_"&INDEX(ma_loai,MATCH({kind},loai,0)))',
            "error_type": "warning",
            "error_title": choose("Mục cần sửa", "Field"),
            "error_message": choose("Hãy chọn một mục trong danh sách.", "Choose a field of the list."),
        },
    )  # fmt: skip


def _titles(kind: str) -> list[str]:
    return [choose(title, name) for name, title in fields_of(kind).items()]


def is_workbook(file: Path) -> bool:
    """Whether a file is called as a workbook is."""
    return file.suffix.lower() in {".xlsx", ".xlsm"}


def read_workbook_sheet(file: Path) -> list[Line]:
    """The rows of the sheets to fill in a workbook that a clerk saved, with the numbers that Excel shows.

    Raises:
        UsageError: ``sheet_unreadable``, ``sheet_foreign``.
    """
    import openpyxl  # noqa: PLC0415  (for this alone)

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        wanted = [page for page in book.worksheets if key(page.title).partition(" (")[0] in map(key, TITLE)]
        adding = [page for page in book.worksheets if key(page.title) in map(key, AWARDS_TITLE)]
        lines: list[Line] = []
        for page in wanted or [page for page in book.worksheets[:1] if page not in adding]:
            lines += lines_of(_rows(page), str(file), page.title)
        for page in adding:
            lines += award_lines(_rows(page), str(file), page.title)
    except UsageError:
        raise
    except OSError as error:
        raise unreadable(file, error.strerror or str(error)) from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, SyntaxError) as error:
        why = choose("không phải tệp Excel nguyên vẹn", "no whole Excel file")
        raise unreadable(file, why) from error
    return lines


def _rows(page: Any) -> Iterator[tuple[int, list[str]]]:
    page.reset_dimensions()  # some programs write wrong ones
    return ((at, list(map(_typed, row))) for at, row in enumerate(page.iter_rows(values_only=True), start=1))


def _typed(value: object) -> str:
    """A cell as a clerk would have typed it.

    >>> _typed(12.0), _typed(2.5), _typed(datetime.datetime(2025, 12, 5)), _typed(None)
    ('12', '2,5', '05/12/2025', '')
    """
    match value:
        case None:
            return ""
        case float():
            return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
        case datetime.datetime() | datetime.date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)
