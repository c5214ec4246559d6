"""``thidua runs``: what ingestions did, how long they took, what failed: from the logs beside the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from pipeline.cli.answer import answer, json_option
from pipeline.cli.console import out
from pipeline.cli.help import Command, Group
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings
from pipeline.visible import on_one_line

if TYPE_CHECKING:
    from pipeline.runs.story import Story

BELOW = ("show",)
"""The commands below this one."""


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Các lần nạp đã chạy: lúc nào, bao lâu, bao nhiêu văn bản, kết quả ra sao; đọc từ nhật ký bên cạnh cơ sở "
            "dữ liệu (thư mục .runs, 50 lần gần nhất). Nhật ký không chứa nội dung văn bản, chỉ có tên tệp: gửi được "
            "cho người hỗ trợ.\f"
            "thidua runs\nthidua runs show 12\nthidua runs show nhat_ky_nhan_duoc.jsonl",
            "Past ingestions: when, how long, how many documents, with what outcome; from the logs beside the database "
            "(the folder .runs, the last 50). Logs hold no text of documents, only names of files: they can be mailed "
            "to whoever helps.\f"
            "thidua runs\nthidua runs show 12\nthidua runs show mailed.jsonl",
        ),
        choose("Xem các lần nạp: chậm ở đâu, hỏng gì.", "See past runs: what was slow, what failed."),
    )


def build() -> typer.Typer:
    """The command with the one below it, in the language of the moment."""
    long, short = told()
    app = typer.Typer(cls=Group, invoke_without_command=True, help=long, short_help=short, add_completion=False)
    app.callback(cls=Group, invoke_without_command=True, help=long, short_help=short)(listing)
    app.command(
        "show",
        cls=Command,
        short_help=choose("Xem một lần nạp.", "See one run."),
        help=choose(
            "Một lần nạp: mỗi bước mất bao lâu, văn bản nào chậm nhất, tệp nào hỏng và hỏng mấy lần. Gọi bằng số thứ "
            "tự, mã, hay tệp nhật ký nhận được; không nói thì là lần cuối.\f"
            "thidua runs show\nthidua runs show 12 --json\nthidua runs show nhat_ky_nhan_duoc.jsonl",
            "One run: what each stage took, which documents were slowest, what failed and how often. Named by number, "
            "id or the file of a log; the last one if not given.\f"
            "thidua runs show\nthidua runs show 12 --json\nthidua runs show mailed.jsonl",
        ),
    )(show)
    return app


def listing(
    context: typer.Context,
    db: Annotated[Path | None, database_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """List the runs."""
    if context.invoked_subcommand:
        return int(ExitCode.OK)
    from pipeline.cli.runs_told import row_of  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.runs.story import stories  # noqa: PLC0415

    database = db or Settings.from_environment().database
    found = stories(database)
    if as_json:
        answer(ExitCode.OK, runs=[row_of(story) for story in found])
    elif found:
        out().print(_listed(found))
        out().print(choose("Xem kỹ một lần: thidua runs show SỐ", "See one of them: thidua runs show N"))
    else:
        out().print(
            choose(
                f"Chưa có nhật ký lần chạy nào của {database}. Nạp văn bản trước: thidua ingest THƯ_MỤC",
                f"No run of {database} has been logged yet. Ingest documents first: thidua ingest FOLDER",
            ),
            markup=False,
            soft_wrap=True,
        )
    return int(ExitCode.OK)


def show(
    run: Annotated[
        str | None,
        typer.Argument(
            metavar=choose("LẦN", "RUN"),
            help=choose("Số thứ tự, mã, hoặc tệp nhật ký.", "A number, an id, or the file of a log."),
        ),
    ] = None,
    db: Annotated[Path | None, database_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Show one run."""
    from pipeline.cli.runs_told import sheet_of, show_sheet  # noqa: PLC0415
    from pipeline.runs.story import stories, story_of  # noqa: PLC0415

    database = db or Settings.from_environment().database
    known = stories(database)
    story = known[0] if run is None and known else story_of(database, run or "1")
    sheet = sheet_of(story, known)
    if as_json:
        answer(ExitCode.OK, run=sheet)
    else:
        show_sheet(out(), sheet)
    return int(ExitCode.OK)


def outcome_word(outcome: str) -> str:
    """How a run ended, in words."""
    words = {
        "done": ("xong", "done"),
        "interrupted": ("bị dừng", "stopped"),
        "error": ("lỗi", "error"),
        "open": ("đang chạy hoặc bị ngắt đột ngột", "running, or killed"),
    }
    return choose(*words.get(outcome, (outcome, outcome)))


def _listed(found: list[Story]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for title in (
        choose("Lần", "Run"),
        choose("Bắt đầu (UTC)", "Began (UTC)"),
        choose("Giây", "Seconds"),
        choose("Đã nạp", "Loaded"),
        choose("Có vướng mắc", "Troubled"),
        choose("Kết quả", "Outcome"),
    ):
        table.add_column(title)
    for story in found:
        outcome = outcome_word(story.outcome)
        if story.end and story.end.code:
            outcome += f" ({story.end.code})"
        table.add_row(
            str(story.first.number or "?"),
            Text(on_one_line((story.first.started_at or "?")[:16].replace("T", " "))),
            number(story.seconds, 1),
            number(story.count("loaded")),
            number(story.count("partial", "rejected", "failed")),
            Text(on_one_line(outcome)),
        )
    return table
