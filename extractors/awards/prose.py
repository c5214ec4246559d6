"""Awards told in sentences and in lists with a lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.awards.binding import Binding
from extractors.awards.context import Context
from extractors.awards.gaps import verb_before
from extractors.awards.grammar import bind
from extractors.awards.leads import (
    ASKS,
    SPEAKS,
    Lead,
    closing,
    headed,
    is_under,
    lead_of,
    listed_of,
    of_class,
    starts_of,
)
from extractors.awards.level import level_of
from extractors.awards.money import amounts_of
from extractors.awards.profiles import is_of_person, received_by, subject_of
from extractors.awards.sentences import read
from extractors.awards.single import singles
from extractors.awards.status import is_ruled, status_of
from extractors.awards.tokens import FORMS, Award, Sentence
from extractors.awards.totals import parted
from extractors.numbers import Numeral, find_numerals
from extractors.passages import joined
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.awards import Recipient, Record
from schemas.text import Span

LABEL = re.compile(r"^\s*(?:[-–+*•]|\(?[\da-zđIVX]{1,4}[.)])\s*")
ITEM = re.compile(r"^\s*(?:[-–+*•]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S")
CAP = re.compile(r"(?:khen thưởng\s+)?cấp\s+[^:.;,]{2,30}:", re.I)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence is read in: the document's context, the lead-in above it, lead-in and headings as text."""

    context: Context
    lead: Lead | None
    above: tuple[str, ...]
    total: Award | None = None  # what this sentence parts
    ahead: bool = False  # it stands in a section of what is to be done
    subject: Recipient | None = None  # whose merits are told


# "Trong đó: khen chuyên đề 09 tập thể": a sentence that parts the total of the one before.
PARTED = re.compile(r"\s*\(?trong (?:đó|số đó|tổng số)(?!\w)", re.I)

# "Trường được Thủ tướng Chính phủ tặng Bằng khen": an award without a number
AWARDED = re.compile(r"được|đón nhận", re.I)

LEAD_REACH = 400  # characters from a lead-in to an item that still make one quote


def extract(document: Document, context: Context) -> Iterator[Finding[Record]]:
    """The awards of all passages that are no rows of tables."""
    lead: Lead | None = None
    over: Lead | None = None  # the heading above that is an award's name
    names: Lead | None = None  # the list of names that the passage stands in
    subject: Recipient | None = None
    for passage in joined(document):
        if passage.kind == "table_row" or passage.part in (
            "letterhead",
            "recipients",
            "signature",
            "addressee",
            "title",
        ):
            continue
        item = passage.kind == "list_item" or bool(ITEM.match(passage.text))
        if passage.kind == "heading":
            over = over if over and is_under(document, passage, over) else None
            lead = over
        elif not item and passage.kind != "footnote":
            lead = None
        subject = subject_of(passage, subject) if context.kind != "decision" else None
        heading = headed(document, passage)
        names = listed_of(passage, names)
        lead = closing(passage, names) or lead
        if lead is not None or SPEAKS.search(passage.text):
            yield from _of_passage(document, passage, context, lead, subject)
        over = heading or over
        opened = heading or lead_of(passage)
        if opened is not None:
            nested = item and lead is not None and opened.award is None
            lead = replace(opened, award=lead.award, text=f"{lead.text} {opened.text}") if nested and lead else opened


def _of_passage(
    document: Document, passage: Passage, context: Context, lead: Lead | None, subject: Recipient | None
) -> Iterator[Finding[Record]]:
    numerals = find_numerals(passage.text)
    lead = of_class(passage.text, lead) if lead else None
    starts = starts_of(passage.text)
    label = LABEL.match(passage.text)
    first = label.end() if label else 0
    cap = CAP.match(passage.text, first)  # "Cấp xã: … Có …": holds for the whole item
    above = [*([cap.group()] if cap else []), *_above(document, passage, lead)]
    setting = Setting(context, lead, tuple(above), ahead=_is_ahead(document, passage), subject=subject)
    total: Award | None = None
    for begin, end in zip(starts, [*starts[1:], len(passage.text)], strict=True):
        start = max(begin, first)
        text = passage.text[start:end]
        here = setting if start == first else replace(setting, lead=None)
        here = replace(here, total=total if PARTED.match(text) else None)
        total = None
        if here.lead is None and not SPEAKS.search(text):
            continue
        inside = [_moved(n, -start) for n in numerals if start <= n.span.start and n.span.end <= end]
        if inside or AWARDED.search(text):
            found = tuple(_of_sentence(passage, start, read(text, inside), here))
            total = _total([finding.record for finding in found])
            yield from found


