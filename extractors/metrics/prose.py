"""Metrics in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.metrics.clauses import LEADS_ON
from extractors.metrics.comparisons import of_plan
from extractors.metrics.confidence import confidence_in
from extractors.metrics.context import Context, context_of
from extractors.metrics.indicator import Governor, govern
from extractors.metrics.lexicon import load
from extractors.metrics.qualifiers import qualifier_of
from extractors.metrics.quantity import Quantity
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
    before = ""
    for passage in joined(document):
        if passage.kind in _KINDS and passage.part == "body" and _MAYBE.search(passage.text):
            yield from _passage(passage, context, before)
        before = passage.text


def _passage(passage: Passage, context: Context, before: str) -> Iterator[Finding[Record]]:
    """The metrics of a passage; ``before`` is the text of the passage before it."""
    numerals = find_numerals(passage.text)
    if not numerals:
        return
    planned = context.planned(passage)
    heading_end = context.heading_end(passage)
    for sentence in sentences(passage.text):
        inside = [n for n in numerals if sentence.contains(n.span)]
        text = sentence.of(passage.text)
        if inside:
            moved = [_shift(n, -sentence.start) for n in inside]
            asked = planned or goes_on_asking(before, text)
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
        if refused(text, quantity, qualifier, heading=quantity.numeral.span.start < heading_end):
            floor = quantity.span.end
            continue
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
            _not_too_far(text, quantity, governor.span.start),
            max(governor.span.end, _said_of(text, quantity, governor, ceiling)),
        )
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


def _bound_of(label: str) -> Qualifier:
    """The bound that a label sets: "Số phòng tối thiểu mỗi căn hộ: 4".

    >>> _bound_of("Số phòng tối thiểu"), _bound_of("Mức chi tối đa"), _bound_of("Số phòng")
    ('>=', '<=', '=')
    """
    if re.search(r"(?<!\w)(?:tối thiểu|ít nhất|thấp nhất)(?!\w)", label, re.IGNORECASE):
        return ">="
    return "<=" if re.search(r"(?<!\w)(?:tối đa|nhiều nhất|không quá)(?!\w)", label, re.IGNORECASE) else "="


_REST = re.compile(r"(?:\s+[^\W\d_]+){1,6}")


def _said_of(text: str, quantity: Quantity, governor: Governor, ceiling: int) -> int:
    """Where the words end that say more of a number: "và 22 dự án tổng công suất", "18,88% (cuối năm 2021)"."""
    end = max(quantity.span.end, governor.span.end)
    if governor.leans and governor.clause.tail.end <= quantity.span.end:
        rest = _REST.match(text, end, ceiling)
        if rest is not None:
            end += len(LEADS_ON.sub("", rest[0]) if rest.end() < len(text) else rest[0])
    elif quantity.unit == "%" and end > quantity.span.end and (listed := _LISTED.match(text, end, ceiling)):
        end = listed.end()
    aside = _WHEN.match(text, end)
    return aside.end() if aside else end


# "100% tổ chức Đảng, chính quyền, đoàn thể được phổ biến …": of whom it is a share
_LISTED = re.compile(
    r"(?:,\s(?!vượt|tăng|giảm|cao|thấp|từ|trong|gồm|còn|và|đạt)[^\W\d_]+(?:\s[^\W\d_]+){0,6}?){1,4}(?=\s(?:được|đã|đều|có)\s)"
)
# "49,60% (đầu năm 2016)"
_WHEN = re.compile(
    r"\s\((?:(?:đầu|cuối|hết|trong|tính đến|giữa)\s)?(?:năm|tháng|quý|ngày)\s[^()]{2,24}\)", re.IGNORECASE
)


_WORDS_BACK = 20
_PAUSE = re.compile(r"[,:;”)]\s+")


def _not_too_far(text: str, quantity: Quantity, start: int) -> int:
    """Where a quote begins: at its governor; where that is far, behind the last pause; the indicator holds the rest."""
    words = [m.start() for m in re.finditer(r"\S+", text[start : quantity.numeral.span.start])]
    if len(words) <= _WORDS_BACK:
        return start
    far = start + words[-_WORDS_BACK]
    pauses = [m.end() for m in _PAUSE.finditer(text, far, quantity.numeral.span.start)]
    return pauses[0] if pauses else start


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
