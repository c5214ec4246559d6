"""The sheet on which a clerk decides: a row a record, a restored word or a letterhead, with empty columns to fill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from pipeline.corrections.facts import LETTERHEAD, WORDS, Fact
from pipeline.corrections.stored import facts_in, tables_of
from pipeline.corrections.values import fields_of, key
from pipeline.corrections.verdicts import Verdict
from pipeline.errors import UsageError
from pipeline.export.cells import text
from pipeline.language import choose
from pipeline.load.digest import Query
from pipeline.load.tables import RECORD_KINDS
from pipeline.report.marks import TO_LOOK_AT, kind_of
from pipeline.report.review.kinds import RECORD_GROUPS
from pipeline.report.review.names import page_of, place_of
from pipeline.report.review.stored import stored
from pipeline.restoration.confidence import REVIEW_BELOW
from pipeline.tell import said, tell
from schemas.document import Restored
from schemas.text import Span

COLUMNS: dict[str, tuple[str, str]] = {
    "document": ("Văn bản", "Document"),
    "kind": ("Loại", "Kind"),
    "page": ("Trang", "Page"),
    "line": ("Dòng", "Line"),
    "record": ("Máy rút", "Record"),
    "quote": ("Câu trích", "Quote"),
    "decision": ("Quyết định", "Decision"),
    "field": ("Mục cần sửa", "Field to correct"),
    "value": ("Giá trị đúng", "Right value"),
    "note": ("Ghi chú", "Note"),
    "state": ("Hiện nay", "State"),
    "fields": ("Các mục có thể sửa", "Fields"),
    "key": ("Mã", "Key"),
}
"""The columns of the sheet by their codes."""

TO_FILL = ("decision", "field", "value", "note")
"""The clerk's columns."""

TITLES: dict[str, tuple[str, str]] = {
    LETTERHEAD: ("Phần đầu văn bản", "Letterhead"),
    **{group.kind: group.title for group in RECORD_GROUPS},
    WORDS: ("Chữ phục hồi", "Restored word"),
}
"""What may be decided on, and what it is called."""

_NEEDED = ("key", "decision", "field", "value")
_WANTED = ("number", "symbol", "issued_on", "title", "unit_name", "signer_name")  # of a letterhead


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the sheet before it is filled.

    ``page`` and ``line`` count from 1, None of a letterhead; ``address`` is its place within the review pages.
    """

    key: str
    document: str
    kind: str
    page: int | None
    line: int | None
    record: str
    quote: str
    fields: str
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that a clerk filled; ``number`` counts from 1, the titles being row 1, as Excel shows them.

    ``page`` is the sheet of the workbook, empty of a CSV. ``document``, ``kind`` and ``quote`` matter where a record is
    added; ``alone``: the row is a record of its own, whatever other rows say of the same sentence.
    """

    number: int
    key: str
    decision: str
    field: str
    value: str
    note: str
    document: str = ""
    kind: str = ""
    quote: str = ""
    _: KW_ONLY
    page: str = ""
    alone: bool = False

    @property
    def where(self) -> str:
        """The row, as it is named to whoever has to mend it.

        >>> Line(4, "", "", "", "", "").where, Line(4, "", "", "", "", "", page="Xem lại").where
        ('dòng 4', 'trang “Xem lại”, dòng 4')
        """
        row = choose(f"dòng {self.number}", f"row {self.number}")
        return choose(f"trang “{self.page}”, {row}", f"sheet “{self.page}”, {row}") if self.page else row


def asked(query: Query, doc_ids: Sequence[str], *, everything: bool) -> Iterator[Asked]:
    """The rows of some documents: what needs review, or all."""
    open_ = doc_ids if everything else _with_something(query, doc_ids)
    for held in stored(query, open_):
        doc_id, name = held.document["doc_id"], held.document["source_name"]
        for kind, facts in facts_in(held.document, held.rows).items():
            now = {row["record_id"]: row for row in held.rows[kind]} if kind in RECORD_KINDS else {}
            for fact in facts:
                row_id = _row_id(fact, doc_id)
                verdict = held.verdicts.get((kind, row_id))
                if everything or _is_open(fact, now.get(row_id), verdict):
                    place = page_of(doc_id, name) + _anchor(kind, row_id)
                    yield _asked(fact, doc_id, name, _state(fact, now.get(row_id), verdict), place)


def _with_something(query: Query, doc_ids: Sequence[str]) -> list[str]:
    """Those of some documents that may hold something to review: most of a large batch need not be looked through."""
    marked = " UNION ALL ".join(f'SELECT doc_id FROM "{kind}" WHERE needs_review' for kind in RECORD_KINDS)
    missing = " OR ".join(f"{name} IS NULL" for name in _WANTED)
    rows = query(
        f"SELECT DISTINCT doc_id FROM ({marked} UNION ALL SELECT doc_id FROM documents WHERE doc_type = 'khac' OR "
        f"{missing} UNION ALL SELECT doc_id FROM edits WHERE stage = 'restore' AND (confidence < ? OR before = after))",
        REVIEW_BELOW,
    )
    found = {doc_id for (doc_id,) in rows}
    return [doc_id for doc_id in doc_ids if doc_id in found]


