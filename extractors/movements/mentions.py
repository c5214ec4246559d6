"""Where movements are named in a paragraph: in quotation marks behind "phong trào", or by a specific wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.movements.lexicon import key, lexicon
from extractors.movements.quotations import Quotation, find_quotations
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A movement named at a place of a paragraph.

    ``span`` is the quote (from the trigger to the end of the name), ``name`` the span of the name itself. ``lead`` is
    where the trigger of its list begins, so that what stands before it is read once for the whole list. ``founds`` is
    False for a wording that may only be another name of a movement named elsewhere.
    """

    span: Span
    name: Span
    lead: int
    rule: str
    confidence: float
    founds: bool = True


# The capital letters of Vietnamese: a range from À to Ỹ would hold the small ones too.
UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# The marks of these words may be lost ("phong trao thi đua"): no other words look like them.
_NOUN = (
    r"(?:phong\s+tr[àa]o(?:\s+thi\s+[đd]ua)?|cu[ộôo]c\s+v[ậâa]n\s+[đd][ộôo]ng|đợt\s+(?:(?:sinh\s+hoạt\s+)?thi\s+[đd]ua|cao\s+điểm)"
    r"|thi\s+[đd]ua|cuộc\s+thi\s+[đd]ua)"
)
_TRIGGER = re.compile(rf"(?<!\w){_NOUN}(?!\w)", re.IGNORECASE)
ADJECTIVES = (
    r"(?:\s+(?:yêu\s+nước|đặc\s+biệt|cao\s+điểm|lớn|trọng\s+tâm|chuyên\s+đề|thường\s+xuyên|ngắn\s+hạn|nước\s+rút"
    r"|\d+\s+ngày(?:\s+đêm)?))*"
)
# What may stand between the trigger and the quotation mark without a list word: nothing but adjectives, "với chủ đề", …
_CLOSE = re.compile(
    rf"{ADJECTIVES}(?:\s+(?:toàn\s+dân|thực\s+hiện|xây\s+dựng|mang\s+tên|có\s+tên|với\s+tên\s+gọi|như|gồm|đó\s+là|nêu\s+gương|sáng\s+tạo|tự\s+quản"
    rf"|tình\s+nguyện|phụ\s+nữ|thanh\s+niên|nông\s+dân))?(?:\s+do\s[^“”\".;:,]{{2,60}}?\sphát\s+động)?(?:[^“”\".;:]{{0,50}}?\s(?:với|theo)\s+chủ\s+đề)?\s*[:,]?\s*[-–]?\s*[*_]*\s*$",
    re.IGNORECASE,
)
# "các phong trào thi đua do Hội phát động, tiêu biểu như: “…”"
_LISTED = re.compile(
    r"(?:như|gồm|(?:đó|biểu|hình|bật|tên)\s+là|tiêu\s+biểu|điển\s+hình|cụ\s+thể|nổi\s+bật|nhất\s+là|đặc\s+biệt\s+là)\s*(?:là\s*)?:?\s*[*_]*\s*$|:\s*$",
    re.IGNORECASE,
)
# "các sở thi đua xây dựng “Công sở xanh”": people vie to build a thing; "phong trào thi đua xây dựng “…”" has that name
_BUILDS = re.compile(r"\s+xây\s+dựng\s*$", re.IGNORECASE)
_BREAK = re.compile(r"[.;!?](?=\s)|[“”\"]")
_REACH = 130
LONGEST = 500

# Between two quoted names of one list.
_NEXT = re.compile(
    r"(?:\s*\([^()]{0,60}\))?(?:\s+(?:của|trong)\s+[^,;.“”\"]{2,45}?)?(?:\s+do\s+[^,;.“”\"]{2,80}?\s+(?:phát\s+động|khởi\s+xướng))?(?:\s+(?:giai\s+đoạn|năm|từ\s+năm|nhiệm\s+kỳ)\s+[\d\s–-]{4,13})?"
    r"(?:\s*(?:[,;]|và|hoặc|hay|[-–+/])\s*){1,3}(?:(?:phụ\s+nữ|thanh\s+niên|nông\s+dân|công\s+nhân|tuổi\s+trẻ)\s+)?(?:[*_]\s*)?$",
    re.IGNORECASE,
)


# "… duy trì nhiều phong trào: Hội Nông dân với “…” (…); Hội Phụ nữ với “…”": whose it is stands before each name
_WHOSE = re.compile(
    r"(?:Hội|Đoàn|Công\s+đoàn|Liên\s+đoàn|MTTQ|Mặt\s+trận|Công\s+an|Ngành|Trường)\s[^;:.“”\"()]{0,50}?\s?(?:với|có|duy\s+trì)\s*$"
)
_SEVERAL = re.compile(
    r"(?:(?:các|nhiều|những|\d+)\s+phong\s+trào[^.“”\"]{0,60}|hưởng\s+ứng(?:\s+(?:tích\s+cực|sôi\s+nổi))?\s*):",
    re.IGNORECASE,
)


