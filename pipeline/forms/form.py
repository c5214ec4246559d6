"""What a form is: its columns, its rows, and what of the stored records each of them takes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures.

    A column without ``awards`` takes nothing by itself: the total, and the columns of movements, which
    :mod:`pipeline.forms.movements` fills.
    """

    key: str
    number: str
    heads: tuple[str, ...]
    """Its heads, the outermost first; neighbours with the same head share it."""
    awards: frozenset[str] = frozenset()
    levels: frozenset[str | None] = frozenset()
    recipients: frozenset[str] = frozenset()
    """To whom it may be given; empty for anybody."""
    said: str = ""
    """Words that the quote has to hold, in lower case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its official code, what it counts, and to which division of the total it belongs."""

    key: str
    code: str
    label: str
    unit: str = ""
    group: str = ""
    """The division (``recipient``, ``method``, …); a record of which this is not said makes its rows incomplete."""
    indent: int = 0
    recipient: str = ""
    never: str = ""
    """Why no report can fill it (a code of :data:`pipeline.forms.words.EMPTY`)."""

    @property
    def is_heading(self) -> bool:
        """A line between rows, without figures."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Form:
    """A form: ``sheet`` is its name in the workbook, ``official`` says whether the circular prescribes it."""

    key: str
    code: str
    sheet: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    official: bool = True
    has_units: bool = True
    """Whether it has the column C, the unit of each row."""
    counted: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counted", tuple(row for row in self.rows if not row.is_heading))
