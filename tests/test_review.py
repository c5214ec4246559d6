"""The review documents (corpus/review): every one has gold of the right shape, every quote stands in the text."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import KINDS
from pipeline.read import read
from schemas.header import Header
from tests.support import ROOT, fold

DOCUMENTS = sorted((ROOT / "corpus" / "review" / "documents").iterdir())
GOLD = ROOT / "corpus" / "review" / "gold"


def gold_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / f"{path.stem}.json").read_text(encoding="utf-8"))
    return found


def test_documents_and_gold_belong_together() -> None:
    assert {path.stem for path in DOCUMENTS} == {path.stem for path in GOLD.glob("*.json")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_gold_conforms_and_quotes_the_text(path: Path) -> None:
    gold = gold_of(path)
    assert gold["source"] == path.stem
    Header.model_validate(gold.get("document", {}))
    text = fold(read(path).text)
    for kind in (kind for kind in KINDS if kind in gold):
        for record in gold[kind]:
            assert fold(record["quote"]) in text
            fields = import_module(f"schemas.records.{kind}").Record.model_fields
            assert set(record) - {"quote", "optional"} <= set(fields)  # what was not annotated may be missing
