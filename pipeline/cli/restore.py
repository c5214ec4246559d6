"""``thidua restore``: the restored text of one file, line for line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from pipeline.cli.console import out
from pipeline.cli.words import number
from pipeline.errors import ExitCode
from pipeline.language import choose

if TYPE_CHECKING:
    from pipeline.load.models import StoredEdit
    from schemas.document import RawDocument

_DOUBTFUL = 0.7


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "In văn bản đã phục hồi tiếng Việt, từng dòng đúng như tệp. Chỗ nào tiếng Việt đã đúng thì giữ nguyên "
            "từng chữ.\f"
            "thidua restore ban_quet.txt\nthidua restore ban_quet.pdf > ban_sach.txt\nthidua restore ban_quet.txt "
            "--report\n"
            "printf 'Uy ban nhan dan' | thidua restore -",
            "Print the text with its Vietnamese restored, line for line as the file has it. What is right already "
            "is left as it is, "
            "to the letter.\f"
            "thidua restore scan.txt\nthidua restore scan.pdf > clean.txt\nthidua restore scan.txt --report\n"
            "printf 'Uy ban nhan dan' | thidua restore -",
        ),
        choose("In văn bản đã phục hồi tiếng Việt.", "Print a text with its Vietnamese restored."),
    )


def command(
    file: Annotated[
        str,
        typer.Argument(
            metavar=choose("TỆP", "FILE"),
            help=choose("Tệp cần phục hồi, hoặc “-” để đọc từ đầu vào chuẩn.", "The file, or “-” for standard input."),
        ),
    ],
    report: Annotated[
        bool,
        typer.Option(
            "--report",
            help=choose(
                "Sau văn bản, in thêm những chỗ đã sửa và độ chắc chắn.",
                "After the text, say what was changed and how sure that is.",
            ),
        ),
    ] = False,
) -> int:
    """Restore, and print."""
    from pipeline.load.edits import edits_of  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.run import mend  # noqa: PLC0415

    raw, ended = _read(file)
    restored = mend(raw)
    sys.stdout.write(restored.text)
    if ended or report or sys.stdout.isatty():
        sys.stdout.write("\n")
    sys.stdout.flush()
    if report:
        _show_report(list(edits_of(restored)))
    return int(ExitCode.OK)


def _read(file: str) -> tuple[RawDocument, bool]:
    """The document, and whether its last line was ended, so that ours is too."""
    from pipeline.read import fetch, parse  # noqa: PLC0415
    from pipeline.read.plain import decode, read_plain  # noqa: PLC0415
    from schemas.document import RawDocument, SourceFile  # noqa: PLC0415

    if file != "-":
        fetched = fetch(Path(file))
        raw = parse(fetched)
        return raw, not fetched.kind.media_type.startswith("text/") or fetched.data.endswith((b"\n", b"\r"))
    data = sys.stdin.buffer.read()
    name = choose("đầu vào chuẩn", "standard input")
    if not decode(name, data).strip():
        return RawDocument(SourceFile(name, "-", "", "text/plain", len(data)), ()), False
    source = SourceFile(name, "-", "", "text/plain", len(data))
    return RawDocument(source, read_plain(name, data)), data.endswith((b"\n", b"\r"))


def _show_report(edits: list[StoredEdit]) -> None:
    console = out()
    words = [edit for edit in edits if edit.stage == "restore"]
    doubtful = [edit for edit in words if edit.confidence < _DOUBTFUL]
    console.print()
    console.rule(choose("Báo cáo phục hồi", "What was changed"), align="left")
    console.print(
        choose(
            f"{number(len(words))} chỗ đã phục hồi, trong đó {number(len(doubtful))} chỗ chưa chắc (đánh dấu ?); "
            f"{number(len(edits) - len(words))} chỗ sửa về bảng mã.",
            f"{number(len(words))} places restored, {number(len(doubtful))} of them doubtful (marked ?); "
            f"{number(len(edits) - len(words))} places of encoding mended.",
        )
    )
    if not edits:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (
        ("dòng", "line"),
        ("trước", "before"),
        ("sau", "after"),
        ("độ chắc", "sure"),
        ("cách đọc khác", "or"),
    ):
        table.add_column(choose(*title), justify="right" if title[1] in {"line", "sure"} else "left")
    for edit in edits:
        mark = " ?" if edit.confidence < _DOUBTFUL else ""
        others = ", ".join(other for other in edit.alternatives if other != edit.after)
        place = f"{edit.page}:{edit.line}" if edit.page > 1 else str(edit.line)
        table.add_row(place, *map(_shown, (edit.before, edit.after)), f"{edit.confidence:.0%}{mark}", escape(others))
    console.print(table)


def _shown(text: str) -> str:
    return escape(text) if text.isprintable() else escape(repr(text)[1:-1])
