"""What documents tell: the rows from which forms are counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A document that counts: where it is from and which years it tells of.

    ``own_province`` says that it was issued by the province itself, which then speaks of all its communes.
    """

    doc_id: str
    source_name: str
    doc_type: str
    unit: str
    unit_key: str
    unit_kind: str | None
    province: str | None
    start_year: int | None
    year: int | None
    issued: str = ""
    """Year, month and day of issue, as far as they are printed: what sorts after is later."""
    own_province: bool = False
    counted: bool = True
    """False for a file that is stored twice, and for another version of the same document."""

    @property
    def place(self) -> str:
        """The province, or the unit where no province is known: what is one thing is so within it."""
        return self.province or self.unit_key


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a record stands."""

    document: Document
    record_id: str
    quote: str
    page: int | None
    line: int | None
    needs_review: bool = False
    headings: tuple[str, ...] = ()
    """The headings above it, the nearest first."""


@dataclass(frozen=True, slots=True)
class Award:
    """A count of an award, as ``awards`` has it."""

    evidence: Evidence
    award: str
    rank: str | None
    level: str | None
    recipient: str
    count: int
    status: str = "awarded"


@dataclass(frozen=True, slots=True)
class Launch:
    """What the catalogue knows of a movement."""

    code: str
    name: str
    kind: str = "phong_trao"
    level: str | None = None
    launcher: str | None = None
    scope: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement as one document tells it."""

    evidence: Evidence
    name: str
    level: str | None = None
    period: str | None = None
    launcher: str | None = None
    catalog: Launch | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that is counted in no form, and why (a code of :data:`pipeline.forms.words.LEFT_OUT`)."""

    evidence: Evidence
    told: str
    reason: str
    kept: Evidence | None = None
    """The record that is counted in its place, where it was told twice."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that the documents of a year and a province tell."""

    documents: tuple[Document, ...]
    awards: tuple[Award, ...]
    movements: tuple[Movement, ...]
    left_out: tuple[LeftOut, ...] = ()
