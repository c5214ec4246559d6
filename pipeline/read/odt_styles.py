"""Styles of an OpenDocument text: what a paragraph, a run or a cell inherits."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from pipeline.read.odt_package import FO, STYLE, TEXT

_DEEPEST = 20  # styles that inherit from one another in a ring would never end


class Styles:
    """Looks properties up along the chain of styles."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, etree._Element] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                self._styles[style.get(f"{STYLE}family") or "", style.get(f"{STYLE}name") or ""] = style
            for style in root.iter(f"{STYLE}default-style"):
                self._defaults[style.get(f"{STYLE}family") or ""] = style

    def value(self, family: str, name: str | None, group: str, key: str) -> str | None:
        """A property: ``group`` is the kind of properties ("text", "paragraph", "table-cell")."""
        for style in self._chain(family, name):
            properties = style.find(f"{STYLE}{group}-properties")
            found = properties.get(key) if properties is not None else None
            if found is not None:
                return found
        return None

    def of_text(self, names: list[tuple[str, str | None]], key: str) -> str | None:
        """A property of letters: of the innermost span that says it, else of the paragraph."""
        for family, name in reversed(names):
            found = self.value(family, name, "text", key)
            if found is not None:
                return found
        return None

    def has_border(self, cell: str | None) -> bool:
        """Whether a cell of this style draws a line."""
        return any(
            (self.value("table-cell", cell, "table-cell", f"{FO}border{side}") or "none").split()[-1:] != ["none"]
            for side in ("", "-top", "-bottom", "-left", "-right")
        )

    def list_of(self, paragraph: str | None) -> str | None:
        """The list style that comes with a paragraph style."""
        for style in self._chain("paragraph", paragraph):
            found = style.get(f"{STYLE}list-style-name")
            if found is not None:
                return found or None
        return None

    def _chain(self, family: str, name: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while name is not None and len(chain) < _DEEPEST:
            style = self._styles.get((family, name))
            if style is None:
                break
            chain.append(style)
            name = style.get(f"{STYLE}parent-style-name")
        default = self._defaults.get(family)
        return [*chain, default] if default is not None and family != "text" else chain


def level_styles(root: etree._Element) -> Iterable[tuple[str, etree._Element]]:
    """The list styles of a part by name; "" is that of the headings."""
    for style in root.iter(f"{TEXT}list-style"):
        yield style.get(f"{STYLE}name") or "", style
    for style in root.iter(f"{TEXT}outline-style"):
        yield "", style
