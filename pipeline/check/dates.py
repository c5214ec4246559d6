"""Dates that cannot be, years that cannot be, periods that end before they begin."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from extractors.dates import DateMention, find_dates
from pipeline.check.codes import Found, issue
from schemas.document import Document
from schemas.issue import Issue
from schemas.text import Span

# "nhiệm kỳ 2025-20321", "giai đoạn 2020 – 20255": a year with a digit too many, on either side of the dash.
LONG_PERIOD = re.compile(r"(?<![\d./,-])((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{3})(?![\d/]|[.,–-]\d)")
SHORT_PERIOD = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|thời kỳ|từ năm|năm học)\s+(?P<period>((?:19|20)\d{2})\s*[-–—]\s*((?:19|"
    r"20)\d))(?![\d/]|[.,]\d)",
    re.I,
)
LONG_YEAR = re.compile(r"(?<!\w)năm\s+(?P<year>(?:19|20)\d{3})(?![\d/]|[.,]\d|\s*(?:người|hộ|đồng|triệu|lượt))", re.I)
TWO_YEARS = re.compile(r"(?:19|20)\d{1,2}\s*(?:[-–—]|đến(?: năm)?)\s*(?:19|20)\d", re.I)
FIVE_DIGITS = re.compile(r"(?:19|20)\d{3}(?!\d)")
AROUND = 30
# "giai đoạn 2025-2020": a period is named as one, so that a telephone number or a range of codes is none.
PERIOD = re.compile(
    r"(?P<word>giai đoạn|nhiệm kỳ|thời kỳ|năm học|khóa|khoá|5 năm|năm năm|đến năm|trong các năm|từ năm)\s*\(?\s*"
    r"(?P<period>(?P<from>(?:19|20)\d{2})\s*(?:[-–—]|đến(?: năm)?)\s*(?P<to>(?:19|20)\d{2}))(?!\d)",
    re.I,
)


def check(document: Document) -> Iterator[Found]:
    """Impossible dates, years and periods, with their place."""
    text = document.text
    for mention in find_dates(text):
        if mention.valid or _once_was(mention):
            continue
        printed = mention.span.of(text)
        yield issue(
            "date_impossible",
            f"“{printed}” không có trong lịch hoặc không thể đúng; xem lại ngày, tháng, năm.",
            f"“{printed}” cannot be.",
            mention.span,
        )
    yield from _years(text)
    yield from _periods(text)


def _once_was(mention: DateMention) -> bool:
    """Whether it is a day of an earlier century: far off, but possible."""
    if mention.year is None or not 1000 <= mention.year < 1900:
        return False
    try:
        datetime.date(mention.year, mention.month or 1, mention.day or 1)
    except ValueError:
        return False
    return True


def _years(text: str) -> Iterator[Issue]:
    for pattern, group, core in (
        (LONG_PERIOD, 0, FIVE_DIGITS),
        (SHORT_PERIOD, "period", TWO_YEARS),
        (LONG_YEAR, "year", FIVE_DIGITS),
    ):
        for match in _around(text, core, pattern):
            printed = match.group(group)
            yield issue(
                "year_impossible",
                f"“{printed}”: có năm không đủ hoặc thừa chữ số; xem lại.",
                f"“{printed}” holds a year with a digit too many or too few.",
                Span(match.start(group), match.end(group)),
            )


def _around(text: str, core: re.Pattern[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern, looked for only around its core, which is quickly found."""
    for found in core.finditer(text):
        start, end = max(0, found.start() - AROUND), min(len(text), found.end() + AROUND)
        yield from (m for m in pattern.finditer(text, start, end) if m.start() <= found.start() < m.end())


def _periods(text: str) -> Iterator[Issue]:
    for match in _around(text, TWO_YEARS, PERIOD):
        start, end = int(match.group("from")), int(match.group("to"))
        span = Span(match.start("period"), match.end("period"))
        printed = match.group("period")
        if end < start:
            yield issue(
                "period_reversed",
                f"“{printed}”: năm cuối ({end}) trước năm đầu ({start}); xem lại.",
                f"“{printed}” ends ({end}) before it begins ({start}).",
                span,
            )
        elif match.group("word").lower() == "năm học" and end != start + 1:
            yield issue(
                "school_year_odd",
                f"Năm học “{printed}” không phải hai năm liền nhau; xem lại.",
                f"The school year “{printed}” does not span two consecutive years.",
                span,
            )
