"""The same award told twice is counted once.

One document may tell an award in a table and again in words, or a total and its parts. Several documents of a unit
(decisions, the report on half a year, the report on the year) tell the same awards again and again; and the province's
own documents tell what the communes tell of themselves. What cannot be matched one by one is never added up: of each
award, level and recipient the source that tells most is counted, the others are left out, and a person is asked to
look where they differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.forms.told import Award, Evidence, LeftOut

Key = tuple[str | None, ...]
Settled = list[tuple[Award, frozenset[str]]]
"""Awards that are counted, each with its doubts."""


def within_documents(awards: Iterable[Award], told: Mapping[str, str]) -> tuple[list[Award], list[LeftOut]]:
    """The awards that each document tells, each once, and what was left out.

    Args:
        awards: those given in the year (none that are only proposed).
        told: how to say each award, by record id.
    """
    kept: list[Award] = []
    out: list[LeftOut] = []
    by_document: defaultdict[str, list[Award]] = defaultdict(list)
    for award in awards:
        by_document[award.evidence.document.doc_id].append(award)
    for of_one in by_document.values():
        kept += _within_document(of_one, out, told)
    return kept, out


def across_documents(awards: Iterable[tuple[Award, str]], told: Mapping[str, str]) -> tuple[Settled, list[LeftOut]]:
    """Of each award and recipient what the best sources tell, with doubts, and what was left out.

    Args:
        awards: each with the column in which it counts, which stands for its level.
        told: how to say each award, by record id.
    """
    out: list[LeftOut] = []
    settled: Settled = []
    groups: defaultdict[Key, list[Award]] = defaultdict(list)
    for award, column in awards:
        groups[award.evidence.document.place, column, award.award, award.rank, award.recipient].append(award)
    for group in groups.values():
        settled += _best_of_group(group, out, told)
    return settled, out


def _key(award: Award) -> Key:
    return award.award, award.rank, award.level, award.recipient


def _within_document(awards: Sequence[Award], out: list[LeftOut], told: Mapping[str, str]) -> list[Award]:
    kept: list[Award] = []
    for award in sorted(awards, key=lambda one: (one.level is None, one.rank is None, one.recipient == "khac")):
        if twin := next((one for one in kept if _same(one, award)), None):
            out.append(_left(award, "same_document", told, twin.evidence))
        else:
            kept.append(award)
    for total in [one for one in kept if one.recipient == "khac"]:
        parts = [one for one in kept if one is not total and _key(one)[:3] == _key(total)[:3]]
        if parts and sum(one.count for one in parts) == total.count:
            kept.remove(total)
            out.append(_left(total, "total_of_parts", told, parts[0].evidence))
    groups: defaultdict[Key, list[Award]] = defaultdict(list)
    for award in kept:
        groups[_key(award)].append(award)
    for group in groups.values():
        total = max(group, key=lambda one: one.count)
        if len(group) > 2 and sum(one.count for one in group) == 2 * total.count > 0:
            kept.remove(total)
            out.append(_left(total, "total_of_parts", told, next(one for one in group if one is not total).evidence))
    return kept


def _same(one: Award, other: Award) -> bool:
    return (one.award, one.recipient, one.count) == (other.award, other.recipient, other.count) and all(
        a == b or b is None for a, b in ((one.level, other.level), (one.rank, other.rank))
    )


def _best_of_group(group: Sequence[Award], out: list[LeftOut], told: Mapping[str, str]) -> Settled:
    """One award, level and recipient: of each unit its best source, then the province's own or its communes'."""
    units: defaultdict[str, list[Award]] = defaultdict(list)
    for award in group:
        document = award.evidence.document
        units["" if document.own_province else document.unit_key].append(award)
    best = {unit: _best(_sources(awards), "same_unit", out, told) for unit, awards in units.items()}
    own = best.pop("", [])
    others = [one for awards in best.values() for one in awards]
    return _best([source for source in (own, others) if source], "same_province", out, told)


def _sources(awards: Iterable[Award]) -> list[Settled]:
    """The decisions of a unit together, and each other document of its own; the latest first."""
    sources: defaultdict[tuple[str, str], Settled] = defaultdict(list)
    for award in awards:
        document = award.evidence.document
        which = ("", "") if document.doc_type == "quyet_dinh" else (document.issued, document.doc_id)
        sources[which].append((award, frozenset()))
    return [sources[which] for which in sorted(sources, reverse=True)]


def _best(sources: Sequence[Settled], reason: str, out: list[LeftOut], told: Mapping[str, str]) -> Settled:
    if len(sources) < 2:
        return sources[0] if sources else []
    best = max(sources, key=_total)  # the first of equals: the latest
    for source in sources:
        if source is not best:
            out += [_left(award, reason, told, best[0][0].evidence) for award, _ in source]
    if all(_total(source) == _total(best) for source in sources):
        return best
    return [(award, doubts | {reason}) for award, doubts in best]


def _total(source: Settled) -> int:
    return sum(award.count for award, _ in source)


def _left(award: Award, reason: str, told: Mapping[str, str], kept: Evidence) -> LeftOut:
    return LeftOut(award.evidence, told[award.evidence.record_id], reason, kept)
