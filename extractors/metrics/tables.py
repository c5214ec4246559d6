"""Metrics in tables: a numeric cell, the name of its row, the headings of its column, the unit that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.metrics.captions import counted_above, is_ahead, parts
from extractors.metrics.columns import (
    PLAN_FIRST,
    QUOTA,
    counted,
    status_of_heading,
    unit_of_cell,
    unit_of_heading,
    year_of_heading,
)
from extractors.metrics.context import Context
from extractors.metrics.lexicon import load
from extractors.metrics.refusals import speaks_of_awards
from extractors.numbers import read_number
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.metrics import Record
from schemas.text import Span

# "7.100", "0.65%", "1,0", "(12)", "+3,5", "5.657 tr.đ", "318/400"
_CELL = re.compile(
    r"\(?\s*[+±-]?\s*(?P<number>\d+(?:[.,]\d+)*)(?:\s*/\s*(?P<below>\d+(?:[.,]\d+)*))?"
    r"\s*(?P<unit>%|[^\W\d]\w*(?:[ /]\w+){0,2})?\s*\)?"
)
# "(1)", "7 (6:3)", "A", "IV": cells that only number the columns
_INDEX = re.compile(r"\(?(?:\d{1,2}(?!\d)|[A-ZĐ]|[IVX]+)\)?(?:\s*\(?[\d\s:;=+*/x-]+\)?)?(?:\s?=.*)?")
_YEARS = re.compile(r"(?:năm\s+)?(?:19|20)\d\d", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ORDER = re.compile(r"^(?:s?s?ố?\s*tt|stt|số thứ tự|tt|#|no\.?)$", re.IGNORECASE)
# Columns whose figures measure nothing.
_IDLE = re.compile(
    r"ghi chú|năm sinh|ngày|tháng năm|số hiệu|số quyết định|số qđ|điện thoại|cccd|cmnd|mã số|địa chỉ|họ và tên|tuổi|"
    r"mức thưởng|tiền thưởng|điểm (?:tự )?chấm|xếp (?:loại|hạng)",
    re.IGNORECASE,
)
_UNIT_COLUMN = re.compile(r"^(?:đơn vị(?: tính)?|đvt|đv tính)$", re.IGNORECASE)
# "Đơn vị tính: triệu đồng" above a table
_UNIT_LINE = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*(?P<unit>[^;.()\n\t]{1,30})", re.IGNORECASE)
# "Xã An Hạ", "Thôn Đông": a row about a place counts no places
_PLACE = re.compile(
    r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu|thôn|xóm|bản|ấp|khóm|buôn|làng|khu phố|khu|khối|"
    r"tổ dân phố|cụm|đơn vị)(?:\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Grid:
    """A table as texts: header rows above, data rows below, what stood just above the table."""

    cells: list[list[str]]
    spans: list[tuple[Span, ...]]
    first: int  # the first data row
    above: str

    def heading(self, column: int) -> str:
        """The headings of a column from top to bottom, merged cells filled from the left."""
        found: list[str] = []
        for row in range(self.first):
            text = self._at(row, column)
            if not text and any(self._at(below, column) for below in range(row + 1, self.first)):
                text = next((self._at(row, c) for c in range(column - 1, 0, -1) if self._at(row, c)), "")
            if text and text not in found and not _INDEX.fullmatch(text):
                found.append(text)
        return ", ".join(found)

    def _at(self, row: int, column: int) -> str:
        cells = self.cells[row]
        if len([c for c in cells if c]) == 1 and len(cells) > 2:
            return ""  # a title over the whole table
        return cells[column] if column < len(cells) else ""

    @property
    def titles(self) -> str:
        """What stands above and in rows of one cell at the head."""
        return " ".join(
            [
                self.above,
                *(" ".join(filter(None, r)) for r in self.cells[: self.first] if len([c for c in r if c]) == 1),
            ]
        )


def extract(document: Document, context: Context) -> Iterator[Finding[Record]]:
    """The numeric cells that have the name of a row, the heading of a column and a unit."""
    for number, passages in _tables(document):
        del number
        rows = [p for p in passages if p.cells]
        grid = _grid(document, rows)
        if grid is not None:
            yield from _read(grid, context.issued, planned=context.planned(rows[0]))


def _tables(document: Document) -> list[tuple[int, list[Passage]]]:
    grouped: dict[int, list[Passage]] = {}
    for passage in document.passages:
        if passage.kind == "table_row" and passage.table is not None:
            grouped.setdefault(passage.table, []).append(passage)
    return sorted(grouped.items())


def _grid(document: Document, rows: Sequence[Passage]) -> _Grid | None:
    cells = [[" ".join(c.of(document.text).split()) for c in row.cells] for row in rows]
    first = next((at for at, row in enumerate(cells) if _is_data(row) or (at and _tells_year(cells[0], row))), None)
    if not first:
        return None
    start = rows[0].pieces[0].start
    before = [p.text for p in document.passages if p.pieces[-1].end <= start and p.kind != "table_row"][-3:]
    return _Grid(cells, [row.cells for row in rows], first, "\n".join(before))


def _is_data(row: list[str]) -> bool:
    """Whether a row has a name and a figure, and does not merely number the columns or name years."""
    filled = [c for c in row if c]
    if len(filled) < 2 or not any(_LETTER.search(c) and len(c) > 2 and not _INDEX.fullmatch(c) for c in filled):
        return False
    figures = [c for c in filled if _CELL.fullmatch(c) and not _INDEX_ONLY.fullmatch(c)]
    return (
        bool(figures) and not all(_YEARS.fullmatch(c) for c in figures) and not all(_INDEX.fullmatch(c) for c in filled)
    )


def _tells_year(head: list[str], row: list[str]) -> bool:
    """Whether a row is named by its year, below a heading that says so: "Năm | Hộ đăng ký" over "2022 | 10.874".

    >>> _tells_year(["Năm", "Hộ đăng ký"], ["2022", "10.874"]), _tells_year(["Thôn", "Số hộ"], ["2022", "10.874"])
    (True, False)
    """
    return bool(
        head and row and _YEAR_COLUMN.match(head[0]) and _YEARS.fullmatch(row[0]) and any(map(_CELL.fullmatch, row[1:]))
    )


_YEAR_COLUMN = re.compile(r"năm(?:\s+học)?$", re.IGNORECASE)
_INDEX_ONLY = re.compile(r"\(\d{1,2}\)")


def _read(grid: _Grid, issued: int | None, *, planned: bool) -> Iterator[Finding[Record]]:
    headings = [grid.heading(column) for column in range(max(len(r) for r in grid.cells))]
    unit_column = next((c for c, h in enumerate(headings) if _UNIT_COLUMN.match(h)), None)
    titles = grid.titles
    line = _UNIT_LINE.search(titles)
    general = unit_of_cell(line["unit"]) if line else None
    parted = None if line or unit_column is not None else counted_above(grid.above)
    group = ""
    for row in range(grid.first, len(grid.cells)):
        cells = grid.cells[row]
        name = _name_column(cells, headings)
        if name is None:
            continue
        if not any(_CELL.fullmatch(c) for c in cells[name + 1 :] if c):
            group = cells[name]
            continue
        told = unit_column is not None and name < unit_column < len(cells)  # "Đơn vị" may also be who reports
        given = unit_of_cell(cells[unit_column]) if told and unit_column is not None else None
        for column in range(name + 1, len(cells)):
            heading = headings[column]
            if column == unit_column or _IDLE.search(heading):
                continue
            of_part = parted if parted and parts(heading) else None
            for finding in _cell(grid, row, name, column, heading, given or of_part, general, group, titles):
                record = finding.record
                ahead = record.status == "actual" and is_ahead(heading, record.year, issued, planned=planned)
                yield replace(finding, record=record.model_copy(update={"status": "target"})) if ahead else finding


def _name_column(cells: list[str], headings: list[str]) -> int | None:
    """The column with the name of a row: the first that holds words and does not only count the rows."""
    if _tells_year(headings, cells):
        return 0
    for column, text in enumerate(cells):
        if not _LETTER.search(text) or _CELL.fullmatch(text):
            continue
        if _ORDER.match(headings[column]) and _INDEX.fullmatch(text):
            continue
        return column
    return None


def _cell(  # noqa: PLR0917
    grid: _Grid,
    row: int,
    name: int,
    column: int,
    heading: str,
    given: str | None,
    general: str | None,
    group: str,
    titles: str,
) -> Iterator[Finding[Record]]:
    """The metric of one cell, where it is one."""
    text = grid.cells[row][column]
    match = _CELL.fullmatch(text)
    if match is None or not heading or _YEARS.fullmatch(text):
        return
    label = grid.cells[row][name]
    year = int(label[-4:]) if _YEARS.fullmatch(label) else year_of_heading(heading, titles)
    if label.isdecimal():
        label = f"Năm {label}"
    own = unit_of_cell(match["unit"]) if match["unit"] else None
    explicit = own or unit_of_heading(heading) or given
    unit = explicit or general or unit_of_heading(label) or counted(heading)
    if unit is None and not _PLACE.match(label):
        unit = counted(label)
    if unit is None:
        return
    quota = QUOTA.search(titles) is not None
    if unit not in load().measures and not quota and speaks_of_awards(f"{label} {heading} {titles}"):
        return  # the number of an award is an award
    value, doubtful = read_number(match["number"])
    below = read_number(match["below"])[0] if match["below"] else None
    if below is not None and PLAN_FIRST.search(heading):
        value, below = below, value
    spans = grid.spans[row]
    # The row shows the fact; where it prints the figure twice, it is shown up to this one.
    twice = sum(c == text for c in grid.cells[row]) > 1
    last = column if twice else max(c for c, cell in enumerate(grid.cells[row]) if cell)
    span = Span(spans[name].start, spans[last].end)
    number = Span(spans[column].start, spans[column].end)
    whole = f"{label}, {heading}" if heading.lower() not in label.lower() else label
    confidence = (0.9 if explicit else 0.8 if general else 0.6) * (0.8 if doubtful else 1)
    status = status_of_heading(heading, unit)
    if quota and status == "actual":
        status = "target"
    yield Finding(
        Record(
            indicator=whole[:1].upper() + whole[1:] if not group else f"{whole[:1].upper()}{whole[1:]} ({group})",
            value=value,
            unit=unit,
            qualifier="~" if status == "estimate" else "=",
            status="actual" if below is not None else status,
            denominator=below,
            year=year,
        ),
        span,
        "metrics.table",
        round(confidence, 2),
        needs_review=confidence < 0.7,
        numbers=(number,),
    )
