"""The scheme of identities: a module is a table, links stand beside what was printed, tables are written once."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

import schemas.identities
from pipeline.extract import KINDS
from pipeline.identities import award_types
from pipeline.load.references import MENTIONS, REFERENCES, fixed_rows, is_counted, links_of, room_of, with_links
from pipeline.load.rows import rows_of
from pipeline.load.store import Store
from pipeline.load.tables import DOCUMENT_TABLES, TABLES
from pipeline.read.plain import read_plain
from pipeline.run import understand
from pipeline.version import build
from schemas.document import RawDocument, SourceFile
from schemas.header import Header
from schemas.records.awards import AwardCode
from tests.stored import ask, report, store, write_reports

FIXED = [name for name in REFERENCES if not is_counted(name)]


def test_every_module_is_a_reference_table_that_says_where_it_comes_from() -> None:
    modules = {module.name for module in pkgutil.iter_modules(schemas.identities.__path__)}
    assert set(REFERENCES) == modules
    for name in REFERENCES:
        assert room_of(name).source().source
        assert room_of(name).source().licence
        assert name in TABLES
        assert name not in DOCUMENT_TABLES


@pytest.mark.parametrize("name", FIXED)
def test_reference_rows_are_there_and_unlike(name: str) -> None:
    rows = fixed_rows(name)
    assert rows
    assert len(set(rows)) == len(rows)
    assert {type(row) for row in rows} == {REFERENCES[name]}


@pytest.mark.parametrize("table", ["documents", *KINDS])
def test_links_are_columns_of_their_own(table: str) -> None:
    own = Header if table == "documents" else import_module(f"schemas.records.{table}").Record
    for model in links_of(table):
        assert not set(model.model_fields) & set(own.model_fields), (
            "a link never stands in the place of what was printed"
        )
        assert model() == model(), "every field has a default, which means: not linked"
        assert set(model.model_fields) <= set(TABLES[table].names)


def test_a_row_without_links_has_the_columns_all_the_same() -> None:
    parts = with_links("documents", (Header(),))
    assert {type(part) for part in parts} == {Header, *links_of("documents")}


def test_award_types_are_the_codes_of_the_records() -> None:
    rows = list(award_types.rows())
    assert [row.award for row in rows] == list(get_args(AwardCode))
    of_the_law = [row for row in rows if row.award_class != "khac"]
    assert all(row.article and row.decided_by and row.levels for row in of_the_law)


def test_every_kind_of_link_has_one_for_each_record() -> None:
    text = report()
    source = SourceFile("a.txt", "/x/a.txt", "ab" * 32, "text/plain", len(text))
    reading = understand(RawDocument(source, read_plain("a.txt", text.encode())))
    for kind in KINDS:
        links = getattr(reading.links, kind)
        assert len(links) in (0, len(getattr(reading.records, kind)))
        assert all(tuple(map(type, beside)) == tuple(map(type, links[0])) for beside in links)
    stored = rows_of(reading, "test")
    metric = dict(zip(TABLES["metrics"].names, stored.rows["metrics"][0], strict=True))
    assert (metric["indicator_code"], metric["base_value"], metric["base_unit"]) == (
        "tong_dien_tich_gieo_trong",
        310.0,
        "ha",
    )
    assert metric["unit"] == "ha"


def test_reference_tables_are_in_the_file_and_join(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    base = tmp_path / "a.duckdb"
    store([tmp_path / "in"], base)
    for name in FIXED:
        assert ask(base, f'SELECT count(*) FROM "{name}"') == [(len(fixed_rows(name)),)]
    told = dict(ask(base, "SELECT table_name, version FROM reference_sources"))
    assert told == dict.fromkeys(REFERENCES, build())
    joined = ask(base, "SELECT DISTINCT name, family FROM metrics JOIN indicators USING (indicator_code) ORDER BY 1")
    assert ("Tỷ lệ hộ nghèo", "ngheo") in joined
    assert ask(base, "SELECT count(*) FROM awards ANTI JOIN award_types USING (award)") == [(0,)]
    for table in MENTIONS:
        assert ask(base, f'SELECT count(*) FROM "{table}" ANTI JOIN documents USING (doc_id)') == [(0,)]


def test_reference_tables_are_written_anew_by_another_version_alone(tmp_path: Path) -> None:
    base = tmp_path / "a.duckdb"
    with Store.open(base) as first:
        first.query("DELETE FROM award_types")
        first.finish()
    with Store.open(base) as again:
        assert again.query("SELECT count(*) FROM award_types") == [(0,)], "the same version leaves them alone"
        again.query("UPDATE reference_sources SET version = 'older' WHERE table_name = 'award_types'")
        again.finish()
    with Store.open(base) as newer:
        assert newer.query("SELECT count(*) FROM award_types") == [(len(fixed_rows("award_types")),)]
