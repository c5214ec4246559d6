"""Word documents (DOCX): paragraphs, numbering as printed, tables, footnotes, text boxes; changes as accepted."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import UnreadableFileError
from pipeline.read.typed_tables import with_typed_tables
from pipeline.read.word_fonts import LegacyFonts
from pipeline.read.word_numbering import Numbering
from pipeline.read.word_package import MAX_UNPACKED, Package, W
from pipeline.read.word_styles import Styles
from pipeline.read.word_tables import columns_of, is_layout, rows_of
from pipeline.read.word_text import Printed, Writer, split_columns
from schemas.issue import Issue
from schemas.text import Line, Page


def read_word(
    name: str, data: bytes, *, max_unpacked: int = MAX_UNPACKED
) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The lines of a Word document, in reading order.

    Pages are those that Word noted when it last laid the document out; without such notes only explicit page breaks
    count, and a document without these is one page.

    Raises:
        UnreadableFileError: ``docx_damaged``, ``docx_too_large``, ``docx_no_text``.
    """
    package = Package(name, data, max_unpacked)
    root = package.body()
    styles = Styles(_first(package, "styles"))
    edges = [package.part(path) for kind in ("header", "footer") for path in package.related(kind)]
    fonts = LegacyFonts(styles, [root, *edges, _first(package, "footnotes"), _first(package, "endnotes")])
    writer = Writer(
        styles,
        Numbering.of(_first(package, "numbering")),
        fonts,
        has_rendered_breaks=next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None,
    )
    story = _Story(writer, _notes(package, "footnote"), _notes(package, "endnote"))
    story.edges(package, "header")
    body = root.find(f"{W}body")
    if body is not None:
        story.blocks(body)
    story.endnotes()
    story.edges(package, "footer")
    if not any(line.text.strip() for _, line in story.lines):
        raise UnreadableFileError(
            "docx_no_text",
            f"Tệp Word “{name}” không có chữ nào (có thể chỉ có ảnh). Hãy xin bản gốc, hoặc nhận dạng chữ (OCR).",
            f"The Word file “{name}” holds no text (pictures only?). Ask for the original, or run OCR.",
        )
    return tuple(_pages(with_typed_tables(story.lines))), fonts.issues()


def _first(package: Package, kind: str) -> etree._Element | None:
    return next((package.part(path) for path in package.related(kind)), None)


def _notes(package: Package, kind: str) -> dict[str, etree._Element]:
    root = _first(package, f"{kind}s")
    return {} if root is None else {note.get(f"{W}id") or "": note for note in root.findall(f"{W}{kind}")}


def _pages(lines: list[tuple[int, Line]]) -> Iterator[Page]:
    own: defaultdict[int, list[Line]] = defaultdict(list)
    for page, line in lines:
        own[page].append(line)
    for number in range(1, max(own) + 1):
        yield Page(number, tuple(dataclasses.replace(line, number=at) for at, line in enumerate(own[number], start=1)))


@dataclass
class _Story:
    """Collects the lines of a document with the page on which each begins."""

    writer: Writer
    footnotes: dict[str, etree._Element]
    endnotes_: dict[str, etree._Element]
    lines: list[tuple[int, Line]] = field(default_factory=list)
    tables: int = 0
    _page: int = 1
    _waiting: list[Printed] = field(default_factory=list)  # paragraphs in two columns by tabs

    def blocks(self, parent: etree._Element, origin: str = "body") -> None:
        """Paragraphs and tables in order, whatever they are wrapped in."""
        for block in self.writer.unwrapped(parent):
            if block.tag == f"{W}p":
                self._paragraph(block, origin)
            elif block.tag == f"{W}tbl":
                self._flush()
                self._table(block, origin)
        self._flush()

    def edges(self, package: Package, kind: str) -> None:
        """Headers or footers, each text once."""
        seen: set[str] = set()
        for path in package.related(kind):
            root = package.part(path)
            for paragraph in root.iter(f"{W}p") if root is not None else ():
                for text in self.writer.write(paragraph).texts:
                    if text.strip() and text not in seen:
                        seen.add(text)
                        self._add(text, kind)

    def endnotes(self) -> None:
        """Endnotes stand at the end, numbered on from the footnotes."""
        self._notes([key for key in self.writer.noted if key[0] == "endnote"], self.endnotes_)

    def _paragraph(self, paragraph: etree._Element, origin: str) -> None:
        noted = len(self.writer.noted)
        printed = self.writer.write(paragraph)
        if split_columns(printed.texts) and origin == "body":
            self._waiting.append(printed)
            return
        self._flush()
        self._emit(printed, origin)
        for box in printed.boxes:
            self.blocks(box, "text_box")
        self._notes([key for key in self.writer.noted[noted:] if key[0] == "footnote"], self.footnotes)

    def _flush(self) -> None:
        """Paragraphs that set two columns side by side: first what stands left, then what stands right."""
        waiting, self._waiting = self._waiting, []
        for side in (0, 1):
            for printed in waiting:
                columns = split_columns(printed.texts)
                if columns:
                    self._add(columns[side], "body", printed)
        if waiting:
            self._page += sum(printed.breaks for printed in waiting)

    def _emit(self, printed: Printed, origin: str) -> None:
        self._page += printed.breaks_before
        for text in printed.texts:
            self._add(text, origin, printed)
        self._page += printed.breaks - printed.breaks_before

    def _add(self, text: str, origin: str, printed: Printed | None = None) -> None:
        size, bold = (printed.size, printed.bold) if printed else (None, None)
        self.lines.append((self._page, Line(text, 1, origin, size=size, bold=bold)))

    def _table(self, table: etree._Element, origin: str) -> None:
        noted = len(self.writer.noted)
        if is_layout(table, self.writer):
            for column in columns_of(table, self.writer):
                for cell in column:
                    self.blocks(cell, origin)
        else:
            for at, row in enumerate(rows_of(table, self.writer)):
                self._page += row.breaks
                line = Line("\t".join(row.cells), 1, "table", table=self.tables, row=at)
                self.lines.append((self._page, line))
            self.tables += 1
            self._notes([key for key in self.writer.noted[noted:] if key[0] == "footnote"], self.footnotes)

    def _notes(self, keys: list[tuple[str, str]], bodies: dict[str, etree._Element]) -> None:
        for kind, key in keys:
            body = bodies.get(key)
            label = self.writer.label_of(kind, key)
            for paragraph in body.iter(f"{W}p") if body is not None else ():
                for text in self.writer.write(paragraph).texts:
                    if text.strip():
                        self._add(f"{label} {text.strip()}" if label else text.strip(), "footnote")
                        label = ""
