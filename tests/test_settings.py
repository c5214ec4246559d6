"""What the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.limits import Limits
from pipeline.settings import DEFAULT_DATABASE, Settings, log_beside


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
    assert log_beside(tmp_path / "not" / "there" / "a.duckdb").parent.is_dir()
