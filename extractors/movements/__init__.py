"""Named emulation movements: one record for each distinct one, however often it is named.

Named by quotation marks behind "phong trào", "cuộc vận động", "đợt thi đua", or by a specific wording. An unnamed
reference ("các phong trào thi đua yêu nước") is none; neither are slogans, sayings, models, titles in quotation marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.movements.identities import holds, same
from extractors.movements.launchers import level_of
from extractors.movements.levels import Author, launcher, levels
from extractors.movements.lexicon import key, stem
from extractors.movements.mentions import Mention, headed_mention, quoted_mentions
from extractors.movements.wordings import titled_mention, worded_mentions
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
    quoted: list[str] = field(default_factory=list)  # those that stood in quotation marks
    levels: list[tuple[int, LaunchLevel]] = field(default_factory=list)  # weight of what says so, level
    periods: list[str] = field(default_factory=list)
    launchers: list[tuple[str, LaunchLevel | None]] = field(default_factory=list)  # as printed, and at which level
    places: list[Span] = field(default_factory=list)  # of its names, each time


_CUE = re.compile(r"phong\s+tr[àa]o|v[ậâa]n\s+[đd][ộôo]ng|thi\s+[đd]ua|hưởng\s+ứng[^.:“”]{0,20}:", re.IGNORECASE)


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
    author = Author.of(document)
    for at, passage in enumerate(document.passages):
        if passage.part in ("letterhead", "recipients"):
            continue
        for mention in _mentions(passage) if _CUE.search(passage.text) else _headed(document, passage):
            if mention.founds:
                target = _gather(movements, passage, mention)
                following = document.passages[at + 1].text if at + 1 < len(document.passages) else ""
                target.levels.extend(levels(document, passage, following, mention, author))
                if (who := launcher(passage, following, mention)) is not None:
                    target.launchers.append((who, level_of(who, author.level)))
            else:
                asides.append((passage, mention))
    for passage, mention in asides:
        _name_again(movements, passage, mention)
    for movement in movements:
        yield _finding(movement)


def _headed(document: Document, passage: Passage) -> list[Mention]:
    """The mention of a heading that is a quoted name alone, where the headings around it speak of movements."""
    if passage.kind != "heading" or (mention := headed_mention(passage.text)) is None:
        return []
    section = document.section(passage.section_id)
    while section is not None and (section := document.section(section.parent_id)) is not None:
        if _CUE.search(section.heading):
            return [mention]
    return []


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


def _gather(movements: list[_Movement], passage: Passage, mention: Mention) -> _Movement:
    """Count a mention to its movement, a new one where no name fits."""
    name = " ".join(mention.name.of(passage.text).replace("*", "").split())
    target = next((m for m in movements if any(same(name, other) for other in dict.fromkeys(m.names))), None)
    if target is None:
        span = passage.locate(mention.span)
        target = _Movement(span, mention.rule, mention.confidence)
        movements.append(target)
    target.names.append(name)
    target.places.append(passage.locate(mention.name))
    if mention.rule.startswith("quoted"):
        target.quoted.append(name)
    target.confidence = max(target.confidence, mention.confidence)
    if (period := _period(passage.text, mention)) is not None:
        target.periods.append(period)
    return target


def _name_again(movements: list[_Movement], passage: Passage, mention: Mention) -> None:
    """A loose wording: another name of the one movement whose name holds it or is held by it."""
    name = " ".join(mention.name.of(passage.text).split())
    words = stem(name).split()
    fitting = [m for m in movements if any(same(name, n) or holds(words, stem(n).split()) for n in m.names)]
    if len(fitting) == 1 and len(words) >= 3:
        fitting[0].names.append(name)
        fitting[0].places.append(passage.locate(mention.name))


# "… giai đoạn 2022 - 2025", "năm 2024 và giai đoạn 2025-2030", also behind "trên địa bàn tỉnh"
_YEARS = r"\d{4}(?:\s*[-–]\s*\d{4})?(?!\d)"
_PERIOD = re.compile(
    rf"(?:giai\s+đoạn|trong\s+năm|năm\s+học|(?<!đến\s)năm)\s+(?P<years>{_YEARS}(?:\s+và\s+giai\s+đoạn\s+{_YEARS})?)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"[”\"»*\s]*(?:trên\s+địa\s+bàn\s+[^,.;:“]{2,50}?\s)?\s*(?:\d+\s+tháng\s+(?:đầu|cuối)\s+)?(?=giai\s+đoạn\s|năm\s+\d)",
    re.IGNORECASE,
)


def _period(text: str, mention: Mention) -> str | None:
    inside = list(_PERIOD.finditer(text, mention.name.start, mention.name.end))
    if inside:
        return " ".join(inside[-1]["years"].split())
    behind = _BEHIND.match(text, mention.name.end)
    found = _PERIOD.match(text, behind.end()) if behind else None
    return " ".join(found["years"].split()) if found else None


def _finding(movement: _Movement) -> Finding[Record]:
    names = movement.quoted or movement.names
    name = max(
        often := Counter(names), key=lambda n: (not n.isupper(), len(key(n).split()), often[n])
    )  # of equals the first
    aliases = tuple(n for n in dict.fromkeys(movement.names) if n != name)
    level = max(movement.levels, key=lambda found: found[0])[1] if movement.levels else None
    period = movement.periods[0] if movement.periods else None
    # Who takes up a movement of the centre is said to launch it too; one of another level did not launch this one.
    who = next((who for who, of_level in movement.launchers if level is None or of_level == level), None)
    record = Record(name=name, level=level, period=period, aliases=aliases, launcher=who)
    return Finding(
        record,
        movement.span,
        movement.rule,
        movement.confidence,
        movement.confidence < 0.7,
        mentions=tuple(sorted(set(movement.places))),
    )
