"""Help and usage in Vietnamese: typer gathers what there is to say, this says it."""

from __future__ import annotations

import re
from typing import Any

import typer.core
from rich.console import Group as Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from typer.exceptions import Abort, TyperException

from pipeline.cli.console import out
from pipeline.language import choose

_PAGE = 100  # characters: the widest that reads well


class Command(typer.core.TyperCommand):
    """A command whose help is ours."""

    def invoke(self, ctx: Any) -> Any:
        """Run it; Ctrl-C goes on to the door, which says so."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Abort from error

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        formatter.write(_said(_help_of(self, ctx)))


class Group(typer.core.TyperGroup):
    """The program itself, whose help lists its commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        formatter.write(_said(_help_of(self, ctx)))

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order in which they are written."""
        return list(self.commands)


def _said(help_text: Lines) -> str:
    """The help as text: as wide as the terminal, or as a page where there is none."""
    console = out()
    console.width = min(console.width, _PAGE)
    with console.capture() as said:
        console.print(help_text)
    return "\n".join(line.rstrip() for line in said.get().split("\n"))


def _help_of(command: Any, ctx: Any) -> Lines:
    usage = " ".join([ctx.command_path, *_pieces(command, ctx)])
    told, _, examples = (command.help or "").partition("\f")
    blocks: list[Any] = [
        Text.assemble((choose("Cách dùng: ", "Usage: "), "bold"), usage),
        Text(),
        Text(told.strip()),
        Text(),
    ]
    commands = [(name, (command.commands[name].short_help or "")) for name in getattr(command, "commands", ())]
    arguments = [(_name(p), p.help or "") for p in command.get_params(ctx) if p.param_type_name == "argument"]
    options = [(_option(p), _option_help(p)) for p in command.get_params(ctx) if p.param_type_name == "option"]
    for title, rows in (
        (choose("Các lệnh", "Commands"), commands),
        (choose("Tham số", "Arguments"), arguments),
        (choose("Tùy chọn", "Options"), options),
    ):
        if rows:
            blocks += [Text(f"{title}:", style="bold"), _grid(rows), Text()]
    if examples.strip():
        blocks += [
            Text(choose("Ví dụ:", "Examples:"), style="bold"),
            Padding(Text(examples.strip()), (0, 0, 0, 2)),
            Text(),
        ]
    return Lines(*blocks[:-1])


def _grid(rows: list[tuple[str, str]]) -> Padding:
    table = Table.grid(padding=(0, 3))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column()
    for name, told in rows:
        table.add_row(Text(name), Text(told))
    return Padding(table, (0, 0, 0, 2))


def _pieces(command: Any, ctx: Any) -> list[str]:
    pieces = [choose("[TÙY_CHỌN]", "[OPTIONS]")]
    pieces += [_name(p) for p in command.get_params(ctx) if p.param_type_name == "argument"]
    return [*pieces, choose("LỆNH …", "COMMAND …")] if hasattr(command, "commands") else pieces


def _name(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _option(parameter: Any) -> str:
    names = ", ".join(sorted(parameter.opts, key=len, reverse=True))
    return names if parameter.is_flag else f"{names} {parameter.metavar or ''}".rstrip()


def _option_help(parameter: Any) -> str:
    if parameter.name == "help":
        return choose("Hiện hướng dẫn này.", "Show this help.")
    return str(parameter.help or "")


_SAID: tuple[tuple[str, str], ...] = (
    (r"No such command '(.*)'\. Did you mean (.*)\?", r"Không có lệnh “\1”. Có phải \2?"),
    (r"No such command '(.*)'\.", r"Không có lệnh “\1”."),
    (r"Missing command\.", "Chưa nói lệnh nào."),
    (r"No such option: (\S+)(?: \(Possible options: (.*)\))?", r"Không có tùy chọn “\1”."),
    (r"Missing (?:argument|option|parameter) '?\[?([^'\]]*?)\]?'?\.", r"Thiếu “\1”."),
    (r"Option '(.*)' requires an argument\.", r"Tùy chọn “\1” cần một giá trị theo sau."),
    (r"Option '(.*)' requires (\d+) arguments\.", r"Tùy chọn “\1” cần \2 giá trị theo sau."),
    (r"Option '(.*)' does not take a value\.", r"Tùy chọn “\1” không nhận giá trị."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"Thừa tham số: \1."),
    (r"Invalid value for '?(.*?)'?: .*integer.*", r"Giá trị của “\1” phải là một số nguyên."),
    (r"Invalid value for '?(.*?)'?: .*greater than or equal to (\d+)", r"Giá trị của “\1” phải từ \2 trở lên."),
    (r"Invalid value for '?(.*?)'?: (.*)", r"Giá trị của “\1” không hợp lệ: \2"),
)


def usage_message(error: TyperException) -> str:
    """What typer says of a wrong command line, in the language of the user.

    >>> usage_message(TyperException("Option '--db' requires an argument."))
    'Tùy chọn “--db” cần một giá trị theo sau.'
    """
    said = error.format_message()
    if choose("vi", "en") == "en":
        return said
    for pattern, vietnamese in _SAID:
        match = re.fullmatch(pattern, said, re.S)
        if match:
            return match.expand(vietnamese)
    return f"Dòng lệnh không hợp lệ: {said}"
