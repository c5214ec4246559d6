"""The signatures that a file bears: the fields of a PDF, the parts of a Word package.

The file is only looked at; whether a signature holds is not checked.
"""

from __future__ import annotations

import base64
import binascii
import ctypes
import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pypdfium2
from lxml import etree
from pypdfium2 import raw as pdfium

from pipeline.read.cms import Signer, signers_of, subject_of, time_of
from schemas.signature import Signature, SignatureSource

_MOST = 50  # signatures that are looked at
_LARGEST = 4 * 1024 * 1024  # bytes of one


def signatures_in_pdf(data: bytes) -> tuple[Signature, ...]:
    """The signature fields of a PDF, in order; none where it cannot be opened."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return tuple(_fields(document))
    except pypdfium2.PdfiumError:
        return ()


def signatures_in_word(data: bytes) -> tuple[Signature, ...]:
    """The signatures of a Word package, in order of their parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(
                info.filename
                for info in archive.infolist()
                if re.fullmatch(r"_xmlsignatures/[^/]+\.xml", info.filename) and info.file_size <= _LARGEST
            )
            parts = [archive.read(name) for name in names[:_MOST]]
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError, zlib.error, struct.error):
        return ()
    return tuple(signature for part in parts if (signature := _signature_of_part(part)) is not None)


def _fields(document: pypdfium2.PdfDocument) -> Iterator[Signature]:
    for at in range(min(pdfium.FPDF_GetSignatureCount(document), _MOST)):
        field = pdfium.FPDF_GetSignatureObject(document, at)
        contents = _buffer(pdfium.FPDFSignatureObj_GetContents, field)
        said = _buffer(pdfium.FPDFSignatureObj_GetTime, field).split(b"\0")[0].decode("latin-1")
        signers = signers_of(contents) or (Signer(None, None),)
        for signer in signers:
            yield _signature("field", signer, signer.signed_at or time_of(said))


def _buffer(ask: object, field: object) -> bytes:
    """What a function of PDFium gives that is asked twice: how long, and then what."""
    assert callable(ask)
    size = int(ask(field, None, 0))
    if not 0 < size <= _LARGEST:
        return b""
    room = ctypes.create_string_buffer(size)
    ask(field, room, size)
    return room.raw


def _signature(source: SignatureSource, signer: Signer, at: datetime.datetime | None) -> Signature:
    return Signature(source=source, signer=signer.name, organisation=signer.organisation, signed_at=at)


def _signature_of_part(part: bytes) -> Signature | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname != "Signature":
        return None
    texts: dict[str, str] = {}
    for element in root.iter("{*}X509Certificate", "{*}SigningTime", "{*}SignatureTime", "{*}Value"):
        texts.setdefault(etree.QName(element).localname, (element.text or "").strip())
    try:
        signer = subject_of(base64.b64decode("".join(texts.get("X509Certificate", "").split())))
    except (binascii.Error, ValueError):
        signer = None
    said = texts.get("SigningTime") or texts.get("Value") or ""
    return _signature("package", signer or Signer(None, None), _iso(said))


def _iso(said: str) -> datetime.datetime | None:
    """A time as XML writes it, in Vietnamese time."""
    return time_of(re.sub(r"[-:T]", "", said[:19]) + re.sub(r"[:]|\.\d+", "", said[19:]))
