"""Footnotes that list parts against the total in the sentence that they explain."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import quantities
from pipeline.check.sentences import SENTENCE_END
from pipeline.check.totals import COMPLETE_NEAR, holds, line_of
from schemas.document import Document, Footnote

LEAST_PARTS = 3  # two amounts in a footnote may be anything


def check(document: Document) -> Iterator[Found]:
    """Each footnote ("A: 3 nhà = 175,7 triệu đồng; …") against the totals before its mark."""
    for footnote in document.footnotes:
        yield from _of_footnote(document, footnote)


def _of_footnote(document: Document, footnote: Footnote) -> Iterator[Found]:
    if footnote.mark is None:
        return
    start = max(0, footnote.mark.start - 300)
    host = document.text[start : footnote.mark.start]
    host = host[host.rfind("\n") + 1 :]
    host = SENTENCE_END.split(host)[-1]
    start = footnote.mark.start - len(host)
    totals = quantities(host)
    parts = quantities(footnote.body.of(document.text))
    for unit in dict.fromkeys(q.unit for q in parts):
        same = [q for q in parts if q.unit == unit]
        candidates = [t for t in totals if t.unit == unit and t.unit != "%"]
        if len(same) < 2 or not candidates:
            continue
        value = sum(q.value for q in same)
        match = next((t for t in candidates if holds(t.value, value)), None)
        if match is not None:
            line = line_of(same, value, match)
            said = issue(
                "sum_verified",
                f"Chú thích khớp với số trong bài: {line}.",
                f"The footnote adds up to the text: {line}.",
                footnote.body,
            )
            places = [match.span.shift(start), *(q.span.shift(footnote.body.start) for q in same)]
            yield Verified(said, tuple(places))
        elif (
            unit == "đồng"
            and len(same) >= LEAST_PARTS
            and abs(candidates[-1].value - value) <= COMPLETE_NEAR * candidates[-1].value
        ):
            total = candidates[-1]
            line = line_of(same, value, total)
            yield issue(
                "sum_mismatch",
                f"Các phần trong chú thích cộng lại không bằng số trong bài: {line}, nhưng trong "
                f"bài ghi {total.printed.strip()}.",
                f"The parts in the footnote do not add up to the text: {line}, but the text says "
                f"{total.printed.strip()}.",
                footnote.body,
            )
