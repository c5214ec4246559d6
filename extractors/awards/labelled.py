"""Counts that stand behind their label: "Tập thể: 05", "Giấy khen của UBND xã: 25"."""

from __future__ import annotations

import re

from extractors.awards.lexicon import Lexicon
from extractors.awards.numerals import whole
from extractors.awards.tokens import Award, Count
from extractors.numbers import Numeral
from schemas.text import Span

# "Tập thể: 05; cá nhân: 12" — the noun before its number.
LABEL_GAP = re.compile(r"\s*(?:[:=]|(?<!\w)là(?!\w))\s*$")
CORE_LABEL = re.compile(r"(?:(?<=tập thể)|(?<=cá nhân))\s+$", re.I)
CLOSES = re.compile(r"\s*(?:[;,.)]|$)")  # "Cờ thi đua của Chính phủ 01;"
MEASURE = re.compile(r"\s*(?:%|đồng|triệu|tỷ|tỉ|nghìn|ngàn|năm|lần|/|km|ha|m2|điểm)", re.I)


def labelled_counts(
    text: str, numerals: list[Numeral], counts: list[Count], awards: list[Award], lexicon: Lexicon
) -> list[Count]:
    """Counts after their label: "Tập thể: 05", "Giấy khen của UBND xã: 25"."""
    labelled: list[Count] = []
    taken = {c.numeral for c in counts}
    for numeral in numerals:
        value = whole(numeral)
        if value is None or numeral.span in taken or MEASURE.match(text, numeral.span.end):
            continue
        gap = LABEL_GAP.search(text, 0, numeral.span.start) or _bare_label(text, numeral)
        at = gap.start() if gap else numeral.span.start
        award = next((a for a in reversed(awards) if a.span.end <= at), None)
        plain = gap is not None or _closes(text, numeral, value, award)
        if award is not None and plain and not award.weak and _is_label(text[award.span.end : at]):
            span = Span(award.span.start, numeral.span.end)
            labelled.append(Count(span, numeral.span, value, award.recipient, True, award, label=True))
            continue
        if gap is None:
            continue
        for word in lexicon.recipients:
            match = next((m for m in word.pattern.finditer(text, 0, gap.start()) if m.end() == gap.start()), None)
            if match:
                span = Span(match.start(), numeral.span.end)
                labelled.append(Count(span, numeral.span, value, word.kind, word.core, label=True))
                break
    return labelled


def _bare_label(text: str, numeral: Numeral) -> re.Match[str] | None:
    """The blank between a core noun and the number that closes its item: "tập thể 34, cá nhân 91"."""
    if not CLOSES.match(text, numeral.span.end):
        return None
    return CORE_LABEL.search(text, 0, numeral.span.start)


def _closes(text: str, numeral: Numeral, value: int, award: Award | None) -> bool:
    """Whether the number ends the item, and is neither a year nor a month: "Cờ thi đua của Chính phủ 01;"."""
    return (
        award is not None
        and award.code != "khac"
        and numeral.denominator is None
        and not 1900 <= value <= 2100
        and "(" not in text[award.span.end : numeral.span.start]
        and bool(CLOSES.match(text, numeral.span.end))
    )


def _is_label(between: str) -> bool:
    """Whether only the giver stands between an award and its colon."""
    return len(between) <= 60 and not re.search(
        r"[,;.:\d]|(?<!\w)(?:cho|đối với|tập thể|cá nhân|được)(?!\w)", between, re.I
    )
