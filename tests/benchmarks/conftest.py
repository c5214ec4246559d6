"""Benchmarks run when they are asked for, and end with a table of characters a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
MEMORY: list[tuple[str, str]] = []
"""What the measurements of memory found, for the table at the end."""
GROWTH: list[tuple[str, float]] = []
"""How much longer eight times the text took, for the table at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip benchmarks in an ordinary run of the tests."""
    if config.getoption("--benchmark-only", default=False):
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="a benchmark: make bench"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The table: what, on what, how many characters a second; then memory; before it growth."""
    session = getattr(config, "_benchmarksession", None)
    measured = [b for b in session.benchmarks if "characters" in b.extra_info] if session else []
    if GROWTH:
        terminalreporter.section("time that eight times the text takes")
        for what, grown in GROWTH:
            terminalreporter.line(f"{what:80} {grown:>6.1f}")
    if not measured and not MEMORY:
        return
    terminalreporter.section("characters a second (median), memory at its peak")
    for bench in sorted(measured, key=lambda bench: (bench.extra_info["material"], bench.name)):
        speed = bench.extra_info["characters"] / bench.stats.median
        what, material = bench.extra_info["what"], bench.extra_info["material"]
        terminalreporter.line(f"{material:18} {what:44} {speed:>14,.0f}")
    for what, found in MEMORY:
        terminalreporter.line(f"{'memory':18} {what:44} {found:>14}")
