"""One stored document, as it is shown: header, records beside their quotes and pages, issues, what was restored."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unidecode import unidecode

from pipeline.errors import UsageError
from pipeline.load.digest import COUNTED, Query
from pipeline.load.tables import TABLES
from schemas.records.evidence import Evidence

_EVIDENCE = frozenset(Evidence.model_fields) | {"doc_id", "record_id"}


@dataclass(frozen=True)
class Shown:
    """A row with its own fields (those that are empty left out) and where it stands."""

    fields: dict[str, Any]
    quote: str
    page: int | None
    line: int | None
    confidence: float
    needs_review: bool


@dataclass(frozen=True)
class Sheet:
    """Everything that is shown of one document."""

    document: dict[str, Any]
    records: dict[str, tuple[Shown, ...]]
    issues: tuple[dict[str, Any], ...]
    leftovers: tuple[dict[str, Any], ...]


def sheet_of(query: Query, wanted: str) -> Sheet:
    """The sheet of the document that ``wanted`` names.

    Raises:
        UsageError: no document has that name, or several have.
    """
    doc_id = find_document(query, wanted)
    return Sheet(
        document=_rows(query, "documents", doc_id)[0],
        records={kind: tuple(map(_shown, _rows(query, kind, doc_id, "char_start, char_end"))) for kind in COUNTED},
        issues=tuple(_rows(query, "issues", doc_id, "issue_id")),
        leftovers=tuple(_rows(query, "leftovers", doc_id, "char_start")),
    )


def find_document(query: Query, wanted: str) -> str:
    """The id of the one document meant by an id, the beginning of an id, a file name, or a part of one.

    Upper and lower case, diacritics, blanks and hyphens do not matter in names.

    Raises:
        UsageError: ``document_unknown``, ``document_ambiguous``.
    """
    documents = [(str(i), str(name)) for i, name in query("SELECT doc_id, source_name FROM documents ORDER BY 2, 1")]
    key = _key(wanted)
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda doc_id, _: doc_id == wanted,
        lambda _, name: name == unicodedata.normalize("NFC", wanted),
        lambda _, name: key in {_key(name), _key(name.rpartition(".")[0])},
        lambda doc_id, _: len(wanted) >= 4 and doc_id.startswith(wanted.lower()),
        lambda _, name: bool(key) and key in _key(name),
    )
    for test in tests:
        found = [(doc_id, name) for doc_id, name in documents if test(doc_id, name)]
        if len(found) == 1:
            return found[0][0]
        if found:
            listed = "; ".join(f"{doc_id} {name}" for doc_id, name in found[:10])
            raise UsageError(
                "document_ambiguous",
                f"“{wanted}” ứng với {len(found)} văn bản, hãy nói rõ bằng mã: {listed}",
                f"“{wanted}” could be {len(found)} documents, name one by its id: {listed}",
            )
    listed = ", ".join(name for _, name in documents[:10]) or "–"
    raise UsageError(
        "document_unknown",
        f"Không có văn bản nào tên hoặc mã “{wanted}”. Đang có {len(documents)} văn bản: {listed}",
        f"No document is called “{wanted}”. There are {len(documents)}: {listed}",
    )


def _key(name: str) -> str:
    return "".join(letter for letter in unidecode(unicodedata.normalize("NFC", name)).lower() if letter.isalnum())


def _rows(query: Query, table: str, doc_id: str, order: str = "doc_id") -> list[dict[str, Any]]:
    names = TABLES[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    rows = query(f'SELECT {columns} FROM "{table}" WHERE doc_id = ? ORDER BY {order}', doc_id)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _shown(row: dict[str, Any]) -> Shown:
    return Shown(
        fields={name: value for name, value in row.items() if name not in _EVIDENCE and value not in (None, [])},
        quote=row["quote"],
        page=row["page"],
        line=row["line"],
        confidence=row["confidence"],
        needs_review=row["needs_review"],
    )
