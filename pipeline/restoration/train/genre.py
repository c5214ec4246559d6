"""Set phrases of the genre as lines to count."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LIST = Path(__file__).with_name("genre.toml")


def genre_lines() -> list[str]:
    """Every phrase, written out for every kind of unit and every body that rewards."""
    with _LIST.open("rb") as stream:
        lists: dict[str, list[str]] = tomllib.load(stream)
    lines = [phrase.format(unit=unit) for phrase in lists["of_units"] for unit in lists["units"]]
    lines += [phrase.format(body=body) for phrase in lists["of_bodies"] for body in lists["bodies"]]
    return lines + lists["phrases"]
