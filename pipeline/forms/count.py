"""Forms, counted: rows in, cells with their records out. Pure.

A cell holds a figure only where a record says it. Where none does it is empty and says why: what is not told is not
known to be nothing. A stored count of 0 is a zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.forms.definitions import FORMS, MOVEMENTS, TOTAL
from pipeline.forms.form import Column, Form, Row
from pipeline.forms.item import Item
from pipeline.forms.movements import count_movements
from pipeline.forms.once import across_documents, within_documents
from pipeline.forms.places import item_of, place_of
from pipeline.forms.told import Award, Document, LeftOut, Told

_AWARDS_FROM = frozenset({"bao_cao", "quyet_dinh"})
_MOVEMENTS_FROM = _AWARDS_FROM | {"ke_hoach", "nghi_quyet", "chi_thi"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its figure with the items that make it, or why it is empty.

    ``unsaid`` is how much of the column might belong here, too, but its documents do not say it.
    """

    form: Form
    row: Row
    column: Column
    items: tuple[Item, ...] = ()
    unsaid: int = 0
    reason: str | None = None

    @property
    def value(self) -> int | None:
        """The figure; ``None`` for an empty cell."""
        return sum(item.amount for item in self.items) if self.items else None

    @property
    def to_check(self) -> int:
        """How much of the figure a person should look at."""
        return sum(item.amount for item in self.items if item.doubts)

    @property
    def is_doubtful(self) -> bool:
        """Whether anything in it should be looked at."""
        return any(item.doubts for item in self.items)


@dataclass(frozen=True, slots=True)
class Filled:
    """The forms of a year."""

    year: int
    documents: tuple[Document, ...]
    cells: tuple[Cell, ...]
    left_out: tuple[LeftOut, ...]

    def cells_of(self, form: Form) -> dict[tuple[str, str], Cell]:
        """The cells of a form by row and column."""
        return {(cell.row.key, cell.column.key): cell for cell in self.cells if cell.form is form}


def fill(told: Told, year: int, say: Callable[[Award], str]) -> Filled:
    """Count the forms.

    Args:
        told: what the documents tell.
        year: the year of the forms.
        say: an award as a person would say it.
    """
    out = list(told.left_out)
    items: defaultdict[str, list[Item]] = defaultdict(list)
    movements = []
    for movement in told.movements:
        if reason := _unfit(movement.evidence.document, year, _MOVEMENTS_FROM):
            out.append(LeftOut(movement.evidence, movement.name, reason))
        else:
            movements.append(movement)
    items[MOVEMENTS.key], unplaced = count_movements(movements)
    out += unplaced
    for key, item in _award_items(told.awards, year, say, out):
        items[key].append(item)
    cells = tuple(
        _cell(form, row, column, items[form.key]) for form in FORMS for row in form.counted for column in form.columns
    )
    used = {one.document for cell in cells for item in cell.items for one in item.evidence}
    return Filled(year, tuple(sorted(used, key=lambda one: (one.unit, one.source_name))), cells, tuple(out))


def _award_items(
    awards: Iterable[Award], year: int, say: Callable[[Award], str], out: list[LeftOut]
) -> list[tuple[str, Item]]:
    fit = []
    for award in awards:
        reason = _unfit(award.evidence.document, year, _AWARDS_FROM)
        if reason or award.status != "awarded":
            out.append(LeftOut(award.evidence, say(award), reason or "proposed"))
        else:
            fit.append(award)
    told = {award.evidence.record_id: say(award) for award in fit}
    fit, twice = within_documents(fit, told)
    out += twice
    placed = []
    for award in fit:
        if isinstance(place := place_of(award), str):
            out.append(LeftOut(award.evidence, told[award.evidence.record_id], place))
        else:
            form, column = place
            placed.append((award, f"{form.key} {column.key if column else TOTAL}"))
    settled, twice = across_documents(placed, told)
    out += twice
    items = []
    for award, doubts in settled:
        place = place_of(award)
        assert not isinstance(place, str), "only awards with a place are settled"
        form, column = place
        items.append((form.key, item_of(award, column, told[award.evidence.record_id], doubts, year)))
    return items


def _unfit(document: Document, year: int, kinds: frozenset[str]) -> str | None:
    """Why nothing of the document counts in that year; ``None`` where it does."""
    if not document.counted:
        return "duplicate_document"
    if document.doc_type not in kinds:
        return "document_kind"
    return None if document.start_year == document.year == year else "several_years"


def _cell(form: Form, row: Row, column: Column, items: Iterable[Item]) -> Cell:
    of_column = [item for item in items if column.key in {TOTAL, item.column}]
    if row.recipient and column.recipients and row.recipient not in column.recipients:
        return Cell(form, row, column, reason="not_applicable")
    if row.never:
        return Cell(form, row, column, reason=row.never)
    here = tuple(item for item in of_column if row.key in item.rows)
    unsaid = sum(item.amount for item in of_column if row.group in item.unsaid)
    if here:
        return Cell(form, row, column, here, unsaid)
    reason = "column_untold" if not of_column else "row_unsaid" if unsaid else "row_untold"
    return Cell(form, row, column, unsaid=unsaid, reason=reason)
