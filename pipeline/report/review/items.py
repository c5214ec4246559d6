"""What a page has to show of a document, whatever its kind: where it stands, what is said of it, whether to look."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from pipeline.corrections.overrule import row_back
from pipeline.corrections.verdicts import Verdict
from pipeline.figures import percent
from pipeline.language import choose
from pipeline.load.tables import RECORD_KINDS
from pipeline.report.marks import SIGNS, TO_LOOK_AT, Mark
from pipeline.report.review.item import Item, at_of, flat, span_of
from pipeline.report.review.names import place_of
from pipeline.report.review.stored import Names, Row, Stored
from pipeline.tell import said, tell
from pipeline.vocabulary import words_of
from schemas.text import Span

_LINKS = {
    "metrics": ("indicators", "indicator_code"),
    "movements": ("movements_catalog", "catalog_code"),
    "legal_references": ("legal_documents", "instrument_id"),
}
_LEFT = {"number": ("con số", "number"), "name": ("tên trong ngoặc kép", "quoted name"), "code": ("số hiệu", "code")}
_NUMBER = re.compile(r"[IVXLC]+|[\d.]+|\w")
_RELATED = 12  # of what a finding lies over, so many are named


def items_of(stored: Stored, marks: Iterable[Mark], names: Names) -> tuple[Item, ...]:
    """All items of a document: findings, doubtful words, records kind by kind, sums that hold, leftovers."""
    headings = {row["section_id"]: _heading(row) for row in stored.rows["sections"]}
    records = [item for kind in RECORD_KINDS for item in _records(kind, stored, headings, names)]
    issues = [_finding(row) for row in stored.rows["issues"]]
    places = {(row["raw_start"], row["char_start"]): row for row in stored.rows["edits"]}
    words = [
        _word(mark, places[mark.raw.start, mark.target.start], stored)
        for mark in marks
        if mark.kind in TO_LOOK_AT or mark.kind == "decided"
    ]
    left = [_leftover(number, row) for number, row in enumerate(stored.rows["leftovers"], 1)]
    return (*_related(issues, records), *words, *records, *_rejected(stored), *left)


def sections_of(stored: Stored) -> tuple[Item, ...]:
    """The headings, in order; ``sort`` ends in their level."""
    return tuple(
        Item(
            place_of("sections", row["record_id"]),
            "sections",
            f"level-{min(row['level'], 6)}",
            _heading(row),
            at_of(row),
            (span_of(row),),
            look=row["needs_review"],
        )
        for row in stored.rows["sections"]
    )


def _records(kind: str, stored: Stored, headings: dict[str, str], names: Names) -> Iterator[Item]:
    others = _other_places(kind, stored)
    fields = _fields(kind)
    titles = {name: field.title or name for name, field in fields.items()}
    for row in stored.rows[kind]:
        told = {name: row[name] for name in titles if row[name] not in (None, [])}
        if kind == "legal_references" and row["number"] is None:
            told.pop("canonical_id", None)  # a code of ours: its name is the quote
        facts = [
            (choose(titles[name], name), _said(kind, name, value))
            for name, value in told.items()
            if value != fields[name].default
        ]
        verdict = stored.verdicts.get((kind, row["record_id"]))
        table, link = _LINKS.get(kind, ("", ""))
        if link and row[link] and (table, row[link]) in names.of:
            facts.append((choose("Theo danh mục", "in the catalogue"), names.of[table, row[link]]))
        if row["section_id"] in headings:
            facts.append((choose("Đề mục", "section"), headings[row["section_id"]]))
        yield Item(
            place_of(kind, row["record_id"]),
            kind,
            kind,
            _capital(tell(kind, told, row["quote"])),
            at_of(row),
            (span_of(row), *others.get(row["record_id"], ())),
            look=row["needs_review"],
            sure=bool(row.get("verified")),
            facts=(*facts, *_evidence(row), *_note(verdict)),
            verdict=verdict.told if verdict else "",
        )


def _rejected(stored: Stored) -> Iterator[Item]:
    """The records that people rejected, as the machine had found them."""
    for kept in stored.rows["machine_records"]:
        kind, row_id = kept["record_table"], kept["record_id"]
        verdict = stored.verdicts.get((kind, row_id))
        if kind in RECORD_KINDS and verdict is not None and verdict.choice == "reject":
            row = row_back(kind, kept["row_values"])
            told = {name: row[name] for name in _fields(kind) if row[name] not in (None, [])}
            yield Item(
                place_of(kind, row_id),
                "rejected",
                "rejected",
                _capital(tell(kind, told, row["quote"])),
                at_of(row),
                (span_of(row),),
                facts=((choose("Câu trích", "quote"), flat(row["quote"])), *_note(verdict)),
                verdict=verdict.told,
            )


def _note(verdict: Verdict | None) -> Iterator[tuple[str, str]]:
    if verdict is not None and verdict.note:
        yield choose("Ghi chú", "note"), verdict.note


def _evidence(row: Row) -> Iterator[tuple[str, str]]:
    quote, raw = flat(row["quote"]), flat(row["raw_quote"])
    yield choose("Câu trích", "quote"), quote
    if unicodedata.normalize("NFC", raw) != quote:
        yield choose("Trong tệp gốc", "in the file"), raw
    yield choose("Độ chắc", "sureness"), percent(row["confidence"])
    if rule := choose("", row["rule"]):  # a code, which tells a clerk nothing
        yield "rule", rule


def _other_places(kind: str, stored: Stored) -> dict[str, list[Span]]:
    """Where else a record is named: a movement by its name, an instrument by "Nghị định này"."""
    told: dict[str, list[Span]] = {}
    if kind == "movements":
        first = {row["record_id"]: span_of(row) for row in stored.rows[kind]}
        for row in stored.rows["movement_mentions"]:
            if span_of(row) != first.get(row["movement_record_id"]):
                told.setdefault(row["movement_record_id"], []).append(span_of(row))
    if kind == "legal_references":
        for row in stored.rows["legal_back_references"]:
            told.setdefault(row["resolves_to"], []).append(span_of(row))
    return told


def _finding(row: Row) -> Item:
    holds = row["severity"] == "info" and row["code"].endswith("_verified")
    kind = "verified" if holds else "issues"
    quote = flat(row["quote"] or "")
    facts = [(choose("Chỗ ấy trong văn bản", "there it says"), quote)] if quote else []
    if code := choose("", row["code"]):
        facts.append(("code", code))
    spans = (Span(row["char_start"], row["char_end"]),) if row["char_start"] is not None else ()
    return Item(
        place_of(kind, row["issue_id"]),
        kind,
        kind if holds else row["severity"],
        choose(row["message"], row["message_en"]),
        at_of(row),
        spans,
        look=row["severity"] != "info",
        sure=holds,
        facts=tuple(facts),
    )


def _word(mark: Mark, row: Row, stored: Stored) -> Item:
    told = f"{mark.before} → {mark.after or '∅'}"
    if mark.before == mark.after:
        told = f"{mark.after} {choose('(để nguyên)', '(left)')}"
    verdict = stored.verdicts.get(("edits", row["edit_id"]))
    facts = [(choose("Vì sao", "why"), choose(*SIGNS[mark.kind]))]
    if mark.kind != "decided":
        facts.append((choose("Độ chắc", "sureness"), percent(mark.confidence)))
    if mark.others:
        label = choose("Gợi ý", "suggestion") if mark.kind == "suggestion" else choose("Cũng có thể là", "or")
        facts.append((label, ", ".join(mark.others)))
    return Item(
        place_of("words", row["edit_id"]),
        "words",
        "words",
        told,
        at_of(row),
        (mark.target,),
        look=mark.kind != "decided",
        facts=(*facts, *_note(verdict)),
        verdict=verdict.told if verdict else "",
    )


def _leftover(number: int, row: Row) -> Item:
    facts = (
        (choose("Loại", "kind"), choose(*_LEFT[row["kind"]])),
        (choose("Ở câu", "context"), f"… {flat(row['context'])} …"),
    )
    return Item(
        f"leftovers-{number:04}", "leftovers", "leftovers", row["quote"], at_of(row), (span_of(row),), facts=facts
    )


def _related(issues: list[Item], records: list[Item]) -> Iterator[Item]:
    """The findings, each with the records that stand where it points to: the numbers of its arithmetic."""
    counted = [item for item in records if item.kind != "movements"]
    for issue in issues:
        if not issue.spans:
            yield issue
            continue
        under = [item for item in counted if any(span.overlaps(issue.spans[0]) for span in item.spans)]
        yield replace(issue, related=tuple((item.id, item.told) for item in under[:_RELATED]))


def _fields(kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = import_module(f"schemas.records.{kind}").Record.model_fields
    return fields


def _said(kind: str, name: str, value: object) -> str:
    return said(kind, name, value) if not isinstance(value, str) or words_of(kind, name) else value


def _heading(row: Row) -> str:
    """As printed: "II. Kết quả", "1.2. Phong trào …", "Phần thứ nhất Kết quả", "- Phong trào …"."""
    label = row["label"] or ""
    return f"{label}{'.' if _NUMBER.fullmatch(label) else ''} {row['heading']}".strip()


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
