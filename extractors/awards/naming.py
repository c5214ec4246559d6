"""Where awards are named in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.awards.lexicon import AwardWord, Lexicon
from extractors.awards.tokens import FORMS, QUOTES, Award, Rank
from schemas.text import Span

# "hạng Ba", "hạng 3", "hạng III"; "hạng nhất, nhì, ba" names several and so none.
RANK = re.compile(
    r"(?:\s*\([^()\d]{2,30}\):)?\s*\(?[,:]?\s*hạng\s+(nhất|nhì|ba|[123]|I{1,3})(?!\w)"
    r"(?!\s*(?:,|và|-)\s*(?:hạng\s+)?(?:nhì|ba|[23](?!\w)(?!\s+[^\W\d_])))",
    re.I,
)
RANKS: dict[str, Rank] = {
    "nhất": "Nhất",
    "1": "Nhất",
    "i": "Nhất",
    "nhì": "Nhì",
    "2": "Nhì",
    "ii": "Nhì",
    "ba": "Ba",
    "3": "Ba",
    "iii": "Ba",
}


def awards_in(text: str, lexicon: Lexicon) -> list[Award]:
    """The awards that a text names, in its order, without overlaps; the longest name at a place wins."""
    found: list[tuple[Span, AwardWord]] = []
    for word in lexicon.awards:
        found.extend((Span(*m.span()), word) for m in word.pattern.finditer(text) if not _idle(text, m, word, lexicon))
    found.sort(key=lambda f: (f[0].start, -f[0].end))
    awards: list[Award] = []
    end = -1
    for span, word in found:
        if span.start < end:
            continue
        rank = RANK.match(text, span.end) if word.code.startswith(("huan", "huy")) else None
        end = rank.end() if rank else span.end
        awards.append(
            Award(
                Span(span.start, end),
                word.code,
                word.level,
                word.recipient,
                RANKS[rank.group(1).lower()] if rank else None,
                word.weak,
            )
        )
    return sorted([*awards, *_other_titles(text, awards), *_classes(text, awards)], key=lambda award: award.span)


# Huân chương Lao động: hạng Nhì cho 01 tập thể; | hạng Ba | cho 02 cá nhân      refuses: 01 hạng Nhì, 02 hạng Ba
CLASS = re.compile(
    r"(?:[;,]|(?<!\w)và)\s+(?P<class>hạng\s+(?P<rank>nhất|nhì|ba|I{1,3}))(?!\w)(?=\s*(?:cho\b|:|\d))", re.I
)


def _classes(text: str, awards: list[Award]) -> Iterator[Award]:
    """Further classes of an order that is named once: each is an award like the one before."""
    for match in CLASS.finditer(text):
        order = next((a for a in reversed(awards) if a.span.end <= match.start()), None)
        if order is None or order.rank is None or re.search(r"\.\s", text[order.span.end : match.start()]):
            continue
        yield replace(order, span=Span(*match.span("class")), rank=RANKS[match["rank"].lower()])


# danh hiệu “Nông dân xuất sắc”      a title that no law names
OTHER_TITLE = re.compile(r"danh hiệu\s+[“\"«](?P<name>[^“”\"«»\n]{4,80})[”\"»]", re.I)


def _other_titles(text: str, awards: list[Award]) -> Iterator[Award]:
    for match in OTHER_TITLE.finditer(text):
        span = Span(*match.span("name"))
        if not any(award.span.overlaps(span) for award in awards):
            yield Award(span, "khac", None, None)


def _idle(text: str, match: re.Match[str], word: AwardWord, lexicon: Lexicon) -> bool:
    """Whether the word only names a body, a fund, a file ("Hội đồng Thi đua - Khen thưởng")."""
    if not word.weak:
        return False
    before = text[max(0, match.start() - 30) : match.start()].rstrip(' ,-–—"“')
    last = list(lexicon.words["no_verb_before"].finditer(before))
    return bool(last) and last[-1].end() == len(before)


def order_before(text: str, at: int, awards: list[Award]) -> Award | None:
    """The order whose classes are counted here: "Huân chương Lao động (01 hạng Nhì, 02 hạng Ba)"."""
    parent = next((a for a in reversed(awards) if a.span.end <= at), None)
    if parent is None or not parent.code.startswith("huan") or re.search(r"[.;]", text[parent.span.end : at]):
        return None
    return parent


EXAMPLE = re.compile(r"\s*(?:tấm\s+)?gương(?!\w)", re.I)


def is_example(text: str, at: int, title: Award) -> bool:
    """Whether what is counted are people held up as examples, who bear no title: "12 gương “Người tốt, việc tốt”"."""
    return title.code == "khac" and EXAMPLE.match(text, at) is not None


def title_after(text: str, at: int, end: int, awards: list[Award]) -> Award | None:
    """The title that follows at once the noun at an offset, which has an end: "40 cá nhân lao động tiên tiến"."""
    for award in awards:
        if award.span.start >= end:
            gap = text[end : award.span.start].strip(QUOTES)
            titled = not gap and not award.weak and award.code not in FORMS
            return award if titled and not is_example(text, at, award) else None
    return None


def title_within(text: str, at: int, end: int, awards: list[Award]) -> Award | None:
    """The title that the noun runs into: "hộ gia đình văn hóa"."""
    for award in awards:
        if at < award.span.start < end < award.span.end and award.code in ("gia_dinh_van_hoa", "khu_dan_cu_van_hoa"):
            return award if "," not in text[at : award.span.start] else None
    return None
