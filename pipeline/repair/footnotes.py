"""Footnotes: their marks in the running text and their bodies, wherever those stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.repair.paper import Change
from pipeline.repair.rows import Row
from schemas.text import Span

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWER = str.maketrans(_RAISED, "0123456789")

# A body: "¹Về trồng trọt: …", "² Bình Hàn: …"; where reading knows it for one also "1 Về …", "(1) Về …", "[1] Về …".
_RAISED_BODY = re.compile(rf"\s*([{_RAISED}]{{1,3}})\s*(?=\S)")
_PLAIN_BODY = re.compile(r"\s*(?:\(([0-9]{1,3}|\*{1,3})\)|\[([0-9]{1,3})\]|([0-9]{1,3}))[.:]?\s*(?=\S)")
# "(1) Gồm các xã …", "[1] …", "1 Gồm …" of which nothing is known: a body only where a mark of that form is found.
_CLAIMED_BODY = re.compile(
    r"\s*(?:\((?P<round>\d{1,2})\)|\[(?P<square>\d{1,2})\]|(?P<bare>\d{1,2})(?=\s?[^\W\d_]))\s*(?=\S)"
)

_RAISED_MARK = re.compile(rf"[{_RAISED}]{{1,3}}")
# After these a raised 2 or 3 is a unit: km², m³.
_UNIT = re.compile(r"(?:^|\d|\W)(?:[kdcmh]?m|dam|inch|in|ft)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote under way: its label, its mark (a span that is taken out), its body; both in the present text."""

    label: str
    mark: Span | None
    body: Span


def tie_footnotes(rows: list[Row]) -> tuple[list[Note], list[Change]]:
    """Find bodies and their marks; give the bodies' rows the role ``footnote``.

    A mark belongs to the nearest body of its label that has none yet: forwards first, since a footnote stands at the
    foot of its page or at the end, then backwards.

    Returns:
        The notes, in order of their bodies, and the changes that take the marks out of the running text.
    """
    bodies = list(_bodies(rows))
    marks = [mark for row in rows if row.role in {"text", "table"} for mark in _raised_marks(row)]
    notes: list[Note] = []
    used: set[Span] = set()
    for label, body in bodies:
        free = [span for found, span in marks if found == label and span not in used]
        before = [span for span in free if span.end <= body.start]
        mark = before[-1] if before else (free[0] if free else None)
        if mark is None:
            mark = next(iter(_plain_marks(rows, label, body)), None)
        if mark is not None:
            used.add(mark)
        notes.append(Note(label, mark, body))
    for label, body, mark in _claimed(rows, used):
        notes.append(Note(label, mark, body))
        used.add(mark)
    lost = {span for _, span in marks} - used
    changes = [Change(_with_blank(rows, span), "", "footnote_mark") for span in sorted(used)]
    changes += [Change(span, "", "footnote_mark_without_body") for span in lost]
    notes.sort(key=lambda note: note.body)
    return notes, sorted(changes)


def _bodies(rows: list[Row]) -> Iterator[tuple[str, Span]]:
    follows = False
    for row in rows:
        known = row.origin == "footnote"
        found = _RAISED_BODY.match(row.text) or (_PLAIN_BODY.match(row.text) if known else None)
        if found and row.role in {"text", "footnote"}:
            row.role = "footnote"
            follows = True
            label = next(group for group in found.groups() if group).translate(_LOWER)
            yield label, Span(row.start + found.end(), row.end)
        elif not known:
            follows = False
        elif follows and row.role == "text":
            row.role = "footnote"


def _raised_marks(row: Row) -> Iterator[tuple[str, Span]]:
    for match in _RAISED_MARK.finditer(row.text):
        before = row.text[: match.start()].rstrip()
        if (
            not before
            or before[-1].isdigit()
            or _UNIT.search(before)
            or (len(before) > 1 and not before[-2:-1].strip())
        ):
            continue
        yield match[0].translate(_LOWER), Span(row.start + match.start(), row.start + match.end())


def _plain_marks(rows: list[Row], label: str, body: Span) -> Iterator[Span]:
    """Marks that were printed raised and came out on the line: "trồng trọt1.", "trồng trọt (1),", "2024¹"."""
    mark = re.escape(label)
    shapes = (
        re.compile(rf"(?<=[^\W\d_][^\W\d_])({mark})(?=[\s.,;:)”\"]|$)"),
        re.compile(rf"(?<=[^\W_])\s?(\({mark}\)|\[{mark}\])(?=[\s.,;:]|$)"),
        re.compile(rf"(?<=\d)({''.join(_RAISED[int(d)] for d in label) if label.isdecimal() else mark})(?=\D|$)"),
    )
    for shape in shapes:
        for row in reversed(rows):
            if row.role == "text" and row.end <= body.start:
                for match in shape.finditer(row.text):
                    yield Span(row.start + match.start(1), row.start + match.end(1))


def _claimed(rows: list[Row], used: set[Span]) -> Iterator[tuple[str, Span, Span]]:
    """Bodies in plain text that only their marks give away: one body, one mark of the same form before it."""
    candidates = []
    for row in rows:
        found = _CLAIMED_BODY.match(row.text) if row.role == "text" else None
        if found and found.lastgroup:
            candidates.append((row, found, found.lastgroup))
    for row, found, form in candidates:
        label = found[form]
        if sum(1 for _, other, kind in candidates if other[kind] == label and kind == form) != 1:
            continue
        printed = {"round": rf"\({label}\)", "square": rf"\[{label}\]", "bare": label}[form]
        before = r"(?<=[^\W\d_][^\W\d_])" if form == "bare" else r"(?<=[^\W_])\s?"
        shape = re.compile(rf"{before}({printed})(?=[.,;:]|$)")
        marks = [
            Span(other.start + match.start(1), other.start + match.end(1))
            for other in rows[: row.index]
            if other.role == "text"
            for match in shape.finditer(other.text)
        ]
        if len(marks) == 1 and marks[0] not in used:
            row.role = "footnote"
            yield label, Span(row.start + found.end(), row.end), marks[0]


def _with_blank(rows: list[Row], span: Span) -> Span:
    """The mark, with the blank beside it that would stand before a comma, another blank or the line's end."""
    row = next(row for row in rows if row.start <= span.start <= row.end)
    at, end = span.start - row.start, span.end - row.start
    following = row.text[end : end + 1]
    if following == " " and row.text[end + 1 : end + 2] in {".", ",", ";", ":", ")"}:
        return Span(span.start, span.end + 1)
    if at and row.text[at - 1] == " " and (not following or following in " .,;:)"):
        return Span(span.start - 1, span.end)
    return span
