"""Who signs minutes: of the two who do, the chairman, not the one who kept them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from extractors.header import forms

_CELLS = re.compile(r"\t|\s{3,}")
_TAB = 1000  # how far apart columns stand that a tab parts


Role = Literal["chair", "secretary"]
_ROLES: tuple[Role, ...] = ("chair", "secretary")


def meeting_role(line: str) -> Role | None:
    """The role in a meeting that a line in capitals names.

    >>> meeting_role("THƯ KÝ CUỘC HỌP"), meeting_role("CHỦ TỌA"), meeting_role("CHỦ TỊCH"), meeting_role("Thư ký")
    ('secretary', 'chair', None, None)
    """
    if len(line) > 70 or not forms.mostly_capitals(forms.SIGNED.sub("", line)):
        return None
    key, words = forms.fold_accents(line), forms.lexicon()["signature"]["meeting"]
    return next((r for r in _ROLES if any(re.match(rf"{forms.fold_accents(w)}\b", key) for w in words[r])), None)


@dataclass
class _Block:
    """One who signs: the lines above and with the name."""

    lines: list[str] = field(default_factory=list)
    role: Role | None = None
    named: bool = False

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.role = self.role or meeting_role(line)
        self.named = self.named or forms.read_name(line) is not None


def without_secretary(signature: str) -> str:
    r"""A block of signatures without that of who kept the minutes; all of it where only one signs.

    >>> without_secretary("THƯ KÝ          CHỦ TỌA\nLò Thị Sao      CHỦ TỊCH UBND XÃ\n                Vi Văn Pín")
    'CHỦ TỌA\nCHỦ TỊCH UBND XÃ\nVi Văn Pín'
    >>> without_secretary("CHỦ TRÌ\nVi Văn Pín\nTHƯ KÝ\nLò Thị Sao"), without_secretary("CHỦ TỊCH\nVi Văn Pín")
    ('CHỦ TRÌ\nVi Văn Pín', 'CHỦ TỊCH\nVi Văn Pín')
    """
    rows = [cells for line in signature.split("\n") if (cells := _cells(line))]
    head = next((row for row in rows if len(row) > 1 and any(_keeps(text) for _, text in row)), None)
    if head is None:
        blocks = _one_below_the_other([text for row in rows for _, text in row])
    else:
        blocks = _side_by_side(rows[rows.index(head) :], head)
    if not any(block.role == "secretary" for block in blocks):
        return signature
    others = sorted((b for b in blocks if b.role != "secretary" and b.lines), key=lambda b: b.role != "chair")
    return "\n".join(others[0].lines) if others else signature


def _keeps(text: str) -> bool:
    return meeting_role(text) == "secretary"


def _cells(line: str) -> list[tuple[float, str]]:
    """The cells of a line, each with the place of its middle."""
    cells: list[tuple[float, str]] = []
    at = tabs = 0
    for piece in re.split(f"({_CELLS.pattern})", line):
        if piece.strip():
            cells.append((tabs * _TAB + at + len(piece) / 2, piece.strip()))
        tabs += piece.count("\t")
        at = 0 if "\t" in piece else at + len(piece)
    return cells


def _side_by_side(rows: list[list[tuple[float, str]]], head: list[tuple[float, str]]) -> list[_Block]:
    blocks = [_Block() for _ in head]
    for row in rows:
        for number, (middle, text) in enumerate(row):
            own = number if len(row) == len(head) else min(range(len(head)), key=lambda n: abs(head[n][0] - middle))
            blocks[own].add(text)
    return blocks


def _one_below_the_other(lines: list[str]) -> list[_Block]:
    blocks = [_Block()]
    for line in lines:
        if forms.read_name(line):
            next((block for block in blocks if not block.named), blocks[-1]).add(line)
            continue
        if blocks[-1].named or (blocks[-1].role and meeting_role(line)):
            blocks.append(_Block())
        blocks[-1].add(line)
    return blocks
