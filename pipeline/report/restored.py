"""The page of one restored document: raw and restored text side by side, in one file that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.figures import number, percent
from pipeline.language import choose
from pipeline.report.marks import SIGNS, TO_LOOK_AT, Counts, Kind, Mark, marks_of
from pipeline.report.rows import Piece, Row, rows_of
from pipeline.report.sheet import sheet
from schemas.document import RestoredText


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as the page has it. What to look at is counted for itself: ``#doubt-3`` leads to the third."""

    index: int
    id: str
    kind: Kind
    look: bool
    before: str
    sureness: str  # empty where there is none
    rest: str
    others: str  # a list, as JSON; empty where there are none


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page; a piece of the restored side comes with its mark, and whether that began in a line above."""

    new_page: int | None
    number: int
    id: str
    sort: str
    raw: tuple[Piece, ...]
    restored: tuple[tuple[Piece, Shown | None, bool], ...]


def page_of(restored: RestoredText, name: str, *, back: str | None = None) -> str:
    """The page, as HTML.

    Args:
        restored: what ``pipeline.mend.mend`` gave.
        name: what the document is called.
        back: the address of the page that lists all documents, if there is one.
    """
    marks = marks_of(restored)
    pages = len(restored.repaired.raw.pages) > 1
    present = {mark.kind for mark in marks}
    return sheet(
        "restored",
        styles=("restored",),
        scripts=("restored",),
        title=name,
        back=back,
        summary=_summary(marks),
        signs={kind: choose(*said) for kind, said in SIGNS.items()},
        legend=[kind for kind in SIGNS if kind in present or kind in {"sure", "fair", "doubtful"}],
        lines=_lines(rows_of(restored, marks), list(_shown(marks)), pages=pages),
    )


def _summary(marks: Sequence[Mark]) -> str:
    counts = Counts.of(marks)
    told = [choose(f"{number(counts.changed)} chỗ đã sửa", f"{number(counts.changed)} changes")]
    told += [
        choose(f"{number(count)} {vi}", f"{number(count)} {en}")
        for count, vi, en in (
            (counts.doubtful, "chưa chắc", "of them doubtful"),
            (counts.kept, "để nguyên nhưng đáng ngờ", "left, but doubtful"),
            (counts.suggestion, "gợi ý", "suggestions"),
            (counts.encoding, "sửa bảng mã", "of encoding"),
        )
        if count
    ]
    return " · ".join(told)


def _shown(marks: Sequence[Mark]) -> Iterator[Shown]:
    doubts = 0
    for index, mark in enumerate(marks):
        # Only what to look at is on the way of the Tab key; a page may hold thousands of others (keys j and k).
        look = mark.kind in TO_LOOK_AT
        doubts += look
        told = mark.kind != "encoding"
        yield Shown(
            index,
            f"doubt-{doubts}" if look else f"m{index}",
            mark.kind,
            look,
            mark.before,
            percent(mark.confidence) if told else "",
            percent(1 - mark.confidence),
            json.dumps(mark.others, ensure_ascii=True) if told and mark.others else "",
        )


def _lines(rows: Iterable[Row], marks: Sequence[Shown], *, pages: bool) -> Iterator[Line]:
    seen: set[int] = set()
    page = None
    for row in rows:
        restored = []
        for piece in row.restored:
            mark = None if piece.mark is None else marks[piece.mark]
            restored.append((piece, mark, piece.mark in seen))  # an id stands once
            if piece.mark is not None:
                seen.add(piece.mark)
        found = [mark for _, mark, _ in restored if mark is not None]
        changed = found or any(piece.mark is not None for piece in row.raw)
        sort = "r" + (" c" if changed else "") + (" d" if any(mark.look for mark in found) else "")
        new = row.page if pages and row.page != page else None
        page = row.page
        yield Line(new, row.line, f"L{row.page}.{row.line}", sort, row.raw, tuple(restored))
