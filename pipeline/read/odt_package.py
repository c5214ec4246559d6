"""The package of an OpenDocument text: a zip of XML parts, or one XML file; with limits and without entities."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from pipeline.errors import UnreadableFileError
from pipeline.read.bounds import unpacks_too_large
from pipeline.read.word_package import MAX_UNPACKED

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_LOCKED = b"encryption-data"
_BROKEN = (zlib.error, struct.error, OSError, ValueError, EOFError)


class OpenText:
    """The parts of an OpenDocument text: the content and, where they are apart, the styles."""

    def __init__(self, name: str, data: bytes, max_unpacked: int = MAX_UNPACKED) -> None:
        self._name = name
        self._max_unpacked = self._left = max_unpacked
        if not data.startswith(b"PK\x03\x04"):
            self.content, self.styles = self._parsed(data), None
            return
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if _LOCKED in (self._unpacked(archive, "META-INF/manifest.xml") or b""):
                    raise self._locked()
                content = self._unpacked(archive, "content.xml")
                styles = self._unpacked(archive, "styles.xml")
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, *_BROKEN):
            raise self._damaged() from None
        if content is None:
            raise self._damaged()
        self.content = self._parsed(content)
        self.styles = self._parsed(styles) if styles is not None else None

    @property
    def roots(self) -> tuple[etree._Element, ...]:
        """The parts that may hold styles: those of the document come after the common ones."""
        return (self.content,) if self.styles is None else (self.styles, self.content)

    def body(self) -> etree._Element:
        """The element that holds the text.

        Raises:
            UnreadableFileError: ``odt_damaged``.
        """
        found = self.content.find(f"{OFFICE}body/{OFFICE}text")
        if found is None:
            raise self._damaged()
        return found

    def _unpacked(self, archive: zipfile.ZipFile, member: str) -> bytes | None:
        if member not in archive.namelist():
            return None
        with archive.open(member) as stream:
            data = stream.read(self._left + 1)  # what the directory says about the size may be a lie
        if len(data) > self._left:
            raise unpacks_too_large("odt_too_large", self._name, self._max_unpacked)
        self._left -= len(data)
        return data

    def _parsed(self, data: bytes) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True, recover=False,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError(
            "odt_damaged",
            f"Tệp OpenDocument “{self._name}” bị hỏng (chép dở hoặc tải thiếu). Hãy chép lại, hoặc mở bằng LibreOffice "
            "và lưu lại.",
            f"The OpenDocument file “{self._name}” is damaged (cut short?). Copy it again, or save it again in "
            "LibreOffice.",
        )

    def _locked(self) -> UnreadableFileError:
        return UnreadableFileError(
            "odt_encrypted",
            f"Tệp “{self._name}” được đặt mật khẩu. Hãy mở bằng LibreOffice, lưu lại mà không đặt mật khẩu.",
            f"“{self._name}” is protected by a password. Open it in LibreOffice and save it without one.",
        )
