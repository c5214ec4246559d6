"""A stored evaluation, and what was won and lost since.

A baseline holds no text of the documents: records are told apart by hashes, so that it can be kept with the code
whatever it was
measured on. The quotes in a comparison come from the gold and the database of the day.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.evaluate.kinds import KINDS
from pipeline.evaluate.score import Evaluation, Verdict
from pipeline.version import build

_FORMAT = 1


@dataclass(frozen=True)
class Baseline:
    """What was right and wrong then: records by key; of gold records 0 missed, 1 found, 2 exact."""

    gold: dict[str, int]
    wrong: frozenset[str]
    version: str

    @classmethod
    def of(cls, evaluation: Evaluation) -> Baseline:
        """The baseline that this evaluation makes."""
        keyed = _keyed(evaluation)
        return cls(
            gold={key: _grade(v) for key, v in keyed.items() if not v.wrong},
            wrong=frozenset(key for key, v in keyed.items() if v.wrong),
            version=build(),
        )

    @classmethod
    def read(cls, file: Path) -> Baseline:
        """Read a stored baseline.

        Raises:
            UsageError: ``baseline_damaged``.
        """
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
            if told["format"] != _FORMAT:
                raise ValueError(told["format"])
            return cls(dict(told["gold"]), frozenset(told["wrong"]), str(told["version"]))
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise UsageError(
                "baseline_damaged",
                f"Không đọc được tệp mốc so sánh “{file}”. Hãy xóa tệp đó rồi chạy lại với --save-baseline.",
                f"The baseline “{file}” cannot be read. Delete it and run again with --save-baseline.",
            ) from error

    def write(self, file: Path) -> None:
        """Store it, a line a record, so that a change of it can be read as a diff."""
        told = {"format": _FORMAT, "version": self.version, "gold": self.gold, "wrong": sorted(self.wrong)}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Changes:
    """What an evaluation won and lost against a baseline."""

    won: tuple[Verdict, ...]
    lost: tuple[Verdict, ...]
    sharper: tuple[Verdict, ...]  # found then, exact now
    blunter: tuple[Verdict, ...]
    new_wrong: tuple[Verdict, ...]
    wrong_gone: int
    new_gold: int

    @property
    def any_lost(self) -> bool:
        """Whether anything is worse than it was."""
        return bool(self.lost or self.blunter or self.new_wrong)

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return self.any_lost or bool(self.won or self.sharper or self.wrong_gone or self.new_gold)


def compare(evaluation: Evaluation, baseline: Baseline) -> Changes:
    """What was won and lost since the baseline."""
    found: dict[str, list[Verdict]] = {"won": [], "lost": [], "sharper": [], "blunter": [], "new_wrong": []}
    keyed = _keyed(evaluation)
    new_gold = 0
    for key, verdict in keyed.items():
        if verdict.wrong:
            if key not in baseline.wrong:
                found["new_wrong"].append(verdict)
        elif key not in baseline.gold:
            new_gold += 1
        else:
            before, now = baseline.gold[key], _grade(verdict)
            if before != now:
                gains = ("won" if before == 0 else "sharper") if now > before else ("lost" if now == 0 else "blunter")
                found[gains].append(verdict)
    wrong = {key for key, verdict in keyed.items() if verdict.wrong}
    told = {name: tuple(verdicts) for name, verdicts in found.items()}
    return Changes(**told, wrong_gone=len(baseline.wrong - wrong), new_gold=new_gold)


def _grade(verdict: Verdict) -> int:
    return int(verdict.found) + int(verdict.exact)


def _keyed(evaluation: Evaluation) -> dict[str, Verdict]:
    seen: Counter[str] = Counter()
    keyed = {}
    for verdict in evaluation.verdicts:
        told = json.dumps(_told(verdict), ensure_ascii=False, default=str)
        key = f"{verdict.document}/{verdict.kind}/{hashlib.sha256(told.encode()).hexdigest()[:12]}"
        seen[key] += 1
        keyed[key if seen[key] == 1 else f"{key}#{seen[key]}"] = verdict
    return keyed


def _told(verdict: Verdict) -> list[object]:
    if verdict.kind == "document":
        return [verdict.record["field"]]
    return [verdict.wrong, *(verdict.record.get(name) for name in (*KINDS[verdict.kind].shown, "quote"))]
