"""What follows the number of an instrument: its date, its issuer, its subject; or the issuer before it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from extractors.dates import DateMention
from extractors.legal_references.issuers import issuer_at
from extractors.legal_references.lexicon import issuers
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """What a mention says of its instrument, and how far the mention reaches."""

    span: Span
    issued_on: datetime.date | None = None
    issuer: Span | None = None
    subject: Span | None = None


_TO_DATE = re.compile(r"[¹²³⁴-⁹]*\s*[,(]?\s*(?:(?:được\s+)?(?:ban\s+hành|ký)\s+)?")
_TO_ISSUER = re.compile(r"[¹²³⁴-⁹]*\s*[,)]?\s*(?:do|của)\s+(?:đồng\s+chí\s+)?")
_SIGNED = re.compile(r"\s+(?:ban\s+hành|ký(?:\s+ban\s+hành)?)(?=\s*[,;.)]|\s+ngày)")
# "về việc", "V/v", "về", "quy định": not part of the subject; "ban hành", "phê duyệt", "thực hiện": they are
_ABOUT = re.compile(r"\s*[,)]?\s*(?:về\s+việc|v/v|về|quy\s+định(?:\s+về)?)\s+", re.IGNORECASE)
_VERB = re.compile(
    r"\s*,?\s*(?=(?!ban\s+hành\s+(?:và|kèm|ngày|trước|sau))(?:ban\s+hành|phê\s+duyệt|phát\s+động|triển\s+khai|thực\s+hiện|hướng\s+dẫn|sửa\s+đổi|kiện\s+toàn|thành\s+lập"
    r"|công\s+bố|công\s+nhận|tổ\s+chức|tiếp\s+tục|đẩy\s+mạnh|tăng\s+cường|tặng|khen\s+thưởng|giao|điều\s+chỉnh|bổ\s+sung|bãi\s+bỏ)\s)",
    re.IGNORECASE,
)
# "Thủ tướng Chính phủ đã ban hành", "Giám đốc Sở Tư pháp tại", "UBND xã xây dựng": between an issuer and its instrument
_ISSUED_BY = re.compile(
    r"\s+(?:(?:đã|vừa|cũng|kịp\s+thời|tiếp\s+tục|có|tham\s+mưu)\s+)*(?:ban\s+hành|xây\s+dựng|ký|ra|có|tại|thông\s+qua|phê\s+duyệt)"
    r"(?:\s+(?:ban\s+hành|kèm\s+theo|các|và|triển\s+khai))*\s+$"
)
# "quy định tại Điều 5", "quy định như sau"
_NO_SUBJECT = re.compile(r"(?:như\s+sau|tại|rõ|cụ\s+thể|thì|trên|này|nêu|hiện\s+hành)(?!\w)", re.IGNORECASE)
_BEFORE = 130  # characters before a mention in which its issuer may begin
_DAY_BEFORE = re.compile(r"\s*,?\s*$")
_LONGEST = 700  # characters of a subject
REACH = 1500  # characters behind a mention that may belong to it

_QUOTES = {"“": "”", '"': '"', "«": "»", "‘": "’"}
# Where a subject ends, whatever follows.
_END = re.compile(
    r"(?P<quote>[“\"«])|(?P<stop>[.…]{2,}|\.(?=\s|$)|[:\t\n](?!\d)|\)|/\.)|(?P<semi>;)|(?P<comma>,)|(?P<open>\s\()"
    r"|(?P<word>\s(?:với\s+mục\s+(?:tiêu|đích)|đã\s|là\s+nhiệm\s+vụ|có\s+hiệu\s+lực|hết\s+hiệu\s+lực|như\s+sau|bao\s+gồm|nêu\s+rõ))"
)
# After a semicolon a subject goes on only with one more thing that the same instrument does.
_ONE_MORE = re.compile(
    r";\s*(?:quy\s+định|sửa\s+đổi|bãi\s+bỏ|tổ\s+chức\s+các|lập\s+thành\s+tích|hướng\s+dẫn|chúc\s+thọ|ưu\s+đãi|xử\s+lý|phòng,?\s+chống)\s"
)
# A comma ends it where the main clause begins: "…, Ủy ban nhân dân xã báo cáo", "…, trong 5 năm qua"
_MAIN_CLAUSE = re.compile(
    r",\s*(?:trong\s+(?:những\s+)?(?:\d+\s+)?năm|trong\s+thời\s+gian|thời\s+gian\s+qua|qua\s+đó|theo\s+đó|nhằm|ngày\s+\d|đến\s+nay|tính\s+đến"
    r"|đồng\s+thời|góp\s+phần|cấp\s+ủy|cấp\s+uỷ|địa\s+phương|toàn\s+(?:xã|phường|huyện|tỉnh)|nhà\s+trường|căn\s+cứ|theo\s+đề\s+nghị)(?!\w)",
    re.IGNORECASE,
)
_PERIOD_END = re.compile(r"(?:\d{4}|\d{4}\))$")
_PERIOD_MORE = re.compile(
    r",\s*(?:tầm\s+nhìn|định\s+hướng|và|giai\s+đoạn|phương\s+hướng|năm|nhiệm\s+vụ|kế\s+hoạch)(?!\w)"
)


def read_clause(text: str, mention: Span, dates: list[DateMention], limit: int, inner: list[Span]) -> Clause:
    """Read on behind a mention up to ``limit``; ``inner`` are the mentions that begin behind it, in order."""
    at, issued, issuer = mention.end, None, None
    by_start = {date.span.start: date for date in dates}
    for _ in range(2):  # date and issuer come in either order
        if issued is None and (date := by_start.get(_skip(_TO_DATE, text, at))) is not None and date.year is not None:
            issued, at = date.iso, _closing(text, date.span.end)
        elif issuer is None and (lead := _TO_ISSUER.match(text, at)) and (found := issuer_at(text, lead.end())):
            signed = _SIGNED.match(text, found.end)
            issuer, at = found, signed.end() if signed else found.end
    start = mention.start
    subject = _subject(text, at, limit, inner)
    if subject is not None:
        tail = _trailing(text, subject, by_start, inner) if issued is None and issuer is None else None
        if tail is not None:
            subject, issued, issuer, at = tail
        else:
            at = subject.end
    if issuer is None and (before := _issuer_before(text, mention.start)) is not None:
        issuer, start = before, before.start
        if issued is None:
            issued = _day_before(text, start, dates)
    return Clause(Span(start, max(at, mention.end)), issued, issuer, subject and _unquoted(text, subject))


def _skip(lead: re.Pattern[str], text: str, at: int) -> int:
    match = lead.match(text, at)
    return match.end() if match else at


def _closing(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == ")" else at


def _subject(text: str, at: int, limit: int, inner: list[Span]) -> Span | None:
    about = _ABOUT.match(text, at) or _VERB.match(text, at)
    if about is None or about.end() >= limit:
        return None
    start = about.end()
    if _NO_SUBJECT.match(text, start):
        return None
    end = _subject_end(text, start, min(limit, start + _LONGEST), inner)
    while end > start and text[end - 1] in " ,;.-–\t\n":
        end -= 1
    return Span(start, end) if end - start > 2 else None


def _subject_end(text: str, start: int, limit: int, inner: list[Span]) -> int:
    at = start
    while (mark := _END.search(text, at, limit)) is not None:
        here = mark.start()
        if mark["quote"]:
            close = text.find(_QUOTES[mark["quote"]], mark.end(), limit)
            at = close + 1 if close > 0 else mark.end()
        elif mark["open"]:
            close = text.find(")", mark.end(), limit)
            if close < 0 or not re.search(r"\d{4}", text[mark.end() : close]):
                return here
            at = close + 1
        elif mark["semi"]:
            if not _ONE_MORE.match(text, here):
                return here
            at = mark.end()
        elif mark["comma"]:
            if _comma_ends(text, here, inner):
                return here
            at = mark.end()
        else:
            return here
    return limit if limit < start + _LONGEST else at


def _comma_ends(text: str, here: int, inner: list[Span]) -> bool:
    """Whether the comma at ``here`` closes the subject."""
    if _MAIN_CLAUSE.match(text, here):
        return True
    after = _skip(re.compile(r",\s*"), text, here)
    if any(after <= span.start <= after + 4 for span in inner):
        return True
    if issuers().head.match(text, after) and issuer_at(text, after) is not None and text[after].isupper():
        return not re.match(r"(?:Đại\s+hội|Tổ\s+quốc)", text[after:])
    return _PERIOD_END.search(text[max(0, here - 6) : here]) is not None and not _PERIOD_MORE.match(text, here)


def _trailing(
    text: str, subject: Span, by_start: dict[int, DateMention], inner: list[Span]
) -> tuple[Span, datetime.date | None, Span | None, int] | None:
    """Date and issuer behind the subject: "hướng dẫn … ngày 25/01/2021 của Bộ Y tế"."""
    for start, date in by_start.items():
        if not subject.start < start < subject.end or date.iso is None:
            continue
        lead = _TO_ISSUER.match(text, date.span.end)
        found = issuer_at(text, lead.end()) if lead else None
        if found is None or any(subject.start <= span.start < start for span in inner):
            continue
        end = len(text[:start].rstrip(" ,"))
        return Span(subject.start, end), date.iso, found, found.end
    return None


def _issuer_before(text: str, start: int) -> Span | None:
    """The issuer in "UBND xã đã ban hành Kế hoạch số …", "Giám đốc Sở Tư pháp tại Tờ trình số …"."""
    begin = max(0, start - _BEFORE)
    verb = _ISSUED_BY.search(text, begin, start)
    if verb is None:
        return None
    for head in issuers().head.finditer(text, begin, verb.start()):
        if head.start() and text[head.start() - 1].isalnum():
            continue
        found = issuer_at(text, head.start())
        if found is not None and found.end == verb.start():
            return found
    return None


def _day_before(text: str, start: int, dates: list[DateMention]) -> datetime.date | None:
    """The day in "Ngày 14/6/2025, Chính phủ ban hành Nghị định …"."""
    for date in dates:
        if date.span.end <= start and re.fullmatch(r"\s*,?\s*", text[date.span.end : start]):
            return date.iso
    return None


def _unquoted(text: str, subject: Span) -> Span:
    """Without the quotation marks that enclose the whole."""
    close = _QUOTES.get(text[subject.start])
    if close and text[subject.end - 1] == close and text.find(close, subject.start + 1) == subject.end - 1:
        return Span(subject.start + 1, subject.end - 1)
    return subject