def quoted_mentions(text: str) -> Iterator[Mention]:
    """Movements named in quotation marks.

    >>> text = "các phong trào “Làng xanh, ngõ sạch”, “Ông bà mẫu mực” và mô hình “Camera an ninh”"
    >>> [m.name.of(text) for m in quoted_mentions(text)]
    ['Làng xanh, ngõ sạch', 'Ông bà mẫu mực']
    """
    previous: tuple[Quotation, int] | None = None
    before = 0
    for quotation in find_quotations(text):
        lead = _trigger_before(text, before, quotation.span.start)
        if lead is None and previous is not None and _goes_on(text, previous[0], quotation):
            start, lead, rule = quotation.span.start, previous[1], "quoted-list"
        elif lead is not None:
            start, rule = lead, "quoted"
        elif (several := _several_before(text, quotation.span.start)) is not None:
            start, lead, rule = quotation.span.start, several, "quoted-list"
        else:
            previous, before = None, quotation.span.end
            continue
        before = quotation.span.end
        if not is_name(quotation.inner.of(text)):
            previous = None
            continue
        previous = (quotation, lead)
        name = _name(text, quotation.inner)
        yield Mention(Span(start, quotation.span.end), name, lead, rule, _confidence(text, quotation, name))


def _goes_on(text: str, last: Quotation, quotation: Quotation) -> bool:
    """Whether a list goes on from one quoted name to another, the comma between them or inside the marks."""
    between = text[last.span.end : quotation.span.start]
    inside = not between.strip() and "," in text[last.inner.end : last.span.end]
    return inside or _NEXT.fullmatch(between) is not None


# What speaks of a protest or a fashion: its "movement" in quotation marks may be no emulation
_PROTEST = re.compile(r"biểu\s+tình|tẩy\s+chay|ly\s+khai|chống\s+chính\s+phủ|bạo\s+loạn|cực\s+đoan", re.IGNORECASE)


def _confidence(text: str, quotation: Quotation, name: Span) -> float:
    """How sure a quoted name is: less where its mark was lost, where the word "movement" may be meant otherwise."""
    printed = name.of(text)
    if not quotation.closed or (_TRIGGER.search(printed) and re.search(r"[“”\"'‘’]", printed)):
        return 0.65
    near = text[max(0, quotation.span.start - 200) : quotation.span.end + 200]
    if _PROTEST.search(near):
        return 0.6
    # phong trào “phá rào”, “săn vé rẻ”: a nickname
    nickname = printed[:1].islower() and len(printed.split()) <= 3
    return 0.65 if nickname and not lexicon().known.match(printed) else 0.95


def _several_before(text: str, start: int) -> int | None:
    """Where "các phong trào …:" begins, of whose list a name with its organisation is a part; None where of none."""
    if not _WHOSE.search(text[max(0, start - 90) : start]):
        return None
    last = None
    for found in _SEVERAL.finditer(text, max(0, start - LONGEST), start):
        last = found
    return last.start() if last and not re.search(r"\.\s", text[last.end() : start]) else None


def headed_mention(text: str) -> Mention | None:
    """A heading that is nothing but a name in quotation marks, below a heading that speaks of movements.

    >>> headed_mention('2. "Tuyến phố văn minh"').name
    Span(start=4, end=22)
    >>> headed_mention('2.3- “Chợ không rác” (phường phát động từ 2022):').name
    Span(start=6, end=19)
    """
    quotation = next(iter(find_quotations(text)), None)
    if quotation is None or not quotation.closed or not is_name(quotation.inner.of(text)):
        return None
    label, rest = text[: quotation.span.start], text[quotation.span.end :]
    if not _LABEL.fullmatch(label) or _ASIDE.sub("", rest).strip(" .:*_"):
        return None
    return Mention(quotation.span, quotation.inner, quotation.span.start, "quoted-heading", 0.9)


_LABEL = re.compile(r"\s*(?:[-–+*•]|\d+(?:\.\d+)*\s?[.)/–-]?|[a-zđ]\s?[).–-]|[IVX]+\s?[.)–-]?)?\s*[*_]*")
_ASIDE = re.compile(r"^\s*\([^()]{0,80}\)")  # “…” (phường phát động từ 2022)


def _trigger_before(text: str, floor: int, start: int) -> int | None:
    """Where the trigger of a quotation begins; None where it has none."""
    begin = max(floor, start - _REACH)
    window = text[begin:start]
    cut = 0
    for stop in _BREAK.finditer(window):
        cut = stop.end()
    trigger = None
    for found in _TRIGGER.finditer(window, cut):
        trigger = found
    if trigger is None:
        return None
    between = window[trigger.end() :]
    at = begin + trigger.start()
    if lexicon().other_things.search(between) or (_BUILDS.match(between) and trigger[0].lower() == "thi đua"):
        return None
    if _CLOSE.match(between) or (_LISTED.search(between) and len(between) < _REACH):
        return at
    return None


def is_name(name: str) -> bool:
    """Whether a quoted stretch can name a movement: no saying, no title, no single word but one like "5S"."""
    words = key(name)
    if words.startswith(lexicon().sayings):
        return False
    return 1 < len(words.split()) <= 120 or re.fullmatch(r"\d+[a-z]+|[a-z]+\d+", words) is not None


def _name(text: str, inner: Span) -> Span:
    """The name without the words "phong trào thi đua" that were quoted with it."""
    lead = re.compile(r"(?:phong\s+trào(?:\s+thi\s+đua)?|cuộc\s+vận\s+động)\s*[:,]?\s+", re.IGNORECASE).match(
        text, inner.start, inner.end
    )
    return Span(lead.end(), inner.end) if lead else inner
