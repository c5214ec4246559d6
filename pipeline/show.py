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
    files: tuple[dict[str, Any], ...] = ()
    signatures: tuple[dict[str, Any], ...] = ()
    versions: tuple[str, ...] = ()  # names of the other versions of the document, the main one first


@dataclass(frozen=True)
class Inside:
    """What is shown of a container: its row, its members in order."""

    container: dict[str, Any]
    members: tuple[dict[str, Any], ...]


def inside_of(query: Query, wanted: str) -> tuple[Inside, ...]:
    """The containers of that name (or path), each with its members; none where no container is called so."""
    key = _key(wanted)
    found = []
    for name, path in query("SELECT name, path FROM containers ORDER BY name, path"):
        if wanted == path or (key and key == _key(name)):
            own = _rows(query, "containers", path, "path", key="path")[0]
            members = tuple(_rows(query, "container_members", path, "position", key="container"))
            outcomes: dict[str, str] = dict(
                query(
                    "SELECT doc_id, status FROM documents WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))",
                    [member["doc_id"] for member in members if member["doc_id"]],
                )
            )
            found.append(Inside(own, tuple(member | {"status": outcomes.get(member["doc_id"])} for member in members)))
    return tuple(found)


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
        files=tuple(_rows(query, "files", doc_id, "path")),
        signatures=tuple(_rows(query, "signatures", doc_id, "signature_id")),
        versions=_versions(query, doc_id),
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


def _versions(query: Query, doc_id: str) -> tuple[str, ...]:
    rows = query(
        "SELECT source_name FROM documents WHERE doc_id <> ? AND coalesce(version_of, doc_id) = "
        "(SELECT coalesce(version_of, doc_id) FROM documents WHERE doc_id = ?) "
        "ORDER BY version_of IS NOT NULL, source_name",
        doc_id,
        doc_id,
    )
    return tuple(name for (name,) in rows)


def _rows(query: Query, table: str, of: str, order: str = "doc_id", *, key: str = "doc_id") -> list[dict[str, Any]]:
    names = TABLES[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    rows = query(f'SELECT {columns} FROM "{table}" WHERE "{key}" = ? ORDER BY {order}', of)
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
