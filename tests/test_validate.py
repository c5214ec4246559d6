"""The gate: what passes, what does not, what thidua is not sure of; profiles; many files, some of them broken."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from pipeline.errors import UsageError
from pipeline.guard import Guard
from pipeline.validate import examine as examining
from pipeline.validate.codes import ACROSS, CODES, COUNTED, GATE_CODES, READING_CODES, THIS_MACHINE
from pipeline.validate.gate import Asked, Means, validate
from pipeline.validate.profile import BUILT_IN, parse, profiles_of
from pipeline.validate.words import _titles, title_of
from schemas.validation import Certainty, Doubt, Grade
from tests.support import ROOT
from tests.uploads import DECISION, PLAN, REPORT, failing, found, judged, only, written

DOCS = (ROOT / "docs" / "validate.md").read_text(encoding="utf-8")
MANGLED = ROOT / "corpus" / "samples" / "bao-cao-nam-xa-binh-khe-thuong.txt"


# What passes, and what is missing


@pytest.mark.parametrize(
    ("text", "profile"),
    [(REPORT, "bao_cao_tong_ket"), (PLAN, "ke_hoach"), (DECISION, "quyet_dinh_khen_thuong")],
)
def test_a_whole_upload_passes_by_the_profile_of_its_kind(text: str, profile: str, tmp_path: Path) -> None:
    file = written(tmp_path, text=text)
    for asked in ("auto", profile, "chung"):
        report = judged(file, profile=asked, fail_on="warning", unsure=True)
        assert failing(report) == []
        assert (report.exit_code, only(report).status) == (0, "passed")
        assert only(report).profile == (profile if asked == "auto" else asked)
        assert not report.summary.upload_bad
        assert not report.summary.not_sure


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("Số: 57/BC-UBND → Số: /BC-UBND", "number_missing"),
        ("Lâm Hà Thượng, ngày 05 tháng 12 năm 2025 → Lâm Hà Thượng, ngày   tháng 12 năm 2025", "date_incomplete"),
        ("Tổng kết công tác thi đua, khen thưởng năm 2025\n → ", "title_missing"),
        ("\nLò Văn Thảnh → ", "signer_missing"),
        ("Nơi nhận:\n- Ủy ban nhân dân tỉnh;\n- Lưu: VT.\n → ", "recipients_missing"),
        ("ngày 05 tháng 12 năm 2025\n → ngày 31 tháng 02 năm 2025\n", "date_impossible"),
        ("đạt 86,7% → đạt 96,7%", "share_mismatch"),
    ],
)
def test_what_is_missing_or_wrong_is_the_uploads_fault(change: str, code: str, tmp_path: Path) -> None:
    report = judged(written(tmp_path, change=change), profile="bao_cao_tong_ket")
    finding = found(report, code)
    assert (finding.fails, finding.severity, finding.certainty, finding.doubt) == (True, "error", "certain", None)
    assert report.exit_code == 1
    assert report.summary.upload_bad
    assert finding.message != finding.message_en


@pytest.mark.parametrize(
    ("heading", "text", "profile", "name"),
    [
        ("II. KẾT QUẢ CÁC PHONG TRÀO THI ĐUA\n", REPORT, "bao_cao_tong_ket", "kết quả các phong trào"),
        ("III. CÔNG TÁC KHEN THƯỞNG\n", REPORT, "bao_cao_tong_ket", "công tác khen thưởng"),
        ("IV. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN\n", REPORT, "bao_cao_tong_ket", "hạn chế, nguyên nhân"),
        ("V. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026\n", REPORT, "bao_cao_tong_ket", "phương hướng, nhiệm vụ"),
        ("I. MỤC ĐÍCH, YÊU CẦU\n", PLAN, "ke_hoach", "mục đích, yêu cầu"),
        ("II. NỘI DUNG THI ĐUA\n", PLAN, "ke_hoach", "nội dung, nhiệm vụ"),
        ("III. TỔ CHỨC THỰC HIỆN\n", PLAN, "ke_hoach", "tổ chức thực hiện"),
    ],
)
def test_a_section_that_is_not_there(heading: str, text: str, profile: str, name: str, tmp_path: Path) -> None:
    report = judged(written(tmp_path, text=text, change=f"{heading} → "), profile=profile)
    finding = found(report, "section_missing")
    assert name in finding.message
    assert (finding.fails, finding.certainty) == (True, "certain")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n → ", "căn cứ ban hành"),
        ("Điều 1. Tặng → Nay tặng", "điều tặng"),
        ("chịu trách nhiệm thi hành Quyết định này → biết", "điều khoản thi hành"),
    ],
)
def test_a_passage_that_an_award_decision_must_have(change: str, name: str, tmp_path: Path) -> None:
    finding = found(judged(written(tmp_path, text=DECISION, change=change)), "passage_missing")
    assert name in finding.message
    assert (finding.fails, finding.certainty) == (True, "certain")


def test_another_kind_than_the_profile_is_for(tmp_path: Path) -> None:
    report = judged(written(tmp_path, text=PLAN), profile="bao_cao_tong_ket")
    assert failing(report) == ["kind_unexpected"], "its sections are not asked for, too"
    assert "Đây là kế hoạch" in found(report, "kind_unexpected").message


def test_a_text_that_is_no_document(tmp_path: Path) -> None:
    report = judged(written(tmp_path, text="Mua gạo, muối, dầu ăn cho bếp của trường.\n"))
    assert failing(report) == ["kind_unknown"]


def test_warnings_fail_only_who_asks_for_it(tmp_path: Path) -> None:
    file = written(tmp_path, change="V. PHƯƠNG HƯỚNG → IV. PHƯƠNG HƯỚNG")
    assert judged(file).exit_code == 0
    assert failing(judged(file, fail_on="warning")) == ["label_repeated"]


def test_a_finding_points_to_where_its_quote_stands(tmp_path: Path) -> None:
    file = written(tmp_path, change="đạt 86,7% → đạt 96,7%")
    finding = found(judged(file), "share_mismatch")
    assert finding.quote is not None
    assert finding.line is not None
    assert finding.column is not None
    line = file.read_text(encoding="utf-8").split("\n")[finding.line - 1]
    assert line[finding.column - 1 :].startswith(finding.quote)
    assert finding.page == 1


# What thidua is not sure of


def test_what_is_missed_in_a_mangled_text_is_unsure_and_fails_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    text = MANGLED.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("S")]  # the number stands in "Số: …"
    assert len(lines) < len(text.split("\n"))
    file.write_text("\n".join(lines), encoding="utf-8")
    report = judged(file)
    finding = found(report, "number_missing")
    assert (finding.certainty, finding.doubt, finding.fails) == ("unsure", "restored_words", False)
    assert report.exit_code == 0
    assert report.summary.not_sure
    assert report.summary.unsure.error >= 1
    assert report.summary.certain.error == 0
    quality = only(report).quality
    assert quality is not None
    assert quality.grade != "clean"
    assert found(report, "quality_restored").certainty == "certain", "that it is mangled, is sure"
    asked = judged(file, unsure=True)
    assert "number_missing" in failing(asked)
    assert asked.exit_code == 1


def test_a_wrong_sum_in_a_mangled_line_is_unsure_one_in_a_clean_line_is_not(tmp_path: Path) -> None:
    mangled = "Co 39/45 ho (dat 96,7%) dang ky xay dung gia dinh van hoa trong dot nay cua toan xa."
    both = judged(written(tmp_path, "a.txt", change="đạt 86,7% → đạt 96,7%"))
    assert found(both, "share_mismatch").certainty == "certain"
    plain = judged(
        written(
            tmp_path,
            "b.txt",
            change=f"Có 39/45 hộ (đạt 86,7%) đăng ký xây dựng gia đình văn hóa trong đợt này.\n → \n{mangled}\n",
        )
    )
    finding = found(plain, "share_mismatch")
    assert (finding.certainty, finding.doubt, finding.fails) == ("unsure", "restored_words", False)


def test_a_section_may_stand_under_a_heading_that_tells_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, change="IV. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN → IV. ĐÔI ĐIỀU CÒN BĂN KHOĂN")
    report = judged(file)
    finding = found(report, "section_missing")
    assert (finding.doubt, finding.fails) == ("heading_unclear", False)
    assert report.exit_code == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited so on Linux")
def test_a_reader_that_is_killed_is_told_and_unsure(tmp_path: Path) -> None:
    file = written(tmp_path)
    means = Means(workers=1, guard=Guard(megabytes=20))
    report = validate([file], Asked("auto", profiles_of("auto")), means)
    finding = found(report, "document_memory")
    assert (finding.certainty, finding.doubt) == ("unsure", "this_machine")
    assert report.exit_code == 3
    assert "--force" not in finding.message
    assert "kiểm tra lại" in finding.message


# Files that cannot be read


def test_a_broken_file_never_stops_the_rest(tmp_path: Path) -> None:
    written(tmp_path, "a/tốt.txt")
    written(tmp_path, "b/tốt.txt")  # the same file twice is judged twice
    written(tmp_path, "c.txt", change="Số: 57/ → Số: /")
    (tmp_path / "rỗng.txt").write_bytes(b"")
    (tmp_path / "hỏng.docx").write_bytes(b"PK\x03\x04 not a Word file")
    report = judged(tmp_path, tmp_path / "không có.txt")
    assert [(Path(file.file).name, file.status) for file in report.files] == [
        ("tốt.txt", "passed"),
        ("tốt.txt", "passed"),
        ("c.txt", "findings"),
        ("hỏng.docx", "unreadable"),
        ("không có.txt", "unreadable"),
        ("rỗng.txt", "unreadable"),
    ]
    assert (report.exit_code, report.exit_name) == (4, "PARTIAL")
    assert {"file_empty", "path_missing", "number_missing"} <= set(failing(report))
    assert report.summary.unreadable == 3
    assert report.failure is None


def test_nothing_readable_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert judged(tmp_path / "a.txt").exit_code == 3
    (tmp_path / "rỗng").mkdir()
    nothing = judged(tmp_path / "rỗng")
    assert nothing.exit_code == 3
    assert nothing.failure is not None
    assert nothing.failure.code == "nothing_to_validate"


def test_a_document_of_which_something_was_lost_is_partial(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(REPORT.encode().replace("Nơi nhận".encode(), b"N\xc6i nh\xe1n"))
    report = judged(file)
    assert only(report).status == "partial"
    assert report.exit_code == 4
    assert found(report, "text_damaged").fails
    assert found(report, "recipients_missing").doubt == "not_all_read", "it may have been there"


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "nộp.zip", "w") as archive:
        archive.writestr("xa/báo cáo.txt", REPORT)
        archive.writestr("xa/rỗng.txt", b"")
    report = judged(tmp_path / "nộp.zip")
    assert [(Path(f.file).name, "!/xa/" in f.file, f.status) for f in report.files] == [
        ("báo cáo.txt", True, "passed"),
        ("rỗng.txt", True, "unreadable"),
    ]
    (tmp_path / "hỏng.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    assert judged(tmp_path / "hỏng.zip").exit_code == 3


def test_a_defect_of_ours_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("một phép chia")

    monkeypatch.setattr(examining, "judge", broken)
    told = []
    report = validate(
        [written(tmp_path)],
        Asked("auto", profiles_of("auto")),
        Means(workers=0),
        watch=lambda _done, _of, one: told.append(one.traceback),
    )
    assert (only(report).status, report.exit_code) == ("defect", 70)
    assert found(report, "defect").certainty == "unsure"
    assert "ZeroDivisionError" in (told[0] or "")


def test_stopped_half_way(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{name}.txt") for name in "abc"]
    done: list[int] = []
    report = validate(
        files,
        Asked("auto", profiles_of("auto")),
        Means(workers=0),
        watch=lambda count, _of, _one: done.append(count),
        stop=lambda: len(done) >= 2,
    )
    assert (report.interrupted, report.exit_code, len(report.files)) == (True, 130, 2)


# Profiles


def test_the_profiles_of_thidua_are_whole() -> None:
    for name in BUILT_IN:
        (profile,) = profiles_of(name)
        assert profile.name == name
        for code in ("number", "place", "title", "signer", "recipients"):
            assert profile.severity(f"{code}_missing", "info") == "error"
    assert [profile.name for profile in profiles_of("auto")] == list(BUILT_IN)


def test_a_province_edits_limits_severities_and_sections(tmp_path: Path) -> None:
    own = tmp_path / "tỉnh.toml"
    own.write_text(
        'name = "tinh"\ntitle = "báo cáo của xã"\nextends = "bao_cao_tong_ket"\n'
        "[limits]\nmin_words = 900\nmax_pages = 30\nmax_megabytes = 0.0001\n"
        '[severities]\nnumber_missing = "warning"\nsigner_missing = "off"\n'
        '[[section]]\nid = "han_che"\nseverity = "off"\n'
        '[[section]]\nid = "binh_dang"\nname = "bình đẳng giới"\nheadings = ["bình đẳng giới"]\nseverity = "warning"\n',
        encoding="utf-8",
    )
    file = written(
        tmp_path,
        a="Số: 57/ → Số: /",
        b="\nLò Văn Thảnh → ",
        c="IV. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN\n → ",
    )
    report = judged(file, profile=str(own))
    assert failing(report) == []
    codes = {finding.code: finding.severity for finding in only(report).findings}
    assert codes["number_missing"] == "warning"
    assert "signer_missing" not in codes
    assert "bình đẳng giới" in found(report, "section_missing").message
    assert codes["words_under_limit"] == codes["size_over_limit"] == "warning"
    assert "pages_over_limit" not in codes
    assert only(report).profile == "tinh"


HEAD = 'name = "x"\ntitle = "y"\n'
SECTION = HEAD + '[[section]]\nid = "a"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "x"', "title: còn thiếu"),
        ('name = "Báo cáo"\ntitle = "y"', "name: chỉ gồm chữ thường không dấu"),
        ('name = "x"\ntitle = ""', "title: không được để trống"),
        ('name = "x"\ntitle = 3', "title: phải là chữ"),
        (HEAD + "[limits]\nmax_page = 3", "[limits] max_page: không có mục tên này; có phải “max_pages”?"),
        (HEAD + '[limits]\nmax_pages = "3"', "[limits] max_pages: phải là một số nguyên"),
        (HEAD + "[limits]\nmax_pages = 0", "[limits] max_pages: phải từ 1 trở lên"),
        (HEAD + "[limits]\nmax_doubtful_percent = 101", "không được quá 100"),
        (HEAD + '[severities]\nnumber_mising = "error"', "không có mã “number_mising”; có phải “number_missing”?"),
        (HEAD + '[severities]\nsum_mismatch = "nặng"', "“nặng” không dùng được; phải là một trong: error"),
        (HEAD + 'extends = "bao_cao"', "extends: “bao_cao” không dùng được"),
        (SECTION + 'name = "b"\nkinds = ["khen"]', "[[section]] thứ 1, kinds: “khen”"),
        (SECTION + 'name = "b"\nkinds = "khen_thuong"', "phải là một danh sách"),
        (SECTION, "[[section]] “a” cần có name và ít nhất một trong kinds"),
        (SECTION + '[[section]]\nid = "a"', "hai mục [[section]] cùng id “a”"),
        ("name = x", "sai cú pháp TOML ở dòng 1, cột 8"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(text, "tinh.toml")
    assert said in raised.value.message
    assert "tinh.toml" in raised.value.message
    assert raised.value.message_en != raised.value.message


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(UsageError) as raised:
        parse('name = "x"\nlimts = 3\n[limits]\nmax_pages = "3"', "tinh.toml")
    assert raised.value.message.count("•") == 3


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("ke_hoac", "profile_unknown", "Có phải “ke_hoach”?"),
        ("không có.toml", "profile_unreadable", "không thấy tệp"),
    ],
)
def test_a_profile_that_is_not_there(asked: str, code: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        profiles_of(asked)
    assert raised.value.code == code
    assert said in raised.value.message


def test_a_profile_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes('title = "báo cáo"'.encode("utf-16"))
    with pytest.raises(UsageError, match="không phải UTF-8"):
        profiles_of(str(tmp_path / "a.toml"))


def test_the_profile_of_the_docs_can_be_used() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    profile = parse(block, "docs/validate.md")
    assert profile.limits.max_pages == 30
    assert [rule.id for rule in profile.section if rule.severity != "off"][-1] == "binh_dang_gioi"
    jsonschema.validate(
        tomllib.loads(block),
        json.loads((ROOT / "schemas/json/v1/validation-profile.schema.json").read_text(encoding="utf-8")),
    )


def test_the_docs_tell_every_profile_code_and_doubt() -> None:
    told = set(re.findall(r"`([a-z_]+)`", DOCS))
    assert {*BUILT_IN, *GATE_CODES, *get_args(Doubt), *get_args(Certainty), *get_args(Grade)} <= told


# Codes


def test_what_is_said_of_codes_is_said_of_codes_that_there_are() -> None:
    assert CODES.keys() >= ACROSS
    assert GATE_CODES.keys() >= COUNTED


def test_every_code_has_a_title_and_every_title_a_code() -> None:
    families = {"legacy_encoding", "legacy_font"}
    codes = {code for code in CODES if not code.startswith(tuple(families))} | families | {"unreadable", "defect"}
    assert set(_titles()) == codes
    assert title_of("docx_damaged") == title_of("unreadable")


def test_every_issue_of_reading_has_a_code_that_profiles_know() -> None:
    told = {code for file in (ROOT / "pipeline").rglob("*.py") for code in _first_words(file, "Issue")}
    assert len(told) >= 9
    assert told <= READING_CODES.keys()


def test_codes_of_this_machine_are_raised_somewhere() -> None:
    raised = {code for file in (ROOT / "pipeline").rglob("*.py") for code in _first_words(file, "UnreadableFileError")}
    assert THIS_MACHINE - {"defect"} <= raised


def _first_words(file: Path, name: str) -> set[str]:
    """The codes with which something is made in a module, as far as they stand there."""
    calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") == name
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
