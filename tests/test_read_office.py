"""Reading DOC, RTF and WPS through LibreOffice: what it makes, what is kept, what goes wrong."""

from __future__ import annotations

import hashlib
import struct
import sys
from pathlib import Path

import pytest

from pipeline.errors import UnreadableFileError
from pipeline.read import Kind, read
from pipeline.read import office as room
from pipeline.read.lock import held
from pipeline.read.office_run import TookTooLongError, convert, soffice
from pipeline.read.office_whole import is_doc_encrypted, is_whole
from tests.office import made_by_office, needs_office
from tests.support import ROOT

SAMPLE = ROOT / "corpus" / "samples" / "bao-cao-khen-thuong-xa-quang-yen-lac.docx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _cache_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THIDUA_CACHE", str(tmp_path / "cache"))


def ole(*, flags: int = 0) -> bytes:
    """As much of a Word 97 file as tells what it is: header, one table of sectors, directory names, the FIB."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<H", header, 0x1E, 9)
    struct.pack_into("<109I", header, 0x4C, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    names = "WordDocument".encode("utf-16-le").ljust(512, b"\0")
    fib = (b"\xec\xa5" + bytes(8) + struct.pack("<H", flags)).ljust(512, b"\0")
    return bytes(header) + table + names + fib


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def code_of(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read(path)
    assert "hãy" in refused.value.message.lower(), "the message does not say what to do"
    return refused.value.code


def outcome(path: Path) -> str:
    """The code of the refusal, or of the first issue."""
    try:
        return next((issue.code for issue in read(path).issues), "loaded")
    except UnreadableFileError as error:
        return error.code


def test_what_a_file_reaches_as_far_as_it_says() -> None:
    assert is_whole(ole())
    assert not is_whole(ole()[:1536])
    assert not is_whole(ole()[:600])
    assert is_whole(rb"{\rtf1 a}" + b"\r\n\x00")


def test_a_password_is_seen_before_anything_is_started(tmp_path: Path) -> None:
    assert not is_doc_encrypted(ole())
    assert code_of(written(tmp_path / "a.doc", ole(flags=0x0100))) == "doc_encrypted"


def test_without_libreoffice_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "soffice", lambda: None)
    with pytest.raises(UnreadableFileError) as refused:
        read(written(tmp_path / "a.rtf", rb"{\rtf1 Bao cao}"))
    assert refused.value.code == "office_missing"
    for word in ("apt install", "dnf install", "brew install", "winget install"):
        assert word in refused.value.message
        assert word in refused.value.message_en


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    text = "Báo cáo của xã Hạ Đồng"
    assert read(written(tmp_path / "a.doc", text.encode())).source.media_type == "text/plain"
    assert code_of(written(tmp_path / "b.doc", bytes(range(256)))) == "kind_not_as_named"
    assert code_of(written(tmp_path / "c.doc", OLE + bytes(600))) == "doc_damaged"


def test_what_was_made_before_is_read_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = rb"{\rtf1 x}"
    calls: list[Kind] = []

    def pretend(name: str, data: bytes, kind: Kind, program: Path, seconds: int) -> bytes:
        calls.append(kind)
        return SAMPLE.read_bytes()

    monkeypatch.setattr(room, "soffice", lambda: Path("soffice"))
    monkeypatch.setattr(room, "_convert", pretend)
    first = read(written(tmp_path / "a.rtf", data))
    monkeypatch.setattr(room, "soffice", lambda: None)
    second = read(written(tmp_path / "b.rtf", data))
    assert calls == [Kind.RTF]
    assert first.text == second.text == read(SAMPLE).text
    assert first.source.sha256 == hashlib.sha256(data).hexdigest()
    assert (first.source.name, first.source.media_type, first.source.size) == ("a.rtf", "application/rtf", len(data))


def test_a_cut_off_result_in_the_cache_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter([SAMPLE.read_bytes()[:900], SAMPLE.read_bytes()])
    monkeypatch.setattr(room, "soffice", lambda: Path("soffice"))
    monkeypatch.setattr(room, "_convert", lambda *_: next(made))
    path = written(tmp_path / "a.rtf", rb"{\rtf1 x}")
    assert code_of(path) == "docx_damaged"
    assert read(path).text == read(SAMPLE).text


def test_one_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / "lock", 0) as mine, held(tmp_path / "lock", 0) as another:
        assert (mine, another) == (True, False)
    with held(tmp_path / "lock", 0) as again:
        assert again


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_a_program_that_hangs_is_ended_and_one_that_makes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = written(tmp_path / "slow", b"#!/bin/sh\nsleep 600\n")
    idle = written(tmp_path / "idle", b"#!/bin/sh\nexit 1\n")
    for script in (slow, idle):
        script.chmod(0o755)
    (tmp_path / "work").mkdir()
    with pytest.raises(TookTooLongError):
        convert(slow, tmp_path / "work" / "a.rtf", tmp_path / "work", 0.2)
    monkeypatch.setattr(room, "soffice", lambda: idle)
    assert code_of(written(tmp_path / "a.rtf", rb"{\rtf1 x}")) == "office_failed"
    monkeypatch.setenv("THIDUA_OFFICE_SECONDS", "1")
    monkeypatch.setattr(room, "soffice", lambda: slow)
    assert code_of(written(tmp_path / "b.rtf", rb"{\rtf1 y}")) == "office_timeout"


@needs_office
@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_older_word_reads_as_its_docx_does(suffix: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"báo cáo{suffix}", made_by_office(SAMPLE, suffix))
    raw = read(path)
    own = [line.text.split() for _, line in read(SAMPLE).lines if line.text.strip() and line.origin != "header"]
    found = [line.text.split() for _, line in raw.lines if line.text.strip() and line.origin != "header"]
    assert found == own
    assert raw.source.media_type == {".doc": "application/msword", ".rtf": "application/rtf"}[suffix]
    assert raw.issues == ()


@needs_office
def test_a_document_cut_short_is_told(tmp_path: Path) -> None:
    data = made_by_office(SAMPLE, ".rtf")
    raw = read(written(tmp_path / "a.rtf", data[: len(data) * 2 // 3]))
    assert [(issue.code, issue.severity) for issue in raw.issues] == [("file_cut_short", "error")]
    whole = made_by_office(SAMPLE, ".doc")
    path = written(tmp_path / "a.doc", whole[: len(whole) * 2 // 3])
    assert outcome(path) in {"doc_damaged", "office_failed", "docx_no_text", "file_cut_short"}


@needs_office
def test_what_a_document_includes_from_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", b"bi mat cua may nay")
    field = rb'{\field{\*\fldinst INCLUDETEXT "' + str(secret).replace("\\", "\\\\\\\\").encode() + rb'"}{\fldrslt cu}}'
    raw = read(written(tmp_path / "a.rtf", rb"{\rtf1\ansi Bao cao " + field + rb"\par Het.}"))
    assert "Het." in raw.text
    assert "bi mat" not in raw.text
    assert soffice() is not None
