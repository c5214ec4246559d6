"""Numerals in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.numbers.lexicon import load
from extractors.numbers.numeral import Numeral
from schemas.text import Span

_D = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
_LOW = r"(?:một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:{_D}\s+mươi(?:\s+{_LOW})?|mười(?:\s+(?:một|hai|ba|bốn|lăm|nhăm|sáu|bảy|bẩy|tám|chín))?)"
_HUNDREDS = rf"(?:{_D}\s+trăm(?:\s+(?:(?:linh|lẻ)\s+{_D}|{_TENS}))?)"
_SMALL = rf"(?:{_HUNDREDS}|{_TENS}|{_D})"
# "ba", "mười lăm", "hai mươi tư", "một trăm linh năm", "một nghìn hai trăm"
_SPELLED = re.compile(
    rf"(?<![\w-])(?P<thousands>{_SMALL}\s+(?:nghìn|ngàn)(?:\s+{_SMALL})?(?!\s+(?:đồng|tỷ|tỉ)))(?!\w)"
    rf"|(?<![\w-])(?P<small>{_SMALL})(?!\w)",
    re.IGNORECASE,
)
_FIGURES = {"mười": 10, "mươi": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "linh": 0, "lẻ": 0}
_VALUES = {
    word: value
    for value, words in enumerate(
        ("một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm", "sáu", "bảy bẩy", "tám", "chín"), start=1
    )
    for word in words.split()
}
_FIVE_BEFORE = re.compile(r"(?:^|[,;:(]\s*|\b(?:cho|và|tặng|thưởng|có|được|với|gồm|là)\s+)$", re.IGNORECASE)
_CLASS = re.compile(r"\s+hạng\s+(?:nhất|nhì|ba)(?!\w)", re.IGNORECASE)  # "Huân chương (hai hạng nhất, một hạng nhì)"
_EACH_ONE = re.compile(r"(?<!\w)mỗi\s+\w+\s+$", re.IGNORECASE)  # "mỗi xã một sản phẩm": a slogan
_VAGUE_BEFORE = re.compile(r"(?:vài|mấy|hàng|thứ|lần|hạng|bên|một|hai|ba|tháng|ngày|năm)\s+$", re.IGNORECASE)


def find_words(text: str) -> Iterator[Numeral]:
    """Numerals in words. A lone word is a number only before a noun that is counted: "ba tập thể", not "ba miền"."""
    for match in _SPELLED.finditer(text):
        words = match[0].lower().split()
        before = text[max(0, match.start() - 12) : match.start()]
        if len(words) == 1 and not counts(text, match.end()) and not _CLASS.match(text, match.end()):
            continue
        if _VAGUE_BEFORE.search(before):
            continue
        if words == ["năm"] and not _FIVE_BEFORE.search(before):
            continue
        if words == ["một"] and _EACH_ONE.search(before):
            continue
        if words == ["một"] and text[match.end() :].lstrip().lower().startswith(("nhà ", "con ", "tổ chức", "người ")):
            continue
        yield Numeral(Span(*match.span()), float(spelled(words)), words=True)


def counts(text: str, end: int) -> bool:
    """Whether a noun that is counted stands right after an offset: "ba tập thể", "1,250 hộ"."""
    after = re.match(r"\s+(\w+)(?:\s+(\w+))?(?:\s+(\w+))?", text[end : end + 40])
    if after is None:
        return False
    words = [w.lower() for w in after.groups() if w]
    return any(" ".join(words[:n]) in load()["countable"] for n in range(1, len(words) + 1))


def spelled(words: list[str]) -> int:
    """The value of a number in words.

    >>> spelled("một trăm linh năm".split()), spelled("hai mươi tư".split()), spelled("một nghìn hai trăm".split())
    (105, 24, 1200)
    """
    total = part = digit = 0
    for word in words:
        figure = _FIGURES.get(word)
        if word == "mười":
            part += 10
        elif word == "mươi":
            part, digit = part + digit * 10, 0
        elif word == "trăm":
            part, digit = part + digit * 100, 0
        elif figure == 1000:
            total, part, digit = total + (part + digit) * 1000, 0, 0
        elif figure is None:
            digit = _VALUES[word]
    return total + part + digit
