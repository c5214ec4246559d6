"""``thidua version``."""

from __future__ import annotations

import platform
from typing import Annotated

from pipeline.cli.answer import answer, json_option
from pipeline.cli.console import out
from pipeline.errors import ExitCode
from pipeline.language import choose


def told() -> tuple[str, str]:
    """The help, long and short."""
    short = choose("In phiên bản.", "Print the version.")
    return (
        choose(
            "In phiên bản của chương trình, của bộ quy tắc và mô hình, và của các thư viện chính: hãy gửi kèm khi "
            "báo lỗi.\f"
            "thidua version",
            "Print the version of thidua, of its rules and model, and of the main libraries: add it to a bug report.\f"
            "thidua version",
        ),
        short,
    )


def command(as_json: Annotated[bool, json_option()] = False) -> int:
    """Print the versions."""
    from importlib.metadata import version  # noqa: PLC0415

    from pipeline.version import build  # noqa: PLC0415

    libraries = {name: version(name) for name in ("duckdb", "spacy", "underthesea", "pdfplumber", "pydantic")}
    python, system = platform.python_version(), platform.system()
    if as_json:
        answer(ExitCode.OK, version=build(), python=python, system=system, libraries=libraries)
        return int(ExitCode.OK)
    told = ", ".join(f"{name} {number}" for name, number in libraries.items())
    out().print(f"thidua {build()}\nPython {python}, {system}\n{told}")
    return int(ExitCode.OK)
