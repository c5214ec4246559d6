"""Stage *repair*: encodings, furniture, broken lines; every change is an edit with a rule."""

from __future__ import annotations

from pipeline.repair.encoding import mend_encoding
from pipeline.repair.layout import mend_layout
from pipeline.repair.legacy import mend_initials, told
from pipeline.repair.paper import Paper
from pipeline.repair.tables import tables_of
from schemas.document import RawDocument, RepairedText

__all__ = ["repair"]


def repair(raw: RawDocument, *, layout: bool = True) -> RepairedText:
    """Mend what the way of a text into its file has damaged.

    Args:
        raw: the document as it was read.
        layout: also take away furniture and stray marks and join broken lines; without it every line stays.
    """
    paper = Paper(raw.text)
    mend_encoding(paper)
    mend_initials(raw, paper)
    issues = told(paper)
    if not layout:
        return RepairedText(raw, paper.text, paper.alignment, tables=tables_of(raw, paper), issues=issues)
    footnotes, continued = mend_layout(raw, paper)
    return RepairedText(raw, paper.text, paper.alignment, footnotes, tables_of(raw, paper), continued, issues)
