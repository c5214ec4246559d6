"""From what the stages made of a file to the rows that are stored. Pure: the same file gives the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from extractors.legal_references.back import find_back_references
from pipeline.corrections.facts import LETTERHEAD, as_json
from pipeline.corrections.words import RULE
from pipeline.evidence import Witness
from pipeline.extract import KINDS
from pipeline.load.edits import edits_of
from pipeline.load.leftovers import leftovers_of
from pipeline.load.models import Leftover, Outcome, Stage, Status, StoredEdit, StoredIssue, StoredPart, Verified
from pipeline.load.references import MENTIONS
from pipeline.load.search import words_of
from pipeline.load.stored import Row, StoredDocument, doc_id_of, row_of, source_of
from pipeline.load.tables import ADDED, TABLES
from pipeline.restoration.confidence import REVIEW_BELOW
from pipeline.run import Reading
from schemas.correction import MachineRecord
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.records.legal_references import BackReference
from schemas.section import Section
from schemas.text import Span


def rows_of(reading: Reading, version: str) -> StoredDocument:
    """The rows of a document that went through all stages."""
    raw, text = reading.restored.repaired.raw, reading.restored.text
    doc_id = doc_id_of(raw.source.name, raw.source.sha256)
    witness = Witness(reading.restored, reading.document)

    def place(span: Span) -> tuple[int, int]:
        return raw.place(reading.restored.alignment.to_source(span).start)

    edits = tuple(edits_of(reading.restored))
    restored = [edit for edit in edits if edit.stage == "restore"]
    changed = [edit for edit in restored if edit.before != edit.after]
    status: Status = (
        "partial" if any(i.severity == "error" for stage, i in reading.issues if stage != "check") else "loaded"
    )
    outcome = Outcome(
        status=status,
        page_count=len(raw.pages),
        line_count=len(raw.lines),
        char_count=len(text),
        word_count=len(text.split()),
        repaired_places=len(edits) - len(restored),
        restored_words=len(changed),
        restored_doubtful=sum(edit.confidence < REVIEW_BELOW for edit in restored),
        version=version,
    )
    source = source_of(raw.source)
    rows = {
        "documents": (
            row_of("documents", {"doc_id": doc_id}, reading.header, source, outcome, *reading.links.documents),
        ),
        "sections": tuple(_sections(doc_id, reading.document.sections, witness)),
        "issues": _numbered(doc_id, "issues", (_issue(stage, i, text, place) for stage, i in reading.issues)),
        "edits": _numbered(doc_id, "edits", edits),
        "leftovers": tuple(row_of("leftovers", {"doc_id": doc_id}, left) for left in _leftovers(reading, place)),
        "signatures": _numbered(doc_id, "signatures", raw.signatures),
        "parts": tuple(
            row_of("parts", {"doc_id": doc_id}, StoredPart(kind=p.kind, char_start=p.span.start, char_end=p.span.end))
            for p in reading.document.parts
        ),
        "texts": (row_of("texts", {"doc_id": doc_id, "raw_text": raw.text, "text": text}),),
        "section_words": tuple(
            row_of("section_words", {"doc_id": doc_id}, words)
            for words in words_of(text, ((s.section_id, s.char_start) for s in reading.document.sections))
        ),
    }
    for kind in KINDS:
        findings: tuple[Finding[Any], ...] = getattr(reading.records, kind)
        rows[kind] = tuple(
            row_of(
                kind,
                _key(doc_id, at),
                finding.record,
                *_added(kind, finding, reading),
                *reading.links.of(kind, at - 1),
                witness.testify(finding),
            )
            for at, finding in enumerate(findings, start=1)
        )
    for table in MENTIONS:
        mentions: tuple[Finding[Any], ...] = getattr(reading.links, table)
        rows[table] = tuple(
            row_of(table, _key(doc_id, at), mention.record, witness.testify(mention))
            for at, mention in enumerate(mentions, start=1)
        )
    rows["machine_records"] = tuple(_machine(doc_id, reading, edits))
    rows["legal_back_references"] = tuple(_back_references(doc_id, reading, witness))
    return StoredDocument(doc_id, source.source_name, status, rows)


def _machine(doc_id: str, reading: Reading, edits: Sequence[StoredEdit]) -> Iterator[Row]:
    """What the machine had where people decided on words and letterhead; nothing where such a place is lost."""
    identities = sorted(reading.upon.identities)
    places = {
        Span(edit.char_start, edit.char_end): at
        for at, edit in enumerate(edits, start=1)
        if edit.stage == "restore" and edit.rule == RULE
    }
    for note in reading.notes:
        kind = note.decision.kind
        at = places.get(note.place) if note.place is not None else None
        record_id = (doc_id if kind == LETTERHEAD else f"{doc_id}-{at:04d}" if at else "") if note.machine else ""
        told = {"identities": identities, "machine": note.machine, "stamp": note.decision.stamp}
        kept = MachineRecord(record_table=kind, fact_id=note.decision.fact_id, row_values=as_json(told))
        yield row_of("machine_records", {"doc_id": doc_id, "record_id": record_id}, kept)


def _key(doc_id: str, at: int) -> dict[str, str]:
    return {"doc_id": doc_id, "record_id": f"{doc_id}-{at:04d}"}


def _added(kind: str, finding: Finding[Any], reading: Reading) -> Iterator[BaseModel]:
    """What is told of a record beside itself: whether a number of its takes part in arithmetic that holds."""
    if Verified in ADDED.get(kind, ()):
        numbers = finding.numbers or (finding.span,)
        yield Verified(verified=any(n.overlaps(place) for n in numbers for place in reading.verified))


def _back_references(doc_id: str, reading: Reading, witness: Witness) -> Iterator[Row]:
    """References back, each with the record that it points to: its key is its place among the records."""
    references = reading.records.legal_references
    for at, back in enumerate(find_back_references(reading.document, references), start=1):
        target = None if back.target is None else references[back.target].record
        record = BackReference.model_validate(
            {
                "doc_type": back.doc_type,
                "resolves_to": "self" if back.target is None else _key(doc_id, back.target + 1)["record_id"],
                "canonical_id": target.canonical_id if target else None,
                "article": back.provision.article,
                "clause": back.provision.clause,
                "point": back.provision.point,
            }
        )
        evidence = witness.testify(Finding(record, back.span, back.rule, back.confidence))
        yield row_of("legal_back_references", _key(doc_id, at), record, evidence)


def _sections(doc_id: str, sections: Iterable[Section], witness: Witness) -> Iterator[Row]:
    for at, section in enumerate(sections, start=1):
        place = Span(section.char_start, section.char_end)
        evidence = witness.testify(Finding(section, place, section.rule, section.confidence))
        yield row_of("sections", _key(doc_id, at), section, evidence)


def _numbered(doc_id: str, table: str, parts: Iterable[BaseModel]) -> tuple[Row, ...]:
    key = TABLES[table].names[1]
    return tuple(
        row_of(table, {"doc_id": doc_id, key: f"{doc_id}-{at:04d}"}, part) for at, part in enumerate(parts, start=1)
    )


def _issue(stage: Stage, issue: Issue, text: str, place: Callable[[Span], tuple[int, int]]) -> StoredIssue:
    page, line = place(issue.span) if issue.span else (None, None)
    return StoredIssue(
        stage=stage,
        code=issue.code,
        severity=issue.severity,
        message=issue.message,
        message_en=issue.message_en,
        quote=issue.span.of(text) if issue.span else None,
        char_start=issue.span.start if issue.span else None,
        char_end=issue.span.end if issue.span else None,
        page=page,
        line=line,
    )


def _leftovers(reading: Reading, place: Callable[[Span], tuple[int, int]]) -> Iterator[Leftover]:
    for left in leftovers_of(reading.document, reading.records):
        page, line = place(left.span)
        yield Leftover(
            kind=left.kind,
            quote=left.span.of(reading.document.text),
            context=left.context,
            char_start=left.span.start,
            char_end=left.span.end,
            page=page,
            line=line,
        )
