"""Lines to paragraphs: what was broken at a margin or by a page is joined, all else stays a line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.repair.begins import EXPECTS_NUMBER, begins_item, ends_sentence, is_kind
from pipeline.repair.paper import Change
from pipeline.repair.phrases import Phrases, dangles
from pipeline.repair.rows import (
    BULLET,
    LABEL,
    Row,
    first_letter,
    has_letters,
    is_caps,
    is_open,
    item_number,
    starts_low,
)
from pipeline.repair.shape import Shape, measure
from schemas.text import Span

# "(2021-" + "2025)", "QĐ-" + "TTg": a hyphen that hugs what stands before it hugs what follows, too.
_HUGGING_HYPHEN = re.compile(r"\w[-–/]$")
_DASH = re.compile(r"[^\W\d_]\s[-–]$")  # "Hội đồng Thi đua -": no paragraph ends so, nor does the number of a page
# "¹", "(2)", "[3]", "4 " at the start of a footnote.
_NOTE_LABEL = re.compile(r"\s*(?:[⁰¹²³⁴-⁹]|\(\d+\)|\[\d+\]|\d{1,3}[\s.])")
_SIZE_STEP = 1.5  # points; letters of another size begin a paragraph of their own


@dataclass
class Joined:
    """What joining found: the changes at line breaks, and rows that go on over a footnote."""

    changes: list[Change] = field(default_factory=list)
    continued: list[Row] = field(default_factory=list)


@dataclass
class _Paragraph:
    """The paragraph under way: its last line, all its text, and what stood since that line."""

    last: Row
    text: str
    first: Row
    blanks: int = 0
    furniture: int = 0
    footnote: bool = False


def join_lines(rows: list[Row], text: str) -> Joined:
    """Decide for every line whether it goes on with the one before."""
    shape = measure(rows)
    phrases = Phrases(text)
    joined = Joined()
    here: _Paragraph | None = None
    note: _Paragraph | None = None  # the footnote just above
    number = 0
    for row in rows:
        if note and row.role == "text" and _goes_on(note, row, shape, phrases, 0):
            row.role = "footnote"
            _join(note, row, joined)
            continue
        if row.role == "footnote":
            if note and _same_note(note.last, row):
                _join(note, row, joined)
            else:
                note = _Paragraph(row, row.text.strip(), row)
            if here:
                here.footnote = True
            continue
        note = None
        if row.role == "table":
            here = None
        elif row.role != "text" and here:
            here.blanks += row.role == "blank"
            here.furniture += row.role == "furniture"
        elif row.role == "text":
            if here and _goes_on(here, row, shape, phrases, number):
                _join(here, row, joined)
            else:
                here = _Paragraph(row, row.text.strip(), row)
                number = item_number(row.text) or number
    joined.changes += _drop_furniture(rows, joined.changes)
    joined.changes.sort()
    return joined


def _join(here: _Paragraph, row: Row, joined: Joined) -> None:
    if here.footnote:
        joined.continued.append(row)
    else:
        glue = "" if _HUGGING_HYPHEN.search(here.last.text.rstrip()) else " "
        start = here.last.start + len(here.last.text.rstrip())
        end = row.start + len(row.text) - len(row.text.lstrip())
        rule = "page_break" if here.furniture or here.blanks else "line_break"
        joined.changes.append(Change(Span(start, end), glue, rule))
    here.text += " " + row.text.strip()
    here.last = row
    here.blanks = here.furniture = 0
    here.footnote = False


def _same_note(above: Row, row: Row) -> bool:
    """Whether reading knows both lines for footnotes and the second bears no label of its own."""
    known = row.origin == above.origin == "footnote" and row.page == above.page
    return known and not _NOTE_LABEL.match(row.text)


def _drop_furniture(rows: list[Row], changes: list[Change]) -> list[Change]:
    """Take out the furniture that no join has swallowed, each with its line feed."""
    swallowed = [change.span for change in changes]
    dropped, at = [], 0
    last = len(rows) - 1
    for row in rows:
        if row.role != "furniture":
            continue
        while at < len(swallowed) and swallowed[at].end <= row.start:
            at += 1
        if at < len(swallowed) and swallowed[at].start <= row.start:
            continue
        span = Span(row.start, row.end + 1)
        if row.index == last:  # it has no line feed of its own: the one before it goes
            spare = row.index and rows[row.index - 1].role != "furniture"
            span = Span(row.start - bool(spare), row.end)
        dropped.append(Change(span, "", "page_furniture"))
    return dropped


def _goes_on(here: _Paragraph, row: Row, shape: Shape, phrases: Phrases, number: int) -> bool:
    """Whether ``row`` goes on with the paragraph under way."""
    above = here.last
    apart = bool(here.blanks or here.furniture or here.footnote or above.page != row.page)
    open_end = is_open(above.text)
    full = shape.is_full(above, row.text)
    flush = shape.indented and row.box is not None and not shape.is_set_in(row)
    if not _may_touch(above, row) or is_kind(row.text, above.text, here.first.text):
        return False
    if begins_item(row, above, number, phrases, full=full and open_end, flush=flush):
        return False
    if (starts_low(row.text) and (open_end or (full and not apart))) or BULLET.match(row.text):
        return True  # a bullet is no item after all: the dash within a term
    if not open_end:
        return full and not apart and _same_paragraph(here, row, shape)
    if is_caps(above.text) or is_caps(row.text):
        ends = not is_caps(above.text) and ends_sentence(above.text, row.text, full=full)
        full = full and not (shape.is_right_of_middle(above) and shape.is_right_of_middle(row))  # titles of a signer
        return ends or _hangs(above.text) or (not apart and _heading_goes_on(here, row, full=full))
    full = full and not ((shape.indented or row.box is not None) and shape.is_set_in(row))
    return _hangs(above.text) or _open_goes_on(here, row, phrases, full=full, apart=apart)


def _hangs(text: str) -> bool:
    """Whether a line ends so that something must follow: a comma, an open bracket, a hyphen, "và"."""
    bare = text.rstrip()
    return bare.endswith((",", "(", "“")) or bool(_HUGGING_HYPHEN.search(bare) or _DASH.search(bare)) or dangles(bare)


def _may_touch(above: Row, row: Row) -> bool:
    """What is set in another place or in other letters is no part of the same paragraph."""
    if "\t" in above.text or "\t" in row.text or above.origin != row.origin:
        return False
    if above.box and row.box and above.page == row.page and row.box.top < above.box.top:
        return False  # the next column
    return not (above.size and row.size and abs(above.size - row.size) > _SIZE_STEP)


def _same_paragraph(here: _Paragraph, row: Row, shape: Shape) -> bool:
    """After a full line that ends a sentence: whether the next sentence stands in the same paragraph."""
    ending = here.last.text.rstrip()
    if is_caps(row.text) or is_caps(ending) or ending.endswith(("./", "./.")):
        return False
    hangs_out = row.box is not None and shape.is_set_in(here.last) and not shape.is_set_in(row)
    if ending.endswith(":") and not (shape.spaced or shape.indented or hangs_out):
        return False
    if here.last.bold is not None and row.bold is not None and here.last.bold != row.bold:
        return False
    if shape.indented or row.box is not None:
        return not shape.is_set_in(row)
    return shape.spaced or shape.width is not None


def _heading_goes_on(here: _Paragraph, row: Row, *, full: bool) -> bool:
    """A heading in capitals runs over two lines: the first bears a label and is long, the second bears none."""
    if not (is_caps(here.last.text) and is_caps(row.text)):
        return full and is_caps(here.last.text) and not has_letters(row.text)  # "… GIAI ĐOẠN" + "2021-2025"
    above = here.last.text.strip()
    return full or (bool(LABEL.match(here.first.text)) and len(above) >= 30)


def _open_goes_on(here: _Paragraph, row: Row, phrases: Phrases, *, full: bool, apart: bool) -> bool:
    """The line above does not end a sentence and this one begins with a capital, a digit or a mark."""
    above = here.last.text.rstrip()
    if first_letter(row.text).isdigit() and EXPECTS_NUMBER.search(above):
        return True
    figures_follow = re.match(r"\s*\(\d", row.text) is not None and not apart  # "… 5 năm" + "(2020-2025), …"
    if figures_follow or _inside(here.text, row.text):
        return True
    if here.last.bold is not None and row.bold is not None and here.last.bold != row.bold:
        return False
    if full and (not apart or here.last.box is not None):
        return True
    return len(above) >= 40 and not LABEL.match(above) and phrases.runs_on(above, row.text)


def _inside(above: str, below: str) -> bool:
    """Whether a quotation or a bracket opened above is closed below."""
    for opening, closing in (("“", "”"), ("(", ")")):
        depth = above.count(opening) - above.count(closing)
        at = below.find(closing)
        if depth == 1 and at >= 0 and opening not in below[:at]:
            return True
    return False