def _total(records: list[Record]) -> Award | None:
    """The one form that a sentence tells of, with its giver: what a following "Trong đó: …" parts."""
    forms = {(r.award, r.level, r.status) for r in records}
    if len(forms) != 1 or records[0].award not in FORMS or records[0].status != "awarded":
        return None
    return Award(Span(0, 0), records[0].award, records[0].level, None)


def _moved(numeral: Numeral, by: int) -> Numeral:
    return replace(numeral, span=numeral.span.shift(by))


def _above(document: Document, passage: Passage, lead: Lead | None) -> list[str]:
    """Lead-in and headings, nearest first."""
    above = [lead.text, lead.passage] if lead else []
    section = document.section(passage.section_id)
    while section is not None:
        above.append(section.heading)
        section = document.section(section.parent_id)
    return above


# what a section of tasks tells of the past nevertheless
PAST = re.compile(r"(?<!\w)(?:đã|vừa|năm qua|năm trước|hiện|có)(?!\w)", re.I)


def _is_ahead(document: Document, passage: Passage) -> bool:
    """Whether the passage stands in a section of what is to be done: "7/7 thôn văn hóa" is an aim there."""
    section = document.section(passage.section_id)
    while section is not None:
        if section.kind == "phuong_huong_nhiem_vu":
            return True
        section = document.section(section.parent_id)
    return False


def _of_sentence(passage: Passage, at: int, sentence: Sentence, setting: Setting) -> Iterator[Finding[Record]]:
    lead = setting.lead
    bindings = parted(sentence, bind(sentence, lead.award if lead else None), setting.total)
    bindings += singles(sentence, bindings, setting.context)
    bindings = [replace(b, recipient=received_by(sentence.text, b, setting.subject)) for b in bindings]
    amounts = amounts_of(sentence.text, [b.recipient for b in bindings])
    for index, binding in enumerate(bindings):
        led = lead if binding.rule == "lead-in" else None
        asked = lead.text if lead and (led or _is_asked(sentence.text, binding, lead)) else ""
        status = status_of(sentence, binding, setting.context, asked, setting.above)
        ruled = is_ruled(sentence.text, binding.head, binding.tail) and not is_of_person(sentence.text)
        if status is None or ruled:
            continue
        single = binding.rule == "single"
        if status == "awarded" and setting.ahead and not PAST.search(sentence.text):
            continue
        if single and status != "awarded":
            continue
        merit = setting.subject is not None and status == "awarded"  # what one was given before: headings tell no giver
        told = replace(setting.context, kind="report") if merit else setting.context
        level, shown = level_of(sentence, binding, told, () if merit else setting.above)
        record = Record(
            award=binding.award.coded(binding.recipient),
            rank=binding.award.rank,
            level=level,
            recipient=binding.recipient,
            count=binding.count.value,
            status=status,
            amount_vnd=amounts[index].value if index in amounts else None,
        )
        quote = binding.count.span if led else _quote(sentence.text, binding, shown)
        if led and index in amounts:
            quote = Span(quote.start, max(quote.end, amounts[index].end))
        span = passage.locate(quote.shift(at))
        if led is not None and 0 < span.start - led.start <= LEAD_REACH:
            span = Span(led.start, span.end)
        confidence = _confidence(binding, status)
        numerals = () if single else (passage.locate(binding.count.numeral.shift(at)),)
        yield Finding(record, span, binding.rule, confidence, confidence < 0.7, numerals)


_AT_HEAD = 60  # characters


def _is_asked(text: str, binding: Binding, lead: Lead) -> bool:
    """Whether an award at the head of an item is what the lead-in above asks for."""
    return binding.head < _AT_HEAD and ";" not in text[: binding.head] and ASKS.search(lead.text) is not None


def _quote(text: str, binding: Binding, shown: Span) -> Span:
    """The shortest stretch that shows award, giver, recipient and count."""
    start, end = binding.head, binding.tail
    if shown.start < shown.end:
        start, end = min(start, shown.start), max(end, shown.end)
    start = verb_before(text, start)
    closes = text[end : end + 1] in ("”", '"', "»") and re.search(r"[“\"«]", text[start:end])
    return Span(start, end + 1 if closes else end)


def _confidence(binding: Binding, status: str) -> float:
    doubt = 0.05 if status == "proposed" else 0.0
    if binding.recipient == "khac":
        doubt += 0.1
    return round(max(0.3, binding.confidence - doubt), 2)
