"""Who signed and when, from a CMS signature (PKCS#7) and from certificates. Nothing is verified."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from pipeline.read.der import DerError, Element, elements

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_COMMON_NAME, _ORGANISATION, _UNIT = "2.5.4.3", "2.5.4.10", "2.5.4.11"
_SEQUENCE, _SET, _INTEGER, _OID = 0x30, 0x31, 0x02, 0x06
_FIRST, _SECOND = 0xA0, 0xA1  # [0] and [1], constructed
_TIME = re.compile(r"(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{4})?")

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: common name, organisation; when, in Vietnamese time."""

    name: str | None
    organisation: str | None
    signed_at: datetime.datetime | None = None


def signers_of(contents: bytes) -> tuple[Signer, ...]:
    """The signers of a CMS signature; none where the bytes are no signature that can be followed."""
    try:
        outer = next(elements(contents))
        kind, wrapped = outer.parts[:2]
        if kind.oid != _SIGNED_DATA:
            return ()
        parts = wrapped.parts[0].parts
        certificates = [c for part in parts if part.tag == _FIRST for c in part.parts if c.tag == _SEQUENCE]
        infos = next((part for part in reversed(parts) if part.tag == _SET), None)
        return tuple(_signer(info, certificates) for info in infos.parts) if infos else ()
    except (DerError, StopIteration, ValueError, IndexError):
        return ()


def subject_of(certificate: bytes) -> Signer | None:
    """Whose certificate it is; None where it cannot be read."""
    try:
        return _subject(next(elements(certificate)))
    except (DerError, StopIteration, ValueError, IndexError):
        return None


def _signer(info: Element, certificates: list[Element]) -> Signer:
    signed_at = None
    for attribute in (a for part in info.parts if part.tag == _FIRST for a in part.parts):
        if attribute.tag == _SEQUENCE and attribute.parts[0].oid == _SIGNING_TIME:
            signed_at = time_of(attribute.parts[1].parts[0].text)
            break
    named = info.parts[1]
    for certificate in certificates:
        issuer, serial = _issuer_and_serial(certificate)
        if named.tag == _SEQUENCE and [p.whole for p in named.parts[:2]] == [issuer.whole, serial.whole]:
            break
    else:
        if len(certificates) != 1:
            return Signer(None, None, signed_at)
        certificate = certificates[0]
    subject = _subject(certificate)
    return Signer(subject.name, subject.organisation, signed_at)


def _issuer_and_serial(certificate: Element) -> tuple[Element, Element]:
    fields = _fields(certificate)
    return fields[2], fields[0]


def _fields(certificate: Element) -> list[Element]:
    """Serial number, algorithm, issuer, validity, subject …: the version that may stand before them is left out."""
    fields = list(certificate.parts[0].parts)
    return fields[1:] if fields[0].tag == _FIRST else fields


def _subject(certificate: Element) -> Signer:
    said: dict[str, str] = {}
    for group in _fields(certificate)[4].parts:
        for pair in group.parts:
            kind, value = pair.parts[:2]
            said.setdefault(kind.oid, value.text)
    return Signer(said.get(_COMMON_NAME) or None, said.get(_ORGANISATION) or said.get(_UNIT) or None)


def time_of(said: str) -> datetime.datetime | None:
    """A time as ASN.1 and PDF write it, in Vietnamese time; one without a zone is taken as Vietnamese.

    >>> time_of("251212080405Z")
    datetime.datetime(2025, 12, 12, 15, 4, 5)
    >>> time_of("D:20251212150405+07'00'")
    datetime.datetime(2025, 12, 12, 15, 4, 5)
    >>> time_of("20259912150405Z") is None
    True
    """
    match = _TIME.fullmatch(said.removeprefix("D:").replace("'", ""))
    if match is None:
        return None
    year, *rest, zone = match.groups()
    digits = [int(part or 0) for part in rest]
    century = 0 if len(year) == 4 else 1900 if int(year) >= 50 else 2000
    try:
        moment = datetime.datetime(century + int(year), *digits, tzinfo=_zone(zone))  # type: ignore[misc,arg-type]
        return moment.astimezone(VIETNAM).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _zone(said: str | None) -> datetime.tzinfo:
    if said is None:
        return VIETNAM
    if said == "Z":
        return datetime.UTC
    minutes = int(said[1:3]) * 60 + int(said[3:5])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if said[0] == "-" else minutes))
