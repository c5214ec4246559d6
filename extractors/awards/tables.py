"""Awards in tables: a row an award, columns tập thể / cá nhân, đề nghị / đã khen; or a row a unit, columns awards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.awards.captions import award_of
from extractors.awards.context import Context
from extractors.awards.level import level_in
from extractors.awards.recipients import recipient_at
from extractors.awards.sentences import read
from extractors.awards.tokens import Award
from schemas.document import Document, Table
from schemas.finding import Finding
from schemas.records.awards import AwardLevel, AwardStatus, Recipient, Record
from schemas.text import Span

COUNT_CELL = re.compile(r"\s*(\d{1,3}(?:\.\d{3})+|\d{1,6})\s*(?:tập thể|cá nhân|người|hộ)?\s*$", re.I)
NUMBERING = re.compile(r"\s*\(?\d{1,2}\)?\s*(?:\(.*\))?\s*$", re.S)
# Columns that say again, in another cut, what the totals say.
CUT = re.compile(
    r"công trạng|chuyên đề|đột xuất|niên hạn|đối ngoại|cống hiến|kháng chiến|doanh nghiệp|"
    r"lãnh đạo|quản lý|tỷ lệ|tỉ lệ|%|trực tiếp|ghi chú|nữ|số tiền|tiền thưởng|kinh phí|đồng",
    re.I,
)
ORDINAL = re.compile(r"^\s*(?:số\s*)?(?:TT|STT|SST)\s*$|^\s*số\s+thứ\s+tự", re.I)
OFFERED = re.compile(r"trình|đề nghị|đề xuất|đăng ký", re.I)
DECIDED = re.compile(r"quyết định|đã (?:được )?(?:tặng|khen|công nhận)|được (?:tặng|khen|công nhận)|kết quả", re.I)
TOTAL_ROW = re.compile(r"^\s*(?:tổng|cộng|tổng cộng|tổng số|toàn (?:tỉnh|huyện|xã))(?!\w)", re.I)
TOTAL_COLUMN = re.compile(r"tổng|cộng|số lượng", re.I)
RULE_COLUMN = re.compile(r"mức|định mức|tiêu chuẩn|hệ số", re.I)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column counts."""

    index: int
    recipient: Recipient | None
    status: AwardStatus
    award: Award | None
    cut: bool
    total: bool
    level: AwardLevel | None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out: its columns, whether its rows are awards, the level that its caption names."""

    columns: tuple[Column, ...]
    by_rows: bool
    level: AwardLevel | None


def extract(document: Document, context: Context) -> Iterator[Finding[Record]]:
    """The awards that the tables count."""
    for table in document.tables:
        yield from _of_table(document, table, context)


def _of_table(document: Document, table: Table, context: Context) -> Iterator[Finding[Record]]:
    rows = [[_clean(cell.of(document.text)) for cell in row] for row in table.rows]
    if not rows or max(map(len, rows)) < 2:
        return
    head = _head_length(rows)
    caption = _caption(document, table)
    columns = _columns(rows[:head], max(map(len, rows)), context)
    if not any(c.recipient or c.award or c.total for c in columns) or not re.search(
        r"khen|danh hiệu|thi đua|tặng", " ".join([caption, *(" ".join(r) for r in rows[:head])]), re.I
    ):
        return
    by_rows = any(_row_award(r, context) is not None for r in rows[head:])
    level = level_in(" ".join(caption.split()), context)
    if not by_rows and not any(c.award for c in columns):
        last = next((line for line in reversed(caption.split("\n")) if line.strip()), "")
        columns, level = _captioned(columns, last, context), level_in(last, context) or level
    layout = Layout(tuple(c for c in columns if by_rows or c.award), by_rows, level)
    for spans, row in zip(table.rows[head:], rows[head:], strict=True):
        if not any(TOTAL_ROW.match(cell) for cell in row[:3]):
            yield from _of_row(document, spans, row, layout, context)


def _captioned(columns: list[Column], caption: str, context: Context) -> list[Column]:
    """The columns of recipients, with the award that the caption names for all of them."""
    named = award_of(caption, context)
    if named is None:
        return []
    award, status = named
    kinds = [c for c in columns if c.recipient and not c.cut]
    return [replace(c, award=award, status="proposed" if "proposed" in (status, c.status) else status) for c in kinds]


def _of_row(
    document: Document, spans: tuple[Span, ...], row: list[str], layout: Layout, context: Context
) -> Iterator[Finding[Record]]:
    label = _row_award(row, context)
    if layout.by_rows and label is None:
        return
    counted = [c for c in layout.columns if c.index < len(row) and COUNT_CELL.match(row[c.index])]
    usable = [c for c in counted if not c.cut and (c.recipient or c.total or c.award)]
    has_kinds = any(c.recipient for c in layout.columns if not c.cut)
    start = min((s.start for s, cell in zip(spans, row, strict=True) if re.search(r"[^\W\d_]{2}", cell)), default=None)
    aside = tuple(_number(document, spans[c.index]) for c in counted if c not in usable)
    seen: set[Record] = set()
    for column in usable:
        award, level = label if layout.by_rows and label else (column.award, None)
        cell = spans[column.index]
        number = _number(document, cell)
        count = int(number.of(document.text).replace(".", ""))
        if award is None or count == 0:
            continue
        recipient = _recipient(award, column.recipient)
        record = Record(
            award=award.coded(recipient),
            rank=award.rank,
            level=award.level or level or column.level or layout.level or _decided(context),
            recipient=recipient,
            count=count,
            status=column.status,
        )
        if record in seen:
            continue
        sure = 0.9 if column.recipient else 0.65 if has_kinds else 0.75
        # The other cuts of the same counts are no metrics either: the first record of the row takes them along.
        numbers = (number, *aside) if not seen else (number,)
        seen.add(record)
        yield Finding(
            record, Span(cell.start if start is None else start, cell.end), "table", sure, sure < 0.7, numbers
        )


def _decided(context: Context) -> AwardLevel | None:
    """The level of whoever decides, in a decision: an annex need not name him again."""
    return context.issuer if context.kind == "decision" else None


def _number(document: Document, cell: Span) -> Span:
    """The digits of a cell."""
    match = re.search(r"\d+(?:\.\d{3})*", cell.of(document.text))
    return Span(cell.start + match.start(), cell.start + match.end()) if match else cell


def _recipient(award: Award, column: Recipient | None) -> Recipient:
    """A title that only individuals bear overrules the column: a clerk slipped by one cell."""
    if award.code in ("danh_hieu_vinh_du_nha_nuoc", "chien_si_thi_dua_toan_quoc"):
        return "ca_nhan"
    return column or award.recipient or "khac"


def _row_award(row: list[str], context: Context) -> tuple[Award, AwardLevel | None] | None:
    """The award that a row is about, named in one of its first cells."""
    for cell in row[:3]:
        sentence = read(cell, [])
        strong = [a for a in sentence.awards if not a.weak]
        if strong:
            return strong[0], level_in(f"danh hiệu {cell}", context) or _given_by(row, context)
    return None


def _given_by(row: list[str], context: Context) -> AwardLevel | None:
    """The level of a cell that names who gives: "Bằng khen | Chủ tịch UBND tỉnh | 03"."""
    for cell in row[:4]:
        first = next(iter(read(cell, []).authorities), None)
        if first is not None and first.span.start <= 2:
            return context.resolve(first.level)
    return None


def _columns(head: list[list[str]], width: int, context: Context) -> list[Column]:
    columns = []
    filled = [_filled(row, head, depth, width) for depth, row in enumerate(head)]
    for index in range(width):
        cells = list(dict.fromkeys(row[index] for row in filled if row[index]))
        text = " / ".join(cells)
        if ORDINAL.match(text) or RULE_COLUMN.search(text):
            continue
        kind = next((k for cell in reversed(cells) if (k := _kind(cell))), None)
        awards = [a for a in read(text, []).awards if not a.weak]
        offered = bool(OFFERED.search(text)) and not DECIDED.search(text)
        if not text and not head:
            continue
        columns.append(
            Column(
                index,
                kind,
                "proposed" if offered or (context.kind == "submission" and not DECIDED.search(text)) else "awarded",
                awards[-1] if awards else None,
                bool(CUT.search(text))
                and not (kind == "ca_nhan" and re.search(r"số lượng khen thưởng cho cá nhân$", text, re.I)),
                bool(TOTAL_COLUMN.search(text)),
                level_in(text, context),
            )
        )
    return columns


def _filled(row: list[str], head: list[list[str]], depth: int, width: int) -> list[str]:
    """A heading row with its merged cells filled from the left, where a lower row goes on below them."""
    cells = [*row, *[""] * (width - len(row))]
    below = head[depth + 1 :]
    for index in range(1, width):
        if not cells[index] and any(index < len(r) and r[index] and not NUMBERING.match(r[index]) for r in below):
            above_too = any(index < len(r) and r[index] for r in head[:depth])
            if not above_too or depth == 0:
                cells[index] = cells[index - 1]
    return cells


def _kind(cell: str) -> Recipient | None:
    for match in re.finditer(r"tập thể|cá nhân|hộ gia đình|gia đình", cell, re.I):
        noun = recipient_at(cell, match.start())
        if noun:
            return noun[0]
    return None


def _head_length(rows: list[list[str]]) -> int:
    """How many rows are headings: up to the first that has a label and a count, or the row that numbers the columns."""
    for index, row in enumerate(rows):
        cells = [c for c in row if c]
        if len(cells) > 3 and all(NUMBERING.match(c) for c in cells):
            return index + 1
        counts = sum(bool(COUNT_CELL.match(c)) for c in row[1:])
        if index and counts and any(re.search(r"[^\W\d_]{3}", c) for c in row[:3]):
            return index
    return 1


def _caption(document: Document, table: Table) -> str:
    """The last lines before the table."""
    spans = [cell for row in table.rows for cell in row if cell.start < cell.end]
    start = min((s.start for s in spans), default=0)
    return "\n".join(document.text[max(0, start - 400) : start].split("\n")[-5:])


def _clean(cell: str) -> str:
    return re.sub(r"\s+", " ", cell.replace("\xa0", " ")).strip()
