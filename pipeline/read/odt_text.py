"""The text of an OpenDocument paragraph as it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.odt_numbering import number
from pipeline.read.odt_package import DRAW, FO, OFFICE, STYLE, TEXT
from pipeline.read.odt_styles import Styles

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_BLANKS = 1_000  # a run of blanks that claims to be longer would only fill the memory

# What prints nothing where it stands. (What was deleted stands apart, under tracked-changes.)
_SILENT = {
    *(f"{TEXT}{name}" for name in ("tracked-changes", "hidden-text", "ruby-text", "number", "index-title-template")),
    *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners")),
}


@dataclass
class Printed:
    """What a paragraph prints, and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    bolds: list[bool] = field(default_factory=list)
    breaks: int = 0
    breaks_before: int = 0
    notes: list[etree._Element] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def started(self) -> bool:
        """Whether a letter has been printed."""
        return any(piece.strip() for piece in self.pieces)


class Writer:
    """Writes the content of paragraphs out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def write(self, paragraph: etree._Element) -> Printed:
        """What a paragraph prints."""
        printed = Printed()
        style = paragraph.get(f"{TEXT}style-name")
        if self._styles.value("paragraph", style, "paragraph", f"{FO}break-before") == "page":
            printed.breaks = printed.breaks_before = 1
        self._inside(paragraph, [("paragraph", style)], printed)
        if self._styles.value("paragraph", style, "paragraph", f"{FO}break-after") == "page":
            printed.breaks += 1
        return printed

    def _inside(self, element: etree._Element, names: list[tuple[str, str | None]], printed: Printed) -> None:
        self._text(element.text, names, printed)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, names, printed)
            self._text(child.tail, names, printed)

    def _child(self, child: etree._Element, names: list[tuple[str, str | None]], printed: Printed) -> None:
        match child.tag.partition("}"):
            case (_, _, "s") if child.tag == f"{TEXT}s":
                printed.pieces.append(" " * min(_MOST_BLANKS, number(child.get(f"{TEXT}c"), 1)))
            case (_, _, "tab"):
                printed.pieces.append("\t")
            case (_, _, "line-break"):
                printed.pieces.append("\n")
            case (_, _, "soft-page-break"):
                printed.breaks += 1
                printed.breaks_before += not printed.started
            case (_, _, "note"):
                self._note(child, printed)
            case _ if child.tag.startswith(DRAW):
                printed.boxes += (one for one in child.iter() if _holds_text(one))
            case _ if child.tag in _SILENT:
                pass
            case _:
                own = child.get(f"{TEXT}style-name") if child.tag in {f"{TEXT}span", f"{TEXT}a"} else None
                self._inside(child, [*names, ("text", own)] if own else names, printed)

    def _note(self, note: etree._Element, printed: Printed) -> None:
        printed.pieces.append(mark_of(note))
        printed.notes.append(note)

    def _text(self, text: str | None, names: list[tuple[str, str | None]], printed: Printed) -> None:
        if not text:
            return
        said = " ".join(text.replace("\n", " ").replace("\t", " ").replace("\r", " ").split(" "))
        while "  " in said:  # blanks that are printed stand as elements of their own
            said = said.replace("  ", " ")
        if printed.pieces and printed.pieces[-1].endswith(" ") and not printed.pieces[-1].isspace():
            said = said.removeprefix(" ")
        if not printed.pieces:
            said = said.removeprefix(" ")
        if not said or self._styles.of_text(names, f"{TEXT}display") == "none":
            return
        if self._styles.of_text(names, f"{FO}text-transform") == "uppercase":
            said = said.upper()
        position = self._styles.of_text(names, f"{STYLE}text-position") or ""
        if said.strip().isdecimal() and position.startswith(("super", *"123456789")):
            said = said.translate(_RAISED)
        if said.strip():
            weight = self._styles.of_text(names, f"{FO}font-weight") or ""
            printed.bolds.append(weight == "bold" or weight in {"600", "700", "800", "900"})
            size = _points(self._styles.of_text(names, f"{FO}font-size"))
            printed.sizes += [size] if size else []
        printed.pieces.append(said)


def _holds_text(shape: etree._Element) -> bool:
    """Whether paragraphs stand right within a drawn element: a text box, or a shape that somebody wrote in."""
    drawn = isinstance(shape.tag, str) and shape.tag.startswith(DRAW)
    return drawn and any(child.tag in {f"{TEXT}p", f"{TEXT}list"} for child in shape)


def mark_of(note: etree._Element) -> str:
    """The mark of a note: raised figures, or what the author chose."""
    citation = note.find(f"{TEXT}note-citation")
    text = "".join(str(piece) for piece in citation.itertext()).strip() if citation is not None else ""
    return text.translate(_RAISED) if text.isdecimal() else text


def _points(said: str | None) -> float | None:
    text = (said or "").removesuffix("pt")
    try:
        return float(text) if text != said else None
    except ValueError:
        return None
