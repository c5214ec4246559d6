"""The numbers and bullets of lists in HTML, as a browser prints them."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.word_numbering import letter, roman

_TYPES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
    "disc": "disc", "circle": "circle", "square": "square",
}  # fmt: skip
_BULLETS = {"disc": "•", "circle": "•", "square": "▪"}
_HIGHEST = 100_000  # a list that says it begins beyond this says nothing


@dataclass
class _List:
    tag: str
    form: str
    count: int


@dataclass
class Lists:
    """The lists that are open at a place, the innermost last."""

    _open: list[_List] = field(default_factory=list)

    def begin(self, tag: str, element: etree._Element, style: dict[str, str]) -> None:
        """An element begins; only ``ol`` and ``ul`` count."""
        if tag in {"ol", "ul", "menu", "dir"}:
            usual = "decimal" if tag == "ol" else "disc"
            form = _form(style) or _TYPES.get(element.get("type") or "", usual)
            self._open.append(_List(tag, form, _number(element.get("start"), 1) - 1))

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
        form = _form(style) or _TYPES.get(item.get("type") or "", own.form)
        if form == "none":
            return ""
        if form[:1] in {'"', "'"}:
            return form.strip("\"'").rstrip() + " "
        if form in _BULLETS:
            return f"{_BULLETS[form]} "
        return f"{_written(own.count, form)}. "


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
