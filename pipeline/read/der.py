"""ASN.1 as certificates and signatures are written (BER and DER): just enough to walk through them, and careful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_DEEPEST = 24
_MOST = 20_000  # elements that one signature may have


class DerError(ValueError):
    """The bytes are no ASN.1, or more of it than a signature has."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag (class and number as they stand in the first byte), its content, its own bytes."""

    tag: int
    content: bytes
    whole: bytes

    @property
    def parts(self) -> tuple[Element, ...]:
        """The elements within.

        Raises:
            DerError: there is something else.
        """
        return tuple(elements(self.content))

    @property
    def oid(self) -> str:
        r"""The object identifier that it holds.

        >>> Element(6, b"\x55\x04\x03", b"").oid
        '2.5.4.3'
        """
        numbers, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        if not numbers:
            return ""
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))

    @property
    def text(self) -> str:
        """The string that it holds, by its tag; what cannot be decoded is left out."""
        encoding = {0x1E: "utf-16-be", 0x1C: "utf-32-be", 0x14: "latin-1"}.get(self.tag, "utf-8")
        return self.content.decode(encoding, "ignore").replace("\0", "").strip()


def elements(data: bytes) -> Iterator[Element]:
    r"""The elements that follow one another; zeros that fill up the end are passed over.

    >>> [(e.tag, e.content) for e in elements(b"\x02\x01\x05\x0c\x02ab\x00\x00")]
    [(2, b'\x05'), (12, b'ab')]

    Raises:
        DerError: the bytes are no ASN.1.
    """
    at = count = 0
    while at < len(data):
        if data[at] == 0 and not any(data[at:]):
            return
        count += 1
        if count > _MOST:
            raise DerError("too many elements")
        element, at = _element(data, at, 0)
        yield element


def _element(data: bytes, at: int, depth: int) -> tuple[Element, int]:
    start = at
    if depth > _DEEPEST or at + 2 > len(data):
        raise DerError("too deep, or cut short")
    tag = data[at]
    if tag & 0x1F == 0x1F:
        raise DerError("a tag of several bytes")
    length, at = data[at + 1], at + 2
    if length == 0x80:
        return _endless(data, start, tag, depth)
    if length > 0x80:
        size = length & 0x7F
        if size > 4 or at + size > len(data):
            raise DerError("a length that cannot be")
        length, at = int.from_bytes(data[at : at + size]), at + size
    if at + length > len(data):
        raise DerError("cut short")
    return Element(tag, data[at : at + length], data[start : at + length]), at + length


def _endless(data: bytes, start: int, tag: int, depth: int) -> tuple[Element, int]:
    """An element without a length: it goes on until two zeros."""
    at = first = start + 2
    count = 0
    while data[at : at + 2] != b"\0\0":
        _, at = _element(data, at, depth + 1)
        count += 1
        if count > _MOST:
            raise DerError("too many elements")
    return Element(tag, data[first:at], data[start : at + 2]), at + 2
