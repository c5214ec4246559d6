"""``thidua db attach``: our tables and views over what is staged, without copying it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.errors import ExitCode
from pipeline.language import choose


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Lập một tệp DuckDB nhỏ với đủ bảng, khung nhìn và hàm, đọc thẳng từ kết quả đã đọc (Parquet) mà không "
            "chép lại: dùng khi dữ liệu lớn hơn một tệp DuckDB nên chứa.\f"
            "thidua db attach outputs/thidua.duckdb.staging\n"
            "thidua db attach /kho/chung/staging --db ca_nuoc.duckdb",
            "Make a small DuckDB file with all tables, views and macros that reads the staged results (Parquet) where "
            "they lie, without copying them: for more than one DuckDB file should hold.\f"
            "thidua db attach outputs/thidua.duckdb.staging\n"
            "thidua db attach /shared/staging --db country.duckdb",
        ),
        choose("Tra cứu thẳng trên kết quả Parquet.", "Ask the staged Parquet itself."),
    )


def attach(
    place: Annotated[
        str,
        typer.Argument(
            metavar=choose("NƠI", "PLACE"),
            help=choose("Thư mục kết quả đã đọc (.staging).", "The folder of staged results (.staging)."),
        ),
    ],
    db: Annotated[
        Path | None,
        typer.Option(
            "--db",
            metavar=choose("TỆP", "FILE"),
            help=choose(
                "Tệp DuckDB sẽ lập; không nói thì là tên của NƠI thêm .duckdb.",
                "The DuckDB file to make; the name of PLACE with .duckdb if not given.",
            ),
        ),
    ] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Make the file, and say what it shows."""
    from pipeline.staging.attach import attach as make  # noqa: PLC0415  (so that --help comes at once)

    hush(quiet or as_json)
    database = db or Path(f"{place.rstrip('/')}.duckdb")
    count = make(place, database)
    if as_json:
        answer(ExitCode.OK, database=str(database), documents=count)
    out().print(
        choose(
            f"Đã lập “{escape(str(database))}” trên {count} văn bản của “{escape(place)}”. Mở bằng DuckDB và dùng các "
            "khung nhìn như thường; khi nạp thêm thì chạy lại lệnh này.",
            f"Made “{escape(str(database))}” over {count} documents of “{escape(place)}”. Open it with DuckDB and use "
            "the views as ever; run this again after more was ingested.",
        ),
        soft_wrap=True,
    )
    return int(ExitCode.OK)
