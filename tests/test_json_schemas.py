"""The schemas of what is stored and printed: up to date, valid, kept by real rows, never broken unnoticed."""

from __future__ import annotations

import copy
import datetime
import doctest
import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from docs import json_schemas
from pipeline.load.rows import rows_of
from pipeline.load.tables import DOCUMENT_TABLES, RECORD_KINDS, TABLES
from pipeline.run import Reading, run
from tests.support import ROOT

SAMPLES = sorted((ROOT / "corpus" / "samples").glob("*.txt"))
FILES = json_schemas.files()


@cache
def schema(name: str) -> Any:
    return json.loads((json_schemas.FOLDER / json_schemas.VERSION / f"{name}.schema.json").read_text(encoding="utf-8"))


@cache
def reading() -> Reading:
    return run(next(file for file in SAMPLES if file.name.startswith("bao-cao-nam-nam")))


@pytest.mark.parametrize("name", FILES)
def test_schemas_are_up_to_date(name: str) -> None:
    assert (json_schemas.FOLDER / name).read_text(encoding="utf-8") == FILES[name], "run: python docs/generate.py"


def test_no_schema_is_left_over() -> None:
    there = {f"{file.parent.name}/{file.name}" for file in json_schemas.FOLDER.glob("*/*.json")}
    assert there == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(FILES[name]))


def test_every_table_has_one_with_all_its_columns() -> None:
    assert set(RECORD_KINDS) <= TABLES.keys()
    for name, table in TABLES.items():
        assert tuple(schema(name)["properties"]) == table.names
        assert set(schema(name)["required"]) == set(table.names), "every column is there, if empty"


@pytest.mark.parametrize("table", DOCUMENT_TABLES)
def test_the_rows_of_a_sample_keep_to_their_schema(table: str) -> None:
    rows = rows_of(reading(), "test").rows.get(table, ())
    validator = jsonschema.Draft202012Validator(schema(table), format_checker=jsonschema.FormatChecker())
    for row in rows:
        validator.validate(dict(zip(TABLES[table].names, map(_plain, row), strict=True)))
    if table in {"documents", "sections", "metrics", "awards", "legal_references", "movements"}:
        assert rows


def test_a_row_with_something_more_or_wrong_is_refused() -> None:
    row = dict(zip(TABLES["awards"].names, map(_plain, rows_of(reading(), "test").rows["awards"][0]), strict=True))
    for wrong in ({**row, "more": 1}, {**row, "award": "huy_hieu_khong_co"}, {**row, "count": "ba"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema("awards"))


def test_what_would_break_a_reader_is_told() -> None:
    old = json.loads(FILES["v1/metrics.schema.json"])
    new = copy.deepcopy(old)
    new["properties"]["something_new"] = {"type": "string"}
    assert list(json_schemas.breaks(old, new)) == []
    del new["properties"]["value"]
    new["properties"]["indicator"]["type"] = "integer"
    new["required"].remove("page")
    assert list(json_schemas.breaks(old, new)) == [
        "indicator: of another type",
        "value: gone",
        "page: need not be there any more",
    ]
    assert doctest.testmod(json_schemas).failed == 0


def _plain(value: object) -> object:
    """As JSON holds it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
