"""Automatic numbering of Word documents, rebuilt as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.word_package import W

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
# Bullets in symbol fonts are code points of private use; what they look like.
SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓", "\uf0d8": "➢", "\uf076": "❖", "\uf02d": "-", "\uf02b": "+"}
_PLACE = re.compile(r"%([1-9])")


def roman(number: int) -> str:
    """The number in small Roman numerals.

    >>> roman(14)
    'xiv'
    """
    digits = []
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        digits.append(numeral * count)
    return "".join(digits)


def letter(number: int) -> str:
    """The number in small letters as Word counts: z is followed by aa.

    >>> letter(2), letter(28)
    ('b', 'bb')
    """
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    suffix: str
    style: str | None


@dataclass
class Numbering:
    """The lists of a document; ``label`` counts on with every paragraph that it is asked for."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by list
    _abstract: dict[str, str] = field(default_factory=dict)  # list -> the definition whose count it shares
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """From the numbering part; None where the document has none."""
        numbering = cls()
        if root is None:
            return numbering
        abstract = {
            item.get(f"{W}abstractNumId") or "": {
                int(level.get(f"{W}ilvl") or 0): _level(level) for level in item.findall(f"{W}lvl")
            }
            for item in root.findall(f"{W}abstractNum")
        }
        for item in root.findall(f"{W}num"):
            number = item.get(f"{W}numId") or ""
            target = _value(item.find(f"{W}abstractNumId"))
            levels = dict(abstract.get(target, {}))
            for override in item.findall(f"{W}lvlOverride"):
                at = int(override.get(f"{W}ilvl") or 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    numbering._starts[number, at] = int(_value(start) or 1)
            numbering._levels[number] = levels
            numbering._abstract[number] = target
        return numbering

    def level_of_style(self, number: str, style: str | None) -> int:
        """The level of a list that a style of headings belongs to; 0 where none is bound to it."""
        return next(
            (at for at, level in self._levels.get(number, {}).items() if level.style and level.style == style), 0
        )

    def label(self, number: str, at: int) -> str:
        """The label of the next paragraph of that list and level, with the blank that follows it; "" for none."""
        levels = self._levels.get(number, {})
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        if (number, at) in self._starts and (number, at) not in self._restarted:
            self._restarted.add((number, at))
            counts[at] = self._starts[number, at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [key for key in counts if key > at]:
            del counts[deeper]
        if level.form == "none":
            return ""
        if level.form == "bullet":
            return (
                "".join(SYMBOLS.get(char, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in level.text) + " "
            )

        def shown(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            there = levels.get(which)
            return _format(counts.get(which, there.start if there else 1), there.form if there else "decimal")

        text = _PLACE.sub(shown, level.text)
        return text + ("" if level.suffix == "nothing" or not text else " ")


def _level(item: etree._Element) -> _Level:
    return _Level(
        _value(item.find(f"{W}numFmt")) or "decimal",
        _value(item.find(f"{W}lvlText")),
        int(_value(item.find(f"{W}start")) or 1),
        _value(item.find(f"{W}suff")) or "tab",
        _value(item.find(f"{W}pStyle")) or None,
    )


def _value(item: etree._Element | None) -> str:
    return (item.get(f"{W}val") or "") if item is not None else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda number: "",
}


def _format(number: int, form: str) -> str:
    return _FORMS.get(form, str)(number)
