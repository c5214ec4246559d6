"""``thidua export``: what is stored, as a workbook, CSV, JSON Lines or Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, hush, out
from pipeline.cli.options import database_option, documents_argument
from pipeline.errors import ExitCode, UsageError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.export.make import Exported, Form


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Xuất những gì đã nạp ra bảng tính Excel (một tệp, mỗi loại một trang: văn bản, phong trào, số liệu, khen "
            "thưởng, viện dẫn, điều cần lưu ý; mỗi dòng có liên kết tới trang xem lại), hoặc ra csv, jsonl, parquet "
            "cho chương trình khác. Nêu tên văn bản thì chỉ xuất những văn bản ấy. Bản xuất cũ ở cùng chỗ được "
            "thay.\f"
            "thidua export\nthidua export 'tan loc ha' --out tan_loc_ha.xlsx\nthidua export --format csv --out csv/",
            "Write what is stored as an Excel workbook (one file, a sheet each: documents, movements, metrics, awards, "
            "references, findings; each row with a link to the review pages), or as csv, jsonl, parquet for other "
            "programs. Where documents are named, only these. An earlier export in the same place is replaced.\f"
            "thidua export\nthidua export 'tan loc ha' --out tan_loc_ha.xlsx\nthidua export --format csv --out csv/",
        ),
        choose("Xuất ra Excel, csv, jsonl, parquet.", "Export to Excel, csv, jsonl, parquet."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    documents: Annotated[list[str] | None, documents_argument()] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar=choose("DẠNG", "FORMAT"),
            help=choose("xlsx (mặc định), csv, jsonl, parquet.", "xlsx (the default), csv, jsonl, parquet."),
        ),
    ] = "xlsx",
    db: Annotated[Path | None, database_option()] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar=choose("NƠI_GHI", "PLACE"),
            help=choose(
                "Tệp .xlsx, hoặc thư mục với các dạng khác; nếu không nói: trong outputs/xuat.",
                "An .xlsx file, or a folder for the other formats; in outputs/xuat if not given.",
            ),
        ),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar=choose("THƯ_MỤC", "FOLDER"),
            help=choose(
                "Thư mục trang xem lại mà liên kết dẫn tới; nếu không nói: outputs/bao_cao.",
                "The folder of review pages that links lead to; outputs/bao_cao if not given.",
            ),
        ),
    ] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Export."""
    from pipeline.export.make import export  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.report.review.make import DEFAULT_FOLDER  # noqa: PLC0415
    from pipeline.report.review.names import INDEX  # noqa: PLC0415

    hush(quiet or as_json)
    chosen = _form(form)
    report = pages or DEFAULT_FOLDER
    with err().status(choose("Đang xuất…", "Exporting…")):
        exported = export(db or Settings.from_environment().database, chosen, to, documents or (), report)
    _tell(exported)
    if chosen == "xlsx" and not (report / INDEX).exists():
        out().print(
            choose(
                f"Liên kết dẫn tới trang xem lại ở “{escape(str(report))}”, chưa có: hãy chạy thidua report.",
                f"Links lead to review pages in “{escape(str(report))}”, which are not there yet: run thidua report.",
            ),
            soft_wrap=True,
        )
    if chosen == "csv":
        out().print(
            choose(
                "Số trong csv viết dấu chấm thập phân. Excel đặt theo kiểu Việt Nam có thể hiểu 12.5 là ngày tháng: để "
                "xem bằng Excel, hãy dùng --format xlsx.",
                "Numbers in csv have a decimal point, which Excel may misread where commas are the custom: to look at "
                "them in Excel, use --format xlsx.",
            ),
            soft_wrap=True,
        )
    if as_json:
        rows, cut = dict(exported.written.rows), exported.written.cut
        answer(ExitCode.OK, format=chosen, place=str(exported.place), rows=rows, cells_cut=cut)
    return int(ExitCode.OK)


def _form(form: str) -> Form:
    from pipeline.export.make import FORMS  # noqa: PLC0415

    for known in FORMS:
        if form.lower() == known:
            return known
    raise UsageError(
        "format_unknown",
        f"Không có dạng “{form}”. --format nhận: {', '.join(FORMS)}.",
        f"There is no format “{form}”. --format takes: {', '.join(FORMS)}.",
    )


def _tell(exported: Exported) -> None:
    written = exported.written
    rows = [f"{title} {number(count)}" for title, count in written.rows.items() if count]
    total = number(sum(written.rows.values()))
    out().print(choose(f"Đã xuất {total} dòng: ", f"Wrote {total} rows: ") + escape(", ".join(rows)), soft_wrap=True)
    if written.continued:
        titles = escape(", ".join(written.continued))
        out().print(
            choose(f"Nhiều dòng, chia ra nhiều trang tính: {titles}.", f"Many rows, on several sheets: {titles}."),
            soft_wrap=True,
        )
    if written.cut:
        out().print(
            choose(
                f"{number(written.cut)} ô dài hơn 32.767 ký tự đã bị cắt bớt (Excel không nhận ô dài hơn); jsonl "
                "giữ đủ.",
                f"{number(written.cut)} cells of over 32,767 characters were cut, as Excel takes no longer ones; jsonl "
                "keeps all.",
            ),
            soft_wrap=True,
        )
    out().print(f"{choose('Kết quả', 'Results')}: {escape(str(exported.place))}", soft_wrap=True)
