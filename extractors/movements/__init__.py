"""Named emulation movements: one record for each distinct one, however often it is named.

Named by quotation marks behind "phong trào", "cuộc vận động", "đợt thi đua", or by a specific wording. An unnamed
reference ("các phong trào thi đua yêu nước") is none; neither are slogans, sayings, models, titles in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.movements.identities import holds, same
from extractors.movements.launchers import launched_by, level_of, own_level
from extractors.movements.lexicon import key, stem
from extractors.movements.mentions import Mention, quoted_mentions, titled_mention, worded_mentions
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.movements import LaunchLevel, Record
from schemas.text import Span


@dataclass
class _Movement:
    """A movement as it is gathered from its mentions."""

    span: Span
    rule: str
    confidence: float
    names: list[str] = field(default_factory=list)
    levels: list[tuple[int, LaunchLevel]] = field(default_factory=list)  # weight of what says so, level
    periods: list[str] = field(default_factory=list)
    stems: set[str] = field(default_factory=set)


_CUE = re.compile(r"phong\s+trào|vận\s+động|thi\s+đua", re.IGNORECASE)


def extract(document: Document) -> Iterator[Finding[Record]]:
    """The movements of a document, in the order in which they are first named.

    >>> from schemas.document import Document, Passage
    >>> text = "Phong trào thi đua “Tuyến phố văn minh” do Ủy ban nhân dân tỉnh phát động giai đoạn 2021-2025"
    >>> document = Document(text, passages=(Passage(text, (Span(0, len(text)),), "paragraph"),))
    >>> [(f.record.name, f.record.level) for f in extract(document)]
    [('Tuyến phố văn minh', 'tinh')]
    """
    movements: list[_Movement] = []
    asides: list[tuple[Passage, Mention]] = []
    own = own_level(document)
    for passage in document.passages:
        if passage.part in ("letterhead", "recipients") or not _CUE.search(passage.text):
            continue
        for mention in _mentions(passage):
            if mention.founds:
                _gather(movements, document, passage, mention, own)
            else:
                asides.append((passage, mention))
    for passage, mention in asides:
        _name_again(movements, passage, mention)
    for movement in movements:
        yield _finding(movement)


def _mentions(passage: Passage) -> list[Mention]:
    """The mentions of one paragraph; quotation marks first, a wording only where none of them stands."""
    text = passage.text
    found = list(quoted_mentions(text))
    heading = (
        passage.kind == "heading"
        or bool(re.match(r"\s*(?:[-–+*•]|\d+(?:\.\d+)*\.|[a-zđ]\))\s*", text))
        or text[:11].lower() == "phong trào "
    )
    worded = list(worded_mentions(text, heading=heading))
    if (titled := titled_mention(text)) is not None:
        worded.append(titled)
    found += [m for m in worded if not any(m.span.overlaps(other.span) for other in found)]
    return sorted(found, key=lambda mention: mention.span)


def _gather(
    movements: list[_Movement], document: Document, passage: Passage, mention: Mention, own: LaunchLevel | None
) -> None:
    name = " ".join(mention.name.of(passage.text).replace("*", "").split())
    target = next((m for m in movements if stem(name) in m.stems or any(same(name, other) for other in m.names)), None)
    if target is None:
        span = passage.locate(mention.span)
        target = _Movement(span, mention.rule, mention.confidence)
        movements.append(target)
    target.names.append(name)
    target.stems.add(stem(name))
    target.confidence = max(target.confidence, mention.confidence)
    if (period := _period(passage.text, mention)) is not None:
        target.periods.append(period)
    target.levels.extend(_levels(document, passage, mention, own, name))


def _name_again(movements: list[_Movement], passage: Passage, mention: Mention) -> None:
    """A loose wording: another name of the one movement whose name holds it or is held by it."""
    name = " ".join(mention.name.of(passage.text).split())
    words = stem(name).split()
    fitting = [m for m in movements if any(same(name, n) or holds(words, stem(n).split()) for n in m.names)]
    if len(fitting) == 1 and len(words) >= 3:
        fitting[0].names.append(name)


# "… giai đoạn 2022 - 2025", "năm 2024 và giai đoạn 2025-2030", also behind "trên địa bàn tỉnh"
_YEARS = r"\d{4}(?:\s*[-–]\s*\d{4})?(?!\d)"
_PERIOD = re.compile(
    rf"(?:giai\s+đoạn|trong\s+năm|năm\s+học|(?<!đến\s)năm)\s+(?P<years>{_YEARS}(?:\s+và\s+giai\s+đoạn\s+{_YEARS})?)",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"[”\"»*\s]*(?:trên\s+địa\s+bàn\s+[^,.;:“]{2,50}?\s)?\s*(?=giai\s+đoạn\s|năm\s+\d)", re.IGNORECASE)


def _period(text: str, mention: Mention) -> str | None:
    inside = None
    for inside in _PERIOD.finditer(text, mention.name.start, mention.name.end):
        pass
    if inside is not None:
        return re.sub(r"\s+", " ", inside["years"])
    behind = _BEHIND.match(text, mention.name.end)
    found = _PERIOD.match(text, behind.end()) if behind else None
    return re.sub(r"\s+", " ", found["years"]) if found else None


_SENTENCE = re.compile(r"[.;](?=\s+[A-ZĐÂÔƯÁÀÍÚÝÊ+-])")
_LAUNCH = re.compile(
    r"(?P<verb>phát\s+động|khởi\s+xướng)\s+(?:và\s+triển\s+khai\s+|thực\s+hiện\s+|tổ\s+chức\s+)?(?:các\s+|đợt\s+)?$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:Thủ\s+tướng|Chính\s+phủ|Hội\s+đồng\s+[Tt]hi\s+đua|U[Bb]ND|[UỦ][ỷy]\s+ban|Đảng\s+[uủ]|Tỉnh\s+[uủ]|Thành\s+[uủ]|Huyện\s+[uủ]|Chủ\s+tịch|MTTQ|Mặt\s+trận"
    r"|Đoàn\s+[Tt]hanh|Đoàn\s+TN|Hội\s+[A-ZĐ]|Công\s+an|Ban\s+[A-ZĐ]|Bộ\s+[A-ZĐ]|Sở\s+[A-ZĐ]|Liên\s+đoàn|Tổng\s+Liên|Công\s+đoàn|Xã|Phường|[Cc]ấp\s+[uủ]ỷ?|[Cc]hính\s+quyền|[Nn]hà\s+trường|Trung\s+ương|xã|phường|[Tt]hành\s+phố|[Tt]ỉnh)(?!\w)"
)
_BASIS = re.compile(r"[”\"»]?\s*(?:[^.;“]{0,30}\s)?theo\s+(?P<who>(?:Quyết\s+định|Kế\s+hoạch|Chỉ\s+thị)\s[^;“]{5,110})")


def _levels(
    document: Document, passage: Passage, mention: Mention, own: LaunchLevel | None, name: str
) -> Iterator[tuple[int, LaunchLevel]]:
    text = passage.text
    behind = text[mention.span.end : mention.span.end + 160]
    sentence = re.split(r"[.;“]", behind, maxsplit=1)[0]
    said, level = (
        launched_by(sentence, own) if re.match(r"[”\"*]?\s*(?:[^,]{0,45}\s)?(?:do|được)\s", sentence) else (False, None)
    )
    if said and level:
        yield 5, level
        return
    before = text[max(0, mention.lead - 260) : mention.lead]
    cut = 0
    for stop in _SENTENCE.finditer(before):
        cut = stop.end()
    before = before[cut:]
    listed = text[
        mention.lead : mention.span.start + 130 if mention.span.start - mention.lead < 130 else mention.span.start
    ]
    lead_said, lead_level = launched_by(text[mention.lead : mention.name.start].split("“")[0], own)
    if lead_said:
        if lead_level:
            yield 5, lead_level
        return
    at_head = mention.lead <= 24 and (passage.kind in ("heading", "list_item") or len(before.split()) <= 4)
    if at_head and (found := _of_headings(document, passage, own)) is not None:
        yield 4, found
    if (basis := _BASIS.match(behind)) and (found := level_of(basis["who"], None)) is not None:
        yield 3, found
    if (launch := _LAUNCH.search(before)) is not None and not re.search(
        r"(?:triển\s+khai|đẩy\s+mạnh)\s+$", before[: launch.start()]
    ):
        who = None
        for who in _WHO.finditer(before, 0, launch.start()):
            pass
        found = level_of(before[who.start() : launch.start()], own) if who else (own if launch.start() <= 12 else None)
        if found is not None and not (found != "trung_uong" and key(name).startswith(("ca nuoc", "toan quoc"))):
            yield 2, found
    del listed


def _of_headings(document: Document, passage: Passage, own: LaunchLevel | None) -> LaunchLevel | None:
    """Who launched the movements of this section, by its heading or that of a section around it."""
    section = document.section(passage.section_id)
    while section is not None:
        said, level = launched_by(section.heading, own)
        if said:
            return level
        section = document.section(section.parent_id)
    return None


def _finding(movement: _Movement) -> Finding[Record]:
    name = max(movement.names, key=lambda n: (len(key(n).split()), -movement.names.index(n)))
    aliases = tuple(n for n in dict.fromkeys(movement.names) if n != name)
    level = max(movement.levels, key=lambda found: found[0])[1] if movement.levels else None
    period = movement.periods[0] if movement.periods else None
    record = Record(name=name, level=level, period=period, aliases=aliases)
    return Finding(record, movement.span, movement.rule, movement.confidence, movement.confidence < 0.7)
