"""Laws that are cited by name: "Luật Thi đua, khen thưởng năm 2022", "Bộ luật Lao động"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.legal_references.lexicon import bare, key, laws
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Law:
    """A law named in a text: the span of its name, its identity without the year, where its number begins if it has one."""

    span: Span
    name_key: str
    rule: str
    confidence: float
    code_at: int | None = None


# "Luật", "Bộ luật"; not "pháp luật", "kỷ luật", "quy luật", "Công ty Luật"
_WORD = re.compile(
    r"(?<!\w)(?<!pháp )(?<!Pháp )(?<!PHÁP )(?<!kỷ )(?<!Kỷ )(?<!kỉ )(?<!KỶ )(?<!quy )(?<!Quy )(?<!QUY )(?<!hình )(?<!bộ )"
    r"(?<!Bộ )(?<!BỘ )(?P<word>Bộ\s+luật|Luật)(?!\w)\s*",
    re.IGNORECASE,
)
_AMENDING = re.compile(r"(?:sua\s+doi|bo\s+sung|thay\s+the)[^;:.]{0,60}?\b(?=(?:bo\s+)?luat\b)")
_CONSTITUTION = re.compile(
    r"(?<!\w)Hiến\s+pháp(?!\s*(?:,|và)\s*pháp\s+luật)(?=\s+năm\s+\d{4}|\s+nước\b|\s+\d{4}|\s*[,;.]|\s+và\b|\s+của\s+nước)"
)
# The number of a law behind its name: "Luật Cư trú số 68/2020/QH14", "(Luật số 06/2022/QH15)"
_NUMBER_BEHIND = re.compile(r"\s*(?:năm\s+\d{4}\s*)?[,(]?\s*(?:Luật\s+)?(?:s[ốóổo]\s*:?\s*)?(?=\d{1,3}/(?:19|20)\d\d/)")
_UNKNOWN = re.compile(r"[^\W\d_]+(?:\s+[^\W\d_]+){0,9}")
_UNKNOWN_END = re.compile(
    r"\s+(?:và|hoặc|về|quy|được|do|có|số|năm|ngày|của|là|để|trong|tại|khi|đã|thì|này|hiện|sửa|thông|ban\s+hành|nêu|theo"
    r"|chưa|không|sẽ|cho|từ|đến|với|trên|bằng|gồm|như|mà|nếu|phải|cần|còn|cũng|đang|vào|ra|bao|nhằm|đối|hay)\b"
)


def find_laws(text: str) -> Iterator[Law]:
    """All laws that a text names, those inside an amending law's name too.

    >>> [law.name_key for law in find_laws("Căn cứ Luật Giá; vi phạm pháp luật đất đai; Bộ luật Dân sự, Công ty Luật An")]
    ['luat-gia', 'bo-luat-dan-su']
    """
    low = text.lower()
    if "luật" not in low and "hiến pháp" not in low:
        return
    plain = bare(text)
    for match in _WORD.finditer(text):
        law = _law_at(text, plain, match)
        if law is not None:
            yield law
    for match in _CONSTITUTION.finditer(text):
        yield Law(Span(match.start(), match.end()), "hien-phap", "constitution", 0.85)


def _law_at(text: str, plain: str, word: re.Match[str]) -> Law | None:
    lexicon = laws()
    start, name_start = word.start(), word.end()
    if lexicon.before.search(text, max(0, start - 30), start):
        return None
    amending = _AMENDING.match(plain, name_start)
    if amending:
        end = _last_of_list(plain, amending.end())
        if end is None:
            return None
        return _with_number(text, Span(start, end), "amending-law", 0.9)
    name = lexicon.name.match(plain, name_start)
    if name:
        if word["word"][0] == "l" and not text[name_start].isupper() and len(name[0].split()) < 3:
            return None  # "luật lao động" said of law in general
        return _with_number(text, Span(start, name.end()), "law", 0.97)
    if (
        not text[name_start : name_start + 1].isupper()
        or word["word"].isupper()
        or lexicon.never.match(text, name_start)
    ):
        return None
    unknown = _UNKNOWN.match(text, name_start)
    if not unknown or word["word"][0].islower():
        return None
    end = unknown.end()
    cut = _UNKNOWN_END.search(text, name_start, end)
    return _with_number(text, Span(start, cut.start() if cut else end), "unknown-law", 0.6)


def _last_of_list(plain: str, at: int) -> int | None:
    """The end of "Luật A, Luật B và Luật C" that begins at ``at``; None where no law is named there."""
    name = laws().name
    end = None
    word = re.compile(r"(?:bo\s+)?luat\s+")
    joint = re.compile(r"\s*(?:,|va|,\s*va)\s*(?=(?:bo\s+)?luat\s)")
    while (begin := word.match(plain, at)) and (found := name.match(plain, begin.end())):
        end = found.end()
        more = joint.match(plain, end)
        if not more:
            break
        at = more.end()
    return end


def _with_number(text: str, span: Span, rule: str, confidence: float) -> Law:
    behind = _NUMBER_BEHIND.match(text, span.end)
    return Law(span, key(span.of(text)), rule, confidence, behind.end() if behind else None)
