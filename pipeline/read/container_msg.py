"""Outlook's own form of a mail (.msg), turned into the message that a .eml holds."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime

from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.storage import Storage, Stream

IS_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of what Outlook and old Word save."""

IS_MSG = "__substg1.0_".encode("utf-16-le")
"""How the streams within a .msg are named, and none in a Word file."""

_EMBEDDED = "__substg1.0_3701000D"
_PROPERTIES = "__properties_version1.0"


def message_of(data: bytes) -> EmailMessage:
    """The mail, its body and what is attached; mails attached to it are opened likewise.

    Raises:
        Exception: of any kind, where the file is damaged.
    """
    return _message(Message.load(data))


def _message(outlook: Message) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = _line(outlook.subject)
    message["From"] = _line(outlook.sender)
    if (sent := outlook.sent_date) is not None:
        message["Date"] = format_datetime(sent)
    body, html = outlook.body, outlook.html_body
    if (body or "").strip() or not html:
        message.set_content(body or "")
    else:
        message.set_content(html, subtype="html")
    for attachment in outlook.attachments:
        _attach(message, attachment)
    return message


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    within = _within(attachment)
    if within is not None:
        message.add_attachment(within, filename=f"{_line(str(within['Subject'])) or 'thư'}.eml")
        return
    data = attachment.file_bytes if attachment.attached_by_value else None
    kind = (attachment.mime_type or "").lower()
    main, _, sub = kind.partition("/")
    if data is None:
        main, sub, data = "application", "vnd.ms-outlook", b""
    elif not sub or main in {"message", "multipart"}:
        main, sub = "application", "octet-stream"
    message.add_attachment(data, maintype=main, subtype=sub, filename=_line(attachment.file_name) or None)


def _within(attachment: Attachment) -> EmailMessage | None:
    """The mail that is attached, where it is one: Outlook keeps it as a folder of properties like the mail itself."""
    parts = attachment._storage  # its reader shows files alone
    within = parts.storages if isinstance(parts, Storage) else ()
    storage = next((one for one in within if one.path.endswith(_EMBEDDED)), None)
    if storage is None or not any(stream.path.endswith(_PROPERTIES) for stream in storage.streams):
        return None
    # The head of a mail within is eight bytes shorter (MS-OXMSG 2.4.1.2); the reader knows the long one.
    streams = tuple(
        Stream(stream.path, stream.bytes_[:24] + bytes(8) + stream.bytes_[24:])
        if stream.path.endswith(_PROPERTIES)
        else stream
        for stream in storage.streams
    )
    return _message(Message(replace(storage, streams=streams)))


def _line(text: str | None) -> str:
    """One line, as a header must be."""
    return " ".join((text or "").split())
