"""The tables of the database, derived from the pydantic models in this one place.

A table's name is its model's module or what :data:`STORED` says, its comment the model's docstring, its columns the
model's
fields with their descriptions as comments. A new kind of record in ``schemas.records`` becomes a table by being there.
"""

from __future__ import annotations

import datetime
import pkgutil
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from pydantic import BaseModel

import schemas.records
from pipeline.load import models
from pipeline.load.english import both, column_in_english, table_in_english
from pipeline.load.references import MENTIONS, REFERENCES, ReferenceSource, links_of
from pipeline.load.search import Code, SectionWords
from pipeline.vocabulary import words_of
from schemas.correction import Correction, MachineRecord
from schemas.header import Header
from schemas.records.evidence import Evidence
from schemas.records.legal_references import BackReference
from schemas.section import Section
from schemas.signature import Signature

RECORD_KINDS: tuple[str, ...] = tuple(
    module.name for module in pkgutil.iter_modules(schemas.records.__path__) if module.name != "evidence"
)
"""The kinds of records: the modules of ``schemas.records``."""

_TYPES: dict[object, str] = {
    str: "VARCHAR",
    bool: "BOOLEAN",
    int: "BIGINT",
    float: "DOUBLE",
    datetime.date: "DATE",
    datetime.datetime: "TIMESTAMP",
    Code: "USMALLINT",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its DuckDB type, its comment, the same in English."""

    name: str
    type: str
    comment: str
    comment_en: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its comment, its columns in order, and the models whose fields these are."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    models: tuple[type[BaseModel], ...] = ()

    @property
    def comment_en(self) -> str | None:
        """The comment in English."""
        return table_in_english(self.name)

    @property
    def comments(self) -> dict[str | None, str]:
        """The comments as they stand in the file, in both languages: the table's under None, then its columns'."""
        own: dict[str | None, str] = {None: both(self.comment, self.comment_en)}
        return own | {column.name: both(column.comment, column.comment_en) for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def ddl(self) -> tuple[str, ...]:
        """The statements that make the table and its comments."""
        columns = ", ".join(f'"{column.name}" {column.type}' for column in self.columns)
        table, *rest = self.comments.items()
        return (
            f'CREATE TABLE IF NOT EXISTS "{self.name}" ({columns})',
            f'COMMENT ON TABLE "{self.name}" IS {_quoted(table[1])}',
            *(f'COMMENT ON COLUMN "{self.name}"."{name}" IS {_quoted(comment)}' for name, comment in rest),
        )

    @classmethod
    def of(cls, name: str, *parts: type[BaseModel]) -> Table:
        """The table that stores these models side by side; the first one's docstring is its comment."""
        columns: dict[str, Column] = {}
        for part in parts:
            for column in _columns(name, part):
                columns.setdefault(column.name, column)
        own = next(part for part in parts if part not in models.KEYS)
        return cls(name, (own.__doc__ or "").strip(), tuple(columns.values()), parts)


def _columns(table: str, model: type[BaseModel]) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        comment, codes = field.description or "", dict[str, str]()
        if comment.endswith("(mã)"):
            codes = words_of(table, name)
            listed = ", ".join(f"{code} ({meaning})" for code, meaning in codes.items())
            comment = f"{comment.removesuffix(' (mã)')}: {listed}"
        yield Column(name, sql_type(field.annotation), comment, column_in_english(table, name, codes))


def sql_type(annotation: object) -> str:
    """The DuckDB type of a field.

    >>> sql_type(int | None), sql_type(tuple[str, ...]), sql_type(typing.Literal["xa", "tinh"])
    ('BIGINT', 'VARCHAR[]', 'VARCHAR')
    """
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        (inner,) = {sql_type(argument) for argument in arguments if argument is not type(None)}
        return inner
    if origin is typing.Literal:
        (kind,) = {type(argument) for argument in arguments}
        return _TYPES[kind]  # no ENUM: it could not grow with the schema
    if origin is tuple:
        return f"{sql_type(arguments[0])}[]"
    if annotation in _TYPES:
        return _TYPES[annotation]
    raise TypeError(f"no column type for {annotation!r}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _record_table(kind: str) -> Table:
    record = import_module(f"schemas.records.{kind}").Record
    return Table.of(kind, models.DocumentKey, models.RecordKey, record, *ADDED.get(kind, ()), *links_of(kind), Evidence)


ADDED: dict[str, tuple[type[BaseModel], ...]] = {"metrics": (models.Verified,), "awards": (models.Verified,)}
"""What is told of the records of a kind beside what the record says itself and its evidence."""

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table.of("documents", models.DocumentKey, Header, models.Source, models.Outcome, *links_of("documents")),
        Table.of("sections", models.DocumentKey, models.RecordKey, Section, Evidence),
        *map(_record_table, RECORD_KINDS),
        Table.of("legal_back_references", models.DocumentKey, models.RecordKey, BackReference, Evidence),
        Table.of("issues", models.DocumentKey, models.IssueKey, models.StoredIssue),
        Table.of("edits", models.DocumentKey, models.EditKey, models.StoredEdit),
        Table.of("leftovers", models.DocumentKey, models.Leftover),
        Table.of("signatures", models.DocumentKey, models.SignatureKey, Signature),
        Table.of("parts", models.DocumentKey, models.StoredPart),
        Table.of("texts", models.DocumentKey, models.StoredText),
        Table.of("section_words", models.DocumentKey, SectionWords),
        *(
            Table.of(name, models.DocumentKey, models.RecordKey, mention, Evidence)
            for name, mention in MENTIONS.items()
        ),
        Table.of("machine_records", models.DocumentKey, models.RecordKey, MachineRecord),
        Table.of("corrections", Correction),
        *(Table.of(name, row) for name, row in REFERENCES.items()),
        Table.of("reference_sources", ReferenceSource),
        Table.of("files", models.StoredFile),
        Table.of("containers", models.Container),
        Table.of("container_members", models.ContainerMember),
        Table.of("runs", models.Run),
        Table.of("schema_version", models.SchemaVersion),
    )
}
"""Every table by its name, in the order in which the dictionary lists them."""

DOCUMENT_TABLES: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.names[0] == "doc_id")
"""The tables whose rows belong to one document and are replaced with it."""
