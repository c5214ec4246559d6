"""A report as blocks.

A report is a text with a paragraph a line. One tab in a line stands between two columns (letterhead, signatures), more
of them between the cells of a table; a line that begins with ¹ or ² is a footnote; the lines from the type word (BÁO
CÁO) up to a blank one are the title. The true texts in ``corpus/gold`` are written so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

BlockKind = Literal["columns", "table", "title", "heading", "note", "line"]

_TYPE_WORD = re.compile(r"(?:BÁO CÁO|KẾ HOẠCH|QUYẾT ĐỊNH|TỜ TRÌNH|THÔNG BÁO|NGHỊ QUYẾT)(?: TÓM TẮT| THÀNH TÍCH)?")
_GAP = re.compile(r"(?<=\S)(?:\t+| {3,})(?=\S)")  # between two columns that were typed with blanks
_SERIAL = re.compile(r"\d{1,3}\t")  # a list of names in two columns is a table
_HEADING = re.compile(r"(?:[IVX]+\.|\d+(?:\.\d+)*\.) .*[^.;:/]")
NOTES = "¹²³⁴"
_MARK = re.compile(f"(?<![mM])[{NOTES}]")  # "m²" bears no mark


@dataclass(frozen=True)
class Block:
    """What stands together, a string a line."""

    kind: BlockKind
    lines: tuple[str, ...]
    follows: bool = False  # without a blank line before it

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells of columns and tables."""
        return tuple(tuple(line.split("\t")) for line in self.lines)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a report, in order.

    >>> [block.kind for block in blocks_of("UBND\\tCỘNG\\n\\nBÁO CÁO\\nTổng kết\\n\\nI. KẾT QUẢ\\nXã đạt 5¹.\\n¹ Ước.")]
    ['columns', 'title', 'heading', 'line', 'note']
    """
    found: list[Block] = []
    text = re.sub(rf"\n(?:_{{3,}}\n)?(?=[{NOTES}])", "\n\n", text)  # notes are no part of what stands above
    for stretch in re.split(r"\n{2,}", unicodedata.normalize("NFC", text).strip("\n")):
        lines = tuple(re.sub(r"^ {8,}(?=\S)", "\t", line) for line in stretch.split("\n"))
        if (len(_GAP.findall(lines[0])) == 1 or lines[0].count("\t") == 1) and not _SERIAL.match(lines[0]):
            lines = tuple(line if "\t" in line else _GAP.sub("\t", line, count=1) for line in lines)
            found.append(Block("columns", tuple(line if "\t" in line else f"{line}\t" for line in lines)))
        elif _TYPE_WORD.fullmatch(lines[0]):
            found.append(Block("title", lines))
        else:
            for tabbed, group in groupby(enumerate(lines), lambda line: "\t" in line[1]):
                run = list(group)
                if tabbed:
                    found.append(Block("table", _even([line for _, line in run]), follows=run[0][0] > 0))
                else:
                    found += [Block(_kind(line), (line,), follows=at > 0) for at, line in run]
    return tuple(found)


def _even(rows: list[str]) -> tuple[str, ...]:
    """Rows of a table with as many cells each, empty ones at the end."""
    most = max(row.count("\t") for row in rows)
    return tuple(row + "\t" * (most - row.count("\t")) for row in rows)


def _kind(line: str) -> BlockKind:
    if line[:1] in NOTES and line:
        return "note"
    return "heading" if _HEADING.fullmatch(line) else "line"


def pieces(line: str, *, notes: int) -> Iterator[tuple[str, int]]:
    """A line cut at its marks of footnotes: text and 0, or the mark and its number; ``notes`` is how many there are.

    >>> list(pieces("đạt 5 m² đất¹.", notes=1))
    [('đạt 5 m² đất', 0), ('¹', 1), ('.', 0)]
    """
    at = 0
    for mark in _MARK.finditer(line):
        number = NOTES.index(mark[0]) + 1
        if number <= notes:
            yield from ((text, 0) for text in (line[at : mark.start()],) if text)
            yield mark[0], number
            at = mark.end()
    if at < len(line):
        yield line[at:], 0


def notes_of(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of the footnotes, without their marks."""
    return [block.lines[0][1:].strip() for block in blocks if block.kind == "note"]
