"""``thidua report``: review pages of what was ingested, for any browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, hush, out
from pipeline.cli.options import database_option, documents_argument
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Lập trang xem lại: một danh sách mọi văn bản đã nạp (sắp xếp, lọc, tìm không cần dấu) và mỗi văn bản một "
            "trang: toàn văn với đề mục, từng bản ghi tô ngay tại chỗ, bản gốc bên bản đã phục hồi, những chỗ cần xem "
            "và những điều cần lưu ý. Mở bằng trình duyệt, không cần mạng; in được. Nêu tên văn bản thì chỉ lập lại "
            "trang của những văn bản ấy.\f"
            "thidua report\nthidua report --open\nthidua report 'tan loc ha' --db ket_qua.duckdb --out xem_lai",
            "Make review pages: a list of all stored documents (to be sorted, narrowed, searched without diacritics), "
            "and a page a document: its text with its outline, each record marked in its place, the raw text beside "
            "the restored, what to look at, findings. For any browser, no network; made to be printed as well. Where "
            "documents are named, only their pages are made anew.\f"
            "thidua report\nthidua report --open\nthidua report 'tan loc ha' --db results.duckdb --out review",
        ),
        choose("Lập trang xem lại để mở bằng trình duyệt.", "Make review pages for a browser."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    documents: Annotated[list[str] | None, documents_argument()] = None,
    db: Annotated[Path | None, database_option()] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar=choose("THƯ_MỤC", "FOLDER"),
            help=choose(
                "Thư mục kết quả; nếu không nói: outputs/bao_cao.",
                "The folder of results; outputs/bao_cao if not given.",
            ),
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--open", help=choose("Lập xong thì mở bằng trình duyệt.", "Open it in a browser."))
    ] = False,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Make the report."""
    from pipeline.cli.log import note  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.load.store import asking, connect_to_read  # noqa: PLC0415
    from pipeline.report.review.make import DEFAULT_FOLDER, make  # noqa: PLC0415
    from pipeline.settings import log_beside  # noqa: PLC0415

    hush(quiet or as_json)
    database = db or Settings.from_environment().database
    with connect_to_read(database) as connection, err().status(choose("Đang lập trang…", "Making pages…")) as status:

        def watch(done: int, total: int) -> None:
            status.update(choose(f"Đang lập trang {done + 1}/{total}…", f"Making page {done + 1}/{total}…"))

        made = make(
            asking(connection, database), documents or (), to or DEFAULT_FOLDER, name=database.name, watch=watch
        )
    for name, traceback in made.failed:
        log = note(log_beside(database), name, traceback)
        err().print(
            choose(
                f"Lỗi của chương trình khi lập trang của “{escape(name)}”; chi tiết ở “{escape(str(log))}”, hãy gửi "
                "tệp đó cho người phát triển.",
                f"A defect of thidua in the page of “{escape(name)}”; details are in “{escape(str(log))}”, send that "
                "file to the developers.",
            ),
            soft_wrap=True,
        )
    fresh = made.pages - made.unchanged
    out().print(
        choose(
            f"Xong: {number(made.pages)} trang, {number(fresh)} trang mới hoặc đã đổi.",
            f"Done: {number(made.pages)} pages, {number(fresh)} of them new or changed.",
        )
    )
    where = choose("Mở bằng trình duyệt", "Open in a browser")
    out().print(f"{where}: {escape(str(made.index))}", soft_wrap=True)
    if show and not webbrowser.open(made.index.resolve().as_uri()):
        err().print(choose("Không mở được trình duyệt; hãy mở tệp trên bằng tay.", "No browser opened; open the file."))
    code = ExitCode.DEFECT if made.failed else ExitCode.OK
    if as_json:
        answer(code, index=str(made.index), pages=made.pages, new=fresh, failed=[name for name, _ in made.failed])
    return int(code)
