"""``thidua settings``: every setting, and who said it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipeline.cli.answer import answer, json_option
from pipeline.cli.console import out
from pipeline.errors import ExitCode, UsageError
from pipeline.language import choose
from pipeline.settings import Source, Value, values_of
from pipeline.settings.example import example as example_file
from pipeline.settings.file import File

_SOURCES: dict[Source, tuple[str, str]] = {
    "default": ("mặc định", "default"),
    "file": ("tệp", "file"),
    "environment": ("biến môi trường", "environment"),
}


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Xem mọi cài đặt: giá trị, do đâu mà có (mặc định, tệp thidua.toml, biến môi trường), ý nghĩa. Tùy chọn "
            "trên dòng lệnh thắng biến môi trường, biến môi trường thắng tệp, tệp thắng mặc định. Tệp thidua.toml tìm "
            "trong thư mục làm việc, hoặc ở nơi biến THIDUA_CONFIG nói.\f"
            "thidua settings\nthidua settings --example > thidua.toml\nthidua settings --json",
            "See every setting: its value, where that comes from (default, the file thidua.toml, environment), its "
            "meaning. Options of the command line win over the environment, the environment over the file, the file "
            "over defaults. thidua.toml is looked for in the working folder, or where THIDUA_CONFIG says.\f"
            "thidua settings\nthidua settings --example > thidua.toml\nthidua settings --json",
        ),
        choose("Xem các cài đặt, soạn tệp thidua.toml.", "See the settings, begin a thidua.toml."),
    )


def command(
    as_json: Annotated[bool, json_option()] = False,
    example: Annotated[
        bool,
        typer.Option(
            "--example",
            help=choose(
                "In một tệp thidua.toml mẫu, có chú giải, với các giá trị mặc định.",
                "Print a commented thidua.toml with the defaults.",
            ),
        ),
    ] = False,
) -> ExitCode:
    """Print the settings."""
    if example and as_json:
        raise UsageError(
            "options_exclusive",
            "--example và --json không đi cùng nhau; hãy chọn một.",
            "--example and --json exclude each other; choose one.",
        )
    if example:
        print(example_file(), end="")
        return ExitCode.OK
    values, file = values_of()
    if as_json:
        answer(ExitCode.OK, **_json(values, file))
        return ExitCode.OK
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for title in (("Mục", "Setting"), ("Giá trị", "Value"), ("Do đâu", "From"), ("Ý nghĩa", "Meaning")):
        table.add_column(choose(*title), overflow="fold")
    for one in values:
        table.add_row(
            Text(one.setting.place),
            Text(str(one.value)),
            Text(choose(*_SOURCES[one.source]), "dim" if one.source == "default" else "bold"),
            Text(choose(*one.setting.meaning)),
        )
    out().print(table)
    out().print(Text("\n" + _which(file)), soft_wrap=True)
    return ExitCode.OK


def _which(file: File) -> str:
    if file.path is not None:
        return choose(f"Tệp cài đặt: {file.path}", f"The file: {file.path}")
    return choose(
        "Không có tệp thidua.toml ở thư mục này. Muốn đặt khác: thidua settings --example > thidua.toml, rồi sửa tệp.",
        "There is no thidua.toml in this folder. To set: thidua settings --example > thidua.toml, then edit it.",
    )


def _json(values: tuple[Value, ...], file: File) -> dict[str, object]:
    return {
        "file": file.path,
        "settings": [
            {
                "name": one.setting.key,
                "variable": one.setting.variable,
                "value": _plain(one.value),
                "default": _plain(one.setting.default()),
                "source": one.source,
                "meaning": one.setting.meaning[0],
                "meaning_en": one.setting.meaning[1],
            }
            for one in values
        ],
    }


def _plain(value: int | Path) -> int | str:
    return str(value) if isinstance(value, Path) else value
