"""Mails as Outlook saves them: a compound file with a stream for each property, written small."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_UNICODE, _BINARY, _LONG = 0x001F, 0x0102, 0x0003


@dataclass(frozen=True)
class Mail:
    """A mail with these attachments: name, media type, bytes; or a mail within."""

    subject: str
    body: str
    attachments: Sequence[tuple[str, str, bytes] | Mail] = ()


def msg(subject: str, body: str, attachments: Sequence[tuple[str, str, bytes] | Mail]) -> bytes:
    """A mail with these attachments."""
    return _compound(_tree(Mail(subject, body, attachments), "<8x4I8x"))


def _tree(mail: Mail, head: str) -> dict[str, object]:
    tree: dict[str, object] = _properties(
        struct.pack(head, 0, len(mail.attachments), 0, len(mail.attachments)),
        {
            0x001A: "IPM.Note", 0x0037: mail.subject, 0x0C1A: "Xã Lạc Yên", 0x0C1F: "lacyen@example.vn",
            0x1000: mail.body,
        },
    )  # fmt: skip
    for at, attached in enumerate(mail.attachments):
        if isinstance(attached, Mail):
            own = _properties(bytes(8), {0x3705: 5})
            own["__substg1.0_3701000D"] = _tree(attached, "<8x4I")
        else:
            name, kind, data = attached
            own = _properties(bytes(8), {0x3707: name, 0x370E: kind, 0x3701: data, 0x3705: 1})
        tree[f"__attach_version1.0_#{at:08X}"] = own
    return tree


def _properties(head: bytes, values: dict[int, str | bytes | int]) -> dict[str, object]:
    rows, streams = [head], {}
    for number, value in values.items():
        if isinstance(value, int):
            rows.append(struct.pack("<HHIIxxxx", _LONG, number, 6, value))
            continue
        kind, data = (_UNICODE, value.encode("utf-16-le")) if isinstance(value, str) else (_BINARY, value)
        rows.append(struct.pack("<HHIIxxxx", kind, number, 6, len(data) + (2 if kind == _UNICODE else 0)))
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": b"".join(rows), **streams}


def _compound(tree: dict[str, object]) -> bytes:
    """A compound file (MS-CFB, version 3); the children of each storage stand in a row to the right."""
    entries: list[tuple[str, int, int, int, bytes]] = [("Root Entry", 5, _FREE, _FREE, b"")]

    def add(storage: dict[str, object]) -> int:
        names = sorted(storage, key=lambda name: (len(name), name.upper()))
        places = []
        for name in names:
            places.append(len(entries))
            value = storage[name]
            entries.append((name, 2, _FREE, _FREE, value) if isinstance(value, bytes) else (name, 1, _FREE, _FREE, b""))
        for name, place in zip(names, places, strict=True):
            value = storage[name]
            child = add(value) if isinstance(value, dict) else _FREE
            entries[place] = (entries[place][0], entries[place][1], _FREE, child, entries[place][4])
        for place, after in pairwise(places):
            entries[place] = (*entries[place][:2], after, *entries[place][3:])
        return places[0]

    entries[0] = ("Root Entry", 5, _FREE, add(tree), b"")
    mini, mini_fat, big, starts = b"", list[int](), list[int](), dict[int, int]()
    for at, (_, kind, _, _, data) in enumerate(entries):
        if kind != 2 or not data:
            starts[at] = _END
        elif len(data) < _CUTOFF:
            starts[at] = len(mini_fat)
            mini_fat += _chain(len(mini_fat), -(-len(data) // _MINI))
            mini += data.ljust(-(-len(data) // _MINI) * _MINI, b"\0")
        else:
            big.append(at)
    sectors, fat = list[bytes](), list[int]()

    def store(data: bytes) -> int:
        if not data:
            return _END
        first, count = len(fat), -(-len(data) // _SECTOR)
        fat.extend(_chain(first, count))
        sectors.append(data.ljust(count * _SECTOR, b"\0"))
        return first

    for at in big:
        starts[at] = store(entries[at][4])
    starts[0] = store(mini)
    mini_fat_at = store(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-(-len(mini_fat) // 128) * 512, b"\xff"))
    directory = b"".join(
        _entry(entry, starts[at], len(mini) if at == 0 else len(entry[4])) for at, entry in enumerate(entries)
    )
    directory_at = store(directory)
    fat_at, needed = len(fat), -(-(len(fat) + 1) // 127)
    fat += [_FAT] * needed
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(needed * _SECTOR, b"\xff")
    places = [*range(fat_at, fat_at + needed), *[_FREE] * (109 - needed)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, needed, directory_at, 0, _CUTOFF, mini_fat_at,
        -(-len(mini_fat) // 128), _END, 0, *places,
    )  # fmt: skip
    return header + b"".join(sectors) + table


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _entry(entry: tuple[str, int, int, int, bytes], start: int, size: int) -> bytes:
    name, kind, after, child, _ = entry
    letters = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIII", letters, len(letters) + 2, kind, 1, _FREE, after, child, 0, start, size, 0
    )  # fmt: skip
