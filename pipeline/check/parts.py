"""Percentages of a total that was told before: "45 hộ, trong đó 39 hộ khá (86,7%), 6 hộ nghèo (13,3%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import Quantity, decimals, quantities, show, value_of
from pipeline.check.sentences import SENTENCE_END
from schemas.document import Document, Passage
from schemas.text import Span

MARK = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm có|gồm|cụ thể|trong số)(?!\w)", re.I)
# Right behind a part: "(86,7%)", "(chiếm 86,7%)", ", chiếm 86,7%", "chiếm tỷ lệ 86,7%"
TIE = re.compile(
    r"^[^\d;,.()%]{0,50}(?:\(\s*(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|=|:|\s)*"
    r"|,?\s*(?:chiếm|đạt|bằng)(?:\s+(?:tỷ lệ|tỉ lệ))?\s+)"
    r"(?P<percent>\d{1,3}(?:[.,]\d{1,2})?)\s*%(?P<after>[^\d;,.()]{0,30})",
    re.I,
)
OTHER = re.compile(r"tăng|giảm|cùng kỳ|so với|kế hoạch|chỉ tiêu|dự toán|vượt", re.I)
SETTLED = 2  # so many that hold say of what they are the shares; one that does not hold is a slip


@dataclass(frozen=True, slots=True)
class _Part:
    """A part, its percentage as printed with its place, and whether it is the total's share."""

    quantity: Quantity
    printed: str
    percent: Span
    holds: bool


def check(document: Document) -> Iterator[Found]:
    """Percentages of parts that follow from the total, and the one among them that does not."""
    for passage in document.passages:
        if "%" in passage.text and passage.kind != "table_row":
            yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[Found]:
    text = passage.text
    marks = list(MARK.finditer(text))
    found = quantities(text) if marks else ()
    for mark in marks:
        before = [q for q in found if q.span.end <= mark.start() and q.unit != "%"]
        if not before or mark.start() - before[-1].span.end > 60 or before[-1].value <= 0:
            continue
        total = before[-1]
        ends = [m.start() for m in (*marks, *SENTENCE_END.finditer(text, mark.end())) if m.start() > mark.end()]
        end = min(ends, default=len(text))
        parts = [
            part
            for q in found
            if mark.end() <= q.span.start < end and q.unit != "%" and q.value <= total.value
            if (part := _part(text, q, total)) is not None
        ]
        yield from _told(passage, total, parts)


def _part(text: str, quantity: Quantity, total: Quantity) -> _Part | None:
    tie = TIE.match(text[quantity.span.end : quantity.span.end + 120])
    if tie is None or OTHER.search(tie[0]):
        return None
    if "đồng" in (quantity.unit, total.unit) and quantity.unit != total.unit:
        return None
    printed = tie["percent"]
    percent = Span(quantity.span.end + tie.start("percent"), quantity.span.end + tie.end("percent"))
    near = abs(value_of(printed) - 100 * quantity.value / total.value) < 10.0 ** -decimals(printed) + 1e-9
    return _Part(quantity, printed, percent, near)


def _told(passage: Passage, total: Quantity, parts: list[_Part]) -> Iterator[Found]:
    right = [part for part in parts if part.holds]
    wrong = [part for part in parts if not part.holds]
    for part in right:
        line = f"{show(part.quantity.value)}/{show(total.value)} = {part.printed}%"
        span = passage.locate(Span(part.quantity.span.start, part.percent.end + 1))
        good = issue("share_verified", f"Tỷ lệ khớp: {line}.", f"The percentage follows: {line}.", span)
        yield Verified(good, tuple(map(passage.locate, (total.span, part.quantity.span, part.percent))))
    if len(right) < SETTLED or len(wrong) != 1:
        return
    true = show(round(100 * wrong[0].quantity.value / total.value, 2), "%")
    line = f"{show(wrong[0].quantity.value)}/{show(total.value)} = {true}"
    yield issue(
        "share_mismatch",
        f"Tỷ lệ không khớp: {line}, nhưng văn bản ghi {wrong[0].printed}%; các tỷ lệ bên cạnh đều khớp.",
        f"The percentage does not follow: {line}, but the text says {wrong[0].printed}%.",
        passage.locate(Span(wrong[0].quantity.span.start, wrong[0].percent.end + 1)),
    )
