"""How exact a number is: at least, about, up to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metrics.comparisons import FROM, ON_TO
from extractors.metrics.quantity import Quantity
from extractors.nlp import Match
from schemas.records.metrics import Qualifier

_BETWEEN = re.compile(r"(?:\s|từ|đạt|được|có|là|còn|:|=)*")
_OF_PLACE = re.compile(r"trên\s+(?:đều\s+)?(?:có|được|đạt|là|còn)\s+", re.IGNORECASE)  # "Các tập thể trên có 100% …"
_AFTER = re.compile(r"[^;.()\d]{0,60}")


# "trên 90% chi bộ hoàn thành tốt nhiệm vụ trở lên", "85% học sinh đạt khá trở lên": it is the grade that goes upward
_GRADE = re.compile(r"(?<!\w)(?:từ|tốt|khá|giỏi|trung bình|hoàn thành|loại|mức|tuổi|hạng|cấp|sao)(?!\w)", re.IGNORECASE)
# "cao hơn 12% so với cùng kỳ" says by how much, "cao hơn 90%" where it lies
_COMPARES = re.compile(r"(?:cao|thấp|nhiều|ít|lớn|nhỏ) hơn", re.IGNORECASE)
_HELD = re.compile(r"[^;.,()]{0,30}?(?<!\w)so\s+(?:với|cùng)", re.IGNORECASE)


def qualifier_of(
    text: str, quantity: Quantity, before: Sequence[Match], after: Sequence[Match]
) -> tuple[Qualifier, int]:
    """The qualifier and where it begins (the numeral's own start where there is none)."""
    start, end = quantity.numeral.span.start, quantity.span.end
    tail = _AFTER.match(text, end)
    from_ = FROM.search(text, 0, start) is not None
    for match in after:
        near = tail is not None and end <= match.span.start and match.span.end <= tail.end()
        if near and (from_ or not _GRADE.search(text, end, match.span.start)):
            return _qualifier(match.label), start
    for match in reversed(before):
        if match.span.end <= start:
            if _COMPARES.fullmatch(match.span.of(text)) and _HELD.match(text, end):
                break
            if _OF_PLACE.fullmatch(text, match.span.start, start):
                break
            if _BETWEEN.fullmatch(text, match.span.end, start) and text[match.span.end : start] != "":
                return _qualifier(match.label), match.span.start
            if match.span.end == start:  # "≥90%"
                return _qualifier(match.label), match.span.start
            break
    if quantity.unit in ("%", "điểm") and quantity.numeral.value_max is None and _LEAST.search(text, 0, start):
        return ("=" if ON_TO.match(text, end) else ">="), start
    return "=", start


# "phấn đấu đạt từ 85%", "riêng hạng Nhất từ 90%"; not "giảm từ 9% xuống 6%", "trích từ 2% quỹ"
_LEAST = re.compile(
    r"(?<!\w)(?:đạt|có|tỷ lệ|tỉ lệ|mức|yêu cầu|phải|tỉnh|huyện|xã|toàn quốc|cơ sở)\s+từ\s+$", re.IGNORECASE
)


def _qualifier(label: str) -> Qualifier:
    for sign in ("=", ">", ">=", "<", "<=", "~"):
        if label == sign:
            return sign
    raise ValueError(label)
