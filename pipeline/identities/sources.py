"""The reviewed lists of this room, and where their facts come from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a reference table come from, and under what licence, in words for readers of the table."""

    source: str
    licence: str

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """From the ``source`` and ``licence`` of a list."""
        return cls(entry["source"], entry["licence"])


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The list in a file of this room."""
    return tomllib.loads((files("pipeline") / "identities" / name).read_text(encoding="utf-8"))
