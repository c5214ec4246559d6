"""Totals and their parts: "trong đó", "gồm", brackets, and footnotes against the sentence that they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from pipeline.check.codes import issue
from pipeline.check.quantities import Quantity, quantities, show
from schemas.document import Document, Footnote, Passage
from schemas.issue import Issue
from schemas.text import Span

# What says that the parts of a total follow; "gồm" promises all of them, "trong đó" some or all.
MARK = re.compile(
    r"(?:(?<!\w)(?P<word>trong đó|bao gồm|gồm có|gồm|cụ thể là|cụ thể)(?!\w)|(?P<bracket>\())\s*[:,]?\s*(?:có\s+)?",
    re.I,
)
# "43 trường hợp, gồm 12 tập thể, 30 cá nhân": those who are commended are collectives and individuals, nothing else.
AWARDED = re.compile(
    r"(?P<total>(?<![\d./,])\d[\d.]*)\s+(?P<what>trường hợp|tập thể(?:,| và|, và) cá "
    r"nhân|giấy khen|bằng khen)(?P<mid>[^;.\d]{0,60}?)"
    r"(?:\(|gồm|bao gồm|trong đó)[^;.\d]{0,12}(?P<groups>\d+) tập thể(?:,| và|, và) "
    r"(?P<persons>\d+) cá nhân(?P<more>[^.;]{0,12})",
    re.I,
)
COMPLETE = ("bao gồm", "gồm có", "gồm")
BRACKETED = re.compile(r"\([^()]*\)")  # parts of parts
APPROXIMATE = re.compile(r"(?<!\w)(?:hơn|trên|gần|khoảng|ước|xấp xỉ|chừng|dưới|tương đương)(?!\w)", re.I)
VAGUE = re.compile(r"(?<!\w)(?:chủ yếu|như|một số|nhiều)\s+(?:là\s+)?(?:bao gồm|gồm|trong đó)?\s*:?$", re.I)
ROUND_FROM = 1e3  # đồng are told to the last one, thousands of them may be rounded
LEAST_TOLD = 10  # that 1 + 1 = 2 is no news
MEASURES = frozenset(("đồng", "%", "km", "km2", "m", "m2", "m3", "ha", "tấn", "tạ", "tạ/ha", "kg"))
STOP = re.compile(
    r"(?<=[^\d])\.\s+(?=[A-ZĐÀ-Ỹ])|(?<!\w)(?:trong đó|ngoài ra|so với|kế hoạch|đến nay|"
    r"còn lại là)(?!\w)",
    re.I,
)
# Parts that may overlap ("5 nữ, 3 đảng viên") or that measure something else are not summed.
OVERLAP = re.compile(
    r"(?<!\w)(?:nữ|đảng viên|dân tộc|lãnh đạo|trẻ|tôn giáo|cao nhất|thấp nhất|bình quân|"
    r"mỗi|/người|/hộ|/ha)(?!\w)",
    re.I,
)
MOST_PARTS = 12
COMPLETE_NEAR = 0.2  # farther off, the list names only some of the parts
NEAR = 0.02  # a "trong đó" whose parts miss the total by so little was meant to be complete


def check(document: Document) -> Iterator[Issue]:
    """Sums within a sentence and between a sentence and its footnote."""
    for passage in document.passages:
        if passage.kind != "table_row":
            yield from _in_passage(passage)
    for footnote in document.footnotes:
        yield from _of_footnote(document, footnote)


def _in_passage(passage: Passage) -> Iterator[Issue]:
    text = passage.text
    marks = list(MARK.finditer(text))
    if not marks:
        return
    yield from _awarded(passage)
    found = quantities(text)
    for mark in marks:
        total = _total(text, found, mark.start())
        if total is None:
            continue
        end = _end(text, mark, marks)
        inner = [b.span() for b in BRACKETED.finditer(text, mark.end(), end)]
        parts = [
            q
            for q in found
            if mark.end() <= q.span.start and q.span.end <= end and _summed(q, total)
            if not any(s <= q.span.start < e for s, e in inner)
        ]
        overlapping = mark.group("bracket") is not None or OVERLAP.search(text, mark.start(), end) is not None
        near = APPROXIMATE.search(text, max(0, total.span.start - 12), end) or VAGUE.search(text, 0, mark.end())
        overlapping = overlapping or near is not None
        problem = _compare(total, parts, (mark.group("word") or "").lower(), overlapping)
        if problem is not None:
            code, vi, en = problem
            last = parts[-1].span.end
            yield issue(code, vi, en, passage.locate(Span(total.span.start, last)))


def _awarded(passage: Passage) -> Iterator[Issue]:
    for match in AWARDED.finditer(passage.text):
        total, groups, persons = (int(match.group(g).replace(".", "")) for g in ("total", "groups", "persons"))
        if total == groups + persons or re.search(r"\d|hộ|gia đình", match.group("more")):
            continue  # what adds up is told by the general sum
        line = f"{groups} tập thể + {persons} cá nhân = {groups + persons}"
        said = f"{total} {match.group('what')}"
        yield issue(
            "sum_mismatch",
            f"Số khen thưởng không khớp: {line}, nhưng văn bản ghi {said}; xem lại.",
            f"The commended do not add up: {line}, but the text says {said}.",
            passage.locate(Span(match.start(), match.end("persons"))),
        )


def _total(text: str, found: list[Quantity], at: int) -> Quantity | None:
    """The quantity just before the mark, with no other of its unit between and nothing that ends the clause."""
    before = [q for q in found if q.span.end <= at]
    if not before or before[-1].unit == "%":
        return None
    between = text[before[-1].span.end : at]
    return before[-1] if len(between) <= 60 and not re.search(r"[;.]\s", between) else None


def _end(text: str, mark: re.Match[str], marks: list[re.Match[str]]) -> int:
    """Where the parts end: with the sentence, at a comparison, at the next mark; a bracket ends with itself."""
    at = mark.end()
    stop = STOP.search(text, at)
    ends = [len(text), *(m.start() for m in marks if m.start() >= at and not m.group("bracket"))]
    if mark.group("bracket") or text.rfind("(", 0, mark.start()) > text.rfind(")", 0, mark.start()):
        ends.append(text.find(")", at) if ")" in text[at:] else at)
    return min([*ends, stop.start()] if stop else ends)


def _summed(part: Quantity, total: Quantity) -> bool:
    """Whether a part is of the total's kind; people and things may change their noun (nhân khẩu, thường trú)."""
    return part.unit == total.unit or not (part.unit in MEASURES or total.unit in MEASURES)


