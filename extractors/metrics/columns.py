"""What the headings of a column tell: status, year, unit."""

from __future__ import annotations

import re

from extractors.metrics.lexicon import COUNTED, MEASURE, SCALE, load
from extractors.metrics.years import year_of
from extractors.nlp import tokenize
from schemas.records.metrics import Status
from schemas.text import Span

_IN_BRACKETS = re.compile(r"\((?P<unit>[^()]{1,20})\)")
_RATE = re.compile(r"%|tỷ lệ|tỉ lệ|tỷ trọng|phần trăm", re.IGNORECASE)
_COUNT = re.compile(r"(?:tổng )?số (?:lượng )?(?P<noun>(?!tiền|vốn|liệu|tt|thứ|dư)[^\W\d_].*)", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:so (?:với )?|/|thực hiện |đạt )(?:kế hoạch|kh|chỉ tiêu|dự toán|nghị quyết)(?!\w)", re.IGNORECASE
)
_SHARE_OF = re.compile(r"%\s*(?:so\s+(?:với\s+)?)?(?:kế hoạch|kh|chỉ tiêu|dự toán)(?!\w)", re.IGNORECASE)  # "% KH"
_CHANGE = re.compile(
    r"so (?:với )?(?:cùng kỳ|kỳ gốc|năm|tháng|quý|đầu)|%[^|]*cùng kỳ|cùng kỳ[^|]*%|tăng|giảm|\+/-|±", re.IGNORECASE
)  # not "Cùng kỳ 2024", "TH cùng kỳ": what was reached then
_TARGET = re.compile(r"kế hoạch|(?<!\w)kh(?!\w)|chỉ tiêu giao|dự toán|mục tiêu|phấn đấu", re.IGNORECASE)
PLAN_FIRST = re.compile(r"(?<!\w)(?:KH|kế hoạch|chỉ tiêu|giao)\s*/\s*(?:TH|thực hiện|kết quả)", re.IGNORECASE)
# "Số lượng phân bổ (chỉ tiêu):" above a table: how many may be given, none that were
QUOTA = re.compile(r"(?<!\w)(?:phân bổ|hạn mức|khung chỉ tiêu|chỉ tiêu (?:xét|khen|đề nghị|giao))(?!\w)", re.IGNORECASE)
_ESTIMATE = re.compile(r"(?<!\w)ước(?!\w)", re.IGNORECASE)


_OF_STATUS = re.compile(r"\s*(?:kế hoạch|chỉ tiêu|thực hiện|kết quả|ước)(?!\w)", re.IGNORECASE)  # counts no plans


def status_of_heading(heading: str, unit: str) -> Status:
    """What the figures of a column stand for.

    >>> headings = ("Kế hoạch 2025", "% TH/KH", "So với cùng kỳ (%)", "Ước năm 2025", "Thực hiện", "% KH", "TH cùng kỳ")
    >>> [status_of_heading(heading, "%") for heading in headings]
    ['target', 'plan_share', 'change', 'estimate', 'actual', 'plan_share', 'actual']
    """
    if unit == "%" and (_SHARE.search(heading) or _SHARE_OF.search(heading)):
        return "plan_share"
    if _CHANGE.search(heading):
        return "change"
    if _ESTIMATE.search(heading):
        return "estimate"
    return "target" if _TARGET.search(heading) else "actual"


def year_of_heading(heading: str, titles: str) -> int | None:
    """The year that a heading names, else the one of the titles above the table; None where there is none."""
    match = re.search(r"(?<!\d)(?:19|20)\d\d(?!\s?[-–]|\d)", heading)
    if match:
        return int(match[0])
    title = re.sub(r"(?i)\bnăm\b", "năm", titles)
    return year_of(title, len(title), len(title))


def unit_of_cell(text: str | None) -> str | None:
    """The unit that a text is, normalised; None where it is none.

    >>> unit_of_cell("Triệu đồng"), unit_of_cell("con"), unit_of_cell("tháng 7")
    ('triệu đồng', 'con', None)
    """
    text = (text or "").strip()
    if not text:
        return None
    found = load().units.find(tokenize(text))
    if len(found) != 1 or found[0].span != Span(0, len(text)):
        return None
    kind, _, name = found[0].label.partition(" ")
    if kind == SCALE:
        return load().money.get(name)
    return name if kind in (MEASURE, COUNTED) else None


def unit_of_heading(heading: str) -> str | None:
    """The unit that a heading gives in brackets or by the word "tỷ lệ".

    >>> unit_of_heading("Diện tích (ha)"), unit_of_heading("Tỷ lệ hộ nghèo"), unit_of_heading("Thực hiện")
    ('ha', '%', None)
    """
    for match in _IN_BRACKETS.finditer(heading):
        unit = unit_of_cell(match["unit"])
        if unit is not None:
            return unit
    return "%" if _RATE.search(heading) else None


def counted(phrase: str) -> str | None:
    """The noun that is counted: of "Số hộ nghèo" the households.

    >>> counted("Số hộ nghèo"), counted("Tổng số phẫu thuật"), counted("Kế hoạch năm 2024")
    ('hộ', 'phẫu thuật', None)
    """
    last = phrase.rpartition(", ")[2]
    if _OF_STATUS.match(last):
        return None
    match = _COUNT.search(last)
    noun = match["noun"] if match else last
    found = next((m for m in load().units.find(tokenize(noun)) if m.span.start == 0), None)
    if found is not None:
        return found.label.partition(" ")[2] if found.label.startswith(COUNTED) else None
    few = match is not None and match.start() == 0 and len(noun.split()) <= 2 and noun.replace(" ", "").isalpha()
    return noun.lower() if few else None
