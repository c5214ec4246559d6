"""Instruments in the order of their dates: none after the document that cites it, none before what it carries out."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from contextlib import suppress

from extractors.dates import find_dates
from pipeline.check.codes import Found, issue
from pipeline.check.references import Reference, day_of
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.header import Header
from schemas.issue import Issue
from schemas.text import Span

# "Hạ Vân, ngày 20 tháng 12 năm 2025", perhaps behind "Số: 57/BC-UBND"; not "Căn cứ Luật … ngày 25 tháng 6 năm 2025"
DATE_LINE = re.compile(
    r"(?P<before>.{0,90}?)(?:^|,\s*|(?<=\s))ngày[\s\d.…_]*(?:tháng[\s\d.…_]*năm|/\s*\d{1,2}\s*/)\s*"
    r"(?P<year>\d{4})\W{0,3}",
    re.I,
)
CITED = re.compile(
    r"(?<!\w)(?:căn cứ|luật|nghị định|quyết định|thông tư|công văn|của|theo|kèm|từ|đến|số\s+\d+/\d{4})(?!\w)", re.I
)
# "Triển khai [Kế hoạch 232 ngày 09/9], UBND xã đã ban hành [Kế hoạch 41 ngày 05/9]"
BASIS = re.compile(r"(?:^|[.;]\s+|\W)(?:thực hiện|triển khai|căn cứ|theo)\s+(?:nội dung\s+|các\s+)?$", re.I)
ISSUED = re.compile(r"(?<!\w)(?:đã\s+)?(?:ban hành|xây dựng|triển khai)\s+(?:và\s+\w+\s+)?$", re.I)
# "[Kế hoạch 41 ngày 05/9] về việc triển khai thực hiện [Kế hoạch 232 ngày 09/9]"
CARRIES_OUT = re.compile(
    r"^\s*,?\s*(?:[^.;,\d]{0,60}\s)?(?:về|về việc|để)\s+(?:tổ chức\s+|triển khai\s+)*"
    r"(?:thực hiện|thi hành|hướng dẫn thực hiện|cụ thể hóa)\s+(?:nội dung\s+)?$",
    re.I,
)
FARTHEST = 250  # characters between the two, that they stand in one clause
SENTENCE = re.compile(r"[.;]\s|\n|(?<!\w)về việc(?!\w)")


def check(document: Document, header: Header, records: Extraction) -> Iterator[Found]:
    """References against the document's own date, their day of issue, and one another."""
    references = records.legal_references
    latest = _latest(document, header)
    for finding in references:
        yield from _after_document(finding, latest)
        yield from _act(document.text, finding, references)
    yield from _bases(document, references)


def _after_document(finding: Reference, latest: datetime.date | None) -> Iterator[Issue]:
    day = finding.record.issued_on
    if day is None or latest is None or day <= latest:
        return
    yield issue(
        "reference_after_document",
        f"Văn bản {finding.record.canonical_id} ghi ngày {day_of(day)}, sau ngày của chính "
        f"văn bản này ({day_of(latest)}); xem lại.",
        f"{finding.record.canonical_id} is dated {day_of(day)}, after this document ({day_of(latest)}).",
        finding.span,
    )


def _latest(document: Document, header: Header) -> datetime.date | None:
    """The last day on which the document can have been issued, where its letterhead says so itself."""
    lines = "\n".join((document.part("letterhead"), document.part("title"), document.part("signature"))).split("\n")
    own = (m for line in lines if (m := DATE_LINE.fullmatch(line.strip())) and not CITED.search(m["before"]))
    if not any(int(m["year"]) == header.issued_year for m in own):
        return None  # found elsewhere: in an annex, in a file without letterhead
    if header.issued_on:
        return header.issued_on
    if header.issued_year and header.issued_month:
        with suppress(ValueError):  # "tháng 22": another check says that there is no such month
            last = calendar.monthrange(header.issued_year, header.issued_month)[1]
            return datetime.date(header.issued_year, header.issued_month, last)
    return None


