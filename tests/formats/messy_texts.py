"""A report as text that has been through much: a portal's page, hard line ends, look-alike letters, WordPad's RTF."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata

from tests.formats import markdown, plain
from tests.formats.blocks import Block, notes_of, pieces

_MENU = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản chỉ đạo", "Thủ tục hành chính", "Liên hệ")
_ASIDE = ("Lịch tiếp công dân", "Thông báo tuyển dụng năm 2025", "Giá vàng hôm nay tăng 2,5 triệu đồng")


def portal(blocks: tuple[Block, ...]) -> bytes:
    """As a commune's portal shows it, between its menus, its news and its counter of visitors."""
    links = "".join(f"<li><a href='/{at}'>{text}</a></li>" for at, text in enumerate(_MENU))
    body = "".join(_element(block, len(notes_of(blocks))) for block in blocks)
    aside = "".join(f"<li><a href='#'>{text}</a></li>" for text in _ASIDE)
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Báo cáo - Cổng thông tin điện tử xã</title>"
        "<style>nav li { display: inline }</style><script>var luot = 128456;</script></head><body>"
        f"<header><h1>CỔNG THÔNG TIN ĐIỆN TỬ</h1><nav><ul>{links}</ul></nav></header>"
        f"<div id='breadcrumb' class='breadcrumb'><a href='/'>Trang chủ</a> » <a href='/vb'>Văn bản</a></div>"
        f"<main><article class='content'>{body}</article></main><aside><h3>Tin mới</h3><ul>{aside}</ul></aside>"
        "<footer><p>Chịu trách nhiệm chính: Chánh Văn phòng. Điện thoại: 0214 3888 999</p>"
        "<p>Đang truy cập: 25. Hôm nay: 1.204 lượt. Tổng lượt truy cập: 128.456</p></footer></body></html>"
    ).encode()


def _element(block: Block, notes: int) -> str:
    if block.kind == "columns":
        columns = ("<br>".join(html.escape(cells[side]) for cells in block.cells if cells[side]) for side in (0, 1))
        return f"<table border='0'><tr>{''.join(f'<td>{column}</td>' for column in columns)}</tr></table>"
    if block.kind == "table":
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in cells) for cells in block.cells)
        return f"<table border='1'>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    if block.kind == "note":
        return f"<div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a>{html.escape(block.lines[0][1:])}</p></div>"
    texts = (
        "".join(
            f"<a href='#_ftn{at}' name='_ftnref{at}'><sup>[{at}]</sup></a>" if at else html.escape(text)
            for text, at in pieces(line, notes=notes)
        )
        for line in block.lines
    )
    return "".join(f"<p>{text}</p>" for text in texts)


def wrapped(blocks: tuple[Block, ...], width: int = 72) -> bytes:
    """With a line end after at most so many characters."""
    lines = plain(blocks).split("\n")
    kept = ("\n".join(textwrap.wrap(line, width)) if "\t" not in line and line else line for line in lines)
    return "\n".join(kept).encode()


def look_alikes(blocks: tuple[Block, ...]) -> bytes:
    """Letters of other alphabets that look the same: Icelandic eth, Cyrillic a, o, e, c, x, p."""
    cyrillic = str.maketrans("aoecxp", "аоесхр")
    text = plain(blocks).replace("Đ", "Ð")
    return re.sub(r"(?<=[b-df-hj-npq-tv-z])[aoe]|\bc(?=[aáảo])", lambda m: m[0].translate(cyrillic), text).encode()


def saved_as_markdown(blocks: tuple[Block, ...]) -> bytes:
    """Markdown with pipe tables."""
    return markdown(blocks).encode()


def wordpad(blocks: tuple[Block, ...]) -> bytes:
    r"""RTF as WordPad writes it: what Windows-1258 has as bytes, all else as \u."""
    lines = (_rtf(line).replace("\t", r"\tab ") for line in plain(blocks).split("\n"))
    head = r"{\rtf1\ansi\ansicpg1258\deff0\nouicompat\deflang1066{\fonttbl{\f0\fnil\fcharset163 Times New Roman;}}"
    generator = r"{\*\generator Riched20 10.0.19041}\viewkind4\uc1 \pard\sa200\sl276\slmult1\f0\fs28\lang1066 "
    return (head + "\r\n" + generator + "\\par\r\n".join(lines) + "\\par\r\n}\r\n\0").encode("ascii")


def _rtf(line: str) -> str:
    out = []
    for char in unicodedata.normalize("NFC", line):
        if char.isascii():
            out.append(char)
            continue
        try:
            out.append(f"\\'{char.encode('cp1258')[0]:02x}")
        except UnicodeEncodeError:
            out.append(f"\\u{ord(char)}?")
    return "".join(out)
