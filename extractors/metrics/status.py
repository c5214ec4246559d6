"""How exact a number is and what it stands for: result, estimate, target, share of a plan, change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metrics.units import Quantity
from extractors.nlp import Match
from schemas.records.metrics import Qualifier, Status
from schemas.text import Span

_BETWEEN = re.compile(r"(?:\s|từ|đạt|được|có|là|còn|:|=)*")
_AFTER = re.compile(r"[^;.()\d]{0,60}")


# "trên 90% chi bộ hoàn thành tốt nhiệm vụ trở lên", "85% học sinh đạt khá trở lên": it is the grade that goes upward
_GRADE = re.compile(r"(?<!\w)(?:từ|tốt|khá|giỏi|trung bình|hoàn thành|loại|mức|tuổi|hạng|cấp|sao)(?!\w)", re.IGNORECASE)
# "cao hơn 12% so với cùng kỳ" says by how much, "cao hơn 90%" where it lies
_COMPARES = re.compile(r"(?:cao|thấp|nhiều|ít|lớn|nhỏ) hơn", re.IGNORECASE)
_HELD = re.compile(r"[^;.,()]{0,30}?(?<!\w)so\s+(?:với|cùng)", re.IGNORECASE)


def of_plan(text: str, quantity: Quantity) -> bool:
    """Whether a percentage is one of a plan."""
    return quantity.unit == "%" and _PLAN.match(text[quantity.span.end :]) is not None


def qualifier_of(
    text: str, quantity: Quantity, before: Sequence[Match], after: Sequence[Match]
) -> tuple[Qualifier, int]:
    """The qualifier and where it begins (the numeral's own start where there is none)."""
    start, end = quantity.numeral.span.start, quantity.span.end
    tail = _AFTER.match(text, end)
    from_ = _FROM.search(text, 0, start) is not None
    for match in after:
        near = tail is not None and end <= match.span.start and match.span.end <= tail.end()
        if near and (from_ or not _GRADE.search(text, end, match.span.start)):
            return _qualifier(match.label), start
    for match in reversed(before):
        if match.span.end <= start:
            if _COMPARES.fullmatch(match.span.of(text)) and _HELD.match(text, end):
                break
            if _BETWEEN.fullmatch(text, match.span.end, start) and text[match.span.end : start] != "":
                return _qualifier(match.label), match.span.start
            if match.span.end == start:  # "≥90%"
                return _qualifier(match.label), match.span.start
            break
    return "=", start


def _qualifier(label: str) -> Qualifier:
    for sign in ("=", ">", ">=", "<", "<=", "~"):
        if label == sign:
            return sign
    raise ValueError(label)


_MORE_OR_LESS = (
    "tăng|giảm|vượt|hụt|cao hơn|thấp hơn|nhiều hơn|ít hơn|gấp|rút ngắn|cắt giảm|kéo giảm|tăng thêm|giảm thêm|"
    "tăng trưởng|giảm bớt|tiết giảm"
)
_PERIOD = (
    r"(?:bình quân\s+)?(?:cả\s+)?(?:\d+\s+)?(?:năm|tháng|quý|nhiệm kỳ|giai đoạn|kỳ)\s+(?:trước|gốc|liền|đầu|19|20|\d)"
)
# "thấp hơn bình quân chung của tỉnh 4%"
_THAN = re.compile(
    r"(?<!\w)(?<!không )(?:cao|thấp|nhiều|ít) hơn\s+(?!(?:đạt|là|còn)(?!\w))[^\d,;:().]{3,60}\s$", re.IGNORECASE
)
# "tăng 7 tiêu chí", "giảm bình quân 5,4%/năm", "vượt 14% dự toán", "tăng từ 13-15%", "cao hơn so với cùng kỳ 2,3%"
_CHANGED = re.compile(
    rf"(?<!\w)(?<!không )(?:{_MORE_OR_LESS})"
    r"(?:\s+(?!(?:lên|xuống|còn|đạt|là|chiếm|bằng|thành|và|với|của|cho)(?!\w))[^\s\d,;:()]+){0,3}?"
    r"(?:\s+so\s+với\s+[^,;:()]{2,40}?)?"
    r"(?:\s+(?:từ|bình quân|trung bình|khoảng|trên|hơn|gần|thêm|được|là|ít nhất|mỗi năm|hằng năm|hàng năm|tới|đến))*"
    r"\s*\(?$",
    re.IGNORECASE,
)
# "cao hơn năm 2020 là 9 tạ/ha", "thấp hơn cùng kỳ là 3 vụ"
_THAN_BY = re.compile(
    r"(?<!\w)(?<!không )(?:cao|thấp|nhiều|ít|tăng|giảm) hơn\s+(?:so với\s+)?"
    r"(?:năm\s+20\d\d|[^\d,;:().]{3,40}?)\s+là\s+$",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?<!\w)(?:lên|xuống|còn|đạt|thành)(?:\s+(?:trên|hơn|gần|khoảng|dưới|mức|đến|tới|còn|đạt|là))*\s*$", re.IGNORECASE
)
# After "từ A" these lead to "B": two levels, not a change.
_TWO_LEVELS = re.compile(r"^(?:[^,;.()]|\s?\([^()]{0,30}\)){0,40}?(?<!\w)(?:xuống|lên|còn|thành)(?!\w)", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)từ\s+(?:mức\s+)?(?:trên\s+|hơn\s+|gần\s+|khoảng\s+|dưới\s+)?$", re.IGNORECASE)
# "bằng 93% so với cùng kỳ năm 2020", "bằng 101,5% cùng kỳ"
_AGAINST = re.compile(
    rf"^\s*(?:cùng kỳ|CK(?!\w)|so\s+(?:với\s+)?(?:cùng kỳ|CK(?!\w)|{_PERIOD}|đầu (?:năm|nhiệm kỳ)))", re.IGNORECASE
)
# "Sản lượng so với 9 tháng đầu năm 2022 bằng 103,4%"
_AGAINST_BEFORE = re.compile(rf"so\s+(?:với\s+)?(?:cùng kỳ|{_PERIOD})[^;.]*$", re.IGNORECASE)
# "đạt 116,9% kế hoạch", "bằng 108,4% dự toán giao", "đạt 102% so với chỉ tiêu", "đạt 95% KH"
_PLAN = re.compile(
    r"^\s*(?:so\s+với\s+)?(?:của\s+)?(?:tổng\s+)?(?:số\s+)?"
    r"(?:kế hoạch|KH(?!\w)|dự toán|chỉ tiêu|nghị quyết|NQ(?!\w)|mục tiêu|định mức|pháp lệnh)",
    re.IGNORECASE,
)
# "mới đạt 62% so với mục tiêu 80%": a result beside the goal
_GOAL_TOLD = re.compile(
    r"^\s*(?:so\s+với\s+)?(?:kế hoạch|KH|chỉ tiêu|mục tiêu|nghị quyết)(?:\s+là)?\s+\d[\d.,]*\s*%", re.IGNORECASE
)
# "so với kế hoạch giao đạt 103%"
_PLAN_BEFORE = re.compile(
    r"(?:so\s+với\s+)(?:kế hoạch|dự toán|chỉ tiêu|nghị quyết|mục tiêu)[^;.,()]{0,40}(?:đạt|bằng|là)?\s*$", re.IGNORECASE
)
# "Dự toán giao 60.000.000 đồng, đã chi 57.300.000 đồng, đạt 95,5%"
_PLANNED = re.compile(
    r"(?:dự toán|kế hoạch|chỉ tiêu)\s+(?:được\s+)?(?:giao|đề ra|cả năm|năm)(?:[^;.]|\.\d){0,120}$", re.IGNORECASE
)
_OVER_PLAN = re.compile(r"/\s?(?:KH|kế hoạch|chỉ tiêu|dự toán)", re.IGNORECASE)
_GREW = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)", re.IGNORECASE)
_REACHED = re.compile(r"(?:đạt|bằng)\s*(?:tỷ lệ\s*)?\(?$", re.IGNORECASE)
# "đạt chỉ tiêu", "vượt mục tiêu", "hoàn thành các chỉ tiêu" speak of results
_PAST_GOAL = re.compile(
    r"(?:đạt|vượt|hoàn thành|thực hiện|theo|so với|các|với|thắng lợi)\s+(?:và\s+\w+\s+)?(?:nhiều\s+|các\s+|mọi\s+)?$",
    re.IGNORECASE,
)


