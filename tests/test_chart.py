"""Charts: the numbers of the views, the same bytes each time, words a reader understands where there is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.chart import data
from pipeline.chart.draw import draw
from pipeline.cli.door import run_command
from pipeline.load.store import asking, connect_to_read
from tests.stored import report, store


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chart")
    (folder / "một.txt").write_text(report(57), encoding="utf-8")
    other = report(58).replace("LÂM HÀ THƯỢNG", "ĐỨC HÀ HẠ").replace("2,4%", "3,6%")
    (folder / "hai.txt").write_text(other, encoding="utf-8")
    store([folder], folder / "thidua.duckdb")
    return folder / "thidua.duckdb"


def test_the_numbers_are_those_of_the_views(database: Path) -> None:
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        awards = data.awards(query, 2025)
        assert (awards.rows, awards.series, awards.values) == (("Giấy khen",), ("tập thể", "cá nhân"), ((24.0, 62.0),))
        poverty = data.indicator(query, "ty_le_ho_ngheo", None)
        assert poverty.rows == ("xã Đức Hà Hạ", "xã Lâm Hà Thượng")
        assert (poverty.values, poverty.unit) == (((3.6,), (2.4,)), "%")
        movements = data.movements(query, None)
        assert (movements.rows, movements.values) == (("Dân vận khéo",), ((2.0,),))
        assert movements.note.startswith("Nguồn: 2 văn bản")


@pytest.mark.parametrize("name", ["khen_thuong", "phong_trao", "ty_le_ho_ngheo"])
def test_a_chart_is_the_same_file_each_time(database: Path, tmp_path: Path, name: str) -> None:
    files = [tmp_path / f"{number}.svg" for number in range(2)]
    for file in files:
        assert run_command(["chart", name, "--db", str(database), "--out", str(file)]) == 0
    first, second = (file.read_bytes() for file in files)
    assert b"<svg" in first
    assert first == second


def test_png(database: Path, tmp_path: Path) -> None:
    with connect_to_read(database) as connection:
        draw(data.awards(asking(connection, database), None), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["khen_thuong", "--year", "1999"], "nothing_to_draw"),
        (["ty_le_ho_ngheo", "--year", "1999"], "nothing_to_draw"),
        (["ty_le_ho_ngheoo"], "ty_le_ho_ngheo"),
        (["khen_thuong", "--out", "a.jpg"], "chart_kind"),
    ],
)
def test_what_cannot_be_drawn(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run_command(["chart", *arguments, "--db", str(database)]) == 2
    assert said in capsys.readouterr().err
