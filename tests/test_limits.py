"""What one document may hold: each limit is a setting; who meets it is told which. Time, memory: test_withstand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import ExitCode, UnreadableFileError
from pipeline.limits import Limits
from pipeline.read import read
from pipeline.settings import LIMITS, Settings
from tests.fuzz.seeds import flat_odt, packed, seeds
from tests.stored import ask, report, store, write_reports

_SMALL = Limits(file_megabytes=1, unpacked_megabytes=1, pages=2, characters=1000, megapixels=1)


def pdf(pages: int) -> bytes:
    """A PDF of so many pages; nothing is drawn on them."""
    pictures = [Image.new("1", (10, 10), 1) for _ in range(pages)]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:])
    return made.getvalue()


def tiff(pages: int) -> bytes:
    made = io.BytesIO()
    Image.new("1", (10, 10), 1).save(
        made, "TIFF", save_all=True, append_images=[Image.new("1", (10, 10))] * (pages - 1)
    )
    return made.getvalue()


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel, packed without being drawn."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (width // 8)
    body = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def two_parts() -> bytes:
    """An ODT of which no part is too large, but both together are."""
    blanks = " " * 700_000
    text = flat_odt().replace("<office:text>", f"<office:text>{blanks}").encode()
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": text, "styles.xml": text})


def swollen_word() -> bytes:
    blanks = " " * 2_000_000
    return packed({"[Content_Types].xml": b"<a/>", "word/document.xml": f"<a>{blanks}</a>".encode()})


TOO_MUCH: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "lớn.txt": (lambda: b"a " * 600_000, "file_too_large", "THIDUA_FILE_MB"),
    "dài.txt": (lambda: b"Mot hai " * 200, "document_too_long", "THIDUA_DOCUMENT_CHARACTERS"),
    "nhiều trang.txt": (lambda: b"a\f" * 9, "document_too_many_pages", "THIDUA_DOCUMENT_PAGES"),
    "nhiều trang.pdf": (lambda: pdf(3), "document_too_many_pages", "THIDUA_DOCUMENT_PAGES"),
    "nhiều trang.tif": (lambda: tiff(3), "document_too_many_pages", "THIDUA_DOCUMENT_PAGES"),
    "to.png": (lambda: png(1200, 1000), "image_too_large", "THIDUA_PICTURE_MEGAPIXELS"),
    "phình.docx": (swollen_word, "docx_too_large", "THIDUA_UNPACKED_MB"),
    "phình.odt": (two_parts, "odt_too_large", "THIDUA_UNPACKED_MB"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_who_meets_a_limit_is_told_which(tmp_path: Path, name: str) -> None:
    made, code, setting = TOO_MUCH[name]
    (tmp_path / name).write_bytes(made())
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path / name, _SMALL)
    assert caught.value.code == code
    assert setting in caught.value.message
    assert setting in caught.value.message_en
    assert "Hãy" in caught.value.message


def test_the_picture_of_two_and_a_half_thousand_million_pixels(tmp_path: Path) -> None:
    (tmp_path / "bom.png").write_bytes(png(50_000, 50_000))
    assert (tmp_path / "bom.png").stat().st_size < 1_000_000
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path / "bom.png")
    assert caught.value.code == "image_too_large"


def test_members_are_held_to_the_size_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"lớn.txt": b"a" * 1_100_000, "a.txt": report().encode()}))
    base = tmp_path / "x.duckdb"
    limits = Limits(file_megabytes=1, ratio=10**6)
    assert store([tmp_path / "a.zip"], base, limits=limits).exit_code is ExitCode.PARTIAL
    assert ask(base, "SELECT source_name, reason_code FROM documents ORDER BY 1") == [
        ("a.txt", None),
        ("lớn.txt", "member_too_large"),
    ]


def test_a_mail_is_held_to_the_size_of_files(tmp_path: Path) -> None:
    mail = seeds(slow=False)["thư.eml"]
    (tmp_path / "a.eml").write_bytes(mail + b"a" * 1_100_000)
    base = tmp_path / "x.duckdb"
    store([tmp_path / "a.eml"], base, limits=Limits(file_megabytes=1))
    assert ask(base, "SELECT reason_code FROM documents") == [("file_too_large",)]


def test_workers_hold_to_the_limits_and_the_batch_goes_on(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "dài.txt").write_bytes(b"Mot hai " * 1000)
    base = tmp_path / "x.duckdb"
    assert store([tmp_path / "in"], base, workers=1, limits=Limits(characters=5000)).exit_code is ExitCode.PARTIAL
    found = ask(base, "SELECT status, reason_code, count(*) FROM documents GROUP BY ALL ORDER BY 1")
    assert found == [("loaded", None, 2), ("rejected", "document_too_long", 1)]


@pytest.mark.parametrize(("variable", "limit"), LIMITS.items())
def test_each_limit_is_a_setting(variable: str, limit: str) -> None:
    assert getattr(Settings.from_environment({variable: "7"}).limits, limit) == 7
    assert getattr(Settings.from_environment({}).limits, limit) == getattr(Limits(), limit) > 0


def test_no_limit_is_without_a_setting() -> None:
    assert sorted(LIMITS.values()) == sorted(field.name for field in fields(Limits))
