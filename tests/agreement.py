"""How far two readings of one report agree: pairs of records by the matching of *evaluate*, and their F1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.kinds import DOCUMENT_FIELDS, KINDS, same_field
from pipeline.evaluate.score import pair
from pipeline.run import Reading

Told = dict[str, list[Mapping[str, Any]]]


@dataclass(frozen=True)
class Agreement:
    """Of one kind of record: how many there are on both sides, how many pair, how many of these are the same."""

    kind: str
    hits: int
    exact: int
    one: int
    other: int
    only_one: tuple[str, ...] = ()
    only_other: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """1 where both sides hold nothing."""
        return 2 * self.hits / (self.one + self.other) if self.one + self.other else 1.0


def told(reading: Reading) -> Told:
    """The records of a reading, with their quotes, and the fields of its header."""
    text = reading.document.text
    found: Told = {
        kind: [
            {**finding.record.model_dump(mode="json"), "quote": finding.span.of(text)}
            for finding in getattr(reading.records, kind)
        ]
        for kind in KINDS
        if kind != "sections"
    }
    found["sections"] = [section.model_dump(mode="json") for section in reading.document.sections]
    header = reading.header.model_dump(mode="json")
    found["document"] = [{"field": name, "value": header.get(name)} for name in (*DOCUMENT_FIELDS, "recipients")]
    return found


def agreement(one: Told, other: Told) -> tuple[Agreement, ...]:
    """Kind by kind, the header's fields last."""
    found = []
    for name, kind in KINDS.items():
        a, b = one[name], other[name]
        pairs = pair(a, b, kind)
        lost = [_said(a[i], kind.shown) for i in range(len(a)) if i not in {i for i, _ in pairs}]
        more = [_said(b[j], kind.shown) for j in range(len(b)) if j not in {j for _, j in pairs}]
        blunt = [_said(a[i], kind.shown) for i, j in pairs if not kind.exact(a[i], b[j])]
        exact = len(pairs) - len(blunt)
        found.append(
            Agreement(name, len(pairs), exact, len(a), len(b), (*lost, *(f"~ {x}" for x in blunt)), tuple(more))
        )
    fields = [
        (a, b, _same(a["field"], a["value"], b["value"]))
        for a, b in zip(one["document"], other["document"], strict=True)
        if a["value"] is not None or b["value"] is not None
    ]
    same = sum(equal for *_, equal in fields)
    lost = [f"{a['field']}: {a['value']} / {b['value']}" for a, b, equal in fields if not equal]
    found.append(Agreement("document", same, same, len(fields), len(fields), tuple(lost)))
    return tuple(found)


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "recipients":
        return [" ".join(str(x).split()) for x in one or ()] == [" ".join(str(x).split()) for x in other or ()]
    return same_field(name, one, other)


def _said(record: Mapping[str, Any], shown: tuple[str, ...]) -> str:
    return " | ".join(
        " ".join(str(record.get(name)).split()) for name in (*shown, "quote") if record.get(name) is not None
    )
