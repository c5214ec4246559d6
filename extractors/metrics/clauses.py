"""The clause of a number: the words before it, a label before a colon, the words after its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.metrics.phrases import clause_patterns
from extractors.nlp import words, words_in
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the words stand that may say what a number measures.

    ``start`` is where its clause begins; ``phrase`` the words before it without what only opens a clause or leads to a
    number ("Đến nay, toàn xã có", "đạt khoảng"), empty where nothing is left; ``label`` the words before a colon, and
    ``labelled`` says that the colon stands right before the number; ``tail`` the words after the unit, ``shared`` that
    they run up to the next number and may belong to that one too.
    """

    start: int
    phrase: Span
    label: Span | None
    labelled: bool
    tail: Span
    shared: bool = False


# Where one clause ends and another begins.
_HARD = re.compile(r"[;:()]|(?<!TP)(?<!TX)(?<!TT)\.\s|\s=\s")
_AFRESH = re.compile(r"\s*(?:phấn đấu|dự kiến|đặt mục tiêu|đến nay|hiện nay)(?!\w)", re.IGNORECASE)
_LONGEST = 16  # words
_SHORT_OPENER = 5  # words


def clause_of(text: str, floor: int, at: int, end: int, ceiling: int) -> Clause:
    """The clause of the number at ``at`` whose unit ends at ``end``, in the room from ``floor`` to ``ceiling``.

    >>> text = "Đến nay, tỷ lệ hộ nghèo còn 1,86%; trồng mới 62 ha hồng không hạt, vượt kế hoạch"
    >>> clause_of(text, 0, 28, 33, 45).phrase.of(text)
    'tỷ lệ hộ nghèo'
    >>> clause_of(text, 33, 45, 50, len(text)).tail.of(text)
    ' hồng không hạt'
    """
    start, label, labelled = floor, None, False
    aside = floor
    for match in _HARD.finditer(text, floor, at):
        if match.start() < aside:
            continue
        closing = text.find(")", match.end(), at) if match[0] == "(" else -1
        if closing >= 0:  # "Tỷ lệ hộ nghèo (theo chuẩn đa chiều) giảm 1%": an aside
            aside = closing + 1
            continue
        if match[0] == ":":
            label = _label(text, start, match.start())
            labelled = not text[match.end() : at].strip(" “\"'(")
        elif match[0] == "(":
            name = _strip(text, start, match.start())
            if floor and _only_nouns(text, name):  # "An Hạ (đạt 189%), Bình Hạ (178%)"
                label, labelled = name, not _names(text, _strip(text, match.end(), at))
        elif match[0].strip() in (";", "."):
            label = None
        start = match.end()
    cuts = [start, *(m.end() for m in clause_patterns().breaks.finditer(text, start, at))]
    begin, phrase = start, Span(at, at)
    for place in range(len(cuts) - 1, -1, -1):
        span = _strip(text, cuts[place], at)
        if span.start == span.end and _AFRESH.match(text, cuts[place], at):  # "…, phấn đấu 100% hộ …"
            begin = cuts[place]
            break
        if _names(text, span):
            while place and _only_nouns(text, Span(cuts[place - 1], cuts[place])):
                place -= 1  # noqa: PLW2901 -- "Khu vực nông, lâm nghiệp và thủy sản"
                span = _strip(text, cuts[place], at)
            place = _measure_before(text, cuts, place)  # noqa: PLW2901
            begin, phrase = cuts[place], _strip(text, cuts[place], at)
            break
    tail = _tail(text, end, ceiling)
    return Clause(
        begin, phrase, label, labelled, tail, shared=ceiling < len(text) and tail.end >= len(text[:ceiling].rstrip())
    )


def _measure_before(text: str, cuts: list[int], place: int) -> int:
    """The piece that names the measure, where the one before the number goes on with it.

    "tỷ lệ hồ sơ được tiếp nhận, giải quyết đúng hạn đạt 98%"
    """
    if clause_patterns().measure.match(text, cuts[place]):
        return place
    for earlier in range(place - 1, -1, -1):
        if clause_patterns().measure.match(text, cuts[earlier]):
            return earlier
    return place


def begin_of(text: str, clause: Clause, at: int) -> int:
    """Where the quote of a number begins: at its phrase, or at a short opener ("sau sáp nhập là 382 …")."""
    if clause.phrase.start < clause.phrase.end:
        return clause.phrase.start
    opener = text[clause.start : at]
    begin = clause.start + len(opener) - len(opener.lstrip(" ,.;:()–+*-"))
    return begin if len(text[begin:at].split()) <= _SHORT_OPENER else clause.phrase.start


