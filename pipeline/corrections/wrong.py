"""What is wrong with the rows of a filled sheet: all of it told at once, so that it is mended at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corrections.sheet import Line
from pipeline.errors import UsageError

_SHOWN = 30


class WrongError(Exception):
    """What is wrong with a row."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row, and what is wrong with it."""

    line: Line
    why: str


def refuse(wrong: Sequence[Wrong]) -> None:
    """Tell all that is wrong.

    Raises:
        UsageError: ``corrections_wrong``, if anything is.
    """
    if not wrong:
        return
    rows = [f"- {one.line.where}: {one.why}" for one in sorted(wrong, key=lambda one: (one.line.page, one.line.number))]
    told = "\n".join(rows[:_SHOWN])
    more = f"\n… +{len(rows) - _SHOWN}" if len(rows) > _SHOWN else ""
    raise UsageError(
        "corrections_wrong",
        f"Chưa ghi gì, vì {len(rows)} chỗ trong bảng chưa đúng; hãy sửa rồi chạy lại:\n{told}{more}",
        f"Nothing was stored, as {len(rows)} places of the sheet are wrong; mend them, run again:\n{told}{more}",
    )
