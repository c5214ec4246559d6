"""Article, clause and point that a text cites of an instrument: "điểm a khoản 2 Điều 5 Nghị định …"."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provision:
    """What is cited, as printed: "5", "1, 2", "a"; lists are joined by ", "."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None


def _listed(word: str, item: str, name: str) -> str:
    return rf"(?:các\s+)?{word}\s+(?P<{name}>{item}(?:\s*(?:,|;|và|,\s*và)\s*(?:{word}\s+)?{item})*)"


_POINTS = _listed("điểm", r"(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*)(?!\w)", "point")
_CLAUSES = _listed("khoản", r"\d{1,3}[a-zđ]?(?!\w)", "clause")
_ARTICLES = _listed("điều", r"\d{1,4}[a-zđ]?(?!\w)", "article")
_CITED = rf"(?:{_POINTS}\s*,?\s*)?(?:{_CLAUSES}\s*,?\s*)?{_ARTICLES}"
# "… quy định tại điểm a khoản 2 Điều 5 của" before an instrument
_BEFORE = re.compile(rf"(?<!\w){_CITED}\s*,?\s*(?:(?:của|tại|trong|thuộc)\s+)?$", re.IGNORECASE)
# ", khoản 2 Điều 5", "(Điều 5)" behind it, where no other instrument follows
_BEHIND = re.compile(
    rf"\s*[,(]?\s*(?:tại\s+)?{_CITED}(?!\s*,?\s*(?:của\s+)?(?:Bộ\s+luật|Luật|Nghị|Thông|Quyết|Pháp\s+lệnh|Quy)|\d)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\s*(?:,|;|và|điểm|khoản|điều)\s*", re.IGNORECASE)
_REACH = 110  # characters before an instrument


def provision_at(text: str, start: int, end: int | None = None) -> Provision:
    """What is cited of the instrument that is named from ``start``, its number ending at ``end``.

    >>> provision_at("theo điểm a, b khoản 2 Điều 5 Nghị định 98", 30)
    Provision(article='5', clause='2', point='a, b')
    """
    begin = max(0, start - _REACH)
    cited = _BEFORE.search(text, begin, start) if "ều " in text[begin:start] else None
    if cited is None and end is not None:
        cited = _BEHIND.match(text, end)
    if cited is None:
        return Provision()
    return Provision(*(_tidy(cited[name]) for name in ("article", "clause", "point")))


def _tidy(cited: str | None) -> str | None:
    return ", ".join(part for part in _WORDS.split(cited) if part) if cited else None
