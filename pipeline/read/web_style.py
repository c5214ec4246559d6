"""How an HTML page wants its elements to look, as far as that says what is printed: a small part of CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.I)
_MARKER = re.compile(r"(?:[\w.>-]*[>])?li(?:\.[\w-]+)?::?before", re.I)
_CONTENT = re.compile(r"content\s*:([^;]*\bcounters?\([^;]*)", re.I)
_POINTS = re.compile(r"([\d.]+)\s*(pt|px)", re.I)
_NO_BORDER = re.compile(r"\b(?:none|hidden|0(?:px|pt|in|cm)?)(?![\w.])", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """What a piece of text inherits."""

    bold: bool = False
    raised: bool = False
    upper: bool = False
    pre: bool = False
    symbols: bool = False  # set in a font of symbols, in which a letter is a bullet
    size: float | None = None


class Sheet:
    """The style sheet of a page. Understood: ``tag``, ``.class`` and ``tag.class``; of longer selectors the last word,
    for borders only.
    """

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        self.marker = ""  # how the numbers of lists are written, where the sheet says so
        for style in root.iter("style"):
            for selector, body in _rules("".join(str(text) for text in style.itertext())):
                told = declarations(body)
                for one in selector.split(","):
                    *before, last = one.split() or [""]
                    if _MARKER.fullmatch(last) and (content := _CONTENT.search(body)):
                        self.marker = content[1].strip()
                    simple = _SIMPLE.fullmatch(last)
                    if simple and last:
                        kept = {key: value for key, value in told.items() if not before or key.startswith("border")}
                        key = ((simple[1] or "").lower(), simple[2] or "")
                        self._rules.setdefault(key, {}).update(kept)

    def of(self, element: etree._Element) -> dict[str, str]:
        """The declarations that hold for an element, without what it inherits."""
        tag, classes = str(element.tag).lower(), (element.get("class") or "").split()
        found: dict[str, str] = dict(self._rules.get((tag, ""), {}))
        for name in classes:
            found |= self._rules.get(("", name), {})
        for name in classes:
            found |= self._rules.get((tag, name), {})
        return found | declarations(element.get("style") or "")


def declarations(body: str) -> dict[str, str]:
    """The declarations of a style, names and values in lower case.

    >>> declarations("display: NONE; color:red")
    {'display': 'none', 'color': 'red'}
    """
    pairs = (part.partition(":") for part in body.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value.strip()}


def is_hidden(element: etree._Element, style: dict[str, str]) -> bool:
    """Whether nothing of the element is shown."""
    return (
        element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or style.get("mso-hide") == "all"
    )


def draws(style: dict[str, str]) -> bool:
    """Whether a border is drawn."""
    return any(
        not _NO_BORDER.search(value)
        for name, value in style.items()
        if re.fullmatch(r"(?:mso-)?border(?:-alt|-style|-(?:top|right|bottom|left)(?:-style)?)?", name)
    )


def points(style: dict[str, str]) -> float | None:
    """The size of letters in points, where it is told in points or pixels."""
    found = _POINTS.match(style.get("font-size", ""))
    try:
        return float(found[1]) * (0.75 if found[2].lower() == "px" else 1) if found else None
    except ValueError:
        return None


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and bodies; what stands in a block of its own (@media, @page) is passed over."""
    depth, plain = 0, []
    text = _COMMENT.sub("", text)
    for part in re.split(r"(@[^{};]*[{;]|[{}])", text):
        if depth == 0 and part.startswith("@"):
            depth = 1 if part.endswith("{") else 0
        elif depth:
            depth += part.endswith("{") - (part == "}")
        else:
            plain.append(part)
    for found in _RULE.finditer("".join(plain)):
        yield found[1], found[2]
