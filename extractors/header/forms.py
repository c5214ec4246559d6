"""The set forms of administrative documents: type words, motto, signature lines, names of persons.

The words are in ``lexicon/header.toml``; the source is Decree 30/2020/NĐ-CP.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from unicodedata import combining, normalize

from unidecode import unidecode

from schemas.header import DocumentType

# The letters of Vietnamese, for character classes; the capitals of the block U+1EA0 alternate with the small letters.
_SMALL = "àáâãèéêìíòóôõùúýăđĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
LOWER = "a-z" + _SMALL
UPPER = "A-Z" + _SMALL.upper()

# CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM · Độc lập - Tự do - Hạnh phúc · ĐẢNG CỘNG SẢN VIỆT NAM
MOTTO = re.compile(
    r"C\w+\s?H\w+\s+X\w\s?H\w+\s+CH\w+\s+NGH\w+\s+VI\w+\s+NAM|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|[ĐD]\w+\s+l\w+\s*[-–—]?\s*T\w+\s+do\s*[-–—]?\s*H\w+\s+ph\w+",
    re.IGNORECASE,
)
# Số: 57/KH-UBND · Số:      /BC-UBND · Số: 41/TTr-CAH(TM) · Số 46-CT/TU · Số: 12/2025/QĐ-UBND · Số:.../TTr - SNV
# refuses: Số lượng, Số 9 phố
NUMBER = re.compile(
    r"(?:^|(?<=\s))S[ốôóo]\s*[:.]?\s*(?P<number>\d{1,6}[a-zđ]?)?[\s.…_]{0,60}"
    r"(?:(?<=\d)\s{0,9}/\s{0,9}(?P<year>(?:19|20)\d\d))?"
    r"(?P<mark>\s{0,9}[/\-–]\s{0,9})"
    r"(?P<symbol>(?:QyĐ|[A-ZĐƯ][A-ZĐƯa-z&]*)(?:\s?[-–./]\s?[A-ZĐƯ][\wĐđƯư&]*| (?=[A-ZĐƯ]{2,}\b))*"
    r"(?:\([A-ZĐƯ]{1,4}\d{0,2}\))?)",
)
# An Lạc, ngày 06 tháng 8 năm 2025 · Vân Khê, ngày tháng năm 2025 · TP. Cần Thơ, ngày … tháng … năm 2024
PLACE_DATE = re.compile(
    r"(?P<place>(?<!\w)[^\W\d_](?:(?!\s\s)[^\n\t,;:()]){0,40}?)?\s{0,9},?\s{0,9}\b[Nn]g[àáa]y"
    r"(?P<day>[\s.…_]{0,30}\d{0,2}[\s.…_]{0,30})[Tt]h[áàa]ng(?P<month>[\s.…_]{0,30}\d{0,2}[\s.…_]{0,30})"
    r"[Nn][ăâa]m(?P<year>[\s.…_]{0,30}(?:\d{4}|\d{2,3}[.…]{1,9})?)"
)
# Huế, ngày 30/11/2025
PLACE_NUMERIC_DATE = re.compile(
    r"(?P<place>(?<!\w)[^\W\d_](?:(?!\s\s)[^\n\t,;:()]){0,40}?),?\s{0,9}\b[Nn]g[àáa]y\s{0,9}"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)"
)
# V/v báo cáo kết quả · Về việc tặng Giấy khen
ABOUT = re.compile(r"V\s?/\s?v\b|V[ềê] việc\b", re.IGNORECASE)


@lru_cache(maxsize=8192)  # phrases of the lexicon are folded again and again
def fold_accents(text: str) -> str:
    """The accent-free key of a text: lower case, single blanks, no marks at the ends.

    >>> fold_accents("  KẾ  HOẠCH: ")
    'ke hoach'
    """
    return " ".join(unidecode(text).casefold().split()).strip(" .:;,-*\"'")


@cache
def lexicon() -> dict[str, Any]:
    """The words of ``lexicon/header.toml``."""
    return tomllib.loads(files("extractors").joinpath("lexicon/header.toml").read_text(encoding="utf-8"))


@cache
def _type_words() -> tuple[tuple[tuple[str, ...], re.Pattern[str], DocumentType], ...]:
    found = [
        (
            tuple(word.split()),
            re.compile(r"\s+".join(map(re.escape, fold_accents(word).split())) + r"\b"),
            entry["code"],
        )
        for entry in lexicon()["types"]
        for word in entry["words"]
    ]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


def _means_otherwise(printed: str, official: tuple[str, ...]) -> bool:
    """Whether the marks of a word say that it is another one: PHƯỜNG AN is no PHƯƠNG ÁN, BẢO CÁO a slip of BÁO CÁO.

    >>> _means_otherwise("PHƯỜNG AN", ("phương", "án")), _means_otherwise("BAO CÁO", ("báo", "cáo"))
    (True, False)
    """
    read = [normalize("NFD", word.lower()) for word in printed.split()]
    meant = [normalize("NFD", word) for word in official]
    pairs = [(one, other) for one, other in zip(read, meant, strict=False) if any(map(combining, one))]
    return any(set(one) - set(other) for one, other in pairs) and not any(one == other for one, other in pairs)


def read_type(line: str, *, capitals: bool = True) -> tuple[DocumentType, int] | None:
    """The kind that a title line names, and the offset at which its type word ends.

    With ``capitals`` (the default) the type word must be printed in capitals, as the Decree asks.

    >>> read_type("TỜ TRÌNH")
    ('to_trinh', 8)
    >>> read_type("Kế hoạch được triển khai") is None
    True
    >>> read_type("PHƯỜNG AN HẢI ĐÔNG") is None
    True
    """
    words = [*re.finditer(r"\S+", line)][:8]
    skip = 2 if words and fold_accents(" ".join(w[0] for w in words[:2])) in ("du thao", "(du thao)") else 0
    if skip == 0 and len(words) > 1 and len(words[0][0]) == 1:
        skip = 1  # a speck that was read as a letter
    words = words[skip:]
    key = fold_accents(" ".join(word[0] for word in words))
    for official, pattern, code in _type_words():
        if len(words) >= len(official) and pattern.match(key):
            end = words[len(official) - 1].end()
            printed = line[words[0].start() : end]
            if (not capitals or printed.isupper()) and not _means_otherwise(printed, official):
                return code, end
    return None


def type_of_symbol(symbol: str) -> DocumentType | None:
    """The kind that a symbol stands for: "KH-UBND" → ``ke_hoach``; None for the symbol of a letter.

    >>> type_of_symbol("BC-UBND"), type_of_symbol("UBND-VX")
    ('bao_cao', None)
    """
    head = re.split(r"[-–/\s.]", symbol, maxsplit=1)[0]
    for entry in lexicon()["types"]:
        if head in entry["symbols"]:
            code: DocumentType = entry["code"]
            return code
    return None


@cache
def _office() -> re.Pattern[str]:
    titles = "|".join(re.escape(fold_accents(title)) for title in lexicon()["signature"]["titles"])
    return re.compile(rf"(?:(?:pho|quyen|q|nguyen)[.\s]+)*(?:{titles})(?:\s|$)")


@cache
def _marks() -> frozenset[str]:
    return frozenset(fold_accents(mark) for mark in lexicon()["signature"]["marks"])


@cache
def _capacity() -> re.Pattern[str]:
    marks = "|".join(re.escape(mark) for mark in lexicon()["signature"]["capacities"])
    return re.compile(rf"(?:(?:{marks})\s?\.\s*|(?:T/M|K/T|T/L)\s+)(?=[^\W\d_])")


# PHÓ CHỦ TỊCH (đã ký) · GIÁM ĐỐC (Đã ký) Lò Văn Sơn      the mark of a copy, and the name behind it
SIGNED = re.compile(r"\s*[(\[](?:đã\s+)?ký(?:[^()\[\]]{0,30})[)\]]\s*", re.IGNORECASE)


def _unsigned(line: str) -> str:
    """A line before the mark that it was signed, where nothing but a name follows the mark."""
    match = SIGNED.search(line) if line[-1:] in ")]" or "ký" in line else None
    if match is None or match.start() == 0:
        return line
    after = line[match.end() :]
    return line[: match.start()] if not after or read_name(after) else line


def is_capacity(line: str) -> bool:
    """Whether a line gives the authority to sign: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"."""
    line = _unsigned(line)
    match = _capacity().match(line)
    return match is not None and len(line) <= 90 and mostly_capitals(line[match.end() :])


