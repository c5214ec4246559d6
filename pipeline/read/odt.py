"""OpenDocument texts (ODT, flat ODT): paragraphs, numbering as printed, tables, footnotes; changes as accepted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.errors import UnreadableFileError
from pipeline.read.odt_numbering import Counts, Numbering, number
from pipeline.read.odt_package import OFFICE, STYLE, TABLE, TEXT, OpenText
from pipeline.read.odt_styles import Styles
from pipeline.read.odt_text import Writer, mark_of
from pipeline.read.story import Block, Cell, Note, Paragraph, Story, Table
from pipeline.read.word_package import MAX_UNPACKED
from schemas.issue import Issue
from schemas.text import Page

_WIDEST = 200  # a cell or row that says it is repeated more often than this is no part of a report
_SKIPPED = {f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}variable-decls"}


def read_odt(name: str, data: bytes, *, max_unpacked: int = MAX_UNPACKED) -> tuple[tuple[Page, ...], tuple[Issue, ...]]:
    """The lines of an OpenDocument text, in reading order.

    Pages are those that the writing program noted, and explicit page breaks.

    Raises:
        UnreadableFileError: ``odt_damaged``, ``odt_encrypted``, ``odt_too_large``, ``odt_no_text``, ``odt_too_deep``.
    """
    package = OpenText(name, data, max_unpacked)
    story = Story()
    try:
        reader = _Reader(package)
        story.add(reader.edges("header"), "header")
        story.add(reader.blocks(package.body()))
        story.add(reader.edges("footer"), "footer")
    except RecursionError:
        raise UnreadableFileError(
            "odt_too_deep",
            f"Tệp “{name}” lồng nhau quá sâu nên không đọc. Hãy mở bằng LibreOffice rồi lưu lại dạng .docx hoặc .pdf.",
            f"The elements of “{name}” are nested too deeply. Open it in LibreOffice and save it as .docx or .pdf.",
        ) from None
    return story.pages(name, "odt_no_text"), ()


class _Reader:
    """Walks through a document; counts lists on the way."""

    def __init__(self, package: OpenText) -> None:
        self._package = package
        self._styles = Styles(package.roots)
        self._numbering = Numbering(package.roots)
        self._writer = Writer(self._styles)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Paragraphs and tables in order, whatever they are wrapped in."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or child.get(f"{TEXT}display") == "none":
                continue
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield self._paragraph(child, self._heading_label(child))
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, None, 1)
            elif child.tag == f"{TABLE}table":
                yield self._table(child)
            elif not child.tag.endswith("}soft-page-break"):
                yield from self.blocks(child)  # sections, indexes, frames bound to a page

    def edges(self, kind: str) -> Iterator[Block]:
        """Headers or footers, each text once."""
        seen: set[tuple[str, ...]] = set()
        for root in self._package.roots:
            for page in root.iter(f"{STYLE}master-page"):
                for edge in page:
                    if isinstance(edge.tag, str) and edge.tag.removeprefix(STYLE).startswith(kind):
                        for paragraph in edge.iter(f"{TEXT}p", f"{TEXT}h"):
                            block = self._paragraph(paragraph, "")
                            if any(text.strip() for text in block.texts) and block.texts not in seen:
                                seen.add(block.texts)
                                yield Paragraph(block.texts, kind)

    def _paragraph(self, element: etree._Element, label: str) -> Paragraph:
        printed = self._writer.write(element)
        texts = "".join(printed.pieces).split("\n")
        texts[0] = label + texts[0]
        return Paragraph(
            tuple(texts),
            None,
            max(printed.sizes, default=None),
            all(printed.bolds) if printed.bolds else None,
            printed.breaks,
            printed.breaks_before,
            tuple(Note(mark_of(note), tuple(self._note(note))) for note in printed.notes),
            tuple(tuple(self.blocks(box)) for box in printed.boxes),
        )

    def _note(self, note: etree._Element) -> Iterator[str]:
        body = note.find(f"{TEXT}note-body")
        for paragraph in body.iter(f"{TEXT}p", f"{TEXT}h") if body is not None else ():
            yield from "".join(self._writer.write(paragraph).pieces).split("\n")

    def _heading_label(self, element: etree._Element) -> str:
        if element.tag != f"{TEXT}h" or element.get(f"{TEXT}is-list-header") == "true":
            return ""
        level = number(element.get(f"{TEXT}outline-level"), 1)
        return self._numbering.heading(level, element.get(f"{TEXT}start-value"))

    def _list(self, element: etree._Element, counts: Counts | None, level: int) -> Iterator[Block]:
        style = element.get(f"{TEXT}style-name") or (counts.style if counts else "")
        if counts is None:
            counts = self._numbering.begin(element, style or self._style_within(element))
        elif style != counts.style:
            counts = Counts(style, counts.levels)
        for item in element:
            if item.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                yield from self._item(item, counts, level)

    def _item(self, item: etree._Element, counts: Counts, level: int) -> Iterator[Block]:
        printed = item.tag == f"{TEXT}list-header"  # it has no number of its own
        for child in item:
            if child.tag == f"{TEXT}list":
                yield from self._list(child, counts, level + 1)
            elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                label = ""
                if not printed:
                    override = item.get(f"{TEXT}style-override")
                    label = self._numbering.label(counts, level, item.get(f"{TEXT}start-value"), override)
                printed = True
                yield self._paragraph(child, label)
            elif child.tag == f"{TABLE}table":
                yield self._table(child)

    def _style_within(self, element: etree._Element) -> str:
        """The list style of the first paragraph, where the list names none."""
        first = next(element.iter(f"{TEXT}p", f"{TEXT}h"), None)
        return (self._styles.list_of(first.get(f"{TEXT}style-name")) or "") if first is not None else ""

    def _table(self, table: etree._Element) -> Table:
        rows: list[tuple[Cell | None, ...]] = []
        ruled = 0
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue
            cells: list[Cell | None] = []
            for item in row:
                if item.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                    continue
                covered = item.tag == f"{TABLE}covered-table-cell"
                times = min(_WIDEST, max(1, number(item.get(f"{TABLE}number-columns-repeated"), 1)))
                ruled += not covered and self._styles.has_border(item.get(f"{TABLE}style-name"))
                cells += [None if covered else Cell(tuple(self.blocks(item)))] * times
            if cells:
                times = min(_WIDEST, max(1, number(row.get(f"{TABLE}number-rows-repeated"), 1)))
                rows += [tuple(cells)] * times
        style = table.get(f"{TABLE}style-name")
        breaks = self._styles.value(
            "table", style, "table", "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}break-before"
        )
        return Table(tuple(rows), ruled > 2, int(breaks == "page"))
