"""Headings that are the name of an office, as they stand above the tasks that a plan gives to it."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

_LONGEST = 30  # words of such a heading


@cache
def _pattern() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = tomllib.loads(files("pipeline.outline").joinpath("offices.toml").read_text(encoding="utf-8"))
    choice = {name: "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for name, words in raw.items()}
    name = re.compile(
        rf"(?P<ask>(?:{choice['asks']})\s+)?(?:(?:{choice['plural']})\s+)?(?!(?:{choice['others']})\b)(?:{choice['heads']})(?!\w)"
    )
    return name, re.compile(rf"(?<!\w)(?:{choice['acts']})(?!\w)")


@lru_cache(maxsize=4096)
def office_in(heading: str) -> Literal["name", "asked"] | None:
    """Whether a heading is no more than an office's name, alone or behind "Đề nghị", "Giao", "Đối với".

    >>> office_in("Phòng Kinh tế xã"), office_in("Đề nghị các đoàn thể xã"), office_in("Phòng, chống thiên tai")
    ('name', 'asked', None)
    """
    text = " ".join(heading.casefold().split())
    name, acts = _pattern()
    match = name.match(text)
    if match is None or len(text.split()) > _LONGEST or acts.search(re.sub(r"dân cấp|các cấp|cấp \w+", "", text)):
        return None
    return "asked" if match["ask"] else "name"
