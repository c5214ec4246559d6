"""Bullets that introduce a named movement; every other bullet is body text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.outline.named import QUOTED, find_name
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Introduced:
    """The name in a bullet, where the bullet's own text begins (None: all of it is the heading), and the rule."""

    span: Span
    cut: int | None
    rule: str


_LEAD_WORDS = 15  # before a name that ends its bullet

# Hưởng ứng phong trào … · Kết quả thực hiện Phong trào … · Việc tổ chức thực hiện thi đua …
_LEAD = re.compile(
    r"(?:(?:Về|Việc|Kết quả|Tình hình|Công tác|Tiếp tục|Tích cực|Đẩy mạnh|Đối với|Trong|Tổ chức|Thực hiện|Triển khai|"
    r"Hưởng ứng|Tham gia|Phát động|các|và|có hiệu quả|hiệu quả|tốt)[,\s]+"
    r"|Đợt (?:\d+|[IVX]+|cao điểm)(?:\s*\([^()\n]{0,80}\))?\s*:\s*)*",
    re.IGNORECASE,
)
# Kế hoạch số 12/KH-UBND … về phong trào “…” · mô hình “…”      what names a movement only in passing
_PASSING = re.compile(
    r"\b(?:kế hoạch|chỉ thị|quyết định|công văn|nghị quyết|hướng dẫn|chương trình|thông báo|mô hình|câu lạc bộ"
    r"|danh hiệu|số \d)",
    re.IGNORECASE,
)
# thi đua lập thành tích chào mừng Đại hội …      an occasion instead of a name
_UNQUOTED = re.compile(
    r"(?P<name>(?:(?:phong trào|đợt|cao điểm)\s+)?thi đua\s+"
    r"(?:lập thành tích|chào mừng|thực hiện thắng lợi|hoàn thành|cao điểm|nước rút)\b[^.;:\n]*)",
    re.IGNORECASE,
)


def introduces(text: str, rest: int, *, alone: bool) -> Introduced | None:
    """The movement that a bullet introduces, or None.

    Args:
        text: the row, bullet and all.
        rest: where the words after the bullet begin.
        alone: whether text of a lower order stands below the row.

    >>> row = "- Phong trào “Dân vận khéo”: Toàn xã có 12 mô hình."
    >>> introduces(row, 2, alone=False).span.of(row)
    'Dân vận khéo'
    >>> introduces("- Tiếp tục nhân rộng mô hình “Tuyến đường hoa”.", 2, alone=False) is None
    True
    """
    lead = _LEAD.match(text, rest)
    start = lead.end() if lead else rest
    name = find_name(text, start)
    return _contest(text, rest, start, alone) if name is None else _named(text, rest, start, name)


def _named(text: str, rest: int, start: int, name: Span) -> Introduced | None:
    between, tail = text[start : name.start], text[name.end :].lstrip('”"» ')
    if QUOTED.match(text, start) or (len(between.split()) <= 6 and text[name.start - 1] not in '“"«'):
        return Introduced(name, _cut(text, name.end), "bullet_name")
    words = len(text[rest : name.start].split())
    if _PASSING.search(between) or words > _LEAD_WORDS:
        return None
    if not tail.strip(" .;*"):
        return Introduced(name, None, "bullet_ends_in_name")
    if tail.startswith(":") and words <= 10:  # Hội Nông dân với phong trào “…”: …
        return Introduced(name, _cut(text, name.end), "bullet_names_before_colon")
    return None


def _contest(text: str, rest: int, start: int, alone: bool) -> Introduced | None:
    match = _UNQUOTED.match(text, start)
    if match is None or match.end() < len(text.rstrip(" .;:*")):
        return None
    round_of = text[rest:start].rstrip().endswith(":")  # Đợt 1 (…): thi đua lập thành tích …
    if round_of or (alone and not text.rstrip().endswith((".", ";"))):
        end = match.start("name") + len(match["name"].rstrip())
        return Introduced(Span(match.start("name"), end), None, "bullet_contest")
    return None


def _cut(text: str, end: int) -> int | None:
    """Where the text after "…”:" begins, when it is a sentence of its own."""
    colon = text.find(":", end, end + 120)
    if colon < 0 or (any(c in text[end:colon] for c in '.;“"') and text[end:colon].strip('”"» ').find("“") >= 0):
        return None
    begin = colon + 1
    while begin < len(text) and text[begin] in " *_":
        begin += 1
    if begin < len(text) and len(text[end:colon].split()) <= 14 and text[begin].isupper():
        return begin
    return None
