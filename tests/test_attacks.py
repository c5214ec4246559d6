"""Files that were made to do harm: bombs, entities, names. They end in a reason, or in their text and nothing else."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import ExitCode, UnreadableFileError
from pipeline.limits import Limits
from pipeline.read import read
from pipeline.read.container import open_container
from tests.fuzz.seeds import flat_odt, packed, seeds
from tests.stored import ask, halves, report, store

_SECRET = "mật khẩu của máy này"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text_of(path: Path) -> str:
    """The text of a document; what is rejected has none."""
    try:
        return read(path).text
    except UnreadableFileError as error:
        return error.code


# Entities


def laughs(start: str, body: str) -> str:
    """An XML document that says of itself how to become three thousand million letters long."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{names}]>{start}'.replace("BODY", body)


def xxe(start: str, body: str, secret: Path) -> str:
    """An XML document that asks for a file of this machine, and for one elsewhere."""
    told = f'<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY w SYSTEM "http://127.0.0.1:9/x"><!ENTITY % p SYSTEM '
    return f'<?xml version="1.0"?><!DOCTYPE x [{told}"{secret.as_uri()}">%p;]>{start}'.replace("BODY", body)


_DOCUMENT = f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>BODY</w:t></w:r></w:p></w:body></w:document>'
_FLAT = flat_odt("<text:p>BODY</text:p>").removeprefix('<?xml version="1.0" encoding="UTF-8"?>')


def as_file(kind: str, xml: str) -> bytes:
    if kind == "docx":
        return packed({"[Content_Types].xml": b"<a/>", "word/document.xml": xml.encode()})
    if kind == "odt":
        return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})
    return xml.encode()


@pytest.mark.parametrize(
    ("kind", "start"),
    [("docx", _DOCUMENT), ("odt", _FLAT), ("fodt", _FLAT), ("html", "<html><body><p>BODY</p></body></html>")],
)
def test_entities_neither_swell_nor_fetch(tmp_path: Path, kind: str, start: str) -> None:
    secret = tmp_path / "bí mật.txt"
    secret.write_text(_SECRET, encoding="utf-8")
    for number, xml in enumerate((laughs(start, "Xã &l9; x"), xxe(start, "Xã &f; &w; x", secret))):
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(as_file(kind, xml))
        text = text_of(path)
        assert len(text) < 2000
        assert _SECRET not in text
        assert "haha" not in text


# Bombs


def test_a_zip_in_a_zip_in_a_zip_is_opened_so_deep_and_no_deeper(tmp_path: Path) -> None:
    inner = packed({"a.txt": report().encode()})
    for level in range(30):
        inner = packed({f"{level}.zip": inner})
    (tmp_path / "a.zip").write_bytes(inner)
    base = tmp_path / "x.duckdb"
    assert store([tmp_path / "a.zip"], base).exit_code is ExitCode.UNREADABLE
    assert ask(base, "SELECT reason_code FROM documents") == [("container_too_deep",)]


def test_members_that_share_their_bytes_count_each(tmp_path: Path) -> None:
    """A flat bomb: ten thousand names in the directory for one packed member."""
    made = packed({"a.txt": zlib.compress(bytes(2000))})
    at = made.index(b"PK\x01\x02")
    entry, end = made[at : made.index(b"PK\x05\x06")], bytearray(made[made.index(b"PK\x05\x06") :])
    struct.pack_into("<HHL", end, 8, 1500, 1500, len(entry) * 1500)
    (tmp_path / "a.zip").write_bytes(made[:at] + entry * 1500 + end)
    with pytest.raises(UnreadableFileError) as caught:
        open_container(tmp_path / "a.zip", "a.zip", Limits(members=1000))
    assert caught.value.code == "container_too_many"
    contents = open_container(tmp_path / "a.zip", "a.zip", Limits())
    assert contents is None or len(contents.members) == 1500


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first its catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, told in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    return (
        made + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), more, data)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> "
    b"/XObject << /I 6 0 R >> >> >>"
)
_WORDS = stream(b"BT /F 12 Tf 72 700 Td (Bao cao tong ket cong tac thi dua nam 2025) Tj ET")
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        (b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", None),  # a tree that holds itself
        (b"<< /Type /Pages /Kids [3 0 R] /Count 100000000 >>", None),
        (b"<< /Type /Pages /Kids [" + b"3 0 R " * 50_000 + b"] /Count 50000 >>", "document_too_many_pages"),
    ],
)
def test_page_trees_that_lie(tmp_path: Path, pages: bytes, code: str | None) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(_CATALOG, pages, _PAGE, _WORDS, _FONT))
    text = text_of(path)
    assert (
        text in {"pdf_damaged", "document_too_many_pages"}
        if code
        else "Bao cao" in text or text.startswith(("pdf_", "document_"))
    )


