"""Reading: kinds, plain text, and every way in which a file can be bad."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableFileError, UnsupportedKindError
from pipeline.read import SUFFIXES, Kind, fetch, read
from pipeline.read.kinds import kind_of
from pipeline.read.plain import decode, read_plain


def zipped(**members: str) -> bytes:
    """A zip file with these members ("__" stands for a slash)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504

BAD: list[tuple[str, bytes, str]] = [
    ("rong.txt", b"", "file_empty"),
    ("trang.txt", b" \n\t\n", "file_empty"),
    ("nhi_phan.txt", bytes(range(256)) * 8, "file_not_text"),
    ("dieu_khien.txt", b"\x01\x02\x03 abc" * 50, "file_not_text"),
    ("cyrillic.txt", "Отчёт о социалистическом соревновании".encode("cp1251"), "text_encoding"),
    ("khong_phai.docx", b"day khong phai la tep zip", "docx_not_zip"),
    ("cut.docx", zipped(word__document="<x/>" * 300)[:200], "docx_damaged"),
    ("trong.docx", zipped(a="b"), "docx_damaged"),
    ("sai_xml.docx", zipped(**{"word__document.xml": "<w:document>"}), "docx_damaged"),
    ("mat_khau.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "docx_encrypted"),
    ("mat_khau.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "kind_encrypted"),
    ("nen.rar", b"Rar!\x1a\x07\x01\x00" + bytes(80), "kind_unsupported"),
    ("nen.7z", b"7z\xbc\xaf\x27\x1c" + bytes(80), "kind_unsupported"),
    ("khong_phai.pdf", b"BAO CAO", "pdf_not_pdf"),
    ("hong.pdf", b"%PDF-1.7\nkhong co gi", "pdf_damaged"),
    ("bang.xlsx", zipped(**{"xl__workbook.xml": "<x/>"}), "kind_unsupported"),
    ("cu.xls", OLE + "Workbook".encode("utf-16-le"), "kind_unsupported"),
    ("thu.msg", OLE + "__substg1.0_001A001E".encode("utf-16-le"), "kind_unsupported"),
    ("cu.doc", OLE + bytes(600), "doc_damaged"),
    ("van_ban.doc", b"\x00\x01\x02", "kind_not_as_named"),
    ("van_ban.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "odt_damaged"),
    ("trang.html", b"<!DOCTYPE html><p> ", "html_no_text"),
    ("anh.png", b"\x89PNG\r\n\x1a\n", "image_damaged"),
    ("anh.txt", b"\xff\xd8\xff\xe0 JFIF", "image_damaged"),
    ("trinh_chieu.pptx", zipped(**{"ppt__presentation.xml": "<x/>"}), "kind_unsupported"),
    ("so_lieu.csv", b"a,b\n1,2\n", "kind_unsupported"),
    ("la.bin", b"\x00\x01\x02", "kind_unsupported"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[f"{name}-{code}" for name, _, code in BAD])
def test_bad_files_are_rejected_with_a_code_and_a_remedy(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert caught.value.code == code
    assert name in caught.value.message
    assert name in caught.value.message_en
    assert "Hãy" in caught.value.message or "hãy" in caught.value.message
    assert isinstance(caught.value, UnsupportedKindError) == (code == "kind_unsupported")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("bao cao.rar", b"Rar!\x1a\x07\x00" + bytes(80), ("RAR", "giải nén", ".zip")),
        ("bao cao.doc", b"Rar!\x1a\x07\x00" + bytes(80), ("RAR", "giải nén", ".zip")),  # misnamed
        ("bao cao.7z", b"7z\xbc\xaf\x27\x1c" + bytes(80), ("7-Zip", "giải nén", ".zip")),
        ("so lieu.xlsx", zipped(**{"xl__workbook.xml": "<x/>"}), ("bảng tính", ".pdf", ".docx")),
        ("so lieu.xls", OLE + "Workbook".encode("utf-16-le"), ("bảng tính", ".pdf", ".docx")),
        ("trinh chieu.pptx", zipped(**{"ppt__presentation.xml": "<x/>"}), ("trình chiếu", ".pdf")),
        ("so lieu mat.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), ("mật khẩu", ".pdf")),
    ],
)
def test_what_is_known_and_not_read_is_named_with_a_remedy_that_fits(
    tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path / name)
    assert [word for word in words if word not in caught.value.message] == []


def test_a_file_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="mat") as caught:
        read(tmp_path / "mat.txt")
    assert caught.value.code == "file_missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path)
    assert caught.value.code == "file_not_regular"


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything; Windows has no modes")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "kin.txt"
    path.write_bytes(b"abc")
    path.chmod(0)
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert caught.value.code == "file_no_permission"


def test_a_refusal_of_the_system_is_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kin.txt"
    path.write_bytes(b"abc")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert caught.value.code == "file_no_permission"


def test_a_large_file_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "lon.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)  # a sparse file: nothing is written
    tracemalloc.start()
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1024 * 1024
    assert caught.value.code == "file_too_large"
    assert "100 MB" in caught.value.message


def test_the_limit_is_a_parameter(tmp_path: Path) -> None:
    path = tmp_path / "vua.txt"
    path.write_bytes(b"abcdef")
    assert fetch(path, max_bytes=6).source.size == 6
    with pytest.raises(UnreadableFileError):
        fetch(path, max_bytes=5)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    from pipeline.read.word import read_word  # noqa: PLC0415

    data = zipped(**{"word__document.xml": "<w>" + " " * 3_000_000})
    assert len(data) < 10_000
    with pytest.raises(UnreadableFileError) as caught:
        read_word("bom.docx", data, max_unpacked=1_000_000)
    assert caught.value.code == "docx_too_large"


@pytest.mark.parametrize(
    ("encode", "name"),
    [
        (lambda text: text.encode("utf-8"), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8 with its mark"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "utf-16, the other way round"),
    ],
)
def test_encodings_that_name_themselves(encode: Callable[[str], bytes], name: str) -> None:
    assert decode(name, encode("Đại hội thi đua xã Đồng Lạc")) == "Đại hội thi đua xã Đồng Lạc"


def test_lines_and_pages_are_numbered_from_one() -> None:
    pages = read_plain("a.txt", "một\r\nhai\n\nba\f bốn\n".encode())
    assert [(page.number, [(line.number, line.text) for line in page.lines]) for page in pages] == [
        (1, [(1, "một"), (2, "hai"), (3, ""), (4, "ba")]),
        (2, [(1, " bốn")]),
    ]


def test_the_name_is_kept_in_nfc_and_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "Báo cáo xã Đồng Lạc.txt")
    path.write_bytes("xã".encode())
    raw = read(path)
    assert raw.source.name == "Báo cáo xã Đồng Lạc.txt"
    assert raw.source.sha256 == hashlib.sha256("xã".encode()).hexdigest()
    assert raw.source.media_type == "text/plain"
    assert raw.place(0) == (1, 1)


def test_content_wins_over_the_name(tmp_path: Path) -> None:
    path = tmp_path / "bao_cao.docx"
    path.write_bytes(b"%PDF-1.4 not more than a head")
    with pytest.raises(UnreadableFileError) as caught:
        read(path)
    assert caught.value.code == "pdf_damaged"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), Kind.DOC),
        ("a.doc", rb"{\rtf1 abc}", Kind.RTF),
        ("a.doc", b"<html><body>x", Kind.HTML),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Kind.MHTML),
        ("a.doc", zipped(**{"word__document.xml": "<w/>"}), Kind.DOCX),
        ("a.doc", zipped(mimetype="application/vnd.oasis.opendocument.text"), Kind.ODT),
        ("a.doc", "Xã Đồng Lạc".encode(), Kind.TEXT),
        ("a.txt", b"  <!DOCTYPE html><p>x", Kind.HTML),
        ("a.wps", OLE + "MatOST".encode("utf-16-le"), Kind.WPS),
    ],
)
def test_content_tells_the_kinds_apart(name: str, data: bytes, kind: Kind) -> None:
    assert kind_of(name, data) is kind


