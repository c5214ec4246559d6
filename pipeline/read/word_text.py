"""The text of a Word paragraph as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.word_fonts import LegacyFonts
from pipeline.read.word_numbering import Numbering
from pipeline.read.word_package import W
from pipeline.read.word_styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

# Wrappers whose content counts, changes as accepted; what was deleted or moved away does not.
_TRANSPARENT = {
    *(f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml")),
    *(f"{W}{name}" for name in ("fldSimple", "dir", "bdo")),
    *(f"{_MC}{name}" for name in ("AlternateContent", "Choice")),
}
# What stands for one character.
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}

# Two texts side by side, set apart by tabs or by many blanks: "UBND XÃ<tab>CỘNG HÒA …".
_COLUMNS = re.compile(r"(\S.*?\S)(?:[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{6,})(\S.*\S)")
_MARKER = re.compile(r"(?:[-+*•]|\(?[\w.]{1,6}[.)])")


@dataclass
class Printed:
    """A paragraph as it is printed: its lines, and what hangs on it."""

    texts: list[str]
    size: float | None = None
    bold: bool | None = None
    breaks: int = 0  # page breaks within
    breaks_before: int = 0  # of these, before the first letter
    boxes: list[etree._Element] = field(default_factory=list)  # contents of text boxes


def split_columns(texts: list[str]) -> tuple[str, str] | None:
    r"""The left and the right text of a line that sets two texts side by side; None for any other line.

    >>> split_columns(["UBND XÃ TÂN LẬP\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    ('UBND XÃ TÂN LẬP', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
    >>> split_columns(["1.\tKết quả thực hiện"])
    """
    if len(texts) != 1:
        return None
    found = _COLUMNS.fullmatch(texts[0].strip())
    if not found or _MARKER.fullmatch(found[1]) or "\t" in found[1] or "\t" in found[2] or found[2][0].isdigit():
        return None
    return found[1], found[2]


class Writer:
    """Writes paragraphs out; counts lists and notes on the way, so each is written once, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, fonts: LegacyFonts, *, has_rendered_breaks: bool) -> None:
        self.styles = styles
        self.fonts = fonts
        self.numbering = numbering
        self.noted: list[tuple[str, str]] = []  # kind and id of the notes, in the order of their marks
        self._rendered = has_rendered_breaks
        self._custom: dict[tuple[str, str], str] = {}

    def unwrapped(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The children of an element, with those of transparent wrappers in their place."""
        for child in parent:
            if child.tag in _TRANSPARENT:
                yield from self.unwrapped(child)
            elif isinstance(child.tag, str):
                yield child

    def label_of(self, kind: str, key: str) -> str:
        """The mark of a note in raised figures, or the mark that the author chose."""
        own = self._custom.get((kind, key))
        return own if own is not None else str(self.noted.index((kind, key)) + 1).translate(_RAISED)

    def write(self, paragraph: etree._Element) -> Printed:
        """The lines of a paragraph."""
        printed = Printed([])
        sizes: list[float] = []
        bolds: list[bool] = []
        pieces: list[str] = []
        runs = list(self._runs(paragraph))
        self.fonts.whole_letters(runs, paragraph)
        for run in runs:
            text = self._run(run, paragraph, printed, started=any(piece.strip() for piece in pieces))
            if text.strip():
                size = self.styles.size(run, paragraph)
                sizes += [size] if size else []
                bolds.append(self.styles.is_on("b", run, paragraph))
            pieces.append(text)
        texts = "".join(pieces).split("\n")
        label = self._label(paragraph)
        printed.texts = [label + texts[0], *texts[1:]]
        printed.size = max(sizes, default=None)
        printed.bold = all(bolds) if bolds else None
        return printed

    def _label(self, paragraph: etree._Element) -> str:
        listed = self.styles.numbering(paragraph)
        if listed is None:
            return ""
        number, level = listed
        if level is None:
            level = self.numbering.level_of_style(number, self.styles.style_of(paragraph))
        return self.numbering.label(number, level)

    def _runs(self, parent: etree._Element) -> Iterator[etree._Element]:
        for child in self.unwrapped(parent):
            if child.tag == f"{W}r":
                yield child

    def _run(self, run: etree._Element, paragraph: etree._Element, printed: Printed, *, started: bool) -> str:
        hidden = self.styles.is_on("vanish", run, paragraph)
        font = self.fonts.of(run, paragraph)
        pieces: list[str] = []
        for item in self.unwrapped(run):
            if item.tag == f"{W}t" and not hidden:
                pieces.append(self.fonts.decode(item.text or "", font) if font else item.text or "")
            elif item.tag == f"{W}softHyphen" and font and not hidden:
                pieces.append(self.fonts.decode("\u00ad", font))  # "ư" in TCVN3
            elif item.tag in _CHARACTERS:
                pieces.append(_CHARACTERS[item.tag])
            elif item.tag == f"{W}sym":
                pieces.append("•")
            elif item.tag == f"{W}br" and item.get(f"{W}type") in {None, "textWrapping"}:
                pieces.append("\n")
            elif item.tag == (f"{W}lastRenderedPageBreak" if self._rendered else f"{W}br"):
                printed.breaks += 1
                printed.breaks_before += not (started or any(piece.strip() for piece in pieces))
            elif item.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                pieces.append(self._mark(item))
            elif item.tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
                printed.boxes += list(item.iter(f"{W}txbxContent"))
        text = "".join(pieces)
        if self.styles.is_on("caps", run, paragraph):
            text = text.upper()
        raised = run.find(f"{W}rPr/{W}vertAlign")
        if raised is not None and raised.get(f"{W}val") == "superscript" and text.strip().isdecimal():
            text = text.translate(_RAISED)
        return text

    def _mark(self, item: etree._Element) -> str:
        kind = "footnote" if item.tag == f"{W}footnoteReference" else "endnote"
        key = kind, item.get(f"{W}id") or ""
        if key not in self.noted:
            self.noted.append(key)
        if item.get(f"{W}customMarkFollows") in {"1", "true", "on"}:
            self._custom[key] = ""
            return ""
        return self.label_of(*key)