# "đạt 41% (kế hoạch: 50%)", "(NQ đề ra 9,5%)", "(chỉ tiêu giao 08 hộ)", "chưa đạt kế hoạch đề ra (50%)"
_ASKED = re.compile(
    r"(?:\((?:theo\s+)?(?:KH|NQ|kế hoạch|nghị quyết|chỉ tiêu|mục tiêu|dự toán)(?:\s+[^\W\d_]+|\s+20\d\d){0,5}"
    r"\s*:?\s*(?:trên |dưới )?"
    r"|(?:chưa|không) đạt\s+(?:so với\s+)?(?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?:\s+[^\W\d_]+){0,4}\s*\("
    r"|(?:^|[;.:(,]\s*)(?:KH|kế hoạch)\s+(?:cả năm\s+|năm\s+)?(?:giảm|tăng|trồng|thu|chi|kết nạp|xây dựng|gieo trồng)"
    r"(?:\s+[^\W\d_]+){0,4}\s+"
    r"|%\s*(?:so với\s+)?(?:kế hoạch|KH|chỉ tiêu|dự toán)(?:\s+[^\W\d_]+){0,5}\s*\()$",
    re.IGNORECASE,
)


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
    targeted = planned and not _cued("actual", cues, Span(max(0, left.start - 60), start)) and not _BASE.search(before)
    estimated = _ALL_ESTIMATED.match(before) is not None and not planned
    if (estimated or _cued("estimate", cues, Span(wide.start, start))) and not _aimed(text, quantity, cues, wide):
        planned_of = _PLAN.match(after) or _PLAN_BEFORE.search(before)
        shared = quantity.unit == "%" and planned_of and not _CHANGED.search(near)  # not "ước vượt 19% dự toán"
        return "plan_share" if shared else "estimate"  # "ước đạt 96% dự toán" is still a share of plan
    if _COMING_TRUE.match(after) and not planned:  # "3,2 tỷ đồng, ước đạt 96% dự toán"
        return "estimate"
    asked = quantity.numeral.denominator is None and _ASKED.search(before) is not None
    if targeted or asked or _aimed(text, quantity, cues, wide):
        return "target"
    if _BOUND.search(before) and not _cued("actual", cues, Span(max(0, left.start - 60), start)):
        return "target"
    inherited = _inherited(text, quantity, follows)
    if inherited is not None:
        return inherited
    changed = _CHANGED.search(near) or _CHANGED.search(text[: left.end]) or _THAN.search(text[: left.end])
    changed = changed or _THAN_BY.search(before)
    if changed and not (_FROM.search(before) and _TWO_LEVELS.match(after)):
        return "change"
    if quantity.unit == "%":
        if (_PLAN.match(after) and not _GOAL_TOLD.match(after)) or _PLAN_BEFORE.search(before):
            return "plan_share"
        if _AGAINST.match(after) or (_AGAINST_BEFORE.search(near) and not _LEVEL.search(near)):
            return "change"
        if follows is not None and _REACHED.search(before):
            if _OVER_PLAN.search(text, *follows[0].numeral.span):  # "512 triệu đồng/KH 450 triệu đồng, đạt 113,8%"
                return "plan_share"
            asked = follows[1] == "target" and text[follows[0].span.end :].lstrip().startswith(")")
            if asked or (not follows[0].counted and _PLANNED.search(before)):
                return "plan_share"
    elif _AGAINST.match(after) and _GREW.search(near):
        return "change"
    return "actual"


