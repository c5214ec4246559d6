"""The elements of an HTML page as paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.read.story import Block, Paragraph, Table
from pipeline.read.web_furniture import Furniture
from pipeline.read.web_lists import Lists
from pipeline.read.web_style import Look, Sheet, is_hidden, points
from pipeline.read.web_tables import table_of

_SILENT = {
    "script", "style", "head", "title", "template", "noscript", "noframes", "object", "embed", "iframe", "applet",
    "svg", "canvas", "audio", "video", "map", "select", "datalist", "button", "input", "textarea", "del", "xml",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Fonts in which Word sets bullets, and what their letters look like.
_SYMBOLS = re.compile(r"symbol|wingdings|courier new")
_PRINTED = str.maketrans("·§ØüvqoÞà", "•▪➢✓❖□○→→")
# Anchors of notes as Word ("_ftn1", "_ftnref1") and LibreOffice ("sdfootnote1sym", "sdfootnote1anc") write them.
_NOTE = re.compile(r"#?(?:_(?:ftn|edn)(ref)?\d+|sd(?:foot|end)note\d+(?:sym|(anc)))")
_NOTE_BLOCK = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_MARK = re.compile(r"[\[(]?(\d{1,3})[\])]?")


@dataclass
class _Open:
    """The paragraph that is being written."""

    text: list[str] = field(default_factory=list)
    label: str = ""
    sizes: list[float] = field(default_factory=list)
    bolds: list[bool] = field(default_factory=list)
    breaks: int = 0

    @property
    def ends_blank(self) -> bool:
        """Whether a blank here would print nothing."""
        return not self.text or self.text[-1].endswith((" ", "\n"))


class Flow:
    """Walks through a page and collects its blocks."""

    def __init__(self, sheet: Sheet, furniture: Furniture, *, origin: str | None = None, nested: bool = False) -> None:
        self.blocks: list[Block] = []
        self._sheet = sheet
        self._origin = origin
        self._open = _Open()
        self._furniture = furniture
        self._nested = nested
        self._lists = Lists(sheet.marker, nested)

    def walk(self, element: etree._Element, look: Look) -> None:
        """What an element and those within it print; the text behind it is not looked at."""
        tag = str(element.tag).lower().rpartition("}")[2]
        style = self._sheet.of(element)
        if tag in _SILENT or is_hidden(element, style):
            return
        if "always" in {style.get("page-break-before"), style.get("break-before")} | (
            {"always"} if style.get("break-before") == "page" else set()
        ):
            self.end()
            self._open.breaks += 1
        if tag == "br":
            self._break()
            return
        if tag == "hr":
            self.end()
            return
        if tag == "table":
            self.end()
            self._table(element, look)
            return
        look = _look(tag, style, look)
        if tag == "a" and (mark := _note_mark(element)):
            self._write(mark, replace(look, raised=True))
            return
        origin = self._origin
        if _is_note_block(element, style):
            self.end()
            self._origin = "footnote"
        elif tag in _BLOCKS and self._origin is None and self._furniture.holds(element):
            self.end()
            self._origin = "footer"
        if tag in _BLOCKS:
            self.end()
        self._lists.begin(tag, element, style)
        if tag == "li":
            self._open.label += self._lists.label(element, style)
        self._inside(element, look)
        if tag in _BLOCKS:
            self.end(at_li=tag == "li")
        self._lists.finish(tag)
        self._origin = origin

    def end(self, *, at_li: bool = False) -> None:
        """End the paragraph that is being written, if there is one."""
        done = self._open
        if not done.text:
            if at_li:
                done.label = ""  # an empty item prints nothing that anybody would miss
            return
        texts = "".join(done.text).split("\n")
        if len(texts) > 1 and not texts[-1].strip(" "):
            texts.pop()  # a break that ends a paragraph prints nothing
        texts = [text.strip(" ") for text in texts]
        texts[0] = done.label + texts[0]
        self._open = _Open()
        self.blocks.append(
            Paragraph(
                tuple(texts), self._origin, max(done.sizes, default=None), all(done.bolds) if done.bolds else None,
                done.breaks, done.breaks,
            )
        )  # fmt: skip

    def _inside(self, element: etree._Element, look: Look) -> None:
        self._write(element.text or "", look)
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child, look)
            self._write(child.tail or "", look)

    def _write(self, text: str, look: Look) -> None:
        if not look.pre:
            text = _BLANKS.sub(" ", text)
            if self._open.ends_blank:
                text = text.lstrip(" ")
        if not text:
            return
        if look.symbols and len(text.strip()) == 1:
            text = text.translate(_PRINTED)
        if look.raised and text.strip().isdecimal():
            text = text.translate(_RAISED)
        if text.strip():
            self._open.bolds.append(look.bold)
            self._open.sizes += [look.size] if look.size else []
        self._open.text.append(text.upper() if look.upper else text)

    def _break(self) -> None:
        self._open.text.append("\n")

    def _table(self, element: etree._Element, look: Look) -> None:
        plain = Look(size=look.size, upper=look.upper)

        def inside(cell: etree._Element) -> tuple[Block, ...]:
            flow = Flow(self._sheet, self._furniture, origin=self._origin, nested=self._nested)
            flow.walk(cell, plain)
            flow.end()
            return tuple(flow.blocks)

        caption = element.find("caption")
        if caption is not None:
            self.walk(caption, look)
        rows, ruled = table_of(element, self._sheet, inside)
        breaks, self._open.breaks = self._open.breaks, 0
        if rows:
            self.blocks.append(Table(rows, ruled, breaks))


def blocks_of(root: etree._Element) -> tuple[Block, ...]:
    """The blocks of a page."""
    flow = Flow(Sheet(root), Furniture(root), nested=_is_of_office(root))
    for body in _bodies(root):
        flow.walk(body, Look())
        flow.end()
    return tuple(flow.blocks)


def _bodies(root: etree._Element) -> Iterator[etree._Element]:
    found = list(root.iter("body"))
    return iter(found[:1] or [root])


def _is_of_office(root: etree._Element) -> bool:
    """Whether LibreOffice or OpenOffice wrote the page."""
    return any(
        (meta.get("name") or "").lower() == "generator"
        and (meta.get("content") or "").lower().startswith(("libreoffice", "openoffice"))
        for meta in root.iter("meta")
    )


def _look(tag: str, style: dict[str, str], look: Look) -> Look:
    weight = style.get("font-weight", "")
    bold = look.bold or tag in _BOLD
    if weight:
        bold = weight.startswith("bold") or weight in {"600", "700", "800", "900"}
    return Look(
        bold=bold,
        raised=look.raised or tag == "sup" or style.get("vertical-align") == "super",
        upper=look.upper if "text-transform" not in style else style["text-transform"] == "uppercase",
        symbols=_SYMBOLS.search(style["font-family"]) is not None
        if "font-family" in style
        else look.symbols and "font" not in style,
        pre=look.pre or tag == "pre" or style.get("white-space", "").startswith("pre"),
        size=points(style) or look.size,
    )


def _note_mark(anchor: etree._Element) -> str:
    """The figures of a note's mark, with a blank where the note itself begins; "" for any other anchor."""
    found = next((match for key in ("name", "id", "href") if (match := _NOTE.fullmatch(anchor.get(key) or ""))), None)
    mark = _MARK.fullmatch("".join(str(text) for text in anchor.itertext()).strip()) if found else None
    if found is None or mark is None:
        return ""
    named = _NOTE.fullmatch(anchor.get("name") or anchor.get("id") or "") or found
    return mark[1] if named[1] or named[2] else f"{mark[1]} "


def _is_note_block(element: etree._Element, style: dict[str, str]) -> bool:
    return bool(_NOTE_BLOCK.fullmatch(element.get("id") or "")) or style.get("mso-element") in {"footnote", "endnote"}
