"""Increases and decreases against the two values: "giảm từ 109 xuống còn 63 hộ (giảm 46 hộ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import NO_UNIT, NUMBER, decimals, show, value_of
from schemas.document import Document, Passage
from schemas.text import Span

_UNITS = (
    r"%|tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|đồng|hộ|người|nhà|ha|tấn|tạ/ha|km|con|xã|thôn|vụ|"
    r"tiêu chí|mô hình|trường|lớp|em|học sinh|hội viên|đảng viên|đoàn viên|doanh nghiệp"
)
UNIT = rf"\s*(?:{_UNITS})?(?:/người/năm|/người|/năm|/ha)?(?!\w)"
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
# "tăng 12% so với cùng kỳ (từ 250 lên 280)": the change before its values
BEFORE = re.compile(
    rf"(?<!và )(?P<verb>tăng|giảm)\s+(?P<d>{NUMBER})\s*(?P<unit>%|lần|điểm)?"
    rf"(?P<rest>[^\d;.()]{{0,40}}(?:năm\s+\d{{4}})?[^\d;.()]{{0,20}})\(\s*(?:[^\d;.()]{{0,20}}\s)?$",
    re.I,
)
# "đạt 280 tỷ đồng, tăng 12% so với cùng kỳ (250 tỷ đồng)": what it is compared with stands in the bracket
COMPARED = re.compile(
    rf"(?<![\d.,/-])(?P<b>{NUMBER})(?P<ub>{UNIT})[^\d;.()]{{0,15}}?[\s,(]+(?P<verb>tăng|giảm)\s+(?P<d>{NUMBER})\s*"
    rf"(?P<unit>%)?(?P<rest>[^\d;.()]{{0,15}}?)so với\s+[^\d;.()]{{0,30}}(?:năm\s+\d{{4}})?[^\d;.()]{{0,10}}"
    rf"\(\s*(?:(?:cùng kỳ|năm(?:\s+\d{{4}})?|là|đạt|có|:)\s*)*(?P<a>{NUMBER})(?P<ua>{UNIT})\s*\)",
    re.I,
)
NOUN = re.compile(r"\s+([^\W\d_]+)")
SCALE = re.compile(r"\s*(tỷ|tỉ|triệu|nghìn|ngàn|vạn)", re.I)
SCALES = {"tỷ": 1e9, "triệu": 1e6, "vạn": 1e4, "nghìn": 1e3}
FAR = 100  # "từ 540.000 lên 1,3 triệu": the first number has a scale of its own
AVERAGE = re.compile(r"bình quân|mỗi năm|/năm|hằng năm|hàng năm|trung bình|vượt", re.I)
AGAINST = re.compile(r"so với", re.I)
# Ranks and degrees: a rank that rises has a smaller number, "từ 701 trở lên" is no rise.
RANKS = re.compile(r"chỉ số|xếp hạng|thứ hạng|vị trí|hạng|bậc|xếp thứ|đứng thứ|thứ bậc", re.I)


@dataclass(frozen=True, slots=True)
class _Change:
    """Two values and the change between them, as printed, with their places in the passage's text."""

    before: str
    after: str
    by: str
    verb: str
    percent: bool
    unit: str
    scales: tuple[str, str]  # of the values, of the change
    places: tuple[Span, Span, Span]


def check(document: Document) -> Iterator[Found]:
    """Changes that follow from both values (verified), do not, or go the other way than the word says."""
    for passage in document.passages:
        text = passage.text
        if "tăng" not in text.lower() and "giảm" not in text.lower() and "từ" not in text.lower():
            continue
        for match in FROM_TO.finditer(text):
            yield from _from_to(passage, match)
        for match in COMPARED.finditer(text):
            yield from _compared(passage, match)


def _from_to(passage: Passage, match: re.Match[str]) -> Iterator[Found]:
    text = passage.text
    before, after = value_of(match["a"]), value_of(match["b"])
    unit_a, unit_b = match["ua"].strip().lower(), match["ub"].strip().lower()
    scale = _scale(text, match.end("b"))
    if before == after or (unit_a and unit_b and unit_a != unit_b) or "trở" in match["mid"].lower():
        return
    scale_a = _scale(text, match.end("a"))
    if scale_a != scale and (scale_a or unit_a or before > FAR * after):
        return  # "từ 840.000 tấn lên 1,4 triệu tấn", "từ 540.000 lên 1,3 triệu đồng"; but "từ 1,3 lên 1,4 triệu tấn"
    rises = after > before
    words = [w.lower() for w in (match["lead"], match["way"]) if w]
    wrong = [w for w in words if (w in ("tăng", "lên")) != rises]
    if wrong == ["còn"] or (wrong and (not (unit_a or unit_b) or _ranked(text, match))):
        return
    if wrong:
        yield _other_way(passage, match, " … ".join(words), rises)
        return
    change = _change_of(text, match, scale, unit_b or unit_a)
    if change is not None and (change.verb == "tăng") == rises:  # the other way: of something else
        judged = _difference(passage, change)
        if isinstance(judged, Verified) or change.percent or not _of_something_else(text, match, change):
            yield judged


