"""Read one sentence into what matters of it: awards, counts of recipients, authorities."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.awards.counts import counts_in
from extractors.awards.labelled import labelled_counts
from extractors.awards.lexicon import Lexicon, fold_tones, load
from extractors.awards.naming import awards_in
from extractors.awards.tokens import Authority, Award, Count, Sentence
from extractors.numbers import Numeral
from schemas.text import Span


def read(text: str, numerals: list[Numeral]) -> Sentence:
    """The tokens of a sentence; ``numerals`` are those found in it."""
    lexicon = load()
    text = fold_tones(text)
    awards = awards_in(text, lexicon)
    counts = counts_in(text, numerals, awards, lexicon)
    counts = sorted([*counts, *labelled_counts(text, numerals, counts, awards, lexicon)], key=lambda c: c.span)
    counts = _elliptical(text, counts, awards)
    return Sentence(text, tuple(awards), tuple(counts), tuple(_authorities(text, lexicon)))


BARE_TITLE = re.compile(r"\s*(?:lao động\s+)?(?P<rank>xuất sắc|tiên tiến)(?!\w)", re.I)
TITLE_NEAR = ("tap_the_lao_dong_tien_tien", "tap_the_lao_dong_xuat_sac", "lao_dong_tien_tien", "lao_dong_xuat_sac")


def _elliptical(text: str, counts: list[Count], awards: list[Award]) -> list[Count]:
    """Beside a full title the short one is a title too: "03 tập thể xuất sắc và 11 tập thể lao động tiên tiến"."""
    return [_completed(text, count, [a for a in awards if a.code in TITLE_NEAR]) for count in counts]


def _completed(text: str, count: Count, titles: list[Award]) -> Count:
    match = BARE_TITLE.match(text, count.span.end)
    if match is None or count.award is not None or count.recipient != "tap_the":
        return count
    if not any(-40 <= t.span.start - count.span.end <= 60 or 0 <= count.span.start - t.span.end <= 40 for t in titles):
        return count
    best = match.group("rank").lower().startswith("xuất")
    code = "tap_the_lao_dong_xuat_sac" if best else "tap_the_lao_dong_tien_tien"
    award = Award(Span(match.start("rank"), match.end()), code, None, "tap_the")
    return replace(count, span=Span(count.span.start, match.end()), award=award)


def _authorities(text: str, lexicon: Lexicon) -> list[Authority]:
    found: list[Authority] = []
    for level, pattern in lexicon.authorities:
        for match in pattern.finditer(text):
            lead = len(match.group()) - len(match.group().lstrip())
            found.append(Authority(Span(match.start() + lead, match.end()), level))
    # The longest name at a place wins; what lies within it is part of it.
    found.sort(key=lambda a: (a.span.start, -a.span.end))
    kept: list[Authority] = []
    for authority in found:
        if not kept or authority.span.start >= kept[-1].span.end:
            kept.append(authority)
    return kept
