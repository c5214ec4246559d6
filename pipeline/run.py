"""The driver: the stages of a document, in order. What each stage is for is said in its own room."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.check import check, foreign
from pipeline.corrections.facts import identity_of
from pipeline.corrections.reading import NOTHING, UNDECIDED, Decided, Note, Upon
from pipeline.extract import Extraction, extract
from pipeline.identities.link import Links, link
from pipeline.limits import Limits
from pipeline.load.models import Stage
from pipeline.load.stored import doc_id_of
from pipeline.outline import outline
from pipeline.read import read
from pipeline.repair import repair
from pipeline.restoration import restore
from pipeline.runs.laps import Laps
from pipeline.signed import attest
from schemas.document import Document, RawDocument, RestoredText
from schemas.header import Header
from schemas.issue import Issue
from schemas.text import Span


@dataclass(frozen=True)
class Reading:
    """What the stages made of one file; ``issues`` of all stages, each with the stage that found it."""

    restored: RestoredText
    document: Document
    header: Header
    records: Extraction
    issues: tuple[tuple[Stage, Issue], ...]
    links: Links = field(default_factory=Links)  # what is the same thing as in other documents
    verified: tuple[Span, ...] = ()  # the numbers that take part in arithmetic which holds, in the document's text
    upon: Upon = NOTHING  # what people decided on its words and letterhead,
    notes: tuple[Note, ...] = ()  # and what the machine had there


def run(path: Path, limits: Limits | None = None, lap: Laps | None = None, decided: Decided = UNDECIDED) -> Reading:
    """Take a file through all stages but the last, which stores what this returns; ``limits`` as in *read*, ``lap``
    takes the time of each stage, ``decided`` is what people decided on words and letterheads.

    Raises:
        UnreadableFileError: the file cannot be read as a document.
    """
    lap = lap or Laps()
    return understand(lap("read", read(path, limits)), lap, decided)


def understand(raw: RawDocument, lap: Laps | None = None, decided: Decided = UNDECIDED) -> Reading:
    """Everything after *read*: pure, without input or output; ``lap`` takes the time of each stage."""
    lap = lap or Laps()
    repaired = lap("repair", repair(raw))  # encodings, stray marks, broken lines
    restored = lap("restore", restore(repaired))  # Vietnamese that an engine mangled
    reading = _follow(restored, NOTHING, lap)
    own, identities = doc_id_of(raw.source.name, raw.source.sha256), tuple[str, ...]()
    while (named := identity_of(reading.header.model_dump()) or "") not in identities:  # which document it is
        identities += (named,)
        upon = decided.about(own, tuple(filter(None, identities)))  # may be another one once its letterhead is right
        if upon.decisions != reading.upon.decisions:
            reading = _follow(restored, upon, lap)
    return reading


def _follow(restored: RestoredText, upon: Upon, lap: Laps) -> Reading:
    """What follows from the restored text, with what people decided put upon it."""
    repaired = restored.repaired
    raw = repaired.raw
    restored, words = upon.words(restored)
    document = lap("outline", outline(restored))  # parts, headings, passages
    header, records = lap("extract", extract(document))  # what the letterhead says; records with their places
    header, attested = attest(header, raw)  # what signing says of a number and a date left blank
    header, letterhead = upon.letterhead(header)
    own = doc_id_of(raw.source.name, raw.source.sha256)
    links = lap("link", link(document, header, records, own))  # units, indicators, …
    checked = lap("check", check(document, header, records))  # what does not add up, and what does

    told: tuple[tuple[Stage, tuple[Issue, ...]], ...] = (
        ("read", raw.issues),
        ("repair", repaired.issues),
        ("restore", (*restored.issues, *upon.lost(words))),
        ("outline", (*document.issues, *upon.lost(letterhead))),
        ("check", (*attested, *foreign.told(document, header, records), *checked.issues)),
    )
    first: dict[Issue, Stage] = {}  # a later stage may hand on what an earlier one said
    for stage, issues in told:
        for issue in issues:
            first.setdefault(issue, stage)
    all_issues = tuple((stage, issue) for issue, stage in first.items())
    notes = (*words, *letterhead)
    return Reading(restored, document, header, records, all_issues, links, checked.verified, upon, notes)
