"""The sheet on which a clerk decides: CSV that Excel opens and saves, a row a record, empty columns to fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.corrections.facts import facts_of
from pipeline.corrections.overrule import undo
from pipeline.corrections.stored import rows_of, tables_of
from pipeline.corrections.values import fields_of, key
from pipeline.errors import UsageError
from pipeline.export.cells import neutral, text
from pipeline.export.places import new_file
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.load.tables import RECORD_KINDS
from pipeline.report.review.kinds import RECORD_GROUPS
from pipeline.tell import said, tell

COLUMNS: dict[str, tuple[str, str]] = {
    "key": ("Mã", "Key"),
    "document": ("Văn bản", "Document"),
    "kind": ("Loại", "Kind"),
    "page": ("Trang", "Page"),
    "line": ("Dòng", "Line"),
    "record": ("Máy rút", "Record"),
    "quote": ("Câu trích", "Quote"),
    "fields": ("Các mục có thể sửa", "Fields"),
    "state": ("Hiện nay", "State"),
    "decision": ("Quyết định", "Decision"),
    "field": ("Mục cần sửa", "Field to correct"),
    "value": ("Giá trị đúng", "Right value"),
    "note": ("Ghi chú", "Note"),
}
"""The columns of the sheet by their codes; the last four are the clerk's."""

_TITLES = {group.kind: group.title for group in RECORD_GROUPS}
_NEEDED = ("key", "decision", "field", "value")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that a clerk filled; ``number`` counts from 1, the titles being row 1, as Excel shows them."""

    number: int
    key: str
    decision: str
    field: str
    value: str
    note: str


def write_sheet(file: Path, query: Query, doc_ids: Sequence[str], *, everything: bool) -> int:
    """Write the records that need review, or all of them, and say how many they are.

    Raises:
        UsageError: ``result_open``, ``result_not_written``.
    """
    count = 0
    with new_file(file) as fresh, fresh.open("w", encoding="utf-8-sig", newline="") as sheet:
        writer = csv.writer(sheet, lineterminator="\r\n")
        writer.writerow(choose(*title) for title in COLUMNS.values())
        for doc_id in doc_ids:
            for row in _lines(query, doc_id, everything=everything):
                writer.writerow([neutral(cell) for cell in row])
                count += 1
    return count


def _lines(query: Query, doc_id: str, *, everything: bool) -> Iterator[list[str]]:
    rows = rows_of(query, doc_id)
    machine = undo(rows)
    ((name,),) = query("SELECT source_name FROM documents WHERE doc_id = ?", doc_id)
    upon = {(kept["record_table"], kept["record_id"]) for kept in rows["machine_records"]}
    for kind in RECORD_KINDS:
        now = {row["record_id"]: row for row in rows[kind]}
        for fact in facts_of(doc_id, kind, machine[kind]):
            record_id = fact.row["record_id"]
            current = now.get(record_id)
            if not everything and not (current and current["needs_review"]):
                continue
            told = ""
            if (kind, record_id) in upon:
                told = choose("đã bỏ", "rejected") if current is None else f"{choose('đã xem', 'seen')}: {_say(kind, current)}"  # fmt: skip  # noqa: E501
            yield [
                f"{kind}.{doc_id}.{fact.fact_id}",
                text(name),
                choose(*_TITLES[kind]),
                str(fact.row["page"]),
                str(fact.row["line"]),
                _say(kind, fact.row),
                text(fact.row["quote"]),
                "; ".join(
                    f"{title} = {_value(kind, field, fact.row[field])}" for field, title in fields_of(kind).items()
                ),
                told,
                *[""] * 4,
            ]


def _say(kind: str, row: dict[str, object]) -> str:
    return text(tell(kind, {name: value for name, value in row.items() if value is not None}))


def _value(kind: str, field: str, value: object) -> str:
    return choose("(trống)", "(empty)") if value is None else text(said(kind, field, value))


def documents_to_review(query: Query) -> list[str]:
    """The documents that count, in order of name: a decision on one holds for its other versions too."""
    if "documents" not in tables_of(query):
        return []
    return [i for (i,) in query("SELECT doc_id FROM documents WHERE counted ORDER BY source_name, doc_id")]


def read_sheet(file: Path) -> list[Line]:
    """The rows of a sheet that a clerk saved, with commas, semicolons or tabs, in UTF-8 or as Excel's Unicode text.

    Raises:
        UsageError: ``sheet_unreadable``, ``sheet_foreign``.
    """
    told = _decoded(file)
    first = told.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(told), delimiter=separator))
    except csv.Error as error:
        raise _unreadable(file, str(error)) from error
    titles = {key(title): code for code, both in COLUMNS.items() for title in both}
    places = {titles[key(title)]: at for at, title in enumerate(rows[0] if rows else ()) if key(title) in titles}
    missing = [choose(*COLUMNS[code]) for code in _NEEDED if code not in places]
    if missing:
        raise UsageError(
            "sheet_foreign",
            f"“{file}” thiếu cột: {', '.join(missing)}. Hãy dùng tệp của thidua review, giữ nguyên dòng đầu.",
            f"“{file}” lacks columns: {', '.join(missing)}. Use a file that thidua review wrote, with its first row.",
        )
    return list(_read(rows[1:], places))


def _read(rows: Iterable[list[str]], places: dict[str, int]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        cells = {code: row[at].strip() if at < len(row) else "" for code, at in places.items()}
        if any(cells.values()):
            yield Line(number, *(cells.get(code, "") for code in ("key", "decision", "field", "value", "note")))


def _decoded(file: Path) -> str:
    try:
        held = file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from error
    try:
        return held.decode("utf-16" if held[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(file, choose("không phải UTF-8", "not UTF-8")) from error


def _unreadable(file: Path, why: str) -> UsageError:
    return UsageError(
        "sheet_unreadable",
        f"Không đọc được “{file}” ({why}). Trong Excel, hãy lưu dạng “CSV UTF-8” rồi chạy lại.",
        f"Cannot read “{file}” ({why}). In Excel, save it as “CSV UTF-8 (comma delimited)” and run again.",
    )
