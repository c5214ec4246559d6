"""Kinds of file that are known and not read, and what to do about each."""

from __future__ import annotations

from pipeline.errors import UnreadableFileError, UnsupportedKindError

_SAVE_AS_TEXT = ("Hãy mở tệp rồi lưu lại dạng .docx, .pdf hoặc .txt (UTF-8)", "Save it as .docx, .pdf or .txt (UTF-8)")
_SAVE_AS_PNG = (
    "Hãy mở ảnh rồi lưu lại dạng .png, .jpg hoặc .pdf",
    "Open the picture and save it as .png, .jpg or .pdf",
)
_UNPACK = (
    "Hãy giải nén rồi nạp các tệp bên trong, hoặc nén lại thành .zip",
    "Unpack it and ingest the files inside, or pack them as .zip",
)
_UNPACK_BY = (
    "Hãy giải nén bằng 7-Zip hoặc WinRAR rồi nạp các tệp bên trong, hoặc nén lại thành .zip",
    "Unpack it with 7-Zip or WinRAR and ingest the files inside, or pack them as .zip",
)

# Kind that is not read -> its name in Vietnamese and English, and what to do.
_UNSUPPORTED: dict[str, tuple[str, str, tuple[str, str]]] = {
    "xml": ("XML", "XML", _SAVE_AS_TEXT),
    "mail": ("thư điện tử", "e-mail", ("Hãy lưu riêng tệp đính kèm rồi nạp", "Save the attachment and ingest that")),
    "sheet": (
        "bảng tính",
        "spreadsheet",
        ("Hãy xuất bảng tính ra .pdf hoặc chép bảng vào .docx", "Export it as .pdf, or copy the table to a .docx"),
    ),
    "slides": ("bản trình chiếu", "slides", ("Hãy xuất ra .pdf rồi nạp", "Export it as .pdf and ingest that")),
    "image": ("ảnh", "picture", _SAVE_AS_PNG),
    "rar": ("tệp nén RAR", "RAR archive", _UNPACK_BY),
    "7z": ("tệp nén 7-Zip", "7-Zip archive", _UNPACK_BY),
    "archive": ("tệp nén", "archive", _UNPACK),
    "book": ("sách điện tử", "e-book", _SAVE_AS_TEXT),
    "other": ("không rõ loại", "unknown kind", _SAVE_AS_TEXT),
}

UNSUPPORTED_SUFFIXES: dict[str, str] = {
    **dict.fromkeys((".xml", ".json", ".jsonl", ".yaml", ".yml", ".toml"), "xml"),
    **dict.fromkeys((".eml", ".msg"), "mail"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".tsv"), "sheet"),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "slides"),
    **dict.fromkeys((".gif", ".heic", ".heif", ".avif", ".jp2"), "image"),
    ".rar": "rar",
    ".7z": "7z",
    **dict.fromkeys((".zip", ".gz", ".bz2", ".xz", ".tar", ".tgz"), "archive"),
    **dict.fromkeys((".epub", ".mobi", ".djvu"), "book"),
}
"""Endings of names, in lower case, of kinds that are known and not read."""


def unsupported(name: str, kind: str) -> UnsupportedKindError:
    """The error for a kind that is not read, with what to do instead."""
    vi, en, (remedy, remedy_en) = _UNSUPPORTED[kind]
    return UnsupportedKindError(
        "kind_unsupported",
        f"Chưa đọc được loại tệp này: “{name}” ({vi}). {remedy}.",
        f"This kind of file is not read: “{name}” ({en}). {remedy_en}.",
    )


def locked(name: str, suffix: str) -> UnreadableFileError:
    """The error for an Office file of today behind a password, with what to do: by the ending of its name."""
    if UNSUPPORTED_SUFFIXES.get(suffix) in {"sheet", "slides"}:
        return UnreadableFileError(
            "kind_encrypted",
            f"Tệp “{name}” được đặt mật khẩu, lại là loại chưa đọc được. Hãy mở bằng mật khẩu rồi xuất ra .pdf không "
            "mật khẩu, hoặc chép nội dung vào .docx.",
            f"“{name}” is protected by a password and of a kind that is not read. Open it and export it as a .pdf "
            "without one, or copy its content to a .docx.",
        )
    return UnreadableFileError(
        "docx_encrypted",
        f"Tệp “{name}” được đặt mật khẩu. Hãy mở bằng Word, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi lưu lại.",
        f"“{name}” is protected by a password. Open it in Word, remove the password and save it again.",
    )
