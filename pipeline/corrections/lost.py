"""What is told of a decision whose place is not found any more."""

from __future__ import annotations

from pipeline.corrections.facts import LETTERHEAD, WORDS, Decision, day_of
from schemas.issue import Issue

LOST = "correction_lost"


def lost_issue(decision: Decision) -> Issue:
    """The issue that asks to decide anew."""
    who, day, quote = decision.decided_by, day_of(decision.decided_at), decision.quote
    if decision.kind == LETTERHEAD:
        return Issue(
            LOST,
            "warning",
            f"{who} đã sửa phần đầu văn bản “{quote}” ngày {day}, nhưng tệp đã đổi và nay ghi khác. Hãy xem lại và "
            "quyết định lại.",
            f"{who} corrected the letterhead of “{quote}” on {day}, but the file has changed and now says something "
            "else. Look again and decide anew.",
        )
    if decision.is_added:
        return Issue(
            LOST,
            "warning",
            f"{who} đã bổ sung một bản ghi ngày {day}, nhưng văn bản đã đổi: câu “{quote}” không còn, hoặc nay có ở "
            "nhiều chỗ. Hãy xem lại và bổ sung lại.",
            f"{who} added a record on {day}, but the document has changed: the sentence “{quote}” is not there any "
            "more, or now stands in several places. Look again and add it anew.",
        )
    what, what_en = ("một chữ", "a word") if decision.kind == WORDS else ("một bản ghi", "a record")
    return Issue(
        LOST,
        "warning",
        f"{who} đã quyết định về {what} ngày {day}, nhưng văn bản đã đổi nên không còn tìm thấy câu “{quote}”. Hãy xem "
        "lại và quyết định lại.",
        f"{who} decided on {what_en} on {day}, but the document has changed and the sentence “{quote}” is not found "
        "any more. Look again and decide anew.",
    )
