"""The driver of the stage: an identity a line."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.extract import Extraction
from pipeline.identities import indicators, issuers, movements, references
from pipeline.identities.homes import home_of
from pipeline.identities.unit_mentions import find_unit_mentions
from schemas.document import Document
from schemas.finding import Finding
from schemas.header import Header
from schemas.identities.administrative_units import Mention
from schemas.identities.movements_catalog import MovementMention

Beside = tuple[BaseModel, ...]
"""The links of one row, of the models that ``LINKS`` in :mod:`schemas.identities` name for its table."""


@dataclass(frozen=True)
class Links:
    """What the rows of one document lead to: for each kind, the links of each finding, in the findings' order.

    A kind that is left empty has no links; the row of the document has those of ``documents``.
    """

    documents: Beside = ()
    movements: tuple[Beside, ...] = ()
    metrics: tuple[Beside, ...] = ()
    awards: tuple[Beside, ...] = ()
    legal_references: tuple[Beside, ...] = ()
    unit_mentions: tuple[Finding[Mention], ...] = ()
    movement_mentions: tuple[Finding[MovementMention], ...] = ()

    def of(self, kind: str, at: int) -> Beside:
        """The links of the finding at an index of its kind."""
        beside: tuple[Beside, ...] = getattr(self, kind)
        return beside[at] if beside else ()


def link(document: Document, header: Header, records: Extraction, doc_id: str) -> Links:
    """What of this document is the same thing as in other documents; nothing is linked that is not certain enough.

    Args:
        document: the structured document, for mentions in its text.
        header: who issued it, when and where.
        records: what was extracted; links stand beside it, in its order.
        doc_id: the id under which it is stored, for things that are this document's own.
    """
    references_made = [finding.record for finding in records.legal_references]
    dates = [(record.issued_on.year, record.issued_on.month) for record in references_made if record.issued_on]
    home = home_of(document, header, dates)
    cited = references.link(references_made, header, doc_id)
    return Links(
        documents=(home.link,),
        movements=tuple((one,) for one in movements.link(document, header, records, cited)),
        metrics=tuple((one,) for one in indicators.link((f.record, f.span.of(document.text)) for f in records.metrics)),
        legal_references=tuple(zip(cited, issuers.link(references_made, home), strict=True)),
        unit_mentions=tuple(find_unit_mentions(document, home)),
        movement_mentions=tuple(movements.mentions(document, records, doc_id)),
    )
