"""The sheets of the workbook: a table each, with the columns that a clerk reads and what they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from pipeline.language import choose
from pipeline.load.references import links_of
from pipeline.load.tables import TABLES
from pipeline.report.review.kinds import RECORD_GROUPS
from schemas.header import Header

FIRST = ("movements", "metrics", "awards", "legal_references")
"""The order of the kinds of records; those that are not named follow."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code (unique in the sheet), its title, the SQL that gives it, its width in characters.

    ``source`` is the table and the column whose codes the values are; ``plain``: a number that is no quantity, such as
    a year; ``fill``: it is left for a person to fill; ``hidden``: it is there for programs.
    """

    code: str
    title: tuple[str, str]
    sql: str
    width: int
    source: tuple[str, str] = ("", "")
    plain: bool = False
    wrap: bool = True
    fill: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its code, its title, its columns, and the SQL that follows them (``r`` is the row, ``d`` its document).

    ``frozen`` columns at the left stay in sight; ``choices`` puts lists to choose from upon a finished page of it:
    given are the workbook, the page, its last row.
    """

    code: str
    title: tuple[str, str]
    columns: tuple[Column, ...]
    source: str
    frozen: int = 2
    choices: Callable[[Any, Any, int], None] | None = None


_WIDTHS = {
    "title": 50, "issuer": 30, "reason": 40, "unit_name": 20, "province": 18, "addressee": 30, "recipients": 40,
    "signer_name": 22, "signer_title": 22, "signing_capacity": 26, "place": 18,
    "name": 45, "aliases": 40, "launcher": 28, "level": 16, "basis": 20,
    "indicator": 45, "value": 16, "unit": 14, "status": 14, "qualifier": 11, "base_value": 18, "base_value_max": 18,
    "award": 30, "recipient": 16, "amount_vnd": 18,
    "symbol": 16, "canonical_id": 24, "subject": 45, "role": 20, "doc_type": 16,
}  # fmt: skip
_PLAIN = {"year", "number", "number_year", "issued_year", "period_start_year", "period_end_year", "page", "line"}
_LEFT_OUT = {"issued_day", "issued_month", "indicator_code", "catalog_code", "instrument_id", "basis_id",
             "result_section_id"}  # fmt: skip
_CATALOGUES = {  # what records are linked to: the table, its key, the column that leads there, the name, the title
    "metrics": ("indicators", "indicator_code", "indicator_code", "c.name", ("Chỉ tiêu trong danh mục", "Catalogued")),
    "movements": ("movements_catalog", "code", "catalog_code", "c.name", ("Tên trong danh mục", "Catalogued")),
    "legal_references": (
        "legal_documents",
        "instrument_id",
        "instrument_id",
        "c.title",
        ("Tên văn bản được viện dẫn", "Title of the instrument"),
    ),
}
_SAID = {  # a law without a number has a code of ours there: its name is the quote
    "canonical_id": "CASE WHEN r.number IS NULL THEN r.quote ELSE r.canonical_id END",
}
_DOCUMENT = (
    Column("source_name", ("Tệp", "File"), "d.source_name", 34),
    Column("document_unit", ("Đơn vị báo cáo", "Reporting unit"), "d.unit_name", 26),
    Column("document_province", ("Tỉnh, thành phố", "Province"), "d.province", 18),
)
_PLACE = (
    Column("page", ("Trang", "Page"), "r.page", 8, plain=True),
    Column("line", ("Dòng", "Line"), "r.line", 8, plain=True),
)
DECIDED = Column("decided", ("Người xem", "Decided"), "NULL", 24)
"""Filled from the decisions, not by SQL."""
_COUNTED = Column(
    "counted",
    ("Tính vào tổng hợp", "Counted"),
    "d.counted AND d.status IN ('loaded', 'partial')",  # what could not be read counts nowhere
    14,
    ("documents", "counted"),
)


def sheets() -> tuple[Sheet, ...]:
    """All sheets: documents, records kind by kind, findings."""
    kinds = sorted(RECORD_GROUPS, key=lambda group: (*FIRST, group.kind).index(group.kind))
    return (_documents(), *(_records(group.kind, group.title) for group in kinds), _findings())