# Not "có hiệu lực từ ngày 01/7/2024, UBND tỉnh đã ban hành …": the day opens its clause.
# "ngày 19/9/2025, Ủy ban nhân dân phường đã ban hành [Kế hoạch số 41/KH-UBND ngày 15/9/2025]"
ACT = re.compile(
    r"(?:^|[,;.]\s+)(?P<day>ngày\s+\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*\d{4})\s*,\s*"
    r"[^;.,\n\d]{4,80}?(?:đã\s+)?ban hành\s+",
    re.I,
)


def _act(text: str, finding: Reference, others: tuple[Reference, ...]) -> Iterator[Issue]:
    """The day on which it is said to have been issued, against its own date."""
    own = finding.record.issued_on
    start, end = max(0, finding.span.start - 160), _named_from(text, finding)
    act = next((a for a in ACT.finditer(text, start, end) if a.end() == end), None)
    if own is None or act is None:
        return
    day = Span(act.start("day"), act.end("day"))
    if any(day.overlaps(other.span) for other in others):
        return  # the date of the instrument named before
    told = next((d.iso for d in find_dates(act.group("day")) if d.iso is not None), None)
    if told is not None and told != own:
        yield issue(
            "reference_two_dates",
            f"Câu văn nói ban hành ngày {day_of(told)}, nhưng {finding.record.canonical_id} ghi "
            f"ngày {day_of(own)}; xem lại.",
            f"It is said to be issued on {day_of(told)}, but {finding.record.canonical_id} bears {day_of(own)}.",
            Span(act.start(), finding.span.end),
        )


def _named_from(text: str, finding: Reference) -> int:
    """Where the instrument is named: behind "đã ban hành", which its quote may hold together with its issuer."""
    issued = re.compile(r"[^;.\n\d]{0,110}?ban hành\s+", re.I).match(text, finding.span.start, finding.span.end)
    return issued.end() if issued else finding.span.start


def _bases(document: Document, references: tuple[Reference, ...]) -> Iterator[Issue]:
    """Plans dated before what they carry out, whichever of the two is named first."""
    text = document.text
    dated = [f for f in references if f.record.issued_on is not None]
    for at, first in enumerate(dated):
        for second in dated[at + 1 :]:
            if second.span.start - first.span.end > FARTHEST:
                break
            if _named_after(text, first, second):
                yield from _before(first, second, second)
            elif _carries_out(text, first, second, references):
                yield from _before(second, first, first)


def _named_after(text: str, basis: Reference, plan: Reference) -> bool:
    between = text[basis.span.end : plan.span.start]
    if plan.span.start < basis.span.end or SENTENCE.search(between) or not ISSUED.search(between):
        return False
    return BASIS.search(text[max(0, basis.span.start - 40) : basis.span.start]) is not None


def _carries_out(text: str, plan: Reference, basis: Reference, references: tuple[Reference, ...]) -> bool:
    """Whether the words between the two say that the first carries out the second; no third stands between."""
    dates = [d.span.end for d in find_dates(plan.span.of(text))]
    start = plan.span.start + dates[0] if dates else plan.span.end  # its quote may hold its whole subject
    if start > basis.span.start or any(start <= f.span.start < basis.span.start for f in references):
        return False
    return CARRIES_OUT.match(text[start : basis.span.start]) is not None


def _before(basis: Reference, plan: Reference, place: Reference) -> Iterator[Issue]:
    a, b = basis.record, plan.record
    if a.issued_on and b.issued_on and b.issued_on < a.issued_on:
        yield issue(
            "reference_before_basis",
            f"{b.canonical_id} ghi ngày {day_of(b.issued_on)}, trước ngày của văn bản mà nó triển khai "
            f"({a.canonical_id}, {day_of(a.issued_on)}); xem lại.",
            f"{b.canonical_id} ({day_of(b.issued_on)}) is dated before {a.canonical_id} ({day_of(a.issued_on)}), "
            "which it carries out.",
            place.span,
        )
