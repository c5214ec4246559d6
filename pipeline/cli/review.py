"""``thidua review``: the sheet on which a clerk keeps, corrects or rejects records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.console import out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Viết ra một bảng CSV (mở được bằng Excel) các bản ghi cần người xem lại. Ghi vào cột “Quyết định”: giữ, "
            "sửa hoặc bỏ; sửa thì ghi “Mục cần sửa” và “Giá trị đúng” (nhiều mục: chép thêm dòng). Lưu dạng CSV UTF-8 "
            "rồi chạy thidua apply.\fthidua review\nthidua review 'tan loc ha' --out sua_doi.csv\nthidua review --all",
            "Write a CSV sheet, for Excel, of records that need review. Fill “Decision”: accept, correct or "
            "reject; to correct, also field and right value (copy the row for more fields). Save as CSV UTF-8, then "
            "run thidua apply.\fthidua review\nthidua review 'tan loc ha' --out review.csv\nthidua review --all",
        ),
        choose("Viết bảng để giữ, sửa, bỏ bản ghi.", "Write a sheet to accept, correct, reject records."),
    )


def command(
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=choose("[VĂN_BẢN]…", "[DOC]…"),
            help=choose(
                "Tên tệp, một phần tên, hoặc mã; không nêu thì mọi văn bản.", "Names, parts, ids; all if none."
            ),
        ),
    ] = None,
    db: Annotated[Path | None, database_option()] = None,
    to: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar=choose("TỆP", "FILE"),
            help=choose("Tệp .csv; nếu không nói: outputs/sua_doi.csv.", "The .csv; outputs/sua_doi.csv if not given."),
        ),
    ] = Path("outputs") / "sua_doi.csv",
    everything: Annotated[
        bool,
        typer.Option("--all", help=choose("Mọi bản ghi, cả đã xem và đã bỏ.", "All records, also seen and rejected.")),
    ] = False,
) -> int:
    """Write the sheet."""
    from pipeline.corrections.apply import review  # noqa: PLC0415  (so that --help comes at once)

    count = review(db or Settings.from_environment().database, to, documents or (), everything=everything)
    place = escape(str(to))
    out().print(
        choose(
            f"{number(count)} bản ghi: {place}\nGhi quyết định, lưu dạng CSV UTF-8, rồi chạy: thidua apply {place}",
            f"{number(count)} records: {place}\nFill in decisions, save as CSV UTF-8, then run: thidua apply {place}",
        ),
        soft_wrap=True,
    )
    return int(ExitCode.OK)
