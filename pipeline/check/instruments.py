"""Well-known instruments under another date, number or issuer than theirs."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.check.codes import Found, issue
from pipeline.check.references import NUMBERED_BY_YEAR, Reference, day_of, one_issuer, sure_of
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.issue import Issue
from schemas.records.legal_references import Record

GENERAL = re.compile(r"(?:Trung ương|Đảng|Trung ương Đảng|Nhà nước)(?: Cộng sản Việt Nam)?", re.I)
NEAR_YEARS = 2  # the same day of a year beside it: a slip, and not another term's instrument


@dataclass(frozen=True, slots=True)
class Instrument:
    """A well-known instrument; ``subject`` are words that only its subject holds."""

    canonical_id: str
    issued_on: datetime.date
    subject: re.Pattern[str] | None
    issuer: str
    title: str


@cache
def known_instruments() -> tuple[Instrument, ...]:
    """The reviewed list of ``instruments.toml``."""
    text = (files("pipeline") / "check" / "instruments.toml").read_text(encoding="utf-8")
    return tuple(
        Instrument(e["id"], e["issued_on"], _pattern(e["subject"]), e["issuer"], e["title"])
        for e in tomllib.loads(text)["instrument"]
    )


def _pattern(words: str) -> re.Pattern[str] | None:
    return re.compile(words, re.I) if words else None


@cache
def _by_id() -> dict[str, tuple[Instrument, ...]]:
    found: dict[str, tuple[Instrument, ...]] = {}
    for instrument in known_instruments():
        key = instrument.canonical_id.casefold()
        found[key] = (*found.get(key, ()), instrument)
    return found


def check(document: Document, records: Extraction) -> Iterator[Found]:
    """Each reference against the list."""
    by_subject = [instrument for instrument in known_instruments() if instrument.subject is not None]
    for finding in sure_of(document, records):
        reference = finding.record
        same = _by_id().get(reference.canonical_id.casefold(), ())
        meant = [i for i in same if i.issued_on == reference.issued_on] or list(same if len(same) == 1 else ())
        for instrument in meant:
            yield from _same_number(finding, instrument)
        if not same:
            yield from (_another_number(finding, i) for i in by_subject if _is_meant(reference, i))


def _same_number(finding: Reference, instrument: Instrument) -> Iterator[Issue]:
    reference, known = finding.record, instrument.canonical_id
    day = reference.issued_on
    if day is not None and day != instrument.issued_on:
        if _slipped(reference, day, instrument):
            yield issue(
                "reference_known_date",
                f"Văn bản {known} ({instrument.title}) ban hành ngày {day_of(instrument.issued_on)}, "
                f"không phải {day_of(day)}.",
                f"{known} is of {day_of(instrument.issued_on)}, not of {day_of(day)}.",
                finding.span,
            )
        return
    sure = day is not None or _about(reference, instrument)
    if sure and reference.issuer and not _may_be(reference, instrument):
        yield issue(
            "reference_known_issuer",
            f"Văn bản {known} ({instrument.title}) do {instrument.issuer} ban hành, không phải {reference.issuer}; "
            "xem lại cơ quan ban hành.",
            f"{known} was issued by {instrument.issuer}, not by {reference.issuer}.",
            finding.span,
        )


def _may_be(reference: Record, instrument: Instrument) -> bool:
    """Whether the issuer told may be the instrument's: one name holds the other, or it is told in general."""
    own = reference.model_copy(update={"issuer": instrument.issuer})
    return one_issuer(reference, own) or GENERAL.fullmatch(reference.issuer or "") is not None


def _slipped(reference: Record, day: datetime.date, instrument: Instrument) -> bool:
    """Whether another date is a slip. A number of the Party or of a year comes back: another instrument, then."""
    known = instrument.issued_on
    if day.year == known.year or NUMBERED_BY_YEAR.match(reference.canonical_id) or _about(reference, instrument):
        return True
    return (day.day, day.month) == (known.day, known.month) and abs(day.year - known.year) <= NEAR_YEARS


def _about(reference: Record, instrument: Instrument) -> bool:
    """Whether a reference tells the instrument's own subject."""
    subject = re.sub(r"[“”\"]", "", reference.subject or "")
    return instrument.subject is not None and instrument.subject.search(subject) is not None


def _is_meant(reference: Record, instrument: Instrument) -> bool:
    """Whether a reference of another number tells this instrument's date, symbol and subject."""
    symbol = re.sub(r"^\d+[/-](?:\d{4}/)?", "", instrument.canonical_id)
    return (
        reference.issued_on == instrument.issued_on
        and symbol == (reference.symbol or "")
        and _about(reference, instrument)
    )


def _another_number(finding: Reference, instrument: Instrument) -> Issue:
    said, known = finding.record.canonical_id, instrument.canonical_id
    return issue(
        "reference_known_number",
        f"“{instrument.title}” là văn bản {known}, không phải {said}; xem lại số.",
        f"“{instrument.title}” is {known}, not {said}.",
        finding.span,
    )
