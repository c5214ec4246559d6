"""``thidua chart``: a picture of what is stored, as SVG or PNG."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode, UsageError
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Vẽ biểu đồ từ những gì đã nạp: khen_thuong (khen thưởng theo hình thức, đối tượng), phong_trao (bao nhiêu "
            "xã, phường ở mỗi tỉnh báo cáo phong trào nào), hoặc mã một chỉ tiêu (bảng indicators), so giữa các xã. "
            "Ghi SVG hoặc PNG.\f"
            "thidua chart khen_thuong\nthidua chart ty_le_ho_ngheo --year 2025\n"
            "thidua chart phong_trao --out phong_trao.png",
            "Draw what is stored: khen_thuong (awards by form and recipient), phong_trao (how many communes of each "
            "province report which movement), or the code of an indicator (table indicators), across communes. Writes "
            "SVG or PNG.\f"
            "thidua chart khen_thuong\nthidua chart ty_le_ho_ngheo --year 2025\n"
            "thidua chart phong_trao --out movements.png",
        ),
        choose("Vẽ biểu đồ (SVG, PNG).", "Draw a chart (SVG, PNG)."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    name: Annotated[
        str,
        typer.Argument(
            metavar=choose("TÊN", "NAME"),
            help=choose(
                "khen_thuong, phong_trao, hoặc mã chỉ tiêu.", "khen_thuong, phong_trao, or an indicator's code."
            ),
        ),
    ],
    year: Annotated[
        int | None, typer.Option(metavar=choose("NĂM", "YEAR"), help=choose("Chỉ lấy năm ấy.", "That year alone."))
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar=choose("TỆP", "FILE"),
            help=choose(
                "Tệp .svg hoặc .png; nếu không nói: outputs/bieu_do/TÊN.svg.",
                "A .svg or .png file; outputs/bieu_do/NAME.svg if not given.",
            ),
        ),
    ] = None,
    db: Annotated[Path | None, database_option()] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Draw a chart."""
    from pipeline.chart import data  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.chart.draw import draw  # noqa: PLC0415
    from pipeline.load.store import asking, connect_to_read  # noqa: PLC0415

    hush(quiet or as_json)
    database = db or Settings.from_environment().database
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        if name == "khen_thuong":
            chart = data.awards(query, year)
        elif name == "phong_trao":
            chart = data.movements(query, year)
        else:
            chart = data.indicator(query, name, year)
    target = file or Path("outputs") / "bieu_do" / f"{name}.svg"
    if target.suffix not in (".svg", ".png"):
        raise UsageError(
            "chart_kind",
            f"“{target}” phải có đuôi .svg hoặc .png.",
            f"“{target}” must end in .svg or .png.",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draw(chart, target, heat=name == "phong_trao")
    except OSError as error:
        raise UsageError(
            "chart_unwritable",
            f"Không ghi được “{target}” ({error.strerror}). Chọn nơi khác bằng --out.",
            f"Cannot write “{target}” ({error.strerror}). Choose another place by --out.",
        ) from error
    out().print(choose(f"Đã vẽ: {escape(str(target))}", f"Drawn: {escape(str(target))}"), soft_wrap=True)
    if as_json:
        answer(ExitCode.OK, place=str(target), chart=name, year=year)
    return int(ExitCode.OK)
