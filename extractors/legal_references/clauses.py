"""What follows the number of an instrument: its date, its issuer, its subject; or the issuer before it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from extractors.dates import DateMention
from extractors.legal_references.issuers import issuer_at, issuer_before, issuer_within, joint_issuer
from extractors.legal_references.owners import fits
from extractors.legal_references.subjects import subject_at, unquoted
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """What a mention says of its instrument, and how far the mention reaches.

    ``dated`` is the place of the date; ``doubt`` names what was read there without being sure, or is empty.
    """

    span: Span
    issued_on: datetime.date | None = None
    issuer: Span | None = None
    subject: Span | None = None
    dated: Span | None = None
    doubt: str = ""


_TO_DATE = re.compile(r"[¹²³⁴-⁹]*\s*[,(.]?\s*(?:(?:được\s+)?(?:ban\s+hành|ký|ra)\s+)?(?:ngày\s+(?=ngày))?")
_TO_ISSUER = re.compile(r"[¹²³⁴-⁹]*\s*[,)]?\s*(?:do|của)\s+(?:đồng\s+chí\s+)?")
_SIGNED = re.compile(r"\s+(?:ban\s+hành|ký(?:\s+ban\s+hành)?)(?=\s*[,;.)]|\s+ngày|\s+về)")
# ", khoá XV - Kỳ họp thứ 13", "(khóa XII)": behind an issuer
_TERM = re.compile(
    r"(?=\s*[-–,(]?\s*(?:khóa|khoá|nhiệm\s+kỳ|kỳ\s+họp|tại\s+kỳ))\s*[-–,(]?\s*(?:(?:khóa|khoá|nhiệm\s+kỳ)\s+(?:[IVXLC]+|\d[\d\s–-]*)\s*[,)]?)?"
    r"(?:\s*[-–,]?\s*(?:tại\s+)?kỳ\s+họp\s+(?:(?:lần\s+)?thứ\s+)?\w+(?:\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín))?\s*\)?)?(?=[\s,;.)])",
    re.IGNORECASE,
)
_DAY = re.compile(r"ngày\s+")
# "của chùa Linh Sơn về việc …": an issuer of no known kind
_STRANGER = re.compile(
    r"\s*,?\s*của\s+(?P<issuer>(?!Luật|Nghị|Thông|Quyết|Bộ\s+luật)[^,;.()“”\d]{3,60}?)(?=\s+(?:về\s+việc|v/v|về|gửi)\s)"
)
_UNREAD_DAY = re.compile(r"\s*[,(]?\s*(?:ban\s+hành\s+)?ngày\s+[\dOl]")
_UNREAD_ISSUER = re.compile(r"\s*,?\s*(?:của|do)\s+(?!Luật|Nghị|Thông|Quyết|Bộ\s+luật)[A-ZĐÁÀÂẤẦĂÔƠƯ]\w+\s+\w")
_ISSUED = re.compile(r"\s*,?\s*ban\s+hành\s*$")
REACH = 1500  # characters behind a mention that may belong to it


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a mention.

    ``limit`` is how far its clause may reach; ``inner`` are the mentions that begin behind it, in order, the first of
    those with a number at offset ``coded`` (0 where there is none); ``symbol`` is the mention's own.
    """

    dates: list[DateMention]
    limit: int
    inner: list[Span]
    symbol: str = ""
    coded: int = 0


def read_clause(text: str, mention: Span, around: Around) -> Clause:
    """Read on behind a mention."""
    dates, limit, inner, symbol = around.dates, around.limit, around.inner, around.symbol
    at, issued, issuer, dated = mention.end, None, None, None
    by_start = {date.span.start: date for date in dates}
    for _ in range(2):  # date and issuer come in either order
        if issued is None and (date := _date_at(text, at, by_start)) is not None and date.year is not None:
            issued, dated, at = date.iso, date.span, _closing(text, date.span.end)
        elif issuer is None and (lead := _TO_ISSUER.match(text, at)) and (found := issuer_at(text, lead.end())):
            issuer = joint_issuer(text, found, symbol)
            signed = _SIGNED.match(text, issuer.end)
            at = signed.end() if signed else issuer.end
    issuer = issuer or issuer_within(text, mention)
    start, behind = mention.start, at
    stranger = _STRANGER.match(text, at) if issuer is None and symbol else None
    if stranger is not None and any(letter.isupper() for letter in stranger["issuer"]):
        issuer, at = Span(*stranger.span("issuer")), stranger.end()
    term = _TERM.match(text, at) if issuer is not None else None
    told = subject_at(text, term.end() if term else at, limit, inner) or subject_at(text, at, limit, inner)
    subject, guessed = told or (None, False)
    tail = None
    if subject is not None:
        at = subject.end
        if issued is None and issuer is None:
            tail = _trailing(text, subject, by_start, around)
        if tail is not None:
            subject, issued, issuer, dated, at = tail
    before = issuer_before(text, mention.start) if issuer is None else None
    if before is not None and fits(symbol, before.of(text)) is not False:
        issuer, start = before, before.start
        if issued is None and (day := _day_before(start, dates, text)) is not None:
            issued, dated = day.iso, day.span
    if issued is None and dated is None and _UNREAD_DAY.match(text, mention.end):
        doubt = "date"
    elif stranger is not None or (issuer is None and _UNREAD_ISSUER.match(text, behind)):
        doubt = "issuer"
    else:
        unfit = issuer is not None and fits(symbol, issuer.of(text)) is False
        doubt = "subject" if guessed else "unfit" if unfit else ""
    span = Span(start, max(at, mention.end))
    return Clause(span, issued, issuer, subject and unquoted(text, subject), dated, doubt)


def _date_at(text: str, at: int, by_start: dict[int, DateMention]) -> DateMention | None:
    """The date right behind ``at``; "ngày" may be outside it ("ngày 18 tháng 02/2025")."""
    lead = _TO_DATE.match(text, at)
    begin = lead.end() if lead else at
    day = _DAY.match(text, begin)
    return by_start.get(begin) or (by_start.get(day.end()) if day else None)


def _closing(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == ")" else at


def _trailing(
    text: str, subject: Span, by_start: dict[int, DateMention], around: Around
) -> tuple[Span, datetime.date, Span | None, Span, int] | None:
    """Date and issuer behind the subject: "hướng dẫn … ngày 25/01/2021 của Bộ Y tế", "… ban hành ngày 25/01/2021".

    A number between is another instrument's, and so is the date behind it.
    """
    for start, date in by_start.items():
        if not subject.start < start <= subject.end + 2 or date.iso is None:
            continue
        if around.coded and around.coded < start:
            return None
        issued = _ISSUED.search(text, subject.start, start)
        lead = _TO_ISSUER.match(text, date.span.end)
        found = issuer_at(text, lead.end()) if lead else None
        if found is None and not (issued and date.span.end >= subject.end):
            continue
        if found is not None and fits(around.symbol, found.of(text)) is False:
            continue
        end = len(text[: issued.start() if issued else start].rstrip(" ,."))
        return Span(subject.start, end), date.iso, found, date.span, found.end if found else date.span.end
    return None


def _day_before(start: int, dates: list[DateMention], text: str) -> DateMention | None:
    """The day in "Ngày 14/6/2025, Chính phủ ban hành Nghị định …"."""
    for date in dates:
        if date.span.end <= start and re.fullmatch(r"\s*,?\s*", text[date.span.end : start]):
            return date
    return None
