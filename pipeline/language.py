"""The language in which thidua speaks to people: Vietnamese, or English by ``THIDUA_LANG=en``."""

from __future__ import annotations

import os


def choose(vietnamese: str, english: str) -> str:
    """The sentence in the language of the environment variable ``THIDUA_LANG`` (``vi`` unless it is ``en``)."""
    return english if os.environ.get("THIDUA_LANG", "vi").lower().startswith("en") else vietnamese
