"""The way of a commendation or a movement, as far as its quote or the headings above it say it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pipeline.forms.told import Evidence


@cache
def _patterns(kind: str) -> dict[str, re.Pattern[str]]:
    told = tomllib.loads(files("pipeline.forms").joinpath("ways.toml").read_text(encoding="utf-8"))
    return {way: re.compile("|".join(patterns), re.IGNORECASE) for way, patterns in told[kind].items()}


@cache
def _listed() -> re.Pattern[str]:
    words = _patterns("list")["words"].pattern
    return re.compile(rf"(?:{words})\s*(?:,|và|hoặc|;|/)\s*(?:{words})", re.IGNORECASE)


def way_said(kind: str, text: str) -> set[str]:
    """The ways that a text names, empty where it names none.

    >>> way_said("award", "Khen thưởng đột xuất cho 03 cá nhân"), way_said("award", "thường xuyên quan tâm")
    ({'dot_xuat'}, set())
    """
    return {way for way, pattern in _patterns(kind).items() if pattern.search(text)}


def way_of(kind: str, evidence: Evidence) -> str | None:
    """The one way that the quote says, else the nearest heading that says any; ``None`` where none or several are said.

    A list of ways ("khen thưởng thường xuyên, đột xuất") says of none of its figures which way it came about.
    """
    for text in (evidence.quote, *evidence.headings):
        said = way_said(kind, text)
        if said:
            return said.pop() if len(said) == 1 and not _listed().search(text) else None
    return None
