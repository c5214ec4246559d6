"""Read one sentence into what matters of it: awards, counts of recipients, authorities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from extractors.awards.lexicon import AWARD_CODES, AwardWord, Lexicon, fold, load
from extractors.numbers import Numeral
from schemas.records.awards import AwardCode, AwardLevel, Recipient
from schemas.text import Span

Rank = Literal["Nhất", "Nhì", "Ba"]

# "hạng Ba", "hạng 3", "hạng III"; "hạng nhất, nhì, ba" names several and so none.
RANK = re.compile(
    r"\s*\(?,?\s*hạng\s+(nhất|nhì|ba|[123]|I{1,3})(?!\w)"
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
QUOTES = "\"“”«»'‘’*_ \t\n\xa0"
# What makes a numeral no count: a year, an ordinal, the number of a document, a rank.
NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:năm|tháng|ngày|(?<!tổng\s)số|thứ|khóa|khoá|điều|khoản|điểm|lần|hạng|đợt|"
    r"quý|mục|phần|nhóm|cụm|giai đoạn|nhiệm kỳ|nghị quyết|quyết định|top)\s*|[/–—-]\s*)$",
    re.I,
)
# "nhân dân ba xã cũ được tặng …": which ones, not how many were given it
FORMER = re.compile(r"\s+(?:cũ|trước (?:khi )?(?:sáp nhập|hợp nhất)|nói trên|kể trên)(?!\w)", re.I)
# "là một trong 26 cá nhân", "xếp thứ 3/12 đơn vị": the number of those among whom, not of those who got it.
RANKED_BEFORE = re.compile(r"(?<!\w)(?:(?:một|1|\d+)\s+trong(?:\s+(?:số|tổng số))?|xếp|thứ|hạng|top|vị trí)\s*$", re.I)
FILLER = re.compile(r"\s*(?:(?:lượt|tổng số|đại diện|tấm|chiếc|suất|danh hiệu)\s+)?[“\"‘']?", re.I)
JOINT = re.compile(r"\s*(?:,|/|và|hoặc|&|-)\s*", re.I)


@dataclass(frozen=True, slots=True)
class Award:
    """A title or form of commendation that is named; ``code`` may still be one that the recipient completes."""

    span: Span
    code: str
    level: AwardLevel | None
    recipient: Recipient | None
    rank: Rank | None = None
    weak: bool = False

    def coded(self, recipient: Recipient) -> AwardCode:
        """The code, given who receives it.

        >>> Award(Span(0, 1), "lao_dong_tien_tien", None, "ca_nhan").coded("tap_the")
        'tap_the_lao_dong_tien_tien'
        """
        code = self.code
        if code == "lao_dong_xuat_sac":
            code = "tap_the_lao_dong_xuat_sac"
        elif code == "lao_dong_tien_tien" and recipient == "tap_the":
            code = "tap_the_lao_dong_tien_tien"
        elif code == "van_hoa":
            code = {"khu_dan_cu": "khu_dan_cu_van_hoa", "ho_gia_dinh": "gia_dinh_van_hoa"}.get(recipient, "khac")
        elif code == "gia_dinh_van_hoa" and recipient == "khu_dan_cu":
            code = "khu_dan_cu_van_hoa"
        return cast("AwardCode", code if code in AWARD_CODES else "khac")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of recipients ("31 cá nhân") or of awards ("30 Kỷ niệm chương")."""

    span: Span
    numeral: Span
    value: int
    recipient: Recipient | None
    core: bool
    award: Award | None = None
    label: bool = False  # the noun stands before: "Cá nhân: 31"
    guessed: bool = False  # a noun that the lexicon does not know: "4 thuyền viên"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives: a level, ``city`` (province or district, by context) or ``own`` (the document's issuer)."""

    span: Span
    level: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence; spans count in ``text``."""

    text: str
    awards: tuple[Award, ...]  # also those inside counts
    counts: tuple[Count, ...]
    authorities: tuple[Authority, ...]


def read(text: str, numerals: list[Numeral]) -> Sentence:
    """The tokens of a sentence; ``numerals`` are those found in it."""
    lexicon = load()
    text = fold(text)
    awards = _awards(text, lexicon)
    counts = _counts(text, numerals, awards, lexicon)
    counts = sorted([*counts, *_labelled(text, numerals, counts, awards, lexicon)], key=lambda c: c.span)
    counts = _elliptical(text, counts, awards)
    return Sentence(text, tuple(awards), tuple(counts), tuple(_authorities(text, lexicon)))


def recipient_at(text: str, at: int) -> tuple[Recipient, bool, int] | None:
    """The noun of a recipient at an offset: kind, whether it is a core word, where it ends.

    Several nouns of one kind are that kind, of several kinds ``khac``.

    >>> recipient_at("tập thể, cá nhân tiêu biểu", 0)
    ('khac', True, 16)
    >>> recipient_at("thôn, khu dân cư đạt", 0)
    ('khu_dan_cu', False, 16)
    """
    first = _noun(text, at)
    if first is None:
        return None
    kind, core, end = first
    # "24 điển hình tập thể, cá nhân": the second noun says who they are.
    said = re.compile(r"\s+(?:tiên tiến\s+|tiêu biểu\s+)?(?:là\s+)?(?=tập thể|cá nhân)", re.I).match(text, end)
    second = _noun(text, said.end()) if said and not core else None
    if second is not None:
        kind, core, end = second
    while joint := JOINT.match(text, end):
        more = _noun(text, joint.end())
        if more is None or (joint.group().strip() == "-" and more[0] != kind):
            break
        kind, core, end = (kind if more[0] == kind else "khac"), core and more[1], more[2]
    return kind, core, end


def _noun(text: str, at: int) -> tuple[Recipient, bool, int] | None:
    best: tuple[Recipient, bool, int] | None = None
    for word in load().recipients:
        match = word.pattern.match(text, at)
        if match and (best is None or match.end() > best[2]):
            best = (word.kind, word.core, match.end())
    return best


def _awards(text: str, lexicon: Lexicon) -> list[Award]:
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
    return sorted([*awards, *_other_titles(text, awards)], key=lambda award: award.span)


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


def _counts(text: str, numerals: list[Numeral], awards: list[Award], lexicon: Lexicon) -> list[Count]:
    counts: list[Count] = []
    for numeral in numerals:
        value = whole(numeral)
        if value is None or _is_no_count(text, numeral):
            continue
        filler = FILLER.match(text, numeral.span.end)
        at = filler.end() if filler else numeral.span.end
        award = next((a for a in awards if a.span.start == at and not a.weak), None)
        if award is not None:
            if _is_article(numeral):
                continue
            noun = recipient_at(text, at)
            kind = award.recipient or (noun[0] if noun else None)
            counts.append(Count(Span(numeral.span.start, award.span.end), numeral.span, value, kind, True, award))
            continue
        noun = recipient_at(text, at)
        if noun is not None and FORMER.match(text, noun[2]):
            continue
        if noun is not None and (noun[1] or not _is_article(numeral)):
            kind, core, end = noun
            title = _title_after(text, end, awards)
            if title is not None and title.code != "van_hoa":
                counts.append(Count(Span(numeral.span.start, title.span.end), numeral.span, value, kind, True, title))
            else:
                counts.append(Count(Span(numeral.span.start, end), numeral.span, value, kind, core))
            continue
        if (times := TIMES.match(text, numeral.span.end)) and PAST.search(text, 0, numeral.span.start):
            counts.append(Count(Span(numeral.span.start, times.end()), numeral.span, value, None, False, guessed=True))
            continue
        if (guess := _anybody(text, at, lexicon)) is not None and not _is_article(numeral):
            counts.append(Count(Span(numeral.span.start, guess), numeral.span, value, "ca_nhan", False, guessed=True))
            continue
        part = RANK.match(text, numeral.span.end)
        parent = _order_before(text, numeral.span.start, awards)
        if part and counts and parent is not None:
            award = replace(parent, span=Span(numeral.span.start, part.end()), rank=RANKS[part.group(1).lower()])
            counts.append(Count(award.span, numeral.span, value, counts[-1].recipient, True, award))
    return counts


# "từ đó đến nay có 6 lần được công nhận danh hiệu …": told as past, so no condition ("02 lần được tặng … trở lên")
TIMES = re.compile(
    r"\s*lần\s+(?:liên tiếp\s+|vinh dự\s+)?(?=được|đạt|đón nhận)(?!(?:[^,;.()]|\.\d)*(?:trở lên|hoặc|thì))", re.I
)
PAST = re.compile(r"(?<!\w)(?:đã|từng|đến nay|năm qua|nhiệm kỳ qua)(?!\w)[^;.]{0,140}$", re.I)
# a noun of one or two syllables in lower case
SOME_NOUN = re.compile(r"[a-zđà-ỹ]{2,}(?: (?!được|đã|có|là|và|vì|do|trong|của|tại|đạt|nhận)[a-zđà-ỹ]{2,})?")


def _anybody(text: str, at: int, lexicon: Lexicon) -> int | None:
    """Where a noun ends that may be who was given an award, though the lexicon does not know it."""
    match = SOME_NOUN.match(text, at)
    return match.end() if match and not lexicon.words["things"].match(text, at) else None


def _order_before(text: str, at: int, awards: list[Award]) -> Award | None:
    """The order whose classes are counted here: "Huân chương Lao động (01 hạng Nhì, 02 hạng Ba)"."""
    parent = next((a for a in reversed(awards) if a.span.end <= at), None)
    if parent is None or not parent.code.startswith("huan") or re.search(r"[.;]", text[parent.span.end : at]):
        return None
    return parent


def _title_after(text: str, end: int, awards: list[Award]) -> Award | None:
    """The title that follows the noun at once: "40 cá nhân lao động tiên tiến"."""
    for award in awards:
        if award.span.start >= end:
            gap = text[end : award.span.start].strip(QUOTES)
            return award if not gap and not award.weak and award.code not in FORMS else None
    return None


FORMS = frozenset({"bang_khen", "giay_khen", "co_thi_dua", "ky_niem_chuong"})
"""What is handed over, unlike a title that one bears."""

# "Tập thể: 05; cá nhân: 12" — the noun before its number.
LABEL_GAP = re.compile(r"\s*(?:[:=]|(?<!\w)là(?!\w))\s*$")
CORE_LABEL = re.compile(r"(?:(?<=tập thể)|(?<=cá nhân))\s+$", re.I)
CLOSES = re.compile(r"\s*(?:[;,.)]|$)")  # "Cờ thi đua của Chính phủ 01;"
MEASURE = re.compile(r"\s*(?:%|đồng|triệu|tỷ|tỉ|nghìn|ngàn|năm|lần|/|km|ha|m2|điểm)", re.I)


def _labelled(
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


def whole(numeral: Numeral) -> int | None:
    """The numeral as a count, or None where it is a range or no whole number."""
    if numeral.value_max is not None or numeral.value < 0 or numeral.value != int(numeral.value):
        return None
    return int(numeral.value)


# "là cho cả một tập thể anh hùng": no number of any who were commended
AS_ONE = re.compile(r"(?<!\w)(?:cả|từng|mỗi|như|thành)\s+$", re.I)


def _is_article(numeral: Numeral) -> bool:
    """Whether "một" is no more than "a": "một xã được khen thưởng"."""
    return numeral.words and numeral.value == 1


def _is_no_count(text: str, numeral: Numeral) -> bool:
    before = text[max(0, numeral.span.start - 24) : numeral.span.start]
    if RANKED_BEFORE.search(before) or (_is_article(numeral) and AS_ONE.search(before)):
        return True
    return bool(NO_COUNT_BEFORE.search(before)) and numeral.denominator is None


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
