"""All commands, in the language of the user."""

from __future__ import annotations

import typer

from pipeline.cli import (
    apply,
    chart,
    db,
    doctor,
    draft,
    evaluate,
    export,
    forms,
    ingest,
    remove,
    report,
    restore,
    review,
    runs,
    settings,
    show,
    validate,
    version,
)
from pipeline.cli.help import Command, Group
from pipeline.language import choose

COMMANDS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        ingest,
        show,
        report,
        review,
        apply,
        restore,
        validate,
        forms,
        chart,
        export,
        remove,
        db,
        runs,
        evaluate,
        draft,
        doctor,
        settings,
        version,
    )
}
"""The modules of the commands by their names, in the order in which help lists them."""


def build_app() -> typer.Typer:
    """The program; built when it runs, since its help is in the language of the environment."""
    app = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=choose(
            "Đọc báo cáo thi đua, khen thưởng: phục hồi tiếng Việt, tách đề mục, rút phong trào, số liệu, khen "
            "thưởng, viện dẫn kèm "
            "câu trích, kiểm tra rồi lưu vào DuckDB.\f"
            "thidua ingest bao_cao/\nthidua show bao_cao_nam_2025\nthidua restore ban_quet.txt",
            "Reads reports on emulation and commendation: restores their Vietnamese, segments them, extracts "
            "movements, metrics, "
            "awards and references with quotes, checks them and stores them in DuckDB.\f"
            "thidua ingest reports/\nthidua show report_2025\nthidua restore scan.txt",
        ),
    )
    app.callback()(lambda: None)  # so that a program with one command is still a program with commands
    for name, module in COMMANDS.items():
        if hasattr(module, "build"):  # commands of its own below it
            app.add_typer(module.build(), name=name)
            continue
        told, short = module.told()
        shape = getattr(module, "Shape", Command)
        app.command(name, cls=shape, help=told, short_help=short)(module.command)
    return app
