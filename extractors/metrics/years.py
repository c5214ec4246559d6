"""The year that a sentence itself gives for a number."""

from __future__ import annotations

import re

# "năm 2024", "tháng 4/2025", "2025:"; not "giai đoạn 2021-2025", "so với năm 2024"
_YEAR = re.compile(
    r"(?:(?<!\w)năm\s+(?:học\s+)?|(?<!\w)(?:tháng|quý)\s+\w{1,3}(?:/|\s+năm\s+))(?P<year>20\d\d|19\d\d)(?!\s?[-–/]\s?(?:19|20)?\d\d|\d)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:so\s+(?:với\s+)?(?:[^\d,;.]{0,24})|từ\s+|giai đoạn\s+|kể từ\s+|sau\s+|trước\s+)$", re.IGNORECASE
)
_RESET = re.compile(
    r"(?<!\w)(?:đến nay|hiện nay|hiện tại|hằng năm|hàng năm|mỗi năm|nhiệm kỳ|năm qua)(?!\w)", re.IGNORECASE
)


def year_of(text: str, start: int, end: int) -> int | None:
    """The year of the number at ``start``–``end`` of a sentence.

    >>> year_of("Năm 2024, toàn xã có 12 hộ nghèo", 23, 29), year_of("từ 41,2% năm 2021 xuống còn 19,6% năm 2025", 3, 8)
    (2024, 2021)
    >>> year_of("tăng 12% so với năm 2024", 5, 8) is None
    True
    """
    after = re.match(r"\s*\(?(?:trong|vào|của)?\s*", text[end:])
    if after and (match := _YEAR.match(text, end + after.end())):
        return int(match["year"])
    for match in reversed(list(_YEAR.finditer(text, 0, start))):
        if _COMPARED.search(text[max(0, match.start() - 40) : match.start()]):
            continue
        between = text[match.end() : start]
        if _RESET.search(between) or (";" in between and match.start() > 20):
            return None
        opening = match.start() <= 20
        return int(match["year"]) if opening or not re.search(r",\s|[;)]", between) else None
    return None
