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


# The marks of these words may be lost ("phong trao thi đua"): no other words look like them.
_NOUN = (
    r"(?:phong\s+tr[àa]o(?:\s+thi\s+[đd]ua)?|cu[ộôo]c\s+v[ậâa]n\s+[đd][ộôo]ng|đợt\s+(?:sinh\s+hoạt\s+)?thi\s+[đd]ua"
    r"|thi\s+[đd]ua|cuộc\s+thi\s+[đd]ua)"
)
_TRIGGER = re.compile(rf"(?<!\w){_NOUN}(?!\w)", re.IGNORECASE)
_ADJECTIVES = (
    r"(?:\s+(?:yêu\s+nước|đặc\s+biệt|cao\s+điểm|lớn|trọng\s+tâm|chuyên\s+đề|thường\s+xuyên|ngắn\s+hạn|nước\s+rút"
    r"|\d+\s+ngày(?:\s+đêm)?))*"
)
# What may stand between the trigger and the quotation mark without a list word: nothing but adjectives, "với chủ đề", …
_CLOSE = re.compile(
    rf"{_ADJECTIVES}(?:\s+(?:toàn\s+dân|thực\s+hiện|xây\s+dựng|mang\s+tên|có\s+tên|với\s+tên\s+gọi|như|gồm|đó\s+là|nêu\s+gương|sáng\s+tạo"
    rf"|tình\s+nguyện|phụ\s+nữ|thanh\s+niên|nông\s+dân))?(?:[^“”\".;:]{{0,50}}?\s(?:với|theo)\s+chủ\s+đề)?\s*[:,]?\s*[-–]?\s*[*_]*\s*$",
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
_LONGEST = 500

# Between two quoted names of one list.
_NEXT = re.compile(
    r"(?:\s*\([^()]{0,60}\))?(?:\s+của\s+[^,;.“”\"]{2,45})?(?:\s+do\s+[^,;.“”\"]{2,80}?\s+(?:phát\s+động|khởi\s+xướng))?(?:\s+(?:giai\s+đoạn|năm|từ\s+năm|nhiệm\s+kỳ)\s+[\d\s–-]{4,13})?"
    r"(?:\s*(?:[,;]|và|hoặc|hay|[-–+/])\s*){1,3}(?:[*_]\s*)?$",
    re.IGNORECASE,
)


# "… duy trì nhiều phong trào: Hội Nông dân với “…” (…); Hội Phụ nữ với “…”": whose it is stands before each name
_WHOSE = re.compile(
    r"(?:Hội|Đoàn|Công\s+đoàn|Liên\s+đoàn|MTTQ|Mặt\s+trận|Công\s+an|Ngành|Trường)\s[^;:.“”\"()]{0,50}?\s?(?:với|có|duy\s+trì)\s*$"
)
_SEVERAL = re.compile(r"(?:các|nhiều|những|\d+)\s+phong\s+trào[^.“”\"]{0,60}:", re.IGNORECASE)


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
        if lead is None and previous is not None and _NEXT.fullmatch(text, previous[0].span.end, quotation.span.start):
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
        confidence = 0.95 if quotation.closed else 0.65
        yield Mention(Span(start, quotation.span.end), _name(text, quotation.inner), lead, rule, confidence)


def _several_before(text: str, start: int) -> int | None:
    """Where "các phong trào …:" begins, of whose list a name with its organisation is a part; None where of none."""
    if not _WHOSE.search(text[max(0, start - 90) : start]):
        return None
    last = None
    for found in _SEVERAL.finditer(text, max(0, start - _LONGEST), start):
        last = found
    return last.start() if last and not re.search(r"\.\s", text[last.end() : start]) else None


def headed_mention(text: str) -> Mention | None:
    """A heading that is nothing but a name in quotation marks, below a heading that speaks of movements.

    >>> headed_mention('2. "Tuyến phố văn minh"').name
    Span(start=4, end=22)
    """
    quotation = next(iter(find_quotations(text)), None)
    if quotation is None or not quotation.closed or not is_name(quotation.inner.of(text)):
        return None
    label, rest = text[: quotation.span.start], text[quotation.span.end :]
    if not _LABEL.fullmatch(label) or rest.strip(" .:*_"):
        return None
    return Mention(quotation.span, quotation.inner, quotation.span.start, "quoted-heading", 0.9)


_LABEL = re.compile(r"\s*(?:[-–+*•]|\d+(?:\.\d+)*[.)/]?|[a-zđ][).]|[IVX]+[.)]?)?\s*[*_]*")


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


_HEAD_WORDS = re.compile(rf"\s*(?:các\s+)?{_NOUN}{_ADJECTIVES}\s+(?=\S+\s+\S+\s+\S)", re.IGNORECASE)


def _name(text: str, inner: Span) -> Span:
    """The name without the words "phong trào thi đua" that were quoted with it."""
    lead = re.compile(r"(?:phong\s+trào(?:\s+thi\s+đua)?|cuộc\s+vận\s+động)\s*[:,]?\s+", re.IGNORECASE).match(
        text, inner.start, inner.end
    )
    return Span(lead.end(), inner.end) if lead else inner


# "phát động đợt thi đua lập thành tích …": the wording behind the trigger, up to where another clause begins
_WORDED = re.compile(
    rf"(?<!\w)(?P<launch>(?:[Vv]iệc\s+)?(?:phát\s+động|hưởng\s+ứng|tổ\s+chức(?:\s+thực\s+hiện)?|thực\s+hiện|triển\s+khai)\s+(?:các\s+)?)?"
    rf"(?P<noun>phong\s+trào\s+thi\s+đua|phong\s+trào|cuộc\s+vận\s+động|đợt\s+thi\s+đua|thi\s+đua(?=\s+(?:lập\s+thành\s+tích|cao\s+điểm))){_ADJECTIVES}\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
# "- Đợt 1 (từ ngày 01/02 đến ngày 30/6/2026): thi đua lập thành tích …"
_ROUND = re.compile(r"\s*(?:[-–+*•]\s*)?Đợt\s[^:]{1,70}:\s*", re.IGNORECASE)
# What begins no name behind "phát động phong trào thi đua": "… sâu rộng trong toàn xã", "… với chủ đề", "… tại đơn vị"
_GENERAL = re.compile(
    r"(?:và|tại|sâu|rộng|với|trong|đến|ở|thường|có|năm|yêu|do|được|đã|theo|từ|gắn|cho|mới|này|đặc|chuyên|ngắn|ngay|bằng|phải|nhằm|của|các"
    r"|những|trên|toàn\s+diện|thiết\s+thực|hướng|lớn|cụ\s+thể|phù\s+hợp|đột|dài|quần\s+chúng|sôi|mạnh|đồng\s+bộ|hiệu\s+quả|hằng|hàng|học\s+kỳ"
    r"|đợt|nói|trọng|tới|đối|giữa|về|khác|để|là|cách\s+mạng|tích\s+cực|hành\s+động|thi\s+đua|đầu|cuối|giai|thanh\s+niên|văn\s+hóa|văn\s+nghệ|ái\s+quốc|Hội)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = (
    r"với|trong|nhằm|góp|tạo|đã|được|qua|gắn|các|cấp|UBND|Ủy|Hội|Đoàn|từ|đồng\s+thời|đến|toàn\s+xã|hỗ\s+trợ|phấn\s+đấu|trên|thu\s+hút|theo"
    r"|đặc\s+biệt|phong\s+trào|cuộc\s+vận"
)
_END = re.compile(
    rf"[.;:…(“”\"\n]|\s+[-–]\s+(?=[A-ZĐ])(?!Xã\s+hội|An\s+ninh)|,\s*(?=(?:{_CLAUSE})\b)"
    r"|\s+(?:nhằm|để|được|đã|đang|do|gắn\s+(?:với|liền)|tại|trên|theo|có|là|luôn|ngày\s+càng|tiếp\s+tục|phát\s+triển\s+mạnh|diễn\s+ra|đi\s+vào|tới|đến|từ|của"
    r"|một\s+cách|với\s+(?:các|nhiều|mục|nội)|trong\s+(?:toàn|cán|các|nhân|những|tình|thời|hội|đoàn|đồng|cộng|gia|quần|đó|năm|giai)"
    r"|bằng|thông\s+qua|và\s+(?:các|phong|cuộc|thực\s+hiện|công)|trở|đạt|phải|cần|giai\s+đoạn)(?!\w)"
)
# The title of a launched campaign is long; it goes on with what it greets ("của …", "; lập thành tích chào mừng …")
_END_OF_TITLE = re.compile(
    rf"[.:…“”\"\n?]|;(?!\s*(?:lập\s+thành\s+tích|chào\s+mừng|tiến\s+tới|tăng\s+tốc))|\s\((?![^()]{{0,20}}\d{{4}})"
    rf"|,\s*(?=(?!tăng\s+tốc|bứt\s+phá|tiến\s+tới|đồng)(?:{_CLAUSE})\b)|\s+(?:nhằm|để|được|đã|đang|do|gắn\s+với|với\s+(?:các|nhiều|mục|nội)|là|có|ra\s+sao"
    r"|như\s+sau|theo|trên\s+địa\s+bàn|nhất\s+là|và\s+(?:các|triển\s+khai)|vào|từ\s+ngày)(?!\w)",
    re.IGNORECASE,
)


def worded_mentions(text: str, *, heading: bool) -> Iterator[Mention]:
    """Movements named without quotation marks, by a specific wording.

    In running text only what is launched or very well known founds a movement; a heading's wording does so too.
    """
    known = lexicon()
    for trigger in _WORDED.finditer(text):
        start = trigger.end()
        noun = trigger.start("noun")
        famous = known.known.match(text, start)
        if famous:
            yield Mention(Span(noun, famous.end()), Span(start, famous.end()), noun, "known", 0.85)
            continue
        launch = "phát" in (trigger["launch"] or "").lower()
        direct = launch and (trigger["launch"] or "").lower().split()[-1] != "các"
        if not known.opening.match(text, start) and (not direct or _GENERAL.match(text, start)):
            continue
        at_head = heading and trigger.start() <= 24
        noun_word = trigger["noun"].lower()
        title = at_head or direct or noun_word.startswith("đợt")
        stop = (_END_OF_TITLE if title else _END).search(text, start)
        end = min(stop.start() if stop else len(text), start + _LONGEST)
        name = Span(start, start + len(text[start:end].rstrip(" ,-–*")))
        words = len(key(name.of(text)).split())
        if not 4 <= words <= 120 or not is_name(name.of(text)):
            continue
        # "toàn Đảng thi đua lập thành tích" tells what people do; "đợt thi đua lập thành tích" names a campaign
        if noun_word == "phong trào":
            founds = direct and words >= 6
        elif noun_word == "thi đua":
            founds = at_head or direct or _ROUND.fullmatch(text, 0, trigger.start()) is not None
        else:
            founds = at_head or (launch and words >= 6) or (noun_word.startswith("đợt") and words >= 8)
        yield Mention(Span(noun, name.end), name, noun, "worded", 0.6 if founds else 0.5, founds)


# "Thi đua xây dựng nông thôn mới nâng cao: …" at the head of a paragraph of a plan
_TITLED = re.compile(
    r"\s*(?:[-–+*•]\s*)?(?:\d+(?:\.\d+)*\.?\s+|[a-zđ]\)\s*)?(?P<title>Thi\s+đua\s+(?P<name>[^.;:“”\"\n]{12,160}))(?:\s*:|\s*$)"
)


# Thi đua trên lĩnh vực kinh tế · Thi đua thường xuyên · thi đua phải được …      a field, a kind, a sentence
_NO_TITLE = re.compile(
    r"khen\s+thưởng|yêu\s+nước|^(?:trên|trong|ở|về)\s+(?:(?:các|mọi|từng)\s+)?(?:lĩnh\s+vực|mặt)"
    r"|^(?:thường\s+xuyên|theo\s+(?:đợt|chuyên))|(?:^|\s)(?:là|phải|cần|được|đã|để|không)\s",
    re.IGNORECASE,
)


def titled_mention(text: str) -> Mention | None:
    """A paragraph that is headed by "Thi đua …:", as the movement of that title.

    >>> titled_mention("4. Thi đua trồng rừng, bảo vệ đầu nguồn").name
    Span(start=11, end=39)
    """
    match = _TITLED.match(text)
    if match is None or _NO_TITLE.search(match["name"]):
        return None
    if not 4 <= len(key(match["name"]).split()) <= 24:
        return None
    end = match.start("name") + len(match["name"].rstrip(" ,"))
    return Mention(Span(match.start("title"), end), Span(match.start("name"), end), match.start("title"), "titled", 0.6)
