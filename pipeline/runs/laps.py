"""How long each stage took."""

from __future__ import annotations

from time import perf_counter
from typing import TypeVar

V = TypeVar("V")

Times = tuple[tuple[str, float], ...]
"""Stages in their order, each with its seconds."""


class Laps:
    """A stop-watch for stages that follow one another; it never goes back, whatever is done to the clock of the system.

    >>> lap = Laps()
    >>> lap("repair", "a text".upper())
    'A TEXT'
    >>> [name for name, seconds in lap.times if seconds >= 0]
    ['repair']
    """

    def __init__(self) -> None:
        self._taken: list[tuple[str, float]] = []
        self._since = perf_counter()

    def __call__(self, stage: str, made: V) -> V:
        """End a stage: the time since the one before it was spent on it. Gives back what the stage made."""
        now = perf_counter()
        self._taken.append((stage, now - self._since))
        self._since = now
        return made

    @property
    def times(self) -> Times:
        """What was taken so far."""
        return tuple(self._taken)
