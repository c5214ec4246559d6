"""``thidua version``."""

from __future__ import annotations

import platform

from pipeline.cli.console import out
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


def command() -> None:
    """Print the versions."""
    from importlib.metadata import version  # noqa: PLC0415

    from pipeline.version import build  # noqa: PLC0415

    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("duckdb", "spacy", "underthesea", "pdfplumber", "pydantic")
    )
    out().print(f"thidua {build()}\nPython {platform.python_version()}, {platform.system()}\n{libraries}")
