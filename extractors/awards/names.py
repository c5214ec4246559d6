"""Award decisions that print a list of names and no number: the names are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.awards.binding import Binding
from extractors.awards.context import Context
from extractors.awards.level import level_of
from extractors.awards.recipients import recipient_at
from extractors.awards.sentences import read
from extractors.awards.status import is_rule
from extractors.awards.tokens import Award, Count, Sentence
from extractors.numbers import find_numerals
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.awards import Recipient, Record
from schemas.text import Span

ARTICLE = re.compile(r"^\s*(?:\*\*)?Điều\s+\d+\s*[.:]", re.I)
GRANTS = re.compile(r"(?<!\w)(?:tặng|truy tặng|công nhận|khen thưởng|trao|phong tặng)(?!\w)", re.I)
TO_WHOM = re.compile(r"(?<!\w)(?:cho|đối với)\s+(?:các\s+)?(?:(?:ông|bà)\s*(?:,|và|/|\()\s*(?:ông|bà)\)?)?", re.I)
# "1. Ông Nguyễn Văn An, …", "2) Công an xã", "- Bà …"
NAME = re.compile(r"^\s*(?:\d{1,3}\s*[.)]|[-–+•])\s*(?P<who>\S.*)$", re.S)
GROUP = re.compile(
    r"^\s*(?:[a-zđIVX]{1,4}\s*[.)]|\d{1,2}\.|[-–+])?\s*(?:Về\s+|Đối với\s+)?(?P<kind>tập "
    r"thể|cá nhân|hộ gia đình)\s*:?\s*$",
    re.I,
)
PERSON = re.compile(r"^(?:ông|bà|anh|chị|em|đồng chí|đ/c|cháu|thầy|cô)\s", re.I)
ONE = re.compile(
    r"(?<!\w)(?:cho|đối với)\s+(?P<title>ông|bà|anh|chị|em|đồng chí|cháu|thầy giáo|cô "
    r"giáo)\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\s*){2,5}"
)


@dataclass(frozen=True, slots=True)
class Grant:
    """An article that grants an award to those whose names follow."""

    passage: Passage
    sentence: Sentence
    award: Award
    recipient: Recipient | None


def extract(document: Document, context: Context) -> Iterator[Finding[Record]]:
    """The records of a decision whose articles count nothing themselves."""
    if context.kind != "decision":
        return
    body = [p for p in document.passages if p.kind != "table_row" and p.part == "body"]
    for index, passage in enumerate(body):
        if ARTICLE.match(passage.text) and (grant := _grant(passage)):
            yield from _count(body[index + 1 :], grant, context)


def _grant(passage: Passage) -> Grant | None:
    text = passage.text
    if not GRANTS.search(text) or is_rule(text):
        return None
    sentence = read(text, find_numerals(text))
    award = next((a for a in sentence.awards if not a.weak), None) or next(iter(sentence.awards), None)
    if award is None or any(c.core for c in sentence.counts):
        return None
    to = TO_WHOM.search(text, award.span.end) or TO_WHOM.search(text)
    noun = recipient_at(text, to.end()) if to else None
    people = to is not None and re.search(r"(?:ông|bà)", to.group(), re.I)
    return Grant(passage, sentence, award, noun[0] if noun else "ca_nhan" if people else None)


def _count(rest: list[Passage], grant: Grant, context: Context) -> Iterator[Finding[Record]]:
    one = ONE.search(grant.passage.text)
    if one:
        yield _finding(grant, "ca_nhan", 1, one.end(), context)
        return
    groups: dict[Recipient, int] = {}
    kind = grant.recipient
    for passage in rest:
        if ARTICLE.match(passage.text):
            break
        group = GROUP.match(passage.text)
        name = NAME.match(passage.text)
        if group:
            noun = recipient_at(group.group("kind"), 0)
            kind = noun[0] if noun else kind
        elif name:
            who: Recipient | None = kind if kind != "khac" else None
            if who is None:
                who = "ca_nhan" if PERSON.match(name.group("who")) else "tap_the"
            groups[who] = groups.get(who, 0) + 1
        elif groups:
            break
    for recipient, count in groups.items():
        yield _finding(grant, recipient, count, len(grant.passage.text.rstrip()), context)


def _finding(grant: Grant, recipient: Recipient, count: int, end: int, context: Context) -> Finding[Record]:
    award = grant.award
    start = next((m.start() for m in GRANTS.finditer(grant.passage.text)), award.span.start)
    nothing = Count(award.span, award.span, count, recipient, True)
    binding = Binding(award, nothing, recipient, "names", 0.75, award.span.start, award.span.end)
    level, _ = level_of(grant.sentence, binding, context, [])
    record = Record(award=award.coded(recipient), rank=award.rank, level=level, recipient=recipient, count=count)
    span = grant.passage.locate(Span(min(start, award.span.start), end))
    return Finding(record, span, "names", 0.75)