def _of_something_else(text: str, match: re.Match[str], change: _Change) -> bool:
    """Whether the change counts another noun than its values: "giảm từ 125 cục còn 60, giảm 20 sở"."""
    nouns = {_noun(text, match.end(group)) for group in ("a", "b")} - {""}
    noun = _noun(text, change.places[2].end)
    return bool(noun and nouns) and noun not in nouns


def _ranked(text: str, match: re.Match[str]) -> bool:
    return RANKS.search(text, max(0, match.start() - 60), match.end()) is not None


def _other_way(passage: Passage, match: re.Match[str], words: str, rises: bool) -> Found:
    pair = f"{match['a']} → {match['b']}"
    really, really_en = ("tăng", "rise") if rises else ("giảm", "fall")
    return issue(
        "change_direction",
        f"Văn bản viết “{words}” nhưng {pair} là {really}.",
        f"The text says “{words}”, but {pair} is a {really_en}.",
        passage.locate(Span(*match.span())),
    )


def _change_of(text: str, match: re.Match[str], scale: str, unit: str) -> _Change | None:
    """The change that is told behind the two values, or before them where they stand in a bracket."""
    by, offset = BY.match(text[match.end() : match.end() + 200]), match.end()
    against = by is not None and AGAINST.search(by["rest"])
    if by is None:
        offset = max(0, match.start() - 120)
        by = BEFORE.search(text[offset : match.start()])
    if by is None or against or AVERAGE.search(by["rest"]) or by["unit"] in ("lần", "điểm"):
        return None
    place = Span(offset + by.start("d"), offset + by.end("d"))
    scales = (scale, _scale(text, place.end) or scale if by["unit"] != "%" else scale)
    if by["unit"] != "%" and scale and not _scale(text, place.end):
        scales = (scale, "" if re.match(r"\s*đồng", text[place.end :]) else scale)
    places = (Span(*match.span("a")), Span(*match.span("b")), place)
    return _Change(match["a"], match["b"], by["d"], by["verb"].lower(), by["unit"] == "%", unit, scales, places)


def _compared(passage: Passage, match: re.Match[str]) -> Iterator[Found]:
    text = passage.text
    unit_a, unit_b = match["ua"].strip().lower(), match["ub"].strip().lower()
    scale = _scale(text, match.end("b"))
    if not unit_b or unit_a not in ("", unit_b) or AVERAGE.search(match["rest"]):
        return
    if _scale(text, match.end("a")) not in ("", scale) or (unit_a == "" and "%" in (unit_b, match["unit"]) and scale):
        return
    before, after, verb = value_of(match["a"]), value_of(match["b"]), match["verb"].lower()
    if before == after or (verb == "tăng") != (after > before):
        return
    places = (Span(*match.span("a")), Span(*match.span("b")), Span(*match.span("d")))
    percent = match["unit"] == "%"
    scales = (scale, scale if percent else _scale(text, match.end("d")))
    yield _difference(passage, _Change(match["a"], match["b"], match["d"], verb, percent, unit_b, scales, places))


def _difference(passage: Passage, change: _Change) -> Found:
    before, after, said = (value_of(digits) for digits in (change.before, change.after, change.by))
    if not change.percent and change.scales[0] != change.scales[1]:  # "từ 1,3 triệu lên 1,39 triệu đồng (90.000 đồng)"
        said *= SCALES.get(change.scales[1], 1.0) / SCALES.get(change.scales[0], 1.0)
    absolute = abs(after - before)
    relative = 100 * absolute / before if before else None
    rounded = decimals(change.by) < max(decimals(change.before), decimals(change.after))
    # "giảm từ 5,2% xuống 3,1%, giảm 2,1%": points or per cent of the old value, either is meant.
    of_percent = change.unit == "%"
    possible = [absolute] if not change.percent else [absolute, relative] if of_percent else [relative]
    step = 10.0 ** -decimals(change.by)
    allowed = step + 1e-9 if change.percent or rounded else step / 2
    near = [p for p in possible if p is not None and abs(p - said) < allowed]
    span = passage.locate(Span(min(change.places).start, max(change.places).end))
    true = relative if change.percent and not of_percent and relative is not None else absolute
    shown = show(round(true, 2), "%" if change.percent else change.unit)
    line = f"{change.before} → {change.after}: {shown}"
    if near:
        good = issue("change_verified", f"Mức tăng, giảm khớp: {line}.", f"The change follows: {line}.", span)
        return Verified(good, tuple(map(passage.locate, change.places)))
    printed = change.by + ("%" if change.percent else "")
    return issue(
        "change_mismatch",
        f"Mức {change.verb} không khớp: {line}, nhưng văn bản ghi {printed}.",
        f"The change does not follow: {line}, but the text says {printed}.",
        span,
    )


def _noun(text: str, at: int) -> str:
    """The first word of what is counted right behind a number; empty where it is money or nothing."""
    word = NOUN.match(text, at)
    return "" if word is None or _scale(text, at) or word[1].lower() in {*NO_UNIT, "đồng"} else word[1].lower()


def _scale(text: str, at: int) -> str:
    match = SCALE.match(text, at)
    return match.group(1).lower().replace("tỉ", "tỷ").replace("ngàn", "nghìn") if match else ""
