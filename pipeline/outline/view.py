"""The rows as the search for headings sees them, and how a heading on a row would look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.header.forms import UPPER
from pipeline.outline.labels import RANK, Label
from pipeline.outline.rows import Row
from pipeline.outline.runs import capitals, find_run, open_quote, weak_run
from schemas.document import Part

LONGEST = 60  # words of a heading

# DANH SÁCH · PHỤ LỤC II · Phụ lục I · BIỂU SỐ 01      what is attached to a document
_NUMBERED = r"(?:\s+(?:(?i:số)\s+)?(?:[IVX]+|\d{1,2}))"
_ATTACHED = re.compile(
    rf"(?:(?P<annex>P(?:HỤ LỤC|hụ lục){_NUMBERED}?)|(?:DANH SÁCH|BIỂU MẪU|BIỂU){_NUMBERED}?)\s*[:.]?$"
)
# PHỤ LỤC 02: CHỈ TIÊU THI ĐUA CÁC THÔN      refuses: Phụ lục II kèm theo
_ANNEX_OF = re.compile(rf"(?P<annex>P(?:HỤ LỤC|hụ lục){_NUMBERED})(?:\s*[:.]\s*|\s+[–-]\s+)(?=[{UPPER}“])")

_ALONE = ("phan", "chuong", "muc", "roman", "upper", "dieu")  # labels that may stand on a line of their own
_MARKS = " .:;,*_/"


@dataclass(frozen=True)
class View:
    """Rows, their labels, which of them are text of the body, under which of them text of a lower order stands.

    ``attached`` tells of each row whether it stands behind the signature; ``news`` that the text has neither letterhead
    nor signature nor numbered rows.
    """

    rows: Sequence[Row]
    labels: Sequence[Label | None]
    body: Sequence[bool]
    below: Sequence[bool]
    attached: Sequence[bool]
    news: bool = False

    @classmethod
    def of(cls, rows: Sequence[Row], labels: Sequence[Label | None], parts: Sequence[Part]) -> View:
        """Look at the rows."""
        body, attached, part = [], [], 0
        first = next((at for at, p in enumerate(parts) if p.kind == "body"), 0)
        for row in rows:
            while part + 1 < len(parts) and parts[part + 1].span.start <= row.span.start:
                part += 1
            body.append(row.kind == "text" and not row.continued and parts[part].kind == "body")
            attached.append(part > first)
        numbered = any(label is not None and label.style != "bullet" for label in labels)
        news = not numbered and not any(p.kind in ("letterhead", "signature") for p in parts)
        return cls(rows, labels, body, _below(rows, labels, body), attached, news)

    def plain(self, at: int) -> str | None:
        """The text of a row of the body that bears no label, or None."""
        if at < len(self.rows) and self.body[at] and self.labels[at] is None:
            return self.rows[at].text
        return None


def _below(rows: Sequence[Row], labels: Sequence[Label | None], body: Sequence[bool]) -> list[bool]:
    under = [False] * len(rows)
    follower: int | None = None
    for at in range(len(rows) - 1, -1, -1):
        if rows[at].kind == "footnote":
            continue
        if follower is not None and body[at]:
            label, other = labels[at], labels[follower]
            if body[follower] or rows[follower].kind == "table" or rows[follower].continued:
                under[at] = (
                    other is None
                    or label is None
                    or RANK[other.style] > RANK[label.style]
                    # 6. Hồ sơ đề nghị / 1. …: a numbering that begins again is of a lower order
                    or (other.style == label.style != "bullet" and other.value == 1 and rows[at].text[-1] not in ".;,")
                )
        follower = at
    return under


@dataclass(frozen=True, slots=True)
class Shape:
    """How a heading on a row would look.

    ``end`` is the offset in row ``last`` at which its words end, ``cut`` the one at which the text after it begins
    (None: nothing follows in that row). ``weak`` tells that only the other rows of its list can make it a heading,
    ``attached`` that it is the title of what is attached, ``annex`` what that calls itself: "Phụ lục I".
    """

    end: int
    cut: int | None
    last: int
    words: str
    capitals: bool
    weak: bool = False
    attached: bool = False
    annex: str | None = None


def shape_of(view: View, at: int) -> Shape | None:
    """The shape of a heading on row ``at``; None where it can be none."""
    label, text = view.labels[at], view.rows[at].text
    rest = label.rest if label else 0
    if label is None and (attached := _attached(view, at)) is not None:
        return attached
    if not text[rest:].strip():
        return _two_rows(view, at)
    return _rows(view, at, at, [text[rest:]]) if _may_begin(text[rest:]) else None


def _attached(view: View, at: int) -> Shape | None:
    """DANH SÁCH, and its subject on the next row; Phụ lục I, whose subject may go on over rows in capitals."""
    text, subject = view.rows[at].text, view.plain(at + 1)
    begun = _ANNEX_OF.match(text)
    if begun is not None and (view.attached[at] or capitals(text[begun.end() :])) and text[-1] not in ".;":
        shape = _rows(view, at, at, [text[begun.end() :]])
        return shape and replace(shape, attached=True, annex=" ".join(begun["annex"].split()))
    match = _ATTACHED.match(text)
    if match is None or not (text.isupper() or view.attached[at] or (subject is not None and capitals(subject))):
        return None
    if subject is None or len(subject.split()) > 40 or subject[0] == "(":
        words = text.rstrip(_MARKS)
        return Shape(len(words), None, at, words, capitals=True, attached=True)
    last, pieces = at + 1, [subject]
    while match["annex"] and (following := view.plain(last + 1)) is not None and _titles(pieces, following):
        pieces.append(following)
        last += 1
    words = " ".join(pieces).rstrip(_MARKS)
    annex = " ".join(match["annex"].split()) if match["annex"] else None
    return Shape(len(pieces[-1].rstrip(_MARKS)), None, last, words, capitals=True, attached=True, annex=annex)


def _titles(pieces: list[str], following: str) -> bool:
    """Whether the title of an annex goes on in a row: capitals below capitals, or the subject of its list."""
    if following[0] == "(" or len(following.split()) > 40 or len(pieces) > 3:
        return False
    return _ATTACHED.match(pieces[-1]) is not None or (capitals(pieces[-1]) and capitals(following))


def _two_rows(view: View, at: int) -> Shape | None:
    """A label alone on its row: the heading is the next one."""
    label, text = view.labels[at], view.rows[at].text
    if label is None or label.style not in _ALONE:
        return None
    following = view.plain(at + 1)
    if following is not None and len(following.split()) <= 50 and _may_begin(following):
        return _rows(view, at, at + 1, [following])
    return Shape(len(text.rstrip()), None, at, label.text, capitals=False) if label.style == "phan" else None


def _may_begin(words: str) -> bool:
    first = words[0]
    return first.isupper() or first in "“\"'‘*«" or (first.isdigit() and capitals(words))


def _rows(view: View, at: int, last: int, pieces: list[str]) -> Shape | None:
    """The heading whose words begin with ``pieces`` on row ``last``, with the rows on which it goes on."""
    while last < at + 4 and (following := view.plain(last + 1)) is not None and _goes_on(pieces, following):
        pieces.append(following)
        last += 1
    base = len(view.rows[last].text) - len(pieces[-1])
    before = [piece.strip() for piece in pieces[:-1]]
    run, weak = find_run(pieces[-1]), False
    if run is None and at == last and view.labels[at] is not None:
        run = weak_run(pieces[-1])
        weak = run is not None
    end, cut = run if run is not None else (len(pieces[-1].rstrip(_MARKS)), None)
    words = " ".join([*before, pieces[-1][:end]]).strip(_MARKS if run is None else " ")
    if not words:
        return None
    return Shape(base + end, None if cut is None else base + cut, last, words, capitals(words), weak)


def _goes_on(pieces: list[str], following: str) -> bool:
    """Whether a heading goes on in the next row."""
    text = pieces[-1].rstrip()
    if len(following.split()) > 30 or text[-1] in ".:;!?" or sum(len(p.split()) for p in pieces) > LONGEST:
        return False
    if capitals(text):
        return capitals(following) and not following.endswith(".")
    if open_quote(" ".join(pieces)):
        return True
    return following[0].islower() and not following.endswith((".", ";"))