def _documents() -> Sheet:
    header = [_field("documents", name, field.title) for name, field in Header.model_fields.items()]
    return Sheet(
        "documents",
        ("Văn bản", "Documents"),
        (
            Column("source_name", ("Tệp", "File"), "r.source_name", 34),
            Column("status", ("Kết quả đọc", "Outcome"), "r.status", 16, ("documents", "status")),
            Column("reason", ("Lý do", "Reason"), choose("r.reason", "r.reason_en"), 40),
            *(column for column in header if column.code not in _LEFT_OUT),
            Column("page_count", ("Số trang", "Pages"), "r.page_count", 9),
            Column("word_count", ("Số tiếng", "Words"), "r.word_count", 10),
            Column("restored_words", ("Chỗ đã phục hồi", "Restored"), "r.restored_words", 11),
            Column("restored_doubtful", ("Chỗ chưa chắc", "Doubtful"), "r.restored_doubtful", 11),
            Column("duplicate_of", ("Trùng với", "Same as"), "o.source_name", 34),
            Column("version_of", ("Bản khác của", "Version of"), "v.source_name", 34),
            DECIDED,
            _COUNTED,
            Column("doc_id", ("Mã văn bản", "Document id"), "r.doc_id", 20),
        ),
        'FROM "documents" r JOIN documents d USING (doc_id) LEFT JOIN documents o ON o.doc_id = r.duplicate_of '
        "LEFT JOIN documents v ON v.doc_id = r.version_of {where} ORDER BY r.source_name, r.doc_id",
    )


def _records(kind: str, title: tuple[str, str]) -> Sheet:
    record = import_module(f"schemas.records.{kind}").Record
    own = [_field(kind, name, field.title) for name, field in record.model_fields.items()]
    own += [
        _field(kind, name, field.title)
        for model in links_of(kind)
        for name, field in model.model_fields.items()
        if field.title and name not in _LEFT_OUT and not name.endswith("_confidence")
    ]
    own = [replace(column, sql=_SAID.get(column.code, column.sql)) for column in own]
    joined = ""
    if kind in _CATALOGUES:
        table, key, link, name, said = _CATALOGUES[kind]
        own.append(Column("catalogued", said, name, 40))
        joined = f'LEFT JOIN "{table}" c ON c."{key}" = r."{link}" '
    if "verified" in TABLES[kind].names:
        own.append(Column("verified", ("Phép tính khớp", "Adds up"), "r.verified", 10))
    columns = (
        *_DOCUMENT,
        *own,
        Column("section", ("Đề mục", "Section"), "concat_ws(' ', s.label, s.heading)", 36, wrap=False),
        Column("quote", ("Câu trích", "Quote"), "r.quote", 70),
        *_PLACE,
        Column("confidence", ("Độ chắc", "Sureness"), "r.confidence", 9),
        Column("needs_review", ("Cần xem lại", "To review"), "r.needs_review", 10),
        DECIDED,
        _COUNTED,
        Column("record_id", ("Mã bản ghi", "Record id"), "r.record_id", 26),
    )
    source = (
        f'FROM "{kind}" r JOIN documents d USING (doc_id) '
        f"LEFT JOIN sections s ON s.doc_id = r.doc_id AND s.section_id = r.section_id {joined}"
        "{where} ORDER BY d.source_name, r.doc_id, r.char_start, r.char_end, r.record_id"
    )
    return Sheet(kind, title, columns, source)


def _findings() -> Sheet:
    return Sheet(
        "issues",
        ("Điều cần lưu ý", "Findings"),
        (
            *_DOCUMENT,
            Column("severity", ("Mức độ", "Severity"), "r.severity", 11, ("issues", "severity")),
            Column("message", ("Nội dung", "Message"), choose("r.message", "r.message_en"), 70),
            Column("quote", ("Câu trích", "Quote"), "r.quote", 60),
            *_PLACE,
            Column("code", ("Mã loại", "Code"), "r.code", 30, hidden=True),
            _COUNTED,
            Column("issue_id", ("Mã", "Id"), "r.issue_id", 26),
        ),
        'FROM "issues" r JOIN documents d USING (doc_id) {where} ORDER BY d.source_name, r.doc_id, r.issue_id',
    )


def _field(table: str, name: str, title: str | None) -> Column:
    return Column(
        name, (title or name, name), f'r."{name}"', _WIDTHS.get(name, 12), (table, name), plain=name in _PLAIN
    )
