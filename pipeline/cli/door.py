"""The door: the one place where an error becomes a message and an exit code. No traceback ever reaches a user."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.markup import escape
from rich.text import Text
from typer.exceptions import Abort, TyperException

from pipeline.cli.answer import answer_failure, wants_json
from pipeline.cli.app import build_app
from pipeline.cli.completion import in_our_words
from pipeline.cli.console import err, hush, speak_utf8
from pipeline.cli.help import usage_message
from pipeline.cli.log import note
from pipeline.errors import ExitCode, ThiduaError, UsageError
from pipeline.language import choose
from pipeline.settings import Settings, log_beside, same_below


def main(arguments: Sequence[str] | None = None) -> None:
    """Run thidua and end the process."""
    sys.exit(int(run_command(arguments)))


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit code says how it went."""
    speak_utf8()
    hush(False)
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        command = in_our_words(typer.main.get_command(build_app()))
        with same_below():
            return int(command.main(given, prog_name="thidua", standalone_mode=False) or ExitCode.OK)
    except TyperException as error:
        code = _say_usage(error)
        failure = "usage", usage_message(error), error.format_message()
    except (KeyboardInterrupt, Abort):
        err().print(choose("Đã dừng.", "Stopped."))
        code, failure = ExitCode.INTERRUPTED, ("interrupted", "Đã dừng.", "Stopped.")
    except ThiduaError as error:
        err().print(f"[bold red]{choose('Lỗi', 'Error')}[/] ({error.code}): {escape(str(error))}", soft_wrap=True)
        code, failure = error.exit_code, (error.code, error.message, error.message_en)
    except BrokenPipeError:  # the reader of our output (head, less) has had enough
        _drop_stdout()
        return ExitCode.OK
    except Exception as error:
        code = _say_defect(error)
        what = _line(error)
        failure = "defect", f"Lỗi của chương trình: {what}", f"A defect of thidua: {what}"
    if wants_json(given):
        answer_failure(code, *failure)
    return code


def _say_usage(error: TyperException) -> ExitCode:
    if type(error).__name__ == "NoArgsIsHelpError":
        err().print(Text(error.format_message()))
        return ExitCode.USAGE
    context = getattr(error, "ctx", None)
    hint = f"{context.command_path if context else 'thidua'} --help"
    err().print(f"[bold red]{choose('Lỗi', 'Error')}[/]: {escape(usage_message(error))}", soft_wrap=True)
    err().print(choose(f"Xem cách dùng: {hint}", f"For help: {hint}"), soft_wrap=True)
    return ExitCode.USAGE


def _say_defect(error: Exception) -> ExitCode:
    from pipeline.runs.traces import trace_of  # noqa: PLC0415  (so that --help comes at once)

    log = note(_log(), "thidua " + " ".join(sys.argv[1:]), trace_of(error))
    what = _line(error)
    err().print(
        choose(
            f"[bold red]Lỗi của chương trình[/] (không phải của bạn): {escape(what)}\nChi tiết ở "
            f"“{escape(str(log))}”. Hãy gửi "
            "tệp đó cho người phát triển, rồi thử lại với từng văn bản một.",
            f"[bold red]A defect of thidua[/] (not yours): {escape(what)}\nDetails are in “{escape(str(log))}”. "
            "Send that file to "
            "the developers, and try again document by document.",
        ),
        soft_wrap=True,
    )
    return ExitCode.DEFECT


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _log() -> Path:
    try:
        return log_beside(Settings.from_environment().database)
    except UsageError:
        return log_beside(Path.cwd() / "x")


def _drop_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that flushing at exit does not complain again
