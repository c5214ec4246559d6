"""What stands above a table says of its figures: what they count, and of which years they can only be asked."""

from __future__ import annotations

import re

from extractors.metrics.lexicon import load
from extractors.metrics.units import quantities
from extractors.nlp import tokenize
from extractors.numbers import find_numerals

# "toàn xã có 64 mô hình, cụ thể:" over a table
_OPENS = re.compile(r"(?:cụ thể|như sau|trong đó|gồm|bao gồm|chia ra)[^:.;]{0,30}:\s*$", re.IGNORECASE)
# Columns that say whose they are: they part what the lead-in counts.
_WHOSE = re.compile(
    r"(?:số\s+)?(?:tập thể|cá nhân|hộ gia đình)|(?:tổng )?cộng|tổng(?: số)?|(?:đã )?được [^\d]{2,40}|đạt(?: chuẩn)?",
    re.IGNORECASE,
)
_DONE = re.compile(r"thực hiện|kết quả|đã đạt|hiện trạng|hiện có|(?<!\w)TH(?!\w)|cùng kỳ|so với|%\s*/", re.IGNORECASE)


def counted_above(above: str) -> str | None:
    """The unit that a lead-in right above a table gives to its counts.

    >>> counted_above("Đến nay toàn xã có 27 mô hình sinh kế, cụ thể:")
    'mô hình'
    >>> counted_above("Đến nay toàn xã có 27 mô hình sinh kế.") is None
    True
    """
    line = next((text for text in reversed(above.split("\n")) if re.search(r"\w", text)), "")
    if not _OPENS.search(line):
        return None
    told = [q for q in quantities(line, find_numerals(line), load().units.find(tokenize(line))) if q.counted]
    return told[0].unit.partition(",")[0] if told else None  # of "mô hình, điển hình" the first noun


def parts(heading: str) -> bool:
    """Whether a column only says whose part of the count it holds: "Tập thể", "Cộng", "Được công nhận".

    >>> parts("Tập thể"), parts("Được công nhận"), parts("Số hộ vay vốn")
    (True, True, False)
    """
    return _WHOSE.fullmatch(heading) is not None


def is_ahead(heading: str, year: int | None, issued: int | None, *, planned: bool) -> bool:
    """Whether the figures of a column are of a year that was not over when the document was written.

    >>> is_ahead("2028", 2028, 2026, planned=False), is_ahead("2026", 2026, 2026, planned=True)
    (True, True)
    >>> is_ahead("2026", 2026, 2026, planned=False), is_ahead("Thực hiện 2026", 2026, 2026, planned=True)
    (False, False)
    """
    if year is None or issued is None or str(year) not in heading or _DONE.search(heading):
        return False
    return year > issued or (planned and year == issued)
