"""What programs read: one JSON document on standard output, whatever happens, and nothing else there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer

from pipeline.errors import ExitCode
from pipeline.language import choose


def json_option() -> Any:
    """``--json``; called within the annotation of a parameter, so that its help speaks the language of the moment."""
    return typer.Option(
        "--json",
        help=choose(
            "In một tài liệu JSON cho chương trình khác đọc, cả khi có lỗi.",
            "Print one JSON document for programs, also on failure.",
        ),
    )


def quiet_option() -> Any:
    """``--quiet``; errors are told all the same."""
    return typer.Option(
        "--quiet",
        "-q",
        help=choose("Không in gì khi mọi việc ổn; chỉ nói lỗi.", "Print nothing where all is well; errors alone."),
    )


def answer(exit_code: int, **told: Any) -> None:
    """Print the document: ``ok``, ``exit_code``, ``exit_name``, then what the command has to tell."""
    code = ExitCode(exit_code)
    head = {"ok": code == ExitCode.OK, "exit_code": int(code), "exit_name": code.name}
    print(json.dumps(head | told, ensure_ascii=False, indent=2, default=str))


def answer_failure(exit_code: int, code: str, message: str, message_en: str) -> None:
    """Print the document of a command that could not do its work."""
    answer(exit_code, failure={"code": code, "message": message, "message_en": message_en})


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for JSON, also where it cannot be parsed.

    >>> wants_json(["show", "x", "--json"]), wants_json(["show", "--", "--json"])
    (True, False)
    """
    given = list(arguments)
    return "--json" in (given[: given.index("--")] if "--" in given else given)
