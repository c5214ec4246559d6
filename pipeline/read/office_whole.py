"""What can be told of a file of older Word before it is opened: whether all of it is there, whether it is locked."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFF
_LAST = 0xFFFFFFFA  # numbers of sectors end below this
_WORD_BEGINS = b"\xec\xa5"  # what the stream of a Word document begins with
_ENCRYPTED = 0x0100


def is_whole(data: bytes) -> bool:
    r"""Whether the file reaches as far as it says: RTF to its last brace, an OLE file to its last used sector.

    >>> is_whole(rb"{\rtf1 B\'e1o c\'e1o}"), is_whole(rb"{\rtf1 B\'e1o")
    (True, False)
    """
    if data.startswith(_OLE):
        return _ole_is_whole(data)
    if data.startswith(rb"{\rtf"):
        return data.rstrip(b"\x00\r\n\t \x1a").endswith(b"}")
    return True


def closed(data: bytes) -> bytes:
    r"""An RTF that was cut short, its open groups closed, so that what is there can be read; other files as they are.

    >>> closed(rb"{\rtf1 {\b B\'e1o c\'e1o")
    b"{\\rtf1 {\\b B\\'e1o c\\'e1o}}"
    """
    if is_whole(data) or not data.startswith(rb"{\rtf"):
        return data
    depth = sum({b"{": 1, b"}": -1}.get(found[0], 0) for found in re.finditer(rb"\\[\\{}]|[{}]", data))
    return data + b"}" * max(0, depth)


def is_doc_encrypted(data: bytes) -> bool:
    """Whether a Word 97–2003 document is locked by a password."""
    for at in range(512, min(len(data), 1 << 24) - 12, 512):
        if data.startswith(_WORD_BEGINS, at):
            flags: int = struct.unpack_from("<H", data, at + 10)[0]
            return flags & _ENCRYPTED != 0
    return False


def _ole_is_whole(data: bytes) -> bool:
    """The table of sectors, which the header leads to, says how many there are. Files over 6.9 MB keep the rest of
    that table elsewhere and count as whole.
    """
    if len(data) < 512:
        return False
    shift: int = struct.unpack_from("<H", data, 0x1E)[0]
    size = 1 << min(16, shift)
    used = 0
    for index, at in enumerate(_tables(data, size)):
        entries = struct.unpack_from(f"<{size // 4}I", data, at) if at + size <= len(data) else None
        if entries is None:
            return False
        taken = [number for number, entry in enumerate(entries) if entry != _FREE]
        used = index * (size // 4) + taken[-1] + 1 if taken else used
    return len(data) > used * size  # the header fills one more; the last sector need not be full


def _tables(data: bytes, size: int) -> Iterator[int]:
    """Where the sectors of the table begin, those that the header names."""
    for sector in struct.unpack_from("<109I", data, 0x4C):
        if sector >= _LAST:
            return
        yield (sector + 1) * size
