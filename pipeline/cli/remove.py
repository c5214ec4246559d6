"""``thidua remove``: documents out of the database."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode, UsageError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.load.removal import Removal

_SHOWN = 30
"""Of more documents than this the first are listed, the rest counted."""
_YES = frozenset({"c", "có", "co", "y", "yes"})


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Lấy văn bản ra khỏi cơ sở dữ liệu: nạp nhầm, nộp sai, không còn được giữ. Nói tệp, thư mục, tệp nén, hoặc "
            "mã văn bản. Chương trình kể những gì sẽ mất rồi mới hỏi lại. Tệp trên đĩa không bị đụng đến; quyết định "
            "giữ, sửa, bỏ vẫn còn và có hiệu lực lại nếu nạp lại tệp ấy. Một tên sai thì không lấy gì ra.\f"
            "thidua remove bao_cao_nham.docx\nthidua remove nop_2024/ --yes\nthidua remove 4793815316192f07 --json "
            "--yes",
            "Take documents out of the database: stored by mistake, wrong, not to be kept any more. Name files, "
            "folders, archives or ids. What goes is told, then you are asked. Files on disk are not touched; decisions "
            "on records are kept and hold again if the file is stored again. One wrong name, and nothing is "
            "removed.\f"
            "thidua remove wrong_report.docx\nthidua remove uploads_2024/ --yes\nthidua remove 4793815316192f07 "
            "--json --yes",
        ),
        choose("Lấy văn bản ra khỏi cơ sở dữ liệu.", "Take documents out of the database."),
    )


def command(
    named: Annotated[
        list[str],
        typer.Argument(
            metavar=choose("TỆP_HOẶC_MÃ…", "PATH_OR_ID…"),
            help=choose(
                "Tệp, thư mục, tệp nén đã nạp, hoặc mã văn bản.", "Files, folders or archives that are stored, or ids."
            ),
        ),
    ],
    db: Annotated[Path | None, database_option()] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=choose("Không hỏi lại.", "Do not ask."))] = False,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Remove documents."""
    from pipeline.load.removal import plan_removal, remove  # noqa: PLC0415  (so that --help comes at once)

    database = db or Settings.from_environment().database
    removal = plan_removal(database, named)
    if not (yes or _agreed(removal, can_ask=not as_json and sys.stdin.isatty())):
        err().print(choose("Đã thôi, không lấy gì ra.", "Nothing was removed."))
        return int(ExitCode.INTERRUPTED)
    remove(database, removal)
    if as_json:
        rows = [{key: value for key, value in asdict(one).items() if key != "stays"} for one in removal.documents]
        stays = {one.doc_id for one in removal.documents if one.stays}
        answer(
            ExitCode.OK,
            removed=[row for row in rows if row["doc_id"] not in stays],
            kept=[row for row in rows if row["doc_id"] in stays],
        )
    elif not quiet:
        if yes:
            _show(removal)
        count = number(len(removal.going))
        out().print(
            choose(
                f"Đã lấy {count} văn bản ra khỏi {database}. Tệp trên đĩa còn nguyên; muốn có lại: thidua ingest.",
                f"Removed {count} documents from {database}. Files on disk are as they were; to have them again: "
                "thidua ingest.",
            ),
            soft_wrap=True,
            markup=False,
        )
    return int(ExitCode.OK)


def _agreed(removal: Removal, *, can_ask: bool) -> bool:
    """Tell what goes, and ask.

    Raises:
        UsageError: ``confirmation_missing``: nobody can be asked.
    """
    if not can_ask:
        raise UsageError(
            "confirmation_missing",
            f"Lệnh này sẽ lấy {len(removal.going)} văn bản ra khỏi cơ sở dữ liệu, mà không hỏi lại được ai ở đây. Nếu "
            "đúng ý, hãy thêm --yes.",
            f"This would remove {len(removal.going)} documents, and nobody can be asked here. If it is meant, add "
            "--yes.",
        )
    _show(removal)
    asked = choose("Lấy ra khỏi cơ sở dữ liệu? [c/K] ", "Remove from the database? [y/N] ")
    return out().input(Text(asked)).strip().lower() in _YES


def _show(removal: Removal) -> None:
    for one in removal.documents[:_SHOWN]:
        parts = [choose(f"{number(one.records)} bản ghi", f"{number(one.records)} records")]
        if one.decisions:
            parts.append(
                choose(f"{number(one.decisions)} quyết định được giữ", f"{number(one.decisions)} decisions are kept")
            )
        if one.stays:
            parts = [choose("ở lại, vì tệp khác cũng chứa nó", "stays, since another file holds it")]
        out().print(Text.assemble("• ", one.name, (f"  {one.doc_id}  {', '.join(parts)}", "dim")), soft_wrap=True)
    if (more := len(removal.documents) - _SHOWN) > 0:
        out().print(choose(f"… và {number(more)} văn bản nữa", f"… and {number(more)} more"))
