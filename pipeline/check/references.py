"""Instruments that contradict one another: two dates, two issuers, an issuer that their symbol does not fit."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from extractors.legal_references.owners import owner_of
from pipeline.check.codes import Found, issue
from pipeline.extract import Extraction
from schemas.document import Document
from schemas.finding import Finding
from schemas.issue import Issue
from schemas.records.legal_references import Record

Reference = Finding[Record]

OFFICES = re.compile(
    r"(?<!\w)(?:bộ trưởng|bộ trường|thủ trưởng|giám đốc|chủ tịch|phó|ban thường vụ|ban chấp hành|của|các|"
    r"đảng bộ)(?!\w)"
)  # "bộ trường": so OCR reads it
# How the name of a body begins; a place is none.
BODY = re.compile(
    r"(?:các\s+)?(?:bộ|ban|chính phủ|thủ tướng|phó thủ tướng|quốc hội|ủy ban|uỷ ban|ubnd|ubtvqh|hội|hđnd|đảng|"
    r"(?:tỉnh|thành|huyện|quận|thị)\s+[uủ][ủỷy]|chủ tịch|sở|cục|tổng|trung ương|liên|mặt trận|thường trực|văn phòng|"
    r"đoàn|giám đốc|viện|tòa|toà|thanh tra|kho bạc|bảo hiểm|công an|bch|btv|ngân hàng|phòng|trường|chi cục)(?!\w)",
    re.I,
)
NUMBERED_BY_YEAR = re.compile(r"\d+/\d{4}/")


def check(document: Document, records: Extraction) -> Iterator[Found]:
    """References that contradict one another, or whose symbol belongs to another body than they name."""
    references = tuple(sure_of(document, records))
    yield from _contradictions(references)
    for finding in references:
        yield from _owner(finding)


def sure_of(document: Document, records: Extraction) -> Iterator[Reference]:
    """The references, without an issuer that may be another's, or no body at all.

    "… về thực hiện [Nghị quyết 98/2023/QH15] do Cục Thuế ban hành": who issued what is not said.
    """
    for finding in records.legal_references:
        issuer = finding.record.issuer
        quote = finding.span.of(document.text)
        if issuer is None or (BODY.match(issuer) and not re.search(rf"(?<!\w)do\s+{re.escape(issuer)}", quote)):
            yield finding
        else:
            yield dataclasses.replace(finding, record=finding.record.model_copy(update={"issuer": None}))


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
    if a.issued_on is None or b.issued_on is None or a.issued_on == b.issued_on or not one_issuer(a, b):
        return None
    # Numbers begin anew each year (the Party's each term), so only within a year are two dates a contradiction.
    if a.issued_on.year != b.issued_on.year and not NUMBERED_BY_YEAR.match(a.canonical_id):
        return None
    if a.symbol and a.symbol.endswith("UBND") and not (a.issuer and b.issuer):
        return None  # two committees may have used one number
    return issue(
        "reference_two_dates",
        f"Văn bản {a.canonical_id} được ghi hai ngày ban hành: {day_of(a.issued_on)} và {day_of(b.issued_on)}; "
        "xem lại.",
        f"{a.canonical_id} is given two dates: {day_of(a.issued_on)} and {day_of(b.issued_on)}.",
        second.span,
    )


def _two_issuers(first: Reference, second: Reference) -> Issue | None:
    a, b = first.record, second.record
    if not a.issuer or not b.issuer or one_issuer(a, b) or (a.symbol or "").endswith(("UBND", "HĐND")):
        return None
    if a.issued_on and b.issued_on and a.issued_on != b.issued_on:
        return None
    return issue(
        "reference_two_issuers",
        f"Văn bản {a.canonical_id} được ghi hai cơ quan ban hành: {a.issuer} và {b.issuer}; xem lại.",
        f"{a.canonical_id} is given two issuers: {a.issuer} and {b.issuer}.",
        second.span,
    )


def one_issuer(a: Record, b: Record) -> bool:
    """Whether two references may be of the same issuer: one is not said, or one name holds the other."""
    if not a.issuer or not b.issuer:
        return True
    first, second = _plain(a.issuer), _plain(b.issuer)
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return first[:2] == second[:2] and first[0] == "bộ"  # "Bộ Khoa": a column cut the name off


def _plain(issuer: str) -> list[str]:
    text = issuer.lower().replace("uỷ", "ủy").replace("ủy ban nhân dân", "ubnd")
    text = OFFICES.sub(" ", text)
    text = re.sub(r"(?<!\w)(?:thành ủy|thành phố|tp)(?!\w)", "thành", text).replace("tỉnh ủy", "tỉnh")
    return re.findall(r"\w+", text)


def _owner(finding: Reference) -> Iterator[Issue]:
    reference = finding.record
    if not reference.issuer or not reference.symbol:
        return
    owner = owner_of(reference.symbol)
    if owner is not None and owner.name is not None and not owner.may_be(reference.issuer):
        yield _unfit(finding, owner.name)


def _unfit(finding: Reference, owner: str) -> Issue:
    reference = finding.record
    return issue(
        "reference_issuer_unfit",
        f"Ký hiệu {reference.symbol} là của {owner}, nhưng văn bản ghi cơ quan ban hành "
        f"là {reference.issuer}; xem lại.",
        f"The symbol {reference.symbol} belongs to another issuer than {reference.issuer}.",
        finding.span,
    )


def day_of(day: datetime.date) -> str:
    """A day as it is printed.

    >>> day_of(datetime.date(2024, 12, 22))
    '22/12/2024'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
