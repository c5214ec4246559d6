"""Where a document came from: the containers that hold it, its other versions, who signed it; what containers hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.words import status_word
from pipeline.figures import number
from pipeline.language import choose

if TYPE_CHECKING:
    from pipeline.show import Inside, Sheet

_SOURCES = {
    "field": ("trường chữ ký trong PDF", "signature field of the PDF"),
    "package": ("chữ ký của tệp Word", "signature of the Word file"),
    "stamp": ("dòng chữ in trên trang", "stamp printed on the page"),
}


def show_origin(console: Console, sheet: Sheet) -> None:
    """Print containers, versions and signatures; nothing where there are none."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for file in sheet.files:
        if file["container"]:
            grid.add_row(choose("Nằm trong", "within"), Text(f"{file['container']} › {file['member']}"))
    if sheet.versions:
        main = sheet.document["version_of"] is None
        label = (
            choose("Bản khác", "other versions") if main else choose("Bản chính, bản khác", "main and other versions")
        )
        grid.add_row(label, Text("; ".join(sheet.versions)))
    for signature in sheet.signatures:
        grid.add_row(choose("Ký số", "signed"), Text(_signed(signature)))
    if grid.row_count:
        console.print(grid)


def show_containers(console: Console, containers: tuple[Inside, ...]) -> None:
    """Print what archives and mails hold, and what was skipped and why."""
    for inside in containers:
        own = inside.container
        console.print(Text.assemble((own["name"], "bold"), "  ", (own["path"], "dim")), soft_wrap=True)
        told = (own["subject"], own["sender"], f"{own['sent_at']} UTC" if own["sent_at"] else None)
        if any(told):
            console.print(Text(" · ".join(part for part in told if part)), soft_wrap=True)
        table = Table.grid(padding=(0, 2))
        table.add_column(overflow="fold")
        table.add_column(no_wrap=True, justify="right", style="dim")
        table.add_column(overflow="fold")
        for member in inside.members:
            table.add_row(Text(member["member"]), f"{number(member['size'])} B", _outcome(member))
        console.print(table)


def _outcome(member: dict[str, Any]) -> Text:
    if member["status"]:
        return Text.from_markup(f"{status_word(member['status'])}  [dim]{member['doc_id']}[/]")
    if member["skipped_code"]:
        reason = choose(member["skipped_reason"], member["skipped_reason_en"])
        return Text(choose(f"bỏ qua: {reason}", f"skipped: {reason}"), style="dim")
    return Text(choose("chưa nạp (lần chạy bị dừng giữa chừng)", "not stored yet (the run was stopped)"))


def _signed(signature: dict[str, Any]) -> str:
    who = signature["signer"] or choose("không rõ người ký", "signer unknown")
    when = signature["signed_at"]
    parts = [who, signature["organisation"], f"{when:%d/%m/%Y %H:%M:%S}" if when else None]
    told = ", ".join(part for part in parts if part)
    return f"{told} ({choose(*_SOURCES[signature['source']])})"
