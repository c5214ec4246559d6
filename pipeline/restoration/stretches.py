"""Where to cut a text for decoding: paragraphs, also where each printed line is a line of its own."""

from __future__ import annotations

import re

from schemas.text import Span

_ENDS = re.compile(r"[.;:!?…][\"”’'»)]*$")
_LISTED = re.compile(r"(?:[-–—+*•]|\(?\d{1,2}[.)]|\(?[a-zđ]\)|[IVXLl1|]{1,5}[.)])\s*\S")
LONGEST = 1500  # characters; a paragraph without an end is cut there


def stretches(text: str) -> list[Span]:
    r"""Spans of lines that belong together; blank lines belong to none.

    >>> [span.of("một\nhai.\n\nba") for span in stretches("một\nhai.\n\nba")]
    ['một\nhai.', 'ba']
    """
    out: list[Span] = []
    at, before = 0, ""
    for line in text.split("\n"):
        end = at + len(line)
        stripped = line.strip()
        if stripped:
            if before and out and not _parted(before, stripped) and end - out[-1].start < LONGEST:
                out[-1] = Span(out[-1].start, end)
            else:
                out.append(Span(at, end))
        before = stripped
        at = end + 1
    return out


def _parted(before: str, line: str) -> bool:
    if _LISTED.match(line) or (_ENDS.search(before) and not (before[-1] == "." and line[0].islower())):
        return True
    return before.isupper() != line.isupper() and len(line) > 3
