"""The package of a Word document: a zip of XML parts, opened with limits and without entities."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.bounds import unpacks_too_large

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

MAX_UNPACKED = Limits().unpacked_megabytes << 20
"""Parts that unpack to more than this are no report (a zip bomb, or a table of millions of rows)."""


class Package:
    """The parts of a Word document that hold text."""

    def __init__(self, name: str, data: bytes, max_unpacked: int = MAX_UNPACKED) -> None:
        self._name = name
        self._max_unpacked = max_unpacked
        self._sizes: dict[str, int] = {}  # of the parts that were unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, struct.error, OSError, ValueError, EOFError):
            raise self._damaged() from None
        self._names = {member.lower(): member for member in self._zip.namelist()}
        self.main = next((path for path in self._related("", "officeDocument")), "word/document.xml")

    def part(self, path: str) -> etree._Element | None:
        """The root of a part, None where the package has none of that name.

        Raises:
            UnreadableFileError: ``docx_damaged``, ``docx_too_large``.
        """
        member = self._names.get(path.lower())
        if member is None:
            return None
        data = self._unpack(member)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True, recover=False,
        )  # fmt: skip
        try:
            return etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None

    def related(self, kind: str) -> list[str]:
        """The paths of the parts to which the main part relates as ``kind`` ("footnotes", "header", …)."""
        return self._related(self.main, kind)

    def body(self) -> etree._Element:
        """The root of the main part.

        Raises:
            UnreadableFileError: ``docx_damaged``, ``docx_too_large``.
        """
        root = self.part(self.main)
        if root is None:
            raise self._damaged()
        return root

    def _related(self, source: str, kind: str) -> list[str]:
        folder, base = posixpath.split(source)
        rels = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if rels is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            for relation in rels.iter(_RELATIONSHIP)
            if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        ]

    def _unpack(self, member: str) -> bytes:
        left = self._max_unpacked - sum(size for other, size in self._sizes.items() if other != member)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(left + 1)  # what the directory says about the size may be a lie
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, OSError, ValueError, EOFError):
            raise self._damaged() from None
        if len(data) > left:
            raise unpacks_too_large("docx_too_large", self._name, self._max_unpacked)
        self._sizes[member] = len(data)
        return data

    def _damaged(self) -> UnreadableFileError:
        return UnreadableFileError(
            "docx_damaged",
            f"Tệp Word “{self._name}” bị hỏng (chép dở hoặc tải thiếu). Hãy chép lại, hoặc mở bằng Word và lưu lại.",
            f"The Word file “{self._name}” is damaged (cut short?). Copy it again, or open it in Word and save it.",
        )
