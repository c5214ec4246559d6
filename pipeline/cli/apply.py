"""``thidua apply``: what a clerk decided on records, into the database."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import err, hush, out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode, UsageError
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings, log_beside


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Ghi vào cơ sở dữ liệu các quyết định trong bảng của thidua review, hoặc trong trang Xem lại của tệp mà "
            "thidua export ghi: ai, lúc nào. Bản ghi bị bỏ không còn được tính; bản ghi đã sửa hiện giá trị đúng; bản "
            "ghi bổ sung được tính như bản ghi máy rút. Văn bản có chữ hoặc phần đầu được sửa thì được đọc lại ngay, "
            "nếu tệp còn ở chỗ cũ. Nạp lại, kể cả bằng phiên bản mới, vẫn giữ quyết định. Một dòng sai thì không ghi "
            "gì. --status cho biết quyết định nào không còn tìm thấy chỗ của nó.\f"
            "thidua apply sua_doi.xlsx --by 'Lê Thị Lan'\nthidua apply --status",
            "Store the decisions of a sheet of thidua review, or of the sheet To review that thidua export writes: who "
            "and when. A rejected record counts no more, a corrected one shows the right value, an added one counts as "
            "any other. A document whose words or letterhead were corrected is read again at once, if its file is "
            "still in its place. Ingesting again, also with a new version, keeps decisions. One wrong row, and nothing "
            "is stored. --status tells which decisions have lost their place.\f"
            "thidua apply review.xlsx --by 'Le Thi Lan'\nthidua apply --status",
        ),
        choose("Ghi các quyết định giữ, sửa, bỏ, thêm.", "Store decisions: accepted, corrected, rejected, added."),
    )


def command(  # noqa: PLR0917  (the options of a command)
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar=choose("[TỆP]", "[FILE]"),
            help=choose("Bảng đã điền (.xlsx, .csv).", "The filled sheet (.xlsx, .csv)."),
        ),
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
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Apply, or tell how the decisions stand."""
    from pipeline.corrections.apply import apply  # noqa: PLC0415  (so that --help comes at once)

    hush(quiet or as_json)
    database = db or Settings.from_environment().database
    if status:
        return _tell(database, as_json=as_json)
    if file is None:
        raise UsageError(
            "sheet_missing",
            "Hãy nêu bảng đã điền: thidua apply sua_doi.xlsx; hoặc thidua apply --status.",
            "Name the filled sheet: thidua apply review.xlsx; or thidua apply --status.",
        )
    made = apply(database, file, (by or "").strip() or _login())
    facts = {correction.fact_id: correction.decision for correction in made}
    counts = [list(facts.values()).count(choice) for choice in ("accept", "correct", "reject", "add")]
    kept, corrected, rejected, added = map(number, counts)
    out().print(
        choose(
            f"Đã ghi: giữ {kept}, sửa {corrected}, bỏ {rejected}, thêm {added}."
            if made
            else "Bảng chưa có quyết định nào mới; không ghi gì.",
            f"Stored: {kept} accepted, {corrected} corrected, {rejected} rejected, {added} added."
            if made
            else "The sheet holds no new decision; nothing was stored.",
        )
    )
    left = _read_again(database) if made else []
    code = ExitCode.PARTIAL if left else ExitCode.OK
    if as_json:
        told = dict(zip(("accepted", "corrected", "rejected", "added"), counts, strict=True))
        answer(code, **told, to_read_again=[{"name": name, "path": str(path)} for name, path in left])
    return int(code)


def _read_again(database: Path) -> list[tuple[str, Path]]:
    """Read the documents again whose words or letterhead were decided on; those that could not be are told."""
    from pipeline.batch import ingest  # noqa: PLC0415
    from pipeline.cli.progress import watching  # noqa: PLC0415
    from pipeline.cli.stopping import stopping  # noqa: PLC0415
    from pipeline.corrections.apply import to_read_again  # noqa: PLC0415
    from pipeline.staging.area import area_beside  # noqa: PLC0415

    late = to_read_again(database)
    if not late:
        return []
    settings = Settings.from_environment()
    files = sorted({file for _, file in late if file.is_file()})
    count = number(len(late))
    out().print(
        choose(
            f"Chữ hoặc phần đầu của {count} văn bản được quyết định: đọc lại các văn bản ấy.",
            f"Words or letterheads of {count} documents were decided on: these are read again.",
        )
    )
    if files:
        with stopping(err()) as stop, watching(err(), log_beside(database)) as watcher:
            ingest(
                files,
                database,
                watcher,
                workers=min(settings.workers, len(late)),
                seconds=settings.document_seconds,
                megabytes=settings.document_mb,
                stop=stop,
                limits=settings.limits,
                staging=area_beside(database) if settings.keep_staged else None,
            )
    left = to_read_again(database)
    for name, file in left:
        err().print(Text(f"- {name}: {file}"), soft_wrap=True)
    if left:
        err().print(
            choose(
                "Các văn bản trên chưa đọc lại được, thường vì tệp không còn ở chỗ ấy. Quyết định đã được giữ: hãy nạp "
                "lại các tệp ấy bằng thidua ingest, khi đó quyết định có hiệu lực.",
                "These could not be read again, mostly because the file is not there any more. The decisions are kept: "
                "read those files again with thidua ingest, and they will hold.",
            ),
            soft_wrap=True,
        )
    return left


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a machine without a login, such as a container
        raise UsageError(
            "person_unknown",
            "Không rõ ai quyết định. Hãy nêu tên: --by 'Lê Thị Lan'.",
            "It is not known who decided. Give a name: --by 'Le Thi Lan'.",
        ) from None


def _tell(database: Path, *, as_json: bool) -> int:
    from pipeline.corrections.apply import standings  # noqa: PLC0415

    found = standings(database)
    if as_json:
        rows = [
            {"state": one.state, "quote": one.decision.quote, "decided_by": one.decision.decided_by} for one in found
        ]
        answer(ExitCode.OK, decisions=rows)
        return int(ExitCode.OK)
    words = {
        "holds": choose("có hiệu lực", "holds"),
        "lost": choose("mất câu trích, cần xem lại", "sentence lost, look again"),
        "unread": choose(
            "chờ đọc lại văn bản (thidua ingest)", "waits for its document to be read again (thidua ingest)"
        ),
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