def test_suffixes_for_walks_over_folders() -> None:
    assert SUFFIXES[".docx"] is Kind.DOCX
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\f\r\v\u2028\u2029\ufeff"), max_size=80)
)
def test_text_survives_reading(text: str) -> None:
    try:
        (page,) = read_plain("a.txt", text.encode("utf-8"))
    except UnreadableFileError as error:
        assert not text.strip() or error.code == "file_not_text"  # noqa: PT017
    else:
        assert "\n".join(line.text for line in page.lines) == text.removesuffix("\n")


def test_rows_parted_by_tabs_are_a_table_and_letterheads_are_not(tmp_path: Path) -> None:
    lines = [
        "UBND XÃ AN LẠC\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 12/QĐ-UBND\tĐộc lập - Tự do - Hạnh phúc",
        "1.\tĐề nghị các thôn thực hiện.",
        "2.\tGiao Văn phòng theo dõi.",
        "TT\tHọ và tên\tĐơn vị",
        "1\tLò Văn An\tThôn Một",
        "2\tVi Thị Bé\tThôn Hai",
        "Nơi nhận:\tCHỦ TỊCH",
    ]
    path = tmp_path / "danh sách.txt"
    blocks = (lines[:2], lines[2:4], lines[4:7], lines[7:])
    path.write_text("\n\n".join("\n".join(block) for block in blocks), "utf-8")
    read_lines = [line for _, line in read(path).lines]
    assert [line.text for line in read_lines if line.table is not None] == lines[4:7]
    assert [(line.table, line.row) for line in read_lines if line.table is not None] == [(0, 0), (0, 1), (0, 2)]
