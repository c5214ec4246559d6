"""``thidua show``: a stored document's records beside their quotes and pages."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.cli.answer import answer, json_option
from pipeline.cli.console import out
from pipeline.cli.options import database_option
from pipeline.cli.show_origin import show_containers, show_origin
from pipeline.cli.words import kind_word, status_word
from pipeline.errors import ExitCode
from pipeline.figures import number
from pipeline.language import choose
from pipeline.settings import Settings
from pipeline.tell import code, said, tell

if TYPE_CHECKING:
    from pipeline.show import Sheet, Shown

_SEVERITY = {"error": "red", "warning": "yellow", "info": "dim"}


def told() -> tuple[str, str]:
    """The help, long and short."""
    return (
        choose(
            "In một văn bản đã nạp: thể thức, đề mục, từng bản ghi bên câu trích với trang và dòng, những điều cần "
            "lưu ý. Văn bản gọi "
            "bằng tên tệp, một phần tên (không cần dấu) hoặc mã. "
            "Gọi tên một tệp nén, thư đã mở thì liệt kê những gì bên trong.\f"
            "thidua show bao_cao_nam_2025.docx\nthidua show 'tan loc ha'\nthidua show 3f9a2c --db ket_qua.duckdb",
            "Print a stored document: header, headings, each record beside its quote with page and line, what to "
            "look at. Name it "
            "by its file name, a part of that (without diacritics if you like), or its id. An archive or mail that was "
            "opened is listed.\f"
            "thidua show report_2025.docx\nthidua show 'tan loc ha'\nthidua show 3f9a2c --db results.duckdb",
        ),
        choose("In các bản ghi của một văn bản.", "Print the records of a document."),
    )


def command(
    document: Annotated[
        str,
        typer.Argument(
            metavar=choose("VĂN_BẢN", "DOC"),
            help=choose("Tên tệp, một phần tên, hoặc mã văn bản.", "A file name, a part of one, or an id."),
        ),
    ],
    db: Annotated[Path | None, database_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> int:
    """Show a document."""
    from pipeline.load.store import asking, connect_to_read  # noqa: PLC0415  (so that --help comes at once)
    from pipeline.show import inside_of, sheet_of  # noqa: PLC0415

    database = db or Settings.from_environment().database
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        if containers := inside_of(query, document):
            if as_json:
                answer(ExitCode.OK, containers=[asdict(one) for one in containers])
            else:
                show_containers(out(), containers)
            return int(ExitCode.OK)
        sheet = sheet_of(query, document)
    if as_json:
        answer(ExitCode.OK, **asdict(sheet))
    else:
        _print(out(), sheet)
    return int(ExitCode.OK)


def _print(console: Console, sheet: Sheet) -> None:
    document = sheet.document
    console.print(
        f"[bold]{escape(document['source_name'])}[/]  {status_word(document['status'])}  [dim]{document['doc_id']}[/]"
    )
    show_origin(console, sheet)
    if document["reason"]:
        console.print(escape(choose(document["reason"], document["reason_en"])), soft_wrap=True)
        return
    console.print(_header(document))
    for kind, records in sheet.records.items():
        if records:
            title = kind_word(kind).capitalize()
            console.print(f"[bold]{title}[/] ({number(len(records))})")
            console.print(_sections(records) if kind == "sections" else _records(kind, records))
    if sheet.issues:
        console.print(f"[bold]{choose('Điều cần lưu ý', 'Issues')}[/] ({number(len(sheet.issues))})")
        console.print(_issues(sheet.issues))
    if sheet.leftovers:
        console.print(
            f"[bold]{choose('Chưa bản ghi nào dùng đến', 'Used by no record')}[/] ({number(len(sheet.leftovers))})"
        )
        console.print(_leftovers(sheet.leftovers))


def _header(document: dict[str, Any]) -> Table:
    from schemas.header import Header  # noqa: PLC0415

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    for name in Header.model_fields:
        if document[name] not in (None, []):
            label = choose(Header.model_fields[name].title or name, name)
            grid.add_row(label, Text(said("documents", name, document[name])))
    words = choose(
        f"{number(document['restored_words'])} chỗ, {number(document['restored_doubtful'])} chưa chắc",
        f"{number(document['restored_words'])} places, {number(document['restored_doubtful'])} doubtful",
    )
    grid.add_row(choose("Phục hồi tiếng Việt", "restored"), words)
    if document["duplicate_of"]:
        grid.add_row(choose("Trùng nội dung với", "same content as"), document["duplicate_of"])
    return grid


def _sections(records: tuple[Shown, ...]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(style="dim", no_wrap=True)
    for record in records:
        fields = record.fields
        label = f"{fields['label']}  " if fields.get("label") else ""
        heading = Text(
            "  " * fields["level"] + label + fields["heading"], style="yellow" if record.needs_review else ""
        )
        grid.add_row(heading, code("sections", "kind", fields["kind"]), _place(record))
    return grid


def _records(kind: str, records: tuple[Shown, ...]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_header=False)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(no_wrap=True, style="dim")
    for record in records:
        review = Text(choose(" · cần xem", " · to review"), style="yellow") if record.needs_review else Text()
        sure = Text(choose(" · số khớp", " · adds up"), style="green") if record.fields.get("verified") else Text()
        told = Text.assemble(tell(kind, record.fields, record.quote), sure, review)
        table.add_row(told, Text(f"“{' '.join(record.quote.split())}”"), _place(record))
    return table


def _issues(issues: tuple[dict[str, Any], ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for issue in issues:
        message = choose(issue["message"], issue["message_en"])
        said = choose(code("issues", "severity", issue["severity"]), issue["code"])
        table.add_row(Text(said, style=_SEVERITY[issue["severity"]]), Text(message), _at(issue["page"], issue["line"]))
    return table


def _leftovers(leftovers: tuple[dict[str, Any], ...]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold", style="cyan", max_width=30)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True, style="dim")
    for left in leftovers:
        table.add_row(Text(left["quote"]), Text(f"… {left['context']} …"), _at(left["page"], left["line"]))
    return table


def _place(shown: Shown) -> str:
    return _at(shown.page, shown.line)


def _at(page: int | None, line: int | None) -> str:
    return "" if page is None else choose(f"tr. {page}, dòng {line}", f"p. {page}, line {line}")
