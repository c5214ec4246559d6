"""How sure a reference by number is: what about it does not fit, and what of it was read by a guess."""

from __future__ import annotations

import re

from extractors.legal_references.clauses import Clause
from extractors.legal_references.lexicon import instruments
from extractors.legal_references.mentions import Mention
from schemas.records.legal_references import Record

_UNSURE = 0.65
_FIRST_YEAR = 1945  # of the present state
_HIGHEST = 30_000  # numbers of letters run high, no others do
# The word says more than the symbol, or as much: "Quy định số 89-QĐ/TW", "Thông báo kết luận", a resolution of "…/QH15"
_OPEN = frozenset({"khac", "luat", "cong_van"})
_CUT = re.compile(r"(?:^|\s)(?:và|của|về|các|một\s+số|số|với|cho|trong|theo|quy\s+định|Bộ|Ủy|Hội|Bộ\s+trưởng\s+Bộ)$")


def confidence_of(record: Record, mention: Mention, clause: Clause) -> float:
    """The mention's own confidence, lowered below 0.7 where a person should look at the record."""
    if any((_odd_symbol(mention), _odd_number(record), _odd_date(record), clause.doubt, _cut(record))):
        return min(mention.confidence, _UNSURE)
    return mention.confidence


def _odd_symbol(mention: Mention) -> bool:
    """A symbol that tells no kind and stands behind no word that does; one that tells another kind than its word."""
    code = mention.code
    if code is None:
        return False
    if mention.rule == "code" and code.kind is None:
        return True
    said = mention.rule == "type-code" and code.kind is not None and code.kind != mention.doc_type
    return said and not {code.kind, mention.doc_type} & _OPEN and mention.doc_type in instruments().types.values()


def _odd_number(record: Record) -> bool:
    digits = re.match(r"\d+", record.number or "")
    if digits is None:
        return False
    number = int(digits[0])
    if number == 0:
        return True
    return number > _HIGHEST and record.doc_type != "cong_van" and record.symbol is not None


def _odd_date(record: Record) -> bool:
    if record.number_year is not None and record.number_year < _FIRST_YEAR:
        return True
    if record.issued_on is None:
        return False
    if record.number_year is not None and record.issued_on.year != record.number_year:
        return True
    return not _FIRST_YEAR <= record.issued_on.year <= 2100


def _cut(record: Record) -> bool:
    """Whether the text breaks off in the middle of an issuer or a subject."""
    return any(told is not None and _CUT.search(told) is not None for told in (record.issuer, record.subject))
