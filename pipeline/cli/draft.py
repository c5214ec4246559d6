"""``thidua draft``: a draft of gold for a document, to be corrected by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.answer import answer, json_option, quiet_option
from pipeline.cli.console import hush, out
from pipeline.errors import ExitCode, UsageError
from pipeline.language import choose


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "Soạn sẵn đáp án cho một văn bản: ghi những gì chương trình đọc được thành tệp .json, để người sửa lại "
            "cho đúng rồi dùng với thidua evaluate. Không bao giờ ghi đè một đáp án đã có.\f"
            "thidua draft bao_cao/xa_ha_van.docx --to dap_an",
            "Draft the gold of a document: writes what the program reads as a .json file for a person to correct, and "
            "to use with thidua evaluate. Gold that is there is never written over.\f"
            "thidua draft reports/ha_van.docx --to gold",
        ),
        choose("Soạn sẵn đáp án để sửa bằng tay.", "Draft gold to correct by hand."),
    )


def command(
    file: Annotated[
        Path,
        typer.Argument(metavar=choose("TỆP", "FILE"), help=choose("Văn bản cần làm đáp án.", "The document.")),
    ],
    to: Annotated[
        Path,
        typer.Option(
            metavar=choose("THƯ_MỤC", "DIR"), help=choose("Thư mục đáp án.", "The folder that holds the gold.")
        ),
    ] = Path("corpus/gold"),
    quiet: Annotated[bool, quiet_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Write the draft."""
    from pipeline.evaluate.draft import draft_of  # noqa: PLC0415  (so that --help comes at once)

    hush(quiet or as_json)
    target = to / f"{file.stem}.json"
    if target.exists():
        raise UsageError(
            "gold_exists",
            f"Đã có đáp án “{target}”. Hãy đổi tên hoặc chuyển tệp đó đi nếu muốn soạn lại.",
            f"There is gold already: “{target}”. Move or rename it to draft anew.",
        )
    draft = draft_of(file)
    try:
        to.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(draft, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "gold_unwritable",
            f"Không ghi được “{target}” ({error}). Hãy chọn thư mục khác bằng --to.",
            f"“{target}” cannot be written ({error}). Choose another folder with --to.",
        ) from error
    out().print(
        choose(
            f"Đã soạn “{target}”. Hãy sửa từng bản ghi theo văn bản, xóa chỗ ghi “check”, rồi chạy thidua evaluate.",
            f"Drafted “{target}”. Correct every record against the document, remove “check”, then run thidua evaluate.",
        ),
        soft_wrap=True,
    )
    if as_json:
        answer(ExitCode.OK, place=str(target))
    return int(ExitCode.OK)
