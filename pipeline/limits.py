"""How much is read of what arrives, so that a hostile file fills neither the memory nor the time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a container and a document may hold.

    Of a container: members and megabytes in all (nested ones counted), times that a member may grow when it is
    unpacked, containers within one another. Of a document: megabytes of its file, megabytes of its unpacked parts
    (DOCX, ODT), pages, characters of its text, millions of pixels of a picture.
    """

    members: int = 2000
    megabytes: int = 1024
    ratio: int = 200
    depth: int = 3
    file_megabytes: int = 100
    unpacked_megabytes: int = 200
    pages: int = 2000
    characters: int = 5_000_000
    megapixels: int = 120
