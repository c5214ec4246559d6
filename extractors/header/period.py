"""The years on which a document reports, or for which it plans."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d\d"
# (2020-2025) · giai đoạn 2021 – 2025 · năm học 2024-2025 · từ năm 2019 đến năm 2024 · năm 2023, 2024
_TO = r"-|–|—|/|đến(?:\s+(?:hết\s+)?năm)?|tới(?:\s+năm)?|,|và(?:\s+năm)?"
_RANGE = re.compile(rf"(?<!\d)(?P<start>{_YEAR})\s*(?:{_TO})\s*(?P<end>{_YEAR})(?!\d)", re.IGNORECASE)
_SINGLE = re.compile(rf"(?:năm|/|-)\s*(?P<year>{_YEAR})(?!\d)", re.IGNORECASE)
# …; phương hướng, nhiệm vụ năm 2026      what lies ahead is not what is reported on
_AHEAD = re.compile(
    r"[;,.–-]?\s*(?:và\s+)?(?:xây dựng\s+|triển khai\s+)?(?:phương hướng|nhiệm vụ|kế hoạch|mục tiêu|dự kiến)\b",
    re.IGNORECASE,
)
_DAY = rf"ngày\s+\d+(?:[/.-]\d+[/.-]|\s+tháng\s+\d+\s+năm\s+){_YEAR}"
# Quyết định số 12/2024/QĐ-TTg ngày 05/02/2024 · Luật Thi đua, khen thưởng năm 2022 · nhiệm kỳ 2020-2025 ·
# kỷ niệm 80 năm (1945-2025) · Đại hội lần thứ I (2025-2030)      years of an instrument, of an event
_FOREIGN = re.compile(
    rf"\d+(?:/{_YEAR})?[/-][A-ZĐ][\w-]*|{_DAY}|Luật\s[^;.()]{{0,80}}?năm\s+{_YEAR}|nhiệm kỳ\s+{_YEAR}\s*[-–]\s*{_YEAR}"
    rf"|(?:kỷ niệm|lần thứ)\s[^;.()]{{0,60}}\({_YEAR}\s*[-–]\s*{_YEAR}\)",
    re.IGNORECASE,
)


def read_period(text: str, *, plan: bool = False) -> tuple[int, int] | None:
    """The first period that a title or an opening sentence names, before it turns to what lies ahead.

    Args:
        text: title or sentence.
        plan: the document plans, so that "nhiệm vụ năm 2026" is its own period.

    >>> read_period("Tổng kết công tác năm 2025; phương hướng, nhiệm vụ năm 2026")
    (2025, 2025)
    >>> read_period("Tổng kết phong trào 5 năm (2020-2025), phương hướng giai đoạn 2025-2030")
    (2020, 2025)
    """
    cleaned = _FOREIGN.sub(" ", text)
    ahead = None if plan else _AHEAD.search(cleaned)
    if ahead is not None and ahead.start() > 0:
        period = _first(cleaned[: ahead.start()])
        if period is not None:
            return period
    return _first(cleaned)


def _first(text: str) -> tuple[int, int] | None:
    span, single = _RANGE.search(text), _SINGLE.search(text)
    if span is not None and (single is None or span.start() <= single.end()):
        start, end = int(span["start"]), int(span["end"])
        if start <= end <= start + 30:
            return start, end
    if single is not None:
        return int(single["year"]), int(single["year"])
    return None
