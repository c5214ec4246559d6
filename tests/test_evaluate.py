"""Evaluation: the figures of the reference scorer exactly, gains and losses, undefined as null."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.door import run_command
from pipeline.errors import UsageError
from pipeline.evaluate.baseline import Baseline, compare
from pipeline.evaluate.draft import draft_of
from pipeline.evaluate.fields import by_field
from pipeline.evaluate.kinds import DOCUMENT_FIELDS, KINDS, same_number
from pipeline.evaluate.likeness import fold, fold_title, likeness
from pipeline.evaluate.report import as_data, fields_as_data
from pipeline.evaluate.score import Evaluation, evaluate
from pipeline.load.models import Outcome, Source, Verified
from pipeline.load.store import Store, asking, connect_to_read
from pipeline.load.stored import Row, StoredDocument, row_of
from schemas.header import Header
from schemas.records.evidence import Evidence
from schemas.section import Section
from tests.support import ROOT, SHARED, needs_shared

GOLD = ROOT / "corpus" / "gold"
SCORER = SHARED / "tools" / "score_records.py"


def database_of(gold: Path, base: Path, seed: int | None = None) -> Path:
    """A database that holds what the gold says; with a seed, damaged at random."""
    chance = random.Random(seed)
    with Store.open(base) as store:
        for file in sorted(gold.glob("*.json")):
            truth = json.loads(file.read_text(encoding="utf-8"))
            store.put(stored(file.stem, truth, chance if seed is not None else None), f"/{file.stem}", "run")
        store.finish()
    return base


def stored(stem: str, truth: dict[str, Any], chance: random.Random | None) -> StoredDocument:
    fields = {k: v for k, v in truth.get("document", {}).items() if not (chance and chance.random() < 0.2)}
    header = Header.model_construct(**(Header().model_dump() | fields))
    source = Source(
        source_name=f"{truth.get('source', stem)}.txt", source_sha256=stem, source_media_type=None, source_size=1
    )
    outcome = Outcome(status="loaded", version="x", restored_words=len(stem) % 2, word_count=1)
    rows: dict[str, tuple[Row, ...]] = {"documents": (row_of("documents", {"doc_id": stem}, header, source, outcome),)}
    for kind in KINDS:
        records = [damaged(record, chance) for record in truth.get(kind, ())]
        if chance:
            records = [record for record in records if chance.random() > 0.15]
            records += [dict(chance.choice(records)) for _ in range(min(3, len(records)))]
            chance.shuffle(records)
        rows[kind] = tuple(record_row(kind, stem, at, record) for at, record in enumerate(records))
    return StoredDocument(stem, stem, "loaded", rows)


def damaged(record: dict[str, Any], chance: random.Random | None) -> dict[str, Any]:
    if chance is None or chance.random() < 0.5:
        return record
    quote = str(record.get("quote") or "").split()
    changes: list[dict[str, Any]] = [
        {"quote": " ".join(quote[: len(quote) // 2])},
        {"quote": " ".join(["trong đó", *quote, "và"])},
        {"quote": "12"},
        {"value": 7.0, "count": 7},
        {"unit": "hộ", "issued_on": None, "kind": "khac"} | ({} if "heading" in record else {"level": "xa"}),
        {"name": f"phong trào thi đua {record.get('name')} giai đoạn 2021-2025"},
        {"heading": str(record.get("heading"))[:40], "label": "x", "status": None},
        {"denominator": 3.0, "canonical_id": "1/QĐ-TTg"},
    ]
    return record | {k: v for k, v in chance.choice(changes).items() if k in record}


def record_row(kind: str, doc_id: str, at: int, record: dict[str, Any]) -> tuple[Any, ...]:
    start = at // 2  # some stand at one place
    known: dict[str, Any] = {"quote": record.get("quote"), "char_start": start, "char_end": start + 1}
    known |= {"needs_review": at % 2 == 0, "section_id": None, "raw_quote": "", "raw_start": 0, "raw_end": 0}
    evidence = Evidence.model_construct(**known, page=1, line=1, confidence=1.0, rule="t")
    key = {"doc_id": doc_id, "record_id": f"{doc_id}-{at}"}
    if kind == "sections":
        model: type[Any] = Section
        place = {"section_id": f"s{at}", "parent_id": None, "char_start": start, "char_end": start + 1, "extent_end": 0}
        record = place | {"confidence": 1.0, "rule": "t"} | record
    else:
        model = import_module(f"schemas.records.{kind}").Record
    empty = {name: None if field.is_required() else field.default for name, field in model.model_fields.items()}
    told = Verified(verified=False)  # what other stages say of a record is not scored
    return row_of(kind, key, told, model.model_construct(**(empty | record)), evidence)


def scored(base: Path, gold: Path) -> Evaluation:
    with connect_to_read(base) as connection:
        return evaluate(asking(connection, base), gold)


def reference(base: Path, gold: Path) -> Any:
    ended = subprocess.run(
        [sys.executable, str(SCORER), str(base), str(gold), "--json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return json.loads(ended.stdout)


# The same figures as the reference


@needs_shared
@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("gold", [GOLD, SHARED / "gold", SHARED / "public" / "gold"], ids=lambda path: path.parent.name)
def test_figures_are_those_of_the_reference_scorer(tmp_path: Path, gold: Path, seed: int | None) -> None:
    base = database_of(gold, tmp_path / "a.duckdb", seed)
    assert as_data(scored(base, gold)) == reference(base, gold)


@needs_shared
@given(st.text(max_size=60), st.text(max_size=60))
def test_texts_are_alike_as_the_reference_finds_them(one: str, other: str) -> None:
    sys.path.insert(0, str(SCORER.parent))
    score_records = import_module("score_records")
    sys.path.pop(0)
    assert fold(one) == score_records.fold(one)
    assert fold_title(one) == score_records.title_of(one)
    assert likeness(one, other) == score_records.similar(one, other)


# What they mean


def test_gold_against_itself_is_perfect(tmp_path: Path) -> None:
    evaluation = scored(database_of(GOLD, tmp_path / "a.duckdb"), GOLD)
    for kind in KINDS:
        figures = evaluation.figures(kind)
        assert (figures.precision, figures.recall, figures.f1, figures.strict_f1) == (1.0, 1.0, 1.0, 1.0), kind
    right, fields = evaluation.fields()
    assert right == fields > 100


def test_undefined_is_none_not_nought(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.json").write_text(json.dumps({"source": "a", "awards": []}), encoding="utf-8")
    evaluation = scored(database_of(gold, tmp_path / "a.duckdb"), gold)
    assert as_data(evaluation) == {
        "awards": {"precision": None, "recall": None, "f1": None, "strict_f1": None, "gold": 0, "predicted": 0},
        "document_fields": {"accuracy": None, "fields": 0},
    }


def test_a_document_that_is_not_there_is_missed_whole(tmp_path: Path) -> None:
    base = database_of(GOLD, tmp_path / "a.duckdb")
    gold = tmp_path / "gold"
    gold.mkdir()
    wanted = {"source": "không có", "document": {"number": 3}, "movements": [{"name": "Dân vận khéo", "quote": "x"}]}
    (gold / "b.json").write_text(json.dumps(wanted), encoding="utf-8")
    evaluation = scored(base, gold)
    assert evaluation.missing == ("b",)
    assert evaluation.figures("movements").recall == 0.0
    assert evaluation.fields() == (0, 1)


def test_what_is_optional_counts_neither_way(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    movement = {"name": "Dân vận khéo", "quote": "x", "level": None, "optional": True}
    for name, movements in (("found", [movement]), ("missed", [movement])):
        (gold / f"{name}.json").write_text(json.dumps({"source": name, "movements": movements}), encoding="utf-8")
    base = database_of(gold, tmp_path / "a.duckdb")
    with Store.open(base) as store:
        store.query("DELETE FROM movements WHERE doc_id = 'missed'")
        store.finish()
    figures = scored(base, gold).figures("movements")
    assert (figures.gold, figures.found, figures.f1) == (0, 0, None)


def test_the_gold_says_what_it_is_about(tmp_path: Path) -> None:
    base = database_of(GOLD, tmp_path / "a.duckdb")
    with pytest.raises(UsageError, match="không có tệp đáp án"):
        scored(base, tmp_path)
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="Không đọc được tệp đáp án"):
        scored(base, tmp_path)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_equal_themselves(value: float) -> None:
    assert same_number(value, value)
    assert not same_number(value, None)


def test_header_fields_are_those_of_the_schema() -> None:
    assert set(DOCUMENT_FIELDS) == set(Header.model_fields) - {"recipients"}


# Gains and losses


def test_a_baseline_holds_no_text(tmp_path: Path) -> None:
    baseline = Baseline.of(scored(database_of(GOLD, tmp_path / "a.duckdb", 1), GOLD))
    baseline.write(tmp_path / "baseline.json")
    assert Baseline.read(tmp_path / "baseline.json") == baseline
    told = (tmp_path / "baseline.json").read_text(encoding="utf-8")
    for record in json.loads(next(iter(sorted(GOLD.glob("*.json")))).read_text(encoding="utf-8"))["metrics"]:
        assert record["quote"] not in told


def test_gains_and_losses_are_those_between_two_databases(tmp_path: Path) -> None:
    good = scored(database_of(GOLD, tmp_path / "good.duckdb"), GOLD)
    bad = scored(database_of(GOLD, tmp_path / "bad.duckdb", 7), GOLD)
    same = compare(good, Baseline.of(good))
    assert not same.any
    worse, better = compare(bad, Baseline.of(good)), compare(good, Baseline.of(bad))
    assert worse.any_lost
    assert not better.any_lost
    assert len(worse.lost) == len(better.won) > 0
    assert len(worse.blunter) == len(better.sharper) > 0
    assert len(worse.new_wrong) == better.wrong_gone > 0
    assert len(worse.lost) == sum(not v.found and not v.wrong for v in bad.verdicts)


def test_a_damaged_baseline_is_said_to_be_one(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"format": 0}'):
        (tmp_path / "b.json").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match="mốc"):
            Baseline.read(tmp_path / "b.json")


# The command


def test_the_command_tells_and_remembers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = database_of(GOLD, tmp_path / "good.duckdb"), database_of(GOLD, tmp_path / "bad.duckdb", 3)
    kept = str(tmp_path / "baseline.json")
    common = ["evaluate", "--gold", str(GOLD), "--baseline", kept]
    assert run_command([*common, "--db", str(good), "--save-baseline"]) == 0
    assert "1,000" in capsys.readouterr().out
    assert run_command([*common, "--db", str(good), "--fail-on-loss"]) == 0
    assert "So với mốc: không đổi" in capsys.readouterr().out
    assert run_command([*common, "--db", str(bad), "--misses", "--fail-on-loss"]) == 1
    told = capsys.readouterr().out
    assert "Mất so với mốc" in told
    assert "Sót" in told
    assert run_command(["evaluate", "--gold", str(GOLD), "--db", str(bad), "--save-baseline"]) == 2


def test_figures_for_machines_and_for_the_docs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = database_of(GOLD, tmp_path / "a.duckdb", 3)
    page = tmp_path / "accuracy.md"
    for _ in range(2):
        assert run_command(["evaluate", "--gold", str(GOLD), "--db", str(base), "--json", "--write", str(page)]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told.pop("fields") == fields_as_data(scored(base, GOLD))
        head = {"ok": True, "exit_code": 0, "exit_name": "OK", "missing": []}
        assert told == head | as_data(scored(base, GOLD))
    text = page.read_text(encoding="utf-8")
    assert text.count("## ") - text.count("### ") == 1, "the section of this gold is renewed, not added again"
    assert "### clean" in text
    assert "### restored" in text


def test_documents_are_read_and_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    monkeypatch.setenv("THIDUA_DB", str(tmp_path / "not-touched.duckdb"))
    gold = tmp_path / "gold"
    gold.mkdir()
    name = "quyet-dinh-tang-giay-khen-xa-my-phuoc-trung.json"
    (gold / name).write_bytes((GOLD / name).read_bytes())
    command = ["evaluate", "--gold", str(gold), "--documents", str(ROOT / "corpus" / "samples"), "--json"]
    assert run_command(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["awards"]["gold"] > 0
    assert told["document_fields"]["accuracy"] > 0.5
    assert not (tmp_path / "not-touched.duckdb").exists()
    assert run_command(["evaluate", "--gold", str(gold), "--documents", str(gold)]) in {1, 2}


def test_fields_are_counted_in_the_records_that_were_found(tmp_path: Path) -> None:
    right = {(f.kind, f.field): f for f in by_field(scored(database_of(GOLD, tmp_path / "a.duckdb"), GOLD))}
    assert all(f.right == f.of for f in right.values()), "gold against itself"
    assert {kind for kind, _ in right} == {"document", *KINDS}
    worse = {(f.kind, f.field): f for f in by_field(scored(database_of(GOLD, tmp_path / "b.duckdb", 3), GOLD))}
    assert any(f.right < f.of for f in worse.values())
    assert all(f.of <= right[key].of for key, f in worse.items())


# Drafts


def test_a_draft_is_gold_for_its_own_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = ROOT / "corpus" / "samples" / "quyet-dinh-tang-giay-khen-xa-my-phuoc-trung.txt"
    command = ["draft", str(document), "--to", str(tmp_path)]
    assert run_command(command) == 0
    file = tmp_path / f"{document.stem}.json"
    draft = json.loads(file.read_text(encoding="utf-8"))
    assert draft == draft_of(document)
    assert draft["awards"]
    assert all(record["quote"] for kind in KINDS for record in draft[kind])
    evaluation = scored(database_of(tmp_path, tmp_path / "a.duckdb"), tmp_path)
    assert all(evaluation.figures(kind).strict_f1 in {1.0, None} for kind in evaluation.kinds)
    capsys.readouterr()
    assert run_command(command) == 2, "gold is never written over"
    assert "Đã có đáp án" in capsys.readouterr().err
    assert json.loads(file.read_text(encoding="utf-8")) == draft
