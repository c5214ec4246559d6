"""Which rows are headings, and how far each reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.outline.bullets import introduces
from pipeline.outline.kinds import key_of, told_kind
from pipeline.outline.labels import RANK, Label, Style
from pipeline.outline.rows import Row
from pipeline.outline.runs import PERSON, capitals, find_run, open_quote
from schemas.document import Part
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its label, its words, and the rows on which it stands.

    ``span`` reaches from the label to the last word; ``cut`` is the offset in the text at which the heading's own
    passage ends, where its paragraph goes on (None: the heading takes the whole of its rows).
    """

    style: Style
    label: str | None
    value: int | None
    words: str
    span: Span
    rows: tuple[int, int]  # first and last row, inclusive
    cut: int | None
    capitals: bool
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Shape:
    """A row that may be a heading, seen alone."""

    head: int  # offset in the row at which the heading's words end
    cut: int | None  # offset in the row at which the text after the heading begins
    last: int  # last row of the heading
    words: str
    capitals: bool


_LONG_WORDS = 60
# đã ban hành · được tổ chức · sẽ · có trách nhiệm     words of a sentence, which headings rarely hold
_VERBS = re.compile(r"\b(?:đã|được|sẽ|đang|có trách nhiệm|gồm|là|đều|chưa|còn)\b", re.IGNORECASE)
# … bao gồm: · … như sau:      what announces a list, not what heads it
_ANNOUNCES = re.compile(r"(?:gồm|như sau|sau đây|cụ thể|dưới đây)\s*:?\s*$", re.IGNORECASE)
# DANH SÁCH · PHỤ LỤC II · BIỂU SỐ 01      what is attached to a document
_ATTACHED = re.compile(r"(?:DANH SÁCH|PHỤ LỤC|BIỂU MẪU|BIỂU)(?:\s+(?:SỐ\s+)?(?:[IVX]+|\d{1,2}))?\s*[:.]?$")
# I. Hàng ăn và dịch vụ ăn uống 126,01 99,75      a row of figures
_FIGURES = re.compile(r"(?:\s[\d.,%]+){2,}$|\s\d+[.,]\d+$")
# CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ … · HỘI ĐỒNG NHÂN DÂN …      the authority that decides, above "Căn cứ"
_AUTHORITY = re.compile(
    r"(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|HIỆU TRƯỞNG|ỦY BAN|UỶ BAN|HỘI ĐỒNG|BAN (?:CHẤP|THƯỜNG)|QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\b"
)


def find_headings(rows: Sequence[Row], labels: Sequence[Label | None], parts: Sequence[Part]) -> tuple[Heading, ...]:
    """The headings of the body, in order."""
    body = _in_body(rows, parts)
    below = _below(rows, labels, body)
    shapes = [_shape(rows, labels, body, at) if body[at] else None for at in range(len(rows))]
    scores = _scores(rows, labels, shapes, below)
    found: list[Heading] = []
    at = 0
    while at < len(rows):
        heading = _heading(rows, labels[at], shapes[at], scores[at], at, below) if body[at] else None
        if heading is not None:
            found.append(heading)
            at = heading.rows[1]
        at += 1
    return tuple(found)


def _in_body(rows: Sequence[Row], parts: Sequence[Part]) -> list[bool]:
    inside, part = [], 0
    for row in rows:
        while part + 1 < len(parts) and parts[part + 1].span.start <= row.span.start:
            part += 1
        inside.append(row.kind == "text" and not row.continued and parts[part].kind == "body")
    return inside


def _heading(
    rows: Sequence[Row], label: Label | None, shape: _Shape | None, score: float, at: int, below: Sequence[bool]
) -> Heading | None:
    row = rows[at]
    if label is not None and label.style == "bullet":
        name = introduces(row.text, label.rest, alone=below[at])
        if name is None:
            return None
        start = row.span.start
        cut = None if name.cut is None else start + name.cut
        span = Span(start, start + name.span.end)
        return Heading(
            "bullet", label.text[:1], None, name.span.of(row.text), span, (at, at), cut, False, 0.85, name.rule
        )
    if shape is None or score <= 0:
        return None
    start = row.span.start
    last = rows[shape.last]
    end = last.span.start + shape.head
    cut = None if shape.cut is None else last.span.start + shape.cut
    style: Style = label.style if label else "none"
    confidence = min(0.99, 0.6 + 0.08 * score)
    return Heading(
        style, label.text if label else None, label.value if label else None, shape.words, Span(start, end),
        (at, shape.last), cut, shape.capitals, confidence, "labelled" if label else "unlabelled",
    )  # fmt: skip


