"""``thidua apply``: what a clerk decided on records, into the database."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.console import out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode, UsageError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Ghi vào cơ sở dữ liệu các quyết định trong bảng của thidua review: ai, lúc nào. Bản ghi bị bỏ không còn "
            "được tính; bản ghi đã sửa hiện giá trị đúng. Nạp lại, kể cả bằng phiên bản mới, vẫn giữ quyết định. "
            "Một dòng sai thì không ghi gì. --status cho biết quyết định nào không còn tìm thấy câu của nó.\f"
            "thidua apply sua_doi.csv --by 'Lê Thị Lan'\nthidua apply --status",
            "Store the decisions of a sheet of thidua review: who and when. A rejected record counts no more, a "
            "corrected one shows the right value. Ingesting again, also with a new version, keeps them. One wrong row, "
            "and nothing is stored. --status tells which decisions have lost their sentence.\f"
            "thidua apply review.csv --by 'Le Thi Lan'\nthidua apply --status",
        ),
        choose("Ghi các quyết định giữ, sửa, bỏ.", "Store decisions on records."),
    )


def command(
    file: Annotated[
        Path | None,
        typer.Argument(metavar=choose("[TỆP]", "[FILE]"), help=choose("Bảng đã điền.", "The filled sheet.")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar=choose("TÊN", "NAME"),
            help=choose("Người quyết định; nếu không nói: tên đăng nhập máy.", "Who decided; the login if not given."),
        ),
    ] = None,
    db: Annotated[Path | None, database_option()] = None,
    status: Annotated[
        bool, typer.Option("--status", help=choose("Cho biết các quyết định còn đúng chỗ không.", "Tell what holds."))
    ] = False,
) -> int:
    """Apply, or tell how the decisions stand."""
    from pipeline.corrections.apply import apply  # noqa: PLC0415  (so that --help comes at once)

    database = db or Settings.from_environment().database
    if status:
        return _tell(database)
    if file is None:
        raise UsageError(
            "sheet_missing",
            "Hãy nêu bảng đã điền: thidua apply sua_doi.csv; hoặc thidua apply --status.",
            "Name the filled sheet: thidua apply review.csv; or thidua apply --status.",
        )
    made = apply(database, file, (by or "").strip() or _login())
    facts = {correction.fact_id: correction.decision for correction in made}
    counts = [list(facts.values()).count(choice) for choice in ("accept", "correct", "reject")]
    kept, corrected, rejected = map(number, counts)
    out().print(
        choose(
            f"Đã ghi: giữ {kept}, sửa {corrected}, bỏ {rejected} bản ghi."
            if made
            else "Bảng chưa có quyết định nào; không ghi gì.",
            f"Stored: {kept} accepted, {corrected} corrected, {rejected} rejected."
            if made
            else "The sheet holds no decision; nothing was stored.",
        )
    )
    return int(ExitCode.OK)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine without a login, such as a container
        raise UsageError(
            "person_unknown",
            "Không rõ ai quyết định. Hãy nêu tên: --by 'Lê Thị Lan'.",
            "It is not known who decided. Give a name: --by 'Le Thi Lan'.",
        ) from None


def _tell(database: Path) -> int:
    from pipeline.corrections.apply import standings  # noqa: PLC0415

    found = standings(database)
    words = {
        "holds": choose("có hiệu lực", "holds"),
        "lost": choose("mất câu trích, cần xem lại", "sentence lost, look again"),
        "waiting": choose("văn bản không còn trong cơ sở dữ liệu", "document not stored"),
    }
    for state, said in words.items():
        out().print(f"{said}: {number(sum(one.state == state for one in found))}")
    for one in found:
        if one.state != "holds":
            day = f"{one.decision.decided_at:%d/%m/%Y}"
            told = f"- {words[one.state]}: “{one.decision.quote}” ({one.decision.decided_by}, {day})"
            out().print(Text(told), soft_wrap=True)
    return int(ExitCode.OK)
