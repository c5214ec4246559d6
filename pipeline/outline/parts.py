"""The outer parts of a document after Decree 30/2020/NĐ-CP, from the letterhead to the recipients."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.header import forms
from extractors.header.minutes import meeting_role
from pipeline.outline.labels import read_label
from pipeline.outline.rows import Row
from schemas.document import Part, PartKind
from schemas.text import Span

_HEAD = 40  # rows among which a title is looked for
_NO_LETTERHEAD = 14  # rows among which a letterhead is looked for where there is no title

# Kính gửi: Sở Nội vụ · Kính trình: …
_ADDRESSEE = re.compile(r"k[íìi]nh\s+(?:g[ửừứưu]i|tr[ìíi]nh)\s*[:.]", re.IGNORECASE)
# Căn cứ Luật … · Thực hiện Công văn … · Theo đề nghị …     the body's first words, which end a title
_OPENING = re.compile(
    r"(?:căn cứ|thực hiện|theo|trên cơ sở|để|nhằm|triển khai|xét|tiếp tục|trong (?:năm|giai đoạn)|năm \d{4},"
    r"|kính gửi)\b",
    re.IGNORECASE,
)
# HỘI ĐỒNG NHÂN DÂN TỈNH … · BỘ TRƯỞNG BỘ …      who decides, in capitals below the title
_AUTHORITY = re.compile(r"(?:HỘI ĐỒNG|ỦY BAN|UỶ BAN|BỘ TRƯỞNG|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|TRƯỞNG PHÒNG)\b")
# Nơi nhận: · NƠI NHẬN:
_RECIPIENTS = re.compile(r"n[ơờớo]i\s+(?:nh[ậâạa]n|g[ửừứưu]i)\s*[:.]?", re.IGNORECASE)

# Two columns of one line: Nơi nhận:      TM. ỦY BAN NHÂN DÂN
_COLUMNS = re.compile(r"\t|\s{3,}")


def find_parts(text: str, rows: Sequence[Row], *, labelled: Sequence[bool]) -> tuple[Part, ...]:
    """The parts, which tile the text; ``labelled`` tells of each row whether it begins with a label of a heading."""
    kinds = _kinds(rows, labelled)
    parts: list[Part] = []
    for at, kind in enumerate(kinds):
        start = rows[at].span.start if at else 0
        if parts and parts[-1].kind == kind:
            continue
        if parts:
            parts[-1] = Part(parts[-1].kind, Span(parts[-1].span.start, start))
        parts.append(Part(kind, Span(start if parts else 0, len(text))))
    return tuple(parts) or (Part("body", Span(0, len(text))),)


def _kinds(rows: Sequence[Row], labelled: Sequence[bool]) -> list[PartKind]:
    kinds: list[PartKind] = ["body"] * len(rows)
    at = _head(rows, labelled, kinds)
    tail = _tail_start(rows, at)
    if tail is not None:
        _tail(rows, tail, kinds)
    return kinds


def _head(rows: Sequence[Row], labelled: Sequence[bool], kinds: list[PartKind]) -> int:
    """Mark letterhead, title and addressee; the first row of the body."""
    title = _title_row(rows)
    if title is None:
        at = _letterhead_end(rows)
        kinds[:at] = ["letterhead"] * at
    else:
        kinds[:title] = ["letterhead"] * title
        at = _title_end(rows, title, labelled)
        kinds[title:at] = ["title"] * (at - title)
    for row in range(min(at, title if title is not None else at)):
        if _ADDRESSEE.match(rows[row].text):  # an addressee that stands above the title
            end = min(_addressee_end(rows, row), title if title is not None else at)
            kinds[row:end] = ["addressee"] * (end - row)
            break
    for row in range(at, min(at + 3, len(rows))):
        if _ADDRESSEE.match(rows[row].text):
            end = _addressee_end(rows, row)
            kinds[at:row] = [kinds[at - 1] if at else "title"] * (row - at)
            kinds[row:end] = ["addressee"] * (end - row)
            return end
    return at


def _title_row(rows: Sequence[Row]) -> int | None:
    for at, row in enumerate(rows[:_HEAD]):
        if row.kind != "footnote" and forms.read_type(row.text) and len(row.text) <= 300:
            return at
    for at, row in enumerate(rows[:_NO_LETTERHEAD]):
        # News-like summaries: "Báo cáo tổng kết …" alone on its line, no full stop.
        plain = forms.read_type(row.text, capitals=False)
        if plain and len(row.text.split()) <= 35 and row.text[-1] not in ".;:,/" and row.text[0].isupper():
            return at
    return _headline(rows)


def _headline(rows: Sequence[Row]) -> int | None:
    """A headline in the place of a title: a short first row without full stop above a paragraph."""
    if len(rows) < 2 or rows[0].kind != "text" or rows[1].kind != "text" or read_label(rows[0].text):
        return None
    first, second = rows[0].text, rows[1].text
    bare = not (forms.MOTTO.search(first) or forms.NUMBER.match(first) or forms.PLACE_DATE.search(first))
    fits = 4 <= len(first.split()) <= 30 and first[-1] not in ".;:,/" and first[0].isupper()
    return 0 if bare and fits and len(second.split()) > 15 and second.rstrip()[-1] in ".:;”" else None


def _title_end(rows: Sequence[Row], title: int, labelled: Sequence[bool]) -> int:
    at, words = title + 1, 0
    while at < len(rows):
        row = rows[at]
        if not any(c.isalnum() for c in row.text):  # a rule below the title
            at += 1
            continue
        words += len(row.text.split())
        alone = at == title + 1 and len(rows[title].text.split()) <= 3  # only the type word so far
        about = alone and forms.ABOUT.match(row.text) is not None  # Về việc …: a subject, however long
        goes_on = alone or not row.gap or row.text[0].islower() or rows[at - 1].text[-1] in ",(-–"
        if (
            row.kind == "footnote"
            or not goes_on
            or words > (140 if about else 90)
            or _ADDRESSEE.match(row.text)
            or labelled[at]
            or (_OPENING.match(row.text) and not (alone and len(row.text.split()) <= 45 and row.text[-1] not in ".;:,"))
            or forms.is_office(row.text)
            or (not alone and _AUTHORITY.match(row.text))
            or row.text.endswith((".", ":", "./."))
            or (row.text.endswith(";") and not (alone and _goes_on(rows, at)))
            or (len(row.text.split()) > (120 if about else 45))
        ):
            break
        at += 1
    return at


def _goes_on(rows: Sequence[Row], at: int) -> bool:
    """Whether a subject goes on behind its semicolon: "Kết quả năm 2024; / phương hướng, nhiệm vụ năm 2025"."""
    following = rows[at + 1] if at + 1 < len(rows) else None
    return (
        following is not None and not following.gap and following.text[0].islower() and following.text[-1] not in ".;:,"
    )


def _addressee_end(rows: Sequence[Row], start: int) -> int:
    at = start + 1
    while at < len(rows) and at < start + 30:
        text = rows[at].text
        bulleted = text[0] in "-–+•*" and len(text) <= 160
        wrapped = text[0].islower() and not rows[at].gap and not rows[at - 1].text.endswith(".")
        if not (bulleted or wrapped):
            break
        at += 1
        if text.endswith("."):
            break
    return at


def _letterhead_end(rows: Sequence[Row]) -> int:
    """Where there is no title: just after the last row that only a letterhead bears."""
    last = 0
    for at, row in enumerate(rows[:_NO_LETTERHEAD]):
        if _ADDRESSEE.match(row.text):
            break
        if (
            forms.MOTTO.search(row.text)
            or forms.NUMBER.match(row.text)
            or (len(row.text) <= 90 and forms.PLACE_DATE.search(row.text) and row.text[-1] not in ".;")
            or (last == at and forms.ABOUT.match(row.text))
        ):
            last = at + 1
    while 0 < last < min(len(rows), _NO_LETTERHEAD) and rows[last].text[0].islower() and not rows[last].gap:
        last += 1  # a "V/v …" over two lines
    return last


def _tail_start(rows: Sequence[Row], body: int) -> int | None:
    """The first row of the recipients or of the signature, whichever comes first."""
    for at in range(body, len(rows)):
        row = rows[at]
        if row.kind == "footnote":
            continue
        first = _COLUMNS.split(row.text, maxsplit=1)[0]
        if (
            _RECIPIENTS.match(first)
            and len(first) <= 900
            and (first.rstrip(":. ").count(" ") <= 1 or ":" in first[:12])
        ):
            return at
        if (forms.is_capacity(first) or forms.is_office(first)) and _signed_below(rows, at):
            return at
    return None


def _signed_below(rows: Sequence[Row], at: int) -> bool:
    """Whether a name, or the recipients, follow within a few rows of nothing else."""
    for row in rows[at + 1 : at + 8]:
        cells = _cells(row.text)
        if _RECIPIENTS.match(row.text) or any(map(forms.read_name, cells)):
            return True
        if not all(map(_is_form, cells)):
            return False
    return at + 1 >= len(rows) - 2 and forms.is_capacity(rows[at].text)


def _cells(text: str) -> list[str]:
    return [cell for cell in _COLUMNS.split(text) if cell]


def _is_form(cell: str) -> bool:
    """Whether a cell is an authority, an office or the mark of a signature."""
    return forms.is_capacity(cell) or forms.is_office(cell) or forms.is_signing_mark(cell)


def _tail(rows: Sequence[Row], start: int, kinds: list[PartKind]) -> None:
    """Mark recipients and signature, in whatever order they stand, until something else begins."""
    listing, offices, named = False, False, 0
    due = 1  # names that the offices ask for: minutes bear two
    roles = 0
    for at in range(start, len(rows)):
        text = rows[at].text
        if rows[at].kind == "footnote":
            continue
        cells = _cells(text)
        roles += sum(meeting_role(cell) is not None for cell in cells)
        if _RECIPIENTS.match(text):
            kinds[at], listing = "recipients", True
        elif len(cells) > 1 and all(_is_form(cell) or forms.read_name(cell) for cell in cells):
            if named >= due and offices and not listing:
                return
            kinds[at], offices = "signature", True
            due = max(due, sum(map(_is_form, cells)))
            named += sum(forms.read_name(cell) is not None for cell in cells)
        elif forms.is_capacity(text) or forms.is_office(text):
            if named >= due and offices and not listing and not (roles and _signed_below(rows, at)):
                return
            kinds[at], offices = "signature", True
            due = max(due, roles, named + 1 if roles else 1)
        elif forms.is_signing_mark(text):
            kinds[at] = "signature"
        elif named < due and forms.read_name(text) and (offices or listing):
            kinds[at], named = "signature", named + 1
        elif listing and (text[0] in "-–+•*" or _is_recipient_line(rows, at, kinds)):
            kinds[at] = "recipients"
        else:
            return


def _is_recipient_line(rows: Sequence[Row], at: int, kinds: Sequence[PartKind]) -> bool:
    """A line without bullet that goes on with the list of recipients."""
    text, before = rows[at].text, rows[at - 1].text
    if kinds[at - 1] != "recipients" or len(text) > 90 or not any(c.isalpha() for c in text):
        return False
    unfinished = before[-1] in ",(-–&" or before.rstrip().endswith(("và", "các", "của"))
    return unfinished or text[0].islower() or len(text) <= 12 or (not rows[at].gap and not text.isupper())
