"""Styles of a Word document: what a paragraph or a run inherits."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.read.word_package import W

_OFF = {"0", "false", "off", "none"}


class Styles:
    """Looks properties up along the chain of styles."""

    def __init__(self, root: etree._Element | None) -> None:
        found = root.findall(f"{W}style") if root is not None else []
        self._styles = {style.get(f"{W}styleId") or "": style for style in found}
        self._default = next(
            (key for key, style in self._styles.items()
             if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}), None,
        )  # fmt: skip
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._defaults = defaults

    def style_of(self, paragraph: etree._Element) -> str | None:
        """The style of a paragraph."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return style.get(f"{W}val") if style is not None else self._default

    def numbering(self, paragraph: etree._Element) -> tuple[str, int | None] | None:
        """List and level of a paragraph, its own or inherited; level None where only the list is named."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        chain = [own, *(style.find(f"{W}pPr/{W}numPr") for style in self._chain(self.style_of(paragraph)))]
        level: int | None = None
        for properties in chain:
            if properties is None:
                continue
            at, number = properties.find(f"{W}ilvl"), properties.find(f"{W}numId")
            if level is None and at is not None:
                level = int(at.get(f"{W}val") or 0)
            if number is not None:
                key = number.get(f"{W}val") or "0"
                return None if key == "0" else (key, level)
        return None

    def is_on(self, name: str, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a switch of the run ("b", "caps", "vanish") is on, its own or inherited."""
        item = self._property(name, run, paragraph)
        return item is not None and (item.get(f"{W}val") or "1") not in _OFF

    def size(self, run: etree._Element, paragraph: etree._Element) -> float | None:
        """The size of the letters in points."""
        item = self._property("sz", run, paragraph)
        value = item.get(f"{W}val") if item is not None else None
        return int(value) / 2 if value and value.isdecimal() else None

    def font(self, run: etree._Element, paragraph: etree._Element) -> str | None:
        """The name of the font of letters beyond ASCII, its own or inherited; None where a theme chooses it."""
        for fonts in self._properties("rFonts", run, paragraph):
            if fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme"):
                return None
            name = fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")
            if name:
                return str(name)
        return None

    def fonts(self) -> Iterator[etree._Element]:
        """Every font that a style or the defaults name."""
        for style in self._styles.values():
            yield from style.findall(f"{W}rPr/{W}rFonts")
        if self._defaults is not None:
            yield from self._defaults.findall(f"{W}rFonts")

    def has_borders(self, table: etree._Element) -> bool:
        """Whether the style of a table draws rules."""
        style = table.find(f"{W}tblPr/{W}tblStyle")
        chain = self._chain(style.get(f"{W}val")) if style is not None else []
        return any(draws(item.find(f"{W}tblPr/{W}tblBorders")) for item in chain)

    def _property(self, name: str, run: etree._Element, paragraph: etree._Element) -> etree._Element | None:
        return next(self._properties(name, run, paragraph), None)

    def _properties(self, name: str, run: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
        """A property of a run wherever it is set, the nearest first."""
        own = run.find(f"{W}rPr/{W}{name}")
        if own is not None:
            yield own
        named = run.find(f"{W}rPr/{W}rStyle")
        for style in [
            *(self._chain(named.get(f"{W}val")) if named is not None else []),
            *self._chain(self.style_of(paragraph)),
        ]:
            item = style.find(f"{W}rPr/{W}{name}")
            if item is not None:
                yield item
        last = self._defaults.find(f"{W}{name}") if self._defaults is not None else None
        if last is not None:
            yield last

    def _chain(self, style: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < 12:
            assert style is not None
            chain.append(self._styles[style])
            based = chain[-1].find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else None
        return chain


def draws(borders: etree._Element | None) -> bool:
    """Whether at least one of the borders is drawn."""
    return borders is not None and any(
        (side.get(f"{W}val") or "nil") not in {"nil", "none"} for side in borders if isinstance(side.tag, str)
    )
