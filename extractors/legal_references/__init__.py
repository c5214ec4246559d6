"""Mentions of laws, decrees, decisions, directives, plans: by number, or, for a law, by name.

A mention is a record with the date, the issuer and the subject that the text gives it. Mentions inside the subject
of another one are records of their own. The document's own number in its letterhead is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from extractors.dates import DateMention, find_dates
from extractors.legal_references.clauses import REACH, Around, Clause, read_clause
from extractors.legal_references.doubts import confidence_of
from extractors.legal_references.mentions import Mention, find_mentions
from extractors.legal_references.provisions import provision_at
from extractors.legal_references.roles import own_of, roles_of
from schemas.document import Document
from schemas.finding import Finding
from schemas.records.legal_references import Record
from schemas.text import Span

_SUBJECT_LINE = re.compile(r"V/v|về\s+việc", re.IGNORECASE)
_NEAR = 60  # mentions that one clause is compared with
_SURE = 0.7  # below it a record asks for review
_DIGITS_OR_LAW = re.compile(r"\d|luật|hiến pháp", re.IGNORECASE)
_YEAR_BEHIND = re.compile(
    r"\s*,?\s*(?:\(sửa đổi[^)]{0,40}\)\s*)?(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?![\d/]|\.\d|\s*[-–]\s*\d)"
)
# The date behind "Luật …" that another organ gave is that of the decree about it: "… Luật Giá ngày 3/4/2024 của Bộ …"
_ANOTHERS = re.compile(r"\s+của\s+(?!Quốc\s+hội)", re.IGNORECASE)


def extract(document: Document) -> Iterator[Finding[Record]]:
    """All mentions in the order of the passages.

    >>> from schemas.document import Document, Passage
    >>> text = "Kế hoạch số 12/KH-UBND ngày 03/4/2024 của Ủy ban nhân dân tỉnh về phòng, chống lụt bão"
    >>> passage = Passage(text, (Span(0, len(text)),), "paragraph")
    >>> [finding.record.issuer for finding in extract(Document(text, passages=(passage,)))]
    ['Ủy ban nhân dân tỉnh']
    """
    own = own_of(document)
    for passage in document.passages:
        if not _DIGITS_OR_LAW.search(passage.text):
            continue
        floor = 0
        if passage.part == "letterhead":  # only the subject line of a letter names others' instruments there
            subject = _SUBJECT_LINE.search(passage.text)
            floor = subject.end() if subject else len(passage.text)
        found = [finding for finding in find_references(passage.text) if finding.span.start >= floor]
        for finding, role in zip(found, roles_of(passage.text, found, own), strict=True):
            yield Finding(
                finding.record.model_copy(update={"role": role}),
                passage.locate(finding.span),
                finding.rule,
                finding.confidence,
                finding.needs_review,
                tuple(passage.locate(number) for number in finding.numbers),
            )


def find_references(text: str) -> list[Finding[Record]]:
    """All mentions in one paragraph, their spans in the paragraph."""
    mentions = find_mentions(text)
    if not mentions:
        return []
    dates = find_dates(text)
    starts = [date.span.start for date in dates]
    taken: set[int] = set()  # where dates begin that are a number's
    findings = []
    for at, mention in enumerate(mentions):
        if mention.law is not None and mention.code is None:
            findings.append(_of_law(text, mention, taken))
            continue
        horizon = mention.span.end + REACH
        inner = [m for m in islice(mentions, at + 1, at + 1 + _NEAR) if m.span.start < horizon]
        behind = [m.span for m in inner]
        coded = next((m.span.start for m in inner if m.law is None and m.span.start >= mention.span.end), 0)
        near = dates[bisect_left(starts, mention.span.start - REACH) : bisect_left(starts, horizon)]
        limit = _limit(text, mention.span, behind)
        symbol = mention.code.symbol if mention.code else ""
        clause = read_clause(text, mention.span, Around(near, limit, behind, symbol, coded))
        if clause.dated is not None:
            taken.add(clause.dated.start)
        findings.append(_of_number(text, mention, clause))
    return findings


def _limit(text: str, mention: Span, behind: list[Span]) -> int:
    """How far the clause of a mention may reach: to the next mention that its subject does not govern."""
    for other in behind:
        if other.start < mention.end:
            continue
        between = text[max(mention.end, other.start - 40) : other.start]
        beside = None if _GOVERNED.search(between) else _BESIDE.search(between)
        if beside:
            return other.start - len(beside[0])
    return len(text)


# "… và Kết luận số 5": the next mention stands beside the first, unless a verb before it governs both
_BESIDE = re.compile(r"(?:\s*[,;]\s*(?:và\s+)?|\s+và\s+|\s+hoặc\s+|\s*[,;]?\s*(?:theo|tại|thay\s+thế)\s+)(?:các\s+)?$")
_GOVERNED = re.compile(r"(?:thực\s+hiện|thi\s+hành|của|theo|sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ)\s+(?:các\s+)?$")


def _of_law(text: str, mention: Mention, taken: set[int]) -> Finding[Record]:
    law = mention.law
    assert law is not None
    end, issued, year = mention.span.end, None, None
    if not law.inner:
        behind = Span(end, min(len(text), end + 60))
        clause = read_clause(text, mention.span, Around(_dates_in(text, behind), end, []))
        if clause.issued_on is not None and clause.dated is not None:
            others = _ANOTHERS.match(text, clause.dated.end) or clause.dated.start in taken
            if not others:
                end, issued, year = clause.dated.end, clause.issued_on, clause.issued_on.year
        elif (named := _YEAR_BEHIND.match(text, end)) is not None:
            end, year = named.end(), int(named["year"])
    cited = provision_at(text, mention.span.start, mention.span.end)
    record = Record(
        doc_type="luat",
        canonical_id=law.name_key if year is None else f"{law.name_key}-{year}",
        issued_on=issued,
        article=cited.article,
        clause=cited.clause,
        point=cited.point,
    )
    return Finding(record, Span(mention.span.start, end), law.rule, law.confidence, law.confidence < _SURE)


def _dates_in(text: str, span: Span) -> list[DateMention]:
    return [replace(date, span=date.span.shift(span.start)) for date in find_dates(span.of(text))]


def _of_number(text: str, mention: Mention, clause: Clause) -> Finding[Record]:
    code = mention.code
    number = code.number if code else mention.number
    assert number is not None
    cited = provision_at(text, mention.span.start, mention.span.end)
    record = Record.model_validate(
        {
            "doc_type": mention.doc_type,
            "number": number,
            "number_year": code.year if code else mention.year,
            "symbol": code.symbol if code else None,
            "canonical_id": code.canonical if code else number if mention.year is None else f"{number}/{mention.year}",
            "issued_on": clause.issued_on,
            "issuer": _joined(clause.issuer, text),
            "subject": _joined(clause.subject, text),
            "article": cited.article,
            "clause": cited.clause,
            "point": cited.point,
        }
    )
    numbers = (code.span,) if code else (mention.span,)
    sure = confidence_of(record, mention, clause)
    return Finding(record, clause.span, mention.rule, sure, sure < _SURE, numbers)


def _joined(span: Span | None, text: str) -> str | None:
    return " ".join(span.of(text).split()) if span else None