def _label(text: str, start: int, end: int) -> Span | None:
    span = _strip(text, start, end)
    name = span.of(text)
    return span if 0 < len(name.split()) <= 12 and not _MOVEMENT.match(name) else None


# "Phong trào “Dân vận khéo”: xây dựng được 33 mô hình": the label says in what, not what
_MOVEMENT = re.compile(r"(?:(?:phong trào|đợt|cuộc vận động|thi đua)(?!\w)|.*[“”\"])", re.IGNORECASE)


def _strip(text: str, start: int, end: int) -> Span:
    """The stretch without what opens a clause and without what leads to a number."""
    lead = clause_patterns().lead.match(text[start:end])
    begin = start + (lead.end() if lead else 0)
    trail = clause_patterns().trail.search(text[begin:end])
    stop = begin + trail.start() if trail else end
    if trail and begin < stop < end:
        stop = _whole_word(text, begin, stop, end)
    while begin < stop and text[begin] in " \t,":
        begin += 1
    return Span(min(begin, stop), stop)


def _whole_word(text: str, begin: int, stop: int, end: int) -> int:
    """The stop, moved on where it would cut a word: "dân số", "chứng chỉ", "nông thôn mới" keep their last syllable."""
    if _NEW_COUNTRYSIDE.match(text, stop) and text[:stop].lower().endswith("nông thôn"):
        return stop + 4
    if _LINK.match(text, stop):
        return stop
    for word in words(text):
        if word.span.start < stop < word.span.end <= end and word.span.start >= begin and word.tag != "R":
            return word.span.end
    return stop


_LINK = re.compile(r"\s*(?:ước|đạt|là|có|còn|chiếm|đã|trên|hơn|gần|được|từ|với)(?!\w)", re.IGNORECASE)
_NEW_COUNTRYSIDE = re.compile(r"\smới(?!\w)", re.IGNORECASE)


def _tail(text: str, end: int, ceiling: int) -> Span:
    """The words after the unit that belong to what is measured."""
    stop, at = ceiling, end
    while match := clause_patterns().stops.search(text, at, ceiling):
        last = ceiling < len(text) and not re.search(r"[,;.]", text[match.end() : ceiling])
        if match[0] == ", " and not last and _goes_on(text, end, match):
            at = match.end()
            continue
        if (
            match.start() == end and match[0].strip().lower() == "tổng"
        ):  # "51% tổng lợi nhuận": no stop right behind the unit
            at = match.end()
            continue
        stop = match.start()
        break
    if stop == ceiling and ceiling < len(text):  # another quantity follows in the same clause
        cut = clause_patterns().passing.search(text, end, ceiling)
        stop = cut.start() if cut else ceiling
    ends = [m.end() for m in re.finditer(r"\S+", text[end:stop])]
    if len(ends) > _LONGEST:
        stop = end + ends[_LONGEST - 1]
    tail = _UPWARD.sub("", text[end:stop].rstrip(" /"))
    return Span(end, end + len(LEADS_ON.sub("", tail)))


# "1.256 hội viên sinh hoạt tại 12 chi hội": what leads on to the next number
LEADS_ON = re.compile(
    r"(?:\s+(?:tại|ở|của|cho|với|và|từ|đến|là|có|đạt|gồm|trên|dưới|khoảng|được|để|về))+$", re.IGNORECASE
)


_UPWARD = re.compile(r"\s*trở (?:lên|xuống|đi)$", re.IGNORECASE)  # said by the qualifier


def _goes_on(text: str, end: int, comma: re.Match[str]) -> bool:
    """Whether a comma stands within a list of nouns: "100% giáo viên, học sinh có mã định danh"."""
    if clause_patterns().new_measure.match(text, comma.end()) or not _only_nouns(text, Span(end, comma.start())):
        return False
    following = words_in(text, Span(comma.end(), len(text)))
    return bool(following) and following[0].tag in ("N", "Nc")


def _names(text: str, span: Span) -> bool:
    """Whether a stretch names a thing or a deed."""
    found = words_in(text, span) if _has_letter(span.of(text)) else []
    return any(w.tag[0] in "NVXAMZ" and _has_letter(w.text) for w in found)


def _only_nouns(text: str, span: Span) -> bool:
    """Whether a stretch is a short string of nouns and what qualifies them, no clause of its own."""
    phrase = span.of(text).strip(" ,")
    if not _has_letter(phrase) or len(phrase.split()) > 6 or clause_patterns().lead.fullmatch(phrase + " "):
        return False
    found = [w for w in words_in(text, span) if w.text != ","]
    return any(w.is_noun for w in found) and not any(w.tag[0] in "VRCEP" for w in found)


def _has_letter(phrase: str) -> bool:
    return re.search(r"[^\W\d_]", phrase) is not None
