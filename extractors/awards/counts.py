"""Counts of those who receive, or of what they receive, in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.awards.lexicon import Lexicon
from extractors.awards.naming import RANK, RANKS, order_before, title_after, title_within
from extractors.awards.numerals import is_article, is_no_count, whole
from extractors.awards.profiles import is_of_person
from extractors.awards.recipients import recipient_at
from extractors.awards.tokens import Award, Count
from extractors.numbers import Numeral
from schemas.text import Span

# "nhân dân ba xã cũ được tặng …": which ones, not how many were given it
FORMER = re.compile(r"\s+(?:cũ|trước (?:khi )?(?:sáp nhập|hợp nhất)|nói trên|kể trên)(?!\w)", re.I)
BLANKS = re.compile(r"\s*(?:phôi|mẫu)(?!\w)", re.I)  # "cấp bổ sung 500 phôi Giấy khen": paper, nobody's yet
FILLER = re.compile(r"\s*(?:(?:lượt|tổng số|đại diện|tấm|chiếc|suất|danh hiệu)\s+)?[“\"‘']?", re.I)


def counts_in(text: str, numerals: list[Numeral], awards: list[Award], lexicon: Lexicon) -> list[Count]:
    """The counts whose number stands before its noun: "31 cá nhân", "30 Kỷ niệm chương", "02 hạng Ba"."""
    counts: list[Count] = []
    for numeral in numerals:
        value = whole(numeral)
        if value is None or is_no_count(text, numeral):
            continue
        if BLANKS.match(text, numeral.span.end):
            continue
        filler = FILLER.match(text, numeral.span.end)
        at = filler.end() if filler else numeral.span.end
        award = next((a for a in awards if a.span.start == at and not a.weak), None)
        if award is not None:
            if is_article(numeral):
                continue
            noun = recipient_at(text, at)
            kind = award.recipient or (noun[0] if noun else None)
            counts.append(Count(Span(numeral.span.start, award.span.end), numeral.span, value, kind, True, award))
            continue
        noun = recipient_at(text, at)
        if noun is not None and FORMER.match(text, noun[2]):
            continue
        if noun is not None and (noun[1] or not is_article(numeral)):
            kind, core, end = noun
            title = title_within(text, at, end, awards) or title_after(text, at, end, awards)
            if title is not None and title.code != "van_hoa":
                counts.append(Count(Span(numeral.span.start, title.span.end), numeral.span, value, kind, True, title))
            else:
                counts.append(Count(Span(numeral.span.start, end), numeral.span, value, kind, core))
            continue
        past = is_of_person(text) or PAST.search(text, 0, numeral.span.start)
        if past and (times := TIMES.match(text, numeral.span.end)):
            counts.append(Count(Span(numeral.span.start, times.end()), numeral.span, value, None, False, guessed=True))
            continue
        if (guess := _anybody(text, at, lexicon)) is not None and not is_article(numeral):
            counts.append(Count(Span(numeral.span.start, guess), numeral.span, value, "ca_nhan", False, guessed=True))
            continue
        part = RANK.match(text, numeral.span.end)
        parent = order_before(text, numeral.span.start, awards)
        if part and counts and parent is not None:
            award = replace(parent, span=Span(numeral.span.start, part.end()), rank=RANKS[part.group(1).lower()])
            counts.append(Count(award.span, numeral.span, value, counts[-1].recipient, True, award))
    return counts


# "từ đó đến nay có 6 lần được công nhận danh hiệu …": told as past, so no condition ("02 lần được tặng … trở lên")
TIMES = re.compile(
    r"\s*lần\s+(?:liên t(?:iếp|ục)\s+|vinh dự\s+)?(?=được|đạt|đón nhận|là)(?!(?:[^,;.()]|\.\d)*(?:trở lên|hoặc|thì))",
    re.I,
)
PAST = re.compile(r"(?<!\w)(?:đã|từng|đến nay|năm qua|nhiệm kỳ qua)(?!\w)[^;.]{0,140}$", re.I)
# a noun of one or two syllables in lower case
SOME_NOUN = re.compile(r"[a-zđà-ỹ]{2,}(?: (?!được|đã|có|là|và|vì|do|trong|của|tại|đạt|nhận)[a-zđà-ỹ]{2,})?")


def _anybody(text: str, at: int, lexicon: Lexicon) -> int | None:
    """Where a noun ends that may be who was given an award, though the lexicon does not know it."""
    match = SOME_NOUN.match(text, at)
    return match.end() if match and not lexicon.words["things"].match(text, at) else None
