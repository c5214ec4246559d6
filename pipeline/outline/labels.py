"""The labels of headings: "Phần I", "II.", "1.2.", "a)", "-"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.header.forms import LOWER, UPPER

Style = Literal[
    "phan", "chuong", "muc", "upper", "roman", "dieu", "arabic", "nested", "paren", "letter", "bullet", "none"
]

# How far in a style stands where a document does not show it otherwise.
RANK: dict[Style, int] = {
    "phan": 0, "chuong": 1, "muc": 2, "upper": 3, "roman": 4, "dieu": 5,
    "arabic": 6, "nested": 7, "letter": 11, "paren": 12, "none": 13, "bullet": 13,
}  # fmt: skip

_ORDINAL = r"(?:thứ\s+)?(?:nhất|một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"

_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    # Phần thứ nhất · PHẦN II: KẾT QUẢ · Phần 1 - ĐÁNH GIÁ · Phần A.    refuses: Phần mềm quản lý, Phần lớn các hộ
    ("phan", re.compile(rf"P(?:hần|HẦN)\s+(?:(?i:{_ORDINAL})|[IVX]+|\d{{1,2}}|[A-H])(?![^\W\d_])")),
    # Chương II
    ("chuong", re.compile(r"C(?:hương|HƯƠNG)\s+(?:[IVXL]+|\d{1,2})(?![^\W\d_])")),
    # Mục 1
    ("muc", re.compile(r"M(?:ục|ỤC)\s+(?:[IVX]+|\d{1,2}|[A-H])(?=\s*[.:\-–]|\s*$)")),
    # Điều 5. Nguyên tắc khen thưởng
    ("dieu", re.compile(r"Đ(?:iều|IỀU)\s+\d{1,3}[a-zđ]?(?=\s*[.:]|\s*$)")),
    # 1.1. · 3.2 · 2.1.3. · II.1.    refuses: 25.660 người, 19,48
    ("nested", re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:\.\d{1,2}){1,3}(?!\d|[.,/]\d)")),
    # IV. · II/ · III - · V)    refuses: V/v đề nghị
    ("roman", re.compile(r"(?!V\s?/\s?v\b)[IVXL]{1,6}(?=\s*[.:)/\-–]|\s*$)")),
    # II KẾT QUẢ …    the dot was left out
    ("roman", re.compile(rf"(?:I{{1,3}}|IV|VI{{0,3}}|IX|X)(?=\s+[{UPPER}]{{2,}}\s[^{LOWER}]{{4,}}$)")),
    # II. read as Il. or I1. before capitals
    ("roman", re.compile(rf"(?=[IVXl1|]*[IVXl|])[IVXl1|]{{1,5}}(?=\.\s*[{UPPER}][^{LOWER}]{{4}})")),
    # A. · B/ · C -
    ("upper", re.compile(r"[A-HĐK](?=\s*[.)/]|\s+[\-–]\s)")),
    # (1) · (12)
    ("paren", re.compile(r"\(\d{1,2}\)|\([a-zđ]\)")),
    # 1. · 2.Giải pháp · 3) · 4/ · 5 - · 6- Mục tiêu    refuses: 10/01/2025, 1.200 suất, 7- 8 người
    ("arabic", re.compile(rf"\d{{1,2}}(?=\s*[.)/:]\s*[^\d\s]|\s*[.)/:]\s*$|\s+[\-–]\s|[\-–]\s*[{UPPER}“])")),
    # a) · đ. · b/ · c- Y tế
    ("letter", re.compile(rf"[a-zđ](?=\s*[.)/](?!\w*[.)/])|\s?[\-–]\s+[{UPPER}“])")),
    # - · + · * · •
    ("bullet", re.compile(r"[-–—+*•▪●○◦►➢✓]")),
)
_CLOSING = re.compile(r"\s*[.:)/]*\s*(?:[-–—](?:\s+|(?=[^\W\d_])))?")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10}
_WORDS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10,
}  # fmt: skip
_LETTERS = tuple("abcdđeghiklmnopqrstuvxy")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a row.

    ``text`` is the label as printed without its closing mark, ``value`` its number (None for a bullet), ``rest`` the
    offset in the row at which the words after it begin.
    """

    style: Style
    text: str
    value: int | None
    rest: int


def read_label(text: str) -> Label | None:
    """The label with which a row begins.

    >>> read_label("2.Giải pháp")
    Label(style='arabic', text='2', value=2, rest=2)
    >>> read_label("Il. KẾT QUẢ").text
    'II'
    >>> read_label("Phần thứ hai: NHIỆM VỤ").text
    'Phần thứ hai'
    >>> read_label("25.660 người") is read_label("Phần mềm một cửa") is read_label("10/01/2025") is None
    True
    """
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if match is None or (style == "roman" and not _ROMAN.fullmatch(_mended(match[0]))):
            continue
        closing = _CLOSING.match(text, match.end())
        rest = closing.end() if closing else match.end()
        if style == "bullet" and text[rest : rest + 1].isdigit() and rest == match.end():
            return None  # a negative number
        if style == "phan" and not _opens(text, match.end(), rest):
            return None
        printed = _mended(match[0]) if style == "roman" else match[0]
        return Label(style, " ".join(printed.strip("()").split()), _value(style, printed), rest)
    return None


def _mended(numeral: str) -> str:
    """A Roman numeral whose strokes were read as l, 1 or |."""
    return re.sub(r"[l1|]", "I", numeral)


def _opens(text: str, end: int, rest: int) -> bool:
    """Whether a heading may follow a "Phần …": nothing, a mark, or a capital."""
    return rest == len(text) or text[rest].isupper() or bool(text[end:rest].strip())


def _value(style: Style, printed: str) -> int | None:
    word = printed.strip("()").split()[-1] if printed.split() else ""
    key = word.casefold()
    value: int | None = None
    if style == "nested":
        value = int(word.rsplit(".", 1)[-1])
    elif word.isdecimal():
        value = int(word)
    elif key in _WORDS:
        value = _WORDS[key]
    elif style not in ("letter", "upper", "paren", "bullet") and _ROMAN.fullmatch(word):
        value = roman(word)
    elif style != "bullet" and key in _LETTERS:
        value = _LETTERS.index(key) + 1
    return value


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 39.

    >>> roman("XIV")
    14
    """
    values = [_VALUES[letter] for letter in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
