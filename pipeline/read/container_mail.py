"""E-mail (.eml, .msg): its attachments, and its own words where there are more than a few of them."""

from __future__ import annotations

import datetime
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import BinaryIO, Self

import lxml.html

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.container_msg import IS_OLE, message_of
from pipeline.read.container_parts import ContainerKind, Item, Refusal, Skip, told_name

_FEW_WORDS = 20  # "Kính gửi anh, em gửi báo cáo ạ. Trân trọng." is no document
_LOGO = 20 * 1024  # a picture smaller than that which the text of the mail shows is a logo
_HEAD = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type):", re.I | re.M
)

_SIGNATURE = Skip("mail_signature", "chữ ký điện tử của thư", "the mail's digital signature")
_CARD = Skip("mail_card", "danh thiếp hoặc lịch hẹn kèm thư", "a visiting card or an appointment")
_LOGO_SKIP = Skip("mail_logo", "hình trang trí hoặc logo trong thư", "a picture or logo within the mail")
_SHORT = Skip("mail_body_short", "lời thư chỉ có vài chữ", "the mail itself has but a few words")
_ALTERNATIVE = Skip("mail_body_again", "lời thư, bản trình bày khác", "the mail's words in another form")
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_CARDS = {"text/calendar", "text/vcard", "text/x-vcard", "application/ics"}


class MailBox:
    """An open mail."""

    kind: ContainerKind

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self._name = name
        most = limits.file_megabytes
        data = stream.read((most << 20) + 1)
        if len(data) > most << 20:
            raise UnreadableFileError(
                "file_too_large",
                f"Thư “{name}” lớn hơn {most} MB nên không đọc. Hãy lưu riêng các tệp đính kèm rồi nạp, hoặc tăng "
                "THIDUA_FILE_MB.",
                f"The mail “{name}” is larger than {most} MB and was not read. Save its attachments and ingest those, "
                "or raise THIDUA_FILE_MB.",
            )
        self.kind = "msg" if data.startswith(IS_OLE) else "eml"
        if self.kind == "eml" and not _HEAD.search(data[:65536]):
            raise _damaged(name)
        try:
            message = _outlook(data, name) if self.kind == "msg" else _internet(data)
            self._body = message.get_body(("plain", "html"))
            self._parts = tuple(_leaves(message))
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError, KeyError, IndexError):
            raise _damaged(name) from None
        self.subject = _head(message, "Subject")
        self.sender = _head(message, "From")
        self.sent_at = _date(message)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def items(self) -> tuple[Item, ...]:
        """The body and what is attached, in order."""
        return tuple(self._item(at, part) for at, part in enumerate(self._parts))

    def read(self, item: Item) -> bytes:
        """The bytes of the body (as UTF-8) or of an attachment."""
        part = self._parts[item.at]
        if part is self._body:
            return _words_of(part).encode()
        return _payload(part)

    def _item(self, at: int, part: Message) -> Item:
        size = len(_payload(part))
        if part is self._body:
            words = _words_of(part)
            html = part.get_content_type() == "text/html"
            few = len((_shown(words) if html else words).split()) <= _FEW_WORDS
            ending = ".html" if html else ".txt"
            title = f"{PurePath(self._name).stem} - nội dung thư{ending}"
            return Item(at, f"nội dung thư{ending}", size, skipped=_SHORT if few else None, title=title)
        name = _name_of(part, at)
        return Item(at, name, size, skipped=_skipped(part, size), refused=self._refused(part, name))

    def _refused(self, part: Message, name: str) -> Refusal | None:
        kind = part.get_content_type()
        if kind == "application/ms-tnef" or name.lower().endswith("winmail.dat"):
            return Refusal(
                "mail_tnef",
                f"“{name}” trong thư “{self._name}” là gói riêng của Outlook, chưa mở được. Hãy mở thư bằng Outlook, "
                "lưu tệp đính kèm ra rồi nạp.",
                f"“{name}” in the mail “{self._name}” is a packet of Outlook's own. Open the mail in Outlook, save "
                "the attachments and ingest those.",
            )
        if kind == "application/vnd.ms-outlook" and not _payload(part):
            return Refusal(
                "mail_within",
                f"Trong thư “{self._name}” có một thư khác đính kèm, chưa mở được. Hãy mở thư bằng Outlook, lưu thư "
                "đính kèm thành tệp riêng rồi nạp.",
                f"The mail “{self._name}” holds another mail, which cannot be opened here. Open it in Outlook, save "
                "the mail within as a file of its own and ingest that.",
            )
        if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}:
            return Refusal(
                "member_encrypted",
                f"Thư “{self._name}” được mã hóa. Hãy mở bằng chương trình thư của người nhận, lưu tệp đính kèm rồi "
                "nạp.",
                f"The mail “{self._name}” is encrypted. Open it with the recipient's program and save its attachments.",
            )
        return None


def _internet(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _outlook(data: bytes, name: str) -> EmailMessage:
    try:
        return message_of(data)
    except Exception:  # its reader meets damage with exceptions of many kinds
        raise _damaged(name) from None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail within a mail is one part."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
        yield from _leaves(part)


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _words_of(part: Message) -> str:
    """The words of a body; the encoding that it names is not always the one it is in."""
    data = _payload(part)
    for encoding in ("utf-8", part.get_content_charset() or "cp1258", "cp1258"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _shown(html: str) -> str:
    """What a body of HTML shows, roughly: enough to count its words."""
    root = lxml.html.document_fromstring(
        f"<body>{html.replace(chr(0), '')}".encode(), lxml.html.HTMLParser(encoding="utf-8")
    )
    texts = root.xpath("//text()[not(ancestor::style or ancestor::script)]")
    return " ".join(map(str, texts)) if isinstance(texts, list) else ""


def _name_of(part: Message, at: int) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        name = None
    kind = part.get_content_type()
    if kind == "message/rfc822":
        name = name or f"thư kèm {at + 1}"
        return told_name(name if name.lower().endswith(".eml") else f"{name}.eml")
    ending = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf"}.get(kind, "")
    return told_name(name or f"đính kèm {at + 1}{ending}")


def _skipped(part: Message, size: int) -> Skip | None:
    kind = part.get_content_type()
    attached = part.get_content_disposition() == "attachment"
    if kind in _SIGNATURES:
        return _SIGNATURE
    if kind in _CARDS:
        return _CARD
    shown = part.get("Content-ID") is not None or part.get_content_disposition() == "inline"
    if kind.startswith("image/") and (shown or size < _LOGO) and not (attached and size >= _LOGO):
        return _LOGO_SKIP
    if kind in {"text/plain", "text/html"} and not attached and part.get_filename() is None:
        return _ALTERNATIVE
    return None


def _head(message: Message, name: str) -> str | None:
    try:
        said = " ".join(str(message.get(name) or "").split())
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
    return said[:500] or None


def _date(message: Message) -> datetime.datetime | None:
    """When it was sent, in UTC."""
    try:
        sent = parsedate_to_datetime(str(message.get("Date") or ""))
        return sent.astimezone(datetime.UTC).replace(tzinfo=None) if sent.tzinfo else sent
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "mail_damaged",
        f"Thư “{name}” bị hỏng hoặc không phải là thư. Hãy lưu lại từ chương trình thư (dạng .eml), hoặc lưu riêng tệp "
        "đính kèm rồi nạp.",
        f"The mail “{name}” is damaged or no mail. Save it again as .eml, or save its attachments and ingest those.",
    )
