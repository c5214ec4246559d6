"""Docs that cannot rot: what is generated is up to date, what is promised can be run, every code has its word."""

from __future__ import annotations

import re
import typing
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from docs.generate import DOCS, PAGES
from pipeline.load import models
from pipeline.load.tables import RECORD_KINDS, TABLES
from pipeline.vocabulary import words_of
from schemas.header import Header
from schemas.section import Section
from tests.stored import ask, store, write_reports

MODELS: list[tuple[str, type[BaseModel]]] = [
    ("documents", Header),
    ("documents", models.Outcome),
    ("sections", Section),
    ("issues", models.StoredIssue),
    ("edits", models.StoredEdit),
    ("parts", models.StoredPart),
    *((kind, import_module(f"schemas.records.{kind}").Record) for kind in RECORD_KINDS),
]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_queries_of_the_readme_run(page: str, tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    store([tmp_path / "in"], tmp_path / "a.duckdb")
    (block,) = re.findall(r"```sql\n(.*?)```", (DOCS.parent / page).read_text(encoding="utf-8"), re.DOTALL)
    queries = [query for query in block.split(";") if query.strip()]
    assert len(queries) == 3
    for query in queries:
        ask(tmp_path / "a.duckdb", query)


def codes(annotation: object) -> set[str]:
    """The codes that a field may hold."""
    if typing.get_origin(annotation) is typing.Literal:
        return {code for code in typing.get_args(annotation) if isinstance(code, str)}
    return {code for inner in typing.get_args(annotation) for code in codes(inner)}


@pytest.mark.parametrize(("table", "model"), MODELS)
def test_every_code_has_a_word_and_every_word_a_code(table: str, model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        assert set(words_of(table, name)) == codes(field.annotation), f"{table}.{name} in pipeline/vocabulary.toml"


def test_codes_are_explained_in_the_dictionary() -> None:
    comments = {column.name: column.comment for column in TABLES["awards"].columns}
    assert "giay_khen (Giấy khen)" in comments["award"]
