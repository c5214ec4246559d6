"""Instruments that contradict one another, the document, or what is known of them."""

from __future__ import annotations

import calendar
import datetime
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from extractors.dates import find_dates
from pipeline.check.codes import Found, issue
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.finding import Finding
from schemas.header import Header
from schemas.issue import Issue
from schemas.records.legal_references import Record
from schemas.text import Span

Reference = Finding[Record]

# Whose instruments bear a symbol: "…-TTg" are the Prime Minister's. Symbols of People's Committees name no one alone.
OWNERS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("Thủ tướng Chính phủ", re.compile(r"TTg$"), re.compile(r"thủ tướng|chính phủ", re.I)),
    ("Chính phủ", re.compile(r"(?:NĐ|NQ)-CP$"), re.compile(r"chính phủ", re.I)),
    (
        "cơ quan Trung ương của Đảng",
        re.compile(r"/(?:TW|TƯ)$"),
        re.compile(r"bộ chính trị|ban bí thư|trung ương|bch|đảng", re.I),
    ),
    ("Tỉnh ủy, Thành ủy", re.compile(r"/TU$"), re.compile(r"tỉnh|thành|đảng bộ|ban thường vụ|ban chấp hành", re.I)),
    ("Quốc hội", re.compile(r"/QH\d+$|^QH\d+$"), re.compile(r"quốc hội", re.I)),
)
PROVINCIAL = "Tỉnh ủy, Thành ủy"
CENTRAL = re.compile(r"bộ chính trị|ban bí thư|trung ương", re.I)
OFFICES = re.compile(
    r"(?<!\w)(?:bộ trưởng|bộ trường|thủ trưởng|giám đốc|chủ tịch|phó|ban thường vụ|ban chấp hành|của|các|"
    r"đảng bộ)(?!\w)"
)  # "bộ trường": so OCR reads it
BASIS = re.compile(r"(?:^|[.;]\s+|\W)(?:thực hiện|triển khai|căn cứ|theo)\s+(?:nội dung\s+|các\s+)?$", re.I)
ISSUED = re.compile(r"(?<!\w)(?:đã\s+)?(?:ban hành|xây dựng|triển khai)\s+(?:và\s+\w+\s+)?$", re.I)
LONGEST_DATE_LINE = 90  # "Hạ Vân, ngày 20 tháng 12 năm 2025", perhaps behind "Số: 57/BC-UBND"
NUMBERED_BY_YEAR = re.compile(r"\d+/\d{4}/")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A well-known instrument."""

    canonical_id: str
    issued_on: datetime.date
    subject: re.Pattern[str] | None
    title: str


@cache
def known_instruments() -> tuple[Instrument, ...]:
    """The reviewed list of ``instruments.toml``."""
    text = (files("pipeline") / "check" / "instruments.toml").read_text(encoding="utf-8")
    return tuple(
        Instrument(e["id"], e["issued_on"], re.compile(e["subject"], re.I) if e["subject"] else None, e["title"])
        for e in tomllib.loads(text)["instrument"]
    )


def check(document: Document, header: Header, records: Extraction) -> Iterator[Found]:
    """All checks of references."""
    references = records.legal_references
    latest = _latest(document, header)
    yield from _contradictions(references)
    for finding in references:
        yield from _owner(finding)
        yield from _after_document(finding, latest)
        yield from _known(finding)
        yield from _act(document.text, finding, references)
    yield from _bases(document, references)


def _contradictions(references: tuple[Reference, ...]) -> Iterator[Issue]:
    groups: dict[str, list[Reference]] = defaultdict(list)
    for finding in references:
        if finding.record.number and finding.record.symbol:
            groups[finding.record.canonical_id.casefold()].append(finding)
    for group in groups.values():
        told: set[str] = set()
        for first, second in combinations(group, 2):
            found = _two_dates(first, second) or _two_issuers(first, second)
            if found is not None and found.code not in told:
                told.add(found.code)
                yield found


def _two_dates(first: Reference, second: Reference) -> Issue | None:
    a, b = first.record, second.record
    if a.issued_on is None or b.issued_on is None or a.issued_on == b.issued_on or not _one_issuer(a, b):
        return None
    # Numbers begin anew each year (the Party's each term), so only within a year are two dates a contradiction.
    if a.issued_on.year != b.issued_on.year and not NUMBERED_BY_YEAR.match(a.canonical_id):
        return None
    if a.symbol and a.symbol.endswith("UBND") and not (a.issuer and b.issuer):
        return None  # two committees may have used one number
    return issue(
        "reference_two_dates",
        f"Văn bản {a.canonical_id} được ghi hai ngày ban hành: {_day(a.issued_on)} và {_day(b.issued_on)}; xem lại.",
        f"{a.canonical_id} is given two dates: {_day(a.issued_on)} and {_day(b.issued_on)}.",
        second.span,
    )


def _two_issuers(first: Reference, second: Reference) -> Issue | None:
    a, b = first.record, second.record
    if not a.issuer or not b.issuer or _one_issuer(a, b) or (a.symbol or "").endswith(("UBND", "HĐND")):
        return None
    if a.issued_on and b.issued_on and a.issued_on != b.issued_on:
        return None
    return issue(
        "reference_two_issuers",
        f"Văn bản {a.canonical_id} được ghi hai cơ quan ban hành: {a.issuer} và {b.issuer}; xem lại.",
        f"{a.canonical_id} is given two issuers: {a.issuer} and {b.issuer}.",
        second.span,
    )


def _one_issuer(a: Record, b: Record) -> bool:
    """Whether two issuers may be the same: one is not said, or one name holds the other."""
    if not a.issuer or not b.issuer:
        return True
    first, second = _plain(a.issuer), _plain(b.issuer)
    return first <= second or second <= first


def _plain(issuer: str) -> frozenset[str]:
    text = issuer.lower().replace("uỷ", "ủy").replace("ủy ban nhân dân", "ubnd")
    text = OFFICES.sub(" ", text)
    text = re.sub(r"(?<!\w)(?:thành ủy|thành phố|tp)(?!\w)", "thành", text).replace("tỉnh ủy", "tỉnh")
    return frozenset(re.findall(r"\w+", text))


def _owner(finding: Reference) -> Iterator[Issue]:
    reference = finding.record
    if not reference.issuer or not reference.symbol:
        return
    for owner, symbol, issuer in OWNERS:
        central = owner == PROVINCIAL and CENTRAL.search(reference.issuer)
        if symbol.search(reference.symbol) and (central or not issuer.search(reference.issuer)):
            yield _unfit(finding, owner)


def _unfit(finding: Reference, owner: str) -> Issue:
    reference = finding.record
    return issue(
        "reference_issuer_unfit",
        f"Ký hiệu {reference.symbol} là của {owner}, nhưng văn bản ghi cơ quan ban hành "
        f"là {reference.issuer}; xem lại.",
        f"The symbol {reference.symbol} belongs to another issuer than {reference.issuer}.",
        finding.span,
    )


def _after_document(finding: Reference, latest: datetime.date | None) -> Iterator[Issue]:
    day = finding.record.issued_on
    if day is None or latest is None or day <= latest:
        return
    yield issue(
        "reference_after_document",
        f"Văn bản {finding.record.canonical_id} ghi ngày {_day(day)}, sau ngày của chính "
        f"văn bản này ({_day(latest)}); xem lại.",
        f"{finding.record.canonical_id} is dated {_day(day)}, after this document ({_day(latest)}).",
        finding.span,
    )


def _latest(document: Document, header: Header) -> datetime.date | None:
    """The last day on which the document can have been issued, where its letterhead says so itself."""
    lines = "\n".join((document.part("letterhead"), document.part("title"), document.part("signature"))).split("\n")
    if not any(len(line) <= LONGEST_DATE_LINE and str(header.issued_year) in line for line in lines):
        return None  # found elsewhere: in an annex, in a file without letterhead
    if header.issued_on:
        return header.issued_on
    if header.issued_year and header.issued_month:
        last = calendar.monthrange(header.issued_year, header.issued_month)[1]
        return datetime.date(header.issued_year, header.issued_month, last)
    return None


def _known(finding: Reference) -> Iterator[Issue]:
    reference = finding.record
    for instrument in known_instruments():
        same = reference.canonical_id.casefold() == instrument.canonical_id.casefold()
        if same and reference.issued_on and reference.issued_on != instrument.issued_on:
            # A number of the Party or of the Prime Minister comes back each term or year: another instrument, then.
            if reference.issued_on.year != instrument.issued_on.year and not NUMBERED_BY_YEAR.match(
                reference.canonical_id
            ):
                continue
            yield issue(
                "reference_known_date",
                f"Văn bản {instrument.canonical_id} ({instrument.title}) ban hành ngày {_day(instrument.issued_on)}, "
                f"không phải {_day(reference.issued_on)}.",
                f"{instrument.canonical_id} is of {_day(instrument.issued_on)}, not of {_day(reference.issued_on)}.",
                finding.span,
            )
        elif (
            not same
            and instrument.subject is not None
            and reference.issued_on == instrument.issued_on
            and _symbol(instrument.canonical_id) == (reference.symbol or "")
            and instrument.subject.search(re.sub(r"[“”\"]", "", reference.subject or ""))
        ):
            yield issue(
                "reference_known_number",
                f"“{instrument.title}” là văn bản {instrument.canonical_id}, không phải {reference.canonical_id}; "
                "xem lại số.",
                f"“{instrument.title}” is {instrument.canonical_id}, not {reference.canonical_id}.",
                finding.span,
            )


def _symbol(canonical: str) -> str:
    return re.sub(r"^\d+[/-](?:\d{4}/)?", "", canonical)


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
            f"Câu văn nói ban hành ngày {_day(told)}, nhưng {finding.record.canonical_id} ghi "
            f"ngày {_day(own)}; xem lại.",
            f"The sentence says it was issued on {_day(told)}, but {finding.record.canonical_id} bears {_day(own)}.",
            Span(act.start(), finding.span.end),
        )


def _named_from(text: str, finding: Reference) -> int:
    """Where the instrument is named: behind "đã ban hành", which its quote may hold together with its issuer."""
    issued = re.compile(r"[^;.\n\d]{0,110}?ban hành\s+", re.I).match(text, finding.span.start, finding.span.end)
    return issued.end() if issued else finding.span.start


def _bases(document: Document, references: tuple[Reference, ...]) -> Iterator[Issue]:
    """Plans dated before what they carry out: "Triển khai Kế hoạch 232 ngày 09/9, … ban hành Kế hoạch 41 ngày 05/9"."""
    text = document.text
    dated = [f for f in references if f.record.issued_on is not None]
    for first, second in combinations(dated, 2):
        between = text[first.span.end : second.span.start]
        if (
            second.span.start < first.span.end
            or len(between) > 250
            or re.search(r"[.;]\s|\n|(?<!\w)về việc(?!\w)", between)
        ):
            continue
        if not BASIS.search(text[max(0, first.span.start - 40) : first.span.start]) or not ISSUED.search(between):
            continue
        a, b = first.record, second.record
        if a.issued_on and b.issued_on and b.issued_on < a.issued_on:
            yield issue(
                "reference_before_basis",
                f"{b.canonical_id} ghi ngày {_day(b.issued_on)}, trước ngày của văn bản mà nó triển khai "
                f"({a.canonical_id}, {_day(a.issued_on)}); xem lại.",
                f"{b.canonical_id} ({_day(b.issued_on)}) is dated before {a.canonical_id} ({_day(a.issued_on)}), "
                "which it carries out.",
                second.span,
            )


def _day(day: datetime.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
