"""Text that repeats one piece without end: what patterns that go back over it again and again would stumble on.

The tests hold the laws on it; ``make bench`` tells how time grows with it (``tests/benchmarks/test_growth.py``).
"""

from __future__ import annotations

OUTLINE = (
    "I. ", "1. Ưu điểm: Xã ", "“", "- Phong trào “A ", "Số: ", " ngày ", "a)", "\t", "UBND xã ", "Phần I\n", "1.1. A\n",
    ". 2. Hạn chế", "A B\n",
)  # fmt: skip
MOVEMENTS = ("phong trào “", "phong trào “Dạy tốt” và ", "đợt thi đua lập thành tích ", '" ', "do phát động ")
LEGAL_REFERENCES = (
    "Quyết định số 12/QĐ-UBND ngày 3/4/2024 của UBND tỉnh về ",
    "Luật sửa đổi, bổ sung Luật ",
    "số ",
    "“",
    "của Bộ ",
    "(((",
)


def repeated(unit: str, size: int) -> str:
    """The unit again and again, at most so many characters."""
    return unit * (size // len(unit))
