"""The titles and commendations that the Law of 2022 knows: ``award_types.toml``.

Records bear the code already (``awards.award``), so nothing is linked: the table says what a code is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.identities.sources import Source, read_toml
from schemas.identities.award_types import Row

FILE = "award_types.toml"


def source() -> Source:
    """Where the facts come from."""
    return Source.of(read_toml(FILE))


def rows() -> Iterator[Row]:
    """One row a code, in the order of the list.

    >>> next(row.name for row in rows() if row.award == "giay_khen")
    'Giấy khen'
    """
    for entry in read_toml(FILE)["award"]:
        yield Row(**{"decided_by": None} | entry)
