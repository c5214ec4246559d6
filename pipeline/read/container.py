"""What holds documents: a ZIP archive or a mail, opened in memory down to its last member.

Nothing is ever written to the disk under a member's name; a name such as ``../../x.txt`` is a word that is stored, and
no more. What stands in an archive is limited in number, size, ratio and depth before it is unpacked.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import BinaryIO

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.container_mail import MailBox
from pipeline.read.container_msg import IS_MSG, IS_OLE
from pipeline.read.container_parts import Box, Contents, Member, Refusal, base_name
from pipeline.read.container_zip import ZipBox, is_office

WITHIN = "!/"
"""Stands between a container's path and a member's name: ``goi.zip!/bao cao/xa.docx``."""

_OFFICE = {".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".ott", ".epub"}


def may_be_container(name: str, head: bytes) -> bool:
    r"""Whether it is worth opening a file as a container, by its name and first bytes.

    >>> may_be_container("goi.zip", b"PK\x03\x04"), may_be_container("bao cao.docx", b"PK\x03\x04")
    (True, False)
    """
    suffix = PurePath(name).suffix.lower()
    return suffix in {".zip", ".eml", ".msg"} or (
        head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and suffix not in _OFFICE
    )


def open_container(path: Path, name: str, limits: Limits) -> Contents | None:
    """Everything that a container holds, nested ones opened too; None where the file is a document after all.

    Raises:
        UnreadableFileError: ``zip_damaged``, ``mail_damaged``, ``container_too_many``, ``container_too_large``,
            ``container_no_document``; and ``file_…`` where the file cannot be opened.
    """
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(path.open("rb"))
            box = stack.enter_context(found) if (found := _box(stream, name, limits)) else None
        except OSError:
            return None  # the reader of documents will meet the same, and say what it is
        if box is None:
            return None
        walk = _Walk(limits)
        members = tuple(walk.through(box, name, (), "", 1))
        if not any(member.is_told for member in members):
            raise _no_document(name, members)
        return Contents(box.kind, members, box.subject, box.sender, box.sent_at)


def member_bytes(path: Path, name: str, at: tuple[int, ...], limits: Limits) -> bytes:
    """The bytes of one member: ``at`` leads to it through nested containers.

    Raises:
        UnreadableFileError: ``file_changed``: the container is no longer what it was; and what a container says.
    """
    with ExitStack() as stack:
        stream: BinaryIO = stack.enter_context(path.open("rb"))
        data = b""
        for step in at:
            box = _box(stream, name, limits)
            if box is None:
                raise changed(name)
            stack.enter_context(box)
            item = next((item for item in box.items() if item.at == step), None)
            if item is None:
                raise changed(name)
            data = box.read(item)
            stream, name = io.BytesIO(data), base_name(item.name)
        return data


def changed(name: str) -> UnreadableFileError:
    """The file is not what it was when the batch began."""
    return UnreadableFileError(
        "file_changed",
        f"Tệp “{name}” bị thay đổi trong khi đang đọc. Hãy chạy lại lệnh này khi tệp không còn được sửa.",
        f"“{name}” was changed while it was being read. Run the command again when nobody writes to it.",
    )


class _Walk:
    """Goes through a container and those within it, and keeps count of what has been unpacked."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._members = self._bytes = 0

    def through(self, box: Box, name: str, way: tuple[int, ...], prefix: str, depth: int) -> Iterator[Member]:
        """The members of a container, in order; ``prefix`` says where it stands itself."""
        taken: set[str] = set()
        for item in box.items():
            self._count(name)
            told = prefix + _once(item.name, taken)
            at = (*way, item.at)
            plain = Member(told, item.title or base_name(item.name), at, item.size)
            if item.skipped or item.refused:
                yield plain.but(skipped=item.skipped, refused=item.refused)
                continue
            try:
                data = box.read(item)
                self._weigh(name, len(data))
                inner = _box(io.BytesIO(data), plain.name, self._limits)
                if inner is None:
                    yield plain.but(size=len(data), sha256=hashlib.sha256(data).hexdigest())
                elif depth >= self._limits.depth:
                    yield plain.but(refused=_too_deep(plain.name, self._limits))
                else:
                    with inner:
                        yield from self.through(inner, plain.name, at, f"{told}{WITHIN}", depth + 1)
            except _TooMuchError:
                raise
            except UnreadableFileError as error:
                yield plain.but(refused=Refusal(error.code, error.message, error.message_en))

    def _count(self, name: str) -> None:
        self._members += 1
        if self._members > self._limits.members:
            most = self._limits.members
            raise _TooMuchError(
                "container_too_many",
                f"“{name}” chứa hơn {most} thành phần nên không mở. Hãy chia thành nhiều tệp nén nhỏ hơn, hoặc tăng "
                "giới hạn bằng biến THIDUA_CONTAINER_MEMBERS.",
                f"“{name}” holds more than {most} members and was not opened. Split it, or raise "
                "THIDUA_CONTAINER_MEMBERS.",
            )

    def _weigh(self, name: str, size: int) -> None:
        self._bytes += size
        if self._bytes > self._limits.megabytes * 1024 * 1024:
            most = self._limits.megabytes
            raise _TooMuchError(
                "container_too_large",
                f"“{name}” giải nén ra hơn {most} MB nên không mở. Hãy chia thành nhiều tệp nén nhỏ hơn, hoặc tăng "
                "giới hạn bằng biến THIDUA_CONTAINER_MB.",
                f"“{name}” unpacks to more than {most} MB and was not opened. Split it, or raise THIDUA_CONTAINER_MB.",
            )


