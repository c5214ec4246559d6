"""``thidua review``: the sheet on which a clerk keeps, corrects or rejects what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.cli.options import database_option, documents_argument
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Viết ra một bảng Excel (hoặc CSV, nếu tên tệp có đuôi .csv) những gì cần người xem lại: bản ghi, chữ phục "
            "hồi chưa chắc, phần đầu văn bản còn thiếu mục. Ghi vào cột “Quyết định”: giữ, sửa hoặc bỏ; sửa thì ghi "
            "“Mục cần sửa” và “Giá trị đúng” (nhiều mục: chép thêm dòng). Máy bỏ sót thì chép một dòng của văn bản ấy, "
            "ghi lại “Loại”, “Câu trích”, quyết định thêm, mỗi mục một dòng; khen thưởng bỏ sót thì ghi vào trang “Bổ "
            "sung khen thưởng” của tệp Excel. Lưu lại rồi chạy thidua apply.\f"
            "thidua review\nthidua review 'tan loc ha' --out sua_doi.xlsx\nthidua review --all --out sua_doi.csv",
            "Write a sheet for Excel (or CSV, where the file ends in .csv) of what needs review: records, doubtful "
            "words, letterheads that lack something. Fill “Decision”: accept, correct or reject; to correct, also "
            "field and right value (copy the row for more fields). What was overlooked: copy a row of the document, "
            "write kind and quote anew, decision add, a row a field; awards go on the sheet “Awards to add” of the "
            "workbook. Save it, then run thidua apply.\f"
            "thidua review\nthidua review 'tan loc ha' --out review.xlsx\nthidua review --all --out review.csv",
        ),
        choose("Viết bảng để giữ, sửa, bỏ, thêm.", "Write a sheet to accept, correct, reject, add."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    documents: Annotated[list[str] | None, documents_argument()] = None,
    db: Annotated[Path | None, database_option()] = None,
    to: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar=choose("TỆP", "FILE"),
            help=choose(
                "Tệp .xlsx hoặc .csv; nếu không nói: outputs/sua_doi.xlsx.",
                "The .xlsx or .csv; outputs/sua_doi.xlsx if not given.",
            ),
        ),
    ] = Path("outputs") / "sua_doi.xlsx",
    everything: Annotated[
        bool,
        typer.Option("--all", help=choose("Tất cả, cả đã xem và đã bỏ.", "Everything, also what was decided.")),
    ] = False,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Write the sheet."""
    from pipeline.corrections.apply import review  # noqa: PLC0415  (so that --help comes at once)

    hush(quiet or as_json)
    count = review(db or Settings.from_environment().database, to, documents or (), everything=everything)
    place = escape(str(to))
    out().print(
        choose(
            f"{number(count)} dòng: {place}\nGhi quyết định, lưu lại, rồi chạy: thidua apply {place}",
            f"{number(count)} rows: {place}\nFill in decisions, save, then run: thidua apply {place}",
        ),
        soft_wrap=True,
    )
    if as_json:
        answer(ExitCode.OK, place=str(to), rows=count)
    return int(ExitCode.OK)