def is_office(line: str) -> bool:
    """Whether a line is an office in capitals that stands alone: "PHÓ CHỦ TỊCH", "GIÁM ĐỐC SỞ".

    >>> is_office("PHÓ CHỦ TỊCH"), is_office("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ"), is_office("Chủ tịch UBND xã")
    (True, True, False)
    >>> is_office("TRƯỞNG PHÒNG (đã ký)")
    True
    """
    line = _unsigned(line)
    if not line or len(line) > 70 or not mostly_capitals(line):
        return False
    return _office().match(fold_accents(line)) is not None


def is_signing_mark(line: str) -> bool:
    """Whether a line only says that somebody signed: "(Đã ký)"."""
    return fold_accents(line.strip("()[] ")) in _marks()


@cache
def _surnames() -> frozenset[str]:
    return frozenset(lexicon()["signature"]["surnames"])


def is_full_name(text: str) -> bool:
    """Whether a text is a name that begins with a known family name: sure enough where nothing else says so."""
    name = read_name(text)
    return name is not None and name.split()[0] in _surnames()


def read_name(line: str) -> str | None:
    """The name of a person that a line consists of, without degree or rank.

    >>> read_name("ThS. Trần Minh Khang"), read_name("Lưu: VT"), read_name("Đại úy Lò Văn Sơn")
    ('Trần Minh Khang', None, 'Lò Văn Sơn')
    >>> read_name("Hồ Thị H’Lan"), read_name("Y Bih Niê K'đăm")
    ('Hồ Thị H’Lan', "Y Bih Niê K'đăm")
    """
    words = line.strip(" .;,()*_").split()
    signature = lexicon()["signature"]
    while words and words[0].rstrip(".") in signature["degrees"]:
        words = words[1:]
    words = [part for word in words for part in re.split(r"(?<=[a-zA-Z]\.)(?=\w)", word)]
    while words and words[0].rstrip(".") in signature["degrees"]:
        words = words[1:]
    for rank in signature["ranks"]:
        size = len(rank.split())
        if fold_accents(" ".join(words[:size])) == fold_accents(rank) and len(words) - size >= 2:
            words = words[size:]
            break
    if not 2 <= len(words) <= 5 or not all(_is_name_word(word) for word in words):
        return None
    return " ".join(words)


# H’Thuyên · K'Brôi · Y-Bhăm      a prefix of a name in the Central Highlands
_PREFIXED = re.compile(rf"[{UPPER}]{{1,2}}[’'‘`-][{UPPER}{LOWER}][{LOWER}]{{0,9}}")


def _is_name_word(word: str) -> bool:
    if _PREFIXED.fullmatch(word):
        return True
    return (len(word) <= 8 and word[0].isupper() and word[1:].islower()) or (len(word) == 1 and word.isupper())


def mostly_capitals(text: str) -> bool:
    """Whether a text is set in capitals, but for a slip or two."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.85 * len(letters)
