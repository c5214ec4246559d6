"""The page that lists the batch: a row a document, to be sorted, filtered and searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import quote

from pipeline.figures import number
from pipeline.language import choose
from pipeline.load.models import Status
from pipeline.report.review.kinds import RECORD_GROUPS
from pipeline.report.review.names import page_of, place_of
from pipeline.report.review.stored import Row
from pipeline.report.review.titles import date_of, kind_of, title_of, unit_of
from pipeline.report.sheet import sheet
from pipeline.tell import code


@dataclass(frozen=True, slots=True)
class Finding:
    """An error or a warning, with the way to its place where the document has a page."""

    severity: str
    message: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a row; ``address`` is None where it has no page, ``read`` tells whether it has a text at all,
    ``sort_date`` sorts as text.
    """

    document: Row
    name: str
    title: str
    subject: str
    address: str | None
    read: bool
    kind: str
    unit: str
    province: str
    date: str
    sort_date: str
    status: str
    reason: str
    note: str
    counts: tuple[int, ...]
    review: int
    findings: tuple[Finding, ...]
    errors: int


def batch_page(
    documents: Sequence[Row],
    there: Container[str],
    counts: Mapping[str, Mapping[str, int]],
    findings: Mapping[str, Sequence[Row]],
    *,
    name: str,
) -> str:
    """The page, as HTML.

    Args:
        documents: the rows of the documents, in the order in which they are listed.
        there: the ids of those that have a page.
        counts: of each document, as ``pipeline.report.review.stored.counts`` tells.
        findings: its errors and warnings.
        name: what the batch is called.
    """
    names = {row["doc_id"]: row["source_name"] for row in documents}
    entries = [
        _entry(row, row["doc_id"] in there, counts.get(row["doc_id"], {}), findings.get(row["doc_id"], ()), names)
        for row in documents
    ]
    return sheet(
        "batch",
        styles=("batch",),
        scripts=("fold", "batch"),
        title=choose("Kết quả đọc văn bản", "What was read"),
        name=name,
        summary=_summary(entries),
        groups=RECORD_GROUPS,
        entries=entries,
        kinds=_choices(entry.kind for entry in entries),
        provinces=_choices(entry.province for entry in entries),
        statuses=_choices(entry.status for entry in entries),
        status_words={status: code("documents", "status", status) for status in get_args(Status)},
    )


def _entry(
    row: Row, there: bool, counts: Mapping[str, int], findings: Sequence[Row], names: Mapping[str, str]
) -> Entry:
    read = row["status"] in {"loaded", "partial"}
    address = quote(page_of(row["doc_id"], row["source_name"])) if there else None
    errors = sum(finding["severity"] == "error" for finding in findings)
    return Entry(
        document=row,
        name=row["source_name"],
        title=title_of(row) if read else "",
        subject=row["title"] or "",
        address=address,
        read=read,
        kind=kind_of(row) if read else "",
        unit=unit_of(row),
        province=row["province"] or "",
        date=date_of(row),
        sort_date="-".join(f"{row[part]:04}" for part in ("issued_year", "issued_month", "issued_day") if row[part]),
        status=row["status"],
        reason=choose(row["reason"] or "", row["reason_en"] or row["reason"] or ""),
        note=_note(row, names),
        counts=tuple(counts.get(group.kind, 0) for group in RECORD_GROUPS),
        review=counts.get("review", 0) + (row["restored_doubtful"] or 0),
        findings=tuple(_finding(finding, address) for finding in findings),
        errors=errors,
    )


def _finding(row: Row, address: str | None) -> Finding:
    place = f"{address}#{place_of('issues', row['issue_id'])}" if address else None
    return Finding(row["severity"], choose(row["message"], row["message_en"]), place)


def _note(row: Row, names: Mapping[str, str]) -> str:
    """That a document is counted elsewhere: the same file under another name, another version of it."""
    if row["duplicate_of"]:
        other = names.get(row["duplicate_of"], row["duplicate_of"])
        return choose(f"trùng với {other}", f"same as {other}")
    if row["version_of"]:
        other = names.get(row["version_of"], row["version_of"])
        return choose(f"bản khác của {other}", f"another version of {other}")
    return ""


def _summary(entries: Sequence[Entry]) -> str:
    refused = sum(not entry.read for entry in entries)
    review, errors = sum(entry.review for entry in entries), sum(entry.errors for entry in entries)
    findings = sum(len(entry.findings) for entry in entries)
    told = [choose(f"{number(len(entries))} văn bản", f"{number(len(entries))} documents")]
    if refused:
        told.append(choose(f"{number(refused)} không đọc được", f"{number(refused)} not read"))
    told.append(choose(f"{number(review)} chỗ cần xem", f"{number(review)} places to review"))
    told.append(
        choose(
            f"{number(findings)} điều cần lưu ý, trong đó {number(errors)} chỗ sai",
            f"{number(findings)} findings, {number(errors)} of them errors",
        )
    )
    return " · ".join(told)


def _choices(values: Iterable[str]) -> list[tuple[str, int]]:
    """What a list can be narrowed to, with how many there are, the most frequent first."""
    found = Counter(value for value in values if value)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
