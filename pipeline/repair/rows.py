"""The lines of a text under repair, and what their first and last characters tell.

Patterns work on damaged Vietnamese as well: they look at numbering, capitals and punctuation, not at words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.document import RawDocument
from schemas.text import Box, Span

# Capital and small letters lie side by side in the Vietnamese block of Unicode, so a range will not do.
_CAPITALS = "".join(filter(str.isupper, map(chr, [*range(0x41, 0x180), 0x1A0, 0x1AF, *range(0x1EA0, 0x1EFA)])))

# "- Phong trào …", "+Năm 2024 …", "• Xã …", "* Về kinh tế"; not "-xã hội" (the tail of "kinh tế -xã hội").
BULLET = re.compile(rf"\s*(?:[-–—+*•●○▪■□◦·❖➢✓✔»>](?=\s)|[-–+•●▪➢](?=[{_CAPITALS}]))")

# "Phần I", "Phần thứ hai", "Chương 2", "Mục 3", "Điều 5.", "Phan II" without marks, at the start of a line.
_PART = r"(?:ph[aầâ]n|ch[uươ]+ng|m[uụ]c|[đd]i[eềê]u)\s+(?:th[uứ]\s|[IVXLl1]+\b|\d+\b)"
# "II. KẾT QUẢ", "1.2. Ưu điểm", "2.Giải pháp", "1/ Về …", "1- Về …", "a) Về …", "A. PHẦN CHUNG"; what OCR makes:
# "I1l. CONG TAC"; not "2- 3 ngày" (the tail of a range).
_CLOSED = (
    r"(?:[IVXLl1|\]]{1,6}|\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}|[a-zđA-ZĐ])"
    rf"(?:[.)](?!\d)|/(?=\s)|[-–](?=\s+[{_CAPITALS}]))\s*(?=\S)"
)
# "(1) Công tác …", and "3.1 Ưu điểm" before a capital ("1.5 tỷ đồng" is none).
_OTHER = rf"\(\d{{1,2}}\)\s*(?=\S)|\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?\s+(?=[{_CAPITALS}])"
LABEL = re.compile(rf"\s*(?:(?i:{_PART})|{_CLOSED}|{_OTHER})")
_FULL_NUMBER = re.compile(r"\s*(\d{1,2})[.)]")

# A line that stands for itself: "Số: 12/BC-UBND", "Kính gửi: …", "Nơi nhận:", "TM. …", "KT. …", "Q. …".
OWN_LINE = re.compile(
    r"\s*(?:S[ốôo6]\s?:|K[ií]nh g[ửưuứi]+|N[ơo]i nh[ậâa]n|(?:TM|KT|TL|TUQ|Q)\.|[TK]/[MT]\b|\|)", re.IGNORECASE
)

_CLOSERS = "\"'”’»)]*_ \t"
_ENDERS = ".;:!?…/"
_OPEN_DASH = re.compile(r"[-–—]\s*$")
_FIRST = re.compile(r"[\s\"'“‘«(\[*_]*")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Row:
    """One line of the text under repair. ``role`` is ``text``, ``blank``, ``table``, ``furniture`` or ``footnote``."""

    index: int
    start: int
    text: str
    page: int
    number: int
    role: str
    box: Box | None = None
    size: float | None = None
    bold: bool | None = None
    origin: str = "body"
    table: int | None = None
    row: int | None = None

    @property
    def end(self) -> int:
        """Where the line ends, before its line feed."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """The line without its line feed."""
        return Span(self.start, self.end)


def rows_of(raw: RawDocument, text: str) -> list[Row]:
    """The lines of ``text``, which has as many as ``raw``, with what reading found out about each."""
    rows, at = [], 0
    for index, ((page, line), content) in enumerate(zip(raw.lines, text.split("\n"), strict=raw.lines != ())):
        role = "text" if content.strip() else "blank"
        if line.table is not None:
            role = "table"
        elif role == "text" and line.origin == "footnote":
            role = "footnote"
        rows.append(
            Row(index, at, content, page.number, line.number, role, line.box, line.size, line.bold, line.origin,
                line.table, line.row)
        )  # fmt: skip
        at += len(content) + 1
    return rows


def plain_rows(text: str) -> list[Row]:
    """The lines of a text of which nothing else is known."""
    rows, at = [], 0
    for index, content in enumerate(text.split("\n")):
        rows.append(Row(index, at, content, 1, index + 1, "text" if content.strip() else "blank"))
        at += len(content) + 1
    return rows


def renew(rows: list[Row], text: str) -> None:
    """Give the rows the text that they have now; their number is unchanged."""
    at = 0
    for row, content in zip(rows, text.split("\n"), strict=True):
        row.start, row.text = at, content
        if row.role in {"text", "blank"}:
            row.role = "text" if content.strip() else "blank"
        at += len(content) + 1


def is_open(text: str) -> bool:
    """Whether a line ends in the midst of a sentence: no mark of punctuation closes it.

    >>> is_open("chặt chẽ với Ủy ban Mặt trận Tổ"), is_open("kết quả như sau:"), is_open("nông thôn mới”.")
    (True, False, False)
    """
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and (bare[-1] not in _ENDERS or bool(_OPEN_DASH.search(text)))


def first_letter(text: str) -> str:
    """The first character that is no quotation mark, bracket or blank; empty if there is none."""
    found = _FIRST.match(text)
    at = found.end() if found else 0
    return text[at : at + 1]


def starts_low(text: str) -> bool:
    """Whether the line begins with a small letter and is no item of a list.

    >>> starts_low("xã hội"), starts_low("a) Về kinh tế"), starts_low("- xã"), starts_low("Xã")
    (True, False, False, False)
    """
    return first_letter(text).islower() and not is_item(text)


def is_item(text: str) -> bool:
    """Whether the line begins a paragraph of its own by a bullet, a label or its nature.

    >>> is_item("1- Về kinh tế"), is_item("a- Về xã hội"), is_item("2- 3 ngày")
    (True, True, False)
    """
    return bool(BULLET.match(text) or LABEL.match(text) or OWN_LINE.match(text))


def is_caps(text: str) -> bool:
    """Whether nearly all letters are capitals, as in a heading.

    >>> is_caps("II. KẾT QUẢ THỰC HIỆN"), is_caps("UBND xã")
    (True, False)
    """
    letters = [letter for letter in text if letter.isalpha()]
    small = sum(letter.islower() for letter in letters)
    return len(letters) >= 2 and small * 10 <= len(letters)


def item_number(text: str) -> int | None:
    """The number of a simple numbered item ("3. …", "3) …"), else None."""
    found = _FULL_NUMBER.match(text)
    return int(found[1]) if found else None


def has_letters(text: str) -> bool:
    """Whether there is at least one letter."""
    return bool(_LETTER.search(text))
