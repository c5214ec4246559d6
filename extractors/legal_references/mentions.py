"""Where instruments are named in a text: by a number, or, for a law, by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.codes import Code, find_codes
from extractors.legal_references.laws import Law, find_laws
from extractors.legal_references.lexicon import bare, instruments
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument named in a text.

    ``span`` runs from the word that names its kind to its number (or, for a law, to its name or number).
    """

    span: Span
    doc_type: str
    rule: str
    confidence: float
    code: Code | None = None
    law: Law | None = None
    number: str | None = None  # a number without a symbol: "Nghị quyết số 18"
    year: int | None = None  # … with its year: "Nghị định 37/2021"


# What stands between the word for the kind and the number: "số", "số:", "số số", "sổ", and for "Kế hoạch phát động
# thi đua số 5/KH-UBND" a few words before it.
_GAP = re.compile(
    r"(?:(?:\s+[^\s,;.:()“”\"]+){0,7}?\s+|\s*[,(]?\s*)(?:s[ốóổoồ]\s*:?\s*){1,2}|\s+(?:s[ốoóổ]\s*)?", re.IGNORECASE
)
_SO = re.compile(r"(?:s[ốóổo]\s*:?\s*)+$", re.IGNORECASE)
# "Số: 57/KH-UBND" in a letterhead, also one that ran into the line before
_OWN = re.compile(r"(?:^|[\t|])\s*S[ốóổo]\s*:?\s*$|Số\s*:\s*$")
_WINDOW = 90  # characters before a number in which the word for its kind may stand

# "Nghị quyết số 18 của …", "Quyết định số 45 ngày 3/4/2025", "Nghị định 37/2021", "Đề án 06, …"; not "Kế hoạch 5 năm",
# "Chương trình 135", "Kế hoạch 12/2024" (a month)
_BARE_NUMBER = re.compile(
    r"(?P<type>[NnCcQqKkTtĐđHh](?<!\w.)(?i:ghị\s+quyết|ghị\s+định|hỉ\s+thị|uyết\s+định|ết\s+luận|hông\s+tư|ề\s+án|ế\s+hoạch"
    r"|ông\s+văn|hông\s+báo|ướng\s+dẫn|ờ\s+trình|ông\s+điện))(?i:\s+(?:thanh\s+tra|liên\s+tịch|hành\s+động))?"
    r"\s+(?P<so>(?i:số)\s*:?\s*)?(?P<number>\d{1,5}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?"
    r"(?![\d/]|\s?[-–/]\s?\w|[.,]\d|\w)(?P<after>\s+(?i:của|ngày)\b)?"
    r"(?P<count>\s+(?i:năm|tháng|ngày|kỳ|quý|nội|lĩnh|mục|nhiệm|giai|cấp|bên|đồng|tỷ|tỉ|triệu|nghìn|người|hộ|tập|cá|đơn|xã|phường|chỉ|nhóm"
    r"|giải|điểm|lớp|buổi|cuộc|đợt|trường|dự|công|văn|bước|trang|điều|khoản|chương|phần|lần|ha|km|%)\b)?",
)


_YEAR = re.compile(r"(?:19|20)\d\d")  # "Kế hoạch 2026", the heading of a column


def find_mentions(text: str) -> list[Mention]:
    """All mentions of instruments in a text, in order of place.

    >>> [(m.doc_type, m.code.canonical) for m in find_mentions("các Quyết định số 5/QĐ-UBND và số 7/QĐ-UBND") if m.code]
    [('quyet_dinh', '5/QĐ-UBND'), ('quyet_dinh', '7/QĐ-UBND')]
    """
    coded = list(_coded(text, find_codes(text)))
    taken = [m.span for m in coded]
    named = []
    for law in find_laws(text):
        if law.code_at is None:
            named.append(Mention(law.span, "luat", law.rule, law.confidence, law=law))
            continue
        for at, mention in enumerate(coded):
            if mention.code is not None and mention.code.span.start == law.code_at:
                coded[at] = replace(mention, span=Span(law.span.start, mention.code.span.end), doc_type="luat", law=law)
    loose = [m for m in _numbered(text) if not any(m.span.overlaps(span) for span in taken)]
    return sorted((*coded, *named, *loose), key=lambda m: m.span)


