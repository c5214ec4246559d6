"""What a reader has to see of a restored text: every place that was changed, or that is doubtful as it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from pipeline.corrections.words import RULE
from pipeline.restoration.confidence import REVIEW_BELOW
from schemas.document import Restored, RestoredText
from schemas.text import Span

SURE_FROM = 0.99
"""From here on a change is called sure."""

Kind = Literal["sure", "fair", "doubtful", "kept", "suggestion", "decided", "encoding"]
"""A change by how sure it is (``sure``, ``fair``; ``doubtful``: below ``REVIEW_BELOW``, marked for review);
``kept``: left as it stands, but doubtful; ``suggestion``: a slip that a person typed, left as it stands;
``decided``: by a person; ``encoding``: mended by stage repair."""

SIGNS: dict[Kind, tuple[str, str]] = {
    "sure": ("đã sửa, chắc", "changed, sure"),
    "fair": ("đã sửa, khá chắc", "changed, fairly sure"),
    "doubtful": ("đã sửa, chưa chắc", "changed, doubtful"),
    "kept": ("để nguyên nhưng đáng ngờ", "left as it stands, but doubtful"),
    "suggestion": ("để nguyên, có gợi ý (người gõ nhầm?)", "left as typed, with a suggestion"),
    "decided": ("người xem đã quyết định", "decided by a person"),
    "encoding": ("sửa bảng mã, ký tự ẩn", "encoding mended, invisible characters"),
}
"""What each kind is called, in Vietnamese and in English."""

TO_LOOK_AT: frozenset[Kind] = frozenset({"doubtful", "kept", "suggestion"})
"""What a person should look at."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One place: what it was, what it is, how sure that is, what else it could be.

    ``raw`` is its span in the raw text, ``target`` the one in the restored text; either may be empty.
    """

    kind: Kind
    before: str
    after: str
    confidence: float
    others: tuple[str, ...]
    raw: Span
    target: Span


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places of each sort."""

    sure: int = 0
    fair: int = 0
    doubtful: int = 0
    kept: int = 0
    suggestion: int = 0
    decided: int = 0
    encoding: int = 0

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> Counts:
        """Count."""
        counts: dict[str, int] = {}
        for mark in marks:
            counts[mark.kind] = counts.get(mark.kind, 0) + 1
        return cls(**counts)

    @property
    def changed(self) -> int:
        """Words that restoration changed."""
        return self.sure + self.fair + self.doubtful

    @property
    def to_look_at(self) -> int:
        """Places that a person should look at."""
        return self.doubtful + self.kept + self.suggestion


def marks_of(restored: RestoredText) -> tuple[Mark, ...]:
    """All marks, in order of place. Repairs that lie within a restored word are told by that word's mark."""
    words = [_word(restored, word) for word in restored.restored]
    return tuple(sorted([*words, *_repairs(restored, words)], key=lambda mark: (mark.target, mark.raw)))


def kind_of(word: Restored) -> Kind:
    """The sort of an entry of restoration.

    >>> kind_of(Restored(Span(0, 3), Span(0, 3), "chu", "chủ", 0.97))
    'fair'
    >>> kind_of(Restored(Span(0, 3), Span(0, 3), "gần", "gần", 0.6, ("gắn",)))
    'kept'
    """
    if word.rule == RULE:
        return "decided"
    if word.before == word.after:
        return "suggestion" if word.rule == "suggestion" else "kept"
    if word.confidence < REVIEW_BELOW:
        return "doubtful"
    return "sure" if word.confidence >= SURE_FROM else "fair"


def _word(restored: RestoredText, word: Restored) -> Mark:
    raw = restored.repaired.alignment.to_source(Span(*word.source))
    others = tuple(other for other in dict.fromkeys(word.alternatives) if other != word.after)
    return Mark(kind_of(word), word.before, word.after, word.confidence, others, raw, Span(*word.target))


def _repairs(restored: RestoredText, words: list[Mark]) -> Iterator[Mark]:
    """Repairs of the encoding that can be seen and that no word tells."""
    repaired, place = restored.repaired, 0
    for edit in repaired.alignment.edits:
        target = restored.alignment.to_target(edit.source)
        while place < len(words) and words[place].target.end < target.start:
            place += 1
        near = takewhile(lambda word: word.target.start <= target.end, islice(words, place, None))  # noqa: B023  (used at once)
        if any(word.raw.overlaps(edit.source) for word in near):
            continue
        before, after = edit.source.of(repaired.raw.text), edit.target.of(repaired.text)
        if unicodedata.normalize("NFC", before) != after:
            yield Mark("encoding", before, after, 1.0, (), edit.source, target)
