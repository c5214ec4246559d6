"""Restored words as facts: told by the raw text around them, found again by it, put right in the restored text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.corrections.facts import WORDS, Decision, Fact, Values
from schemas.document import Restored, RestoredText
from schemas.text import Alignment, Span

RULE = "corrected"
"""The rule of what a person decided."""

_SIDE = 32  # raw characters on each side by which a word is found again
_QUOTED = 40  # restored characters on each side, for a person to read


def words_of(doc_id: str, raw_text: str, text: str, edits: Iterable[Values]) -> list[Fact]:
    """The restored words of a document as facts, in their order.

    Args:
        doc_id: the document.
        raw_text: its text as it was read.
        text: its restored text.
        edits: its rows of that table, with what the machine had made of them.
    """
    facts, seen = [], dict[tuple[str, ...], int]()
    for row in edits:
        if row["stage"] != "restore":
            continue
        start, end = row["raw_start"], row["raw_end"]
        around = (raw_text[max(0, start - _SIDE) : start], raw_text[start:end], raw_text[end : end + _SIDE])
        seen[around] = ordinal = seen.get(around, 0) + 1
        told = "\0".join((doc_id, WORDS, *around, str(ordinal)))
        fact_id = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]
        from_, to = max(0, row["char_start"] - _QUOTED), row["char_end"] + _QUOTED
        own = text[row["char_start"] : row["char_end"]]
        quote = f"…{text[from_ : row['char_start']]}[{own}]{text[row['char_end'] : to]}…"
        beside = {"raw_before": around[0], "raw": around[1], "raw_after": around[2], "quote": " ".join(quote.split())}
        facts.append(Fact(fact_id, WORDS, row | beside, ordinal, 1))
    return [replace(fact, siblings=seen[_around(fact.row)]) for fact in facts]


def word_decided(decision: Decision) -> str:
    """What stands in a place by a decision on the word there: kept as restored, corrected, or as it was read."""
    if decision.choice == "reject":
        return str(decision.machine["before"])
    told = decision.changes.get("after", decision.machine["after"])
    return "" if told is None else str(told)


def place_of(decision: Decision, raw_text: str) -> Span | None:
    """Where in a raw text the word stands that a decision is about; None where that is not sure.

    All that stood around it, blanks aside, in as many places as then; or, where one side has changed, the only place
    where the word and its other side still stand together.
    """
    before, own, after = (str(decision.machine[name]) for name in ("raw_before", "raw", "raw_after"))
    whole = _places(raw_text, before, own, after)
    if len(whole) == decision.siblings:
        return whole[decision.ordinal - 1]
    if not whole:
        halves = {*_places(raw_text, before, own, ""), *_places(raw_text, "", own, after)}
        if len(halves) == 1:
            return halves.pop()
    return None


def put_right(restored: RestoredText, decisions: Sequence[Decision]) -> tuple[RestoredText, dict[str, Restored | None]]:
    """The restored text with the words that people decided on, and by decision what the machine had there.

    Of two decisions on one place the later holds. A place that is not found, or not cut as it was, has None.
    """
    from pipeline.restoration.carry import carry  # noqa: PLC0415  (a reading has it loaded; who asks for words has not)

    repaired = restored.repaired
    told: dict[str, Restored | None] = {decision.fact_id: None for decision in decisions}
    new: dict[Span, tuple[Restored, Decision]] = {}
    for decision in decisions:
        place = place_of(decision, repaired.raw.text)
        within = place and repaired.alignment.to_target(place)
        span = within and _exact(repaired.text, within, str(decision.machine["before"]))
        machine = span and _machine(restored, span)
        if span and machine:
            told[decision.fact_id] = machine
            new = {other: held for other, held in new.items() if not other.overlaps(span)}
            word = Restored(span, span, machine.before, word_decided(decision), 1.0, machine.alternatives, RULE)
            new[span] = (word, decision)
    if not new:
        return restored, told
    kept = [word for word in restored.restored if not any(span.overlaps(Span(*word.source)) for span in new)]
    words = sorted([*kept, *(word for word, _ in new.values())], key=lambda word: word.source)
    text, way = _rewritten(repaired.text, words)
    placed = tuple(replace(word, target=way.to_target(Span(*word.source))) for word in words)
    footnotes, tables, continued = carry(repaired, way)
    return (
        RestoredText(
            repaired, text, repaired.alignment.then(way), placed, footnotes, tables, continued, restored.issues
        ),
        told,
    )


def _around(row: Values) -> tuple[str, ...]:
    return row["raw_before"], row["raw"], row["raw_after"]


def _places(text: str, before: str, own: str, after: str) -> list[Span]:
    """Where the three stand together, one after the other, whatever the blanks between their words."""
    sides = [r"\s+".join(map(re.escape, side.split())) for side in (before, own, after)]
    if not sides[1] or not (sides[0] or sides[2]):
        return []
    gaps = [r"\s*" if one and other else "" for one, other in ((before, own), (own, after))]
    pattern = f"{sides[0]}{gaps[0]}(?P<own>{sides[1]})(?={gaps[1]}{sides[2]})"
    return [Span(*match.span("own")) for match in re.finditer(pattern, text)]


def _exact(text: str, within: Span, word: str) -> Span | None:
    """The word in a stretch of the repaired text: the stretch itself, or the one place of it where the word stands."""
    stretch = within.of(text)
    if stretch == word:
        return within
    if not word or stretch.count(word) != 1:
        return None
    start = within.start + stretch.index(word)
    return Span(start, start + len(word))


def _machine(restored: RestoredText, span: Span) -> Restored | None:
    """What the machine had in a place of the repaired text; None where its own changes reach over its ends."""
    over = [word for word in restored.restored if Span(*word.source).overlaps(span)]
    if not all(span.contains(Span(*word.source)) for word in over):
        return None
    before = span.of(restored.repaired.text)
    if len(over) == 1 and Span(*over[0].source) == span:
        return over[0]
    after = "".join(_pieces(restored.repaired.text, span, [word for word in over if word.before != word.after]))
    return Restored(span, span, before, after, min((word.confidence for word in over), default=1.0), (), "")


def _rewritten(text: str, words: Sequence[Restored]) -> tuple[str, Alignment]:
    changed = [word for word in words if word.before != word.after]
    way = Alignment.build(len(text), [(Span(*word.source), len(word.after), word.rule) for word in changed])
    return "".join(_pieces(text, Span(0, len(text)), changed)), way


def _pieces(text: str, span: Span, words: Iterable[Restored]) -> Iterator[str]:
    at = span.start
    for word in words:
        yield text[at : word.source[0]]
        yield word.after
        at = word.source[1]
    yield text[at : span.end]
