"""What the environment and thidua.toml say."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.door import run_command
from pipeline.errors import ThiduaError, UsageError
from pipeline.limits import Limits
from pipeline.settings import DEFAULT_DATABASE, Settings, log_beside, same_below, values_of
from pipeline.settings.example import example
from pipeline.settings.known import SETTINGS, Setting
from tests.stored import write_reports
from tests.support import ROOT


def test_defaults_work_on_a_fresh_clone() -> None:
    settings = Settings.from_environment({})
    assert settings.database == DEFAULT_DATABASE
    assert settings.workers >= 1
    assert settings.document_seconds > 60


def test_the_environment_wins_over_defaults() -> None:
    told = {"THIDUA_DB": "kết quả/x.duckdb", "THIDUA_WORKERS": " 3 ", "THIDUA_DOCUMENT_SECONDS": "20"}
    assert Settings.from_environment(told) == Settings(Path("kết quả/x.duckdb"), 3, 20)


def test_limits_of_containers_can_be_set() -> None:
    told = {"THIDUA_CONTAINER_MEMBERS": "5", "THIDUA_CONTAINER_DEPTH": "1"}
    limits = Settings.from_environment(told).limits
    assert (limits.members, limits.depth, limits.megabytes) == (5, 1, Limits().megabytes)


def test_an_empty_variable_says_nothing() -> None:
    assert Settings.from_environment({"THIDUA_DB": "", "THIDUA_WORKERS": ""}).database == DEFAULT_DATABASE


@pytest.mark.parametrize("said", ["hai", "-1", "1.5", "²", "٣"])
def test_a_number_that_is_none_is_refused(said: str) -> None:
    with pytest.raises(UsageError) as refused:
        Settings.from_environment({"THIDUA_WORKERS": said})
    assert refused.value.code == "setting_invalid"
    assert "THIDUA_WORKERS" in refused.value.message


def test_the_log_lies_beside_the_database_or_where_it_can(tmp_path: Path) -> None:
    assert log_beside(tmp_path / "a.duckdb") == tmp_path / "thidua.log"
    assert log_beside(tmp_path / "not" / "there" / "a.duckdb") == tmp_path / "not" / "there" / "thidua.log"


# thidua.toml


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own, where nothing is set."""
    for name in [name for name in os.environ if name.startswith("THIDUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(environment: dict[str, str] | None = None) -> UsageError:
    with pytest.raises(UsageError) as error:
        Settings.from_environment(environment or {})
    return error.value


def test_the_file_wins_over_defaults_and_the_environment_over_the_file(here: Path) -> None:
    text = 'db = "kết quả/x.duckdb"\nworkers = 0\n[document]\nseconds = 30\nmb = 0\n[container]\ndepth = 1\n'
    (here / "thidua.toml").write_text(text, encoding="utf-8")
    settings = Settings.from_environment({"THIDUA_DOCUMENT_SECONDS": "40"})
    assert settings == Settings(Path("kết quả/x.duckdb"), 0, document_seconds=40, document_mb=0, limits=Limits(depth=1))
    values, file = values_of({"THIDUA_DOCUMENT_SECONDS": "40"})
    sources = {one.setting.key: one.source for one in values}
    assert (sources["document.seconds"], sources["workers"], sources["file.mb"]) == ("environment", "file", "default")
    assert file.path == str(here / "thidua.toml")


def test_the_file_may_lie_elsewhere(here: Path) -> None:
    (here / "thidua.toml").write_text("workers = 3", encoding="utf-8")
    (here / "khác.toml").write_text("workers = 4", encoding="utf-8")
    assert Settings.from_environment({"THIDUA_CONFIG": "khác.toml"}).workers == 4
    assert Settings.from_environment({"THIDUA_CONFIG": " "}).workers == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_example_gives_the_defaults(here: Path, encoding: str) -> None:
    (here / "thidua.toml").write_text(example(), encoding=encoding)
    values, _ = values_of({})
    assert [one.value for one in values] == [one.default() for one in SETTINGS]
    assert {one.setting.key for one in values if one.source == "default"} == {"workers", "cache"}
    every = re.sub(r"(?m)^# (\w+ = )", r"\1", example())
    (here / "thidua.toml").write_text(every, encoding="utf-8")
    assert all(one.source == "file" and one.value == one.setting.default() for one in values_of({})[0])


def test_all_that_is_wrong_is_told_at_once_with_the_nearest_name(here: Path) -> None:
    text = (
        'worker = 2\nocr_cache_mb = 1\nthidua_db = "x"\ndb = ""\nseconds = 3\n[documnet]\nmb = 1\n'
        '[document]\nsecond = 5\nmb = -1\npages = "2"\ncharacters = true\n[container]\nratio = 1e9\nmb = 5000000000\n'
    )
    (here / "thidua.toml").write_text(text, encoding="utf-8")
    error = refused({"THIDUA_FILE_MB": "lớn"})
    assert (error.code, error.exit_code) == ("setting_invalid", 2)
    for said in (
        "worker: không có mục tên này; có phải “workers”?",
        "ocr_cache_mb: không có mục tên này; có phải “[ocr] cache_mb”?",
        "thidua_db: không có mục tên này; có phải “db”?",
        "db: phải là một đường dẫn",
        ", seconds: không có mục tên này; có phải “[document] seconds”?",
        "documnet: không có mục tên này; có phải “[document]”?",
        "[document] second: không có mục tên này; có phải “seconds”?",
        "[document] mb: phải từ 0 trở lên",
        "[document] pages: phải là một số nguyên",
        "[document] characters: phải là một số nguyên",
        "[container] ratio: phải là một số nguyên",
        "[container] mb: không được quá 1000000000",
        "THIDUA_FILE_MB='lớn'",
    ):
        assert said in error.message
    assert error.message.count("•") == error.message_en.count("•") == 13
    assert "did you mean “workers”?" in error.message_en


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"workers = \n", "dòng 1, cột 11"),
        (b"# b\xe1o c\xe1o", "không phải UTF-8"),
        (b"a = " + b"[" * 100_000, "sai cú pháp TOML"),
        (b"workers = " + b"9" * 5000, "sai cú pháp TOML"),
        (None, "không mở được"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(here: Path, data: bytes | None, said: str) -> None:
    if data is None:
        (here / "thidua.toml").mkdir()
    else:
        (here / "thidua.toml").write_bytes(data)
    error = refused()
    assert error.code == "settings_unreadable"
    assert said in error.message


def test_a_named_file_must_be_there(here: Path) -> None:
    error = refused({"THIDUA_CONFIG": "không có.toml"})
    assert "THIDUA_CONFIG" in error.message
    assert "không thấy tệp" in error.message


def test_what_is_started_sees_the_settings_of_its_parent(here: Path) -> None:
    (here / "thidua.toml").write_text("workers = 7", encoding="utf-8")
    (here / "khác").mkdir()
    with same_below():
        (here / "thidua.toml").write_text("workers = 8", encoding="utf-8")
        assert Settings.from_environment().workers == 7
        code = "from pipeline.settings import Settings; print(Settings.from_environment().workers)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=here / "khác",
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "7"
    assert Settings.from_environment().workers == 8


# thidua settings


def test_settings_are_printed_with_who_said_them(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "thidua.toml").write_text("[document]\nseconds = 31", encoding="utf-8")
    monkeypatch.setenv("THIDUA_WORKERS", "5")
    assert run_command(["settings"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"\[document\] seconds +31 +tệp ", told)
    assert re.search(r"workers +5 +biến", told)
    assert run_command(["settings", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["settings"]}
    assert len(rows) == len(SETTINGS)
    assert {name: rows["document.seconds"][name] for name in ("value", "default", "source", "variable")} == {
        "value": 31,
        "default": 900,
        "source": "file",
        "variable": "THIDUA_DOCUMENT_SECONDS",
    }
    assert rows["workers"]["source"] == "environment"


def test_the_example_is_printed_whatever_the_file_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "thidua.toml").write_text("sai", encoding="utf-8")
    assert run_command(["settings", "--example"]) == 0
    assert capsys.readouterr().out == example()
    assert run_command(["settings"]) == 2
    told = capsys.readouterr()
    assert "settings_unreadable" in told.err
    assert "Traceback" not in told.err
    assert run_command(["settings", "--json", "--example"]) == 2


def test_the_command_line_wins_over_the_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "thidua.toml").write_text('db = "không/a.duckdb"\nworkers = 0', encoding="utf-8")
    write_reports(here / "in", 1)
    assert run_command(["ingest", "in", "--db", "b.duckdb"]) == 0
    assert (here / "b.duckdb").exists()
    assert not (here / "không").exists()
    assert run_command(["ingest", "in"]) == 0
    assert (here / "không" / "a.duckdb").exists()
    capsys.readouterr()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.key)
def test_messages_name_the_entry_beside_the_variable(setting: Setting) -> None:
    error = ThiduaError("x", f"Hãy tăng {setting.variable}.", f"Raise {setting.variable}.")
    assert f"{setting.variable} (thidua.toml: {setting.place})." in error.message
    assert pickle.loads(pickle.dumps(error)).message == error.message, "said once, also from another process"
