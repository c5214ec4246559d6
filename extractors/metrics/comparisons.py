"""Words that make a number a change, a comparison, or a share of a plan."""

from __future__ import annotations

import re

from extractors.metrics.quantity import Quantity


def of_plan(text: str, quantity: Quantity) -> bool:
    """Whether a percentage is one of a plan."""
    return quantity.unit == "%" and PLAN.match(text[quantity.span.end :]) is not None


_MORE_OR_LESS = (
    "tăng|giảm|vượt|hụt|cao hơn|thấp hơn|nhiều hơn|ít hơn|gấp|rút ngắn|cắt giảm|kéo giảm|tăng thêm|giảm thêm|"
    "tăng trưởng|giảm bớt|tiết giảm"
)
_PERIOD = (
    r"(?:bình quân\s+)?(?:cả\s+)?(?:\d+\s+)?(?:năm|tháng|quý|nhiệm kỳ|giai đoạn|kỳ)\s+(?:trước|gốc|liền|đầu|19|20|\d)"
)
# "thấp hơn bình quân chung của tỉnh 4%"
THAN = re.compile(
    r"(?<!\w)(?<!không )(?:cao|thấp|nhiều|ít) hơn\s+(?!(?:đạt|là|còn)(?!\w))[^\d,;:().]{3,60}\s$", re.IGNORECASE
)
# "tăng 7 tiêu chí", "giảm bình quân 5,4%/năm", "vượt 14% dự toán", "tăng từ 13-15%", "cao hơn so với cùng kỳ 2,3%"
CHANGED = re.compile(
    rf"(?<!\w)(?<!không )(?:{_MORE_OR_LESS})"
    r"(?:\s+(?!(?:lên|xuống|còn|đạt|là|chiếm|bằng|thành|và|với|của|cho)(?!\w))[^\s\d,;:()]+){0,3}?"
    r"(?:\s+so\s+với\s+[^,;:()]{2,40}?)?"
    r"(?:\s+(?:từ|bình quân|trung bình|khoảng|trên|hơn|gần|thêm|được|là|ít nhất|mỗi năm|hằng năm|hàng năm|tới|đến))*"
    r"\s*\(?$",
    re.IGNORECASE,
)
# "cao hơn năm 2020 là 9 tạ/ha", "thấp hơn cùng kỳ là 3 vụ"
THAN_BY = re.compile(
    r"(?<!\w)(?<!không )(?:cao|thấp|nhiều|ít|tăng|giảm) hơn\s+(?:so với\s+)?"
    r"(?:năm\s+20\d\d|[^\d,;:().]{3,40}?)\s+là\s+$",
    re.IGNORECASE,
)
LEVEL = re.compile(
    r"(?<!\w)(?:lên|xuống|còn|đạt|thành)(?:\s+(?:trên|hơn|gần|khoảng|dưới|mức|đến|tới|còn|đạt|là))*\s*$", re.IGNORECASE
)
# After "từ A" these lead to "B": two levels, not a change.
TWO_LEVELS = re.compile(r"^(?:[^,;.()]|\s?\([^()]{0,30}\)){0,40}?(?<!\w)(?:xuống|lên|còn|thành)(?!\w)", re.IGNORECASE)
# "từ 6,8% xuống dưới 5%": the first of two levels is told as it is, in a plan too
ON_TO = re.compile(
    r"[^,;.()]{0,40}?(?<!\w)(?<!trở )(?:xuống|lên|còn)(?:\s+(?:còn|mức|dưới|trên|khoảng|đến|tới|thành|ít nhất))*\s+\d",
    re.IGNORECASE,
)
FROM = re.compile(r"(?<!\w)từ\s+(?:mức\s+)?(?:trên\s+|hơn\s+|gần\s+|khoảng\s+|dưới\s+)?$", re.IGNORECASE)
# "bằng 93% so với cùng kỳ năm 2020", "bằng 101,5% cùng kỳ"
AGAINST = re.compile(
    rf"^\s*(?:cùng kỳ|CK(?!\w)|so\s+(?:với\s+)?(?:cùng kỳ|CK(?!\w)|{_PERIOD}|đầu (?:năm|nhiệm kỳ)))", re.IGNORECASE
)
# "Sản lượng so với 9 tháng đầu năm 2022 bằng 103,4%"
AGAINST_BEFORE = re.compile(rf"so\s+(?:với\s+)?(?:cùng kỳ|{_PERIOD})[^;.]*$", re.IGNORECASE)
# "đạt 116,9% kế hoạch", "bằng 108,4% dự toán giao", "đạt 102% so với chỉ tiêu", "đạt 95% KH"
PLAN = re.compile(
    r"^\s*(?:so\s+với\s+)?(?:của\s+)?(?:tổng\s+)?(?:số\s+)?"
    r"(?:kế hoạch|KH(?!\w)|dự toán|chỉ tiêu|nghị quyết|NQ(?!\w)|mục tiêu|định mức|pháp lệnh)",
    re.IGNORECASE,
)
# "mới đạt 62% so với mục tiêu 80%": a result beside the goal
GOAL_TOLD = re.compile(
    r"^\s*(?:so\s+với\s+)?(?:kế hoạch|KH|chỉ tiêu|mục tiêu|nghị quyết)(?:\s+là)?\s+\d[\d.,]*\s*%", re.IGNORECASE
)
# … and the goal itself: "so với mục tiêu 80%"
GOAL = re.compile(r"so\s+với\s+(?:chỉ tiêu|mục tiêu)(?:\s+(?:là|đề ra|đề ra là|giao là))?\s+$", re.IGNORECASE)
# "95,1% dân số, vượt chỉ tiêu tỉnh giao (|95%)": the goal beside the result, in its unit
BESIDE_GOAL = re.compile(
    r"(?<!\w)(?:vượt|cao hơn|thấp hơn)\s+(?:so\s+với\s+)?(?:chỉ tiêu|kế hoạch|mục tiêu|nghị quyết)"
    r"(?:\s+[^\W\d_]+){0,6}\s*\($",
    re.IGNORECASE,
)
# "tốc độ tăng trưởng bình quân 9,8%/năm" is a level, no difference between two years
PACE = re.compile(
    r"(?<!\w)(?:tốc độ|nhịp độ)\s+tăng(?:\s+(?!so|với|thêm)[^\W\d_]+){0,10}\s+(?:khoảng\s+|trên\s+|hơn\s+)?$",
    re.IGNORECASE,
)
# "so với kế hoạch giao đạt 103%"
PLAN_BEFORE = re.compile(
    r"(?:so\s+với\s+)(?:kế hoạch|dự toán|chỉ tiêu|nghị quyết|mục tiêu)[^;.,()]{0,40}(?:đạt|bằng|là)?\s*$", re.IGNORECASE
)
# "Dự toán giao 60.000.000 đồng, đã chi 57.300.000 đồng, đạt 95,5%"
PLANNED = re.compile(
    r"(?:dự toán|kế hoạch|chỉ tiêu)\s+(?:được\s+)?(?:giao|đề ra|cả năm|năm)(?:[^;.]|\.\d){0,120}$", re.IGNORECASE
)
OVER_PLAN = re.compile(r"/\s?(?:KH|kế hoạch|chỉ tiêu|dự toán)", re.IGNORECASE)
GREW = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)", re.IGNORECASE)
REACHED = re.compile(r"(?:đạt|bằng)\s*(?:tỷ lệ\s*)?\(?$", re.IGNORECASE)
