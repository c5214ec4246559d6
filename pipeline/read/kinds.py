"""What kind of file it is: by its content first, by its name second."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from enum import Enum
from pathlib import PurePath

from pipeline.errors import UnreadableFileError
from pipeline.read.kinds_unread import UNSUPPORTED_SUFFIXES, locked, unsupported


class Kind(Enum):
    """A kind of file that thidua reads; the value is its media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    DOC = "application/msword"
    RTF = "application/rtf"
    WPS = "application/vnd.ms-works"
    ODT = "application/vnd.oasis.opendocument.text"
    FODT = "application/vnd.oasis.opendocument.text-flat-xml"
    HTML = "text/html"
    MHTML = "multipart/related"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    WEBP = "image/webp"

    @property
    def media_type(self) -> str:
        """The media type, as stored with the document."""
        return self.value


SUFFIXES: dict[str, Kind] = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".doc": Kind.DOC,
    ".dot": Kind.DOC,
    ".rtf": Kind.RTF,
    ".wps": Kind.WPS,
    ".odt": Kind.ODT,
    ".ott": Kind.ODT,
    ".fodt": Kind.FODT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".mht": Kind.MHTML,
    ".mhtml": Kind.MHTML,
    ".png": Kind.PNG,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".jfif": Kind.JPEG,
    ".tif": Kind.TIFF,
    ".tiff": Kind.TIFF,
    ".bmp": Kind.BMP,
    ".webp": Kind.WEBP,
}
"""Endings of names, in lower case, that a walk over folders picks up."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes that tell a kind apart.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "image"),
    (b"\x00\x00\x00\x0cjP  ", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"BZh", "archive"),
    (b"AT&TFORM", "book"),
)
_PICTURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
)
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}  # lengths that the second header of a BMP may have
_BROKEN = (NotImplementedError, OSError, ValueError, EOFError, zlib.error, struct.error)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html\b|head\b|body\b)", re.I | re.S)
_XML = re.compile(rb"\s*<\?xml\b")
_FLAT_ODT = re.compile(rb"<office:document\b[^>]*opendocument\.text\b", re.S)
_TAG = re.compile(rb"<[a-z!/][^>]*>", re.I)
_MHTML = re.compile(rb"(?:From|MIME-Version|Received|Return-Path):\s", re.I)


def kind_of(name: str, data: bytes) -> Kind:
    r"""The kind of a file, from its first bytes and its name.

    What the content says clearly wins over the name: a PDF that somebody named ``.docx`` is read as PDF.

    >>> kind_of("bao_cao.docx", b"%PDF-1.7 ...")
    <Kind.PDF: 'application/pdf'>
    >>> kind_of("bao_cao.TXT", b"B\xc3\xa1o c\xc3\xa1o")
    <Kind.TEXT: 'text/plain'>

    Raises:
        UnsupportedKindError: ``kind_unsupported``: a kind that thidua does not read.
        UnreadableFileError: ``docx_not_zip``, ``docx_encrypted``, ``docx_damaged``, ``kind_not_as_named``,
            ``doc_damaged``, ``odt_damaged``,
            ``pdf_not_pdf``: not what it is named after.
    """
    suffix = PurePath(name).suffix.lower()
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(name, suffix, data)
    if head.startswith(_OLE):
        return _kind_of_ole(name, suffix, data)
    told = _text_with_marks(data, suffix) or _picture(head) or _told_by(head, suffix)
    if isinstance(told, Kind):
        return told
    if told is not None:
        raise unsupported(name, told)
    return _kind_as_named(name, suffix, data)


def _kind_as_named(name: str, suffix: str, data: bytes) -> Kind:
    """The kind that the name says, where the first bytes say nothing and do not speak against it."""
    head, kind = data[:4096], SUFFIXES.get(suffix)
    if kind is Kind.DOCX:
        raise UnreadableFileError(
            "docx_not_zip",
            f"Tệp “{name}” có đuôi .docx nhưng không phải tệp Word. Hãy mở bản gốc bằng Word rồi lưu lại dạng .docx.",
            f"“{name}” ends in .docx but is no Word file. Open the original in Word and save it as .docx again.",
        )
    if kind is Kind.PDF:
        raise UnreadableFileError(
            "pdf_not_pdf",
            f"Tệp “{name}” có đuôi .pdf nhưng không phải tệp PDF. Hãy xuất lại PDF từ bản gốc.",
            f"“{name}” ends in .pdf but is no PDF. Export the PDF again from the original.",
        )
    if kind in {Kind.HTML, Kind.MHTML} and _looks_like_text(head):
        return Kind.HTML if _TAG.search(data[:65536]) else Kind.TEXT
    if kind in {Kind.DOC, Kind.RTF, Kind.WPS, Kind.ODT, Kind.FODT, Kind.MHTML}:
        if _looks_like_text(head):
            return Kind.TEXT  # a plain text that somebody named so
        raise UnreadableFileError(
            "kind_not_as_named",
            f"Tệp “{name}” có đuôi {suffix} nhưng nội dung không phải loại đó. Hãy mở bản gốc rồi lưu lại dạng .docx.",
            f"“{name}” ends in {suffix} but is no such file. Open the original in Word and save it as .docx.",
        )
    if kind in {Kind.PNG, Kind.JPEG, Kind.TIFF, Kind.BMP, Kind.WEBP}:
        raise UnreadableFileError(
            "kind_not_as_named",
            f"Tệp “{name}” có đuôi {suffix} nhưng không phải ảnh, hoặc đã hỏng. Hãy chép lại tệp, hoặc quét lại.",
            f"“{name}” ends in {suffix} but is no picture, or is damaged. Copy it again, or scan it again.",
        )
    if kind is None and suffix in UNSUPPORTED_SUFFIXES:
        raise unsupported(name, UNSUPPORTED_SUFFIXES[suffix])
    if kind is None and not _looks_like_text(head):
        raise unsupported(name, "other")
    return kind or Kind.TEXT


def _told_by(head: bytes, suffix: str) -> str | None:
    """The unsupported kind that the first bytes give away, if any."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    told = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if told is not None:
        return told
    if _XML.match(plain):
        return "xml"
    if suffix == ".eml" and _MHTML.match(plain):
        return "mail"
    return None