def _below(rows: Sequence[Row], labels: Sequence[Label | None], body: Sequence[bool]) -> list[bool]:
    """Of each row, whether text of a lower order stands under it before the next label of its own or a higher order."""
    under = [False] * len(rows)
    follower: int | None = None
    for at in range(len(rows) - 1, -1, -1):
        if rows[at].kind == "footnote":
            continue
        label = labels[at]
        if follower is not None and body[at]:
            other = labels[follower]
            if not body[follower] and rows[follower].kind != "table" and not rows[follower].continued:
                under[at] = False
            elif other is None:
                under[at] = True
            else:
                under[at] = label is None or RANK[other.style] > RANK[label.style]
        follower = at
    return under


def _shape(rows: Sequence[Row], labels: Sequence[Label | None], body: Sequence[bool], at: int) -> _Shape | None:
    """How a heading on this row would look; None where it can be none."""
    label, text = labels[at], rows[at].text
    rest = label.rest if label else 0
    last, pieces = at, [text[rest:]]

    def next_plain() -> str | None:
        follower = last + 1
        if follower < len(rows) and body[follower] and labels[follower] is None:
            return rows[follower].text
        return None

    if not pieces[0].strip():
        if label is None or label.style not in ("phan", "chuong", "muc", "roman", "upper", "dieu"):
            return None
        following = next_plain()
        if following is None or len(following.split()) > 50 or not following[0].isupper():
            return None if label.style != "phan" else _Shape(len(text.rstrip()), None, at, label.text, False)
        last, pieces = last + 1, [following]
    if (
        not pieces[0][0].isupper()
        and pieces[0][0] not in "“\"'‘*«"
        and not (pieces[0][0].isdigit() and capitals(pieces[0]))
    ):
        return None
    while last < at + 4 and (following := next_plain()) is not None and _goes_on(pieces, following, rows[last + 1].gap):
        pieces.append(following)
        last += 1
    if label is None and last == at and _ATTACHED.match(text):
        following = next_plain()
        if following is not None and len(following.split()) <= 40 and following[0] != "(":
            return _Shape(len(following.rstrip(" .:;")), None, at + 1, following.rstrip(" .:;"), True)
        return _Shape(len(text.rstrip(" .:")), None, at, text.rstrip(" .:"), True)
    base = len(rows[last].text) - len(pieces[-1])
    joined = " ".join(piece.strip() for piece in pieces)
    run_in = find_run(pieces[-1])
    if run_in is not None:
        head, cut = run_in
        words = " ".join([*(p.strip() for p in pieces[:-1]), pieces[-1][:head]]).strip()
        return _Shape(base + head, base + cut, last, words, capitals(words))
    stripped = joined.rstrip(" .:;,*_/")
    lost = len(pieces[-1]) - len(pieces[-1].rstrip(" .:;,*_/"))
    return _Shape(len(rows[last].text) - lost, None, last, stripped, capitals(joined)) if stripped else None


def _goes_on(pieces: list[str], following: str, gap: bool) -> bool:
    """Whether a heading goes on in the next row."""
    text = pieces[-1].rstrip()
    if len(following.split()) > 30 or text[-1] in ".:;!?" or sum(len(p.split()) for p in pieces) > _LONG_WORDS:
        return False
    if capitals(text):
        return capitals(following) and not following.rstrip().endswith(".")
    if open_quote(" ".join(pieces)):
        return True
    return following[0].islower() and not following.rstrip().endswith((".", ";"))


def _scores(
    rows: Sequence[Row], labels: Sequence[Label | None], shapes: Sequence[_Shape | None], below: Sequence[bool]
) -> list[float]:
    """How much speaks for each row as a heading; rows of one list speak for one another."""
    own = [
        _score(rows, at, labels[at], shape, below) if (shape := shapes[at]) is not None else 0.0
        for at in range(len(rows))
    ]
    scores = list(own)
    for group in _lists(labels, shapes):
        mean = sum(own[at] for at in group) / len(group)
        if 2 * sum(rows[at].text.endswith(";") for at in group) >= len(group) > 1:
            mean -= 4.0  # a list of items
        for at in group:
            scores[at] = 0.6 * own[at] + 0.4 * mean
    return scores