class _TooMuchError(UnreadableFileError):
    """The whole container is given up, not one member of it."""


def _box(stream: BinaryIO, name: str, limits: Limits) -> Box | None:
    """The container that a stream is, or None where it is none."""
    head = stream.read(4)
    stream.seek(0)
    suffix = PurePath(name).suffix.lower()
    if head.startswith(b"PK") or suffix == ".zip":
        if suffix in _OFFICE or (suffix != ".zip" and head != b"PK\x03\x04"):
            return None
        if head == b"PK\x03\x04" and is_office(stream):
            return None
        return ZipBox(stream, name, limits)
    if suffix == ".eml" or (suffix == ".msg" and _is_outlook(stream)):
        return MailBox(stream, name, limits)
    return None


def _is_outlook(stream: BinaryIO) -> bool:
    data = stream.read()
    stream.seek(0)
    return data.startswith(IS_OLE) and IS_MSG in data


def _once(name: str, taken: set[str]) -> str:
    """A name that no member before has: archives and mails may hold two of one name.

    >>> taken: set[str] = set()
    >>> _once("a.pdf", taken), _once("a.pdf", taken)
    ('a.pdf', 'a.pdf (2)')
    """
    told, at = name, 1
    while told in taken:
        at += 1
        told = f"{name} ({at})"
    taken.add(told)
    return told


def _too_deep(name: str, limits: Limits) -> Refusal:
    return Refusal(
        "container_too_deep",
        f"“{name}” nằm trong quá {limits.depth} lớp tệp nén hoặc thư lồng nhau nên không mở. Hãy giải nén rồi nạp các "
        "tệp bên trong, hoặc tăng giới hạn bằng biến THIDUA_CONTAINER_DEPTH.",
        f"“{name}” lies within more than {limits.depth} archives or mails and was not opened. Unpack it and ingest "
        "what is inside, or raise THIDUA_CONTAINER_DEPTH.",
    )


def _no_document(name: str, members: tuple[Member, ...]) -> UnreadableFileError:
    skipped = ", ".join(f"“{member.path}”" for member in members[:5])
    vi, en = (f" (chỉ có {skipped})", f" (only {skipped})") if skipped else ("", "")
    return UnreadableFileError(
        "container_no_document",
        f"Trong “{name}” không có văn bản nào{vi}. Hãy kiểm tra lại tệp gốc rồi gửi lại kèm văn bản.",
        f"“{name}” holds no document{en}. Check the original and send it again with its documents.",
    )
