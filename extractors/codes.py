"""Numbers and symbols of instruments: "152/2025/NĐ-CP", "41-CT/TW", "377/QĐ-UBND".

What is no code: fractions ("39/39 thôn"), dates, standards ("ISO 9001", "QCVN 01:2018/BYT"), units ("tạ/ha").

>>> [c.canonical for c in find_codes("Nghị quyết số 12 -NQ/TU và Quyết định 45/QD-UBND; năng suất 66 tạ/ha")]
['12-NQ/TU', '45/QĐ-UBND']
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.text import Span

_LEXICON = Path(__file__).parent / "lexicon" / "instruments.toml"


@dataclass(frozen=True, slots=True)
class Code:
    """The code of an instrument.

    ``number`` and ``symbol`` are as records.md wants them ("152", "NĐ-CP"), ``year`` the year within the code;
    ``canonical`` is the whole, slips of form mended; ``kind`` what the symbol says about the kind of instrument
    (a code of ``schemas.records.legal_references.InstrumentType``), None where it says nothing.
    ``span`` covers number to symbol as printed.
    """

    span: Span
    number: str
    year: int | None
    symbol: str
    canonical: str
    kind: str | None


@dataclass(frozen=True)
class _Symbols:
    """The lexicon of symbols, read once."""

    kinds: dict[str, str]
    alone: dict[str, str]
    organs: frozenset[str]
    mended: dict[str, str]  # by upper case: what the letters should be


@cache
def _symbols() -> _Symbols:
    with _LEXICON.open("rb") as file:
        lexicon = tomllib.load(file)
    kinds, organs = lexicon["kinds"], lexicon["organs"]["names"]
    known = {letters.upper(): letters for letters in (*organs, *kinds)}
    return _Symbols(kinds, lexicon["alone"], frozenset(organs), known | lexicon["slips"])


_DASH = r"[-–—‐‑−_]"
_UP = "[A-ZĐÐƯÂÔĂÊƠ]"
# "QĐ", "TTg", "CTrPH", "UBTVQH15", "UBTVQH 14", "BCĐ389", "BGD&ĐT"; not "Công"
_LETTERS = rf"{_UP}+(?:\s?&\s?{_UP}+)?[a-zđ]{{0,2}}{_UP}*\d{{0,3}}(?:(?<=QH)\s\d\d(?![\d/.]))?"
_JOIN = rf"(?:\s?/\s?|\s?{_DASH}\s?|\.(?={_UP}{{2}}))"  # "QĐ-UBND.HC"; "QĐ - UBND" is looked at by ``_read``
_KINDS = "qđ|nđ|nq|ct|kh|kl|hd|tb|tt|ttr|cv|ctr|bc|đa"
_ORGANS = "ubnd|hđnd|tw|tu|hu|đu|cp|ttg|bnv|snv|mttq|btv"
# What a symbol may run into where a blank was lost: "152/2025/NĐ-CPngày 14/6/2025"
_GLUED = r"(?=(?:ngày|của|về|và|quy|do|hướng|sửa|được|thì|có|theo|tại|ban|sẽ|này|để|vào|trong|đã)(?!\w))"

# "152/2025/NĐ-CP", "377/QĐ-UBND", "1669/NQ-UBTVQH15", "41-CT/TW", "76- CTr/TU", "2753/TTr-STP", "12a/KH-UBND",
# "03/2025/NĐ CP" (a blank for the dash), "06/CP", "17 / CT - TTg", "1271 QĐ/CT", "36-nq/tw"; the symbol is looked at
# again by ``_read``
_CODE = re.compile(
    rf"(?:(?<![\w:/.,])|(?<=[Ss]ố))(?P<number>\d{{1,5}}(?:[a-zđ]|[A-D](?=\s?[/-]))?(?:bis)?)"
    rf"(?:\s?/\s?(?P<year>(?:19|20)\d\d))?"
    rf"\s?(?P<mark>/|{_DASH}|\s(?=(?i:{_KINDS})\s?[/-]))\s?"
    rf"(?P<symbol>{_LETTERS}(?:{_JOIN}{_LETTERS}){{0,6}}(?:[ ](?P<tail>[A-ZĐ][A-ZĐa-z]+)(?!\w))?"
    rf"|(?P<low>(?i:{_KINDS})\s?[/-]\s?(?i:{_ORGANS}))(?!\w))"
    rf"(?:(?![^\W¹²³⁴-⁹_]|{_DASH}[A-ZĐ]|_\w)|{_GLUED})"
)
_BLANKS = re.compile(r"\s?(&)\s?|(?<=QH)\s(?=\d)")
# What every code holds, to pass over texts that hold none: far quicker to look for than a code.
_LIKELY = re.compile(rf"\d(?:[a-zđA-D]|\w?bis)?\s?(?:[/_–—‐‑−-]\s?[A-ZĐÐƯa-zđ]|\s(?i:{_KINDS})\s?[/-])")
_PIECES = re.compile(rf"(\s?(?:/|{_DASH})\s?|\.|(?<!QH)(?<!&)[ ](?!&))")
# "ISO 9001", "QCVN 18", "QCVN 01 - 54 : 2011/…"; "Mẫu số 01/TB-ĐKT", "Biểu số 03/DT": standards and forms
_STANDARD = re.compile(
    r"(?:ISO|TCVN|QCVN|IEC|TCXDVN|QCĐP|TCCS)(?:/\w+)?\s*(?:[\d\s.-]{1,10}:\s*)?$"
    r"|(?:mẫu|biểu|phụ\s+lục|phiếu|bảng|ký\s+hiệu|tờ\s+khai|hợp\s+phần)\s*(?:số)?\s*:?\s*$",
    re.IGNORECASE,
)

# "Công văn số 12/…", "văn bản 12/…": words after which only a code can stand
_INTRODUCED = re.compile(r"(?:số|công văn|văn bản|tờ trình|thông tri|giấy mời|công điện)\s*:?\s*$", re.IGNORECASE)
# … and those behind which even a symbol of one part is one: "Sắc lệnh số 39/SL", "Nghị định 6-CP"
_NAMED = re.compile(
    r"(?:quyết định|nghị định|nghị quyết|chỉ thị|thông tư|kế hoạch|sắc lệnh|kết luận|hướng dẫn|thông báo|công văn"
    r"|văn bản|tờ trình|công điện|báo cáo|thông tri|pháp lệnh|quy định|quy chế|lệnh|luật)\s*(?:số)?\s*:?\s*$",
    re.IGNORECASE,
)


def find_codes(text: str) -> list[Code]:
    """All codes of instruments in a text, in order of place.

    >>> [(c.number, c.year, c.symbol) for c in find_codes("152/2025/NĐ-CP; 76- CTr/TU; 5270/SGDĐT-VP; 08/2024/NĐ CP")]
    [('152', 2025, 'NĐ-CP'), ('76', None, 'CTr/TU'), ('5270', None, 'SGDĐT-VP'), ('08', 2024, 'NĐ-CP')]
    >>> find_codes("39/39 thôn, 26/6/2025, ISO 9001:2015, 45 km/h, xe 15B-123.45, giai đoạn 2025-2030")
    []
    """
    found: list[Code] = []
    if not _LIKELY.search(text):
        return found
    for match in _CODE.finditer(text):
        code = _read(match)
        if code is not None:
            found.append(code)
    return found


def _read(match: re.Match[str]) -> Code | None:
    """The code that the match stands for; None where its letters are no symbol."""
    text, start, end = match.string, match.start(), match.end()
    if _STANDARD.search(text, max(0, start - 24), start):
        return None
    symbols = _symbols()
    symbol = match["symbol"].upper() if match["low"] else match["symbol"]
    letters, joints, lost = _split(symbol, match["tail"] is not None)
    end -= lost
    if not letters:
        return None
    letters = [_mend(piece) for piece in letters]
    letters, joints = _part(letters, joints)
    kind = symbols.kinds.get(letters[0])
    blank, mark = not match["mark"].strip(), "/" if match["mark"] == "/" else "-"
    introduced = _NAMED.search(text, max(0, start - 18), start) is not None
    if (blank or match["low"]) and not introduced and not _INTRODUCED.search(text, max(0, start - 12), start):
        return None
    if len(letters) == 1:
        stem = letters[0].rstrip("0123456789")
        alone = mark == "/" and (stem in symbols.alone or (kind is not None and match["year"] is not None))
        tight = not text[match.start("mark") - 1 : match.end("mark") + 1].startswith(" ")
        if not alone and (not introduced or blank or len(stem) < 2 or not (mark == "/" or tight)):
            return None
        kind = symbols.alone.get(stem) or (kind if stem not in symbols.alone else None)
    elif kind is None and not _vouched(match, mark, letters):
        return None  # "3/THCS-THPT": without a known kind something else has to speak for a code
    joints = [joint if joint in "/." else "-" for joint in joints]
    if blank:
        mark = "-" if "/" in joints else "/"
    symbol = letters[0] + "".join(joint + piece for joint, piece in zip(joints, letters[1:], strict=True))
    year = int(match["year"]) if match["year"] else None
    canonical = f"{match['number']}{'' if year is None else f'/{year}'}{mark}{symbol}"
    return Code(Span(start, end), match["number"], year, symbol, canonical, kind)


def _split(symbol: str, tail: bool) -> tuple[list[str], list[str], int]:
    """The groups of letters of a symbol, what joins them, and how many characters at the end are no part of it."""
    symbols = _symbols()
    pieces = _PIECES.split(symbol)
    letters, joints = pieces[::2], pieces[1::2]
    lost = 0
    if tail:
        if letters[-1] not in symbols.organs or len(letters) != 2 or _mend(letters[0]) not in symbols.kinds:
            lost = len(letters.pop()) + len(joints.pop())
        else:
            joints[-1] = "-"
    for at in range(1, len(joints)):  # "12/QĐ-UBND - HĐND": a dash between blanks ends a symbol that has its organ
        if joints[at].startswith(" ") and joints[at].endswith(" ") and "/" not in joints[at]:
            lost += len("".join(pieces[2 * at + 1 : 2 * len(letters) - 1]))
            letters, joints = letters[: at + 1], joints[:at]
            break
    letters = [_BLANKS.sub(r"\1", piece) for piece in letters]
    return letters, [joint.strip() or "-" for joint in joints], lost


def _vouched(match: re.Match[str], mark: str, letters: list[str]) -> bool:
    """Whether a code without a known kind is one: "Công văn số 12/BTP-VP", "5270/SGDĐT-VP"."""
    if sum(letter.isupper() for letter in "".join(letters)) < 3:
        return False
    organs = _symbols().organs
    introduced = _INTRODUCED.search(match.string, max(0, match.start() - 12), match.start()) is not None
    if mark == "-":
        return introduced and letters[-1] in organs  # "Chương trình số 25-CTrHĐ/TU"
    return introduced or (len(match["number"]) > 2 and any(piece in organs for piece in letters))


def _mend(letters: str) -> str:
    """One group of letters, known slips mended: "QD" → "QĐ", "HDND" → "HĐND", "Ttg" → "TTg", "UBND2" → "UBND".

    A digit at the end is a footnote's mark, but for the legislature's ("QH15") and a steering committee's ("BCĐ389").
    """
    symbols = _symbols()
    letters = letters.replace("\u00d0", "Đ")  # the Icelandic letter that looks like it
    stem = letters.rstrip("0123456789")
    mended = symbols.mended.get(stem.upper(), stem)
    footnote = mended in symbols.organs and mended not in ("UBTVQH", "BCĐ") and len(letters) - len(stem) < 3
    return mended if footnote else mended + letters[len(stem) :]


def _part(letters: list[str], joints: list[str]) -> tuple[list[str], list[str]]:
    """Part a kind and an organ that lost the dash between them: "QĐUBND" → "QĐ", "UBND"."""
    symbols = _symbols()
    first = letters[0]
    if first in symbols.kinds or first in symbols.organs:
        return letters, joints
    for cut in range(2, min(5, len(first))):
        if first[:cut] in symbols.kinds and first[cut:] in symbols.organs:
            return [first[:cut], first[cut:], *letters[1:]], ["-", *joints]
    return letters, joints
