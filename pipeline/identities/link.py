"""The driver of the stage: an identity a line."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.extract import Extraction
from pipeline.identities import movements, references
from schemas.document import Document
from schemas.finding import Finding
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
    cited = references.link([finding.record for finding in records.legal_references], header, doc_id)
    return Links(
        movements=tuple((one,) for one in movements.link(document, header, records, cited)),
        legal_references=tuple((one,) for one in cited),
        movement_mentions=tuple(movements.mentions(document, records, doc_id)),
    )
