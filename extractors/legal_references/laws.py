"""Laws that are cited by name: "Luật Thi đua, khen thưởng năm 2022", "Bộ luật Lao động"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.legal_references.lexicon import bare, key, laws
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Law:
    """A law named in a text.

    ``span`` is its name, ``name_key`` its identity without the year, ``code_at`` where its number begins, if it has
    one; ``inner`` is set inside the name of an amending law, whose date is not this one's.
    """

    span: Span
    name_key: str
    rule: str
    confidence: float
    code_at: int | None = None
    inner: bool = False


# "Luật", "Bộ luật"; not "pháp luật", "kỷ luật", "quy luật", "Công ty Luật"
_WORD = re.compile(
    r"(?<!\w)(?<!pháp )(?<!kỷ )(?<!kỉ )(?<!quy )(?<!hình )(?<!bộ )(?P<word>Bộ\s+luật|Luật)(?!\w)\s*", re.IGNORECASE
)
# "Công ước của Liên hợp quốc về Luật Biển": no law of ours
_CONVENTION = re.compile(r"(?:Công|Hiệp)\s+ước[^.;,]{0,50}$", re.IGNORECASE)
# "Luật Sở hữu trí tuệ sửa đổi 2022": the amending law by the name of the amended one
_AMENDED = re.compile(r"\s+sửa\s+đổi(?:\s*,\s*bổ\s+sung)?(?=,?\s+(?:năm\s+)?(?:19|20)\d\d)", re.IGNORECASE)
# "vai trò của Luật gia và các tổ chức": a jurist; "Luật Giá" has its mark
_PROFESSION = re.compile(r"(?:gia|sư)\b", re.IGNORECASE)
_AMENDING = re.compile(r"(?:sua\s+doi|bo\s+sung|thay\s+the)[^;:.]{0,60}?\b(?=(?:bo\s+)?luat\b)(?!luat\s+(?:nay|do)\b)")
_CONSTITUTION = re.compile(
    r"(?<!\w)Hiến\s+pháp(?!\s*(?:,|và)\s*pháp\s+luật)(?=\s+năm\s+\d{4}|\s+nước\b|\s+\d{4}|\s*[,;.]|\s+và\b|\s+của\s+nước)"
)
# The number of a law behind its name: "Luật Cư trú số 68/2020/QH14", "(Luật số 06/2022/QH15)"
_NUMBER_BEHIND = re.compile(r"\s*(?:năm\s+\d{4}\s*)?[,(]?\s*(?:Luật\s+)?(?:s[ốóổo]\s*:?\s*)?(?=\d{1,3}/(?:19|20)\d\d/)")
# "Luật Trí tuệ nhân tạo", "Luật Phòng, chống lừa đảo"; not the international "Bộ luật ISM"
_UNKNOWN = re.compile(r"[^\W\d_a-zđ][^\W\d_]+(?:\s+[^\W\d_]+)?(?:,(?=\s+(?!luật)[a-zđ]))?(?:\s+[^\W\d_]+){0,9}")
_UNKNOWN_END = re.compile(
    r"\s+(?:và|hoặc|về|quy|được|do|có|số|năm|ngày|của|là|để|trong|tại|khi|đã|thì|này|hiện|sửa|thông|ban\s+hành|nêu|theo"
    r"|ngay|sau|trước|vì|nên|chưa|không|sẽ|cho|từ|đến|với|trên|bằng|gồm|như|mà|nếu|phải|cần|còn|cũng|đang|vào|ra|bao|nhằm|đối|hay)\b"
)


def find_laws(text: str) -> Iterator[Law]:
    """All laws that a text names, those inside an amending law's name too.

    >>> [law.name_key for law in find_laws("Luật Giá, Bộ luật Dân sự; vi phạm pháp luật đất đai; Công ty Luật An")]
    ['luat-gia', 'bo-luat-dan-su']
    """
    low = text.lower()
    if "luật" not in low and "hiến pháp" not in low:
        return
    plain = bare(text)
    reach = 0
    for match in _WORD.finditer(text):
        law = _law_at(text, plain, match)
        if law is not None:
            inner = law.span.end <= reach  # the number behind an amending law's name is its own
            yield replace(law, inner=inner, code_at=None if inner else law.code_at)
            reach = max(reach, law.span.end if law.rule == "amending-law" else 0)
    for match in _CONSTITUTION.finditer(text):
        yield Law(Span(match.start(), match.end()), "hien-phap", "constitution", 0.85)


def _law_at(text: str, plain: str, word: re.Match[str]) -> Law | None:
    """The law that the word "Luật" at a place names, if it names one."""
    lexicon = laws()
    start, at = word.start(), word.end()
    if lexicon.before.search(text, max(0, start - 30), start) or _CONVENTION.search(text, max(0, start - 60), start):
        return None
    amending = _AMENDING.match(plain, at)
    if amending:
        end = _last_of_list(plain, amending.end())
        return _with_number(text, Span(start, end), "amending-law", 0.9) if end else None
    if _PROFESSION.match(text, at):
        return None
    name = lexicon.name.match(plain, at)
    if name:
        return _known(text, Span(start, name.end()), at)
    unknown = _UNKNOWN.match(text, at)
    if (
        unknown is None
        or not text[at].isupper()
        or word["word"].isupper()
        or word["word"][0] == "l"
        or lexicon.never.match(text, at)
    ):
        return None
    cut = _UNKNOWN_END.search(text, at, unknown.end())
    end = cut.start() if cut else unknown.end()
    return _with_number(text, Span(start, end - (text[end - 1] == ",")), "unknown-law", 0.6)


def _known(text: str, span: Span, at: int) -> Law | None:
    """A law of a known name, which begins at ``at``; None where law in general is meant."""
    amended = _AMENDED.match(text, span.end)
    if amended:
        span = Span(span.start, amended.end())
        return Law(span, key(span.of(text)), "amended-law", 0.75)
    # "luật lao động" in lower case is said of law in general
    general = text[span.start] == "l" and not text[at].isupper() and len(text[at : span.end].split()) < 3
    return None if general else _with_number(text, span, "law", 0.97)


def _last_of_list(plain: str, at: int) -> int | None:
    """The end of "Luật A, Luật B và Luật C" that begins at ``at``; None where no law is named there."""
    name = laws().name
    end = None
    word = re.compile(r"(?:bo\s+)?luat\s+(?:ve\s+)?")
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
