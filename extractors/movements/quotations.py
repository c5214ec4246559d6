"""Quoted stretches of a text, whatever marks a clerk or an engine left of them.

>>> text = 'phong trào “Dạy tốt - học tốt” và "Trường em xanh" (không phải 5" hay 6")'
>>> [q.inner.of(text) for q in find_quotations(text)]
['Dạy tốt - học tốt', 'Trường em xanh']
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: with its marks, without them, whether its closing mark was found."""

    span: Span
    inner: Span
    closed: bool = True


_LONGEST = 420
# An opening mark stands before a letter or digit and after no letter: “ „ « ‘‘ '' " and a lone ' or ‘
_OPEN = re.compile(r"(?<![\w”])(?P<mark>[“„«‟]|''|‘‘|``|\"|[‘'])[*_\s]{0,3}(?=[\w“])|“[*_\s]{0,3}(?=\w)|”(?=[^\W\d_])")
_STRAIGHT = {'"', "''", "'", "‘", "‘‘", "``"}
# a straight mark opens a name for certain only here
_MOVEMENT = re.compile(r"(?:phong\s+trào|vận\s+động|thi\s+đua)\s*$", re.IGNORECASE)
_UNCLOSED_END = re.compile(r"[.;:\n](?=\s|$)|$")


def find_quotations(text: str) -> list[Quotation]:
    """All quoted stretches in order; of nested ones the outermost."""
    found: list[Quotation] = []
    at = 0
    while (opening := _OPEN.search(text, at)) is not None:
        mark = opening["mark"] or opening[0][0]
        quotation = _closed(text, opening, mark)
        if quotation is None and (mark in "“„«”" or (mark == '"' and _MOVEMENT.search(text, 0, opening.start()))):
            end = _UNCLOSED_END.search(text, opening.end(), opening.end() + _LONGEST)
            stop = end.start() if end else opening.end()
            if stop > opening.end():
                quotation = Quotation(Span(opening.start(), stop), Span(opening.end(), stop), closed=False)
        if quotation is None:
            at = opening.end()
            continue
        found.append(quotation)
        at = quotation.span.end
    return found


def _closed(text: str, opening: re.Match[str], mark: str) -> Quotation | None:
    limit = min(len(text), opening.end() + _LONGEST)
    depth = 1
    if mark in _STRAIGHT:
        close = re.compile(
            {'"': r"[\"”“]|''", "''": r"''|[\"”]", "``": r"''|\"", "‘‘": r"’’|[\"”]"}.get(mark, r"['’](?!\w)")
        )
        match = close.search(text, opening.end(), limit)
        if match is None or "\n" in text[opening.end() : match.start()]:
            return None
        return _trimmed(text, opening, match.start(), match.end())
    for match in re.compile(r"[“„«‟]|[”»\"]|''|’’").finditer(text, opening.end(), limit):
        if match[0] in "“„«‟" and not text[match.end() : match.end() + 1].strip(" ,.;:)"):
            depth -= 1  # a closing mark that was typed as an opening one
        elif match[0] in "“„«‟":
            if depth == 1 and re.search(r"[,;.]\s*\S*\s*\S*\s*$", text[opening.end() : match.start()][-30:]):
                return None  # the first one was never closed: “A, phong trào “B”
            depth += 1
        else:
            depth -= 1
        if depth == 0:
            return _trimmed(text, opening, match.start(), match.end())
    return None


def _trimmed(text: str, opening: re.Match[str], end: int, close: int) -> Quotation:
    start = opening.end()
    while end > start and text[end - 1] in " *_\t\n,.;:":
        end -= 1
    return Quotation(Span(opening.start(), close), Span(start, end))
