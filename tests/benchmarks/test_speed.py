"""Characters a second: each stage and the whole, on clean text, mangled text, PDF and DOCX; beside each a peer, in
the same run.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_benchmark", reason="make bench installs it")

from pipeline.check import check
from pipeline.extract import extract
from pipeline.load.rows import rows_of
from pipeline.load.store import Store
from pipeline.outline import outline
from pipeline.read import parse
from pipeline.repair import repair
from pipeline.restoration import restore
from pipeline.run import understand
from tests.benchmarks import material as of

STAGES: dict[str, Callable[[str], Callable[[], Any]]] = {
    "read": lambda m: lambda: parse(of.fetched(m)),
    "repair": lambda m: lambda: repair(replace(of.raw(m))),
    "restore": lambda m: lambda: restore(replace(of.repaired(m))),
    "outline": lambda m: lambda: outline(replace(of.restored(m))),  # a copy: nothing computed once sticks to it
    "extract": lambda m: lambda: extract(replace(of.document(m))),
    "check": lambda m: lambda: check(replace(of.document(m)), of.reading(m).header, of.reading(m).records),
    "rows": lambda m: lambda: rows_of(of.reading(m), "bench"),
    "all stages": lambda m: lambda: understand(parse(of.fetched(m))),
}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    of.warm()


def measure(benchmark: Any, what: str, material: str, call: Callable[[], Any]) -> None:
    benchmark.extra_info.update(what=what, material=material, characters=of.characters(material))
    call()  # whatever is computed once is not what is measured
    benchmark.pedantic(call, setup=of.forget, rounds=5, iterations=1)


@pytest.mark.parametrize("material", ["clean", "mangled", "PDF", "DOCX"])
@pytest.mark.parametrize("stage", STAGES)
def test_stage(benchmark: Any, stage: str, material: str) -> None:
    measure(benchmark, stage, material, STAGES[stage](material))


def test_restore_text_without_diacritics(benchmark: Any) -> None:
    measure(benchmark, "restore", "bare", STAGES["restore"]("bare"))


def test_load(benchmark: Any, tmp_path: Path) -> None:
    stored = rows_of(of.reading("clean"), "bench")
    with Store.open(tmp_path / "bench.duckdb") as base:
        measure(benchmark, "load (one transaction)", "clean", lambda: base.put(stored, "/bench", "bench"))


# Peers


def test_peer_pdfplumber(benchmark: Any) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    data = of.fetched("PDF").data

    def extract_text() -> str:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)

    measure(benchmark, "peer of read: pdfplumber extract_text", "PDF", extract_text)


def test_pdf_from_file_to_stored_records(benchmark: Any, tmp_path: Path) -> None:
    with Store.open(tmp_path / "bench.duckdb") as base:

        def stored() -> None:
            base.put(rows_of(understand(parse(of.fetched("PDF"))), "bench"), "/bench", "bench")

        measure(benchmark, "from file to stored records", "PDF", stored)


@pytest.mark.parametrize("material", ["bare", "mangled"])
def test_peer_pyvi(benchmark: Any, material: str) -> None:
    """pyvi has no answer to some lines but a KeyError; they count as read by it, in no time."""
    pyvi = pytest.importorskip("pyvi.ViUtils")
    lines = [line for line in of.repaired(material).text.split("\n") if line.strip()]
    crashed = 0

    def add_accents() -> None:
        nonlocal crashed
        crashed = 0
        for line in lines:
            try:
                pyvi.add_accents(line)
            except KeyError:
                crashed += 1

    add_accents()
    what = f"peer of restore: pyvi, {crashed} of {len(lines)} lines crash"
    measure(benchmark, what, material, add_accents)