def _lists(labels: Sequence[Label | None], shapes: Sequence[_Shape | None]) -> list[list[int]]:
    """The rows whose labels count on from one another: 1. 2. 3., or a) b) c)."""
    lists: list[list[int]] = []
    open_lists: dict[Style, list[int]] = {}
    for at, label in enumerate(labels):
        if label is None or label.style == "bullet" or shapes[at] is None:
            continue
        for style in [s for s in open_lists if RANK[s] > RANK[label.style]]:
            del open_lists[style]
        current = open_lists.get(label.style)
        before = labels[current[-1]] if current else None
        if current is not None and before is not None and (label.value or 0) > (before.value or 0):
            current.append(at)
        else:
            open_lists[label.style] = [at]
            lists.append(open_lists[label.style])
    return lists


def _score(rows: Sequence[Row], at: int, label: Label | None, shape: _Shape, below: Sequence[bool]) -> float:
    text = rows[shape.last].text
    count = len(shape.words.split())
    told = told_kind(shape.words)
    if label is None and _ATTACHED.match(rows[at].text):
        return 2.0
    if label is None:
        return _score_unlabelled(text, shape, told, below[shape.last])
    if label.style in ("phan", "chuong", "muc"):
        return 4.0 if count <= _LONG_WORDS else -1.0
    if PERSON.match(shape.words) or _FIGURES.search(shape.words):
        return -4.0
    score = 4.0 if shape.capitals else 0.0
    score += {"roman": 2.0, "upper": 1.0, "nested": 0.5}.get(label.style, 0.0)
    score += 1.0 if count <= 12 else 0.0 if count <= 25 else -1.0 if count <= 40 else -3.0
    score += 1.5 if below[shape.last] or shape.cut is not None else -1.5
    if told is not None and count <= 25:
        score += 1.0
    if shape.cut is None:
        ending = text.rstrip(" */")[-1:]
        score -= {";": 3.0, ",": 2.0, ".": 1.0}.get(ending, 0.0)
        if ending == "." and count > 20:
            score -= 1.5
    elif count > 14:
        score -= 1.0
    score -= min(2, len(_VERBS.findall(shape.words))) * (0.0 if told == "phong_trao" else 1.0)
    if re.search(r"[^\W\d_]{2}\.\s+[^\W\d_]", shape.words):
        score -= 4.0
    if shape.cut is None and _ANNOUNCES.search(text):
        score -= 2.0
    if label.style == "dieu" and (count > 18 or text.rstrip().endswith((".", ";"))):
        score -= 3.0
    return score


# Ưu điểm · Một số hạn chế: · Phương hướng, nhiệm vụ năm 2026      headings that need no number to be known
_PLAIN = frozenset(
    [
        "uu_diem",
        "han_che",
        "nguyen_nhan",
        "bai_hoc",
        "giai_phap",
        "phuong_huong_nhiem_vu",
        "kien_nghi",
        "muc_dich_yeu_cau",
        "to_chuc_thuc_hien",
        "danh_gia_chung",
        "dac_diem_tinh_hinh",
        "khen_thuong",
        "ket_qua_phong_trao",
        "phong_trao",
    ]
)


def _score_unlabelled(text: str, shape: _Shape, told: str | None, below: bool) -> float:
    count = len(shape.words.split())
    if text.rstrip(" *")[-1:] in ".;,/" or (not below and shape.cut is None):
        return -1.0
    if shape.capitals and shape.cut is None:
        return (
            2.0 if 2 <= count <= 40 and not _AUTHORITY.match(shape.words) and not _FIGURES.search(shape.words) else -1.0
        )
    if told not in _PLAIN or _VERBS.search(shape.words):
        return -1.0
    if shape.cut is not None:
        return 0.5 if count <= 5 and told in ("uu_diem", "han_che", "nguyen_nhan", "bai_hoc") else -1.0
    if key_of(shape.words).endswith(("nhu sau", "sau day", "cu the", "sau")):
        return -1.0
    if told == "phong_trao":
        return 1.0 if count <= 30 else -1.0
    limit = 30 if told == "ket_qua_phong_trao" and "phat dong" in key_of(shape.words) else 9
    return 1.0 if count <= limit else -1.0
