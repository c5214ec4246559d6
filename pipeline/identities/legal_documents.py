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

from pipeline.identities.instruments import Instrument, id_of, known
from pipeline.identities.sources import Source
from schemas.identities.legal_documents import Row
from schemas.records.legal_references import InstrumentType

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
    doc_type: InstrumentType
    number: str | None
    number_year: int | None
    symbol: str | None
    canonical_id: str
    issued_on: datetime.date | None
    issuer: str | None
    subject: str | None
    times: int


def source() -> Source:
    """Where the facts come from."""
    return Source(
        "Các văn bản đã nạp; danh sách đã rà soát trong pipeline/check/instruments.toml, lập từ văn bản nhà nước",
        "Văn bản nhà nước không thuộc đối tượng bảo hộ quyền tác giả (Luật Sở hữu trí tuệ, Điều 15)",
    )


def tally(rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
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


def _settle(instrument_id: str, mentions: list[Mention]) -> Row:
    listed = _listed(instrument_id)
    title, title_votes = _most((m.doc_id, m.subject) for m in mentions)
    day, day_votes = _most((m.doc_id, m.issued_on) for m in mentions)
    issuer, _ = _most((m.doc_id, m.issuer) for m in mentions)
    canonical, _ = _most((m.doc_id, m.canonical_id) for m in mentions)
    doc_type, _ = _most((m.doc_id, m.doc_type) for m in mentions)
    number, _ = _most((m.doc_id, m.number) for m in mentions)
    year, _ = _most((m.doc_id, m.number_year) for m in mentions)
    symbol, _ = _most((m.doc_id, m.symbol) for m in mentions)
    return Row(
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
    """The listed instrument of an id: it has to be the same in all its parts."""
    found = (one for one in known(instrument_id.partition("--")[0]) if _id(one) == instrument_id)
    return next(found, None)


def _id(instrument: Instrument) -> str:
    return id_of(instrument.canonical_id, instrument.issued_on.year)


def _place(instrument_id: str) -> str | None:
    """Whose numbering it is, in ASCII: "hai-phong--thanh-dong"; None for the centre's and where nobody said."""
    parts = instrument_id.split("--")[1:]
    if parts and parts[0].isdigit():
        parts = parts[1:]
    return "--".join(parts) if parts and parts[0] != "cited-by" else None
