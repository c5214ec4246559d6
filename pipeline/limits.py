"""How much is read of what arrives, so that a hostile file fills neither the memory nor the time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container may hold: members and megabytes in all (nested ones counted), times that a member may grow
    when it is unpacked, containers within one another.
    """

    members: int = 2000
    megabytes: int = 1024
    ratio: int = 200
    depth: int = 3
