"""The patterns by which clauses are cut, made of the lists in ``lexicon/clauses.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LEXICON = Path(__file__).parent.parent / "lexicon" / "clauses.toml"


@dataclass(frozen=True, slots=True)
class ClausePatterns:
    """``lead`` and ``trail`` match what can be stripped at either end of a phrase; the others where it is cut."""

    lead: re.Pattern[str]
    trail: re.Pattern[str]
    breaks: re.Pattern[str]
    stops: re.Pattern[str]
    passing: re.Pattern[str]
    measure: re.Pattern[str]
    new_measure: re.Pattern[str]


@cache
def clause_patterns() -> ClausePatterns:
    """The patterns.

    >>> clause_patterns().lead.match("Đến nay, toàn xã có 12 hộ")[0]
    'Đến nay, toàn xã có '
    >>> clause_patterns().trail.search("tỷ lệ hộ nghèo giảm xuống còn ")[0]
    ' giảm xuống còn '
    """
    with _LEXICON.open("rb") as file:
        data = tomllib.load(file)
    openers, links = (
        [entry.replace("{area}", data["area"]).replace("{year}", data["year"]) for entry in data[name]]
        for name in ("openers", "links")
    )
    measures = data["measures"]
    return ClausePatterns(
        _compile(rf"^(?:[\s,.…+*•=()-]+|(?:{'|'.join(openers)})(?=[\s,:.)]|$)[\s,:]*)+"),
        _compile(rf"(?:[\s,:=(“\"-]|(?<!\w)(?:{'|'.join(sorted(links, key=len, reverse=True))})(?!\w))+$"),
        _compile("|".join(data["breaks"])),
        _compile("|".join(data["stops"])),
        _compile(rf"(?<!\btrở)\s(?:{'|'.join(data['passing'])})(?!\w)"),
        _compile(rf"\W*(?:(?:và|trong đó|riêng|có)\s+)?(?:{'|'.join(measures)})\s"),
        _compile(rf"\s*(?:{'|'.join([*measures, *data['new_measures']])})(?!\w)"),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
