"""``thidua db``: the database for those who ask it: its dictionary, its tables as Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.cli import db_attach, db_migrate
from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.cli.help import Command, Group
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode
from pipeline.language import choose
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.load.dictionary import Entry


BELOW = ("schema", "export", "attach", "migrate")
"""The commands below this one."""


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Dành cho người tra cứu bằng SQL: xem từ điển dữ liệu, xuất mọi bảng ra Parquet, tra cứu thẳng trên "
            "Parquet.\f"
            "thidua db schema\nthidua db schema awards\nthidua db export ket_qua_parquet\n"
            "thidua db attach outputs/thidua.duckdb.staging",
            "For those who ask in SQL: print the data dictionary, write all tables as Parquet, ask Parquet itself.\f"
            "thidua db schema\nthidua db schema awards\nthidua db export parquet_out\n"
            "thidua db attach outputs/thidua.duckdb.staging",
        ),
        choose("Từ điển dữ liệu; xuất ra Parquet.", "The data dictionary; export to Parquet."),
    )


def build() -> typer.Typer:
    """The command with the commands below it, in the language of the moment."""
    long, short = told()
    app = typer.Typer(cls=Group, no_args_is_help=True, help=long, short_help=short, add_completion=False)
    app.command(
        "schema",
        cls=Command,
        short_help=choose("In từ điển dữ liệu.", "Print the data dictionary."),
        help=choose(
            "In từ điển dữ liệu: bảng, khung nhìn, hàm; nói tên thì in từng cột. --json in tất cả cho chương trình "
            "đọc.\fthidua db schema\nthidua db schema award_totals\nthidua db schema --json > tu_dien.json",
            "Print the data dictionary: tables, views, macros; with a name its columns. --json prints all for "
            "programs.\f"
            "thidua db schema\nthidua db schema award_totals\nthidua db schema --json > dictionary.json",
        ),
    )(schema)
    app.command(
        "export",
        cls=Command,
        short_help=choose("Xuất mọi bảng ra Parquet.", "Write all tables as Parquet."),
        help=choose(
            "Xuất mọi bảng ra một thư mục Parquet, mỗi bảng một thư mục, chia theo năm và tỉnh "
            "(year=…/province_code=…). Thư mục đã xuất trước đó thì được thay; thư mục có tệp khác thì "
            "không đụng đến.\f"
            "thidua db export ket_qua_parquet",
            "Write all tables to a folder of Parquet files, a folder a table, partitioned by year and province "
            "(year=…/province_code=…). An earlier export is replaced; a folder that holds anything else is not "
            "touched.\fthidua db export parquet_out",
        ),
    )(export)
    long, short = db_attach.told()
    app.command("attach", cls=Command, short_help=short, help=long)(db_attach.attach)
    long, short = db_migrate.told()
    app.command("migrate", cls=Command, short_help=short, help=long)(db_migrate.migrate)
    return app


def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=choose("TÊN", "NAME"),
            help=choose("Bảng, khung nhìn hoặc hàm; không nói thì liệt kê.", "A table, view or macro; all if none."),
        ),
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Print the dictionary."""
    from pipeline.load.dictionary import entries, entry_of  # noqa: PLC0415  (so that --help comes at once)

    chosen = (entry_of(name),) if name else entries()
    if as_json:
        answer(ExitCode.OK, entries=[entry.model_dump(exclude_none=True) for entry in chosen])
    elif name:
        _print_entry(chosen[0])
    else:
        _print_list(chosen)
    return int(ExitCode.OK)


def _said(entry: Entry) -> str:
    return choose(entry.comment, entry.comment_en or entry.comment)


def _print_entry(entry: Entry) -> None:
    out().print(f"[bold]{escape(entry.name)}[/]  {escape(_said(entry))}", soft_wrap=True)
    if entry.columns:
        table = Table(box=box.SIMPLE, pad_edge=False)
        table.add_column(choose("cột", "column"), no_wrap=True, style="cyan")
        table.add_column(choose("kiểu", "type"), no_wrap=True, style="dim")
        table.add_column(choose("ý nghĩa", "meaning"), overflow="fold")
        for column in entry.columns:
            table.add_row(
                column.name, Text(column.type), Text(choose(column.comment, column.comment_en or column.comment))
            )
        out().print(table)


def _print_list(chosen: tuple[Entry, ...]) -> None:
    for kind, title in (
        ("table", choose("Bảng", "Tables")),
        ("view", choose("Khung nhìn (view)", "Views")),
        ("macro", choose("Hàm (macro)", "Macros")),
    ):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, style="cyan")
        grid.add_column(overflow="fold")
        for entry in chosen:
            if entry.kind == kind:
                grid.add_row(entry.name, Text(_said(entry)))
        out().print(f"[bold]{title}[/]")
        out().print(grid)
        out().print()


def export(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar=choose("THƯ_MỤC", "FOLDER"), help=choose("Nơi ghi các tệp Parquet.", "Where the files go.")
        ),
    ],
    db: Annotated[Path | None, database_option()] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Write all tables as Parquet."""
    from pipeline.export.parquet import write_parquet  # noqa: PLC0415

    hush(quiet or as_json)
    written = write_parquet(db or Settings.from_environment().database, folder)
    rows = sum(written.values())
    out().print(
        choose(
            f"Đã xuất {len(written)} bảng, {rows} dòng ra “{escape(str(folder))}”.",
            f"Wrote {len(written)} tables, {rows} rows to “{escape(str(folder))}”.",
        ),
        soft_wrap=True,
    )
    if as_json:
        answer(ExitCode.OK, place=str(folder), rows=written)
    return int(ExitCode.OK)
