"""Letterheads and signatures that Markdown sets as a table of strokes: columns side by side, no rows of data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.header import forms

_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s:|-]+")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_MOST_COLUMNS, _MOST_ROWS = 3, 14
_RECIPIENTS = re.compile(r"n[ơờớo]i\s+nh[ậâạa]n\b", re.IGNORECASE)
# TM. ỦY BAN NHÂN DÂN · KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lò Văn An      an authority, whatever has run into its cell
_AUTHORITY = re.compile(r"(?:(?:TM|KT|TL|TUQ)\s?\.|T/M|K/T|T/L)\s*[^\W\d_]{2}")


def without_strokes(lines: Sequence[str]) -> list[str]:
    r"""The lines; in a letterhead or a signature that is set with strokes, the cells are parted by tabs.

    Every line keeps its number; the rule below the head becomes an empty line, a ``<br>`` a wide gap.

    >>> without_strokes(["| UBND XÃ NÀ KHOANG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "|---|---|"])
    ['UBND XÃ NÀ KHOANG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', '']
    >>> without_strokes(["| Thôn | Số hộ |", "|---|---|", "| Đông | 25 |"])
    ['| Thôn | Số hộ |', '|---|---|', '| Đông | 25 |']
    """
    told = list(lines)
    for block in _blocks(lines):
        rows = {at: _cells(lines[at]) for at in block}
        if _sets_columns(list(rows.values())):
            for at, cells in rows.items():
                told[at] = "" if _RULE.fullmatch(lines[at]) else "\t".join(cells)
    return told


def _blocks(lines: Sequence[str]) -> Iterator[range]:
    """Stretches of lines that begin and end with a stroke."""
    start: int | None = None
    for at, line in enumerate([*lines, ""]):
        drawn = _ROW.fullmatch(line) is not None
        if drawn and start is None:
            start = at
        elif not drawn and start is not None:
            yield range(start, at)
            start = None


def _cells(line: str) -> list[str]:
    return [_BREAK.sub("   ", cell.strip()) for cell in line.strip()[1:-1].split("|")]


def _sets_columns(rows: list[list[str]]) -> bool:
    if len(rows) > _MOST_ROWS or max(map(len, rows)) > _MOST_COLUMNS:
        return False
    cells = [cell.strip("*_ ") for row in rows for cell in row]
    offices = [row for row in rows if len(row) > 1 and all(forms.is_office(cell.strip("*_ ")) for cell in row)]
    return bool(offices) or any(
        forms.MOTTO.search(cell) or _RECIPIENTS.match(cell) or _AUTHORITY.match(cell) for cell in cells
    )
