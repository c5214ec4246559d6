"""What the codes in the tables mean, in the words of a clerk: ``vocabulary.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("pipeline") / "vocabulary.toml").read_text(encoding="utf-8"))


def words_of(table: str, column: str) -> dict[str, str]:
    """The codes of a column with their meanings; empty where the column holds no codes.

    >>> words_of("awards", "status")
    {'awarded': 'đã tặng', 'proposed': 'đề nghị'}
    """
    return _words().get(table, {}).get(column, {})


def word(table: str, column: str, code: str) -> str:
    """The meaning of a code, or the code itself."""
    return words_of(table, column).get(code, code)
