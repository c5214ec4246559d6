"""Who launched a movement, where the text says so."""

from __future__ import annotations

import re

from schemas.document import Document
from schemas.records.movements import LaunchLevel

# "do Thủ tướng Chính phủ phát động", "được UBND tỉnh phát động"
_BY = re.compile(
    r"(?:do|được)\s+(?P<who>[^.;:“”\"()]{2,110}?)\s+(?:đã\s+)?(?:phát\s+động|khởi\s+xướng|chủ\s+trì(?:\s+phát\s+động)?|tổ\s+chức\s+phát\s+động)"
)
_LEVELS: tuple[tuple[LaunchLevel, re.Pattern[str]], ...] = (
    (
        "trung_uong",
        re.compile(
            r"Thủ\s+tướng|Chính\s+phủ|[Tt]rung\s+ương|Chủ\s+tịch\s+nước|Quốc\s+hội|Bộ\s+Chính\s+trị"
            r"|Ban\s+Bí\s+thư|Đảng,?\s+(?:và\s+)?Nhà\s+nước|Tổng\s+Liên\s+đoàn|QĐ-TTg|CT-TTg|NQ-CP|/TW\b"
            r"|Việt\s+Nam\b(?!\s+(?:xã|phường|thị\s+trấn|tỉnh|thành\s+phố|huyện|quận))"
        ),
    ),
    ("tinh", re.compile(r"\b(?:[Tt]ỉnh|[Tt]hành\s+phố|TP|Thành\s+(?:[uủ]ỷ|[uủ]y|đoàn))\b")),
    ("huyen", re.compile(r"\b(?:[Hh]uyện|[Qq]uận|[Tt]hị\s+xã)\b")),
    ("xa", re.compile(r"(?<![Tt]hị\s)\b(?:[Xx]ã|[Pp]hường|[Tt]hị\s+trấn|[Đđ]ặc\s+khu|[Tt]hôn)\b(?!\s+hội)")),
)


# Giám đốc bệnh viện · Hiệu trưởng nhà trường      who launches within an institution
_WITHIN = re.compile(
    r"(?:[Bb]ệnh\s+viện|[Nn]hà\s+trường|[Hh]iệu\s+trưởng|[Cc]ông\s+ty|[Tt]rường\s+(?:TH|Tiểu|Mầm|Trung|Đại|Cao))(?!\w)"
)
# Bộ Công an · Giám đốc Sở      no government and no province: at none of the levels
_DEPARTMENT = re.compile(r"(?<!Cán )\b(?:Bộ\s+(?!Chính\s+trị|Chỉ\s+huy|Tư\s+lệnh)[A-ZĐ]|Sở(?!\w))")


def level_of(who: str, own: LaunchLevel | None) -> LaunchLevel | None:
    """The level of whoever is named; None where two are, ``own`` where it says none ("Đoàn thanh niên").

    >>> level_of("Thủ tướng Chính phủ", "xa"), level_of("Trung ương, tỉnh", "xa"), level_of("Hội Phụ nữ", "xa")
    ('trung_uong', None, 'xa')
    >>> level_of("Bộ Công an", "xa") is level_of("Giám đốc Sở", "tinh") is None
    True
    """
    if _WITHIN.search(who):
        return None
    levels = [level for level, pattern in _LEVELS if pattern.search(who)]
    if len(levels) > 1:
        if re.search(r"[,;]|\bvà\b|\bhoặc\b", who):
            return None
        return levels[-1]  # "Hội Nông dân Việt Nam xã", "UBND xã An Hòa tỉnh …"
    if _DEPARTMENT.search(who) and (not levels or re.search(r",|;|\bvà\b", who)):
        return None
    return levels[0] if levels else own


def launched_by(text: str, own: LaunchLevel | None) -> tuple[bool, LaunchLevel | None]:
    """Whether a stretch says "do … phát động", and the level of who it was."""
    match = _BY.search(text)
    return (True, level_of(match["who"], own)) if match else (False, None)


def launcher_in(text: str) -> str | None:
    """Who a stretch says launched it, as printed.

    >>> launcher_in("do Thủ tướng Chính phủ phát động"), launcher_in("do nhân dân đóng góp")
    ('Thủ tướng Chính phủ', None)
    """
    match = _BY.search(text)
    return match["who"] if match else None


_HEADS: tuple[tuple[re.Pattern[str], LaunchLevel], ...] = (
    (re.compile(r"\b(?:XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\b(?! HỘI)"), "xa"),
    (re.compile(r"\b(?:HUYỆN|QUẬN|THỊ XÃ)\b"), "huyen"),
    (re.compile(r"\b(?:TỈNH|THÀNH PHỐ|TỈNH ỦY|THÀNH ỦY)\b"), "tinh"),
    (re.compile(r"\bTHỦ TƯỚNG|CHÍNH PHỦ|TRUNG ƯƠNG"), "trung_uong"),
)
# The own movements of a department, a school, a hospital are at none of the levels, whatever stands above it in the
# letterhead.
_INSTITUTION = re.compile(r"\b(?:SỞ|TRƯỜNG|BỆNH VIỆN|TRUNG TÂM|CÔNG TY)\b")
_REPORTS = re.compile(
    r"(?:Ủy\s+ban\s+nhân\s+dân|Uỷ\s+ban\s+nhân\s+dân|UBND|Đảng\s+ủy|Hội\s+đồng\s+nhân\s+dân)\s+(?P<unit>xã|phường|thị\s+trấn|đặc\s+khu|huyện|quận"
    r"|thị\s+xã|thành\s+phố|tỉnh)\s"
)
_UNITS: dict[str, LaunchLevel] = {
    "xã": "xa", "phường": "xa", "thị trấn": "xa", "đặc khu": "xa", "huyện": "huyen", "quận": "huyen", "thị xã": "huyen",
    "thành phố": "tinh", "tỉnh": "tinh",
}  # fmt: skip


# "Ủy ban nhân dân xã An Lâm báo cáo …", "… của UBND phường An Lâm./.": the organ that speaks
_SPEAKS = re.compile(
    r"[^.;,]{0,70}?(?:báo\s+cáo|ban\s+hành|xây\s+dựng\s+[Kk]ế\s+hoạch|kính\s+(?:đề\s+nghị|trình)|\./\.)"
)


def own_level(document: Document) -> LaunchLevel | None:
    """The level of the organ that wrote the document: by its letterhead, else by the organ that speaks in it."""
    head = document.part("letterhead")
    if _INSTITUTION.search(head):
        return None
    for pattern, named in _HEADS:
        if pattern.search(head):
            return named
    weights: dict[LaunchLevel, int] = {}
    for match in _REPORTS.finditer(document.text):
        level = _UNITS[" ".join(match["unit"].split())]
        weights[level] = weights.get(level, 0) + (5 if _SPEAKS.match(document.text, match.end()) else 1)
    return max(weights.items(), key=lambda weighed: weighed[1])[0] if weights else None
