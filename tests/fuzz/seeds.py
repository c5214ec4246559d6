"""Whole files of every format, made here: what damage is done to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache

import docx
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.office_run import soffice
from tests.office import made_by_office
from tests.signed_files import cms, pdf, signed_word
from tests.stored import report
from tests.support import ROOT

SAMPLES = ROOT / "corpus" / "samples"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODT = "application/vnd.oasis.opendocument.text"


@cache
def seeds(*, slow: bool = True) -> dict[str, bytes]:
    """A file of each format by its name; ``slow``: also what only LibreOffice reads or makes, and pictures."""
    return dict((*_plain(), *_marked_up(), *_packed(), *_foreign(), *(_by_engines() if slow else ())))


def _plain() -> Iterator[tuple[str, bytes]]:
    text = report()
    yield "báo cáo.txt", text.encode()
    yield "có dấu BOM.txt", text.encode("utf-8-sig")
    yield "utf-16.txt", text.encode("utf-16")
    yield (
        "tcvn3.txt",
        ("B¸o c¸o tæng kÕt c«ng t¸c thi ®ua, khen th­ëng n¨m 2025 cña x· §ång L¹c\n" * 20).encode("cp1252"),
    )
    yield (
        "vni.txt",
        ("Baùo caùo toång keát coâng taùc thi ñua, khen thöôûng naêm 2025 cuûa xaõ\n" * 20).encode("cp1252"),
    )
    yield "cp1258.txt", ("Th\xf4n \xd0\xf4ng c\xf3 12 h\xf4\xf2 nghe\xcco, 31 ca\xec nh\xe2n\n" * 20).encode("latin-1")
    yield "mẫu.md", (SAMPLES / "bao-cao-nam-phuong-lac-yen.md").read_bytes()
    yield (
        "bảng.md",
        b"# I. KQ\n\n| TT | Don vi | So |\n|---|:-:|--:|\n| 1 | **Thon 1** | 12 |\n| 2 | _Thon 2_ | 1.234,5 |\n",
    )


def _marked_up() -> Iterator[tuple[str, bytes]]:
    paragraphs = "".join(f"<p>{line}</p>" for line in report().splitlines())
    table = "<table border=1><tr><th rowspan=2>TT<th>Tên</tr><tr><td>Thôn 1</tr></table><ol><li>Một<li>Hai</ol>"
    page = f"<!DOCTYPE html><html><head><style>p{{margin:0}}</style></head><body>{paragraphs}{table}</body></html>"
    yield "trang.html", page.encode()
    mail = EmailMessage()
    mail["MIME-Version"] = "1.0"
    mail.set_content(page, subtype="html")
    yield "trang.mht", b"From: <Saved>\r\n" + mail.as_bytes()
    yield "phẳng.fodt", flat_odt().encode()
    rtf = "".join(f"\\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in report().replace("\n", "\\par\n"))
    yield "văn bản.rtf", ("{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}" + rtf + "}").encode()


def flat_odt(body: str = "") -> str:
    """An OpenDocument text as one XML file."""
    body = body or "".join(f"<text:p>{line}</text:p>" for line in report().splitlines())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        f'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:mimetype="{_ODT}">'
        "<office:body><office:text>"
        f"<text:list><text:list-item><text:p>Một</text:p></text:list-item></text:list>{body}"
        '<table:table><table:table-row><table:table-cell table:number-columns-repeated="3"><text:p>Thôn</text:p>'
        "</table:table-cell></table:table-row></table:table></office:text></office:body></office:document>"
    )


def packed(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return made.getvalue()


def _packed() -> Iterator[tuple[str, bytes]]:
    yield "mẫu.docx", (SAMPLES / "bao-cao-khen-thuong-xa-quang-yen-lac.docx").read_bytes()
    document = docx.Document()
    for line in report().splitlines():
        document.add_paragraph(line)
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Tập thể"
    document.sections[0].footer.paragraphs[0].text = "Trang"
    made = io.BytesIO()
    document.save(made)
    yield "văn bản.docx", made.getvalue()
    yield "ký số.docx", signed_word(made.getvalue(), "Người ký", "UBND xã Lâm Hà Thượng")
    yield "mẫu.pdf", (SAMPLES / "bao-cao-so-ket-xa-ea-knung.pdf").read_bytes()
    yield "ký số.pdf", pdf(cms("Người ký", "UBND xã Lâm Hà Thượng"))
    yield "văn bản.odt", packed({"mimetype": _ODT.encode(), "content.xml": flat_odt().encode()})
    inner = packed({"trong.txt": report(3).encode()})
    yield "gói.zip", packed({"a.txt": report(1).encode(), "văn bản.docx": made.getvalue(), "trong.zip": inner})
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Báo cáo", "vh@lamhathuong.example", "Fri, 05 Dec 2025 16:30:00 +0700"
    mail.set_content(report())
    mail.add_attachment(report(7).encode(), maintype="text", subtype="plain", filename="báo cáo.txt")
    mail.add_attachment(inner, maintype="application", subtype="zip", filename="gói.zip")
    yield "thư.eml", mail.as_bytes()


def _foreign() -> Iterator[tuple[str, bytes]]:
    yield "bảng tính.xlsx", packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    yield "thư.msg", _OLE + bytes(504) + "__substg1.0_0037001F".encode("utf-16-le") + bytes(2000)
    yield "hỏng.doc", _OLE + bytes(504) + bytes(1000)


def _by_engines() -> Iterator[tuple[str, bytes]]:
    picture = Image.new("L", (420, 120), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(22)
    for at, line in enumerate(("UBND XA LAM HA THUONG", "Bao cao thi dua 2025", "31 ca nhan, 12 tap the")):
        draw.text((10, 10 + 34 * at), line, fill="black", font=font)
    for suffix, kind in (("png", "PNG"), ("jpg", "JPEG"), ("bmp", "BMP"), ("webp", "WEBP"), ("tiff", "TIFF")):
        made = io.BytesIO()
        more = {"save_all": True, "append_images": [picture.rotate(180)]} if kind == "TIFF" else {}
        picture.save(made, kind, **more)
        yield f"ảnh.{suffix}", made.getvalue()
    made = io.BytesIO()
    picture.save(made, "PDF")
    yield "quét.pdf", made.getvalue()
    if soffice() is not None:
        yield "đời cũ.doc", made_by_office(SAMPLES / "bao-cao-khen-thuong-xa-quang-yen-lac.docx", ".doc")
