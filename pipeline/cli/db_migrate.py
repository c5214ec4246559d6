"""``thidua db migrate``: a file of an older version brought to this one's layout, without reading a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rich.markup import escape

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.cli.options import database_option
from pipeline.errors import ExitCode
from pipeline.language import choose
from pipeline.settings import Settings


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Chuyển cơ sở dữ liệu của phiên bản cũ sang cấu trúc bảng mới, không đọc lại văn bản nào. Bản cũ được giữ "
            "lại bên cạnh (đuôi .v1…). thidua ingest tự làm việc này; lệnh này dành cho khi chỉ muốn tra cứu.\f"
            "thidua db migrate\nthidua db migrate --db ket_qua.duckdb",
            "Bring a database of an older version to the new layout of tables, reading no document. The old file is "
            "kept beside it (.v1…). thidua ingest does this by itself; the command is for those who only ask.\f"
            "thidua db migrate\nthidua db migrate --db results.duckdb",
        ),
        choose("Chuyển sang cấu trúc mới.", "Bring to the new layout."),
    )


def migrate(
    db: Annotated[Path | None, database_option()] = None,
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Open for writing, publish, tell what was done."""
    from pipeline.load.store import Store  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.load.trouble import missing  # noqa: PLC0415

    hush(quiet or as_json)
    database = db or Settings.from_environment().database
    if not database.exists():
        raise missing(database)
    with Store.open(database) as store:
        notices = store.notices
        told = [str(notice) for notice in notices]
        store.finish()
    for line in told or [choose(f"“{database}” đã có cấu trúc mới nhất.", f"“{database}” has the newest layout.")]:
        out().print(escape(line), soft_wrap=True)
    if as_json:
        rows = [{"code": one.code, "message": one.message, "message_en": one.message_en} for one in notices]
        answer(ExitCode.OK, database=str(database), notices=rows)
    return int(ExitCode.OK)
