"""The table ``legal_documents``: one row an instrument that any stored document cites.

What it is called and when it is dated is what most citing documents say, a document one vote however often it
mentions it; the reviewed list stands above the votes. Ties go to the longer, then to the first in order of the
alphabet. So the rows are a function of what is stored, whatever the order in which it came.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.identities.instruments import Instrument, known

Value = TypeVar("Value", bound=Hashable)

MENTIONS = (
    "SELECT DISTINCT r.instrument_id, r.doc_id, r.doc_type, r.number, r.number_year, r.symbol, r.canonical_id, "
    "r.issued_on, r.issuer, r.subject, count(*) AS times FROM legal_references r JOIN documents d USING (doc_id) "
    "WHERE r.instrument_id IS NOT NULL AND d.duplicate_of IS NULL GROUP BY ALL ORDER BY ALL"
)
"""What is asked of the store: the mentions of instruments, those of copies of a file left out."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one document says of an instrument, and how often it says so; fields as in :data:`MENTIONS`."""

    instrument_id: str
    doc_id: str
    doc_type: str
    number: str | None
    number_year: int | None
    symbol: str | None
    canonical_id: str
    issued_on: datetime.date | None
    issuer: str | None
    subject: str | None
    times: int


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """An instrument and what is known of it."""

    instrument_id: str
    doc_type: str
    canonical_id: str
    number: str | None
    number_year: int | None
    symbol: str | None
    place: str | None
    title: str | None
    title_votes: int
    issued_on: datetime.date | None
    issued_on_votes: int
    issuer: str | None
    reviewed: bool
    document_count: int
    mention_count: int


def tally(rows: Iterable[tuple[Any, ...]]) -> Iterator[LegalDocument]:
    """The instruments of all mentions, in order of id.

    >>> said = ("5-qd-ttg--2024", "quyet_dinh", "5", None, "QĐ-TTg", "5/QĐ-TTg", datetime.date(2024, 1, 9), None)
    >>> rows = [(said[0], doc, *said[1:], title, 1) for doc, title in (("a", "nhà ở"), ("b", "nhà ở"), ("c", "đất"))]
    >>> [(one.title, one.title_votes, one.document_count) for one in tally(rows)]
    [('nhà ở', 2, 3)]
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for row in rows:
        mention = Mention(*row)
        groups[mention.instrument_id].append(mention)
    for instrument_id in sorted(groups):
        yield _settle(instrument_id, groups[instrument_id])


def _settle(instrument_id: str, mentions: list[Mention]) -> LegalDocument:
    listed = _listed(instrument_id)
    title, title_votes = _most((m.doc_id, m.subject) for m in mentions)
    day, day_votes = _most((m.doc_id, m.issued_on) for m in mentions)
    issuer, _ = _most((m.doc_id, m.issuer) for m in mentions)
    canonical, _ = _most((m.doc_id, m.canonical_id) for m in mentions)
    doc_type, _ = _most((m.doc_id, m.doc_type) for m in mentions)
    number, _ = _most((m.doc_id, m.number) for m in mentions)
    year, _ = _most((m.doc_id, m.number_year) for m in mentions)
    symbol, _ = _most((m.doc_id, m.symbol) for m in mentions)
    return LegalDocument(
        instrument_id=instrument_id,
        doc_type=doc_type or "khac",
        canonical_id=listed.canonical_id if listed else canonical or instrument_id,
        number=number,
        number_year=year,
        symbol=symbol,
        place=_place(instrument_id),
        title=listed.title if listed else title,
        title_votes=title_votes,
        issued_on=listed.issued_on if listed else day,
        issued_on_votes=day_votes,
        issuer=listed.issuer if listed else issuer,
        reviewed=listed is not None,
        document_count=len({m.doc_id for m in mentions}),
        mention_count=sum(m.times for m in mentions),
    )


def _most(votes: Iterable[tuple[str, Value | None]]) -> tuple[Value | None, int]:
    """What most documents say, and how many; nothing said is no vote."""
    count = Counter(value for _, value in set(votes) if value is not None)
    if not count:
        return None, 0
    value = min(count, key=lambda one: (-count[one], -len(str(one)), str(one)))
    return value, count[value]


def _listed(instrument_id: str) -> Instrument | None:
    """The listed instrument of an id; of a number that came back, the one of that year."""
    head, _, rest = instrument_id.partition("--")
    year = rest[:4] if rest[:4].isdigit() else None
    fitting = [one for one in known(head) if year is None or str(one.issued_on.year) == year]
    if year is None and fitting and _bears_no_year(fitting[0]):
        return None  # "34-CT/TW" of no year is not one of the two for certain
    return fitting[0] if len(fitting) == 1 and "--" not in rest else None


def _bears_no_year(instrument: Instrument) -> bool:
    return f"/{instrument.issued_on.year}/" not in instrument.canonical_id and "QH" not in instrument.canonical_id


def _place(instrument_id: str) -> str | None:
    """Whose numbering it is, in ASCII: "hai-phong--thanh-dong"; None for the centre's and where nobody said."""
    parts = instrument_id.split("--")[1:]
    if parts and parts[0].isdigit():
        parts = parts[1:]
    return "--".join(parts) if parts and parts[0] != "cited-by" else None