def _picture(head: bytes) -> Kind | None:
    """The kind of picture that the first bytes begin, if any."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return Kind.BMP
    return next((kind for magic, kind in _PICTURES if head.startswith(magic)), None)


def _text_with_marks(data: bytes, suffix: str) -> Kind | None:
    """RTF, HTML, MHTML or flat ODT, where the first bytes say so, whatever the file is called."""
    plain = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if plain.lstrip().startswith(rb"{\rtf"):
        return Kind.RTF
    if suffix in {".mht", ".mhtml", ".doc"} and _MHTML.match(plain):
        return Kind.MHTML
    if _HTML.match(plain) or (_XML.match(plain) and b"<html" in plain.lower()):
        return Kind.HTML
    # The names of all spaces that the file knows stand before what it is.
    return Kind.FODT if _XML.match(plain) and _FLAT_ODT.search(data[:16384]) else None


def _looks_like_text(head: bytes) -> bool:
    return b"\x00" not in head and sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in head) * 100 <= len(head)


def _kind_of_zip(name: str, suffix: str, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            media = b""
            if "mimetype" in members and suffix != ".docx":
                with archive.open("mimetype") as stream:
                    media = stream.read(80)  # a bomb may have this name too
    except (zipfile.BadZipFile, RuntimeError, *_BROKEN):
        members, media = set(), b""
        if suffix == ".docx":
            raise UnreadableFileError(
                "docx_damaged",
                f"Tệp Word “{name}” bị hỏng (chép dở hoặc tải thiếu). Hãy chép lại, hoặc mở bằng Word và lưu lại.",
                f"The Word file “{name}” is damaged (cut short?). Copy it again, or open it in Word and save it.",
            ) from None
    if any(member.lower() == "word/document.xml" for member in members) or _is_word(members):
        return Kind.DOCX
    if any(member.startswith("xl/") for member in members) or b"spreadsheet" in media:
        raise unsupported(name, "sheet")
    if any(member.startswith("ppt/") for member in members) or b"presentation" in media:
        raise unsupported(name, "slides")
    # The first member of an ODT says what it is, unpacked, so that one that is cut short is known too.
    if b"opendocument.text" in media or b"opendocument.text" in data[:120] or suffix in {".odt", ".ott"}:
        return Kind.ODT
    if b"epub" in media:
        raise unsupported(name, "book")
    if suffix == ".docx":
        raise UnreadableFileError(
            "docx_damaged",
            f"Tệp “{name}” không có nội dung của một tệp Word. Hãy mở bản gốc bằng Word rồi lưu lại dạng .docx.",
            f"“{name}” does not hold what a Word file holds. Open the original in Word and save it as .docx.",
        )
    raise unsupported(name, "archive")


def _is_word(members: set[str]) -> bool:
    return "[Content_Types].xml" in members and any(member.startswith("word/") for member in members)


def _kind_of_ole(name: str, suffix: str, data: bytes) -> Kind:
    """Old Office files, messages, and encrypted new ones share one container; its directory names tell which."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise locked(name, suffix)
    if holds("__substg1.0_"):
        raise unsupported(name, "mail")
    if holds("PowerPoint Document"):
        raise unsupported(name, "slides")
    if holds("WordDocument"):
        return Kind.DOC
    if holds("Workbook") or holds("Book\0"):
        raise unsupported(name, "sheet")
    if holds("MatOST") or (suffix == ".wps" and holds("CONTENTS")):
        return Kind.WPS
    if suffix in {".doc", ".dot", ".docx", ".wps"}:
        raise UnreadableFileError(
            "doc_damaged",
            f"Tệp Word “{name}” bị hỏng (chép dở hoặc tải thiếu). Hãy chép lại, hoặc mở bằng Word và lưu lại.",
            f"The Word file “{name}” is damaged (cut short?). Copy it again, or open it in Word and save it.",
        )
    raise unsupported(name, UNSUPPORTED_SUFFIXES.get(suffix, "other"))