def _compare(total: Quantity, parts: list[Quantity], word: str, overlapping: bool) -> tuple[str, str, str] | None:
    if len(parts) < 2:
        return None
    sums = list(accumulate(p.value for p in parts))
    for count, value in enumerate(sums[1:], start=2):
        if abs(value - total.value) <= 1e-6 * abs(total.value):
            if total.value < LEAST_TOLD and total.unit not in MEASURES:
                return None
            line = _line(parts[:count], value, total)
            return "sum_verified", f"Tổng khớp: {line}.", f"The parts add up: {line}."
    # Figures may be rounded ("1,2 tỷ đồng"): within their last printed digits nothing is said.
    rounding = 0.51 * (sum(p.step for p in parts) + _rough(total))
    if overlapping or len(parts) > MOST_PARTS or total.unit != "đồng" or abs(sums[-1] - total.value) <= rounding:
        return None
    return _mismatch(total, parts, word, sums[-1])


def _rough(total: Quantity) -> float:
    """The value of a total's last digit that is no zero, where it is told in triệu or tỷ: "4.100 tỷ" is round."""
    if total.step < ROUND_FROM:
        return total.step
    step = total.step
    while total.value and (total.value / (step * 10)).is_integer():
        step *= 10
    return step


def _mismatch(total: Quantity, parts: list[Quantity], word: str, value: float) -> tuple[str, str, str] | None:
    line, difference = _line(parts, value, total), show(abs(value - total.value), total.unit)
    said = f"{line}, nhưng văn bản ghi {total.printed.strip()} (lệch {difference})."
    said_en = f"{line}, but the text says {total.printed.strip()} (off by {difference})."
    if word in COMPLETE and abs(value - total.value) <= COMPLETE_NEAR * total.value:
        return "sum_mismatch", f"Tổng không bằng các phần: {said}", f"The parts do not add up: {said_en}"
    if abs(value - total.value) <= NEAR * total.value:
        return "sum_near_miss", f"Các phần gần bằng tổng mà không bằng: {said}", f"The parts nearly add up: {said_en}"
    if value > total.value and all(p.value < total.value for p in parts):
        return "sum_exceeded", f"Các phần cộng lại lớn hơn tổng: {said}", f"The parts exceed the total: {said_en}"
    return None


def _line(parts: list[Quantity], value: float, total: Quantity) -> str:
    return " + ".join(show(p.value) for p in parts) + f" = {show(value, total.unit if total.unit in MEASURES else '')}"


def _of_footnote(document: Document, footnote: Footnote) -> Iterator[Issue]:
    """A footnote that lists parts ("A: 3 nhà = 175,7 triệu đồng; …") against the totals before its mark."""
    if footnote.mark is None:
        return
    body = footnote.body.of(document.text)
    host = document.text[max(0, footnote.mark.start - 300) : footnote.mark.start]
    host = host[host.rfind("\n") + 1 :]
    host = re.split(r"(?<=[^\d])\.\s+(?=[A-ZĐÀ-Ỹ])", host)[-1]
    totals = quantities(host)
    parts = quantities(body)
    for unit in dict.fromkeys(q.unit for q in parts):
        same = [q for q in parts if q.unit == unit]
        candidates = [t for t in totals if t.unit == unit and t.unit != "%"]
        if len(same) < 2 or not candidates:
            continue
        value = sum(q.value for q in same)
        match = next((t for t in candidates if abs(t.value - value) <= 1e-6 * max(1.0, abs(value))), None)
        if match is not None:
            line = _line(same, value, match)
            yield issue(
                "sum_verified",
                f"Chú thích khớp với số trong bài: {line}.",
                f"The footnote adds up to the text: {line}.",
                footnote.body,
            )
        elif unit == "đồng" and len(same) >= 3 and abs(candidates[-1].value - value) <= 0.2 * candidates[-1].value:
            total = candidates[-1]
            line = _line(same, value, total)
            yield issue(
                "sum_mismatch",
                f"Các phần trong chú thích cộng lại không bằng số trong bài: {line}, nhưng trong "
                f"bài ghi {total.printed.strip()}.",
                f"The parts in the footnote do not add up to the text: {line}, but the text says "
                f"{total.printed.strip()}.",
                footnote.body,
            )
