"""Movements that are named without quotation marks: by what is launched, by a well-known name, by a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.movements.lexicon import key, lexicon
from extractors.movements.mentions import ADJECTIVES, LONGEST, UPPER, Mention, is_name
from schemas.text import Span

# "phát động đợt thi đua lập thành tích …": the wording behind the trigger, up to where another clause begins
_WORDED = re.compile(
    rf"(?<!\w)(?P<launch>(?:[Vv]iệc\s+)?(?:phát\s+động|hưởng\s+ứng|tổ\s+chức(?:\s+thực\s+hiện)?|thực\s+hiện|triển\s+khai)\s+(?:các\s+)?)?"
    rf"(?P<noun>phong\s+trào\s+thi\s+đua|phong\s+trào|cuộc\s+vận\s+động|đợt\s+thi\s+đua|thi\s+đua(?=\s+(?:lập\s+thành\s+tích|cao\s+điểm))){ADJECTIVES}\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
# "- Đợt 1 (từ ngày 01/02 đến ngày 30/6/2026): thi đua lập thành tích …"
_ROUND = re.compile(r"\s*(?:[-–+*•]\s*)?Đợt\s[^:]{1,70}:\s*", re.IGNORECASE)
# What begins no name behind "phát động phong trào thi đua": "… sâu rộng trong toàn xã", "… với chủ đề", "… tại đơn vị"
_GENERAL = re.compile(
    r"(?:và|tại|sâu|rộng|với|trong|đến|ở|thường|có|năm|yêu|do|được|đã|theo|từ|gắn|cho|mới|này|đặc|chuyên|ngắn|ngay|bằng|phải|nhằm|của|các"
    r"|những|trên|toàn\s+diện|thiết\s+thực|hướng|lớn|cụ\s+thể|phù\s+hợp|đột|dài|quần\s+chúng|sôi|mạnh|đồng\s+bộ|hiệu\s+quả|hằng|hàng|học\s+kỳ"
    r"|đợt|vào|chậm|khi|thì|mà|hay|hoặc|nào|không|kịp\s+thời|liên\s+tục|quyên\s+góp|đóng\s+góp|bầu\s+cử|tranh\s+cử|sáng\s+tác|thể\s+dục|thể\s+thao|nói|trọng|tới|đối|giữa|về|khác|để|là|cách\s+mạng|tích\s+cực|hành\s+động|thi\s+đua|đầu|cuối|giai|thanh\s+niên|văn\s+hóa|văn\s+nghệ|ái\s+quốc|Hội)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = (
    r"với|trong|nhằm|góp|tạo|đã|được|qua|gắn|các|cấp|UBND|Ủy|Hội|Đoàn|từ|đồng\s+thời|đến|toàn\s+xã|hỗ\s+trợ|phấn\s+đấu|trên|thu\s+hút|theo"
    r"|đặc\s+biệt|phong\s+trào|cuộc\s+vận|thậm\s+chí|không|kể|căn\s+cứ|tập\s+trung|mỗi|mọi|một|để|do|khi|nếu|mà|nên|song|nhưng|sáng|chiều|tối"
)
# ", Phó Bí thư …", ", Hội Nông dân": who is spoken of next; not ", Đại hội …", ", Ngày …", which a campaign greets too
_SMALL = rf"[^\W\d_{UPPER}]"
_NEXT_CLAUSE = (
    rf",\s+(?-i:(?=[{UPPER}]{_SMALL})(?!(?:Đại|Ngày|Đảng|Nghị|Quốc|Tổ|Tết|Bác|Kỷ|Lễ|Năm|Bầu|Hiến|Cách)\s))"
    rf"|\s+và\s+(?-i:(?:ông|bà|đồng\s+chí|Đại\s+tướng|Chủ\s+tịch|Bí\s+thư|Thủ\s+tướng|Phó)\s)"
)
_END = re.compile(
    rf"[.;:…(“”\"\n]|\s+[-–]\s+(?=[A-ZĐ])(?!Xã\s+hội|An\s+ninh)|,\s*(?=(?:{_CLAUSE})\b)|{_NEXT_CLAUSE}"
    r"|\s+(?:nhằm|để|được|đã|đang|do|gắn\s+(?:với|liền)|tại|trên|theo|có|là|luôn|ngày\s+càng|tiếp\s+tục|phát\s+triển\s+mạnh|diễn\s+ra|đi\s+vào|tới|đến|từ|của"
    r"|một\s+cách|với\s+(?:các|nhiều|mục|nội)|trong\s+(?:toàn|cán|các|nhân|những|tình|thời|hội|đoàn|đồng|cộng|gia|quần|đó|năm|giai)"
    r"|bằng|thông\s+qua|và\s+(?:các|phong|cuộc|thực\s+hiện|công)|trở|đạt|phải|cần|giai\s+đoạn)(?!\w)"
)
# The title of a launched campaign is long; it goes on with what it greets ("của …", "; lập thành tích chào mừng …")
_END_OF_TITLE = re.compile(
    rf"[.:…“”\"\n?]|;(?!\s*(?:lập\s+thành\s+tích|chào\s+mừng|tiến\s+tới|tăng\s+tốc))|\s\((?![^()]{{0,20}}\d{{4}})"
    rf"|{_NEXT_CLAUSE}|,\s*(?=(?!tăng\s+tốc|bứt\s+phá|tiến\s+tới|đồng)(?:{_CLAUSE})\b)|\s+(?:nhằm|để|được|đã|đang|do|gắn\s+với|với\s+(?:các|nhiều|mục|nội)|là|có|ra\s+sao"
    r"|như\s+sau|theo|trên\s+(?:địa\s+bàn|cả\s+nước|phạm\s+vi|toàn)|đến\s+(?:từng|tận|các|mọi)|trong\s+(?:toàn|nội\s+bộ|cán\s+bộ)|nhất\s+là|và\s+(?:các|triển\s+khai)|vào|từ\s+ngày)(?!\w)",
    re.IGNORECASE,
)


# Giỏi việc nước, đảm việc nhà · Xây dựng đời sống văn hóa     refuses: Đoàn thanh niên, Duy Tân, Cách mạng tháng Tám
_CAPITAL = re.compile(
    rf"(?!(?:Đoàn|Hội|Đội|Công\s+(?:đoàn|giáo|an)|Mặt\s+trận|Cách\s+mạng|Hồi|Phật|Xã|Dân\s+chủ|Cộng|Không|Thi|Văn|Hướng\s+đạo|Nhân|Ban|Ủy|Uỷ|Bộ"
    rf"|Sở|Phòng|Chính|Nhà|Thủ|Chủ|Phó|Bí|Đảng|Trung|Quốc|Liên|Tổng|Đại|Tỉnh|Thành|Huyện|Phường|Điều|Khoản|Nghị|Thông|Quyết\s+định|Kế|Chỉ)\s)"
    rf"[{UPPER}]{_SMALL}*,?\s+{_SMALL}+,?\s+{_SMALL}"
)
_ALL_PEOPLE = re.compile(r"toàn\s+dân\s+(?!thi\s+đua)", re.IGNORECASE)
_PLURAL = re.compile(r"(?:các|những|nhiều|hai|ba|bốn|năm|\d+)\s+$", re.IGNORECASE)
_FORMAL = re.compile(r"(?:đặc\s+biệt|cao\s+điểm)\s*:?\s+$", re.IGNORECASE)
# b) Đợt thi đua ngắn hạn 60 ngày hoàn thành số hóa hồ sơ      what a campaign is to end with
_ENDS = re.compile(r"hoàn\s+thành\s", re.IGNORECASE)
_GREETS = re.compile(r"(?:lập\s+thành\s+tích\s+)?chào\s+mừng\s", re.IGNORECASE)


def worded_mentions(text: str, *, heading: bool) -> Iterator[Mention]:
    """Movements named without quotation marks, by a specific wording.

    In running text only what is launched, very well known, or begins like a name founds a movement; a heading's
    wording does so too.

    >>> text = "hai phong trào Nuôi con khỏe, dạy con ngoan và Góp vốn xoay vòng được chị em hưởng ứng"
    >>> [mention.name.of(text) for mention in worded_mentions(text, heading=False)]
    ['Nuôi con khỏe, dạy con ngoan', 'Góp vốn xoay vòng']
    """
    for trigger in _WORDED.finditer(text):
        noun, start = trigger.start("noun"), trigger.end()
        first = _known(text, noun, start) or _capital(text, noun, start) or _worded(text, trigger, heading=heading)
        if first is None:
            continue
        yield first
        if first.founds and _PLURAL.search(text, max(0, noun - 8), noun):
            yield from _others(text, first)


_EMULATION = re.compile(r"thi\s+đua", re.IGNORECASE)


def _known(text: str, noun: int, start: int) -> Mention | None:
    famous = lexicon().known.match(text, start)
    if famous is None and (own := _EMULATION.search(text, noun + 1, start)):  # phong trào | Thi đua Quyết thắng
        famous = lexicon().known.match(text, own.start())
    return Mention(Span(noun, famous.end()), Span(*famous.span()), noun, "known", 0.85) if famous else None


def _capital(text: str, noun: int, start: int) -> Mention | None:
    """The name that a capital in the midst of a sentence begins."""
    if not _CAPITAL.match(text, start) or text[:start].rstrip().endswith(":"):
        return None
    name = _until(text, start, _END)
    if _PLURAL.search(text, max(0, noun - 8), noun) and (parting := _AND_NEXT.search(text, start, name.end)):
        name = Span(start, parting.start())
    if not 3 <= len(key(name.of(text)).split()) <= 24 or not is_name(name.of(text)):
        return None
    return Mention(Span(noun, name.end), name, noun, "capital", 0.6)


_AND_NEXT = re.compile(rf"\s+và\s+(?=[{UPPER}]{_SMALL})")
_PARTING = re.compile(r"(?:\s*[,;]\s*|\s+)(?:và\s+)?")


def _others(text: str, mention: Mention) -> Iterator[Mention]:
    """What the list goes on with: names that begin like the first, with a capital or with the same two words."""
    alike = re.escape(" ".join(mention.name.of(text).split()[:2])).replace(r"\ ", r"\s+") + r"\s"
    name: Span | None = mention.name
    while name is not None and (parting := _PARTING.match(text, name.end)) is not None:
        start, name = parting.end(), None
        if famous := lexicon().known.match(text, start):
            name = Span(start, famous.end())
        elif (mention.rule == "capital" and _CAPITAL.match(text, start)) or re.compile(alike).match(text, start):
            name = _until(text, start, _END)
        if name is not None and name.end > parting.start() and 3 <= len(key(name.of(text)).split()) <= 24:
            yield Mention(name, name, mention.lead, f"{mention.rule}-list", 0.6)
        else:
            return


_AHEAD = 80  # characters behind the last place where a name may end: what an end looks at to be one


def _until(text: str, start: int, end: re.Pattern[str]) -> Span:
    stop = end.search(text, start, start + LONGEST + _AHEAD)
    at = min(stop.start() if stop else len(text), start + LONGEST)
    return Span(start, start + len(text[start:at].rstrip(" ,-–*")))


def _worded(text: str, trigger: re.Match[str], *, heading: bool) -> Mention | None:
    """What is launched, what a heading or a round of emulation is called."""
    noun, start = trigger.start("noun"), trigger.end()
    launching = (trigger["launch"] or "").lower().split()
    launch = "phát" in launching
    direct = launch and launching[-1] != "các"
    noun_word = " ".join(trigger["noun"].lower().split())
    people = noun_word in ("phong trào", "cuộc vận động") and _ALL_PEOPLE.match(text, start) is not None
    formal = _FORMAL.search(text, noun, start) is not None and _GREETS.match(text, start) is not None
    at_head = heading and trigger.start() <= 24
    campaign = at_head and noun_word.startswith("đợt") and _ENDS.match(text, start) is not None
    general = not direct or _GENERAL.match(text, start) is not None
    if not (campaign or lexicon().opening.match(text, start)) and general:
        return None
    title = at_head or direct or formal or noun_word.startswith("đợt")
    name = _until(text, start, _END_OF_TITLE if title else _END)
    words = len(key(name.of(text)).split())
    if not 4 <= words <= 120 or not is_name(name.of(text)):
        return None
    # "toàn Đảng thi đua lập thành tích" tells what people do; "đợt thi đua lập thành tích" names a campaign
    if noun_word == "phong trào":
        founds = (direct or people) and words >= 6
    elif noun_word == "thi đua":
        founds = at_head or direct or _ROUND.fullmatch(text, 0, trigger.start()) is not None
    else:
        greets = noun_word.startswith("đợt") or formal
        founds = at_head or ((launch or people) and words >= 6) or (greets and words >= 8)
    return Mention(Span(noun, name.end), name, noun, "worded", 0.6 if founds else 0.5, founds)


# "Thi đua xây dựng nông thôn mới nâng cao: …" at the head of a paragraph of a plan
_TITLED = re.compile(
    r"\s*(?:[-–+*•]\s*)?(?:\d+(?:\.\d+)*\.?\s+|[a-zđ]\)\s*)?(?P<title>Thi\s+đua\s+(?P<name>[^.;:“”\"\n]{12,160}))(?:\s*:|\s*$)"
)


# Thi đua trên lĩnh vực kinh tế · Thi đua trong lực lượng vũ trang · Thi đua thường xuyên · thi đua phải được …
_NO_TITLE = re.compile(
    r"khen\s+thưởng|yêu\s+nước|^(?:trên|trong|ở|tại|về)\s"
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
