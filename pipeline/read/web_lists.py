"""The numbers and bullets of lists in HTML, as a browser prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.word_numbering import letter, roman

_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
    "disc": "disc", "circle": "circle", "square": "square",
}  # fmt: skip
_BULLETS = {"disc": "•", "circle": "•", "square": "▪"}
# content: counters(item, ".") ". "; content: "Điều " counter(article) ". "
_CONTENT = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|counters?\(\s*[\w-]+\s*(?:,\s*(?P<apart>"[^"]*"|'[^']*'))?\s*(?:,\s*(?P<form>[\w-]+))?\s*\)\s*"""
    r"|\s+"
)
_HIGHEST = 100_000  # a list that says it begins beyond this says nothing


@dataclass
class _List:
    tag: str
    form: str
    count: int


@dataclass
class Lists:
    """The lists that are open at a place, the innermost last.

    ``marker`` is how a style sheet writes the numbers of items: texts and counters, as ``content`` lists them; "" where
    it leaves that to the browser. ``nested`` says that a number within a numbered list bears those above it ("1.1"),
    which LibreOffice prints and leaves out of its HTML; there a list that goes on is opened anew level by level.
    """

    marker: str = ""
    nested: bool = False
    _open: list[_List] = field(default_factory=list)
    _last: dict[int, int] = field(default_factory=dict)  # depth -> number of the last item there

    def begin(self, tag: str, element: etree._Element, style: dict[str, str]) -> None:
        """An element begins; only ``ol`` and ``ul`` count."""
        if tag in {"ol", "ul", "menu", "dir"}:
            usual = "decimal" if tag == "ol" else "disc"
            form = _form(style) or _TYPES.get(element.get("type") or "", usual)
            count = _number(element.get("start"), 1) - 1
            if self.nested and element.get("start") is None and _only_opens(element):
                count = self._last.get(len(self._open), count)
            self._open.append(_List(tag, form, count))

    def finish(self, tag: str) -> None:
        """An element ends."""
        if tag in {"ol", "ul", "menu", "dir"} and self._open:
            self._open.pop()

    def label(self, item: etree._Element, style: dict[str, str]) -> str:
        """The label of an item with the blank behind it; "" where none is printed."""
        if not self._open:
            return "• "
        own = self._open[-1]
        own.count = _number(item.get("value"), own.count + 1)
        self._last[len(self._open) - 1] = own.count
        form = _form(style) or _TYPES.get(item.get("type") or "", own.form)
        if own.tag == "ol" and self.marker:
            return _CONTENT.sub(self._counted, self.marker).strip() + " "
        return self._usual(own, form)

    def _usual(self, own: _List, form: str) -> str:
        """What a browser prints before an item."""
        if form == "none":
            return ""
        if form[:1] in {'"', "'"}:
            return form.strip("\"'").rstrip() + " "
        if form in _BULLETS:
            return f"{_BULLETS[form]} "
        if self.nested and form == own.form == "decimal":
            return ".".join(str(one.count) for one in self._decimals()) + ". "
        return f"{_written(own.count, form)}. "

    def _decimals(self) -> list[_List]:
        """The numbered lists around a place whose numbers stand in figures, up to one that has others."""
        found: list[_List] = []
        for one in reversed(self._open):
            if one.form != "decimal" or not one.count:
                break
            found.insert(0, one)
        return found

    def _counted(self, part: re.Match[str]) -> str:
        """What a part of the marker prints: a text, the number, or those of all lists around it."""
        if part["text"] is not None:
            return part["text"][1:-1]
        if not part[0].strip():
            return ""
        numbered = [one for one in self._open if one.tag == "ol"]
        form = part["form"] or "decimal"
        if part["apart"] is None:
            return _written(numbered[-1].count, form)
        return part["apart"][1:-1].join(_written(one.count, form) for one in numbered)


def _only_opens(element: etree._Element) -> bool:
    """Whether a list has no item before the list within it."""
    first = next((child for child in element if isinstance(child.tag, str)), None)
    return first is not None and first.tag in {"ol", "ul"}


def _form(style: dict[str, str]) -> str:
    if "list-style-type" in style:
        return style["list-style-type"]
    words = style.get("list-style", "").split()
    known = {"none", "decimal", "decimal-leading-zero", *_TYPES.values(), "lower-latin", "upper-latin"}
    return next((word for word in words if word in known), "")


def _written(number: int, form: str) -> str:
    if number < 1:
        return str(number)
    match form:
        case "lower-alpha" | "lower-latin" | "upper-alpha" | "upper-latin":
            text = _alphabetic(number)
            return text.upper() if form.startswith("upper") else text
        case "lower-roman" | "upper-roman" if number < 4000:
            return roman(number).upper() if form.startswith("upper") else roman(number)
        case "decimal-leading-zero":
            return f"{number:02}"
        case _:
            return str(number)


def _alphabetic(number: int) -> str:
    """As browsers count: z is followed by aa, ab.

    >>> _alphabetic(2), _alphabetic(28)
    ('b', 'ab')
    """
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = letter(rest + 1) + text
    return text


def _number(said: str | None, default: int) -> int:
    text = (said or "").strip()
    if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 8:
        return int(text) if abs(int(text)) <= _HIGHEST else default
    return default