def _asked(fact: Fact, doc_id: str, name: str, state: str, place: str) -> Asked:
    kind, row = fact.kind, fact.row
    return Asked(
        key=f"{kind}.{doc_id}.{fact.fact_id}",
        document=text(name),
        kind=choose(*TITLES[kind]),
        page=row.get("page"),
        line=row.get("line"),
        record=_TOLD.get(kind, _record)(kind, row),
        quote=text(row["quote"]),
        fields="; ".join(
            f"{choose(title, name)} = {_value(kind, name, row[name])}" for name, title in fields_of(kind).items()
        ),
        state=state,
        address=place,
    )


def _row_id(fact: Fact, doc_id: str) -> str:
    return doc_id if fact.kind == LETTERHEAD else str(fact.row["edit_id" if fact.kind == WORDS else "record_id"])


def _anchor(kind: str, row_id: str) -> str:
    return "" if kind == LETTERHEAD else "#" + place_of("words" if kind == WORDS else kind, row_id)


def _is_open(fact: Fact, now: Mapping[str, Any] | None, verdict: Verdict | None) -> bool:
    """Whether a person should look at it, and has not yet."""
    if fact.kind == WORDS:
        row = fact.row
        nowhere = Span(0, 0)
        word = Restored(nowhere, nowhere, row["before"], row["after"], row["confidence"], (), row["rule"])
        return verdict is None and kind_of(word) in TO_LOOK_AT
    if fact.kind == LETTERHEAD:
        return verdict is None and (fact.row["doc_type"] == "khac" or any(fact.row[name] is None for name in _WANTED))
    return now is not None and bool(now["needs_review"])


def _state(fact: Fact, now: Mapping[str, Any] | None, verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    shown = now is not None and verdict.choice == "correct"
    return f"{verdict.told}: {_record(fact.kind, now)}" if shown and now else verdict.told


def _record(kind: str, row: Mapping[str, object]) -> str:
    told = {name: value for name, value in row.items() if value is not None}
    return text(tell(kind, told, str(row.get("quote") or "")))


def _word(_: str, row: Mapping[str, object]) -> str:
    before, after, others = text(str(row["before"])), text(str(row["after"])), row["alternatives"]
    told = f"“{before}” → “{after}”" if before != after else choose(f"“{after}” (để nguyên)", f"“{after}” (left)")
    known = [text(str(other)) for other in others if other != after] if isinstance(others, list) else []
    return f"{told}{choose('; hay là: ', '; or: ')}{', '.join(known)}" if known else told


def _letterhead(kind: str, row: Mapping[str, object]) -> str:
    told = [
        _value(kind, name, row[name])
        for name in ("doc_type", "number", "symbol", "issued_on", "unit_name", "signer_name")
    ]
    return " · ".join(told)


_TOLD: dict[str, Callable[[str, Mapping[str, object]], str]] = {WORDS: _word, LETTERHEAD: _letterhead}


def _value(kind: str, field: str, value: object) -> str:
    return choose("(trống)", "(empty)") if value in {None, ""} else text(said(kind, field, value))


def documents_to_review(query: Query) -> list[str]:
    """The documents that count, in order of name: a decision on one holds for its other versions too."""
    if "documents" not in tables_of(query):
        return []
    rows = query(
        "SELECT doc_id FROM documents WHERE counted AND status IN ('loaded', 'partial') ORDER BY source_name, doc_id"
    )
    return [doc_id for (doc_id,) in rows]


def lines_of(rows: Iterable[tuple[int, Sequence[str]]], name: str, page: str = "") -> list[Line]:
    """The filled rows of a sheet, its titles among the rows as the first; each with its number.

    Raises:
        UsageError: ``sheet_foreign``: columns are missing.
    """
    left = iter(rows)
    _, first = next(left, (1, ()))
    titles = {key(title): code for code, both in COLUMNS.items() for title in both}
    places = {titles[key(title)]: at for at, title in enumerate(first) if key(title) in titles}
    missing = [choose(*COLUMNS[code]) for code in _NEEDED if code not in places]
    if missing:
        raise UsageError(
            "sheet_foreign",
            f"“{name}” thiếu cột: {', '.join(missing)}. Hãy dùng tệp của thidua review, giữ nguyên dòng đầu.",
            f"“{name}” lacks columns: {', '.join(missing)}. Use a file that thidua review wrote, with its first row.",
        )
    lines = []
    for number, row in left:
        cells = {code: row[at].strip() if at < len(row) else "" for code, at in places.items()}
        if any(cells.values()):
            told = (cells.get(code, "") for code in ("key", *TO_FILL, "document", "kind", "quote"))
            lines.append(Line(number, *told, page=page))
    return lines
