"""The symbols of instruments, counted in the law: "QĐ-UBND", "TT-BGDĐT"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.restoration.letters import bare

_CODE = re.compile(r"\d+\s?[/-](?:\d{4}/)?((?:[A-ZĐ][\w&]*)(?:[-/][A-ZĐ][\w&]*)*)")
_PART = re.compile(r"[A-ZĐ][A-Za-zĐđ&]{0,9}")
TIMES = 6


def count_symbols(lines: Iterable[str]) -> list[str]:
    """The parts of codes that were seen often enough, one for each row of bare letters."""
    counts: Counter[str] = Counter()
    for line in lines:
        for match in _CODE.finditer(line):
            for part in re.split(r"[-/]", match.group(1)):
                letters = part.rstrip("0123456789")
                if _PART.fullmatch(letters) and sum(map(str.isupper, letters)) * 2 > len(letters):
                    counts[letters] += 1
    best: dict[str, str] = {}
    for symbol, times in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if times >= TIMES and symbol.isprintable():
            best.setdefault(bare(symbol).upper(), symbol)
    return sorted(best.values())
