"""The lists behind the forms: the records of every cell, why a cell is empty, what is counted nowhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.figures import number
from pipeline.forms.count import Cell, Filled
from pipeline.forms.item import Item
from pipeline.forms.sheet_form import Places
from pipeline.forms.styles import Styles, harmless
from pipeline.forms.told import Evidence
from pipeline.forms.words import DOUBTS, EMPTY, LEFT_OUT, said
from pipeline.language import choose

_LINE = 13.5  # points
_NARROW = 0.85  # letters of this font to those by which Excel measures widths
_MOST_LINES = 12
_CELL = (
    ("Biểu", "Form", 12),
    ("Ô", "Cell", 8),
    ("Mã số", "Code", 7),
    ("Dòng", "Row", 26),
    ("Cột", "Column", 30),
)
_RECORD = (
    ("Đơn vị", "Unit", 24),
    ("Văn bản", "Document", 32),
    ("Trang", "Page", 7),
    ("Dòng văn bản", "Line", 8),
    ("Câu trích", "Quote", 60),
    ("Mã bản ghi", "Record id", 24),
)


def write_sources(sheet: Any, styles: Styles, filled: Filled, where: Places) -> None:
    """Every cell with the records from which it was counted."""
    heads = (
        *_CELL,
        ("Tính vào", "Counted", 8),
        ("Bản ghi", "Record", 34),
        ("Cần kiểm tra vì", "To check since", 30),
        *_RECORD,
    )
    rows = _Rows(sheet, styles, heads)
    for cell in filled.cells:
        for item in cell.items:
            for nth, evidence in enumerate(item.evidence):
                _write_cell_of(rows, cell, where)
                rows.figure(5, item.amount if nth == 0 else 0)  # a movement is one, however many documents tell it
                rows.text(6, item.told)
                rows.text(7, _doubts(item), styles.doubtful if item.doubts else styles.body)
                _write_record(rows, 8, evidence)
                rows.end()
    rows.close()


def write_empty(sheet: Any, styles: Styles, filled: Filled, where: Places) -> None:
    """Every cell that is empty, and why."""
    rows = _Rows(sheet, styles, (*_CELL, ("Vì sao để trống", "Why it is empty", 90)))
    for cell in filled.cells:
        if cell.reason is not None:
            _write_cell_of(rows, cell, where)
            rows.text(5, said(EMPTY, cell.reason, unsaid=number(cell.unsaid)))
            rows.end()
    rows.close()


def write_left_out(sheet: Any, styles: Styles, filled: Filled) -> None:
    """What was counted in no form, and why; of what is told twice also what is counted in its place."""
    heads = (
        ("Vì sao không tính", "Why it is left out", 44),
        ("Bản ghi", "Record", 40),
        *_RECORD,
        ("Đã tính ở văn bản", "Counted from", 30),
        ("Câu trích đã tính", "Quote that counts", 44),
    )
    rows = _Rows(sheet, styles, heads)
    for left in sorted(filled.left_out, key=lambda one: (list(LEFT_OUT).index(one.reason), one.evidence.document.unit)):
        rows.text(0, said(LEFT_OUT, left.reason))
        rows.text(1, left.told)
        _write_record(rows, 2, left.evidence)
        rows.text(8, left.kept.document.source_name if left.kept else "")
        rows.text(9, _quote(left.kept) if left.kept else "")
        rows.end()
    rows.close()


class _Rows:
    """A list on a sheet, a row at a time; each as high as its texts need, which not every program finds out itself."""

    def __init__(self, sheet: Any, styles: Styles, heads: Sequence[tuple[str, str, int]]) -> None:
        self._sheet, self._styles, self._widths = sheet, styles, [width for *_, width in heads]
        self._row, self._lines = 1, 1
        for at, (vietnamese, english, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, choose(vietnamese, english), styles.head)
        sheet.set_row(0, 2 * _LINE)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def text(self, column: int, text: str, style: Any = None) -> None:
        self._lines = max(self._lines, math.ceil(len(text) * _NARROW / self._widths[column]))
        self._sheet.write_string(self._row, column, harmless(text), style or self._styles.body)

    def figure(self, column: int, figure: int | None) -> None:
        if figure is None:
            self._sheet.write_blank(self._row, column, None, self._styles.body)
        else:
            self._sheet.write_number(self._row, column, figure, self._styles.body)

    def link(self, column: int, address: str) -> None:
        self._sheet.write_url(self._row, column, f"internal:{address}", self._styles.link, address.rpartition("!")[2])

    def end(self) -> None:
        if self._lines > 1:
            self._sheet.set_row(self._row, _LINE * min(self._lines, _MOST_LINES))
        self._row, self._lines = self._row + 1, 1

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(1, self._row - 1), len(self._widths) - 1)


def _write_cell_of(rows: _Rows, cell: Cell, where: Places) -> None:
    rows.text(0, cell.form.sheet)
    rows.link(1, where[cell.form.key, cell.row.key, cell.column.key])
    rows.text(2, cell.row.code)
    rows.text(3, cell.row.label)
    rows.text(4, f"({cell.column.number}) {': '.join(cell.column.heads)}")


def _write_record(rows: _Rows, at: int, evidence: Evidence) -> None:
    document = evidence.document
    rows.text(at, ", ".join(_parts(document.unit, document.province)))
    rows.text(at + 1, document.source_name)
    rows.figure(at + 2, evidence.page)
    rows.figure(at + 3, evidence.line)
    rows.text(at + 4, _quote(evidence))
    rows.text(at + 5, evidence.record_id)


def _parts(*parts: str | None) -> Iterable[str]:
    seen: list[str] = []
    for part in parts:
        if part and part not in " ".join(seen):
            seen.append(part)
    return seen


def _quote(evidence: Evidence) -> str:
    return " ".join(evidence.quote.split())


def _doubts(item: Item) -> str:
    return "; ".join(said(DOUBTS, code) for code in sorted(item.doubts))
