"""Docs that cannot rot: what is generated is up to date, what is promised can be run, every code has its word."""

from __future__ import annotations

import re
import shlex
import typing
from importlib import import_module
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

from docs.generate import DOCS, PAGES
from pipeline.cli.app import build_app
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


PAGES_WITH_COMMANDS = [DOCS.parent / "README.md", DOCS.parent / "README.vi.md", DOCS / "huong-dan.md"]


def commands_of(page: str) -> list[str]:
    """The commands of thidua in a page: lines set as code, and words within a sentence set so; without what they print.

    >>> commands_of("Gõ `thidua doctor`.\\n\\n    thidua show a  # in ra\\n```text\\n thidua khong_co\\n```")
    ['thidua doctor', 'thidua show a']
    """
    told = re.sub(r"```text\n.*?```", "", page, flags=re.DOTALL)
    found = re.findall(
        r"`((?:THIDUA_\w+=\w+ )?thidua(?: [^`\n]+)?)`|^ {4,}((?:\S*[=\\/]\S* ?)?thidua .+)$", told, re.MULTILINE
    )
    lines = [(inline or block).split("#")[0].split(";")[0].strip() for inline, block in found]
    return [line[line.index("thidua") :] for line in lines if " " in line]


@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS, ids=lambda page: page.name)
def test_the_commands_of_the_page_are_there_with_their_options(page: Path) -> None:
    program = typer.main.get_command(build_app())
    lines = commands_of(page.read_text(encoding="utf-8"))
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line.replace("\\", "/"))[1:]
        command: typing.Any = program
        while words and hasattr(command, "commands") and not words[0].startswith("-"):
            name = words.pop(0)
            assert name in command.commands, f"{page.name}: {line}"
            command = command.commands[name]
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("-")} <= options, f"{page.name}: {line}"


def test_the_tutorial_leads_to_what_is_there() -> None:
    page = (DOCS / "huong-dan.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", page)
    anchors = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^## (.+)$", page, re.MULTILINE)
    }
    assert len([link for link in links if link.startswith("#")]) == len(anchors) == 13
    for link in links:
        assert link[1:] in anchors if link.startswith("#") else (DOCS / link).exists(), link


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
