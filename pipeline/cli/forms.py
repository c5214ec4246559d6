"""``thidua forms``: the official statistical forms, counted from stored reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.forms.count import Filled

DEFAULT_FOLDER = Path("outputs") / "bieu_mau"


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Lập các biểu thống kê theo Thông tư số 02/2023/TT-BNV: biểu 0601.N (phong trào thi đua), 0602.N (khen "
            "thưởng cấp Nhà nước), 0603.N (khen thưởng cấp tỉnh) và biểu tổng hợp khen thưởng của cấp xã, trong một "
            "tệp Excel. Ô nào cũng có trang “Nguồn” kể từng bản ghi, câu trích, văn bản; ô mà báo cáo không nói thì để "
            "trống và ghi vì sao. Phong trào toàn quốc, việc khen đã kể ở nhiều văn bản chỉ tính một lần. Ô vàng cần "
            "người xem lại trước khi ký.\f"
            "thidua forms --year 2025\nthidua forms --year 2025 --province 'thanh hoa'\n"
            "thidua forms --year 2025 --db ket_qua.duckdb --out bieu_2025.xlsx",
            "Fill the statistical forms of Circular 02/2023/TT-BNV: 0601.N (movements), 0602.N (state awards), 0603.N "
            "(the province's awards) and the province's own table of what communes award, in one Excel file. The sheet "
            "of sources lists the records, quotes and documents behind every cell; a cell that the reports do not "
            "tell stays empty and says why. National movements, and awards that several documents tell, count once. "
            "Yellow cells are to be looked at before anybody signs.\f"
            "thidua forms --year 2025\nthidua forms --year 2025 --province 'thanh hoa'\n"
            "thidua forms --year 2025 --db results.duckdb --out forms_2025.xlsx",
        ),
        choose("Lập biểu thống kê 0601.N, 0602.N, 0603.N và biểu cấp xã.", "Fill the official statistical forms."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    year: Annotated[
        int,
        typer.Option(
            min=1945,
            max=2200,
            metavar=choose("NĂM", "YEAR"),
            help=choose("Năm của biểu.", "The year of the forms."),
            show_default=False,
        ),
    ],
    province: Annotated[
        str | None,
        typer.Option(
            metavar=choose("TỈNH", "PROVINCE"),
            help=choose(
                "Tỉnh, thành phố (không cần dấu); nếu không nói: mọi văn bản đã nạp.",
                "A province (diacritics are not needed); all stored documents if not given.",
            ),
        ),
    ] = None,
    db: Annotated[Path | None, database_option()] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar=choose("NƠI_GHI", "PLACE"),
            help=choose(
                "Tệp .xlsx hoặc thư mục kết quả; nếu không nói: outputs/bieu_mau.",
                "An .xlsx file, or a folder; outputs/bieu_mau if not given.",
            ),
        ),
    ] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Fill the forms."""
    from pipeline.forms.count import fill  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.forms.headings import heading_of  # noqa: PLC0415
    from pipeline.forms.say import say_award  # noqa: PLC0415
    from pipeline.forms.stored import ask, fold  # noqa: PLC0415
    from pipeline.forms.workbook import write_workbook  # noqa: PLC0415
    from pipeline.load.store import asking, connect_to_read  # noqa: PLC0415

    hush(quiet or as_json)
    database = db or Settings.from_environment().database
    with connect_to_read(database) as connection:
        asked = ask(asking(connection, database), year, province)
    filled = fill(asked.told, year, say_award)
    place = to or DEFAULT_FOLDER
    if place.suffix.lower() != ".xlsx":
        name = "-".join(["bieu", str(year), *(fold(asked.province).split() if asked.province else [])])
        place = place / f"{name}.xlsx"
    heading = heading_of(asked, filled)
    write_workbook(filled, heading, place)
    out().print(heading.basis)
    out().print(_table(filled))
    _advise(filled)
    out().print(f"{choose('Đã ghi', 'Written')}: {escape(str(place))}", soft_wrap=True)
    if as_json:
        left_out = [{"record": one.told, "reason": one.reason} for one in filled.left_out]
        answer(
            ExitCode.OK, place=str(place), year=year, province=asked.province, forms=_rows(filled), left_out=left_out
        )
    return int(ExitCode.OK)


def _rows(filled: Filled) -> list[dict[str, object]]:
    """The same as the table, for programs: the values of each form by row and column."""
    from pipeline.forms.definitions import FORMS  # noqa: PLC0415

    return [
        {
            "code": form.code,
            "cells": [
                {"row": row, "column": column, "value": cell.value, "to_check": cell.is_doubtful or bool(cell.unsaid)}
                for (row, column), cell in filled.cells_of(form).items()
            ],
        }
        for form in FORMS
    ]


def _table(filled: Filled) -> Table:
    """How many cells of each form are filled, empty, to be checked."""
    from pipeline.forms.definitions import FORMS  # noqa: PLC0415

    table = Table(box=box.SIMPLE, pad_edge=False)
    table.add_column(choose("Biểu", "Form"))
    for head in (
        choose("Ô có số", "Filled"),
        choose("cần kiểm tra hoặc chưa đủ", "to check or incomplete"),
        choose("Ô trống", "Empty"),
        choose("Tổng số (dòng 01)", "Total (row 01)"),
    ):
        table.add_column(head, justify="right")
    for form in FORMS:
        cells = filled.cells_of(form)
        full = [cell for cell in cells.values() if cell.value is not None]
        total = cells[form.counted[0].key, form.columns[0].key].value
        table.add_row(
            form.code,
            number(len(full)),
            number(sum(cell.is_doubtful or bool(cell.unsaid) for cell in full)),
            number(len(cells) - len(full)),
            choose("chưa rõ", "not known") if total is None else number(total),
        )
    return table


def _advise(filled: Filled) -> None:
    from pipeline.forms.words import LEFT_OUT, said  # noqa: PLC0415

    twice = sum(one.kept is not None or one.reason == "duplicate_document" for one in filled.left_out)
    reasons: dict[str, int] = {}
    for one in filled.left_out:
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    if reasons:
        out().print(
            choose(
                f"{number(len(filled.left_out))} bản ghi không tính vào biểu ({number(twice)} vì đã nêu ở chỗ khác); "
                "từng bản ghi và lý do ở trang “Không tính”:",
                f"{number(len(filled.left_out))} records are counted in no form ({number(twice)} told elsewhere); "
                "see the sheet “Left out”:",
            ),
            soft_wrap=True,
        )
        for reason in sorted(reasons, key=lambda one: -reasons[one]):
            out().print(f"  {number(reasons[reason]):>6}  {said(LEFT_OUT, reason)}", soft_wrap=True)
    out().print(
        choose(
            "Trước khi ký: xem các ô vàng (di chuột để đọc ghi chú), đối chiếu ở trang “Nguồn”; ô trống là chưa rõ, "
            "không phải số 0.",
            "Before signing: look at the yellow cells (their notes say why) and at the sheet “Sources”; an empty cell "
            "is not known, no zero.",
        ),
        soft_wrap=True,
    )
