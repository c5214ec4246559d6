"""Increases and decreases against the two values: "giảm từ 109 xuống còn 63 hộ (giảm 46 hộ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.codes import issue
from pipeline.check.quantities import decimals, show
from schemas.document import Document, Passage
from schemas.issue import Issue
from schemas.text import Span

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
UNIT = (
    r"\s*(?:%|tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|đồng|hộ|người|nhà|ha|tấn|tạ/ha|km|"
    r"con|xã|thôn)?(?:/người/năm|/người|/năm|/ha)?"
)
# "tăng từ 52 triệu đồng năm 2020 lên 65 triệu đồng"; no other number between but a year
FROM_TO = re.compile(
    rf"(?:(?P<lead>tăng|giảm)\s+)?từ\s+(?P<a>{NUMBER})(?P<ua>{UNIT})(?P<mid>[^\d;.]{{0,40}}(?:năm\s+\d{{4}})?[^\d;.]{{0,20}}?)"
    rf"(?P<way>lên|xuống còn|xuống|còn)\s+(?:đạt\s+)?(?P<b>{NUMBER})(?P<ub>{UNIT})(?![\d.,/]*\d)",
    re.I,
)
BY = re.compile(
    rf"^(?:[^\d;.,()]{{0,30}}năm\s+\d{{4}})?[^\d;.,()]{{0,20}}?[\s(,]*(?:(?:tức|tức là|tương đương|nghĩa là)\s+)?"
    rf"(?<!và )(?P<verb>tăng|giảm)\s+(?:được\s+|đi\s+|tương đương\s+)?"
    rf"(?P<d>{NUMBER})\s*(?P<unit>%|lần|điểm)?(?P<rest>[^\d;.]{{0,25}})",
    re.I,
)
SCALE = re.compile(r"\s*(tỷ|tỉ|triệu|nghìn|ngàn|vạn)", re.I)
AVERAGE = re.compile(r"bình quân|mỗi năm|/năm|hằng năm|hàng năm|trung bình|so với|vượt", re.I)


def check(document: Document) -> Iterator[Issue]:
    """Changes that follow from both values (verified), do not, or go the other way than the word says."""
    for passage in document.passages:
        for match in FROM_TO.finditer(passage.text):
            yield from _judge(passage, match)


def _judge(passage: Passage, match: re.Match[str]) -> Iterator[Issue]:
    text = passage.text
    before, after = _value(match.group("a")), _value(match.group("b"))
    unit_a, unit_b = match.group("ua").strip().lower(), match.group("ub").strip().lower()
    if before == after or (unit_a and unit_b and unit_a != unit_b):
        return
    if _scale(text, match.end("a")) != _scale(text, match.end("b")):
        return  # "từ 840.000 tấn lên 1,4 triệu tấn"
    rises = after > before
    words = [w.lower() for w in (match.group("lead"), match.group("way")) if w]
    wrong = [w for w in words if (w in ("tăng", "lên")) != rises]
    pair = f"{match.group('a')} → {match.group('b')}"
    if wrong == ["còn"]:
        return
    if wrong:
        span = passage.locate(Span(*match.span()))
        really, really_en = ("tăng", "rise") if rises else ("giảm", "fall")
        yield issue(
            "change_direction",
            f"Văn bản viết “{' … '.join(words)}” nhưng {pair} là {really}.",
            f"The text says “{' … '.join(words)}”, but {pair} is a {really_en}.",
            span,
        )
        return
    by = BY.match(text[match.end() :])
    if by is None or AVERAGE.search(by.group("rest")) or by.group("unit") in ("lần", "điểm"):
        return
    if (by.group("verb").lower() == "tăng") != rises:
        return  # of something else
    yield from _difference(passage, match, by, unit_b or unit_a)


def _difference(passage: Passage, match: re.Match[str], by: re.Match[str], unit: str) -> Iterator[Issue]:
    before, after = _value(match.group("a")), _value(match.group("b"))
    said, printed = _value(by.group("d")), by.group("d")
    absolute = abs(after - before)
    relative = 100 * absolute / before if before else None
    places = max(decimals(printed), decimals(match.group("a")), decimals(match.group("b")))
    percent = by.group("unit") == "%"
    # "giảm từ 5,2% xuống 3,1%, giảm 2,1%": points or per cent of the old value, either is meant.
    possible = [relative] if percent and unit != "%" else [absolute, relative] if percent else [absolute]
    allowed = 10.0 ** -(decimals(printed) if percent else places) + 1e-9
    near = [p for p in possible if p is not None and abs(p - said) < allowed]
    span = passage.locate(Span(match.start(), match.end() + by.end("d")))
    true = relative if percent and unit != "%" and relative is not None else absolute
    line = f"{match.group('a')} → {match.group('b')}: {show(round(true, 2), '%' if percent else unit)}"
    if near:
        yield issue("change_verified", f"Mức tăng, giảm khớp: {line}.", f"The change follows: {line}.", span)
    else:
        yield issue(
            "change_mismatch",
            f"Mức {by.group('verb').lower()} không khớp: {line}, nhưng văn bản ghi {printed}{by.group('unit') or ''}.",
            f"The change does not follow: {line}, but the text says {printed}{by.group('unit') or ''}.",
            span,
        )


def _scale(text: str, at: int) -> str:
    match = SCALE.match(text, at)
    return match.group(1).lower().replace("tỉ", "tỷ").replace("ngàn", "nghìn") if match else ""


def _value(digits: str) -> float:
    return float(digits.replace(".", "").replace(",", "."))
