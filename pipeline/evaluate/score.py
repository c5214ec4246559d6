"""Pairs what was found with the gold, document by document, and counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pipeline.errors import UsageError
from pipeline.evaluate.kinds import DOCUMENT_FIELDS, KINDS, Fields, Kind, same_field
from pipeline.load.digest import Query
from pipeline.load.tables import TABLES

_FACT = ("heading", "name", "value", "value_max", "unit", "denominator", "award", "recipient", "count", "canonical_id")


@dataclass(frozen=True)
class Verdict:
    """What became of one record: a gold one that was found (exactly or not) or missed, or a found one that is wrong."""

    document: str
    kind: str
    record: Fields
    found: bool = False
    exact: bool = False
    wrong: bool = False
    marked: bool = False  # needs_review of a found record
    instead: Fields | None = None  # the found record that is paired with this gold one

    @property
    def told(self) -> str:
        """The record in a line."""
        values = (
            [self.record.get(name) for name in KINDS[self.kind].shown]
            if self.kind in KINDS
            else [self.record["field"], self.record["wanted"]]
        )
        return " | ".join(" ".join(str(value).split()) for value in values if value is not None)


@dataclass(frozen=True)
class Figures:
    """Counts of one kind, and the figures that follow from them: None where they are undefined."""

    hits: int
    exact: int
    gold: int
    found: int
    wrong_marked: int = 0

    @property
    def precision(self) -> float | None:
        """How much of what was found is right."""
        return _ratio(self.hits, self.found)

    @property
    def recall(self) -> float | None:
        """How much of what there is was found."""
        return _ratio(self.hits, self.gold)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.hits, self.found + self.gold)

    @property
    def strict_f1(self) -> float | None:
        """The same, where only records count that are right to the letter."""
        return _ratio(2 * self.exact, self.found + self.gold)

    @property
    def wrong_marked_share(self) -> float | None:
        """How many of the wrong records were marked for review."""
        return _ratio(self.wrong_marked, self.found - self.hits)


@dataclass(frozen=True)
class Evaluation:
    """The verdicts on all documents of a gold folder."""

    verdicts: tuple[Verdict, ...]
    kinds: tuple[str, ...]  # those that some gold file annotates
    missing: tuple[str, ...]  # gold documents that the database does not hold
    restored: frozenset[str]  # documents in which one word in twenty or more was restored

    def figures(self, kind: str, documents: Iterable[str] | None = None) -> Figures:
        """The figures of one kind, of all documents or of some."""
        some = None if documents is None else frozenset(documents)
        verdicts = [v for v in self.verdicts if v.kind == kind and (some is None or v.document in some)]
        hits = sum(v.found for v in verdicts)
        wrong = [v for v in verdicts if v.wrong]
        return Figures(
            hits=hits,
            exact=sum(v.exact for v in verdicts),
            gold=sum(not v.wrong for v in verdicts),
            found=hits + len(wrong),
            wrong_marked=sum(v.marked for v in wrong),
        )

    def fields(self, documents: Iterable[str] | None = None) -> tuple[int, int]:
        """How many fields of headers are right, of how many."""
        figures = self.figures("document", documents)
        return figures.hits, figures.gold

    @property
    def documents(self) -> frozenset[str]:
        """The gold documents that were scored."""
        return frozenset(verdict.document for verdict in self.verdicts)


def evaluate(query: Query, gold: Path) -> Evaluation:
    """Score a database against the gold files of a folder.

    Raises:
        UsageError: ``gold_missing``, ``gold_damaged``.
    """
    stored = {PurePath(name).stem: doc_id for doc_id, name in query("SELECT doc_id, source_name FROM documents")}
    restored = {
        i
        for (i,) in query("SELECT doc_id FROM documents WHERE restored_words * 20 >= word_count AND restored_words > 0")
    }
    verdicts: list[Verdict] = []
    kinds: dict[str, None] = {}
    missing, mended = [], set()
    for stem, truth in read_gold(gold):
        doc_id = stored.get(truth.get("source", stem))
        if doc_id is None:
            missing.append(stem)
        if doc_id in restored:
            mended.add(stem)
        for name, kind in KINDS.items():
            if name in truth:
                kinds[name] = None
                found = _rows(query, name, doc_id)
                verdicts += _judge(stem, name, kind, found, truth[name])
        header = next(iter(_rows(query, "documents", doc_id)), None)
        verdicts += _judge_header(stem, header, truth.get("document", {}))
    ordered = tuple(name for name in KINDS if name in kinds)
    return Evaluation(tuple(verdicts), ordered, tuple(missing), frozenset(mended))


def read_gold(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The gold files of a folder, in order of name: the file's stem, and what it holds.

    Raises:
        UsageError: ``gold_missing``, ``gold_damaged``.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(
            "gold_missing",
            f"Thư mục “{folder}” không có tệp đáp án .json nào. Hãy kiểm tra --gold.",
            f"The folder “{folder}” holds no gold file (.json). Check --gold.",
        )
    for file in files:
        try:
            truth = json.loads(file.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise UsageError(
                "gold_damaged",
                f"Không đọc được tệp đáp án “{file}” ({error}). Hãy sửa lại tệp đó.",
                f"The gold file “{file}” cannot be read ({error}). Mend it.",
            ) from error
        yield file.stem, truth


def pair(found: list[Fields], gold: list[Fields], kind: Kind) -> list[tuple[int, int]]:
    """Pair one to one, best first: by fit, then those that must be found, then by place in their lists.

    A fact that was found twice at one place is paired once.
    """
    fits = [
        (kind.fit(one, other), not other.get("optional"), _nearness(i, len(found), j, len(gold)), i, j)
        for i, one in enumerate(found)
        for j, other in enumerate(gold)
    ]
    pairs: list[tuple[int, int]] = []
    taken_found: set[int] = set()
    taken_gold: set[int] = set()
    told: set[tuple[object, ...]] = set()
    for *_, i, j in sorted((fit for fit in fits if fit[0] > 0), reverse=True):
        fact = _fact(found[i])
        if i not in taken_found and j not in taken_gold and (fact is None or fact not in told):
            taken_found.add(i)
            taken_gold.add(j)
            if fact is not None:
                told.add(fact)
            pairs.append((i, j))
    return pairs


def _nearness(i: int, of: int, j: int, out_of: int) -> float:
    return -abs(i / max(1, of) - j / max(1, out_of))


def _fact(record: Fields) -> tuple[object, ...] | None:
    """What a record says, and where; None where the place is not known."""
    if record.get("char_start") is None:
        return None
    return record["char_start"], record.get("char_end"), *(str(record.get(name)) for name in _FACT)


def _judge(document: str, name: str, kind: Kind, found: list[Fields], gold: list[Fields]) -> Iterator[Verdict]:
    pairs = {j: i for i, j in pair(found, gold, kind)}
    for j, wanted in enumerate(gold):
        if wanted.get("optional"):
            continue  # neither a miss when absent nor an error when found
        if j in pairs:
            one = found[pairs[j]]
            yield Verdict(document, name, wanted, found=True, exact=kind.exact(one, wanted), instead=one)
        else:
            yield Verdict(document, name, wanted)
    right = set(pairs.values())
    for i, one in enumerate(found):
        if i not in right:
            yield Verdict(document, name, one, wrong=True, marked=bool(one.get("needs_review")))


def _judge_header(document: str, header: Fields | None, gold: dict[str, Any]) -> Iterator[Verdict]:
    for name in DOCUMENT_FIELDS:
        if name in gold:
            have = header.get(name) if header else None
            right = header is not None and same_field(name, have, gold[name])
            record = {"field": name, "wanted": gold[name], "have": have}
            yield Verdict(document, "document", record, found=right, exact=right)


def _rows(query: Query, table: str, doc_id: str | None) -> list[Fields]:
    if doc_id is None:
        return []
    names = TABLES[table].names
    columns = ", ".join(f'"{name}"' for name in names)
    rows = query(f'SELECT {columns} FROM "{table}" WHERE doc_id = ?', doc_id)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
