"""What the grammar of numerals knows by name."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "lexicon" / "numerals.toml"


@cache
def load() -> dict[str, frozenset[str]]:
    """The sets of words by their name."""
    with _FILE.open("rb") as file:
        data = tomllib.load(file)
    return {
        "ordinal": frozenset(data["ordinal"]["before"]),
        "weakly": frozenset(data["ordinal"]["before_weakly"]),
        "counted": frozenset(data["ordinal"]["counted_before"]),
        "holidays": frozenset(data["holidays"]["days"]),
        "countable": frozenset(data["countable"]["core"]),
    }
