"""Dates as Vietnamese administrative texts print them.

>>> [(d.iso, d.span) for d in find_dates("Hội nghị ngày 05 tháng 9 năm 2024")]
[(datetime.date(2024, 9, 5), Span(start=9, end=33))]
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: what was printed of it, None for what was left blank.

    ``span`` holds the words "ngày", "tháng", "năm" that belong to it. ``valid`` is False where the day cannot be
    ("30/02/2025", "ngày 12 tháng 13 năm 2025"): such dates are kept, for the checks to report.
    """

    span: Span
    year: int | None
    month: int | None
    day: int | None
    valid: bool = True

    @property
    def iso(self) -> datetime.date | None:
        """The calendar day, where the text gives it in full and it exists."""
        if self.valid and self.year is not None and self.month is not None and self.day is not None:
            return datetime.date(self.year, self.month, self.day)
        return None


_BLANK = r"[.…_\s]{0,40}"  # what stands where a clerk will write by hand: "ngày … tháng … năm"

# "ngày 03 tháng 12 năm 2025", "ngày tháng 12 năm 2025", "ngày … tháng … năm 2025", "ngày 7 tháng 5, năm 2021"
_WORDS = rf"""
    ngày{_BLANK}(?P<wd>(?<!\d)\d{{1,2}})?{_BLANK}
    tháng{_BLANK}(?P<wm>(?<!\d)\d{{1,2}})?{_BLANK},?\s*
    năm{_BLANK}(?P<wy>(?<!\d)\d{{4}}(?!\d))?
"""
# "03 tháng 12 năm 2025" without "ngày", "10 tháng 11/2025"
_BARE_WORDS = r"(?<![\d.,/])(?P<bd>\d{1,2})\s+tháng\s+(?P<bm>\d{1,2})(?:\s*,?\s*năm\s+|\s?/\s?)(?P<by>\d{4})(?!\d)"
# "26/6/2025", "28-9-2022", "26.6.2025", "ngày 06/8/ 2025", "ngày /10/2022", "ngày 14/7 năm 2021"; not "92,4/88/2025"
_FIGURES = rf"""
    (?:ngày{_BLANK}(?P<fd>(?<!\d)\d{{1,2}})?|(?<![\d.,/-])(?P<gd>\d{{1,2}}))
    \s?(?P<sep>[/.-])\s?
    (?P<fm>\d{{1,2}})(?:\s?(?P=sep)\s?|\s+năm\s+)(?P<fy>\d{{4}})(?![\d/]|[.,]\d)
"""
# "tháng 4/2025", "tháng 04-2025", "tháng 4 năm 2025"
_MONTH = r"tháng\s+(?P<mm>\d{1,2})(?:\s?[/.-]\s?|\s*,?\s*năm\s+)(?P<my>\d{4})(?![\d/])"
# "ngày 27/7", "ngày 27 tháng 7": a day without its year; "27/7" alone may be a fraction
_DAY = r"ngày\s+(?P<dd>\d{1,2})(?:\s?/\s?|\s+tháng\s+)(?P<dm>\d{1,2})(?![\d/%]|[.,]\d)"

_DATE = re.compile(
    "|".join(f"(?:{part})" for part in (_WORDS, _FIGURES, _BARE_WORDS, _MONTH, _DAY)), re.VERBOSE | re.IGNORECASE
)


def find_dates(text: str) -> list[DateMention]:
    """All dates of a text in order of place; what is printed of the year, the month, the day.

    >>> [(d.day, d.month, d.year, d.valid) for d in find_dates("từ 28-9-2022, tháng 4/2025, ngày 30/02/2025")]
    [(28, 9, 2022, True), (None, 4, 2025, True), (30, 2, 2025, False)]
    >>> [d.valid for d in find_dates("ngày 5/0/2025")]
    [False]
    >>> [(d.day, d.month, d.year) for d in find_dates("Hạ Vân, ngày … tháng … năm 2025")]
    [(None, None, 2025)]
    >>> find_dates("đạt 92,4/88,1 tỷ đồng, 39/39 thôn, 21.150.000 đồng")
    []
    """
    found = []
    for match in _DATE.finditer(text):
        day, month, year = (_first(match, names) for names in (_DAYS, _MONTHS, _YEARS))
        if day is None and month is None and year is None:
            continue
        span = Span(match.start(), match.start() + len(match[0].rstrip(" .…_\n\t")))
        found.append(DateMention(span, year, month, day, _exists(year, month, day)))
    return found


_DAYS = ("wd", "fd", "gd", "bd", "dd")
_MONTHS = ("wm", "fm", "bm", "mm", "dm")
_YEARS = ("wy", "fy", "by", "my")


def _first(match: re.Match[str], names: tuple[str, ...]) -> int | None:
    return next((int(match[name]) for name in names if match[name]), None)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether some calendar day fits. A year out of 1900–2100 is a slip in these texts."""
    if year is not None and not 1900 <= year <= 2100:
        return False
    try:
        # 2024 had a 29 February; "tháng 0" is no month that was left blank
        datetime.date(2024 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True
