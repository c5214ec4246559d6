"""Tables that count one award, which is named above them: "Bảng 2. Giấy khen của Chủ tịch UBND xã năm 2025"."""

from __future__ import annotations

import re

from extractors.awards.context import Context
from extractors.awards.sentences import read
from extractors.awards.status import is_rule
from extractors.awards.tokens import Award
from schemas.records.awards import AwardStatus

LONGEST = 45  # words: a longer line is no caption
# "Dự kiến phân bổ Giấy khen", "Chỉ tiêu Bằng khen": how many may be given
AHEAD = re.compile(r"(?<!\w)(?:phân bổ|chỉ tiêu|dự kiến|kế hoạch|hạn mức|đăng ký|tiêu chuẩn|mức thưởng)(?!\w)", re.I)
OFFERED = re.compile(r"(?<!\w)(?:đề nghị|đề xuất|trình|đăng ký)(?!\w)", re.I)
GIVEN = re.compile(r"(?<!\w)(?:đã|được|kết quả)(?!\w)", re.I)
CAPTION = re.compile(
    r"\W*(?:bảng|biểu|phụ lục)(?:\s+(?:số\s+)?[\dIVX]+)?|\W*(?:tổng hợp|số lượng|kết quả|danh sách)", re.I
)


def award_of(caption: str, context: Context) -> tuple[Award, AwardStatus] | None:
    """The one award that a caption or a lead-in names, and whether it was given; None where it names none or several.

    >>> from extractors.awards.context import Context
    >>> found = award_of("Bảng 1. Giấy khen của Chủ tịch UBND xã", Context("report", "xa", "tinh"))
    >>> (found[0].code, found[1]) if found else None
    ('giay_khen', 'awarded')
    """
    opens = CAPTION.match(caption) is not None or caption.rstrip().endswith(":")
    if not opens or len(caption.split()) > LONGEST or AHEAD.search(caption) or is_rule(caption):
        return None
    if context.kind == "plan" and not GIVEN.search(caption):
        return None
    named = [award for award in read(caption, []).awards if not award.weak]
    if len(named) != 1:
        return None
    offered = OFFERED.search(caption) is not None and not GIVEN.search(caption)
    return named[0], "proposed" if offered else "awarded"
