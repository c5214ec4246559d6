"""How far the quote of a metric reaches: back to its governor, on to the words that say more of it."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.metrics.clauses import LEADS_ON
from extractors.metrics.indicator import Governor
from extractors.metrics.quantity import Quantity

_JOINT = re.compile(r"(?:,|\s+và|\s+cùng)\s+(?:trên\s+|hơn\s+|gần\s+|khoảng\s+)?")
_PREDICATE = re.compile(
    r"\s(?:đạt chuẩn|đạt danh hiệu|đạt|được|ký|tham gia|tham dự|hưởng ứng|đăng ký|thực hiện|"
    r"hoàn thành|duy trì|giữ vững)"
    r"\s(?:[^,;.()\n\d“”]|“[^“”\n]{2,60}”){2,80}",
    re.IGNORECASE,
)


def said_of_all(text: str, listed: list[Quantity]) -> int:
    """Where the words end that are said of all counts of a list: "7/7 khu và 6 trường ký giao ước thi đua"; else 0."""
    for one, next_ in pairwise(listed):
        if not (one.counted and next_.counted and _JOINT.fullmatch(text, one.span.end, next_.numeral.span.start)):
            return 0
        if said := _PREDICATE.match(text, next_.span.end):
            return len(text[: said.end()].rstrip())
    return 0


_REST = re.compile(r"(?:\s+[^\W\d_]+){1,6}")


def said_of(text: str, quantity: Quantity, governor: Governor, ceiling: int) -> int:
    """Where the words end that say more of a number: "và 22 dự án tổng công suất", "18,88% (cuối năm 2021)"."""
    end = max(quantity.span.end, governor.span.end)
    if governor.leans and governor.clause.tail.end <= quantity.span.end:
        rest = _REST.match(text, end, ceiling)
        if rest is not None:
            end += len(LEADS_ON.sub("", rest[0]) if rest.end() < len(text) else rest[0])
    elif quantity.unit == "%" and end > quantity.span.end and (listed := _LISTED.match(text, end, ceiling)):
        end = listed.end()
    aside = _WHEN.match(text, end)
    return aside.end() if aside else end


# "100% tổ chức Đảng, chính quyền, đoàn thể được phổ biến …": of whom it is a share
_LISTED = re.compile(
    r"(?:,\s(?!vượt|tăng|giảm|cao|thấp|từ|trong|gồm|còn|và|đạt)[^\W\d_]+(?:\s[^\W\d_]+){0,6}?){1,4}(?=\s(?:được|đã|đều|có)\s)"
)
# "49,60% (đầu năm 2016)"
_WHEN = re.compile(
    r"\s\((?:(?:đầu|cuối|hết|trong|tính đến|giữa)\s)?(?:năm|tháng|quý|ngày)\s[^()]{2,24}\)", re.IGNORECASE
)


_WORDS_BACK = 20
_PAUSE = re.compile(r"[,:;”)]\s+")


def not_too_far(text: str, quantity: Quantity, start: int) -> int:
    """Where a quote begins: at its governor; where that is far, behind the last pause; the indicator holds the rest."""
    words = [m.start() for m in re.finditer(r"\S+", text[start : quantity.numeral.span.start])]
    if len(words) <= _WORDS_BACK:
        return start
    far = start + words[-_WORDS_BACK]
    pauses = [m.end() for m in _PAUSE.finditer(text, far, quantity.numeral.span.start)]
    return pauses[0] if pauses else start
