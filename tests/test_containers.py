"""Archives and mails: each member a document of its own, nothing written under its name, bombs and locks refused."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.batch import Summary
from pipeline.cli.door import run_command
from pipeline.errors import ExitCode, UnreadableFileError
from pipeline.limits import Limits
from pipeline.read.container import may_be_container, member_bytes, open_container
from pipeline.read.container_parts import Contents
from tests.outlook import Mail, msg
from tests.stored import Listening, ask, everything, halves, report, store

LIMITS = Limits()
LETTER = (
    "Kính gửi Ban Thi đua, Phòng Văn hóa xã xin gửi kèm báo cáo tổng kết công tác thi đua năm 2025 để tổng hợp. "
    "Số liệu đã được các thôn rà soát lại trong tháng 11. Trân trọng."
)


def zipped(members: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def mail(body: str = LETTER, *, subject: str = "Báo cáo năm 2025") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "Phòng Văn hóa <vh@lamhathuong.example>"
    message["Date"] = "Fri, 05 Dec 2025 16:30:00 +0700"
    message.set_content(body)
    return message


def attach(message: EmailMessage, name: str, data: bytes, kind: str = "application/octet-stream") -> None:
    main, sub = kind.split("/")
    message.add_attachment(data, maintype=main, subtype=sub, filename=name)


def opened(path: Path, limits: Limits = LIMITS) -> Contents:
    contents = open_container(path, path.name, limits)
    assert contents is not None
    return contents


def statuses(base: Path) -> dict[str, str]:
    return dict(ask(base, "SELECT source_name, coalesce(reason_code, status) FROM documents"))


# What is in them


def test_members_are_documents_and_their_container_is_recorded(tmp_path: Path) -> None:
    put(tmp_path / "gói.zip", zipped({"thôn 1/a.txt": report(1), "b.txt": report(2), "thôn 1/": b""}))
    base = tmp_path / "x.duckdb"
    summary = store([tmp_path / "gói.zip"], base)
    assert summary.exit_code is ExitCode.OK
    assert ask(base, "SELECT source_name, number FROM documents ORDER BY 1") == [("a.txt", 1), ("b.txt", 2)]
    container = str(tmp_path / "gói.zip")
    assert ask(base, "SELECT path, container, member FROM files ORDER BY 1") == [
        (f"{container}!/b.txt", container, "b.txt"),
        (f"{container}!/thôn 1/a.txt", container, "thôn 1/a.txt"),
    ]
    assert ask(base, "SELECT name, kind FROM containers") == [("gói.zip", "zip")]
    assert {(d.name, d.container) for d in summary.documents} == {("a.txt", "gói.zip"), ("b.txt", "gói.zip")}
    assert halves(base) == []


def test_a_member_is_the_same_document_as_the_file(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", report(1).encode())
    put(tmp_path / "gói.zip", zipped({"x/a.txt": report(1)}))
    apart, packed = tmp_path / "1.duckdb", tmp_path / "2.duckdb"
    store([tmp_path / "a.txt"], apart)
    store([tmp_path / "gói.zip"], packed)
    assert everything(apart) == everything(packed)
    summary = store([tmp_path / "a.txt", tmp_path / "gói.zip"], tmp_path / "3.duckdb")
    assert [(d.name, d.container) for d in summary.documents] == [("a.txt", None)]
    assert ask(tmp_path / "3.duckdb", "SELECT count(*) FROM files") == [(2,)]


def test_containers_within_containers_are_opened_to_a_depth(tmp_path: Path) -> None:
    message = mail()
    attach(message, "trong thư.zip", zipped({"c.txt": report(3)}), "application/zip")
    outer = put(tmp_path / "gói.zip", zipped({"thư.eml": message.as_bytes(), "a.txt": report(1)}))
    told = [member.path for member in opened(outer).members]
    assert told == ["thư.eml!/nội dung thư.txt", "thư.eml!/trong thư.zip!/c.txt", "a.txt"]
    shallow = opened(outer, Limits(depth=2)).members
    assert [(m.path, m.refused and m.refused.code) for m in shallow] == [
        ("thư.eml!/nội dung thư.txt", None),
        ("thư.eml!/trong thư.zip", "container_too_deep"),
        ("a.txt", None),
    ]
    at = opened(outer).members[1].at
    assert member_bytes(outer, outer.name, at, LIMITS).decode() == report(3)


def test_a_mail_gives_its_attachments_and_its_words(tmp_path: Path) -> None:
    message = mail()
    attach(message, "báo cáo.txt", report(7).encode(), "text/plain")
    attach(message, "logo.png", b"\x89PNG\r\n" + bytes(300), "image/png")
    attach(message, "smime.p7s", b"\x30\x03\x02\x01\x01", "application/pkcs7-signature")
    put(tmp_path / "thư.eml", message.as_bytes())
    base = tmp_path / "x.duckdb"
    summary = store([tmp_path / "thư.eml"], base)
    assert statuses(base) == {"báo cáo.txt": "loaded", "thư - nội dung thư.txt": "loaded"}
    assert summary.exit_code is ExitCode.OK
    rows = ask(base, "SELECT member, skipped_code, doc_id IS NULL FROM container_members ORDER BY position")
    assert rows == [
        ("nội dung thư.txt", None, False),
        ("báo cáo.txt", None, False),
        ("logo.png", "mail_logo", True),
        ("smime.p7s", "mail_signature", True),
    ]
    ((subject, sender, sent),) = ask(base, "SELECT subject, sender, sent_at FROM containers")
    assert (subject, str(sent)) == ("Báo cáo năm 2025", "2025-12-05 09:30:00")
    assert "vh@lamhathuong.example" in sender


def test_a_mail_of_outlook_gives_the_same_as_one_of_the_internet(tmp_path: Path) -> None:
    text = report().encode()
    path = put(
        tmp_path / "thư.msg", msg("Báo cáo năm 2025", "Kính gửi báo cáo.", [("báo cáo.txt", "text/plain", text)])
    )
    contents = opened(path)
    assert (contents.kind, contents.subject, contents.sender) == (
        "msg",
        "Báo cáo năm 2025",
        "Xã Lạc Yên <lacyen@example.vn>",
    )
    (told,) = [member for member in contents.members if member.is_told]
    assert (told.path, member_bytes(path, "thư.msg", told.at, LIMITS)) == ("báo cáo.txt", text)
    store([path], tmp_path / "a.duckdb")
    assert statuses(tmp_path / "a.duckdb") == {"báo cáo.txt": "loaded"}


def test_mails_within_a_mail_of_outlook_are_opened(tmp_path: Path) -> None:
    first, second, third = report(1).encode(), report(2).encode(), mail(subject="Từ thôn")
    attach(third, "c.txt", report(3).encode(), "text/plain")
    inner = Mail("Báo cáo huyện", "Kính gửi", [("b.txt", "text/plain", second), Mail("Trống", "Vâng ạ.")])
    outer: list[tuple[str, str, bytes] | Mail] = [
        ("a.txt", "text/plain", first),
        inner,
        ("thôn.eml", "message/rfc822", third.as_bytes()),
    ]
    path = put(tmp_path / "thư.msg", msg("Chuyển tiếp", "Em gửi ạ.", outer))
    told = [member.path for member in opened(path).members if member.is_told]
    assert told == ["a.txt", "Báo cáo huyện.eml!/b.txt", "thôn.eml!/nội dung thư.txt", "thôn.eml!/c.txt"]
    store([path], tmp_path / "a.duckdb")
    assert ask(tmp_path / "a.duckdb", "SELECT number FROM documents WHERE number < 4 ORDER BY 1") == [(1,), (2,), (3,)]


@pytest.mark.parametrize("keep", [600, 1500, 2600])
def test_a_mail_of_outlook_that_was_cut_is_damaged(tmp_path: Path, keep: int) -> None:
    whole = msg("Báo cáo", "Kính gửi", [("a.txt", "text/plain", report().encode() * 4)])
    assert keep < len(whole)
    cut = put(tmp_path / "cụt.msg", whole[:keep] + "__substg1.0_".encode("utf-16-le"))
    with pytest.raises(UnreadableFileError) as caught:
        opened(cut)
    assert caught.value.code in {"mail_damaged", "container_no_document"}


def test_a_mail_within_a_mail_and_a_body_of_few_words(tmp_path: Path) -> None:
    message = mail("Em gửi ạ.")
    message.add_attachment(mail(subject="Chuyển tiếp"))
    members = opened(put(tmp_path / "a.eml", message.as_bytes())).members
    assert members[0].skipped is not None
    assert members[0].skipped.code == "mail_body_short"
    assert [m.path for m in members[1:]] == ["thư kèm 2.eml!/nội dung thư.txt"]


def test_members_of_one_name_are_both_kept(tmp_path: Path) -> None:
    message = mail()
    attach(message, "a.txt", report(1).encode(), "text/plain")
    attach(message, "a.txt", report(2).encode(), "text/plain")
    put(tmp_path / "a.eml", message.as_bytes())
    base = tmp_path / "x.duckdb"
    store([tmp_path / "a.eml"], base)
    assert ask(base, "SELECT number FROM documents WHERE source_name = 'a.txt' ORDER BY 1") == [(1,), (2,)]
    assert {m for (m,) in ask(base, "SELECT member FROM files")} == {"nội dung thư.txt", "a.txt", "a.txt (2)"}


@pytest.mark.parametrize(
    "written",
    ["Báo cáo thi đua.txt".encode(), b"B\xb8o c\xb8o thi \xaeua.txt", "Baùo caùo thi ñua.txt".encode("cp1252")],
)
def test_names_in_old_codes_are_read(tmp_path: Path, written: bytes) -> None:
    data = zipped({"X" * len(written): report()}).replace(b"X" * len(written), written)
    (member,) = opened(put(tmp_path / "a.zip", data)).members
    assert member.name == "Báo cáo thi đua.txt"


@pytest.mark.parametrize(("encoding", "letters"), [("utf-8", "Đ"), ("cp1258", "Đà")])
def test_names_without_the_mark_of_utf_8_are_read(tmp_path: Path, encoding: str, letters: str) -> None:
    data = zipped({"bao cao XX.txt": report()}).replace(b"XX.txt", letters.encode(encoding) + b".txt")
    (member,) = opened(put(tmp_path / "a.zip", data)).members
    assert member.name == f"bao cao {letters}.txt"


@pytest.mark.parametrize("name", ["../../thoat.txt", "/etc/thoat.txt", "..\\..\\thoat.txt", "C:\\x\\thoat.txt"])
def test_names_that_lead_out_of_the_folder_lead_nowhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    put(tmp_path / "in" / "a.zip", zipped({name: report()}))
    base = tmp_path / "in" / "x.duckdb"
    before = set(tmp_path.rglob("*"))
    store([tmp_path / "in" / "a.zip"], base)
    assert statuses(base) == {"thoat.txt": "loaded"}
    assert set(tmp_path.rglob("*")) - before == {base}


def test_what_systems_leave_and_links_are_skipped(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("liên kết.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        for name in ("__MACOSX/._a.txt", "Thumbs.db", "~$a.docx"):
            archive.writestr(name, b"x")
        archive.writestr("a.txt", report())
    members = opened(put(tmp_path / "a.zip", packed.getvalue())).members
    assert [m.skipped.code for m in members if m.skipped] == ["link", "system_file", "system_file", "system_file"]


# What is withstood


def test_one_bad_member_stops_nothing(tmp_path: Path) -> None:
    data = zipped({"a.txt": report(1), "b.txt": report(2), "c.xlsx": b"PK\x03\x04", "d.txt": b""}, method=0)
    data = data.replace("Số: 2/BC".encode(), "Số: 9/BC".encode())  # its checksum holds no more
    put(tmp_path / "a.zip", data)
    base = tmp_path / "x.duckdb"
    summary = store([tmp_path / "a.zip"], base)
    found = statuses(base)
    assert (found["a.txt"], found["b.txt"], found["d.txt"]) == ("loaded", "member_damaged", "file_empty")
    assert found["c.xlsx"] not in {"loaded", "partial", "failed", "defect"}
    assert summary.exit_code is ExitCode.PARTIAL
    assert all(d.reason for d in summary.documents if d.status == "rejected")


def test_a_member_with_a_password_is_rejected_with_a_remedy(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": report(1), "b.txt": report(2)}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    put(tmp_path / "a.zip", bytes(data))
    base = tmp_path / "x.duckdb"
    store([tmp_path / "a.zip"], base)
    assert statuses(base) == {"a.txt": "member_encrypted", "b.txt": "loaded"}
    ((reason, reason_en),) = ask(base, "SELECT reason, reason_en FROM documents WHERE status = 'rejected'")
    assert "giải nén" in reason
    assert "Unpack" in reason_en


def test_a_member_that_swells_is_not_unpacked(tmp_path: Path) -> None:
    members = opened(put(tmp_path / "a.zip", zipped({"bom.txt": bytes(3_000_000), "a.txt": report()}))).members
    assert [(m.name, m.refused and m.refused.code) for m in members] == [("bom.txt", "member_bomb"), ("a.txt", None)]


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(members=3), "container_too_many"), (Limits(megabytes=1, ratio=10**9), "container_too_large")],
)
def test_an_archive_that_holds_too_much_is_refused_whole(tmp_path: Path, limits: Limits, code: str) -> None:
    inner = zipped({f"{at}.txt": bytes([65 + at]) * 400_000 for at in range(3)})
    path = put(tmp_path / "a.zip", zipped({"trong.zip": inner, "z.txt": report()}))
    with pytest.raises(UnreadableFileError) as caught:
        opened(path, limits)
    assert caught.value.code == code
    base = tmp_path / "x.duckdb"
    assert store([path], base, limits=limits).exit_code is ExitCode.UNREADABLE
    assert statuses(base) == {"a.zip": code}


def test_a_directory_too_long_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", zipped({f"{at:0200}.txt": b"x" for at in range(40)}))
    with pytest.raises(UnreadableFileError) as caught:
        opened(path, Limits(members=8))
    assert caught.value.code == "container_too_many"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.zip", b"PK\x03\x04" + bytes(40), "zip_damaged"),
        ("a.zip", b"no archive", "zip_damaged"),
        ("a.zip", zipped({}), "container_no_document"),
        ("a.zip", zipped({"Thumbs.db": b"x"}), "container_no_document"),
        ("a.zip", zipped({"a.txt": report()})[:-30], "zip_damaged"),
        ("a.eml", b"\x00\x01\x02 no mail", "mail_damaged"),
        ("a.eml", b"Subject: x\r\n\r\nEm gui a.\r\n", "container_no_document"),
    ],
)
def test_what_cannot_be_opened_is_rejected_with_a_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    put(tmp_path / name, data)
    base = tmp_path / "x.duckdb"
    summary = store([tmp_path / name], base)
    assert statuses(base) == {name: code}
    assert summary.exit_code is ExitCode.UNREADABLE
    assert store([tmp_path / name], base).unchanged == {d.doc_id for d in summary.documents}


def test_cut_and_broken_mails_never_raise_anything_else(tmp_path: Path) -> None:
    message = mail()
    attach(message, "a.txt", report().encode(), "text/plain")
    whole = message.as_bytes()
    for cut in range(0, len(whole), 97):
        for data in (whole[:cut], whole[:cut] + b"\xff\x00" + whole[cut + 40 :]):
            path = put(tmp_path / "a.eml", data)
            try:
                contents = opened(path)
            except UnreadableFileError:
                continue
            for member in contents.members:
                if member.sha256:
                    assert isinstance(member_bytes(path, path.name, member.at, LIMITS), bytes)


def test_a_word_file_is_no_container(tmp_path: Path) -> None:
    office = put(tmp_path / "a.zip", zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}))
    assert open_container(office, office.name, LIMITS) is None
    late = put(tmp_path / "b.zip", zipped({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}))
    assert open_container(late, late.name, LIMITS) is None
    holds = put(tmp_path / "c.zip", zipped({"x.docx": office.read_bytes()}, method=0))
    assert [m.name for m in opened(holds).members] == ["x.docx"]
    assert not may_be_container("a.txt", b"Xin ch")


# What comes the next time


def again(tmp_path: Path, base: Path, **options: bool) -> tuple[Summary, tuple[int, int]]:
    listening = Listening()
    summary = store([tmp_path / "a.zip"], base, watcher=listening, **options)
    return summary, listening.begun[-1]


def test_a_container_that_has_not_changed_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.zip", zipped({"a.txt": report(1), "b.txt": report(2), "c.xlsx": b"x"}))
    base = tmp_path / "x.duckdb"
    first, begun = again(tmp_path, base)
    assert begun == (3, 0)
    monkeypatch.setattr("pipeline.unpack.open_container", lambda *_: pytest.fail("it was opened"))
    second, begun = again(tmp_path, base)
    assert begun == (0, 3)
    assert second.exit_code is first.exit_code is ExitCode.PARTIAL
    assert [(d.name, d.status) for d in second.documents] == [(d.name, d.status) for d in first.documents]


def test_a_container_that_has_changed_gives_what_it_holds_now(tmp_path: Path) -> None:
    put(tmp_path / "a.zip", zipped({"a.txt": report(1), "b.txt": report(2)}))
    base = tmp_path / "x.duckdb"
    again(tmp_path, base)
    put(tmp_path / "a.zip", zipped({"b.txt": report(2), "c.txt": report(3)}))
    _, begun = again(tmp_path, base)
    assert begun == (1, 1), "what it held before is not read again"
    assert statuses(base) == {"b.txt": "loaded", "c.txt": "loaded"}
    assert halves(base) == []
    put(tmp_path / "a.zip", b"PK\x03\x04 broken")
    again(tmp_path, base)
    assert statuses(base) == {"a.zip": "zip_damaged"}
    assert ask(base, "SELECT (SELECT count(*) FROM containers), (SELECT count(*) FROM container_members)") == [(0, 0)]
    put(tmp_path / "a.zip", zipped({"c.txt": report(3)}))
    again(tmp_path, base)
    assert statuses(base) == {"c.txt": "loaded"}


def test_a_member_that_failed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "a.zip", zipped({"a.txt": report(1), "b.txt": report(2)}))
    base = tmp_path / "x.duckdb"
    with monkeypatch.context() as broken:
        broken.setattr("pipeline.work.parse", lambda _: 1 / 0)
        failing, _ = again(tmp_path, base)
    assert failing.exit_code is ExitCode.DEFECT
    mended, begun = again(tmp_path, base)
    assert (mended.exit_code, begun) == (ExitCode.OK, (2, 0))


def test_a_batch_stopped_after_opening_goes_on_the_next_time(tmp_path: Path) -> None:
    put(tmp_path / "a.zip", zipped({"a.txt": report(1), "b.txt": report(2)}))
    base = tmp_path / "x.duckdb"
    listening = Listening()
    summary = store([tmp_path / "a.zip"], base, watcher=listening, stop=lambda: bool(listening.documents))
    assert (summary.interrupted, len(listening.documents)) == (True, 1)
    rest, begun = again(tmp_path, base)
    assert (rest.exit_code, begun) == (ExitCode.OK, (1, 1))


def test_workers_read_members_too(tmp_path: Path) -> None:
    put(tmp_path / "a.zip", zipped({"a.txt": report(1), "b.txt": report(2)}))
    base = tmp_path / "x.duckdb"
    assert store([tmp_path / "a.zip"], base, workers=1).exit_code is ExitCode.OK
    assert statuses(base) == {"a.txt": "loaded", "b.txt": "loaded"}


# What is told


def test_show_lists_a_container_and_says_where_a_document_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = mail("Em gửi ạ.")
    attach(message, "báo cáo.txt", report(7).encode(), "text/plain")
    attach(message, "bảng tính.xlsx", b"x")
    put(tmp_path / "thư.eml", message.as_bytes())
    base = tmp_path / "x.duckdb"
    assert run_command(["ingest", str(tmp_path / "thư.eml"), "--db", str(base), "--workers", "1"]) == ExitCode.PARTIAL
    said = " ".join(capsys.readouterr().out.split())
    assert "Đã mở thư.eml: 2 tệp, bỏ qua 1 thành phần không phải văn bản" in said
    assert "bảng tính.xlsx (thư.eml): " in said
    assert run_command(["show", "thu.eml", "--db", str(base)]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "bỏ qua: lời thư chỉ có vài chữ" in said
    assert "đã nạp" in said
    assert run_command(["show", "bao cao", "--db", str(base)]) == ExitCode.OK
    assert "thư.eml › báo cáo.txt" in capsys.readouterr().out.replace("\n", "")
