"""Names and texts of strangers on the screen and in logs: they are shown, and do nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.cli.console import out
from pipeline.cli.door import run_command
from pipeline.cli.log import note
from tests.stored import report

ACTS = ("\x1b", "\x9b", "\x07", "\u202e", "\u2066")


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_no_name_acts_on_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, sign in enumerate(ACTS):
        (folder / f"{at}{sign}]0;x{sign}[2J.txt").write_text(report(at) + f"\nThôn {sign}[31m đỏ\n", encoding="utf-8")
        (folder / f"{at}{sign}.bin").write_bytes(b"\0\1\2")
    base = tmp_path / "a.duckdb"
    assert run_command(["ingest", str(folder), "--db", str(base), "--workers", "1"]) == 4
    for asked in (["show", "0"], ["runs"], ["runs", "show"], ["show", "không có\x1b[2J"]):
        run_command([*asked, "--db", str(base)])
    said = capsys.readouterr()
    shown = said.out + said.err
    assert not [sign for sign in ACTS if sign in shown]
    assert "\\x1b" in shown, "it is spelled out, not left out"


def test_lines_and_tables_stay_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    out().print("một\n\thai [bold]ba[/]")
    assert capsys.readouterr().out.split() == ["một", "hai", "ba"]


def test_a_name_cannot_begin_a_line_of_the_log(tmp_path: Path) -> None:
    log = note(tmp_path / "thidua.log", "a\n== 2026-01-01 all is well\r\x1b[2J", "Traceback")
    assert log.read_text(encoding="utf-8").count("\n== ") == 0
    assert "\x1b" not in log.read_text(encoding="utf-8")
