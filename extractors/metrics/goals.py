"""Words of intent that govern a number: goals, bounds, what a plan asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metrics.quantity import Quantity
from extractors.nlp import Match
from schemas.text import Span

# "đạt chỉ tiêu", "vượt mục tiêu", "hoàn thành các chỉ tiêu" speak of results
_PAST_GOAL = re.compile(
    r"(?:đạt|vượt|hoàn thành|thực hiện|theo|so với|các|với|thắng lợi)\s+(?:và\s+\w+\s+)?(?:nhiều\s+|các\s+|mọi\s+)?$",
    re.IGNORECASE,
)


# "đạt 41% (kế hoạch: 50%)", "(NQ đề ra 9,5%)", "(chỉ tiêu giao 08 hộ)", "chưa đạt kế hoạch đề ra (50%)"
ASKED = re.compile(
    r"(?:\((?:theo\s+)?(?:KH|NQ|kế hoạch|nghị quyết|chỉ tiêu|mục tiêu|dự toán)(?:\s+[^\W\d_]+|\s+20\d\d){0,5}"
    r"\s*:?\s*(?:trên |dưới )?"
    r"|(?:chưa|không) đạt\s+(?:so với\s+)?(?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?:\s+[^\W\d_]+){0,4}\s*\("
    r"|(?:^|[;.:(,]\s*)(?:KH|kế hoạch)\s+(?:cả năm\s+|năm\s+)?(?:giảm|tăng|trồng|thu|chi|kết nạp|xây dựng|gieo trồng)"
    r"(?:\s+[^\W\d_]+){0,4}\s+"
    r"|%\s*(?:so với\s+)?(?:kế hoạch|KH|chỉ tiêu|dự toán)(?:\s+[^\W\d_]+){0,5}\s*\()$",
    re.IGNORECASE,
)


# "tăng 7% so với số thực hiện năm 2025 (138,9 tỷ đồng)", "dưới 0,35% (cuối năm 2025: 0,48%)": from where a plan starts
STARTING_POINT = re.compile(
    r"(?:so\s+(?:với\s+)?[^,;.()]{0,50}(?:năm|cùng kỳ|đầu kỳ)[^,;.()]{0,20}\(\s*(?:là\s+)?"
    r"|\(\s*(?:(?:cuối|hết|ước|thực hiện)\s+)?năm\s+20\d\d\s*(?::|là|đạt|có|còn)\s*)"
    r"(?:trên\s+|gần\s+|khoảng\s+)?$",
    re.IGNORECASE,
)


# "ít nhất 85% người hưởng trợ cấp …", "không quá 3% hộ …": a bound is asked, a result is told as it is
BOUND = re.compile(
    r"(?<!\w)(?:ít nhất|tối thiểu|không quá|tối đa|không vượt quá|≥|≤)\s*(?:là\s+|đạt\s+|có\s+)?$", re.IGNORECASE
)


# "mục tiêu đến năm 2030: …", "mục tiêu về chính quyền số của tỉnh là …": said of all that follows in the sentence
_HEADS = re.compile(
    r"(?!\s*(?:quốc gia|đề ra|giao))(?:\s*(?:đến|là|:|năm|cụ thể|chung|phấn đấu)"
    r"|(?:\s[^\W\d_]+){1,10}\s*(?::|là(?!\w)))",
    re.IGNORECASE,
)
_GOALS = re.compile(r"(?:\s[^\W\d_]+){0,6}\s*:")
_WITH_GOALS = re.compile(
    r"(?<!\w)(?:với|gồm|đề ra|đặt ra|có)\s+(?:các|những|một số|\d+)\s+(?:nhóm\s+)?$", re.IGNORECASE
)


_MET = re.compile(r"\s+(?:đã\s+)?(?:đạt|hoàn thành)\s+(?:và\s+)?vượt(?!\w)", re.IGNORECASE)  # "chỉ tiêu đạt và vượt"


def is_aimed_at(text: str, quantity: Quantity, cues: Sequence[Match], left: Span) -> bool:
    """Whether a word of intent governs the number: in its own phrase, or "phấn đấu" before in the sentence."""
    start = quantity.numeral.span.start
    for cue in cues:
        if (
            cue.label != "target"
            or cue.span.end > start
            or (
                _PAST_GOAL.search(text, max(0, cue.span.start - 30), cue.span.start)
                and not _WITH_GOALS.search(text, 0, cue.span.start)
            )
        ):
            continue
        word = cue.span.of(text).lower()
        if word == "chỉ tiêu" and _MET.match(text, cue.span.end):
            continue
        reached = re.search(
            r"(?<!\w)(?:kết quả|đã|đến nay|thực hiện được|trong đó đã|mới đạt|chỉ đạt)(?!\w)",
            text[cue.span.end : start].lower(),
        )
        if reached or (quantity.numeral.denominator and text[cue.span.end : start].strip() == "("):
            continue
        if left.start <= cue.span.start or word.startswith(("phấn đấu", "đặt mục tiêu")):
            return True
        heads = _HEADS if word.startswith("mục tiêu") else _GOALS if word.startswith("chỉ tiêu") else None
        aside = text.rfind("(", 0, cue.span.start) > text.rfind(")", 0, cue.span.start)
        if heads and heads.match(text, cue.span.end) and not (aside and ")" in text[cue.span.end : start]):
            return True
    return False
