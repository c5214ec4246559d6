"""Tables that were typed with tabs in a word processor: paragraphs that are rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.plain_tables import rows_of_tables
from schemas.text import Line


def with_typed_tables(lines: Sequence[tuple[int, Line]]) -> list[tuple[int, Line]]:
    r"""The lines, each with its page, with the tables among the paragraphs; the tabs of other paragraphs are blanks.

    Tables are counted anew, in order of place.

    >>> rows = ["STT\tHọ và tên\tĐơn vị", "1\tLò Văn An\tThôn Một", "2\tVi Thị Bé\tThôn Hai", "Hết.", "a)\tVề kinh tế"]
    >>> [(line.text, line.table, line.row) for _, line in with_typed_tables([(1, Line(row, 1)) for row in rows])][2:]
    [('2\tVi Thị Bé\tThôn Hai', 0, 2), ('Hết.', None, None), ('a) Về kinh tế', None, None)]
    """
    if not any("\t" in line.text for _, line in lines if line.table is None):
        return list(lines)
    found = rows_of_tables([line.text if line.table is None and line.origin == "body" else "" for _, line in lines])
    told: list[tuple[int, Line]] = []
    numbers: dict[tuple[bool, int], int] = {}
    for at, (page, line) in enumerate(lines):
        own = found.get(at) if "\t" in line.text else None
        table = (True, own[0]) if own else (False, line.table) if line.table is not None else None
        if table is None:
            told.append((page, replace(line, text=" ".join(line.text.split("\t")))))
            continue
        number = numbers.setdefault(table, len(numbers))
        typed = replace(line, origin="table", row=own[1]) if own else line
        told.append((page, replace(typed, table=number)))
    return told
