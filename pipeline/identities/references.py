"""Which instrument each reference of a document means.

A function of the document and the reviewed list alone: what other documents say does not move a link, so the order in
which files are ingested cannot. What the mentions of all documents agree on is counted afterwards
(:mod:`pipeline.identities.legal_documents`). What was printed stays as it is.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from pipeline.identities.instruments import Instrument, id_of, instruments, known, slug
from pipeline.identities.scopes import Scope, bears_session, scope_of
from schemas.header import Header
from schemas.identities.legal_documents import ReferenceLink
from schemas.records.legal_references import Record

_NOBODY = ReferenceLink()
_FROM_BESIDE = 0.85  # a year or an issuer that another mention in the same document gives
_UNSAID = 0.7  # only the reviewed list knows the year, and the mention says nothing of the subject
_AGREED = 0.9
_IN_FORCE = 0.75
_SETTLED = 2  # years after which nobody means the law before


def _to(instrument_id: str, confidence: float) -> ReferenceLink:
    return ReferenceLink(instrument_id=instrument_id, instrument_confidence=confidence)


def link(records: Sequence[Record], header: Header, doc_id: str) -> list[ReferenceLink]:
    """The instrument of each reference, in the order given.

    Args:
        records: all references of one document.
        header: its header, which says whose "tỉnh" and whose "xã" is meant.
        doc_id: its id, for a document that does not say whose it is.

    >>> dated = Record(doc_type="quyet_dinh", number="45", symbol="QĐ-UBND", canonical_id="45/QĐ-UBND",
    ...     issued_on=datetime.date(2025, 3, 4), issuer="Ủy ban nhân dân tỉnh")
    >>> again = Record(doc_type="quyet_dinh", number="45", symbol="QĐ-UBND", canonical_id="45/QĐ-UBND")
    >>> [found.instrument_id for found in link([dated, again], Header(province="Lào Cai"), "d1")]
    ['45-qd-ubnd--2025--lao-cai', '45-qd-ubnd--2025--lao-cai']
    """
    by_id: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_id[slug(record.canonical_id)].append(record)
    dated_laws = {law for head in by_id for law in known(head) if law.names}
    return [_of(record, by_id, dated_laws, header, doc_id) for record in records]


def _of(
    record: Record, by_id: Mapping[str, list[Record]], laws: Set[Instrument], header: Header, doc_id: str
) -> ReferenceLink:
    if record.symbol and record.number:
        alias = _alias(record)
        same = by_id[slug(record.canonical_id)]
        return _of_number(record, same, header, doc_id) if alias is None else _listed(alias, _AGREED)
    if record.doc_type == "luat" and not record.number:
        return _of_law(record, laws, header)
    return _of_bare_number(record)


def _alias(record: Record) -> Instrument | None:
    """The instrument that the list knows under this other name: "Đề án 06/CP"."""
    found = known(record.canonical_id)
    return found[0] if len(found) == 1 and slug(found[0].canonical_id) != slug(record.canonical_id) else None


def _listed(instrument: Instrument, confidence: float) -> ReferenceLink:
    """The link to an instrument of the reviewed list."""
    return _to(id_of(instrument.canonical_id, instrument.issued_on.year), confidence)


def _of_number(record: Record, same: Sequence[Record], header: Header, doc_id: str) -> ReferenceLink:
    assert record.symbol is not None
    scope, from_beside = _scope(record, same, header, doc_id)
    parts = [slug(record.canonical_id)]
    sure = scope.sure
    if record.number_year is None and not bears_session(record.symbol):
        year, certainty = _year(record, same, header)
        if year is not None:
            parts.append(str(year))
        sure = min(sure, certainty)
    if scope.place:
        parts.append(scope.place)
    return _to("--".join(parts), min(sure, _FROM_BESIDE) if from_beside else sure)


def _scope(record: Record, same: Iterable[Record], header: Header, doc_id: str) -> tuple[Scope, bool]:
    """Whose number it is: by this mention, else by the others in this document where they all say the same."""
    assert record.symbol is not None
    own = scope_of(record.symbol, record.issuer, header, doc_id)
    if own.told:
        return own, False
    others = {
        scope_of(record.symbol, other.issuer, header, doc_id)
        for other in same
        if other.issuer and (other.issued_on == record.issued_on or None in (other.issued_on, record.issued_on))
    }
    told = {scope.place: scope for scope in others if scope.told}
    return (next(iter(told.values())), True) if len(told) == 1 else (own, False)


def _year(record: Record, same: Iterable[Record], header: Header) -> tuple[int | None, float]:
    """The year of a number that does not bear it, and how sure: printed, said beside, or known of a listed one."""
    if record.issued_on is not None:
        return record.issued_on.year, 1.0
    years = {other.issued_on.year for other in same if other.issued_on is not None}
    if len(years) == 1:
        return years.pop(), _FROM_BESIDE
    until = header.issued_on or datetime.date(header.issued_year or datetime.MAXYEAR, 12, 31)
    fitting = [one for one in known(record.canonical_id) if one.issued_on <= until]
    if record.subject:
        fitting = [one for one in fitting if one.is_about(record.subject)]
    if len(fitting) == 1:
        return fitting[0].issued_on.year, _AGREED if record.subject else _UNSAID
    return None, 0.6


def _of_law(record: Record, laws: Set[Instrument], header: Header) -> ReferenceLink:
    """A law by its name: the listed one of its year; without a year the one that the document dates, or one long in
    force.
    """
    found = known(record.canonical_id)
    if len(found) == 1:
        return _listed(found[0], 0.98)
    dated = {law for law in laws if any(name.rpartition("-")[0] == record.canonical_id for name in law.names)}
    if len(dated) == 1:
        return _listed(next(iter(dated)), _FROM_BESIDE)
    if not dated and (in_force := _in_force(record.canonical_id, header)) is not None:
        return _listed(in_force, _IN_FORCE)
    return _to(slug(record.canonical_id), 0.9 if record.canonical_id[-4:].isdigit() else _UNSAID)


def _in_force(name: str, header: Header) -> Instrument | None:
    """The listed law of a name that a document of that year means; None where a newer one was on its way."""
    year = header.issued_year or header.period_end_year
    bearing = [one for one in instruments() if any(n.rpartition("-")[0] == name for n in one.names)]
    before = [one for one in bearing if year is not None and one.issued_on.year <= year]
    latest = max(before, key=lambda one: one.issued_on, default=None)
    return latest if latest is not None and year is not None and latest.issued_on.year <= year - _SETTLED else None


def _of_bare_number(record: Record) -> ReferenceLink:
    """A number without its symbol is a listed instrument of that day ("Nghị quyết số 57 ngày 22/12/2024"), or none."""
    if record.number is None or record.issued_on is None:
        return _NOBODY
    fitting = [
        one for one in _of_day(record.issued_on) if slug(one.canonical_id).split("-")[0] == record.number.lstrip("0")
    ]
    return _listed(fitting[0], _AGREED) if len(fitting) == 1 else _NOBODY


def _of_day(day: datetime.date) -> list[Instrument]:
    return [one for one in instruments() if one.issued_on == day]
