"""The restored text alone, for those who want no records: apart, so that nothing else has to be loaded for it."""

from __future__ import annotations

from pipeline.repair import repair
from pipeline.restoration import restore
from schemas.document import RawDocument, RestoredText


def mend(raw: RawDocument) -> RestoredText:
    """The restored text, line for line as it was read: pages, lines and their furniture stay."""
    return restore(repair(raw, layout=False))
