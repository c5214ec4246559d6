"""A percentage beside the two numbers from which it follows: "39/45 hộ (đạt 86,7%)", "86,7% (39/45 hộ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.dates import find_dates
from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import NUMBER, decimals, show, value_of
from schemas.document import Document, Passage
from schemas.text import Span

_UNIT = r"(?:\s*(?:tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|đồng|ha|km|tấn|m2|người|hộ|thôn|nhà|tiêu chí|đơn vị))?"
_PERCENT = r"(?P<percent>\d{1,3}(?:[.,]\d{1,2})?)\s*%"
_PLAN = r"(?:kế hoạch|chỉ tiêu|dự toán|KH)(?:\s+(?:là|giao|năm|đề ra|được giao))*\s*:?\s*"
# "39/45", "4.315 tỷ đồng/4.200 tỷ đồng", "39 trên tổng số 45 hộ", "125 ha/kế hoạch 120 ha", "125 ha (kế hoạch 120 ha)"
PAIR = re.compile(
    rf"(?<![\d./,%-])(?P<part>{NUMBER}){_UNIT}\s*(?:(?P<plan>(?:/|\(|so với)\s*{_PLAN})"
    rf"|/|trên tổng số|trong tổng số|trên)\s*(?P<whole>{NUMBER})(?![\d/%]|[.,]\d)(?(plan){_UNIT}\s*\)?)",
    re.I,
)
# What ties the percentage to the pair: a bracket, or a verb of being so much; no other number between.
TIE = re.compile(
    rf"^[^\d%;,.()]{{0,70}}?(?:\(\s*(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương ứng|tương đương|=|là|:|\s)*|"
    rf",\s*(?:ước\s+)?(?:đạt|chiếm|bằng|tương ứng|tương đương)(?:\s+(?:tỷ lệ|tỉ lệ|khoảng))*\s*|"
    rf"(?:=|chiếm|đạt tỷ lệ|đạt tỉ lệ|tỷ lệ|tỉ lệ)\s*(?:đạt\s*)?){_PERCENT}(?P<after>[^\d]{{0,40}})",
    re.I,
)
# The percentage first: "đạt 86,7% (39/45 hộ)", "đạt 104,2% kế hoạch (125/120 ha)"
FIRST = re.compile(
    rf"(?<![\d.,/-]){_PERCENT}(?P<between>[^\d;.,()%]{{0,50}}?)\(\s*"
    rf"(?:với|tương ứng(?: với)?|tương đương|đạt|=|là|có)?\s*(?P<part>{NUMBER}){_UNIT}\s*/\s*"
    rf"(?P<whole>{NUMBER})(?![\d/%]|[.,]\d)[^\d;()%]{{0,40}}\)",
    re.I,
)
# Votes are often told as a share of all members, not of those who voted.
VOTES = re.compile(r"đại biểu|phiếu|biểu quyết|tán thành|ý kiến|tín nhiệm", re.I)
LOOSE_WHOLE, LOOSE_POINTS = 10, 5  # "một phần tư (23%)": a manner of speaking
SPOKEN = re.compile(r"1/(?:\d|10)(?!\d)|[1-9]/\d\s+(?:số|tổng|của|diện tích|dân số|thành viên)(?!\w)", re.I)
# A percentage of something else: of last year, an increase; of a plan only where the pair is one of result and plan.
OTHER = re.compile(r"tăng|giảm|cùng kỳ|so với|năm trước|vượt|thấp hơn|cao hơn", re.I)
OF_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|KH|nghị quyết)(?!\w)", re.I)
# "đạt 104,2% kế hoạch." – whose plan is meant is not said, so it is the one beside it.
PLAIN_PLAN = re.compile(
    r"^\s*(?:so với\s+)?(?:kế hoạch|chỉ tiêu|dự toán|KH)(?:\s+(?:năm|đề ra|giao|được giao|cả năm))*\s*(?:[;,.)]|$)",
    re.I,
)
RANKED = re.compile(r"(?:thứ|hạng|điểm|tỷ số|tỉ số|bàn)\s*$", re.I)
YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Share:
    """A pair and the percentage that is tied to it: places in the passage's text, what stands around them."""

    part: Span
    whole: Span
    percent: Span
    plan: bool  # the pair is a result and its plan
    around: str  # between the pair and the percentage, and behind them


