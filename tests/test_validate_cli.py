"""What ``thidua validate`` prints: for people, for programs, always one document; exit codes; files for CI."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
import yaml
from lxml import etree
from rich.console import Console

from pipeline.cli import validated
from pipeline.cli.door import run_command
from pipeline.validate import gate
from pipeline.validate.formats import FORMATS
from pipeline.validate.formats.github import MOST
from schemas.validation import ValidationReport
from tests.support import ROOT
from tests.uploads import REPORT, document, judged, written

SCHEMAS = Path(__file__).parent / "schemas"
MACHINE_FORMATS = ("json", "junit", "sarif", "github")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    monkeypatch.setenv("THIDUA_DB", str(tmp_path / "x" / "a.duckdb"))
    for name in ("THIDUA_LANG", "GITHUB_WORKSPACE", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def bad_batch(folder: Path) -> None:
    """A good upload, a bad one, two that cannot be read, one with a name that has to be escaped."""
    written(folder, "nộp/tốt.txt")
    written(folder, "nộp/thiếu số, 50%.txt", a="Số: 57/ → Số: /", b="đạt 86,7% → đạt 96,7%")
    (folder / "nộp" / "rỗng.txt").write_bytes(b"")
    (folder / "nộp" / "hỏng.pdf").write_bytes(b"%PDF-1.7 x")


def sarif_of(text: str) -> Any:
    told = json.loads(text)
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(told)
    (run,) = told["runs"]
    return run


def junit_of(text: str) -> Any:
    told = etree.fromstring(text.encode())
    etree.XMLSchema(etree.parse(str(SCHEMAS / "junit-10.xsd"))).assertValid(told)
    return told


def commands(text: str) -> list[str]:
    """The annotations of a step, as GitHub counts them: commands between ``stop-commands`` are none."""
    found, stopped = [], None
    for line in text.split("\n"):
        if stopped is not None:
            stopped = None if line.strip() == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif re.match(r"\s*::(error|warning|notice)\b", line):
            found.append(line)
    return found


# One document, always


@pytest.mark.parametrize(
    ("arguments", "code", "failure"),
    [
        (["tốt.txt"], 0, None),
        (["thiếu.txt"], 1, None),
        (["rỗng.txt"], 3, None),
        (["không có.txt"], 3, None),
        (["tốt.txt", "rỗng.txt"], 4, None),
        ([], 2, "usage"),
        (["tốt.txt", "--nhanh"], 2, "usage"),
        (["tốt.txt", "--profile"], 2, "usage"),
        (["tốt.txt", "--profile", "ke_hoac"], 2, "profile_unknown"),
        (["tốt.txt", "--profile", "mẫu.toml"], 2, "profile_invalid"),
        (["tốt.txt", "--fail-on", "nặng"], 2, "fail_on_unknown"),
        (["tốt.txt", "--write", "sarif"], 2, "write_unclear"),
        (["tốt.txt", "--write", "pdf=a.pdf"], 2, "format_unknown"),
        (["tốt.txt", "--write", "json=tốt.txt/a.json"], 2, "result_not_written"),
    ],
)
def test_there_is_always_one_document(
    arguments: list[str], code: int, failure: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, "tốt.txt")
    written(tmp_path, "thiếu.txt", change="Số: 57/ → Số: /")
    (tmp_path / "rỗng.txt").write_bytes(b"")
    (tmp_path / "mẫu.toml").write_text("ten = 1", encoding="utf-8")
    for form in MACHINE_FORMATS:
        assert run_command(["validate", "--format", form, *arguments]) == code
        told = capsys.readouterr()
        if form == "json":
            report = document(told.out)
            assert report["exit_code"] == code
            assert (report["failure"] or {}).get("code") == failure
        elif form == "sarif":
            (invocation,) = sarif_of(told.out)["invocations"]
            assert invocation["exitCode"] == code
            assert invocation["executionSuccessful"] is (code in {0, 1})
        elif form == "junit":
            assert bool(junit_of(told.out).xpath("//failure | //error")) is (code != 0)
        else:
            assert bool(commands(told.out)) is (code != 0)
        assert bool(told.err) is (failure is not None), "what went wrong is told to people, too"


def test_a_setting_that_is_wrong_is_told_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "hai")
    assert run_command(["validate", str(written(tmp_path)), "--format=json"]) == 2
    assert document(capsys.readouterr().out)["failure"]["code"] == "setting_invalid"


def test_a_defect_is_told_in_json_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("một phép chia")

    (tmp_path / "x").mkdir()
    monkeypatch.setattr(gate, "find", broken)
    assert run_command(["validate", str(written(tmp_path)), "--format", "json"]) == 70
    told = capsys.readouterr()
    report = document(told.out)
    assert (report["exit_code"], report["failure"]["code"]) == (70, "defect")
    assert "Traceback" not in told.out + told.err
    assert "một phép chia" in (tmp_path / "x" / "thidua.log").read_text(encoding="utf-8")


def test_who_is_stopped_before_the_first_file_says_so_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gate, "find", stopped)
    assert run_command(["validate", str(written(tmp_path)), "--format", "json"]) == 130
    report = document(capsys.readouterr().out)
    assert (report["exit_code"], report["failure"]["code"]) == (130, "interrupted")


def test_no_database_is_ever_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a database was opened")

    monkeypatch.setattr(duckdb, "connect", never)
    assert run_command(["validate", str(written(tmp_path)), "--format", "json"]) == 0
    assert capsys.readouterr().err == ""
    assert [file.name for file in tmp_path.iterdir()] == ["báo cáo.txt"]


# For programs


def test_json_keeps_bad_uploads_and_doubts_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad_batch(tmp_path)
    assert run_command(["validate", "nộp", "--format", "json"]) == 4
    report = document(capsys.readouterr().out)
    assert [(file["file"], file["status"]) for file in report["files"]] == [
        ("nộp/hỏng.pdf", "unreadable"),
        ("nộp/rỗng.txt", "unreadable"),
        ("nộp/thiếu số, 50%.txt", "findings"),
        ("nộp/tốt.txt", "passed"),
    ]
    assert report["summary"]["upload_bad"] is True
    assert report["summary"]["not_sure"] is False
    (share,) = [f for file in report["files"] for f in file["findings"] if f["code"] == "share_mismatch"]
    assert share["quote"] == "39/45 hộ (đạt 96,7%"
    assert (share["page"], share["line"], share["certainty"], share["fails"]) == (1, 14, "certain", True)
    assert "98" not in share["message"]
    assert share["message_en"].isascii() or "39/45" in share["message_en"]


def test_sarif_points_into_text_files_by_line_and_column(tmp_path: Path) -> None:
    bad_batch(tmp_path)
    run = sarif_of(FORMATS["sarif"](judged(tmp_path / "nộp")))
    results = {result["ruleId"]: result for result in run["results"]}
    share = results["share_mismatch"]
    place = share["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "n%E1%BB%99p/thi%E1%BA%BFu%20s%E1%BB%91%2C%2050%25.txt"
    assert place["region"]["startLine"] == 14
    assert place["region"]["startColumn"] > 1
    assert (share["kind"], share["level"]) == ("fail", "error")
    assert run["tool"]["driver"]["rules"][share["ruleIndex"]]["id"] == "share_mismatch"
    assert {"file_empty", "pdf_damaged", "number_missing"} <= results.keys()
    assert not [rule for rule in results if rule.endswith("_verified")]


def test_what_is_unsure_is_to_be_reviewed_in_sarif_and_passes_in_junit() -> None:
    report = judged(ROOT / "corpus" / "samples" / "bao-cao-nam-xa-binh-khe-thuong.txt")
    results = {result["ruleId"]: result for result in sarif_of(FORMATS["sarif"](report))["results"]}
    assert (results["quality_doubtful"]["kind"], results["quality_doubtful"]["level"]) == ("review", "none")
    assert (results["quality_restored"]["kind"], results["quality_restored"]["level"]) == ("fail", "warning")
    suite = junit_of(FORMATS["junit"](report))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "0", "0")
    assert "quality_doubtful" in suite.findtext(".//testcase/system-out")


def test_junit_has_a_case_a_file(tmp_path: Path) -> None:
    bad_batch(tmp_path)
    (tmp_path / "nộp" / "ký\x01tự lạ.txt").write_bytes(b"")
    suite = junit_of(FORMATS["junit"](judged(tmp_path / "nộp")))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "1", "3")
    (failure,) = suite.findall(".//failure")
    assert failure.get("type") == "number_missing"
    assert "share_mismatch" in failure.text
    assert suite.find(".//testcase[@name='tốt.txt']").find("failure") is None


# On GitHub


def test_annotations_stay_within_the_limit_and_the_rest_is_in_the_log(tmp_path: Path) -> None:
    for number in range(20):
        written(tmp_path, f"nộp/{number:02}.txt", a="Số: 57/ → Số: /", b="\nLò Văn Thảnh → ")
    (tmp_path / "nộp" / "zz.txt").write_bytes(b"")
    report = judged(tmp_path / "nộp")
    text = FORMATS["github"](report)
    told = commands(text)
    assert len(told) == MOST == 10
    assert [line.partition(" ")[0] for line in told] == ["::error"] * 9 + ["::notice"]
    assert len({re.search("file=([^,]*)", line)[1] for line in told[:9]}) == 9, "no file takes all of them"  # type: ignore[index]
    left = report.summary.failing - 9
    assert f"Còn {left} điều nữa" in told[-1]
    assert len(re.findall("^[^:].*: error: ", text, re.M)) == left
    assert "KHÔNG ĐẠT (mã thoát 4" in text


def test_annotations_are_escaped_and_documents_give_no_commands(tmp_path: Path) -> None:
    written(tmp_path, "a, b: 50%.txt", a="Số: 57/ → Số: /", b="đạt 86,7% → đạt 96,7%")
    told = commands(FORMATS["github"](judged(tmp_path)))
    (share,) = [line for line in told if "share_mismatch" in line]
    assert "file=a%2C b%3A 50%25.txt,line=14,col=" in share
    assert "96,7%25" in share
    hostile = REPORT.replace("Có 39/45 hộ (đạt 86,7%)", "\n::error::ký tự lạ ngày 31/02/2025 ::add-mask::x\n")
    for number in range(12):
        written(tmp_path, f"{number}.txt", text=hostile.replace("Số: 57/", "Số: /"))
    assert len(commands(FORMATS["github"](judged(tmp_path)))) == MOST


def test_lines_are_told_only_where_an_editor_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(
        tmp_path, "kho/nộp/hai trang.txt", text=REPORT.replace("\nV. ", "\n\f\nV. "), a="đạt 86,7% → đạt 96,7%"
    )
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "kho"))
    (line,) = commands(FORMATS["github"](judged(file)))
    assert "file=nộp/hai trang.txt,title=" in line, "from the root of the repository; no line: the file has two pages"
    assert "(tr. 1, dòng 14)" in line


# For people


def test_text_tells_what_is_wrong_and_what_it_means(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad_batch(tmp_path)
    assert run_command(["validate", "nộp"]) == 4
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.split("\n")
    assert lines[0].startswith("✗ nộp/hỏng.pdf  không đọc được")
    assert re.search(r"^  LỖI +dòng 14, cột \d+: Tỷ lệ không khớp.*“39/45 hộ.*\[share_mismatch\]$", told.out, re.M)
    assert "✓ nộp/tốt.txt  đạt · báo cáo · mẫu bao_cao_tong_ket · 1 phép tính khớp" in lines
    assert "4 tệp: 1 đạt, 1 không đạt, 2 không đọc được. Tìm thấy 4 lỗi, 0 cảnh báo." in lines
    assert "KHÔNG ĐẠT (mã thoát 4: có tệp không đọc được, hoặc chỉ đọc được một phần)." in lines
    assert not any(line.endswith(" ") for line in lines)


def test_a_quiet_text_tells_what_does_not_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad_batch(tmp_path)
    written(tmp_path, "nộp/nhắc nhở.txt", change="V. PHƯƠNG HƯỚNG → IV. PHƯƠNG HƯỚNG")
    assert run_command(["validate", "nộp", "--quiet"]) == 4
    told = capsys.readouterr().out
    assert "share_mismatch" in told
    assert "tốt.txt" not in told
    assert "nhắc nhở.txt" not in told
    assert "5 tệp: 2 đạt" in told


def test_text_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    bad_batch(tmp_path)
    run_command(["validate", "nộp"])
    told = capsys.readouterr().out
    assert "1 passed, 1 failed, 2 unreadable" in told
    assert "NOT PASSED (exit code 4" in told
    assert "Thể thức" not in told


def test_a_terminal_gets_columns_and_doubts_their_reason() -> None:
    report = judged(ROOT / "corpus" / "samples" / "bao-cao-nam-xa-binh-khe-thuong.txt")
    console = Console(force_terminal=True, width=80, highlight=False)
    with console.capture() as captured:
        validated.show_report(console, report)
    told = re.sub(r"\x1b\[[0-9;]*m", "", captured.get())
    assert max(map(len, told.split("\n")[1:])) <= 82
    assert told.startswith("? ")
    assert "đạt, cần người xem" in told.split("\n", 1)[0]
    assert re.search("chưa chắc +6,3 %", told)
    assert "(chưa chắc vì: chữ trong tệp hỏng" in " ".join(told.split())
    assert "--fail-on-unsure" in told


def test_many_good_files_are_told_by_their_number(tmp_path: Path) -> None:
    report = judged(written(tmp_path))
    (file,) = report.files
    many = ValidationReport.model_validate(
        report.model_dump() | {"files": [file.model_copy(update={"file": f"{n}.txt"}) for n in range(70)]}
    )
    console = Console(width=100, highlight=False)
    with console.capture() as captured:
        validated.show_report(console, many)
    assert "✓ 70 tệp khác: đạt" in captured.get()


def test_results_are_written_of_the_same_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad_batch(tmp_path)
    places = ["--write", "sarif=ra/a.sarif", "--write", "junit=ra/a.xml", "--write", "json=ra/a.json"]
    assert run_command(["validate", "nộp", *places]) == 4
    assert "KHÔNG ĐẠT" in capsys.readouterr().out
    sarif_of((tmp_path / "ra" / "a.sarif").read_text(encoding="utf-8"))
    junit_of((tmp_path / "ra" / "a.xml").read_text(encoding="utf-8"))
    assert document((tmp_path / "ra" / "a.json").read_text(encoding="utf-8"))["exit_code"] == 4


# Files for CI


def ci_file(name: str) -> Any:
    return yaml.safe_load((ROOT / "docs" / "ci" / name).read_text(encoding="utf-8"))


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a CI system does, with this thidua on the path."""
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


