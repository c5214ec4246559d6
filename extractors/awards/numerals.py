"""Numerals that count nobody: years, ordinals, ranks, articles."""

from __future__ import annotations

import re

from extractors.numbers import Numeral

# What makes a numeral no count: a year, an ordinal, the number of a document, a rank.
NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:năm|tháng|ngày|(?<!tổng\s)số|thứ|khóa|khoá|điều|khoản|điểm|lần|hạng|đợt|"
    r"quý|mục|phần|nhóm|cụm|giai đoạn|nhiệm kỳ|nghị quyết|quyết định|top)\s*|[/–—-]\s*)$",
    re.I,
)


# "là một trong 26 cá nhân", "xếp thứ 3/12 đơn vị": the number of those among whom, not of those who got it.
RANKED_BEFORE = re.compile(r"(?<!\w)(?:(?:một|1|\d+)\s+trong(?:\s+(?:số|tổng số))?|xếp|thứ|hạng|top|vị trí)\s*$", re.I)


def whole(numeral: Numeral) -> int | None:
    """The numeral as a count, or None where it is a range or no whole number."""
    if numeral.value_max is not None or numeral.value < 0 or numeral.value != int(numeral.value):
        return None
    return int(numeral.value)


# "là cho cả một tập thể anh hùng": no number of any who were commended
AS_ONE = re.compile(r"(?<!\w)(?:cả|từng|mỗi|như|thành)\s+$", re.I)


def is_article(numeral: Numeral) -> bool:
    """Whether "một" is no more than "a": "một xã được khen thưởng"."""
    return numeral.words and numeral.value == 1


def is_no_count(text: str, numeral: Numeral) -> bool:
    """Whether what stands before a numeral makes it a year, an ordinal, a rank, the number of a document."""
    before = text[max(0, numeral.span.start - 24) : numeral.span.start]
    if RANKED_BEFORE.search(before) or (is_article(numeral) and AS_ONE.search(before)):
        return True
    return bool(NO_COUNT_BEFORE.search(before)) and numeral.denominator is None
