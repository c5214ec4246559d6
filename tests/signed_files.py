"""Signed files made by hand: a CMS signature with a certificate, a PDF with a signature field, a signed Word package.

Nothing in them would verify; they say who signed and when, as real ones do.
"""

from __future__ import annotations

import base64
import io
import zipfile


def der(tag: int, *parts: bytes) -> bytes:
    """An element of ASN.1."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(size)]) + size + content


def endless(tag: int, *parts: bytes) -> bytes:
    """The same as BER writes it where the length is not known."""
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def oid(said: str) -> bytes:
    first, second, *rest = map(int, said.split("."))
    content = bytearray([40 * first + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.insert(0, number & 0x7F | 0x80)
        content += bytes(groups)
    return der(0x06, bytes(content))


def name(common: str, organisation: str) -> bytes:
    pairs = (("2.5.4.10", organisation), ("2.5.4.3", common))
    return der(0x30, *(der(0x31, der(0x30, oid(kind), der(0x0C, said.encode()))) for kind, said in pairs))


ISSUER = name("CA thử nghiệm", "Cơ quan thử nghiệm")
ALGORITHM = der(0x30, oid("1.2.840.113549.1.1.11"), der(0x05))


def certificate(common: str, organisation: str, serial: int) -> bytes:
    version = der(0xA0, der(0x02, b"\x02"))
    dates = der(0x30, der(0x17, b"240101000000Z"), der(0x17, b"290101000000Z"))
    key = der(0x30, ALGORITHM, der(0x03, b"\0\1"))
    fields = (der(0x02, bytes([serial])), ALGORITHM, ISSUER, dates, name(common, organisation), key)
    return der(0x30, der(0x30, version, *fields), ALGORITHM, der(0x03, b"\0\1"))


def cms(common: str, organisation: str, time: bytes = b"251212080405Z", *, ber: bool = False) -> bytes:
    """A signature; the certificate of the authority that issued the signer's stands before it."""
    wrap = endless if ber else der
    attribute = der(0x30, oid("1.2.840.113549.1.9.5"), der(0x31, der(0x17, time)))
    signer = der(
        0x30,
        der(0x02, b"\1"),
        der(0x30, ISSUER, der(0x02, b"\x07")),
        ALGORITHM,
        der(0xA0, attribute),
        ALGORITHM,
        der(0x04, b"signature"),
    )
    signed = wrap(
        0x30,
        der(0x02, b"\1"),
        der(0x31, ALGORITHM),
        der(0x30, oid("1.2.840.113549.1.7.1")),
        der(0xA0, certificate("CA thử nghiệm", "Cơ quan thử nghiệm", 1), certificate(common, organisation, 7)),
        der(0x31, signer),
    )
    return wrap(0x30, oid("1.2.840.113549.1.7.2"), wrap(0xA0, signed))


def pdf(contents: bytes, *, time: str = "D:20251212150405+07'00'", text: str = "Bao cao tong ket nam") -> bytes:
    """A page of text and a signature field."""
    page = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (chu ky) /Rect [0 0 0 0] /P 3 0 R /V 7 0 R >>",
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (%s) /ByteRange [0 1 2 3] "
        b"/Contents <%s> >>" % (time.encode(), contents.hex().encode() + b"00" * 40),
    ]
    data, places = b"%PDF-1.7\n", []
    for at, item in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (at, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def signed_word(data: bytes, common: str, organisation: str) -> bytes:
    """A Word file with a signature part in its package."""
    own = base64.b64encode(certificate(common, organisation, 7)).decode()
    part = (
        '<?xml version="1.0"?><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><KeyInfo><X509Data>'
        f"<X509Certificate>{own}</X509Certificate></X509Data></KeyInfo><Object><SignatureProperties><SignatureProperty>"
        '<mdssi:SignatureTime xmlns:mdssi="http://schemas.openxmlformats.org/package/2006/digital-signature">'
        "<mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format><mdssi:Value>2025-12-12T08:04:05Z</mdssi:Value>"
        "</mdssi:SignatureTime></SignatureProperty></SignatureProperties></Object></Signature>"
    )
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", part)
    return packed.getvalue()
