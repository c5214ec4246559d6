"""``thidua --install-completion``: typer installs it, this says so in the language of the user."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import typer
from rich.text import Text

from pipeline.cli.console import out
from pipeline.errors import UsageError
from pipeline.language import choose

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def in_our_words(command: Any) -> Any:
    """The program whose options for completion speak our language; what they do is typer's."""
    told = {
        "install_completion": (
            "Cài để gõ Tab thì tự điền tên lệnh, tùy chọn (bash, zsh, fish, PowerShell).",
            "Let Tab fill in commands and options (bash, zsh, fish, PowerShell).",
        ),
        "show_completion": (
            "In đoạn lệnh ấy ra để tự cài.",
            "Print the script, to install it by hand.",
        ),
    }
    for parameter in command.params:
        if parameter.name in told:
            parameter.help = choose(*told[parameter.name])
            parameter.callback = _speaking(parameter.callback)
    return command


def _speaking(callback: Callable[..., Any]) -> Callable[..., Any]:
    def call(context: Any, parameter: Any, value: Any) -> Any:
        if not value or context.resilient_parsing:
            return value
        said = io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                callback(context, parameter, value)
        except SystemExit as error:
            if error.code:
                raise _unknown() from error
        except Exception as error:
            raise _unknown() from error
        installed = re.match(r"(\w+) completion installed in (.+)", said.getvalue())
        if installed is None:
            sys.stdout.write(said.getvalue())
        else:
            shell, place = installed.groups()
            out().print(
                Text(
                    choose(
                        f"Đã cài cho {shell}: {place}\nMở cửa sổ lệnh mới, gõ thidua rồi bấm Tab.",
                        f"Installed for {shell}: {place}\nOpen a new terminal, type thidua and press Tab.",
                    )
                ),
                soft_wrap=True,
            )
        raise typer.Exit

    return call


def _unknown() -> UsageError:
    shells = ", ".join(SHELLS)
    return UsageError(
        "shell_unknown",
        f"Không nhận ra cửa sổ lệnh này, hoặc không ghi được tệp cài đặt của nó. Hãy chạy lệnh này trong: {shells}.",
        f"This shell is not known, or its settings cannot be written. Run this command in one of: {shells}.",
    )
