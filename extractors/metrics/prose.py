"""Metrics in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.metrics.comparisons import of_plan
from extractors.metrics.confidence import confidence_in
from extractors.metrics.context import Context, context_of
from extractors.metrics.indicator import Governor, govern
from extractors.metrics.lexicon import load
from extractors.metrics.qualifiers import qualifier_of
from extractors.metrics.quantity import Quantity
from extractors.metrics.quotes import not_too_far, said_of, said_of_all
from extractors.metrics.refusals import refused
from extractors.metrics.sentences import sentences
from extractors.metrics.status import status_of
from extractors.metrics.units import quantities
from extractors.metrics.years import year_of
from extractors.nlp import tokenize
from extractors.numbers import Numeral, find_numerals
from extractors.passages import joined
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.metrics import Qualifier, Record, Status
from schemas.text import Span

_KINDS = ("paragraph", "list_item", "footnote", "heading")
_MAYBE = re.compile(r"\d|(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s", re.IGNORECASE)


def extract(document: Document) -> Iterator[Finding[Record]]:
    """The metrics of all paragraphs, list items and footnotes."""
    context = context_of(document)
    before, listed = "", False
    for passage in joined(document):
        if passage.kind in _KINDS and passage.part == "body" and _MAYBE.search(passage.text):
            yield from _passage(passage, context, before, listed=listed and passage.kind == "list_item")
        before = passage.text
        if passage.kind != "list_item":
            listed = _OPENS_GOALS.search(before) is not None


# "Theo đó, đến năm 2030 tỉnh phấn đấu:", before a list
_OPENS_GOALS = re.compile(
    r"(?<!\w)(?:phấn đấu|đặt mục tiêu|mục tiêu|chỉ tiêu)(?:\s[^\W\d_]+|\s20\d\d){0,5}\s*:\s*$", re.IGNORECASE
)


def _passage(passage: Passage, context: Context, before: str, *, listed: bool) -> Iterator[Finding[Record]]:
    """The metrics of a passage; ``before`` is the text before it, ``listed`` says that it stands in a list of goals."""
    numerals = find_numerals(passage.text)
    if not numerals:
        return
    planned = listed or context.planned(passage)
    heading_end = context.heading_end(passage)
    for sentence in sentences(passage.text):
        inside = [n for n in numerals if sentence.contains(n.span)]
        text = sentence.of(passage.text)
        if inside:
            moved = [_shift(n, -sentence.start) for n in inside]
            asked = planned or goes_on_asking(before, text) or context.rules(text)
            for finding in read(text, moved, planned=asked, heading_end=heading_end - sentence.start):
                yield _placed(finding, passage, sentence.start)
        before = text


# "… thông qua các chỉ tiêu năm 2026. Theo đó, thu ngân sách tăng 8%": the goals of the sentence before
_IN_DETAIL = re.compile(r"[\s*•+–-]*(?:Theo đó|Cụ thể|Bên cạnh đó|Trong đó)(?!\w)", re.IGNORECASE)
_GOALS = re.compile(r"(?<!\w)(?:mục tiêu|chỉ tiêu|phấn đấu)(?!\w)(?! quốc gia)", re.IGNORECASE)
_MET = re.compile(r"(?<!\w)(?:đạt|vượt|hoàn thành|kết quả|đã)(?!\w)", re.IGNORECASE)


def goes_on_asking(before: str, text: str) -> bool:
    """Whether a sentence tells in detail the goals that the one before spoke of, without a word of result.

    >>> goes_on_asking("HĐND xã thông qua các chỉ tiêu năm 2026.", "Theo đó, thu ngân sách tăng 8%.")
    True
    >>> goes_on_asking("Xã đạt 18/20 chỉ tiêu.", "Cụ thể, thu ngân sách tăng 8%.")
    False
    """
    return bool(_IN_DETAIL.match(text)) and bool(_GOALS.search(before)) and not _MET.search(before)


def read(text: str, numerals: list[Numeral], *, planned: bool, heading_end: int = 0) -> Iterator[Finding[Record]]:
    """The metrics of one sentence; spans count in it. What stands before ``heading_end`` is the words of a heading."""
    lexicon = load()
    doc = tokenize(text)
    found = quantities(text, numerals, lexicon.units.find(doc))
    if not found:
        return
    before = [m for m in lexicon.qualifiers.find(doc) if m.label != "none"]
    after, cues = lexicon.qualifiers_after.find(doc), lexicon.cues.find(doc)
    last: tuple[Quantity, Governor] | None = None
    status: Status = "actual"
    bound: Qualifier = "="
    floor = 0
    for place, quantity in enumerate(found):
        ceiling = found[place + 1].numeral.span.start if place + 1 < len(found) else len(text)
        qualifier, at = qualifier_of(text, quantity, before, after)
        bounded = (
            last is not None and bound in ("<=", ">=") and qualifier == "=" and _shares_bound(text, last[0], quantity)
        )
        if bounded:
            qualifier = bound
        if refused(text, quantity, qualifier, heading=quantity.numeral.span.start < heading_end):
            floor = quantity.span.end
            continue
        if last is None and _BASIS.fullmatch(text, 0, at):
            floor = at
        governor = govern(text, quantity, max(at, floor), floor=floor, ceiling=ceiling, before=last)
        edge = last[0].span.end if last else 0
        bracketed = text[:at].rstrip().endswith("(")
        start = edge if bracketed else floor if governor.leans else _phrase_start(governor)
        stretch = Span(min(start, at), at)
        follows = (last[0], status) if last else None
        if qualifier == "=" and governor.clause.labelled and governor.clause.label:
            qualifier = _bound_of(governor.clause.label.of(text))
        status = status_of(text, quantity, stretch, cues, planned=planned, follows=follows)
        expected = status == "plan_share" and any(c.label == "estimate" and stretch.contains(c.span) for c in cues)
        if (status == "estimate" or expected) and qualifier == "=":
            qualifier = "~"
        record = Record(
            indicator=governor.indicator or quantity.unit,
            value=quantity.numeral.value,
            value_max=quantity.numeral.value_max,
            unit=quantity.unit,
            qualifier=qualifier,
            status=status,
            denominator=quantity.numeral.denominator,
            year=year_of(text, quantity.numeral.span.start, quantity.span.end),
        )
        aims = any(c.label == "target" and stretch.contains(c.span) for c in cues)
        shared = (
            last is not None and bound != "=" == qualifier and last[0].unit == quantity.unit
        )  # "ít nhất 60% …, 40% …"
        shared = shared and text[floor:at].strip() == ","
        unsettled = (aims and status == "actual") or (status == "target" and of_plan(text, quantity)) or shared
        in_heading = quantity.numeral.span.start < heading_end
        confidence = confidence_in(text, quantity, governor, heading=in_heading, unsettled=unsettled)
        shown = Span(
            not_too_far(text, quantity, governor.span.start),
            max(governor.span.end, said_of(text, quantity, governor, ceiling)),
        )
        if bounded and last is not None:
            shown = Span(min(shown.start, last[1].span.start), shown.end)
        if place + 1 < len(found) and (said := said_of_all(text, found[place:])):
            shown = Span(shown.start, max(shown.end, said))
        yield Finding(
            record,
            shown,
            "metrics.prose",
            confidence,
            needs_review=confidence < 0.7,
            numbers=(quantity.numeral.span,),
        )
        last, bound = (quantity, governor), qualifier
        shares = governor.clause.shared or governor.span.end > ceiling
        floor = quantity.span.end if shares else max(quantity.span.end, governor.span.end)


# Thực hiện Chỉ thị số 5-CT/TW ngày 18/5/2021, |100% chi hội đăng ký …      by what paper, and not what is measured
_BASIS = re.compile(
    r"[\s*•+–-]*(?:Thực hiện|Căn cứ|Theo|Triển khai)\s[^;:]{0,60}?"
    r"(?:chỉ thị|kế hoạch|nghị quyết|kết luận|quyết định|hướng dẫn|công văn|nghị định)(?!\w)[^;:]{2,400},\s+",
    re.IGNORECASE,
)
_RECEIVERS = ("tập thể", "cá nhân", "hộ gia đình")


def _shares_bound(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a bound is said once for all who may be chosen: "không quá 10 tập thể, 20 cá nhân"."""
    chosen = before.unit in _RECEIVERS and quantity.unit in _RECEIVERS
    return chosen and text[before.span.end : quantity.numeral.span.start].strip() in (",", "và")


