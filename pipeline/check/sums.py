"""Totals and their parts within a sentence: "trong đó", "gồm", brackets, a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.codes import Found
from pipeline.check.quantities import Quantity, quantities
from pipeline.check.sentences import SENTENCE_END
from pipeline.check.totals import Reading, judge, same_kind
from schemas.document import Document, Passage

# What says that the parts of a total follow. A bracket or a colon may be followed by parts, or by anything.
MARK = re.compile(
    r"(?:(?<!\w)(?P<word>trong đó|bao gồm|gồm có|gồm|cụ thể là|cụ thể)(?!\w)|(?P<bracket>\()|(?P<colon>:))"
    r"\s*[:,]?\s*(?:có\s+)?",
    re.I,
)
FIGURES = re.compile(r"\d(?:[^\d]+[\d.,]+){2}")  # a total and two parts
BEFORE = re.compile(r"\d")
REACH = 60  # characters from the total to the mark
UNIT = 25  # characters that its unit may take
BRACKETED = re.compile(r"\([^()]*\)")  # parts of parts
APPROXIMATE = re.compile(r"(?<!\w)(?:hơn|trên|gần|khoảng|ước|xấp xỉ|chừng|dưới|tương đương)(?!\w)", re.I)
VAGUE = re.compile(r"(?<!\w)(?:chủ yếu|như|một số|nhiều)\s+(?:là\s+)?(?:bao gồm|gồm|trong đó)?\s*:?$", re.I)
STOP = re.compile(rf"{SENTENCE_END.pattern}|(?<!\w)(?i:trong đó|ngoài ra|so với|kế hoạch|đến nay|còn lại là)(?!\w)")
# Parts that may overlap ("5 nữ, 3 đảng viên") or that measure something else are not summed.
OVERLAP = re.compile(
    r"(?<!\w)(?:nữ|đảng viên|dân tộc|lãnh đạo|trẻ|tôn giáo|cao nhất|thấp nhất|bình quân|"
    r"mỗi|/người|/hộ|/ha)(?!\w)",
    re.I,
)
SEXES = re.compile(r"(?<!\w)nam(?!\w)", re.I)
# Both sides of a balance, money at several stages of its way: what stands behind "trong đó" is no part of it.
STAGES = re.compile(
    r"(?<!\w)(?:giải ngân|dư nợ|cho vay|tiền gửi|cam kết|lũy kế|luỹ kế|dự toán|nợ|"
    r"vốn điều lệ|lợi nhuận|doanh thu)(?!\w)",
    re.I,
)


def check(document: Document) -> Iterator[Found]:
    """Sums within a sentence."""
    for passage in document.passages:
        if passage.kind != "table_row":
            yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[Found]:
    text = passage.text
    if FIGURES.search(text) is None:
        return
    marks = list(MARK.finditer(text))
    if not any(BEFORE.search(text, max(0, m.start() - REACH - UNIT), m.start()) for m in marks):
        return
    found = quantities(text)
    if len(found) < 3:
        return
    for mark in marks:
        total = _total(text, found, mark.start())
        if total is None:
            continue
        end = _end(text, mark, marks)
        inner = [b.span() for b in BRACKETED.finditer(text, mark.end(), end)]
        parts = [
            q
            for q in found
            if mark.end() <= q.span.start and q.span.end <= end and same_kind(q, total)
            if not any(s <= q.span.start < e for s, e in inner)
        ]
        if len(parts) < 2:
            continue
        overlapping = OVERLAP.search(text, mark.start(), end) is not None
        if overlapping and not SEXES.search(text, mark.start(), end) and len(parts) == 2:
            continue  # that 12 women and 18 party members are 30 says nothing
        near = APPROXIMATE.search(text, max(0, total.span.start - 12), end) or VAGUE.search(text, 0, mark.end())
        word = (mark.group("word") or "").lower()
        reading = Reading(
            word,
            lenient=not word or overlapping or near is not None,
            exceed=not (STAGES.search(text, max(0, total.span.start - 60), end) or ";" in text[mark.end() : end]),
        )
        judged = judge(total, parts, reading, lambda q: passage.locate(q.span))
        if judged is not None:
            yield judged


def _total(text: str, found: Sequence[Quantity], at: int) -> Quantity | None:
    """The quantity just before the mark, with no other of its unit between and nothing that ends the clause."""
    before = [q for q in found if q.span.end <= at]
    if not before or before[-1].unit == "%":
        return None
    between = text[before[-1].span.end : at]
    return before[-1] if len(between) <= REACH and not re.search(r"[;.]\s", between) else None


def _end(text: str, mark: re.Match[str], marks: list[re.Match[str]]) -> int:
    """Where the parts end: with the sentence, at a comparison, at the next mark; a bracket ends with itself."""
    at = mark.end()
    stop = STOP.search(text, at)
    ends = [len(text), *(m.start() for m in marks if m.start() >= at and m.group("word"))]
    if mark.group("bracket") or text.rfind("(", 0, mark.start()) > text.rfind(")", 0, mark.start()):
        ends.append(text.find(")", at) if ")" in text[at:] else at)
    return min([*ends, stop.start()] if stop else ends)
