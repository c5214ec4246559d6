"""The samples and their gold belong together, and the gold is what it says: quotes, fields, invented communes."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import KINDS
from pipeline.read import read
from schemas.header import Header
from schemas.section import Section
from tests.support import ROOT, SHARED, fold, needs_shared

SAMPLES = ROOT / "corpus" / "samples"
GOLD = ROOT / "corpus" / "gold"
STEMS = sorted(path.stem for path in SAMPLES.iterdir())
TEXT_KINDS = {".txt", ".md"}
HEADER_NAMES = [
    "place",
    "title",
    "unit_name",
    "province",
    "addressee",
    "signer_name",
    "signer_title",
    "signing_capacity",
]


def sample(stem: str) -> Path:
    return next(path for path in SAMPLES.iterdir() if path.stem == stem)


@cache
def gold(stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    return found


@cache
def true_text(stem: str) -> str:
    """The text that the quotes were copied from: the sample's own, or the one that lies beside the gold."""
    beside = GOLD / f"{stem}.true.txt"
    return fold((beside if beside.exists() else sample(stem)).read_text(encoding="utf-8"))


def records(stem: str) -> list[tuple[str, dict[str, Any]]]:
    """Every record with its kind."""
    return [(kind, record) for kind in ("sections", *KINDS) for record in gold(stem)[kind]]


def test_every_sample_has_gold_and_every_gold_a_sample() -> None:
    assert {path.stem for path in GOLD.glob("*.json")} == set(STEMS)
    assert {path.name.removesuffix(".true.txt") for path in GOLD.glob("*.true.txt")} <= set(STEMS)
    assert all(gold(stem)["source"] == stem for stem in STEMS)


def test_samples_are_few_small_and_plainly_named() -> None:
    assert len(STEMS) >= 9
    assert len(set(STEMS)) == len(list(SAMPLES.iterdir())), "two samples share a stem"
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 300_000
    assert all(stem == stem.lower() and stem.isascii() and " " not in stem for stem in STEMS)


@pytest.mark.parametrize("stem", STEMS)
def test_gold_conforms_to_the_schemas(stem: str) -> None:
    assert set(gold(stem)) == {"source", "document", "sections", *KINDS}
    Header.model_validate(gold(stem)["document"])
    for kind, record in records(stem):
        bare = {key: value for key, value in record.items() if key not in {"quote", "optional"}}
        assert record.get("optional") in {None, True}
        if kind == "sections":
            place = {"section_id": "s001", "parent_id": None, "char_start": 0, "char_end": 0, "extent_end": 0}
            Section.model_validate(bare | place | {"confidence": 1.0, "rule": "gold"})
        else:
            import_module(f"schemas.records.{kind}").Record.model_validate(bare)


@pytest.mark.parametrize("stem", STEMS)
def test_every_quote_stands_in_the_text(stem: str) -> None:
    text = true_text(stem)
    missing = [(kind, r["quote"]) for kind, r in records(stem) if not r["quote"] or fold(r["quote"]) not in text]
    assert missing == []


@pytest.mark.parametrize("stem", STEMS)
def test_sections_stand_in_order_and_nest(stem: str) -> None:
    at, level = 0, 0
    for section in gold(stem)["sections"]:
        at = true_text(stem).index(fold(section["quote"]), at) + 1
        assert 1 <= section["level"] <= level + 1
        level = section["level"]


@pytest.mark.parametrize("stem", STEMS)
def test_the_header_stands_in_the_text(stem: str) -> None:
    document = gold(stem)["document"]
    text = true_text(stem).replace("*", "").lower()
    for name in HEADER_NAMES:
        if document.get(name):
            assert fold(document[name]).lower() in text, name
    for recipient in document["recipients"]:
        assert fold(recipient).lower() in text


@needs_shared
def test_the_communes_do_not_exist() -> None:
    real = set()
    for name in ("admin_units.csv", "admin_units_before_2025.csv"):
        with (SHARED / "data" / name).open(encoding="utf-8", newline="") as file:
            real |= {fold(row["ward_name"]).lower() for row in csv.DictReader(file)}
    invented = {fold(gold(stem)["document"]["unit_name"]).lower() for stem in STEMS}
    assert len(invented) == len(STEMS)
    assert invented & real == set()


@pytest.mark.parametrize("stem", STEMS)
def test_the_sample_can_be_read(stem: str) -> None:
    raw = read(sample(stem))
    assert raw.text.strip()
    if sample(stem).suffix in TEXT_KINDS:
        assert len(fold(raw.text)) > 1000
    else:  # a PDF or a DOCX says what its true text says, in whatever order it is laid out
        words = {word for word in true_text(stem).split() if word.isalpha()}
        found = set(fold(raw.text).split())
        assert len(words - found) <= 0.03 * len(words), sorted(words - found)[:20]


def test_the_mangled_sample_is_mangled() -> None:
    stem = "bao-cao-nam-xa-binh-khe-thuong"
    seen = fold(sample(stem).read_text(encoding="utf-8"))
    assert not set("ướởệảấầậộ") & set(seen), "the engine knew no Vietnamese"
    assert abs(len(seen) - len(true_text(stem))) < 0.05 * len(seen)
