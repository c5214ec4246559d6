"""Evidence points to where a record stands: in the restored text, in the raw text, on its page and line."""

from __future__ import annotations

from pipeline.evidence import Witness
from schemas.document import Document, RawDocument, RepairedText, Restored, RestoredText, SourceFile
from schemas.finding import Finding
from schemas.records.movements import Record
from schemas.section import Section
from schemas.text import Alignment, Line, Page, Span

RAW = "Phan I\nphong trao Dan van kheo"
TEXT = "Phần I\nphong trào Dân vận khéo"
WORDS = [("Phan", "Phần", 0, 0.99), ("trao", "trào", 13, 0.95), ("Dan", "Dân", 18, 0.9), ("kheo", "khéo", 26, 0.4)]


def restored_text() -> RestoredText:
    lines = [Line(text, number + 1) for number, text in enumerate(RAW.split("\n"))]
    pages = (Page(1, (lines[0],)), Page(2, (Line(lines[1].text, 1),)))
    raw = RawDocument(SourceFile("a.txt", "a.txt", "0" * 64, "text/plain", len(RAW)), pages)
    spans = [(Span(at, at + len(before)), len(after), "channel") for before, after, at, _ in WORDS]
    alignment = Alignment.build(len(RAW), sorted(spans))
    words = tuple(
        Restored(Span(at, at + len(before)), alignment.to_target(Span(at, at + len(before))), before, after, sure)
        for before, after, at, sure in WORDS
    )
    repaired = RepairedText(raw, RAW, Alignment.identity(len(RAW)))
    return RestoredText(repaired, TEXT, alignment, words)


def section(section_id: str, start: int, end: int, level: int) -> Section:
    return Section(
        section_id=section_id, parent_id=None, label="I", heading="x", level=level, kind="khac",
        char_start=start, char_end=start + 1, extent_end=end, confidence=1.0, rule="t",
    )  # fmt: skip


def test_evidence_is_exact_and_no_surer_than_the_words_it_quotes() -> None:
    restored = restored_text()
    document = Document(TEXT, sections=(section("s001", 0, len(TEXT), 1), section("s002", 7, len(TEXT), 2)))
    span = Span(TEXT.index("phong"), len(TEXT))
    evidence = Witness(restored, document).testify(Finding(Record(name="Dân vận khéo"), span, "quoted", 0.98))
    assert evidence.quote == "phong trào Dân vận khéo"
    assert evidence.raw_quote == "phong trao Dan van kheo"
    assert (evidence.page, evidence.line) == (2, 1)
    assert evidence.section_id == "s002"
    assert evidence.confidence == 0.4
    assert evidence.needs_review


def test_words_outside_the_quote_do_not_count() -> None:
    document = Document(TEXT)
    span = Span(TEXT.index("phong"), TEXT.index(" khéo"))
    evidence = Witness(restored_text(), document).testify(Finding(Record(name="Dân vận"), span, "quoted", 0.98))
    assert evidence.confidence == 0.9
    assert not evidence.needs_review
    assert evidence.section_id is None
