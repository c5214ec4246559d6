"""Blocks of a document, paragraphs and tables, as the lines that they print: what the readers of HTML and ODT share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.errors import UnreadableFileError
from pipeline.read.typed_tables import with_typed_tables
from pipeline.read.word_text import split_columns
from schemas.text import Line, Page

_LAYOUT_ROWS = 6  # a letterhead or a signature block has no more
_LAYOUT_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark as printed (raised figures), the lines of its body."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its printed lines, and what hangs on it.

    ``breaks`` are the page breaks within, ``breaks_before`` those of them that come before the first letter.
    """

    texts: tuple[str, ...]
    origin: str | None = None
    size: float | None = None
    bold: bool | None = None
    breaks: int = 0
    breaks_before: int = 0
    notes: tuple[Note, ...] = ()
    boxes: tuple[tuple[Block, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and what stands in it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid; None where a cell is covered by one that was merged. ``ruled``: it draws lines."""

    rows: tuple[tuple[Cell | None, ...], ...]
    ruled: bool
    breaks: int = 0

    @property
    def is_layout(self) -> bool:
        """Whether it only sets texts side by side: one row, one column, or few columns without a rule."""
        widths = [sum(cell is not None for cell in row) for row in self.rows]
        widest = max(widths, default=0)
        if widest < 2 or (len(widths) == 1 and widest == 2):
            return True
        return widest <= _LAYOUT_COLUMNS and len(widths) <= _LAYOUT_ROWS and not self.ruled

    def columns(self) -> Iterator[Cell]:
        """The cells column by column, from left to right."""
        for at in range(max((len(row) for row in self.rows), default=0)):
            for row in self.rows:
                cell = row[at] if at < len(row) else None
                if cell is not None:
                    yield cell


Block = Paragraph | Table


@dataclass
class Story:
    """Collects lines in reading order, each with the page on which it begins."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    _tables: int = 0
    _page: int = 1
    _waiting: list[Paragraph] = field(default_factory=list)  # two columns set with tabs

    def add(self, blocks: Iterable[Block], origin: str = "body") -> None:
        """Paragraphs and tables in order."""
        for block in blocks:
            if isinstance(block, Table):
                self._flush()
                self._table(block, origin)
            elif origin == "body" and block.origin is None and split_columns(list(block.texts)):
                self._waiting.append(block)
            else:
                self._flush()
                self._paragraph(block, origin)
        self._flush()

    def pages(self, name: str, empty: str) -> tuple[Page, ...]:
        """The pages.

        Raises:
            UnreadableFileError: ``empty`` is its code: there is no text at all.
        """
        if not any(line.text.strip() for _, line in self.lines):
            raise UnreadableFileError(
                empty,
                f"Tệp “{name}” không có chữ nào (có thể chỉ có ảnh). Hãy xin bản gốc, hoặc nhận dạng chữ (OCR).",
                f"“{name}” holds no text (pictures only?). Ask for the original, or run OCR.",
            )
        lines = with_typed_tables(self.lines)
        by_page: dict[int, list[Line]] = {number: [] for number in range(1, max(page for page, _ in lines) + 1)}
        for page, line in lines:
            own = by_page[page]
            own.append(dataclasses.replace(line, number=len(own) + 1))
        return tuple(Page(number, tuple(lines)) for number, lines in by_page.items())

    def _flush(self) -> None:
        """Paragraphs that set two columns side by side: first what stands left, then what stands right."""
        waiting, self._waiting = self._waiting, []
        self._page += sum(paragraph.breaks_before for paragraph in waiting)
        for side in (0, 1):
            for paragraph in waiting:
                columns = split_columns(list(paragraph.texts))
                if columns:
                    self._line(columns[side], "body", paragraph)
        for paragraph in waiting:
            self._after(paragraph)

    def _paragraph(self, paragraph: Paragraph, origin: str) -> None:
        self._page += paragraph.breaks_before
        for text in paragraph.texts:
            self._line(text, paragraph.origin or origin, paragraph)
        self._after(paragraph)

    def _after(self, paragraph: Paragraph) -> None:
        self._page += paragraph.breaks - paragraph.breaks_before
        for box in paragraph.boxes:
            self.add(box, "text_box")
        self._notes(paragraph.notes)

    def _line(self, text: str, origin: str, paragraph: Paragraph) -> None:
        self.lines.append((self._page, Line(text, 1, origin, size=paragraph.size, bold=paragraph.bold)))

    def _table(self, table: Table, origin: str) -> None:
        self._page += table.breaks
        if table.is_layout:
            for cell in table.columns():
                self.add(cell.blocks, origin)
            return
        number, self._tables = self._tables, self._tables + 1
        notes: list[Note] = []
        for at, row in enumerate(table.rows):
            inside = [list(_paragraphs(cell.blocks)) if cell else [] for cell in row]
            cells = [" ".join(word for one in cell for text in one.texts for word in text.split()) for cell in inside]
            self._page += max((one.breaks for cell in inside for one in cell), default=0)
            self.lines.append((self._page, Line("\t".join(cells), 1, "table", table=number, row=at)))
            notes += [note for cell in inside for one in cell for note in one.notes]
        self._notes(notes)

    def _notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            label = note.label
            for text in note.texts:
                if text.strip():
                    said = f"{label} {text.strip()}" if label else text.strip()
                    self.lines.append((self._page, Line(said, 1, "footnote")))
                    label = ""


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs, those of tables within too."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from _paragraphs(cell.blocks if cell else ())
        else:
            yield block
            for box in block.boxes:
                yield from _paragraphs(box)
