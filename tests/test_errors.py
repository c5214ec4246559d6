"""One root, one table of exit codes, messages in two languages."""

from __future__ import annotations

import pickle
import re

import pytest

from pipeline import errors
from pipeline.errors import DatabaseError, ExitCode, ThiduaError, UnreadableFileError, UnsupportedKindError, UsageError
from tests.support import ROOT

KINDS = (DatabaseError, UnreadableFileError, UnsupportedKindError, UsageError)


@pytest.mark.parametrize("kind", KINDS)
def test_errors_cross_the_border_of_a_process_whole(kind: type[ThiduaError]) -> None:
    error = pickle.loads(pickle.dumps(kind("code", "tiếng Việt", "English")))
    assert type(error) is kind
    assert (error.code, error.message, error.message_en) == ("code", "tiếng Việt", "English")


@pytest.mark.parametrize(("language", "said"), [("vi", "tiếng Việt"), ("en", "English"), ("en_GB.UTF-8", "English")])
def test_errors_speak_the_language_of_the_user(language: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", language)
    assert str(UsageError("code", "tiếng Việt", "English")) == said


def test_all_errors_have_one_root_and_an_exit_code_of_the_table() -> None:
    ours = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert all(issubclass(kind, ThiduaError) and kind.exit_code in ExitCode for kind in ours)


def test_the_table_of_exit_codes_is_documented_and_frozen() -> None:
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    told = {name: int(number) for number, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.M)}
    assert told == {code.name: code.value for code in ExitCode}
    assert told == {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "UNREADABLE": 3,
        "PARTIAL": 4,
        "DATABASE": 5,
        "DEFECT": 70,
        "INTERRUPTED": 130,
    }
