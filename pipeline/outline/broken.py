"""Headings that lost the line break before them: rows are cut where one begins within."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.header.forms import LOWER, UPPER
from pipeline.outline.kinds import is_wording, told_kind
from pipeline.outline.rows import Row
from pipeline.outline.runs import capitals
from schemas.text import Span

# … kịp thời. 2. Hạn chế      a number after the end of a sentence, and a capital
_INNER = re.compile(
    rf"(?<=[.;:!?”\"/…)\w])\s+"
    rf"(?=(?P<label>(?P<roman>[IVX]{{1,5}})\s?[.\-–/]\s?|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)]\s?)[{UPPER}“])"
)
# Phần thứ hai PHƯƠNG HƯỚNG …      after the end of a sentence
_PART = re.compile(r"(?<=[.;/…”])\s+(?=P(?:hần|HẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]+)\s*[:.\-–]?\s+[^\W\d_])")
_SMALL = re.compile(rf"[{LOWER}]")
_ENDS = '.;:!?”"/…)'


def cut_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows; those within which a heading begins are cut in two before it.

    Only what can be no sentence is cut off: capitals, or a set wording that fills the rest of the row or ends in a
    colon.
    """
    return tuple(piece for row in rows for piece in (_cut(row) if row.kind == "text" else (row,)))


def _cut(row: Row) -> Iterator[Row]:
    at = 0
    for start in sorted({m.end() for m in _PART.finditer(row.text)} | set(_starts(row.text))):
        yield _piece(row, at, start)
        at = start
    yield _piece(row, at, len(row.text)) if at else row


def _piece(row: Row, start: int, end: int) -> Row:
    text = row.text[start:end]
    span = Span(row.span.start + start, row.span.start + start + len(text.rstrip()))
    return Row(span, text.rstrip(), row.kind, row.gap and start == 0, row.continued and start == 0)


def _starts(text: str) -> Iterator[int]:
    for match in _INNER.finditer(text):
        label_end = match.end("label")
        after = text[label_end : label_end + 120]
        ended = text[match.start() - 1] in _ENDS
        before = text[max(0, match.start() - 40) : match.start()]
        if match["roman"] is not None:
            # … đề ra. II. KẾT QUẢ … · KẾT QUẢ ĐẠT ĐƯỢC I - Về phát triển …
            heads = len(before.split()) >= 3 and capitals(before) and not _SMALL.search(before)
            if heads or (ended and _begins_in_capitals(after)):
                yield match.end()
        elif ended and _is_set(after, len(text) - label_end):
            yield match.end()


def _begins_in_capitals(text: str) -> bool:
    words = text.split()[:3]
    return len(words) >= 2 and all(len(w.strip(".,:;")) > 1 and w.isupper() for w in words[:2])


def _is_set(after: str, left: int) -> bool:
    """Whether the words after a number are a heading beyond doubt."""
    if _begins_in_capitals(after):
        return True
    head = after.split(":", 1)[0]
    if left <= 100 and is_wording(after):
        return True
    if ":" in after and is_wording(head):
        return True
    return (
        left <= 60
        and told_kind(after) is not None
        and len(after.split()) <= 9
        and not after.rstrip().endswith((".", ";", ","))
    )
