"""What a code is called when a person reads it; the names are in ``labels.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pipeline.language import choose

# A field of one name can hold different codes in different tables: which list of labels each of them uses.
_LISTS = {
    ("awards", "level"): "award_level",
    ("movements", "level"): "launch_level",
    ("awards", "status"): "award_status",
    ("metrics", "status"): "metric_status",
}


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    text = resources.files("pipeline").joinpath("labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def label(table: str, field: str, code: str) -> str:
    """The name of a code for a reader; what is no code comes back as it is.

    >>> label("awards", "recipient", "tap_the")
    'Tập thể'
    >>> label("metrics", "unit", "tỷ đồng")
    'tỷ đồng'
    """
    names = _labels().get(_LISTS.get((table, field), field), {}).get(code)
    return choose(names[0], names[1]) if names else code
