"""The letterhead: number and symbol, place and date, the subject of a letter, and what is left: who issues."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from extractors.header.forms import (
    ABOUT,
    MOTTO,
    NUMBER,
    PLACE_DATE,
    PLACE_NUMERIC_DATE,
    UPPER,
    mostly_capitals,
    read_type,
)

# Cells that a reader set side by side: a tab, or a wide gap.
_CELLS = re.compile(r"[\t\n]|\s{3,}")
# --------- · ________ · (Dự thảo) · MẬT · * (the star of a Party letterhead)
_ORNAMENT = re.compile(
    r"[-–—_=*.]{3,}|\(?\bD[ựỰ] ?TH[ẢảA]O\b[^\n]{0,12}\)?|^\s*[*]\s*|\bBẢN SAO\b", re.IGNORECASE | re.MULTILINE
)
_CUT = "\n"
# "Số: 32Ø@Đ-UBND": a number that nobody can read, as where it was written by hand over print, names no body
_UNREAD = re.compile(r"^[ ]*Số[ ]*:[^\t\n]*", re.IGNORECASE | re.MULTILINE)


# Ủy ban nhân dân xã An Lạc      a body that is not set in capitals
_BODY = re.compile(
    r"(?:[ỦU][ỷyỳ] ban|UBND|HĐND|Đảng ủy|Sở|Trường|Phòng|Hội|Công an|Ban|Trung tâm)\s+\S+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a letterhead says; None for what it leaves blank. ``bodies`` are the lines that name who issues."""

    number: int | None = None
    symbol: str | None = None
    place: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    subject: str | None = None
    bodies: tuple[str, ...] = ()

    @property
    def date(self) -> datetime.date | None:
        """The date, where it is given in full and exists."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def read_letterhead(text: str) -> Letterhead:
    r"""Read a letterhead, its two columns in whatever order they came.

    >>> head = read_letterhead("UBND XÃ AN LẠC\nSố: 57 /KH - UBND\tAn Lạc, ngày tháng 12 năm 2025")
    >>> head.number, head.symbol, head.place, head.month, head.year, head.bodies
    (57, 'KH-UBND', 'An Lạc', 12, 2025, ('UBND XÃ AN LẠC',))
    >>> read_letterhead("UBND XÃ AN LẠC\nSố: 5Ø@Đ-UBND").bodies
    ('UBND XÃ AN LẠC',)
    """
    left = MOTTO.sub(_CUT, text)
    day = month = year = number = None
    place = symbol = subject = None
    code = NUMBER.search(left)
    if code is not None:
        number = int(re.sub(r"\D", "", code["number"])) if code["number"] else None
        symbol = tidy_symbol(code["symbol"])
        left = left[: code.start()] + _CUT + left[code.end() :]
    left = _UNREAD.sub(_CUT, left)
    date = PLACE_DATE.search(left) or PLACE_NUMERIC_DATE.search(left)
    if date is not None:
        place = _place(date["place"])
        day, month, year = (_digits(date[part]) for part in ("day", "month", "year"))
        left = left[: date.start() + _kept(date["place"])] + _CUT + left[date.end() :]
    about = ABOUT.search(left)
    if about is not None:
        subject, left = _subject(left, about.start())
    left = _ORNAMENT.sub(_CUT, left)
    bodies: list[str] = []
    for cell in _CELLS.split(left):
        line = " ".join(cell.split()).strip(" ,;:*-–")
        if line and (_names_a_body(line) or (bodies and _may_end_one(line))):
            bodies.append(line)
    return Letterhead(number, symbol, place, day, month, year, subject, tuple(bodies))


def read_date(text: str) -> Letterhead:
    """Place and date of a line that holds nothing else: "An Lạc, ngày 05 tháng 12 năm 2025".

    >>> read_date("An Lạc, ngày 5/12/2025").day, read_date("Đăng ký gửi trước ngày 5/12/2025").day
    (5, None)
    """
    match = PLACE_DATE.search(text) or PLACE_NUMERIC_DATE.search(text)
    if match is None or len(text) - (match.end() - match.start()) > 6:
        return Letterhead()
    if (match["place"] or "").strip() and _place(match["place"]) is None:
        return Letterhead()  # … gửi trước ngày 15/3/2026
    day, month, year = (_digits(match[part]) for part in ("day", "month", "year"))
    return Letterhead(place=_place(match["place"]), day=day, month=month, year=year)


# Hôm nay, ngày 12/12/2025, tại … · Vào hồi 14h00' ngày 5 tháng 3 năm 2026 · 1. Thời gian: 8 giờ, ngày 9/1/2026
_MET = re.compile(
    r"(?:Hôm nay|(?:bắt đầu |khai mạc )?(?:vào )?(?:hồi|lúc)\s+\d|\d{1,2}\s*(?:giờ|h)"
    r"|(?:\d\s*[.)/]\s*)?Thời gian[^:]{0,30}:)"
    r"[^;]{0,60}?\bngày\s+(?P<day>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)"
    r"(?P<month>\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)


def read_meeting_date(text: str) -> Letterhead:
    """The date of a meeting, from the sentence with which its minutes begin.

    >>> met = read_meeting_date("Hôm nay, vào hồi 8 giờ 30 phút, ngày 05 tháng 3 năm 2026, tại hội trường xã, …")
    >>> met.day, met.month, met.year, read_meeting_date("Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022").year
    (5, 3, 2026, None)
    """
    match = _MET.match(text.lstrip(" -–+*"))
    if match is None:
        return Letterhead()
    return Letterhead(day=int(match["day"]), month=int(match["month"]), year=int(match["year"]))


def tidy_symbol(symbol: str) -> str:
    """A symbol without the blanks and look-alikes that slipped into it.

    >>> tidy_symbol("BC - UBND"), tidy_symbol("QD-UBND"), tidy_symbol("TTr–STP"), tidy_symbol("KH UBND")
    ('BC-UBND', 'QĐ-UBND', 'TTr-STP', 'KH-UBND')
    """
    tidied = re.sub(r"\s*[-–—.]\s*|\s+", "-", symbol.strip(" .-–"))
    tidied = re.sub(r"\s*/\s*", "/", tidied)
    head, *rest = re.split(r"(?=[-/])", tidied, maxsplit=1)
    head = {"QD": "QĐ", "TTR": "TTr", "CTR": "CTr"}.get(head, head)
    tail = "".join(rest)
    for printed, meant in (
        ("HDND", "HĐND"),
        ("TDKT", "TĐKT"),
        ("HDTDKT", "HĐTĐKT"),
        ("SGDDT", "SGDĐT"),
        ("ND-CP", "NĐ-CP"),
    ):
        tail = re.sub(rf"(?<![^\W_]){printed}(?![^\W_])", meant, tail)
    return head + tail


def _names_a_body(line: str) -> bool:
    if len(line) <= 3 or read_type(line):
        return False
    return mostly_capitals(line) or (len(line) <= 80 and line[0].isupper() and _BODY.match(line) is not None)


def _may_end_one(line: str) -> bool:
    """Whether a line may be the last word of the name above: "PHÒNG GIÁO DỤC VÀ ĐÀO" / "TẠO"."""
    return 2 <= len(line) <= 3 and line.isalpha() and line.isupper()


def _digits(part: str | None) -> int | None:
    digits = re.sub(r"\D", "", part or "")
    return int(digits) if digits and int(digits) > 0 else None


def _place(printed: str | None) -> str | None:
    """The place before a date: what follows the last mark or run of capitals."""
    if printed is None:
        return None
    words: list[str] = []
    for word in reversed(printed.split()):
        bare = word.strip(".,")
        if not words and bare.isdecimal() and re.search(r"(?:Quận|Phường)\s+\d{1,2}\W*$", printed):
            words.insert(0, word)  # Quận 7, ngày …
            continue
        if not bare[:1].isupper() and bare not in ("phố", "phường", "-"):
            break
        if bare.isupper() and len(bare) > 2 and bare not in ("TP.HCM",):
            break
        words.insert(0, word)
    place = " ".join(words).strip(" ,.-")
    return re.sub(rf"^(?:TP|Tp|TX|T\.P|Thành phố|Phường|Xã)\.?\s+(?=[{UPPER}])", "", place) or None


def _kept(printed: str | None) -> int:
    """How much of what stands before a date belongs to the line before it, not to the place."""
    if printed is None:
        return 0
    place = _place(printed)
    at = printed.rfind(place) if place else -1
    return at if at > 0 else 0


def _subject(text: str, start: int) -> tuple[str, str]:
    """The subject of a letter, which may run over several lines, and the text without it."""
    lines = text[start:].split("\n")
    taken = [lines[0]]
    for line in lines[1:4]:
        first = _CELLS.split(line.strip())[0]
        if (
            not first
            or first.isupper()
            or first.lower().startswith(("kính gửi", "nơi nhận"))
            or taken[-1].rstrip().endswith((".", ";"))
        ):
            break
        if not (first[0].islower() or first[0].isdigit() or len(taken[-1].split()) <= 9):
            break
        taken.append(line)
    raw = "\n".join(taken)
    subject = " ".join(" ".join(_CELLS.split(line.strip())[0] for line in taken).split()).strip(" .;,")
    return subject, text[:start] + _CUT + text[start + len(raw) :]
