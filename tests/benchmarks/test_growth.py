"""Growth: eight times the text may take eight times the time and not much more, whatever it repeats."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("pytest_benchmark", reason="make bench installs it")

from extractors import legal_references, movements
from pipeline.outline import outline
from tests.benchmarks.conftest import GROWTH
from tests.repeated import LEGAL_REFERENCES, MOVEMENTS, OUTLINE, repeated
from tests.support import document_of, restored_of

_SMALL, _TIMES, _MOST = 20_000, 8, 24
"""Characters of the shorter text, how much longer the other is, and the ratio from which growth is no longer even: a
square would be 64.
"""
_READERS: dict[str, tuple[Callable[[str], Any], Callable[[Any], Any], tuple[str, ...]]] = {
    "outline": (restored_of, outline, OUTLINE),
    "movements": (document_of, lambda document: list(movements.extract(document)), MOVEMENTS),
    "legal references": (document_of, lambda document: list(legal_references.extract(document)), LEGAL_REFERENCES),
}


@pytest.mark.parametrize(("what", "unit"), [(what, unit) for what, of in _READERS.items() for unit in of[2]])
def test_time_grows_with_the_text_and_no_faster(benchmark: Any, what: str, unit: str) -> None:
    of, read, _ = _READERS[what]

    def seconds(size: int) -> float:
        gc.collect()
        gc.disable()
        try:
            material = of(repeated(unit, size))  # a new one each time: nothing computed once sticks to it
            begun = time.process_time()
            read(material)
            return time.process_time() - begun
        finally:
            gc.enable()

    def ratio() -> float:
        seconds(1000)
        small, large = (min(seconds(size) for _ in range(3)) for size in (_SMALL, _SMALL * _TIMES))
        return large / max(small, 0.002)  # below that the clock is too coarse

    grown = benchmark.pedantic(ratio, rounds=1, iterations=1)
    GROWTH.append((f"{what}: {unit!r}", grown))
    assert grown < _MOST
