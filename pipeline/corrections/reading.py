"""What a reading is told of people's decisions, so that words and letterhead are right before all else stands on them.

A decision on a record is put upon the rows of a document; one on a word or on the letterhead cannot be, as outline,
records, links and checks follow from these. So it goes with the task to whoever reads the document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.corrections.facts import LETTERHEAD, WORDS, Decision, Paper, Values, record_values
from pipeline.corrections.letterhead import overruled
from pipeline.corrections.lost import lost_issue
from pipeline.corrections.words import put_right
from schemas.document import Restored, RestoredText
from schemas.header import Header
from schemas.issue import Issue
from schemas.text import Span


@dataclass(frozen=True)
class Note:
    """That a decision was put upon a document: what the machine had (None where its place is lost), and where a word
    stands in the restored text.
    """

    decision: Decision
    machine: Values | None
    place: Span | None = None


@dataclass(frozen=True)
class Upon:
    """The decisions on words and letterhead of one document; ``own``: those of which it has to tell if they are lost.

    ``identities`` are what was read as its number, symbol, year and unit.
    """

    doc_id: str = ""
    identities: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    own: frozenset[str] = frozenset()

    def words(self, restored: RestoredText) -> tuple[RestoredText, tuple[Note, ...]]:
        """The restored text with the words decided on."""
        decisions = [decision for decision in self.decisions if decision.kind == WORDS]
        if not decisions:
            return restored, ()
        right, told = put_right(restored, decisions)
        places = {word.source: Span(*word.target) for word in right.restored}
        notes = []
        for decision in decisions:
            machine = told[decision.fact_id]
            notes.append(
                Note(decision, _word(machine), places.get(machine.source)) if machine else Note(decision, None)
            )
        return right, tuple(notes)

    def letterhead(self, header: Header) -> tuple[Header, tuple[Note, ...]]:
        """The letterhead with the fields decided on."""
        decisions = [decision for decision in self.decisions if decision.kind == LETTERHEAD]
        if not decisions:
            return header, ()
        right, told = overruled(header, decisions, self.doc_id)
        notes = []
        for decision in decisions:
            machine = told[decision.fact_id]
            notes.append(Note(decision, record_values(LETTERHEAD, machine.model_dump()) if machine else None))
        return right, tuple(notes)

    def lost(self, notes: Iterable[Note]) -> tuple[Issue, ...]:
        """What is to be told of decisions whose place is not found any more."""
        lost = [note.decision for note in notes if note.machine is None]
        return tuple(lost_issue(decision) for decision in lost if decision.fact_id in self.own)


NOTHING = Upon()


@dataclass(frozen=True)
class Decided:
    """All decisions on words and letterheads that hold, oldest first, for a document that lies in ``path``.

    ``stored`` are the documents among those decided on that are stored now.
    """

    decisions: tuple[Decision, ...] = ()
    stored: frozenset[str] = frozenset()
    path: str = ""

    def at(self, path: str) -> Decided:
        """The same, for a document in this place."""
        return replace(self, path=path) if self.decisions else self

    def about(self, doc_id: str, identities: tuple[str, ...]) -> Upon:
        """What is to be put upon a document that is read."""
        paper = Paper(doc_id, frozenset({self.path}), identities)
        held = tuple(decision for decision in self.decisions if decision.is_about(paper))
        if not held:
            return NOTHING
        own = frozenset(
            decision.fact_id
            for decision in held
            if decision.paper.doc_id == doc_id
            or self.path in decision.paper.paths
            or decision.paper.doc_id not in self.stored
        )
        return Upon(doc_id, identities, held, own)


UNDECIDED = Decided()


def _word(machine: Restored) -> Values:
    return {
        "before": machine.before,
        "after": machine.after,
        "confidence": round(machine.confidence, 4),
        "alternatives": list(machine.alternatives),
        "rule": machine.rule,
    }
