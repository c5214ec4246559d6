"""An export, whatever its form: which documents, where to, what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

import duckdb
from unidecode import unidecode

from pipeline.corrections.filled import spare
from pipeline.corrections.sheet import asked, documents_to_review
from pipeline.corrections.workbook import rows_to_fill, sheet_to_fill
from pipeline.errors import UsageError
from pipeline.export.delimited import write_csv
from pipeline.export.json_lines import write_json_lines
from pipeline.export.parquet import write_parquet
from pipeline.export.rows import Row, rows_of
from pipeline.export.sheets import Sheet, sheets
from pipeline.export.workbook import Written, write_workbook
from pipeline.load.digest import Query
from pipeline.load.store import asking, connect_to_read
from pipeline.show import find_document

Form = Literal["xlsx", "csv", "jsonl", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
Table = tuple[Sheet, Callable[[], Iterator[Row]]]
"""A sheet, with what gives its rows."""
DEFAULT_FOLDER = Path("outputs") / "xuat"
_LONGEST = 40  # letters of a document's name in that of an export


@dataclass(frozen=True, slots=True)
class Exported:
    """Where an export lies, what it holds, and whether it was all of the documents."""

    place: Path
    written: Written


def export(database: Path, form: Form, to: Path | None, wanted: Sequence[str], report: Path) -> Exported:
    """Write what is stored.

    Args:
        database: the published file.
        form: xlsx, csv, jsonl, parquet.
        to: the file (xlsx) or the folder (all others); by default one in ``outputs/xuat`` that is called after the
            database, or after the documents where some are named.
        wanted: the documents, named as ``thidua show`` takes them; all if empty.
        report: the folder of the review pages, to which a workbook leads.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: ``document_unknown``, ``document_ambiguous``, ``not_xlsx``, ``folder_in_use``, ``sheet_filled``,
            ``result_open``, ``result_not_written``.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        doc_ids = list(dict.fromkeys(find_document(query, one) for one in wanted)) if wanted else None
        place = _place(form, to, _stem(query, database, doc_ids))
        if form == "xlsx":
            spare(place, query)
            review = partial(_to_review, query, doc_ids)
            last: Table = (sheet_to_fill(), review)
            tables = chain(_tables(connection, database, doc_ids), [last])
            return Exported(place, write_workbook(place, tables, report=report, name=database.name))
        if form == "csv":
            return Exported(place, write_csv(place, _tables(connection, database, doc_ids)))
        if form == "jsonl":
            return Exported(place, Written(write_json_lines(connection, database, place, doc_ids)))
    return Exported(place, Written(write_parquet(database, place, doc_ids)))


def _tables(connection: duckdb.DuckDBPyConnection, database: Path, doc_ids: Sequence[str] | None) -> Iterator[Table]:
    for sheet in sheets():
        yield sheet, partial(rows_of, connection, database, sheet, doc_ids)


def _to_review(query: Query, doc_ids: Sequence[str] | None) -> Iterator[Row]:
    chosen = documents_to_review(query) if doc_ids is None else doc_ids
    return rows_to_fill(asked(query, chosen, everything=False))


def _stem(query: Query, database: Path, doc_ids: Sequence[str] | None) -> str:
    """What an export is called if nobody says: the whole one after the database, one of some documents after these, so
    that neither takes the other's place.
    """
    if doc_ids is None:
        return database.stem
    names = [
        name for doc_id in doc_ids for (name,) in query("SELECT source_name FROM documents WHERE doc_id = ?", doc_id)
    ]
    first = re.sub("[^a-z0-9]+", "-", unidecode(Path(names[0]).stem).lower()).strip("-")[:_LONGEST] or doc_ids[0]
    more = f"-{len(names)}-van-ban" if len(names) > 1 else ""
    return f"{database.stem}-{first}{more}"


def _place(form: Form, to: Path | None, stem: str) -> Path:
    if form != "xlsx":
        return to or DEFAULT_FOLDER / f"{stem}_{form}"
    if to is None or to.is_dir():
        return (to or DEFAULT_FOLDER) / f"{stem}.xlsx"
    if to.suffix.lower() != ".xlsx":
        raise UsageError(
            "not_xlsx",
            f"“{to}” không có đuôi .xlsx, Excel sẽ không mở được. Hãy nêu tên tệp có đuôi .xlsx, hoặc một thư mục "
            "đã có, sau --out.",
            f"“{to}” does not end in .xlsx, so Excel would not open it. Name a file that does, or a folder that is "
            "there, after --out.",
        )
    return to
