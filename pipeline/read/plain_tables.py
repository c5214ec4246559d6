"""Tables in plain text: rows whose cells are parted by tabs, as Word and spreadsheets paste them, or by strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_HEAD = re.compile(r"(?:stt|tt|số tt|số thứ tự)\.?", re.IGNORECASE)
_SERIAL = re.compile(r"\d{1,3}")
_DOTTED = re.compile(r"(\d{1,3})[.)]?")
_WIDE = 3  # cells; a letterhead and a block of signatures have two columns, and so has a list whose labels end in a tab
_LONGEST_CELL = 160  # characters; what is longer is a paragraph behind its label


def rows_of_tables(lines: Sequence[str]) -> dict[int, tuple[int, int]]:
    r"""For the lines that are rows of a table: the table and the row in it, both counted from 0.

    >>> rows_of_tables(["Danh sách", "STT\tHọ và tên\tĐơn vị", "1\tLò Văn An\tThôn Một", "2\tVi Thị Bé\tThôn Hai"])
    {1: (0, 0), 2: (0, 1), 3: (0, 2)}
    >>> rows_of_tables(["Chỉ tiêu | ĐVT | TH", "Thu ngân sách | tỷ đồng | 21,4", "Hộ nghèo | hộ | 19"])
    {0: (0, 0), 1: (0, 1), 2: (0, 2)}
    >>> rows_of_tables(["UBND XÃ AN LẠC\tCỘNG HÒA XÃ HỘI", "Số: 1/BC-UBND\tAn Lạc, ngày 2"])
    {}
    """
    found: dict[int, tuple[int, int]] = {}
    for number, run in enumerate(run for run in _runs(lines) if _is_table([lines[at] for at in run])):
        found |= {at: (number, row) for row, at in enumerate(run)}
    return found


def _runs(lines: Sequence[str]) -> Iterator[range]:
    """Lines in a row whose cells are parted alike."""
    start, mark = 0, ""
    for at, line in enumerate([*lines, ""]):
        own = _mark(line)
        if own != mark:
            if mark:
                yield range(start, at)
            start, mark = at, own


def _mark(line: str) -> str:
    """What parts the cells of a line; nothing where it has but one. Strokes at the edges are another way to draw."""
    if "\t" in line:
        return "\t"
    return "|" if len(_cells(line, "|")) > 1 and not line.strip().startswith("|") else ""


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip() for cell in line.split(mark) if cell.strip()]


def _is_table(rows: list[str]) -> bool:
    mark = _mark(rows[0])
    cells = [_cells(row, mark) for row in rows]
    if len(rows) < 2 or not cells[0] or any(len(cell) > _LONGEST_CELL for row in cells for cell in row):
        return False
    headed = _HEAD.fullmatch(cells[0][0]) is not None
    wide = sum(len(row) >= _WIDE for row in cells) * 2 > len(rows)
    label = _DOTTED if wide else _SERIAL
    serials = [int(re.sub(r"\D", "", row[0])) for row in cells if row and label.fullmatch(row[0])]
    counted = len(serials) > 1 and all(after in {before + 1, 1} for before, after in pairwise(serials))
    even = len(rows) >= _WIDE and len({row.count(mark) for row in rows}) == 1
    return headed or counted or (wide and even)
