"""A form as the circular prints it: heading, merged heads, column numbers, rows, places to sign; landscape A4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.figures import number
from pipeline.forms.count import Cell, Filled
from pipeline.forms.form import Column, Form
from pipeline.forms.styles import Styles, harmless
from pipeline.forms.words import DOUBTS, said
from pipeline.language import choose

_CIRCULAR = "Ban hành theo Thông tư số 02/2023/TT-BNV ngày 23/3/2023"
Places = dict[tuple[str, str, str], str]
"""The address of each cell by form, row and column."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the forms: who reports to whom."""

    reporting: str
    receiving: str
    basis: str
    """On how many documents and units the figures rest, in a sentence."""


def write_form(sheet: Any, styles: Styles, form: Form, filled: Filled, heading: Heading) -> Places:
    """Write a form; gives the address of each of its cells for the lists behind it."""
    fixed = 3 if form.has_units else 2
    last = fixed + len(form.columns) - 1
    _set_page(sheet, form, fixed, last)
    top = _write_heading(sheet, styles, form, filled.year, heading)
    at = _write_heads(sheet, styles, form, top, fixed)
    sheet.repeat_rows(top, at - 1)
    sheet.freeze_panes(at, fixed)
    places: Places = {}
    cells = filled.cells_of(form)
    for row in form.rows:
        if row.is_heading:
            sheet.merge_range(at, 0, at, last, row.label, styles.of(bold=True, italic=True, border=1))
            at += 1
            continue
        bold = row.code == "01"
        sheet.write_string(at, 0, row.label, styles.of(bold=bold, border=1, text_wrap=True, indent=row.indent))
        sheet.write_string(at, 1, row.code, styles.of(bold=bold, border=1, align="center"))
        if form.has_units:
            sheet.write_string(at, 2, row.unit, styles.of(border=1, align="center", text_wrap=True, font_size=10))
        wide = int(1.15 * _label_width(form)) - 2 * row.indent
        sheet.set_row(at, 16 * (1 + len(row.label) // wide))
        for offset, column in enumerate(form.columns):
            cell = cells[row.key, column.key]
            _write_cell(sheet, styles, at, fixed + offset, cell, bold=bold)
            places[form.key, row.key, column.key] = f"'{form.sheet}'!{xl_rowcol_to_cell(at, fixed + offset)}"
        at += 1
    end = _write_signatures(sheet, styles, at + 1, last)
    sheet.print_area(0, 0, end, last)
    _write_legend(sheet, styles, end + 2, heading)
    return places


def _label_width(form: Form) -> int:
    return 34 if len(form.columns) > 10 else 46


def _set_page(sheet: Any, form: Form, fixed: int, last: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_footer("&C&8&P/&N")
    sheet.set_column(0, 0, _label_width(form))
    sheet.set_column(1, 1, 7)
    if form.has_units:
        sheet.set_column(2, 2, 12)
    sheet.set_column(fixed, last, 7 if len(form.columns) > 10 else 14 if len(form.columns) > 5 else 19)


def _write_heading(sheet: Any, styles: Styles, form: Form, year: int, heading: Heading) -> int:
    """Gives the row at which the table begins."""
    last = (3 if form.has_units else 2) + len(form.columns) - 1
    many = len(form.columns) > 10
    left_end, right = (3, last - 6) if many else (0, last - 1)
    left = (
        f"Biểu số: {form.code}\n{_CIRCULAR}"
        if form.official
        else "Biểu tổng hợp của tỉnh, thành phố\nKhen thưởng do cấp xã quyết định"
    )
    receiving = heading.receiving if form.official else heading.reporting
    reporting = heading.reporting if form.official else "…………………………"
    who = f"Đơn vị báo cáo:\n{reporting}\nĐơn vị nhận báo cáo:\n{receiving}"
    small = styles.of(text_wrap=True, valign="top", font_size=10)
    sheet.set_row(0, 66)
    _block(sheet, (0, 0, 0, left_end), left, small)
    title = styles.of(bold=True, text_wrap=True, align="center", font_size=13)
    _block(sheet, (0, left_end + 1, 0, right - 1), f"{form.title}\nNăm {year}", title)
    _block(sheet, (0, right, 0, last), harmless(who), small)
    _block(sheet, (1, 0, 1, last), f"Đơn vị tính: {form.unit}", styles.of(italic=True, align="right", font_size=10))
    return 2


def _write_heads(sheet: Any, styles: Styles, form: Form, top: int, fixed: int) -> int:
    """The merged heads and the row of numbers; gives the row below."""
    depth = max(len(column.heads) for column in form.columns)
    names = ["", "Mã số", *(["Đơn vị tính"] if form.has_units else [])]
    letters = ["A", "B", "C"][:fixed]
    for at, (name, letter) in enumerate(zip(names, letters, strict=True)):
        _block(sheet, (top, at, top + depth - 1, at), name, styles.head)
        sheet.write_string(top + depth, at, letter, styles.number_row)
    for level in range(depth):
        start = 0
        while start < len(form.columns):
            end = start
            while end + 1 < len(form.columns) and _share(form.columns[start], form.columns[end + 1], level):
                end += 1
            heads = form.columns[start].heads
            if level < len(heads):
                bottom = top + depth - 1 if level == len(heads) - 1 else top + level
                _block(sheet, (top + level, fixed + start, bottom, fixed + end), heads[level], styles.head)
            start = end + 1
    for offset, column in enumerate(form.columns):
        sheet.write_string(top + depth, fixed + offset, column.number, styles.number_row)
    for level in range(depth):
        sheet.set_row(top + level, 48 if depth == 1 or level == depth - 1 else 34)
    return top + depth + 1


def _share(one: Column, other: Column, level: int) -> bool:
    return level < len(one.heads) - 1 and one.heads[: level + 1] == other.heads[: level + 1]


def _write_cell(sheet: Any, styles: Styles, row: int, column: int, cell: Cell, *, bold: bool) -> None:
    if cell.value is None:
        shade = "x" if cell.reason == "not_applicable" else ""
        sheet.write_blank(row, column, None, styles.figure(bold=bold, doubtful=False, empty=shade))
        return
    doubtful = cell.is_doubtful or bool(cell.unsaid)
    sheet.write_number(row, column, cell.value, styles.figure(bold=bold, doubtful=doubtful))
    if doubtful:
        note = remark(cell)
        sheet.write_comment(row, column, note, {"x_scale": 2.4, "y_scale": 0.5 + 0.16 * (len(note) // 42 + 2)})


def remark(cell: Cell) -> str:
    """What a person should know of a figure before signing it."""
    told = []
    if cell.to_check:
        told.append(choose(f"Trong đó cần kiểm tra: {number(cell.to_check)}.", f"To check: {number(cell.to_check)}."))
    told += [f"- {said(DOUBTS, code)}" for code in sorted({code for item in cell.items for code in item.doubts})]
    if cell.unsaid:
        told.append(
            choose(
                f"Còn {number(cell.unsaid)} ở cột này mà văn bản không nói rõ để xếp vào dòng nào.",
                f"Of {number(cell.unsaid)} more in this column the documents do not say the row.",
            )
        )
    return "\n".join(told)


def _write_signatures(sheet: Any, styles: Styles, row: int, last: int) -> int:
    third = (last + 1) // 3 or 1
    when = "…………, ngày …… tháng …… năm ………"
    edges = [(0, 0), (1, max(1, last - third)), (max(2, last - third + 1), last)]
    texts = (
        ("", "Người lập biểu\n(Ký, ghi rõ họ tên)"),
        ("", "Người kiểm tra biểu\n(Ký, ghi rõ họ tên)"),
        (when, "Thủ trưởng đơn vị\n(Ký, đóng dấu, ghi rõ họ tên)"),
    )
    for (first, end), (above, below) in zip(edges, texts, strict=True):
        _block(sheet, (row, first, row, end), above, styles.of(italic=True, align="center"))
        _block(sheet, (row + 1, first, row + 1, end), below, styles.of(bold=True, align="center", text_wrap=True))
    sheet.set_row(row + 1, 32)
    return row + 5


def _write_legend(sheet: Any, styles: Styles, row: int, heading: Heading) -> None:
    """Below the print area: for whoever checks, not for whoever receives the form."""
    lines = (
        heading.basis,
        choose(
            "Ô vàng: cần kiểm tra hoặc chưa đủ, xem ghi chú của ô; từng bản ghi ở trang “Nguồn”.",
            "Yellow: to be checked or incomplete, see the note; records are on the sheet “Sources”.",
        ),
        choose(
            "Ô trống: văn bản không nói, không phải số 0; lý do ở trang “Ô trống”. Ô xám: không áp dụng.",
            "Empty: not said, no zero; reasons are on the sheet “Empty cells”. Grey: does not apply.",
        ),
        choose(
            "Bản ghi không tính (đã nêu ở văn bản khác, mới đề nghị, không rõ cấp …): trang “Không tính”. Những "
            "dòng này không in ra.",
            "Records that are not counted are on the sheet “Left out”. These lines are not printed.",
        ),
    )
    for offset, line in enumerate(lines):
        sheet.write_string(row + offset, 0, harmless(line), styles.of(italic=True, font_color="#595959", font_size=10))


def _block(sheet: Any, edges: tuple[int, int, int, int], text: str, style: Any) -> None:
    if edges[:2] == edges[2:]:
        sheet.write_string(edges[0], edges[1], text, style)
    else:
        sheet.merge_range(*edges, "", style)
        sheet.write_string(edges[0], edges[1], text, style)