def check(document: Document) -> Iterator[Found]:
    """Percentages that follow from their numbers (verified) and those that do not."""
    for passage in document.passages:
        if "%" in passage.text:
            yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[Found]:
    text = passage.text
    shares = [*_pairs(text), *_percent_first(text)]
    if not shares:
        return
    dates = [d.span for d in find_dates(text)]
    for share in shares:
        pair = Span(share.part.start, share.whole.end)
        if any(pair.overlaps(day) for day in dates) or _is_no_pair(text, share):
            continue
        judged = _judge(passage, share)
        if judged is not None:
            yield judged


def _pairs(text: str) -> Iterator[_Share]:
    for pair in PAIR.finditer(text):
        tie = TIE.match(text[pair.end() : pair.end() + 180])
        if tie is None or re.match(r"\s*/", text[pair.end() : pair.end() + 3]):
            continue
        percent = Span(pair.end() + tie.start("percent"), pair.end() + tie.end("percent"))
        around = text[pair.end() : percent.start] + "%" + tie["after"]
        yield _Share(Span(*pair.span("part")), Span(*pair.span("whole")), percent, pair["plan"] is not None, around)


def _percent_first(text: str) -> Iterator[_Share]:
    for match in FIRST.finditer(text):
        before = text[max(0, match.start() - 25) : match.start()]
        around = before.rsplit(".", 1)[-1].rsplit(",", 1)[-1] + "%" + match["between"]
        yield _Share(Span(*match.span("part")), Span(*match.span("whole")), Span(*match.span("percent")), False, around)


def _is_no_pair(text: str, share: _Share) -> bool:
    """A month, a rank, a score, a share of nothing."""
    whole = value_of(share.whole.of(text))
    month = share.part.of(text).isdigit() and int(share.part.of(text)) <= 12 and whole in YEARS
    slip = re.fullmatch(r"\d{1,2}(?:19|20)\d\d", share.whole.of(text)) is not None  # "1/72004": a slip in a date
    ranked = RANKED.search(text, max(0, share.part.start - 10), share.part.start) is not None
    return whole == 0 or month or slip or ranked


def _judge(passage: Passage, share: _Share) -> Found | None:
    text = passage.text
    part, whole = value_of(share.part.of(text)), value_of(share.whole.of(text))
    printed = share.percent.of(text)
    said, places = float(printed.replace(",", ".")), decimals(printed.replace(".", ","))
    true = 100 * part / whole
    line = f"{share.part.of(text)}/{share.whole.of(text)} = {show(round(true, max(places, 1) + 1), '%')}"
    first, last = min(share.part, share.percent), max(share.whole, share.percent)
    span = passage.locate(Span(first.start, last.end + (last == share.percent)))
    before, _, after = share.around.partition("%")
    other = OTHER.search(before) or OTHER.search(re.split(r"[,;.)]", after)[0])
    # Rounded or cut off at the last printed digit, either is right.
    if abs(said - true) < 10.0**-places + 1e-9 and not other:
        good = issue("share_verified", f"Tỷ lệ khớp: {line}.", f"The percentage follows: {line}.", span)
        return Verified(good, tuple(passage.locate(s) for s in (share.part, share.whole, share.percent)))
    planned = share.plan or OF_PLAN.search(share.around) is not None
    if other or (planned and not (share.plan or PLAIN_PLAN.match(after))):
        return None
    if (part > whole) != (said > 100) and said != 100 and part != whole and not planned:
        return None  # "ngày 12/4 …, chiếm 9,5%": no share at all
    if (
        whole <= LOOSE_WHOLE
        and part != whole
        and (abs(said - true) <= LOOSE_POINTS or SPOKEN.match(text, share.part.start))
    ):
        return None
    if VOTES.search(text, max(0, first.start - 60), last.end + 40):
        return None
    vi, en = "Tỷ lệ không khớp", "The percentage does not follow"
    return issue(
        "plan_share_mismatch" if planned else "share_mismatch",
        f"{vi}: {line}, nhưng văn bản ghi {printed}%" + ("; xem lại số kế hoạch." if planned else "."),
        f"{en}: {line}, but the text says {printed}%.",
        span,
    )