def _bound_of(label: str) -> Qualifier:
    """The bound that a label sets: "Số phòng tối thiểu mỗi căn hộ: 4".

    >>> _bound_of("Số phòng tối thiểu"), _bound_of("Mức chi tối đa"), _bound_of("Số phòng")
    ('>=', '<=', '=')
    """
    if re.search(r"(?<!\w)(?:tối thiểu|ít nhất|thấp nhất)(?!\w)", label, re.IGNORECASE):
        return ">="
    return "<=" if re.search(r"(?<!\w)(?:tối đa|nhiều nhất|không quá)(?!\w)", label, re.IGNORECASE) else "="


def _phrase_start(governor: Governor) -> int:
    """Where the words begin that govern a number: its clause, or the label before its colon."""
    clause = governor.clause
    return min(clause.start, clause.label.start) if clause.labelled and clause.label else clause.start


def _shift(numeral: Numeral, by: int) -> Numeral:
    unit = numeral.unit.shift(by) if numeral.unit else None
    return Numeral(
        numeral.span.shift(by),
        numeral.value,
        numeral.value_max,
        numeral.denominator,
        unit,
        numeral.words,
        numeral.doubtful,
    )


def _placed(finding: Finding[Record], passage: Passage, start: int) -> Finding[Record]:
    return Finding(
        finding.record,
        passage.locate(finding.span.shift(start)),
        finding.rule,
        finding.confidence,
        finding.needs_review,
        tuple(passage.locate(n.shift(start)) for n in finding.numbers),
    )