def test_a_stream_that_unpacks_to_nothing_but_bulk(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    bulk = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    (tmp_path / "a.pdf").write_bytes(pdf(_CATALOG, one, _PAGE, stream(bulk, b"/Filter /FlateDecode"), _FONT))
    assert text_of(tmp_path / "a.pdf") == "pdf_no_text"


# Long and deep


LONG: tuple[tuple[str, bytes], ...] = (
    ("a.txt", b"1.234.567 " * 4_000),
    ("a.txt", b"(" * 60_000),
    ("a.txt", "“".encode() * 40_000),
    ("a.txt", b"a" + b" " * 100_000 + b"b"),
    ("a.md", b"*" * 60_000),
    ("a.md", b"[" * 60_000),
    ("a.md", b">" * 100_000 + b" a"),
    ("a.md", b"".join(b" " * depth + b"- a\n" for depth in range(250))),
    ("a.md", b"# a\n" * 2_000),
    ("a.html", b"<html><body>" + b"<div>" * 100_000 + b"Bao cao" + b"</div>" * 100_000),
    ("a.html", b"<html><body>" + b"<table><tr><td>" * 3_000 + b"Bao cao"),
    ("a.html", b"<html><body><table><tr><td rowspan=65000 colspan=65000>Bao cao</table>"),
    ("a.html", b"<html><body>" + b"<!--" * 100_000 + b"Bao cao"),
    ("a.eml", b"Subject: a\r\nContent-Type: text/html\r\n\r\n" + b"<style>" * 100_000 + b"<" * 100_000),
)


def test_long_lines_and_deep_nests_come_to_an_end(tmp_path: Path) -> None:
    for number, (name, data) in enumerate(LONG):
        (tmp_path / f"{number} {name}").write_bytes(data)
    base = tmp_path / "x.duckdb"
    store([tmp_path], base, workers=2, seconds=100)
    found = ask(base, "SELECT source_name, status, reason_code FROM documents")
    assert len(found) == len(LONG)
    stopped = {"document_timeout", "document_memory", "document_crash"}
    assert [name for name, status, code in found if status == "failed" or code in stopped] == []


# Names


@pytest.mark.parametrize("name", ["-rf.txt", "--force.txt", "$(touch x).txt", "a'; b.txt", "%s%n.txt", "CON.txt "])
def test_names_are_words_and_no_orders(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(packed({name: report().encode()}))
    base = tmp_path / "x.duckdb"
    store([tmp_path / "a.zip"], base)
    assert ask(base, "SELECT status FROM documents WHERE source_name IN (?, ?)", name, name.strip())[0][0] in {
        "loaded", "rejected",
    }  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "x.duckdb"}


NAMED = {"txt": "báo cáo.txt", "rtf": "văn bản.rtf", "pdf": "mẫu.pdf", "docx": "văn bản.docx", "png": "a.png"}


def drawn() -> bytes:
    made = io.BytesIO()
    Image.new("L", (200, 60), 255).save(made, "PNG")
    return made.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (b"-rf", "rtf"), (b"-rf", "png"), (b"--help", "pdf"), (b"a\nb\x1b[2J", "docx"), (b"\xff\xfe\xe1", "txt"),
        (b"\xff\n", "rtf"), (b"\xff\n", "png"), (b" ", "txt"),
    ],
)  # fmt: skip
def test_any_name_reaches_the_reader_and_no_program(tmp_path: Path, name: bytes, kind: str) -> None:
    seed = (seeds(slow=False) | {"a.png": drawn()})[NAMED[kind]]
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name + b"." + kind.encode()))
    path.write_bytes(seed)
    base = tmp_path / "x.duckdb"
    store([path], base)
    ((status, told),) = ask(base, "SELECT status, source_name FROM documents")
    assert status in {"loaded", "partial", "rejected"}
    assert told.isprintable() or "\n" in told or "\x1b" in told
    assert halves(base) == []


def test_two_names_of_the_same_bytes_are_one_document(tmp_path: Path) -> None:
    for place in ("một", "hai"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "báo cáo.txt").write_text(report(), encoding="utf-8")
    (tmp_path / "hai" / "bản sao.txt").write_text(report(), encoding="utf-8")
    base = tmp_path / "x.duckdb"
    store([tmp_path / "một", tmp_path / "hai"], base)
    names = {Path(path).name for (path,) in ask(base, "SELECT path FROM files")}
    assert names == {"báo cáo.txt", "bản sao.txt"}
    assert ask(base, "SELECT count(*) FROM files") == [(3,)]
    assert ask(base, "SELECT count(*) FROM documents WHERE duplicate_of IS NULL") == [(1,)]


def test_macros_are_not_even_looked_at(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(seeds(slow=False)["văn bản.docx"])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(3000)
    (tmp_path / "a.docm").write_bytes(packed(members))
    assert "BÁO CÁO" in text_of(tmp_path / "a.docm")
