"""Stage *extract*: run every extractor over the structured document and settle what two of them claim."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from extractors import header
from schemas.document import Document
from schemas.finding import Finding
from schemas.header import Header
from schemas.records import awards, legal_references, metrics, movements

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIELD = re.compile(r"thi đua|khen thưởng|phong trào|giấy khen cho|bằng khen cho", re.IGNORECASE)
_TELLING = 30  # words; fewer tell nothing of the language
_LEAST = 0.1  # of the words; in Vietnamese it is six of ten, in English with a Vietnamese name or two one of fifty


@dataclass(frozen=True, slots=True)
class Extraction:
    """The findings of one document, a field a kind, each in order of place.

    The fields are the kinds: for each there is a module of that name in ``extractors`` and in ``schemas.records``.
    """

    movements: tuple[Finding[movements.Record], ...] = ()
    metrics: tuple[Finding[metrics.Record], ...] = ()
    awards: tuple[Finding[awards.Record], ...] = ()
    legal_references: tuple[Finding[legal_references.Record], ...] = ()


KINDS: tuple[str, ...] = tuple(field.name for field in dataclasses.fields(Extraction))


def extract(document: Document) -> tuple[Header, Extraction]:
    """The header of the document and its records, overlaps between kinds resolved.

    A text that is not Vietnamese (a program, a letter in English) holds none: the grammar would read them into it. Nor
    does one that is none of ours (a price list, a timetable).
    """
    if not is_vietnamese(document.text):
        return header.extract(document), Extraction()
    found = Extraction(**{kind: _in_order(import_module(f"extractors.{kind}").extract(document)) for kind in KINDS})
    head, found = header.extract(document), resolve(found)
    if is_ours(document, head, found):
        return head, found
    nobody = {"issuer": None, "unit_name": None, "unit_kind": None}  # the first capitals of an invoice are no body
    return head.model_copy(update={"doc_type": "khac", **nobody}), Extraction()


def is_ours(document: Document, head: Header, found: Extraction) -> bool:
    """Whether a document is one of the administration, or speaks of emulation and commendation in any other form.

    "BÁO CÁO GIÁ CẢ THỊ TRƯỜNG" without a letterhead is neither, whatever it calls itself; its prices are no records.
    """
    formal = head.symbol or head.place or head.signing_capacity or (head.issuer and head.doc_type != "khac")
    told = found.movements or found.awards or found.legal_references
    return bool(formal or told or head.unit_kind not in {None, "khac"} or _FIELD.search(document.text))


def is_vietnamese(text: str) -> bool:
    """Whether enough of the words bear a Vietnamese letter; a text too short to tell is taken for Vietnamese.

    >>> is_vietnamese("for row in rows: total += row.price * 2  # sum " * 8), is_vietnamese("Xã đạt 5 tấn " * 8)
    (False, True)
    """
    words = _WORD.findall(text)
    return len(words) < _TELLING or sum(not word.isascii() for word in words) >= _LEAST * len(words)


def resolve(found: Extraction) -> Extraction:
    """Settle numbers that two extractors claim: the number of an award is no metric.

    A fraction or a percentage says more than a count ("39/39 khu dân cư văn hóa" is an award and a metric), so such
    a metric stays.
    """
    counted = {number for finding in found.awards for number in finding.numbers}
    metrics_left = tuple(
        finding
        for finding in found.metrics
        if finding.record.denominator is not None
        or finding.record.unit == "%"
        or not any(a.overlaps(number) for number in finding.numbers for a in counted)
    )
    return dataclasses.replace(found, metrics=metrics_left)


def _in_order(findings: Any) -> tuple[Finding[Any], ...]:
    """By place; the same fact at the same place once."""
    unique = {(finding.span, finding.record.model_dump_json()): finding for finding in findings}
    return tuple(sorted(unique.values(), key=lambda finding: finding.span))
