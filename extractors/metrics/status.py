"""What a number stands for: result, estimate, target, share of a plan, change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metrics.comparisons import (
    AGAINST,
    AGAINST_BEFORE,
    BESIDE_GOAL,
    CHANGED,
    FROM,
    GOAL,
    GOAL_TOLD,
    GREW,
    LEVEL,
    ON_TO,
    OVER_PLAN,
    PACE,
    PLAN,
    PLAN_BEFORE,
    PLANNED,
    REACHED,
    THAN,
    THAN_BY,
    TWO_LEVELS,
)
from extractors.metrics.goals import ASKED, BOUND, STARTING_POINT, is_aimed_at
from extractors.metrics.quantity import Quantity
from extractors.nlp import Match
from schemas.records.metrics import Status
from schemas.text import Span

# "Kết quả đã giải ngân …" reports; "Trên 90% kết quả giải quyết thủ tục được số hóa" does not
_OPENING = re.compile(r"(?:^|[,;.:(])[\s*•+–-]*$")


# "Về cơ cấu kinh tế ước năm 2024: khu vực nông nghiệp chiếm 19,84%; …": said before the colon of all behind it
_ALL_ESTIMATED = re.compile(
    r"[^:;.\d]*(?<!\w)ước(?: tính| thực hiện)?(?!\w)(?:[^:;.\d]|(?:19|20)\d\d|\d{1,2} tháng){0,40}:", re.IGNORECASE
)


def status_of(  # noqa: PLR0911, PLR0912 -- one return a meaning, in order of strength
    text: str,
    quantity: Quantity,
    left: Span,
    cues: Sequence[Match],
    *,
    planned: bool,
    follows: tuple[Quantity, Status] | None,
) -> Status:
    """What the number stands for; ``left`` is the stretch that governs it, ``planned`` what the section says."""
    start = quantity.numeral.span.start
    before, after = text[:start], text[quantity.span.end :]
    near = text[left.start : left.end]  # without the qualifier: "không thấp hơn 65%" is no change
    wide = Span(_opening_cue(text, cues, left.start), left.end)
    cues = [c for c in cues if c.span.of(text).lower() != "kết quả" or _OPENING.search(text, 0, c.span.start)]
    targeted = (
        planned
        and not _cued("actual", cues, Span(max(0, left.start - 60, text.rfind(";", 0, start)), start))
        and not STARTING_POINT.search(before)
    )
    estimated = _ALL_ESTIMATED.match(before) is not None and not planned
    if (estimated or _cued("estimate", cues, Span(wide.start, start))) and not is_aimed_at(text, quantity, cues, wide):
        planned_of = PLAN.match(after) or PLAN_BEFORE.search(before)
        share_too = (
            follows is not None and follows[1] == "plan_share" and _TO_COME.fullmatch(text, follows[0].span.end, start)
        )
        shared = quantity.unit == "%" and (planned_of or share_too) and not CHANGED.search(near)
        return (
            "plan_share" if shared else "estimate"
        )  # "ước đạt 96% dự toán" is still a share of plan; not "ước vượt 19%"
    if _COMING_TRUE.match(after) and not planned:  # "3,2 tỷ đồng, ước đạt 96% dự toán"
        return "estimate"
    asked = quantity.numeral.denominator is None and ASKED.search(before) is not None
    if quantity.unit == "%" and GOAL.search(before):
        return "target"
    if (
        follows is not None
        and follows[0].unit == quantity.unit
        and BESIDE_GOAL.search(before)
        and after.startswith(")")
    ):
        return "target"
    if targeted or asked or is_aimed_at(text, quantity, cues, wide):
        starts = FROM.search(before) and ON_TO.match(after) and not _ADJUSTS.match(text)
        return "actual" if starts or _names_a_group(text, quantity) else "target"
    if BOUND.search(before) and not _cued("actual", cues, Span(max(0, left.start - 60), start)):
        return "target"
    inherited = _inherited(text, quantity, follows)
    if inherited is not None:
        return inherited
    changed = CHANGED.search(near) or CHANGED.search(text[: left.end]) or THAN.search(text[: left.end])
    changed = changed or THAN_BY.search(before)
    paced = changed and PACE.search(before) is not None and not AGAINST.match(after)
    counts_parts = quantity.counted and quantity.numeral.denominator is not None  # "vượt tiến độ 11/16 chỉ tiêu"
    if (
        changed and not paced and not counts_parts and not (FROM.search(before) and TWO_LEVELS.match(after))
    ) or _in_time(before, quantity):
        return "change"
    if quantity.unit == "%":
        if (PLAN.match(after) and not GOAL_TOLD.match(after)) or PLAN_BEFORE.search(before):
            return "plan_share"
        if AGAINST.match(after) or (AGAINST_BEFORE.search(near) and not LEVEL.search(near)):
            return "change"
        if _GOALS_REACHED.search(before) or _DISBURSED.search(before):
            return "plan_share"
        if follows is not None and REACHED.search(before):
            if OVER_PLAN.search(text, *follows[0].numeral.span):  # "512 triệu đồng/KH 450 triệu đồng, đạt 113,8%"
                return "plan_share"
            asked = follows[1] == "target" and text[follows[0].span.end :].lstrip().startswith(")")
            if asked or (not follows[0].counted and PLANNED.search(before)):
                return "plan_share"
    elif AGAINST.match(after) and GREW.search(near):
        return "change"
    return "actual"


_ADJUSTS = re.compile(r"\W*(?:\d+[.)]\s*)?Điều chỉnh(?!\w)", re.IGNORECASE)  # "Điều chỉnh từ 5 tỷ lên 7 tỷ đồng"
# "Khối thi đua doanh nghiệp (24 doanh nghiệp)": of how many a group is made, in a plan too
_GROUP = re.compile(
    r"(?:^|(?<!\w))(?:khối|cụm|nhóm|phòng|trường|THPT|THCS|tiểu học|mầm non)(?:\s[^\W\d_]+|,){0,9}\s*\($", re.IGNORECASE
)


def _names_a_group(text: str, quantity: Quantity) -> bool:
    """Whether a count in brackets says of how many a group is made."""
    opened = quantity.counted and _GROUP.search(text, 0, quantity.numeral.span.start) is not None
    return opened and text[quantity.span.end : quantity.span.end + 1] == ")"


# "còn 4 chỉ tiêu đạt dưới 50%": goals are reached by shares of them
_GOALS_REACHED = re.compile(
    r"\d\s(?:nhóm\s)?chỉ tiêu(?:\s[^\W\d_]+){0,3}?\s(?:đạt|mới đạt|chỉ đạt)\s(?:dưới |trên |từ |gần |hơn )?$",
    re.IGNORECASE,
)
# "giải ngân 11,7/38,4 tỷ đồng, đạt 30,5%": of what was planned for the year
_DISBURSED = re.compile(r"(?<!\w)giải ngân(?:[^;.]|[.]\d){3,90},\s+(?:mới\s+|chỉ\s+)?đạt\s+$", re.IGNORECASE)
# "về đích trước 16 ngày", "sớm hơn kế hoạch 02 tháng", "vượt 01 năm so với lộ trình"
_EARLY = re.compile(r"(?<!\w)(?:sớm|trước|trước hạn|trước thời hạn|vượt)(?:\s+[^\W\d_]+){0,5}\s+$", re.IGNORECASE)


def _in_time(before: str, quantity: Quantity) -> bool:
    """Whether it says by how much time something was early."""
    return quantity.unit in ("ngày", "tháng", "năm", "giờ", "phút") and _EARLY.search(before) is not None


# "đạt 86% kế hoạch vốn, ước đến 31/01/2026 đạt |100%": the share that is to come
_TO_COME = re.compile(
    r"[^;.%\d]{0,30}[,;]\s*(?:dự kiến|ước)(?:[^;.,%\d]|\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?|20\d\d){0,40}(?:đạt|bằng)\s+"
    r"(?:khoảng\s+|trên\s+)?",
    re.IGNORECASE,
)
# ", ước đạt 96% dự toán", " (ước bằng 101% kế hoạch)": what is said of the number before
_COMING_TRUE = re.compile(r"\s*[,(]\s*ước\s+(?:đạt|bằng|thực hiện)\s+(?:khoảng\s+)?\d[\d.,]*\s*%", re.IGNORECASE)


def _opening_cue(text: str, cues: Sequence[Match], start: int) -> int:
    """Where a clause begins, with an "ước tính" or "dự kiến" that stands right before it."""
    for cue in cues:
        gap = text[cue.span.end : start]
        if (
            cue.span.end <= start
            and not gap.strip()
            and (cue.label == "estimate" or cue.span.of(text).lower() == "dự kiến")
        ):
            return min(cue.span.start, start)
    return start


_EXCEPT = re.compile(r",\s+riêng(?:\s[^\W\d_]+){1,8}\s+$", re.IGNORECASE)
_PARTS = re.compile(r"(?:trong đó|bao gồm|gồm)(?!\w)", re.IGNORECASE)
_DONE = re.compile(r"(?<!\w)(?:đã|kết quả|thực hiện được|giải ngân)(?!\w)", re.IGNORECASE)
_THAT_IS = re.compile(r"\s*\(\s*(?:(?:tương ứng|tương đương|tức|bằng)(?:\s+(?:là|với|giảm|tăng))?)?\s*", re.IGNORECASE)
_AND_SO = re.compile(r"(?:\s+[^\W\d_]+){0,5}\s+và\s+", re.IGNORECASE)
_REACHES = re.compile(r"(?<!\w)(?:đạt|bằng|chiếm|đã|được|thực hiện|kết quả|có|còn)(?!\w)", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:()]|\.\s")


def _inherited(  # noqa: PLR0911 -- one return a way of going on
    text: str, quantity: Quantity, follows: tuple[Quantity, Status] | None
) -> Status | None:
    """The status of the number before, where this one is a part of it or stands in the same breath.

    "ước đạt 1.240 tấn trị giá trên 36 tỷ đồng"; "dự kiến 251 triệu đồng, trong đó: danh hiệu 180 triệu đồng, …"
    """
    if follows is None or follows[1] not in ("estimate", "target", "change"):
        return None
    other, status = follows
    gap = text[other.span.end : quantity.numeral.span.start]
    if status == "change":  # "giảm 08 vụ (20%)"; "giảm 5 người chết và 11 người bị thương"
        joined = quantity.unit == other.unit != "%" and _AND_SO.fullmatch(gap)
        joined = joined or (gap.strip() == "," and AGAINST.match(text[quantity.span.end :]))
        return status if joined or _THAT_IS.fullmatch(gap) else None
    if (
        status == "target" and not _PAUSE.search(gap) and not _REACHES.search(gap)
    ):  # "sẽ chi 28 tỷ đồng xây 12 phòng học"
        return status
    if status == "target" and quantity.unit == other.unit == "%" and _EXCEPT.search(gap):
        return status  # "yêu cầu đạt từ 80% số phiếu, riêng hạng Nhất từ 90%"
    told_again = quantity.unit != "%" and _THAT_IS.fullmatch(gap) is not None  # "ước giảm 2,1% (257 hộ)"
    if status == "estimate" and (told_again or not _PAUSE.search(gap)):
        return status
    goes_on = gap.startswith(", ") and len(gap.split()) <= 7 and not _PAUSE.search(gap, 1) and not _REACHES.search(gap)
    if status == "estimate" and goes_on and quantity.unit != "%" and not CHANGED.search(gap):
        return status  # "ước cả năm có 160 doanh nghiệp mới, vốn đăng ký 970 tỷ đồng"
    parts = _PARTS.search(text[: quantity.numeral.span.start]) is not None
    if parts and other.unit == quantity.unit != "%" and not _DONE.search(gap):
        return status
    return None


def _cued(label: str, cues: Sequence[Match], within: Span) -> bool:
    return any(c.label == label and within.contains(c.span) for c in cues)
