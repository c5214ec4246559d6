"""Every code that a record can hold has a name for readers, in both languages."""

from __future__ import annotations

from importlib import import_module
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from pipeline.extract import KINDS
from pipeline.labels import label
from schemas.header import Header

MODELS: dict[str, type[BaseModel]] = {"documents": Header} | {
    kind: import_module(f"schemas.records.{kind}").Record for kind in KINDS
}
SPEAK_FOR_THEMSELVES = {("metrics", "qualifier"), ("awards", "rank")}


def codes(annotation: object) -> list[str]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [code for inner in get_args(annotation) for code in codes(inner)]


@pytest.mark.parametrize("table", MODELS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_a_name(table: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", language)
    nameless = [
        (field, code)
        for field, info in MODELS[table].model_fields.items()
        if (table, field) not in SPEAK_FOR_THEMSELVES
        for code in codes(info.annotation)
        if label(table, field, code) == code
    ]
    assert not nameless


@pytest.mark.parametrize("table", MODELS)
def test_every_field_has_a_short_title(table: str) -> None:
    assert all(info.title for info in MODELS[table].model_fields.values())
