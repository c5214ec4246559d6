"""A percentage beside the two numbers from which it follows: "39/45 hộ (đạt 86,7%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.dates import find_dates
from pipeline.check.codes import issue
from pipeline.check.quantities import decimals, show
from schemas.document import Document, Passage
from schemas.issue import Issue
from schemas.text import Span

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
UNIT = r"(?:\s*(?:tỷ đồng|tỉ đồng|triệu đồng|đồng|ha|km|tấn|m2|người|hộ|thôn|nhà))?"
PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d{1,2})?)\s*%"
# "39/45", "4.315 tỷ đồng/4.200 tỷ đồng", "39 trên tổng số 45 hộ"
PAIR = re.compile(
    rf"(?<![\d./,%-])(?P<part>{NUMBER}){UNIT}\s*(?:/|trên tổng số|trong tổng số|trên)\s*(?P<whole>{NUMBER})"
    r"(?![\d/%]|[.,]\d)",
    re.I,
)
# What ties the percentage to the pair: a bracket, or a verb of being so much; no other number between.
TIE = re.compile(
    rf"^[^\d%;,.()]{{0,70}}?(?:\(\s*(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng|tương đương|=|là|:|\s)*|"
    rf",\s*(?:đạt|chiếm|bằng|tương ứng|tương đương)(?:\s+(?:tỷ lệ|tỉ lệ|khoảng))*\s*|"
    rf"(?:=|chiếm|đạt tỷ lệ|đạt tỉ lệ|tỷ lệ|tỉ lệ)\s*(?:đạt\s*)?){PERCENT}(?P<after>[^\d]{{0,25}})",
    re.I,
)
# Votes are often told as a share of all members, not of those who voted.
VOTES = re.compile(r"đại biểu|phiếu|biểu quyết|tán thành|ý kiến", re.I)
LOOSE_WHOLE, LOOSE_POINTS = 10, 5  # "một phần tư (23%)": a manner of speaking
# A percentage of something else: of the plan, of last year, an increase.
OTHER = re.compile(r"tăng|giảm|kế hoạch|cùng kỳ|so với|năm trước|chỉ tiêu|dự toán", re.I)


def check(document: Document) -> Iterator[Issue]:
    """Percentages that follow from their numbers (verified) and those that do not."""
    for passage in document.passages:
        yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[Issue]:
    text = passage.text
    if "%" not in text:
        return
    dates = [d.span for d in find_dates(text)]
    for pair in PAIR.finditer(text):
        at = Span(*pair.span())
        if any(at.overlaps(d) for d in dates) or re.match(r"\s*/", text[at.end :]):
            continue
        tie = TIE.match(text[at.end :])
        if (
            tie is None
            or OTHER.search(tie.group("after"))
            or OTHER.search(text[at.end : at.end + tie.start("percent")])
        ):
            continue
        if _value(pair.group("whole")) == 0:
            continue
        printed = tie.group("percent")
        span = passage.locate(Span(at.start, at.end + tie.end("percent") + 1))
        judged = _judge(pair, printed, span)
        if judged is not None and (
            judged.severity == "info" or not VOTES.search(text, max(0, at.start - 60), at.end + tie.end())
        ):
            yield judged


def _judge(pair: re.Match[str], printed: str, span: Span) -> Issue | None:
    part, whole = _value(pair.group("part")), _value(pair.group("whole"))
    said = float(printed.replace(",", "."))
    places = decimals(printed.replace(".", ","))
    true = 100 * part / whole
    sum_text = f"{pair.group('part')}/{pair.group('whole')} = {show(round(true, max(places, 1) + 1), '%')}"
    # Rounded or cut off at the last printed digit, either is right.
    if abs(said - true) < 10.0**-places + 1e-9:
        return issue("share_verified", f"Tỷ lệ khớp: {sum_text}.", f"The percentage follows: {sum_text}.", span)
    if (part > whole) != (said > 100) and said != 100:
        return None  # "ngày 12/4 …, chiếm 9,5%": no share at all
    if whole <= LOOSE_WHOLE and abs(said - true) <= LOOSE_POINTS:
        return None
    return issue(
        "share_mismatch",
        f"Tỷ lệ không khớp: {sum_text}, nhưng văn bản ghi {printed}%.",
        f"The percentage does not follow: {sum_text}, but the text says {printed}%.",
        span,
    )


def _value(digits: str) -> float:
    return float(digits.replace(".", "").replace(",", "."))
