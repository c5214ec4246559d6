"""Outlook's own form of a mail (.msg), turned into the message that a .eml holds."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime

from oxmsg import Message
from oxmsg.attachment import Attachment

IS_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of what Outlook and old Word save."""

IS_MSG = "__substg1.0_".encode("utf-16-le")
"""How the streams within a .msg are named, and none in a Word file."""


def message_of(data: bytes) -> EmailMessage:
    """The mail, its body and what is attached; a mail attached to it is a part that says so and holds nothing.

    Raises:
        Exception: of any kind, where the file is damaged.
    """
    outlook = Message.load(data)
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
    data = attachment.file_bytes if attachment.attached_by_value else None
    kind = (attachment.mime_type or "").lower()
    main, _, sub = kind.partition("/")
    if data is None:
        main, sub, data = "application", "vnd.ms-outlook", b""
    elif not sub or main in {"message", "multipart"}:
        main, sub = "application", "octet-stream"
    message.add_attachment(data, maintype=main, subtype=sub, filename=_line(attachment.file_name) or None)


def _line(text: str | None) -> str:
    """One line, as a header must be."""
    return " ".join((text or "").split())
