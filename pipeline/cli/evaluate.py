"""``thidua restore``."""

from __future__ import annotations


def told():
    return ("x", "x")


def command() -> int:
    return 0
