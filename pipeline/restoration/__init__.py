"""Stage *restoration*: mangled Vietnamese becomes Vietnamese again; what is right stays, to the character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pipeline.restoration.carry import carry
from pipeline.restoration.engine import shipped
from pipeline.restoration.rewrite import Change
from pipeline.restoration.seen import NONE, Seen
from schemas.document import RepairedText, Restored, RestoredText
from schemas.text import Alignment, Span

__all__ = ["restore", "restore_text", "restore_told"]

ROUNDS = 5  # a restored text is restored again until nothing changes


def restore(repaired: RepairedText) -> RestoredText:
    """Restore the lines of ``repaired`` whose Vietnamese is mangled; the others stay as they are."""
    text, way, restored = restore_told(repaired.text, Seen.of(repaired.raw, repaired.alignment))
    footnotes, tables, continued = carry(repaired, way)
    return RestoredText(
        repaired, text, repaired.alignment.then(way), restored, footnotes, tables, continued, repaired.issues
    )


def restore_text(text: str) -> str:
    """Restore plain text, line for line.

    >>> restore_text("Uy ban nhan dan x& béo céo két qua thuc hién nhu sau:")
    'Ủy ban nhân dân xã báo cáo kết quả thực hiện như sau:'
    """
    return restore_told(text)[0]


def restore_told(text: str, seen: Seen = NONE) -> tuple[str, Alignment, tuple[Restored, ...]]:
    """Restore plain text: what it becomes, the way from one to the other, and what was changed or doubted.

    Args:
        text: the text.
        seen: what an engine that read it off a picture said of its words.
    """
    source, way = text, Alignment.identity(len(text))
    notes: list[tuple[Span, Change]] = []  # where each change stands now
    doubts: list[tuple[Span, Change]] = []
    for turn in range(ROUNDS):
        found = (not turn and _compose(text)) or shipped().changes(text, seen)
        changes = [change for change in found if change.after != change.span.of(text)]
        if not doubts:
            doubts = [(change.span, change) for change in found if change.after == change.span.of(text)]
        if not changes:
            break
        text, step = _apply(text, changes)
        way, seen = way.then(step), seen.after(step)
        notes = [(step.to_target(span), change) for span, change in notes]
        notes += [(edit.target, change) for edit, change in zip(step.edits, changes, strict=True)]
        doubts = [(step.to_target(span), change) for span, change in doubts]
    told = [*_told(source, text, way, sorted(notes)), *_kept(text, way, doubts)]
    return text, way, tuple(sorted(told, key=lambda each: each.target))


def _told(source: str, text: str, way: Alignment, notes: list[tuple[Span, Change]]) -> Iterator[Restored]:
    """The edits of ``way`` that changed something, with what is known of them."""
    place = 0
    for edit in way.edits:
        while place < len(notes) and notes[place][0].start < edit.target.start:
            place += 1
        own = []
        while place < len(notes) and notes[place][0].end <= edit.target.end:
            own.append(notes[place][1])
            place += 1
        before, after = edit.source.of(source), edit.target.of(text)
        if before != after:
            sure = min((change.confidence for change in own), default=1.0)
            others = own[0].alternatives if len(own) == 1 else ()
            yield Restored(edit.source, edit.target, before, after, sure, others, edit.rule)


def _kept(text: str, way: Alignment, doubts: list[tuple[Span, Change]]) -> Iterator[Restored]:
    """The words that stand as they were but are doubted."""
    for span, change in doubts:
        if span.of(text) == change.after:
            source = way.to_source(span)
            yield Restored(
                source, span, change.after, change.after, change.confidence, change.alternatives, change.rule
            )


def _compose(text: str) -> list[Change]:
    """Letters and marks of mangled lines put together (NFC), where they are not yet."""
    if unicodedata.is_normalized("NFC", text):
        return []
    out, at = [], 0
    for line, mangled in zip(text.split("\n"), shipped().flags(text), strict=True):
        if mangled and (after := unicodedata.normalize("NFC", line)) != line:
            out.append(Change(Span(at, at + len(line)), after, "nfc"))
        at += len(line) + 1
    return out


def _apply(text: str, changes: list[Change]) -> tuple[str, Alignment]:
    pieces, at = [], 0
    for span, after, *_ in changes:
        pieces += [text[at : span.start], after]
        at = span.end
    pieces.append(text[at:])
    way = Alignment.build(len(text), [(Span(*c.span), len(c.after), c.rule) for c in changes])
    return "".join(pieces), way
