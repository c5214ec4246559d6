"""Units that do not stand beside their number: of the next number, of a total, of a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.metrics.lexicon import COUNTED, load
from extractors.metrics.nouns import noun_at
from extractors.metrics.quantity import Quantity
from extractors.nlp import Match, tokenize
from extractors.numbers import Numeral

_TO_NEXT = re.compile(
    r"\s*(?:,|và|hoặc|xuống|lên|còn|tới|đến|nay|đạt|\bnăm\s+20\d\d\b|\s|khoảng|gần|hơn|trên|thành)*\s*", re.IGNORECASE
)


def of_next(text: str, numeral: Numeral, following: Quantity | None) -> Quantity | None:
    """E.g. "giảm từ 109 xuống còn 63 hộ": the unit stands after the second number only."""
    if following is None or following.borrowed:
        return None
    if not _TO_NEXT.fullmatch(text, numeral.span.end, following.numeral.span.start):
        return None
    gap = text[numeral.span.end : following.numeral.span.start]
    if not re.search(r"xuống|lên|còn|đến|tới|và|hoặc", gap):
        return None
    return replace(following, numeral=numeral, span=numeral.span, sure=following.sure * 0.9, borrowed=True)


_PART = re.compile(r"(?:[,;:(]|trong đó|gồm|và)\s*(?:có\s+|trong đó:?\s+|gồm:?\s+)?[^\W\d_][^,;:()\d]{1,40}?\s*:?\s$")


# "472 học viên (nữ 268, DTTS 460)": some of them, which may overlap
_OF_THEM = re.compile(r"(?:nữ|nam|DTTS|dân tộc thiểu số|đảng viên|trẻ em)\s*:?\s*$", re.IGNORECASE)


def of_total(text: str, found: Sequence[Quantity], loose: Sequence[tuple[int, Numeral]]) -> dict[int, Quantity]:
    """Bare numbers that share out a count, and add up to it: "kỷ luật 09 đảng viên (khiển trách 06, cảnh cáo 03)"."""
    parts: dict[int, Quantity] = {}
    for place, head in enumerate(found, start=1):
        bare = [n for at, n in loose if at == place and not n.words and n.denominator is None]
        bare = [
            n
            for n in bare
            if _CLOSED.match(text, n.span.end) and _PART.search(text, head.span.end, n.span.start) is not None
        ]
        bracket = text[head.span.end :].lstrip()[:1] == "("
        some = all(n.value <= head.numeral.value for n in bare)
        if head.counted and bracket and bare and all(_OF_THEM.search(text, 0, n.span.start) for n in bare):
            for numeral in (n for n in bare if n.value <= head.numeral.value):
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.75, borrowed=True)
        elif head.counted and bracket and bare and some and head.numeral.denominator is None:
            for numeral in bare:  # "94 doanh nghiệp (thành lập mới 17, giải thể 3)": of them, or of what came and went
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.7, borrowed=True)
        elif head.counted and len(bare) > 1 and sum(n.value for n in bare) == head.numeral.value:
            for numeral in bare:
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.85, borrowed=True)
    return parts


# "Số hộ nghèo là 63", "Tổng số đảng viên: 2.135", "Số lớp tập huấn đã mở: 12"
_COUNT_OF = re.compile(
    r"(?:^|(?<!\w))(?:tổng\s+)?(?:số\s+lượng|số)\s+(?P<noun>(?!liệu|hóa|hoá|tiền|vốn|dư)[^\W\d_].*?)\s*"
    r"(?:(?:hiện\s+)?(?:là|có|còn|đạt|gồm|bằng|giảm|tăng)|[:=])\s*(?:khoảng|trên|hơn|gần|dưới)?\s*$",
    re.IGNORECASE,
)
# "số phiếu tuyệt đối 57/57"
_VOTES = re.compile(r"(?<!\w)số phiếu(?:\s[^\W\d_]+){0,4}\s*$", re.IGNORECASE)
# "Cá nhân: 12", "Hộ nghèo: 63; hộ cận nghèo: 120"
_LABELLED = re.compile(r"(?:^|[;,.(•+–-]\s*)(?P<label>[^;:,.()\d]{2,60}?)\s*[:=]\s*$")
_HERD = re.compile(r"(?<!\w)(?:tổng\s+)?đàn\s+[^\d.;:]{2,60}$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;()=]|$)")


# "kết nạp mới 214 hội viên (chỉ tiêu năm: 350)": the goal has the unit of the result
_GOAL_OF = re.compile(
    r"\s*\((?:chỉ tiêu|kế hoạch|KH|NQ|nghị quyết|mục tiêu)(?:\s(?:cả\s)?(?:năm|giao|đề ra|là))*(?:\s20\d\d)?\s*:?\s*$",
    re.IGNORECASE,
)


def of_goal(text: str, numeral: Numeral, before: Quantity | None) -> Quantity | None:
    """The unit of a bare goal in brackets: that of the result before it."""
    if before is None or numeral.words or not _CLOSED.match(text, numeral.span.end):
        return None
    if not _GOAL_OF.fullmatch(text, before.span.end, numeral.span.start):
        return None
    return replace(before, numeral=numeral, span=numeral.span, sure=before.sure * 0.9, borrowed=True)


def of_label(  # noqa: PLR0911 -- one return a way of saying it
    text: str, numeral: Numeral, units: Sequence[Match]
) -> Quantity | None:
    """The unit that the words before the number give: the noun of a label, of "số …", of a herd."""
    if not _CLOSED.match(text, numeral.span.end) or numeral.words:
        return None
    before = text[: numeral.span.start]
    clause = re.split(r"[;(]|(?<!\d)\.\s", before)[-1]
    if numeral.denominator is not None and _VOTES.search(clause):
        return Quantity(numeral, numeral.span, "phiếu", counted=True, sure=0.8, borrowed=True)
    if match := _COUNT_OF.search(clause):
        return Quantity(numeral, numeral.span, _head(match["noun"], units), counted=True, sure=0.7, borrowed=True)
    if _HERD.search(clause):
        return Quantity(numeral, numeral.span, "con", counted=True, sure=0.6, borrowed=True)
    if (match := _LABELLED.search(before)) and numeral.value == int(numeral.value):
        noun = noun_at(match["label"].strip(), 0)
        if noun is None or match["label"].strip().lower().startswith("số"):
            return None
        return Quantity(numeral, numeral.span, _head(match["label"], units), counted=True, sure=0.5, borrowed=True)
    return None


def _head(phrase: str, units: Sequence[Match]) -> str:
    """The noun with which a phrase begins: a counted noun of the lexicon, else its first word."""
    phrase = re.sub(r"\s+", " ", phrase.strip())
    first = next((m for m in load().units.find(tokenize(phrase)) if m.span.start == 0), None)
    if first is not None and first.label.startswith(COUNTED):
        return phrase[: first.span.end].lower()
    noun = noun_at(phrase, 0)
    return (noun.text if noun else phrase.split(" ")[0]).lower()
