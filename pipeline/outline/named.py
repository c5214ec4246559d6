"""Named movements in headings and bullets: where the name stands and how far it reaches."""

from __future__ import annotations

import re

from schemas.text import Span

_OPEN, _CLOSE = '“"«‘„', '”"»’“'
# A scan turns the opening mark round: thi đua ”Xã sáng, xanh, sạch”
_QUOTED = r"(?:[“\"«„]|”(?=\w))(?P<name>[^“”\"«»„\n]{3,400})(?:[”\"»]|$)"
_HEAD = (
    r"(?:phong\s+trào(?:\s+thi\s+đua)?|cuộc\s+vận\s+động|đợt\s+thi\s+đua|đợt\s+(?:cao\s+điểm|phát\s+động)"
    r"|cao\s+trào\s+thi\s+đua|thi\s+đua)"
)
_MORE = r"(?:\s+(?:thi\s+đua|đặc\s+biệt|yêu\s+nước|chuyên\s+đề|cao\s+điểm|ngắn\s+ngày|nước\s+rút))*"

# Phong trào thi đua đặc biệt “…” · cuộc vận động "…" · thi đua “…”
QUOTED = re.compile(rf"\b{_HEAD}{_MORE}\s*[:,]?\s*(?:với\s+chủ\s+đề\s*[:,]?\s*)?{_QUOTED}", re.IGNORECASE)
# ”; “Cả nước …”     the next name of a list
_NEXT = re.compile(rf"\s*(?:[;,]|và)\s*(?:{_HEAD}\s*)?{_QUOTED}", re.IGNORECASE)
# Phong trào Cả nước chung sức xây dựng nông thôn mới     a capital after "phong trào" begins a name
_PLAIN = re.compile(
    r"(?i:phong\s+trào(?:\s+thi\s+đua)?|cuộc\s+vận\s+động)\s+(?P<name>[^\W\d_][^:;.“”\"\n]{8,300}?)"
    r"(?=\s*(?:[:;.(]|$|\s(?:giai\s+đoạn|do|được|theo|năm\s+\d{4})\b))"
)

# Thi đua thu ngân sách, phát triển doanh nghiệp     refuses: thi đua, khen thưởng · thi đua trên lĩnh vực kinh tế
_CONTEST = re.compile(
    r"(?P<name>Thi đua (?!yêu nước|khen thưởng|và\b|năm\b|do\b|theo\b|thường xuyên|chuyên đề|(?:trên|trong|ở|về) )"
    r"[^\W\d_][^:;.“”\"\n]{8,200}?)"
    r"(?=\s*[:;.]|\s*$)"
)


# “…” do Bộ Nội vụ phát động · “…” giai đoạn 2021-2025      what may stand behind the name in a heading
_TAIL = re.compile(
    r"[”\"»\s]*(?:(?:giai\s+đoạn|năm(?:\s+học)?|do|theo|trên\s+địa\s+bàn|trong)\s(?!.*\b(?:đã|được|đạt|thu\s+hút)\b)[^.:;]*"
    r"|\([^()]*\)\s*)?$",
    re.IGNORECASE,
)


def words_beside_name(heading: str) -> int | None:
    """How many words a heading has beside the quoted name of a movement; None where it is no more than named there.

    >>> words_beside_name("Phong trào thi đua “Mỗi nhà một vườn rau sạch” do xã phát động")
    8
    >>> words_beside_name("Phong trào “Mỗi nhà một vườn rau sạch” được nhân rộng") is None
    True
    """
    match = QUOTED.match(heading)
    if match is None:
        return None
    end = match.end("name")
    while (more := _NEXT.match(heading, min(len(heading), end + 1))) is not None:
        end = more.end("name")
    tail = heading[end:]
    return len(re.findall(r"\w+", heading[: match.start("name")] + tail)) if _TAIL.match(tail) else None


def find_name(text: str, start: int = 0) -> Span | None:
    """The span of the first named movement in ``text``, without quotation marks; of a list of names, the whole list.

    >>> line = 'Phong trào thi đua “Dân vận khéo” năm 2025'
    >>> find_name(line).of(line)
    'Dân vận khéo'
    >>> find_name("Phong trào thi đua yêu nước do tỉnh phát động") is None
    True
    """
    match = QUOTED.search(text, start)
    if match is not None:
        end = match.end("name")
        while (more := _NEXT.match(text, min(len(text), end + 1))) is not None:
            end = more.end("name")
        return Span(match.start("name"), end)
    match = _PLAIN.match(text, start)
    if match is not None and match["name"][0].isupper() and len(match["name"].split()) >= 3:
        return Span(*match.span("name"))
    match = _CONTEST.match(text, start)
    if match is not None and len(match["name"].split()) >= 4:
        return Span(*match.span("name"))
    return None
