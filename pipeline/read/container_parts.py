"""What containers are made of: members, why some are skipped or refused, how much is allowed."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, Self

ContainerKind = Literal["zip", "eml", "msg"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a member is passed over: it is no document. Code, reason in Vietnamese and in English."""

    code: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a member that may be a document cannot be read, and what to do. Code, reason in both languages."""

    code: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A member as its container lists it; ``at`` is its place there, ``title`` a better name for the document."""

    at: int
    name: str
    size: int
    skipped: Skip | None = None
    refused: Refusal | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it is told: its path in the container, its name as a document, the way to it, its size in bytes."""

    path: str
    name: str
    at: tuple[int, ...]
    size: int
    sha256: str | None = None
    skipped: Skip | None = None
    refused: Refusal | None = None

    @property
    def is_told(self) -> bool:
        """Whether it becomes a row of its own: a document, or one that cannot be read."""
        return self.skipped is None

    def but(self, **changes: Any) -> Member:
        """The same with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Contents:
    """What a container holds, nested ones opened; of a mail also what its head says."""

    kind: ContainerKind
    members: tuple[Member, ...]
    subject: str | None = None
    sender: str | None = None
    sent_at: datetime.datetime | None = None


class Box(Protocol):
    """An open container."""

    kind: ContainerKind
    subject: str | None
    sender: str | None
    sent_at: datetime.datetime | None

    def items(self) -> Sequence[Item]:
        """What it holds, in order."""

    def read(self, item: Item) -> bytes:
        """The bytes of a member.

        Raises:
            UnreadableFileError: the member is damaged, too large or locked.
        """

    def __enter__(self) -> Self:
        """Use it."""

    def __exit__(self, *_: object) -> None:
        """Close it."""


def told_name(name: str) -> str:
    r"""A member's name as it is stored: NFC, forward slashes, no control characters.

    >>> told_name("b\u00e1o c\u00e1o\\x\x00.txt")
    'báo cáo/x.txt'
    """
    return _CONTROL.sub("", unicodedata.normalize("NFC", name).replace("\\", "/")) or "?"


def base_name(name: str) -> str:
    """The last part of a member's name.

    >>> base_name("../../etc/bao_cao.docx")
    'bao_cao.docx'
    """
    return name.rstrip("/").rpartition("/")[2] or name