needs_bash = pytest.mark.skipif(
    shutil.which("bash") is None or not (Path(sys.executable).parent / "thidua").exists(),
    reason="needs bash and an installed thidua",
)


@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.github-workflows", "github-workflow.yml"), ("vendor.gitlab-ci", "gitlab-ci.yml")]
)
def test_ci_files_keep_to_the_schemas_of_their_systems(schema: str, file: str) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / "docs" / "ci" / file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@needs_bash
def test_the_workflow_for_github_runs(tmp_path: Path) -> None:
    bad_batch(tmp_path)
    (tmp_path / "nộp").rename(tmp_path / "nop")
    job = ci_file("github-workflow.yml")["jobs"]["validate"]
    (step,) = [step for step in job["steps"] if step.get("name") == "Validate"]
    environment = {name: value for name, value in job["env"].items() if "${{" not in value}
    ended = shell(step["run"], tmp_path, **environment, GITHUB_WORKSPACE=str(tmp_path))
    assert ended.returncode == 4, ended.stderr
    assert len(commands(ended.stdout)) == 4
    uploaded = next(step for step in job["steps"] if "upload-artifact" in step.get("uses", ""))["with"]["path"].split()
    assert all((tmp_path / name).exists() for name in uploaded)
    (sarif,) = [step["with"]["sarif_file"] for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    sarif_of((tmp_path / sarif).read_text(encoding="utf-8"))
    (install,) = [step["run"] for step in job["steps"] if step.get("name") == "Install thidua"]
    assert shell(install, tmp_path, THIDUA_PACKAGE="").returncode != 0, "nothing of a guessed name is installed"


@needs_bash
def test_the_pipeline_for_gitlab_runs(tmp_path: Path) -> None:
    written(tmp_path, "nop/tốt.txt")
    job = ci_file("gitlab-ci.yml")["thidua"]
    ended = shell("\n".join(job["script"]), tmp_path, **job["variables"])
    assert ended.returncode == 0, ended.stdout + ended.stderr
    junit_of((tmp_path / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8"))


@needs_bash
def test_the_pre_commit_hook_runs(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (used,) = ci_file("pre-commit-config.yaml")["repos"][0]["hooks"]
    assert used["id"] == hook["id"]
    assert hook["require_serial"] is True, "one run reads all files"
    bad_batch(tmp_path)
    (tmp_path / "nộp").rename(tmp_path / "nop")
    written(tmp_path, "nop/ảnh.jpg", text="x")
    written(tmp_path, "README.md", text="x")
    files = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file())
    staged = [file for file in files if re.search(hook["files"], file) and re.search(used["files"], file)]
    assert [Path(file).name for file in staged] == ["hỏng.pdf", "rỗng.txt", "thiếu số, 50%.txt", "tốt.txt"]
    quoted = " ".join(f"'{word}'" for word in [*used["args"], *staged])
    ended = shell(f"{hook['entry']} {quoted}", tmp_path)
    assert ended.returncode == 4
    assert "4 tệp: 1 đạt, 1 không đạt, 2 không đọc được" in ended.stdout
    assert shell(f"{hook['entry']} nop/tốt.txt", tmp_path).returncode == 0


@needs_bash
@pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
def test_the_git_hook_stops_a_bad_commit(tmp_path: Path) -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        quoted = " ".join(f"'{one}'" for one in arguments)
        return shell(f"git -c user.name=a -c user.email=a@b.vn -c commit.gpgsign=false {quoted}", tmp_path)

    assert git("init", "--quiet").returncode == 0
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "docs" / "ci" / "pre-commit", hook)
    good = written(tmp_path, "nop/tốt.txt")
    git("add", "nop")
    good.write_text("chưa xong, chưa add", encoding="utf-8")  # only what is staged counts
    told = git("commit", "-m", "tốt")
    assert told.returncode == 0, told.stdout + told.stderr
    written(tmp_path, "nop/rỗng.txt", text=" ")
    written(tmp_path, "khác.txt", text="x")
    git("add", "nop/rỗng.txt", "khác.txt")
    stopped = git("commit", "-m", "hỏng")
    assert stopped.returncode != 0
    assert "nop/rỗng.txt" in stopped.stdout + stopped.stderr
    assert "tốt.txt" not in stopped.stdout + stopped.stderr
    assert git("log", "--oneline").stdout.count("\n") == 1


def test_nothing_is_said_quietly_where_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["validate", str(written(tmp_path, "tốt.txt")), "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_standard_input_is_no_upload(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["validate", "-", "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)["failure"]["code"] == "input_not_a_file"
