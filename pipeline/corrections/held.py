"""The documents that the rows of a sheet are about, asked of the database as they are needed."""

from __future__ import annotations

from functools import cached_property

from pipeline.corrections.facts import Fact
from pipeline.corrections.locator import Locator
from pipeline.corrections.stored import facts_in
from pipeline.load.digest import Query
from pipeline.report.review.stored import Stored, stored


class Held:
    """A document with what may be decided on in it."""

    def __init__(self, whole: Stored) -> None:
        self.rows = whole.rows
        self.document = whole.document

    @cached_property
    def facts(self) -> dict[str, list[Fact]]:
        """What may be decided on, by kind."""
        rows = {table: list(map(dict, found)) for table, found in self.rows.items()}
        return facts_in(dict(self.document), rows)

    @cached_property
    def locator(self) -> Locator:
        """Finds words in it."""
        return Locator(self.rows)

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """The same by their ids."""
        return {fact.fact_id: fact for facts in self.facts.values() for fact in facts}


class Documents:
    """The stored documents by their ids, each asked for once."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._held: dict[str, Held | None] = {}

    def get(self, doc_id: str) -> Held | None:
        """A document, None where none is stored of that id."""
        if doc_id not in self._held:
            known = [doc_id] if self._query("SELECT 1 FROM documents WHERE doc_id = ?", doc_id) else []
            self._held[doc_id] = next((Held(whole) for whole in stored(self._query, known)), None)
        return self._held[doc_id]
