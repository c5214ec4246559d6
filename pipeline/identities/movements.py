"""Movements of a document: which catalogued one each is, what launched it, where the report says what was done.

Links stand beside the record; what was printed and which movements were found is not touched. The table
``movement_mentions`` has every place where one is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.movements.identities import holds
from extractors.movements.lexicon import stem
from pipeline.extract import Extraction
from pipeline.identities.wordings import match
from schemas.document import Document
from schemas.finding import Finding
from schemas.header import Header
from schemas.identities.legal_documents import ReferenceLink
from schemas.identities.movements_catalog import MovementLink
from schemas.identities.movements_catalog import MovementMention as Mention
from schemas.records.legal_references import Record as Reference
from schemas.records.movements import Record
from schemas.section import Section
from schemas.text import Span

Movement = Finding[Record]

_BY_ALIAS = 0.75  # only another of its printed names is a catalogued one
_PLANS = ("ke_hoach", "chi_thi")  # documents that say what is to be done, not what was,
_PLANNING = ("phuong_huong_nhiem_vu", "giai_phap", "kien_nghi")  # and sections that do
_FAR = 250  # characters between a name and what launched it
_TAKEN_UP = 0.9  # of the confidence, where the text says that somebody below launched it


def link(
    document: Document, header: Header, records: Extraction, instruments: Sequence[ReferenceLink]
) -> Iterator[MovementLink]:
    """The link of each movement, in the order of the records.

    Args:
        document: where they stand.
        header: its province, for movements of one province.
        records: the movements, and the references that may have launched them.
        instruments: which instrument each of the references means.
    """
    planning = {section.section_id for section in document.sections if section.kind in _PLANNING}
    told: list[Section] = []
    for section in document.sections:  # those around a section stand before it
        if header.doc_type in _PLANS or section.parent_id in planning or section.section_id in planning:
            planning.add(section.section_id)
        else:
            told.append(section)
    for finding in records.movements:
        code, sure = _catalogued(finding.record, header.province)
        basis = _basis(document.text, finding, records.legal_references)
        results = _results(told, finding)
        yield MovementLink(
            catalog_code=code,
            catalog_confidence=sure,
            basis=records.legal_references[basis].record.canonical_id if basis is not None else None,
            basis_id=instruments[basis].instrument_id if basis is not None else None,
            result_section_id=results.section_id if results else None,
        )


def mentions(document: Document, records: Extraction, doc_id: str) -> Iterator[Finding[Mention]]:
    """Every place where a movement is named, in order of place; ``movement_record_id`` is the key of its row."""
    found = [
        (span, finding, f"{doc_id}-{at:04d}")
        for at, finding in enumerate(records.movements, start=1)
        for span in finding.mentions
    ]
    for span, finding, record_id in sorted(found, key=lambda one: (one[0], one[2])):
        name = " ".join(span.of(document.text).split())
        yield Finding(Mention(movement_record_id=record_id, name=name), span, finding.rule, finding.confidence)


def _catalogued(record: Record, province: str | None) -> tuple[str | None, float | None]:
    """The catalogued movement that all printed names lead to which lead anywhere."""
    named = match(record.name, province)
    others = [one for name in record.aliases if (one := match(name, province)) is not None]
    best = named or (others[0] if others else None)
    if best is None or any(code != best[0] for code, _ in others):
        return None, None
    sure = best[1] if named is not None else min(best[1], _BY_ALIAS)
    return best[0], round(sure * (_TAKEN_UP if record.level in ("tinh", "huyen", "xa") else 1.0), 4)


# "Quyết định số … về việc phát động (và triển khai, tổ chức) phong trào thi đua “…”": the subject of what launched it
_LAUNCHING = re.compile(
    r"(?:việc\s+)?(?:ban\s+hành\s+kế\s+hoạch\s+)?"
    r"(?:phát\s+động|tổ\s+chức\s+(?:thực\s+hiện\s+)?(?:phong|đợt|cuộc))",
    re.IGNORECASE,
)
# "“X” được phát động theo [Quyết định số …]", "“X” (theo [Quyết định …])", "do UBND tỉnh phát động tại [Kế hoạch …]"
_BY_IT = re.compile(
    r"[”\"»*\s]*(?:giai\s+đoạn\s+[\d\s–-]{4,13}|năm\s+\d{4})?\s*(?:trên\s+địa\s+bàn\s+[^,.;:(“]{2,50}?)?\s*"
    r"(?:\(\s*(?:ban\s+hành\s+kèm\s+)?(?:theo|tại)?"
    r"|(?:do\s+[^.;“]{2,80}?\s+|được\s+[^.;“]{0,80}?)?phát\s+động\s+(?:theo|tại|bằng|kèm\s+theo))\s*$",
    re.IGNORECASE,
)


_ENOUGH = 8  # words of a name that tell it
_BEFORE_NAME = 7  # words between the verb and the name: "phong trào thi đua đặc biệt cao điểm"


def _basis(text: str, movement: Movement, references: Sequence[Finding[Reference]]) -> int | None:
    """The index of the one reference that the text says to have launched a movement."""
    found: list[int] = []
    for at, reference in enumerate(references):
        subject = reference.record.subject or ""
        within = [p for p in movement.mentions if reference.span.start <= p.start < reference.span.end]
        named = _LAUNCHING.match(subject) and any(_launches(subject, place.of(text)) for place in within)
        if named or any(
            0 <= reference.span.start - place.end <= _FAR and _BY_IT.fullmatch(text, place.end, reference.span.start)
            for place in movement.mentions
        ):
            found.append(at)
    ids = {references[at].record.canonical_id for at in found}
    return found[0] if len(ids) == 1 else None


def _launches(subject: str, name: str) -> bool:
    """Whether a subject launches this movement: it stands at once behind the verb, not as an occasion of another."""
    launched = stem(_LAUNCHING.sub("", subject, count=1)).split()
    words = stem(name).split()[:_ENOUGH]
    return holds(words, launched[: len(words) + _BEFORE_NAME])


def _results(told: Sequence[Section], movement: Movement) -> Section | None:
    """The section that tells what was done: the one that a movement heads, else the innermost about movements in which
    it is named.
    """
    for section in told:
        heading = Span(section.char_start, section.char_end)
        if any(heading.contains(place) for place in movement.mentions):
            return section
    for place in movement.mentions:
        inner = [s for s in told if s.char_start <= place.start < s.extent_end]
        if inner and inner[-1].kind in ("phong_trao", "ket_qua_phong_trao"):
            return inner[-1]
    return None
