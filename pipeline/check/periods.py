"""The period of a document against the day on which it was issued."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.codes import Found, issue
from schemas.header import Header

# A report may also look ahead: "kết quả năm 2024, phương hướng năm 2025", "dự kiến", "dự toán".
AHEAD = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|dự kiến|dự báo|dự toán|đề xuất|đăng ký|chuẩn bị|triển khai", re.I)
# A plan may be about what is past: it sums up, inspects, mends.
BACK = re.compile(
    r"tổng kết|sơ kết|kiểm tra|giám sát|thanh tra|đánh giá|khắc phục|quyết toán|khảo sát|xác minh|kiểm kê|kỷ niệm", re.I
)


def check(header: Header) -> Iterator[Found]:
    """A report on a year that has not begun; a plan for years that are over."""
    year, title = header.issued_year, header.title or ""
    if year is None:
        return
    start, end = header.period_start_year, header.period_end_year
    if header.doc_type == "bao_cao" and start is not None and start > year and not AHEAD.search(title):
        yield issue(
            "period_not_begun",
            f"Báo cáo ban hành năm {year} mà kỳ báo cáo là năm {start}, chưa bắt đầu; xem lại năm.",
            f"A report issued in {year} on {start}, which had not begun.",
        )
    if header.doc_type == "ke_hoach" and end is not None and end < year and not BACK.search(title):
        yield issue(
            "period_past",
            f"Kế hoạch ban hành năm {year} mà kỳ kế hoạch kết thúc năm {end}, đã qua; xem lại năm.",
            f"A plan issued in {year} for a period that ended in {end}.",
        )
