"""What was found of one thing: there, doubtful or missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import ExitCode
from pipeline.language import choose

Status = Literal["ok", "doubtful", "missing"]


@dataclass(frozen=True, slots=True)
class Remedy:
    """The command that installs something, on each system."""

    debian: str
    fedora: str
    macos: str
    windows: str

    @classmethod
    def everywhere(cls, command: str) -> Remedy:
        """The same command on all systems."""
        return cls(command, command, command, command)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """System and command; one row where they are the same on all."""
        if self == Remedy.everywhere(self.debian):
            return (("", self.debian),)
        return (
            ("Debian/Ubuntu", self.debian),
            ("Fedora", self.fedora),
            ("macOS", self.macos),
            ("Windows", self.windows),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for.

    ``title``, ``found`` and ``purpose`` are pairs, Vietnamese and English. ``needed``: without it nothing works;
    the rest is needed for some kinds of files. ``failure`` is the exit code where something needed is missing.
    """

    code: str
    status: Status
    title: tuple[str, str]
    found: tuple[str, str]
    purpose: tuple[str, str]
    remedy: Remedy | None = None
    needed: bool = False
    failure: ExitCode = ExitCode.FINDINGS

    def row(self) -> dict[str, object]:
        """What a program that asks is told."""
        remedy = self.remedy if self.status != "ok" else None
        return {
            "code": self.code,
            "status": self.status,
            "needed": self.needed,
            "title": choose(*self.title),
            "found": choose(*self.found),
            "purpose": choose(*self.purpose),
            "install": {name: getattr(remedy, name) for name in ("debian", "fedora", "macos", "windows")}
            if remedy
            else None,
        }


def exit_code(findings: Iterable[Finding]) -> ExitCode:
    """OK where all that is needed is there; else what the first that is missing stands for."""
    return next((one.failure for one in findings if one.needed and one.status == "missing"), ExitCode.OK)
