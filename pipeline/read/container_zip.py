"""ZIP archives: what they list, unpacked one member at a time and in memory."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
import zlib
from typing import BinaryIO, Self

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.container_names import names_told
from pipeline.read.container_parts import ContainerKind, Item, Refusal, Skip, base_name, told_name

_SMALL = 1024 * 1024  # what unpacks to so little fills no memory, whatever its ratio
_OFFICE_DIRECTORY = 1024 * 1024  # a document of so many parts is none
_ENTRY = 1024  # bytes of the directory that a member may take on average: a long name and its extras
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, RuntimeError, IndexError)

_SYSTEM = Skip("system_file", "tệp do hệ điều hành hoặc Word tự sinh", "left by the system or by Word")
_LINK = Skip("link", "lối tắt trỏ tới nơi khác, không có nội dung", "a link to somewhere else, without content")


def is_office(stream: BinaryIO) -> bool:
    """Whether a ZIP is a document itself (Word, a spreadsheet, OpenDocument, an e-book)."""
    head = stream.read(64)
    stream.seek(0)
    if head[30:].startswith((b"mimetype", b"[Content_Types].xml")):
        return True
    if _directory_size(stream) > _OFFICE_DIRECTORY:
        return False
    try:
        with zipfile.ZipFile(stream) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (*_BROKEN, NotImplementedError):
        return False
    finally:
        stream.seek(0)


class ZipBox:
    """An open ZIP archive."""

    kind: ContainerKind = "zip"
    subject: str | None = None
    sender: str | None = None
    sent_at: datetime.datetime | None = None

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        if _directory_size(stream) > limits.members * _ENTRY:
            raise UnreadableFileError(
                "container_too_many",
                f"“{name}” chứa hơn {limits.members} thành phần nên không mở. Hãy chia thành nhiều tệp nén nhỏ hơn, "
                "hoặc tăng giới hạn bằng biến THIDUA_CONTAINER_MEMBERS.",
                f"“{name}” holds more than {limits.members} members and was not opened. Split it, or raise "
                "THIDUA_CONTAINER_MEMBERS.",
            )
        try:
            self._archive = zipfile.ZipFile(stream)
        except (*_BROKEN, NotImplementedError):
            raise _damaged(name) from None
        self._infos = self._archive.infolist()
        self._names = _names_of(self._infos)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def items(self) -> tuple[Item, ...]:
        """The members that are no folders."""
        return tuple(self._item(at, info) for at, info in enumerate(self._infos) if not info.is_dir())

    def read(self, item: Item) -> bytes:
        """Unpack a member: no more bytes than it claims to have."""
        info = self._infos[item.at]
        try:
            with self._archive.open(info) as member:
                data = member.read(info.file_size + 1)
        except NotImplementedError:
            raise UnreadableFileError(
                "member_unsupported",
                f"“{item.name}” trong “{self._name}” được nén theo cách chương trình không mở được. Hãy giải nén rồi "
                "nạp riêng tệp này.",
                f"“{item.name}” in “{self._name}” is packed in a way that is not read. Unpack it and ingest the file.",
            ) from None
        except _BROKEN:
            raise UnreadableFileError(
                "member_damaged",
                f"“{item.name}” trong “{self._name}” bị hỏng. Hãy nén lại từ bản gốc, hoặc nạp riêng tệp này.",
                f"“{item.name}” in “{self._name}” is damaged. Pack the original again, or ingest the file itself.",
            ) from None
        if len(data) != info.file_size:
            raise _damaged(self._name)
        return data

    def _item(self, at: int, info: zipfile.ZipInfo) -> Item:
        name = told_name(self._names[at])
        return Item(at, name, info.file_size, skipped=_skipped(name, info), refused=self._refused(name, info))

    def _refused(self, name: str, info: zipfile.ZipInfo) -> Refusal | None:
        if info.flag_bits & 0x1:
            return Refusal(
                "member_encrypted",
                f"“{name}” trong “{self._name}” được đặt mật khẩu. Hãy giải nén bằng mật khẩu rồi nạp tệp bên trong.",
                f"“{name}” in “{self._name}” is protected by a password. Unpack it and ingest the file inside.",
            )
        most = self._limits.file_megabytes
        if info.file_size > most << 20:  # too large as a file, too
            return Refusal(
                "member_too_large",
                f"“{name}” trong “{self._name}” lớn hơn {most} MB nên không đọc. Hãy tách tệp hoặc giảm dung lượng "
                "ảnh, hoặc tăng THIDUA_FILE_MB rồi nạp lại với --force.",
                f"“{name}” in “{self._name}” is larger than {most} MB and was not read. Split it or shrink its "
                "pictures, or raise THIDUA_FILE_MB and ingest again with --force.",
            )
        if info.file_size > _SMALL and info.file_size > self._limits.ratio * max(1, info.compress_size):
            return Refusal(
                "member_bomb",
                f"“{name}” trong “{self._name}” phình to bất thường khi giải nén (hơn {self._limits.ratio} lần) nên "
                "không mở. Nếu biết chắc tệp an toàn, hãy giải nén rồi nạp riêng, hoặc tăng THIDUA_CONTAINER_RATIO.",
                f"“{name}” in “{self._name}” grows more than {self._limits.ratio} times when unpacked and was not "
                "opened. If you trust it, unpack it and ingest the file, or raise THIDUA_CONTAINER_RATIO.",
            )
        return None


def _skipped(name: str, info: zipfile.ZipInfo) -> Skip | None:
    last = base_name(name)
    if "__MACOSX/" in name or last.startswith((".", "~$")) or last.lower() in {"thumbs.db", "desktop.ini"}:
        return _SYSTEM
    return _LINK if (info.external_attr >> 16) & 0o170000 == 0o120000 else None


def _names_of(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names; those without the mark of UTF-8 may be UTF-8 all the same, or in an old Vietnamese code."""
    raws: dict[int, bytes] = {}
    for at, info in enumerate(infos):
        if not info.flag_bits & 0x800:
            try:
                raws[at] = info.filename.encode("cp437")
            except UnicodeEncodeError:  # the archive says the name a second time, in UTF-8
                continue
    told = dict(zip(raws, names_told(list(raws.values())), strict=True))
    return [told.get(at, info.filename) for at, info in enumerate(infos)]


def _directory_size(stream: BinaryIO) -> int:
    """How many bytes the list of members takes, as the end of the file says; 0 where it says nothing."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 65557))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 16:
        return 0
    (told,) = struct.unpack_from("<L", tail, at + 12)
    return int(told)


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "zip_damaged",
        f"Tệp nén “{name}” bị hỏng hoặc chép dở. Hãy chép lại, hoặc nén lại từ các tệp gốc.",
        f"The archive “{name}” is damaged or cut short. Copy it again, or pack the originals again.",
    )
