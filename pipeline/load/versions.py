"""Versions: one document that came in several forms, as the Word file and the signed PDF of one report.

They are told from documents that are merely alike by what an office writes on top of them, number, symbol, date, and by
their words, compared as runs of three words without their marks, so that the slips of a scan do not part them.
Who belongs together depends on what is stored alone, not on the order in which it came.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from unidecode import unidecode

from pipeline.load.digest import Query

_NUMBERED = 0.6  # of the runs of words that two documents of one number and symbol must share; a poor scan loses some
_UNNUMBERED = 0.95  # and two of which one bears no number yet, where another report of the same office is near
_WORD = re.compile(r"[^\W_]+")
_ALIKE_LENGTH = 1.5  # a text so many times as long is another one


@dataclass(frozen=True, slots=True)
class _Paper:
    """What of a document tells whether it may be another one's version."""

    doc_id: str
    name: str
    issuer: str
    kind: str
    number: int | None
    symbol: str
    issued_on: datetime.date | None
    year: int | None
    title: str
    length: int
    loaded: bool
    doubtful: int
    signed: bool

    @property
    def rank(self) -> tuple[object, ...]:
        """The main version is the one that says most: number, date, read well, signed."""
        return (
            not self.loaded,
            self.number is None,
            self.issued_on is None,
            self.doubtful,
            not self.signed,
            self.name,
            self.doc_id,
        )

    def may_be(self, other: _Paper) -> float:
        """How much of their words the two must share to be one; more than 1 where they cannot be."""
        if _differ(self.number, other.number) or _differ(self.symbol or None, other.symbol or None):
            return 2
        if _differ(self.issued_on, other.issued_on) or _differ(self.year, other.year):
            return 2
        if max(self.length, other.length) > _ALIKE_LENGTH * min(self.length, other.length):
            return 2
        if self.number is not None and self.number == other.number and self.symbol and self.symbol == other.symbol:
            return _NUMBERED
        return _UNNUMBERED if self.title and self.title == other.title else 2


def versions(query: Query) -> dict[str, str]:
    """For each document that is a version of another one: the id of the main version.

    Of documents with the same bytes only the one that counts is asked.
    """
    papers: dict[str, _Paper] = {}
    alike: list[tuple[float, str, str]] = []
    for block in _blocks(_papers(query)):
        papers |= {paper.doc_id: paper for paper in block}
        alike += _alike(query, block)
    groups = _groups(papers, sorted(alike, key=lambda pair: (-pair[0], pair[1:])))
    main = {doc_id: min((papers[i] for i in group), key=lambda p: p.rank).doc_id for doc_id, group in groups.items()}
    return {doc_id: first for doc_id, first in main.items() if doc_id != first}


def _alike(query: Query, block: list[_Paper]) -> Iterator[tuple[float, str, str]]:
    """How much of their words two documents of a block share, where that is enough to be one."""
    pairs = {
        (one.doc_id, other.doc_id): least
        for near in _near(block)
        for one, other in combinations(sorted(near, key=lambda paper: paper.doc_id), 2)
        if (least := one.may_be(other)) <= 1
    }
    runs = _runs(query, {doc_id for pair in pairs for doc_id in pair})
    for (one_id, other_id), least in pairs.items():
        shared = _shared(runs[one_id], runs[other_id])
        if shared >= least:
            yield shared, one_id, other_id


def _near(block: list[_Paper]) -> Iterator[list[_Paper]]:
    """Those of a block that bear one number and symbol, or one title: no others may be one document. So an office with
    many documents costs no more than many offices with few.
    """
    near: dict[tuple[object, ...], list[_Paper]] = {}
    for paper in block:
        if paper.number is not None and paper.symbol:
            near.setdefault((paper.number, paper.symbol), []).append(paper)
        if paper.title:
            near.setdefault((paper.title,), []).append(paper)
    yield from (papers for papers in near.values() if len(papers) > 1)


def _groups(papers: dict[str, _Paper], alike: Iterable[tuple[float, str, str]]) -> dict[str, set[str]]:
    """Who belongs together, the most alike first; a draft never joins two documents that cannot be one."""
    groups: dict[str, set[str]] = {}
    for _, one, other in alike:
        mine, theirs = groups.get(one, {one}), groups.get(other, {other})
        if other not in mine and all(papers[i].may_be(papers[j]) <= 1 for i in mine for j in theirs if i != j):
            together = mine | theirs
            groups |= dict.fromkeys(together, together)
    return groups


def _papers(query: Query) -> Iterator[_Paper]:
    rows = query(
        "SELECT doc_id, source_name, coalesce(unit_name, issuer), doc_type, number, symbol, issued_on, issued_year, "
        "title, char_count, status = 'loaded', coalesce(restored_doubtful, 0), "
        "doc_id IN (SELECT doc_id FROM signatures) FROM documents "
        "WHERE status IN ('loaded', 'partial') AND duplicate_of IS NULL AND char_count > 0 ORDER BY source_name, doc_id"
    )
    for doc_id, name, issuer, kind, number, symbol, issued_on, year, title, length, loaded, doubtful, signed in rows:
        yield _Paper(
            doc_id,
            name,
            _short(issuer),
            kind,
            number,
            _short(symbol),
            issued_on,
            year,
            _short(title),
            length,
            loaded,
            doubtful,
            signed,
        )


def _blocks(papers: Iterable[_Paper]) -> Iterator[list[_Paper]]:
    """Documents of one office and kind; of an office that is not known nothing is said."""
    blocks: dict[tuple[str, str], list[_Paper]] = {}
    for paper in papers:
        if paper.issuer:
            blocks.setdefault((paper.issuer, paper.kind), []).append(paper)
    yield from (block for block in blocks.values() if len(block) > 1)


def _runs(query: Query, doc_ids: set[str]) -> dict[str, frozenset[int]]:
    """The runs of words of documents, as numbers that are quick to compare; of one whose text is not stored, none."""
    if not doc_ids:
        return {}
    texts = query("SELECT doc_id, text FROM texts WHERE doc_id IN (SELECT unnest(?::VARCHAR[]))", sorted(doc_ids))
    none: frozenset[int] = frozenset()
    return dict.fromkeys(doc_ids, none) | {doc_id: frozenset(map(hash, runs_of(text))) for doc_id, text in texts}


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words of a text, without marks.

    >>> runs_of("Tặng Giấy khen: 12 tập thể") == runs_of("TANG GIAY KHEN 12 tap the")
    True
    """
    words = _WORD.findall(_plain(text))
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _shared(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / max(1, len(one) + len(other) - both)


@lru_cache(1 << 14)  # offices, symbols and titles come again and again
def _short(text: str | None) -> str:
    return _plain(text)


def _plain(text: str | None) -> str:
    return " ".join(unidecode(text or "").lower().split())


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
