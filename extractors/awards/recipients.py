"""Nouns of those who receive: collectives, persons, households, villages."""

from __future__ import annotations

import re

from extractors.awards.lexicon import load
from schemas.records.awards import Recipient

JOINT = re.compile(r"\s*(?:,|/|và|hoặc|&|-)\s*", re.I)


def recipient_at(text: str, at: int) -> tuple[Recipient, bool, int] | None:
    """The noun of a recipient at an offset: kind, whether it is a core word, where it ends.

    Several nouns of one kind are that kind, of several kinds ``khac``.

    >>> recipient_at("tập thể, cá nhân tiêu biểu", 0)
    ('khac', True, 16)
    >>> recipient_at("thôn, khu dân cư đạt", 0)
    ('khu_dan_cu', False, 16)
    """
    first = _noun(text, at)
    if first is None:
        return None
    kind, core, end = first
    # "24 điển hình tập thể, cá nhân": the second noun says who they are.
    said = re.compile(r"\s+(?:tiên tiến\s+|tiêu biểu\s+)?(?:là\s+)?(?=tập thể|cá nhân)", re.I).match(text, end)
    second = _noun(text, said.end()) if said and not core else None
    if second is not None:
        kind, core, end = second
    while joint := JOINT.match(text, end):
        more = _noun(text, joint.end())
        if more is None or (joint.group().strip() == "-" and more[0] != kind):
            break
        kind, core, end = (kind if more[0] == kind else "khac"), core and more[1], more[2]
    return kind, core, end


def _noun(text: str, at: int) -> tuple[Recipient, bool, int] | None:
    best: tuple[Recipient, bool, int] | None = None
    for word in load().recipients:
        match = word.pattern.match(text, at)
        if match and (best is None or match.end() > best[2]):
            best = (word.kind, word.core, match.end())
    return best
