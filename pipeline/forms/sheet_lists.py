"""The lists behind the forms: the records of every cell, why a cell is empty, what is counted nowhere."""

from __future__ import annotations

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
    ("Mã bản ghi", "Record id", 20),
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
    _begin(sheet, styles, heads)
    row = 1
    for cell in filled.cells:
        for item in cell.items:
            for nth, evidence in enumerate(item.evidence):
                _write_cell_of(sheet, styles, row, cell, where)
                amount = item.amount if nth == 0 else 0  # a movement is one, however many documents tell it
                sheet.write_number(row, 5, amount, styles.body)
                _text(sheet, row, 6, item.told, styles.body)
                _text(sheet, row, 7, _doubts(item), styles.doubtful if item.doubts else styles.body)
                _write_record(sheet, styles, row, 8, evidence)
                row += 1
    _end(sheet, row, len(heads))


def write_empty(sheet: Any, styles: Styles, filled: Filled, where: Places) -> None:
    """Every cell that is empty, and why."""
    heads = (*_CELL, ("Vì sao để trống", "Why it is empty", 90))
    _begin(sheet, styles, heads)
    row = 1
    for cell in filled.cells:
        if cell.reason is not None:
            _write_cell_of(sheet, styles, row, cell, where)
            _text(sheet, row, 5, said(EMPTY, cell.reason, unsaid=number(cell.unsaid)), styles.body)
            row += 1
    _end(sheet, row, len(heads))


def write_left_out(sheet: Any, styles: Styles, filled: Filled) -> None:
    """What was counted in no form, and why; of what is told twice also what is counted in its place."""
    heads = (
        ("Vì sao không tính", "Why it is left out", 44),
        ("Bản ghi", "Record", 40),
        *_RECORD,
        ("Đã tính ở văn bản", "Counted from", 30),
        ("Câu trích đã tính", "Quote that counts", 44),
    )
    _begin(sheet, styles, heads)
    row = 1
    for left in sorted(filled.left_out, key=lambda one: (list(LEFT_OUT).index(one.reason), one.evidence.document.unit)):
        _text(sheet, row, 0, said(LEFT_OUT, left.reason), styles.body)
        _text(sheet, row, 1, left.told, styles.body)
        _write_record(sheet, styles, row, 2, left.evidence)
        _text(sheet, row, 8, left.kept.document.source_name if left.kept else "", styles.body)
        _text(sheet, row, 9, _quote(left.kept) if left.kept else "", styles.body)
        row += 1
    _end(sheet, row, len(heads))


def _begin(sheet: Any, styles: Styles, heads: Sequence[tuple[str, str, int]]) -> None:
    for at, (vietnamese, english, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, choose(vietnamese, english), styles.head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _end(sheet: Any, rows: int, columns: int) -> None:
    sheet.autofilter(0, 0, max(1, rows - 1), columns - 1)


def _write_cell_of(sheet: Any, styles: Styles, row: int, cell: Cell, where: Places) -> None:
    address = where[cell.form.key, cell.row.key, cell.column.key]
    _text(sheet, row, 0, cell.form.sheet, styles.body)
    sheet.write_url(row, 1, f"internal:{address}", styles.link, address.rpartition("!")[2])
    _text(sheet, row, 2, cell.row.code, styles.body)
    _text(sheet, row, 3, cell.row.label, styles.body)
    _text(sheet, row, 4, f"({cell.column.number}) {': '.join(cell.column.heads)}", styles.body)


def _write_record(sheet: Any, styles: Styles, row: int, at: int, evidence: Evidence) -> None:
    document = evidence.document
    _text(sheet, row, at, ", ".join(_parts(document.unit, document.province)), styles.body)
    _text(sheet, row, at + 1, document.source_name, styles.body)
    for offset, figure in ((2, evidence.page), (3, evidence.line)):
        if figure is None:
            sheet.write_blank(row, at + offset, None, styles.body)
        else:
            sheet.write_number(row, at + offset, figure, styles.body)
    _text(sheet, row, at + 4, _quote(evidence), styles.body)
    _text(sheet, row, at + 5, evidence.record_id, styles.body)


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


def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    sheet.write_string(row, column, harmless(text), style)
