"""How long a movement goes on, by the period as printed."""

from __future__ import annotations

import datetime
import re

_SPAN = re.compile(r"\b(20\d\d)\s*[-–—]\s*(20\d\d)\b|từ\s+(?:năm\s+)?(20\d\d)\s+đến\s+(?:năm\s+)?(20\d\d)")
_DAYS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(20\d\d)\b")
_YEAR = re.compile(r"(?:năm\s+)?20\d\d")
_SHORT = re.compile(r"\b\d{1,3}\s+(?:ngày|tuần|tháng)\b|\bquý\b|\btháng\b", re.IGNORECASE)


def length_of(period: str | None) -> str | None:
    """The row of the form: a span of years counts both its ends; ``None`` where the length is not said.

    >>> length_of("2021-2025"), length_of("2024 - 2025"), length_of("năm 2025"), length_of("quý IV"), length_of(None)
    ('tu_5_nam', 'tu_1_nam', '1_nam', 'duoi_1_nam', None)
    >>> length_of("từ 01/3/2025 đến 31/5/2025")
    'duoi_1_nam'
    """
    if not period:
        return None
    if len(days := _DAYS.findall(period)) == 2:
        try:
            first, last = (datetime.date(int(year), int(month), int(day)) for day, month, year in days)
        except ValueError:
            return None
        return _row(((last - first).days + 1) / 365.0) if last > first else None
    if _SHORT.search(period):
        return "duoi_1_nam"
    if span := _SPAN.search(period):
        first_year, last_year = (int(year) for year in span.groups() if year)
        return _row(last_year - first_year + 1) if last_year >= first_year else None
    return "1_nam" if _YEAR.fullmatch(period.strip()) else None


def _row(years: float) -> str:
    if years < 0.99:
        return "duoi_1_nam"
    if years < 1.01:
        return "1_nam"
    return "tu_1_nam" if years < 3 else "tu_3_nam" if years < 5 else "tu_5_nam"
