"""Automatic numbering of an OpenDocument text, rebuilt as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.read.odt_package import LOEXT, STYLE, TEXT, XML
from pipeline.read.odt_styles import level_styles
from pipeline.read.word_numbering import SYMBOLS, letter, roman

_PLACE = re.compile(r"%(\d{1,2})%")
_HIGHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    bullet: str
    prefix: str
    suffix: str
    shown: int  # levels that are printed, this one included
    start: int
    pattern: str | None  # "%1%.%2%." where it is told so


@dataclass
class Counts:
    """How far a list has counted, by level (from 1)."""

    style: str
    levels: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._by_id: dict[str, Counts] = {}
        self._last: dict[str, Counts] = {}  # by style
        self._headings = Counts("")
        for root in roots:
            for name, style in level_styles(root):
                self._levels[name] = {
                    number(item.get(f"{TEXT}level"), 1): _level(item) for item in style if isinstance(item.tag, str)
                }

    def begin(self, element: etree._Element, style: str) -> Counts:
        """The counts of a list that begins: new ones, or those of the list that it goes on with."""
        before = self._by_id.get(element.get(f"{TEXT}continue-list") or "")
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = self._last.get(style)
        counts = Counts(style, before.levels) if before is not None else Counts(style)
        if key := element.get(f"{XML}id"):
            self._by_id[key] = counts
        self._last[style] = counts
        return counts

    def label(self, counts: Counts, at: int, start: str | None = None, style: str | None = None) -> str:
        """The label of the next item of a list at level ``at``, with the blank behind it; "" for none."""
        levels = self._levels.get(style or counts.style, {})
        level = levels.get(at)
        if level is None:
            return ""
        count = counts.levels
        count[at] = number(start, level.start) if start or at not in count else count[at] + 1
        for deeper in [key for key in count if key > at]:
            del count[deeper]
        if level.bullet:
            return (
                "".join(SYMBOLS.get(char, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in level.bullet) + " "
            )

        def shown(which: int) -> str:
            there = levels.get(which)
            return _written(count.get(which, there.start if there else 1), there.form if there else "1")

        if level.pattern is not None:
            text = _PLACE.sub(lambda match: shown(int(match[1])), level.pattern) if level.form else ""
        elif level.form:
            text = ".".join(part for which in range(max(1, at - level.shown + 1), at + 1) if (part := shown(which)))
            text = f"{level.prefix}{text}{level.suffix}"
        else:
            text = f"{level.prefix}{level.suffix}"
        return f"{text} " if text.strip() else ""

    def heading(self, at: int, start: str | None = None) -> str:
        """The label of the next heading of level ``at``, where headings are numbered."""
        return self.label(self._headings, at, start)


def number(said: str | None, default: int) -> int:
    """A whole number of an attribute, or the default where it is none that makes sense."""
    text = (said or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= _HIGHEST else default


def _level(item: etree._Element) -> _Level:
    is_bullet = item.tag == f"{TEXT}list-level-style-bullet"
    has_picture = item.tag == f"{TEXT}list-level-style-image"
    return _Level(
        form=item.get(f"{STYLE}num-format") or "",
        bullet=(item.get(f"{TEXT}bullet-char") or "•") if is_bullet else "•" if has_picture else "",
        prefix=item.get(f"{STYLE}num-prefix") or "",
        suffix=item.get(f"{STYLE}num-suffix") or "",
        shown=max(1, number(item.get(f"{TEXT}display-levels"), 1)),
        start=number(item.get(f"{TEXT}start-value"), 1),
        pattern=item.get(f"{LOEXT}num-list-format") or item.get(f"{STYLE}num-list-format"),
    )


def _written(count: int, form: str) -> str:
    match form:
        case "":
            return ""
        case "a" | "A" if count > 0:
            return letter(count) if form == "a" else letter(count).upper()
        case "i" | "I" if 0 < count < 4000:
            return roman(count) if form == "i" else roman(count).upper()
        case _ if form.startswith("0"):
            return f"{count:02}"
        case _:
            return str(count)
