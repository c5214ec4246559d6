"""What tables and columns mean, in English: ``english.toml``. In Vietnamese it stands with the models."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _said() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("pipeline.load") / "english.toml").read_text(encoding="utf-8"))


def table_in_english(table: str) -> str | None:
    """What a table holds; None where nobody has said it."""
    return _said()["tables"].get(table)


def column_in_english(table: str, column: str, codes: Iterable[str] = ()) -> str | None:
    """What a column means, with the codes that it may hold; None where nobody has said it.

    >>> column_in_english("legal_references", "role", ["can_cu", "nhac_den"])
    'Role in this document: can_cu (legal basis), nhac_den (mentioned)'
    """
    said = _said().get(table, {}).get(column) or _said()["shared"].get(column)
    listed = ", ".join(f"{code} ({_said()['codes'][code]})" if code in _said()["codes"] else code for code in codes)
    return f"{said}: {listed}" if said and listed else said


def both(vietnamese: str, english: str | None) -> str:
    """The two, as they stand in a database, which has room for one comment.

    >>> both("Tên tệp", "Name of the file")
    'Tên tệp — Name of the file'
    """
    return f"{vietnamese} — {english}" if english else vietnamese
