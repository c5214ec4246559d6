"""One kind = one schema + one extractor + one case file, all of the same stem. Nothing to register by hand."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from pydantic import BaseModel

import extractors
import schemas.records
from pipeline.extract import KINDS, Extraction, resolve
from schemas.finding import Finding
from schemas.records import awards, metrics
from schemas.text import Span
from tests.support import ROOT, document_of

SCHEMAS = {m.name for m in pkgutil.iter_modules(schemas.records.__path__)} - {"evidence"}


def test_every_kind_has_a_schema_and_every_schema_is_a_kind() -> None:
    assert set(KINDS) == SCHEMAS


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_complete(kind: str) -> None:
    record = import_module(f"schemas.records.{kind}").Record
    assert issubclass(record, BaseModel)
    assert record.__doc__, "the docstring becomes the comment of the table"
    missing = [name for name, field in record.model_fields.items() if not field.description]
    assert not missing, "descriptions become the comments of the columns"
    assert callable(import_module(f"extractors.{kind}").extract)
    assert (ROOT / "tests" / "cases" / f"{kind}.toml").is_file()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["", "\n\n \t", "...", "0", "Số: /"])
def test_extractors_find_nothing_in_nothing(kind: str, text: str) -> None:
    assert list(import_module(f"extractors.{kind}").extract(document_of(text))) == []


def test_only_kinds_and_shared_grammar_live_in_extractors() -> None:
    shared = {"header", "numbers", "dates", "codes", "nlp", "passages"}
    assert {m.name for m in pkgutil.iter_modules(extractors.__path__)} - {"lexicon"} == set(KINDS) | shared


def _award(at: Span) -> Finding[awards.Record]:
    return Finding(awards.Record(award="giay_khen", recipient="tap_the", count=12), at, "t", 0.9, numbers=(at,))


def _metric(at: Span, **fields: object) -> Finding[metrics.Record]:
    values = {"indicator": "Tập thể", "value": 12.0, "unit": "tập thể"} | fields
    return Finding(metrics.Record.model_validate(values), at, "t", 0.9, numbers=(at,))


def test_the_number_of_an_award_is_no_metric() -> None:
    at, elsewhere = Span(3, 5), Span(9, 11)
    found = resolve(Extraction(metrics=(_metric(at), _metric(elsewhere)), awards=(_award(at),)))
    assert [m.span for m in found.metrics] == [elsewhere]


def test_a_fraction_stays_a_metric_beside_its_award() -> None:
    at = Span(3, 8)
    found = resolve(Extraction(metrics=(_metric(at, denominator=12.0),), awards=(_award(at),)))
    assert len(found.metrics) == 1