# ", ước đạt 96% dự toán", " (ước bằng 101% kế hoạch)": what is said of the number before
_COMING_TRUE = re.compile(r"\s*[,(]\s*ước\s+(?:đạt|bằng|thực hiện)\s+(?:khoảng\s+)?\d[\d.,]*\s*%", re.IGNORECASE)


# "tăng 7% so với số thực hiện năm 2025 (138,9 tỷ đồng)", "dưới 0,35% (cuối năm 2025: 0,48%)": from where a plan starts
_BASE = re.compile(
    r"(?:so\s+(?:với\s+)?[^,;.()]{0,50}(?:năm|cùng kỳ|đầu kỳ)[^,;.()]{0,20}\(\s*(?:là\s+)?"
    r"|\(\s*(?:(?:cuối|hết|ước|thực hiện)\s+)?năm\s+20\d\d\s*(?::|là|đạt|có|còn)\s*)"
    r"(?:trên\s+|gần\s+|khoảng\s+)?$",
    re.IGNORECASE,
)


# "ít nhất 85% người hưởng trợ cấp …", "không quá 3% hộ …": a bound is asked, a result is told as it is
_BOUND = re.compile(
    r"(?<!\w)(?:ít nhất|tối thiểu|không quá|tối đa|không vượt quá|≥|≤)\s*(?:là\s+|đạt\s+|có\s+)?$", re.IGNORECASE
)


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
        joined = joined or (gap.strip() == "," and _AGAINST.match(text[quantity.span.end :]))
        return status if joined or _THAT_IS.fullmatch(gap) else None
    if (
        status == "target" and not _PAUSE.search(gap) and not _REACHES.search(gap)
    ):  # "sẽ chi 28 tỷ đồng xây 12 phòng học"
        return status
    told_again = quantity.unit != "%" and _THAT_IS.fullmatch(gap) is not None  # "ước giảm 2,1% (257 hộ)"
    if status == "estimate" and (told_again or not _PAUSE.search(gap)):
        return status
    goes_on = gap.startswith(", ") and len(gap.split()) <= 7 and not _PAUSE.search(gap, 1) and not _REACHES.search(gap)
    if status == "estimate" and goes_on and quantity.unit != "%" and not _CHANGED.search(gap):
        return status  # "ước cả năm có 160 doanh nghiệp mới, vốn đăng ký 970 tỷ đồng"
    parts = _PARTS.search(text[: quantity.numeral.span.start]) is not None
    if parts and other.unit == quantity.unit != "%" and not _DONE.search(gap):
        return status
    return None


def _cued(label: str, cues: Sequence[Match], within: Span) -> bool:
    return any(c.label == label and within.contains(c.span) for c in cues)


def _aimed(text: str, quantity: Quantity, cues: Sequence[Match], left: Span) -> bool:
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