def _coded(text: str, codes: list[Code]) -> Iterator[Mention]:
    """Mentions by number and symbol, each with the word for its kind."""
    last: Mention | None = None
    for code in codes:
        start, doc_type = _kind_before(text, code)
        if start is not None:
            last = Mention(Span(start, code.span.end), doc_type or _of_symbol(code), "type-code", 0.98, code)
        elif _OWN.search(text, max(0, code.span.start - 12), code.span.start):
            last = None
            continue
        else:
            lead = _SO.search(text, max(0, code.span.start - 12), code.span.start)
            span = Span(lead.start() if lead else code.span.start, code.span.end)
            if last is not None and last.code is not None and _in_list(text[last.code.span.end : code.span.start]):
                same = code.kind in (None, last.code.kind)
                last = Mention(span, last.doc_type if same else _of_symbol(code), "code-list", 0.95, code)
            else:
                last = Mention(span, _of_symbol(code), "code", 0.9, code)
        yield last


def _of_symbol(code: Code) -> str:
    """The kind as the symbol tells it; letters of two organs alone are those of an official letter."""
    if code.kind is not None:
        return code.kind
    return "cong_van" if code.year is None and "-" in code.symbol else "khac"


# Between two numbers of a list: ", ", " và số ", or the first one's date: ", ngày 3/4/2025 và số "
_BETWEEN = re.compile(
    r"(?:\s*[,(]?\s*(?:ngày\s*)?\d{1,2}(?:\s*[/.-]\s*|\s+tháng\s+)\d{1,2}(?:\s*[/.-]\s*|\s+năm\s+)\d{4}\)?)?"
    r"\s*(?:[,;]\s*(?:và\s+|hoặc\s+)?|và\s+|hoặc\s+)(?:các\s+)?(?:s[ốóổo]\s*:?\s*)*",
    re.IGNORECASE,
)


def _in_list(gap: str) -> bool:
    return len(gap) < 60 and _BETWEEN.fullmatch(gap) is not None


def _kind_before(text: str, code: Code) -> tuple[int | None, str]:
    """Where the word for the kind begins before a code, and the kind; (None, "") where there is none."""
    lexicon = instruments()
    begin = max(0, code.span.start - _WINDOW)
    best: tuple[int | None, str] = (None, "")
    for word in reversed(list(lexicon.type_word.finditer(text, begin, code.span.start))):
        if not _GAP.fullmatch(text, word.end(), code.span.start):
            break
        doc_type = lexicon.types[" ".join(word[0].lower().split())]
        if best[0] is None or doc_type == code.kind:
            best = (word.start(), doc_type)
        if code.kind is None or doc_type == code.kind:
            break
    if best[0] is None and (damaged := lexicon.damaged.search(bare(text[begin : code.span.start]))):
        return begin + damaged.start(), lexicon.bare_types[" ".join(damaged["type"].split())]
    return best


def _numbered(text: str) -> Iterator[Mention]:
    """Mentions by a number without a symbol: sure with a date or an issuer behind, else for review."""
    lexicon = instruments()
    for match in _BARE_NUMBER.finditer(text):
        said = match["so"] or match["after"] or match["year"]
        if match["year"] and match["type"][:2].lower() not in ("ng", "th", "qu", "ch"):
            continue
        if not said and (len(match["number"]) < 2 or match["count"] or _YEAR.fullmatch(match["number"])):
            continue
        doc_type = lexicon.types[" ".join(match["type"].lower().split())]
        end = match.end("year") if match["year"] else match.end("number")
        yield Mention(
            Span(match.start(), end),
            doc_type,
            "number",
            _sureness(match),
            number=match["number"],
            year=int(match["year"]) if match["year"] else None,
        )


def _sureness(match: re.Match[str]) -> float:
    """How sure a number without a symbol is one of an instrument."""
    if match["after"]:
        return 0.8 if match["so"] else 0.75
    return 0.75 if match["year"] else 0.6
