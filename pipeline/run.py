"""The driver: the stages of a document, in order. What each stage is for is said in its own room."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.check import check, foreign
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


def run(path: Path, limits: Limits | None = None, lap: Laps | None = None) -> Reading:
    """Take a file through all stages but the last, which stores what this returns; ``limits`` as in *read*, ``lap``
    takes the time of each stage.

    Raises:
        UnreadableFileError: the file cannot be read as a document.
    """
    lap = lap or Laps()
    return understand(lap("read", read(path, limits)), lap)


def understand(raw: RawDocument, lap: Laps | None = None) -> Reading:
    """Everything after *read*: pure, without input or output; ``lap`` takes the time of each stage."""
    lap = lap or Laps()
    repaired = lap("repair", repair(raw))  # encodings, stray marks, broken lines
    restored = lap("restore", restore(repaired))  # Vietnamese that an engine mangled
    document = lap("outline", outline(restored))  # parts, headings, passages
    header, records = lap("extract", extract(document))  # what the letterhead says; records with their places
    header, attested = attest(header, raw)  # what signing says of a number and a date left blank
    own = doc_id_of(raw.source.name, raw.source.sha256)
    links = lap("link", link(document, header, records, own))  # units, indicators, …
    checked = lap("check", check(document, header, records))  # what does not add up, and what does

    told: tuple[tuple[Stage, tuple[Issue, ...]], ...] = (
        ("read", raw.issues),
        ("repair", repaired.issues),
        ("restore", restored.issues),
        ("outline", document.issues),
        ("check", (*attested, *foreign.told(document, header, records), *checked.issues)),
    )
    first: dict[Issue, Stage] = {}  # a later stage may hand on what an earlier one said
    for stage, issues in told:
        for issue in issues:
            first.setdefault(issue, stage)
    all_issues = tuple((stage, issue) for issue, stage in first.items())
    return Reading(restored, document, header, records, all_issues, links, checked.verified)
