"""The lexicons of metrics, read once: units, counted nouns, qualifiers, cues."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractors.nlp import Patterns, Phrases

_FOLDER = Path(__file__).parent.parent / "lexicon"

MEASURE, COUNTED, SCALE, NEVER = "measure", "counted", "scale", "never"


@dataclass(frozen=True)
class Lexicon:
    """Phrases and patterns over tokens. Labels of ``units`` are a kind and a name: "measure ha", "counted hộ"."""

    units: Phrases
    time: frozenset[str]
    money: dict[str, str]
    scales: frozenset[str]
    measures: frozenset[str]
    soft: frozenset[str]
    no_nouns: frozenset[str]
    alike: tuple[frozenset[str], ...]
    qualifiers: Patterns
    qualifiers_after: Patterns
    cues: Patterns
    target_heading: re.Pattern[str]
    actual_heading: re.Pattern[str]
    expected_heading: re.Pattern[str]


@cache
def load() -> Lexicon:
    """The lexicons.

    >>> from extractors.nlp import tokenize
    >>> [m.label for m in load().units.find(tokenize("9.872 hộ, 66 tạ/ha, 1,2 triệu lượt khách, 5 năm"))]
    ['counted hộ', 'measure tạ/ha', 'scale triệu', 'counted lượt khách', 'never năm']
    """
    units, words = _read("units.toml"), _read("metrics.toml")
    table = {f"{MEASURE} {name}": phrases for name, phrases in units["measures"].items()}
    # A scale that may stand before a noun wins over the money of the same spelling.
    scales = set(units["scales"]["words"])
    table = {label: [p for p in phrases if p not in scales] for label, phrases in table.items()}
    table |= {f"{SCALE} {word}": [word] for word in scales}
    never = set(units["counted"]["never"])
    table |= {f"{NEVER} {noun}": [noun] for noun in never}
    table |= {f"{COUNTED} {noun}": [noun] for noun in units["counted"]["nouns"] if noun not in never and noun != "điểm"}
    return Lexicon(
        Phrases(table),
        frozenset(units["per"]["time"]),
        dict(units["scales"]["money"]),
        frozenset(scales),
        frozenset(units["measures"]),
        frozenset(units["counted"]["soft"]),
        frozenset(units["counted"]["no_nouns"]),
        tuple(frozenset(group) for group in units["counted"]["alike"]),
        Patterns(words["qualifiers"]),
        Patterns(words["qualifiers_after"]),
        Patterns(words["cues"]),
        _any_of(words["headings"]["target"]),
        _any_of(words["headings"]["actual"]),
        _any_of(words["headings"]["expected"]),
    )


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(p)}(?!\w)" for p in phrases), re.IGNORECASE)
