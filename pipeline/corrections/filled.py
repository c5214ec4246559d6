"""A sheet that a person has filled is not written over before its decisions are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.corrections.delimited import read_csv_sheet
from pipeline.corrections.facts import Values, as_json, digest
from pipeline.corrections.gathered import New, gathered
from pipeline.corrections.named import Named
from pipeline.corrections.resolve import choice_of
from pipeline.corrections.sheet import Line
from pipeline.corrections.stored import tables_of
from pipeline.corrections.workbook import is_workbook, read_workbook_sheet
from pipeline.errors import UsageError
from pipeline.load.digest import Query


def read_sheet(file: Path) -> list[Line]:
    """The rows of a sheet that a clerk filled, in whatever form.

    Raises:
        UsageError: ``sheet_unreadable``, ``sheet_foreign``.
    """
    return read_workbook_sheet(file) if is_workbook(file) else read_csv_sheet(file)


def spare(file: Path, query: Query) -> None:
    """Refuse to write over a sheet that holds decisions which the database does not.

    Raises:
        UsageError: ``sheet_filled``.
    """
    waiting = _waiting(file, query) if file.is_file() else 0
    if waiting:
        raise UsageError(
            "sheet_filled",
            f"“{file}” đã có {waiting} quyết định chưa ghi vào cơ sở dữ liệu. Hãy chạy thidua apply với tệp ấy trước, "
            "hoặc chọn tên khác bằng --out.",
            f"“{file}” holds {waiting} decisions that are not stored. Run thidua apply with it first, or choose "
            "another name with --out.",
        )


def _waiting(file: Path, query: Query) -> int:
    try:
        told = [line for line in read_sheet(file) if line.decision or line.value]
    except UsageError:
        return 0  # not a sheet of ours, or an older export without one
    if not told:
        return 0
    there = "corrections" in tables_of(query)
    stored = set(query("SELECT DISTINCT fact_id, decision FROM corrections WHERE is_current") if there else ())
    adding = [line for line in told if choice_of(line.decision) == "add"]
    decided = [line for line in told if choice_of(line.decision) != "add"]
    waiting = sum((line.key.rpartition(".")[2], choice_of(line.decision)) not in stored for line in decided)
    return waiting + (_not_added(adding, query, there=there) if adding else 0)


def _not_added(lines: Sequence[Line], query: Query, *, there: bool) -> int:
    """How many of the records that rows add were never stored."""
    rows = "SELECT DISTINCT record_kind, quote_sha256, machine_values FROM corrections WHERE decision = 'add'"
    stored = [(kind, sha256, json.loads(values)) for kind, sha256, values in query(rows)] if there else []
    news, wrong = gathered(lines, Named(query))
    return len(wrong) + sum(not any(_is_of(new, *one) for one in stored) for new in news)


def _is_of(new: New, kind: str, sha256: str, values: Values) -> bool:
    """Whether what was stored is what rows tell."""
    same_words = digest(new.sentence.words) in {sha256, digest(values["raw_quote"])}
    told = json.loads(as_json(new.filled))
    return new.sentence.kind == kind and same_words and all(values[name] == value for name, value in told.items())
