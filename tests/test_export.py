"""Exports: opened again, every row is there with real days and numbers, and nothing in it is ever run."""

from __future__ import annotations

import csv
import datetime
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.door import run_command
from pipeline.errors import DatabaseError, UsageError
from pipeline.export import json_lines, workbook
from pipeline.export.cells import LONGEST, cell, cut, is_risky, neutral, text
from pipeline.export.delimited import write_csv
from pipeline.export.make import export
from pipeline.export.rows import Row
from pipeline.export.sheets import Column, Sheet, sheets
from pipeline.export.workbook import write_workbook
from pipeline.load.store import asking, connect_to_read
from pipeline.report.review.make import make
from tests.stored import ask, report, store

NOTES, TO_REVIEW = "Ghi chú", "Xem lại"
SHEETS = ["Văn bản", "Phong trào", "Số liệu", "Khen thưởng", "Viện dẫn", "Điều cần lưu ý"]
RISKY = st.text(max_size=8).flatmap(lambda tail: st.sampled_from("=+-@\t\r＝＋－＠").map(lambda sign: sign + tail))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "=cmd báo cáo.txt").write_text(report(), encoding="utf-8")
    (folder / "b.txt").write_text(report(58, area=311), encoding="utf-8")
    (folder / "bản sao của b.txt").write_text(report(58, area=311), encoding="utf-8")
    (folder / "trống.txt").write_text("", encoding="utf-8")  # rejected
    store([folder], folder / "thidua.duckdb")
    return folder / "thidua.duckdb"


@pytest.fixture(scope="module")
def book(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("book")
    with connect_to_read(database) as connection:
        make(asking(connection, database), (), folder / "bao cao", name="thidua")
    export(database, "xlsx", folder / "thidua.xlsx", (), folder / "bao cao")
    opened = openpyxl.load_workbook(folder / "thidua.xlsx")
    opened.folder = folder
    return opened


def column(page: Any, title: str) -> list[Any]:
    titles = [one.value for one in page[1]]
    return [row[titles.index(title)] for row in page.iter_rows(min_row=2)]


def test_a_sheet_a_table_each_row_in_it(database: Path, book: Any) -> None:
    assert [page.title for page in book if page.sheet_state == "visible"] == [*SHEETS, TO_REVIEW, NOTES]
    for sheet, name in zip(sheets(), SHEETS, strict=True):
        count = ask(database, f'SELECT count(*) FROM "{sheet.code}"')[0][0]
        assert book[name].max_row - 1 == count > 0, name
        assert book[name].freeze_panes == "C2"
        assert book[name].auto_filter.ref == f"A1:{book[name].cell(1, book[name].max_column).column_letter}{count + 1}"


def test_days_and_numbers_are_days_and_numbers(database: Path, book: Any) -> None:
    issued = column(book["Văn bản"], "Ngày ban hành")
    assert issued[0].value == datetime.datetime(2025, 12, 5)  # noqa: DTZ001
    assert issued[0].number_format == "dd/mm/yyyy"
    values = column(book["Số liệu"], "Giá trị")
    assert sum(one.value for one in values) == pytest.approx(ask(database, "SELECT sum(value) FROM metrics")[0][0])
    assert {one.data_type for one in values} == {"n"}
    shares = [one for one in values if one.value == 2.4]
    assert {one.number_format for one in shares} == {"#,##0.######"}
    assert {one.value for one in column(book["Khen thưởng"], "Số lượng")} == {12, 31}
    assert {one.value for one in column(book["Khen thưởng"], "Danh hiệu, hình thức khen")} == {"Giấy khen"}


def test_every_link_leads_to_a_place_that_is_there(book: Any) -> None:
    linked = 0
    for name in SHEETS:
        for one in column(book[name], "Xem lại"):
            if one.hyperlink is None:
                assert book[name].cell(one.row, 2).value == "trống.txt"
                continue
            target = book.folder / one.hyperlink.target.replace("\\", "/").replace("%20", " ")
            html = target.read_text(encoding="utf-8")
            if place := one.hyperlink.location:
                # a finding about the whole document has no place in the text: its card is the place
                assert f'id="{place}"' in html or f'id="c-{place}"' in html, place
            else:
                assert name == "Văn bản"
            linked += 1
    assert linked > 20


def test_rows_to_look_at_are_coloured(book: Any) -> None:
    fills = {
        row[1].value: row[1].fill.fgColor.rgb
        for row in book["Văn bản"].iter_rows(min_row=2)
        if row[1].fill.fill_type == "solid"
    }
    assert fills == {"trống.txt": "FFF8D7DA"}
    for row in book["Điều cần lưu ý"].iter_rows(min_row=2):
        level = next(one.value for one in row if one.column == 5)
        assert (row[1].fill.fill_type == "solid") == (level != "để biết")


def test_what_is_told_twice_can_be_left_out(book: Any) -> None:
    counted = column(book["Khen thưởng"], "Tính vào tổng hợp")
    titles = [one.value for one in book["Văn bản"][1]].index("Tính vào tổng hợp")
    assert sorted(str(one.value) for one in counted) == ["có"] * 4 + ["không"] * 2
    listed = {row[1].value: row[titles].value for row in book["Văn bản"].iter_rows(min_row=2)}
    assert listed["trống.txt"] == "không", "what could not be read counts nowhere"
    assert listed["b.txt"] == "có"
    assert [one.value for one in column(book["Văn bản"], "Trùng với") if one.value] == ["b.txt"]


def test_a_name_like_a_formula_is_a_text(book: Any) -> None:
    (one, *_) = column(book["Văn bản"], "Tệp")
    assert (one.value, one.data_type) == ("=cmd báo cáo.txt", "s")
    assert one.quotePrefix
    for page in book:
        assert not [one for row in page.iter_rows() for one in row if one.data_type == "f"]


def sheet_of(*values: object) -> tuple[Sheet, list[Row]]:
    made = Sheet("metrics", ("Thử", "Test"), (Column("x", ("Ô", "Cell"), "", 20),), "")
    rows = []
    for value in values:
        held = cell(value, "metrics", "x")
        shown, shortened = cut(held) if isinstance(held, str) else (held, False)
        rows.append(Row((shown,), "", None, shortened))
    return made, rows


@given(st.lists(st.one_of(RISKY, st.text(), st.integers(), st.floats(), st.dates()), min_size=1, max_size=20))
def test_hostile_cells_come_back_as_texts(tmp_path_factory: pytest.TempPathFactory, values: list[object]) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    sheet, rows = sheet_of(*values)
    write_workbook(folder / "a.xlsx", [(sheet, lambda: rows)], report=folder, name="x")
    page = openpyxl.load_workbook(folder / "a.xlsx")["Thử"]
    back = [page.cell(number, 2) for number in range(2, len(values) + 2)]
    assert all(one.data_type in {"s", "n", "d"} for one in back)
    for one, row in zip(back, rows, strict=True):
        if isinstance(row.cells[0], str):
            assert one.value == row.cells[0]
        if isinstance(row.cells[0], str) and is_risky(row.cells[0]):
            assert one.quotePrefix


@given(st.lists(st.one_of(RISKY, st.text()), min_size=1, max_size=20))
def test_no_field_of_csv_begins_a_formula(tmp_path_factory: pytest.TempPathFactory, values: list[object]) -> None:
    folder = tmp_path_factory.mktemp("csv") / "out"
    sheet, rows = sheet_of(*values)
    write_csv(folder, [(sheet, lambda: rows)])
    raw = (folder / "metrics.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") == len(values) + 1
    for separator in ",;\t":  # as Excel may be set
        for line in raw.decode("utf-8-sig").split("\r\n"):
            fields = next(csv.reader([line], delimiter=separator), [])
            assert not any(is_risky(field) for field in fields), line


@given(RISKY)
def test_a_sign_at_the_start_is_neutralised(value: str) -> None:
    assert is_risky(value)
    assert neutral(value).startswith("'")


@given(st.text())
def test_no_forbidden_character_is_left(value: str) -> None:
    assert not re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", text(value))


def test_a_cell_is_cut_and_it_is_said(tmp_path: Path) -> None:
    sheet, rows = sheet_of("ắ" * (LONGEST + 1), "😀" * LONGEST, "ắ" * LONGEST)
    written = write_workbook(tmp_path / "a.xlsx", [(sheet, lambda: rows)], report=tmp_path, name="x")
    opened = openpyxl.load_workbook(tmp_path / "a.xlsx")
    first, second, third = (opened["Thử"].cell(row, 2).value for row in (2, 3, 4))
    assert first.endswith("… [đã cắt bớt]")
    assert second.endswith("… [đã cắt bớt]")
    assert len(first) == LONGEST
    assert len(second.encode("utf-16-le")) <= 2 * LONGEST
    assert third == "ắ" * LONGEST
    assert written.cut == 2
    assert "2 ô dài hơn 32.767 ký tự" in str([one.value for one in opened[NOTES]["B"]])


def test_more_rows_than_a_sheet_takes_go_on_in_another(tmp_path: Path) -> None:
    sheet, rows = sheet_of(*range(5))
    written = write_workbook(tmp_path / "a.xlsx", [(sheet, lambda: rows)], report=tmp_path, name="x", rows_a_sheet=2)
    opened = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert opened.sheetnames == ["Thử", "Thử (2)", "Thử (3)", NOTES]
    assert [[row[1] for row in opened[name].values] for name in opened.sheetnames[:3]] == [
        ["Ô", 0, 1],
        ["Ô", 2, 3],
        ["Ô", 4],
    ]
    assert (written.rows, written.continued) == ({"Thử": 5}, ["Thử"])


def test_links_beyond_what_a_sheet_holds_are_formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_LINKS", 1)
    sheet, _ = sheet_of()
    rows = [Row((None,), "", f"van_ban/a.html#metrics-{number}", 0) for number in range(2)]
    write_workbook(tmp_path / "a.xlsx", [(sheet, lambda: rows)], report=tmp_path / "b", name="x")
    first, second = openpyxl.load_workbook(tmp_path / "a.xlsx")["Thử"]["A"][1:]
    assert (first.hyperlink.target, first.hyperlink.location) == ("b\\van_ban\\a.html", "metrics-0")
    assert second.value == '=HYPERLINK("b/van_ban/a.html#metrics-1","Xem")'


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (datetime.date(1899, 12, 31), "1899-12-31"),  # Excel has no such day
        (datetime.date(1900, 2, 28), "1900-02-28"),  # it has, but another one
        (10**15 + 1, "1000000000000001"),
        (float("inf"), "inf"),
        (False, None),
        ("", None),
        ([], None),
    ],
)
def test_what_excel_would_change_is_written_as_text(value: object, held: object) -> None:
    assert cell(value, "metrics", "x") == held


def test_the_same_rows_give_the_same_bytes(database: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(database, "xlsx", tmp_path / name / "x.xlsx", (), tmp_path / "bao_cao")
    assert (tmp_path / "a" / "x.xlsx").read_bytes() == (tmp_path / "b" / "x.xlsx").read_bytes()


def test_csv_is_the_sheets(database: Path, tmp_path: Path) -> None:
    export(database, "csv", tmp_path / "out", (), tmp_path)
    assert {file.stem for file in (tmp_path / "out").glob("*.csv")} == {sheet.code for sheet in sheets()}
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *_ = csv.DictReader(file)
    assert (first["Tệp"], first["Ngày ban hành"], first["Số"]) == ("'=cmd báo cáo.txt", "2025-12-05", "57")


def test_json_lines_are_what_the_schemas_say(database: Path, tmp_path: Path) -> None:
    written = export(database, "jsonl", tmp_path / "out", (), tmp_path).written
    for table in json_lines.EXPORTED:
        schema = json.loads(Path(f"schemas/json/v1/{table}.schema.json").read_text(encoding="utf-8"))
        rows = [json.loads(line) for line in (tmp_path / "out" / f"{table}.jsonl").read_text("utf-8").splitlines()]
        for row in rows:
            jsonschema.validate(row, schema)
        assert len(rows) == written.rows[table] == ask(database, f'SELECT count(*) FROM "{table}"')[0][0]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_documents_that_are_named_are_exported_alone(database: Path, tmp_path: Path, form: Any) -> None:
    all_of_it = export(database, form, tmp_path / "all", (), tmp_path).written.rows
    one = export(database, form, tmp_path / "one", ("b.txt", "b.txt"), tmp_path).written.rows
    awards = "Khen thưởng" if form == "csv" else "awards"
    assert (all_of_it[awards], one[awards]) == (6, 2)


def test_an_export_replaces_an_earlier_one_and_nothing_else(database: Path, tmp_path: Path) -> None:
    for _ in range(2):
        export(database, "csv", tmp_path / "out", (), tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("của tôi", encoding="utf-8")
    for form in ("csv", "jsonl", "parquet"):
        with pytest.raises(UsageError, match="không phải là một lần xuất"):
            export(database, form, tmp_path / "other", (), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "out"]


def test_a_file_that_is_open_is_left_as_it_is(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    for form, place in (("xlsx", "a.xlsx"), ("csv", "out")):
        export(database, form, tmp_path / place, (), tmp_path)  # type: ignore[arg-type]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(Path, "replace", held)
    for form, place in (("xlsx", "a.xlsx"), ("csv", "out")):
        with pytest.raises(UsageError, match="đang mở trong Excel"):
            export(database, form, tmp_path / place, (), tmp_path)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_place_that_cannot_be_written(database: Path, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    for form, place in (("xlsx", "tep/a.xlsx"), ("csv", "tep/out"), ("jsonl", "tep/out"), ("parquet", "tep/out")):
        with pytest.raises(UsageError, match="Không ghi được"):
            export(database, form, tmp_path / place, (), tmp_path)  # type: ignore[arg-type]


def test_rows_that_cannot_be_read_leave_nothing_behind(tmp_path: Path) -> None:
    def broken() -> list[Row]:
        raise DatabaseError("x", "hỏng", "broken")

    sheet, _ = sheet_of()
    with pytest.raises(DatabaseError):
        write_workbook(tmp_path / "a.xlsx", [(sheet, broken)], report=tmp_path, name="x")
    with pytest.raises(DatabaseError):
        write_csv(tmp_path / "out", [(sheet, broken)])
    assert not list(tmp_path.iterdir())


def test_the_command_says_what_was_written(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["export", "--db", str(database)]) == 0
    said = capsys.readouterr().out
    assert "Văn bản 4" in said
    assert "Khen thưởng 6" in said
    assert str(Path("outputs/xuat/thidua.xlsx")) in said
    assert "hãy chạy thidua report" in said
    assert openpyxl.load_workbook("outputs/xuat/thidua.xlsx").sheetnames[: len(SHEETS)] == SHEETS
    assert run_command(["export", "b.txt", "--db", str(database)]) == 0
    assert sorted(file.name for file in Path("outputs/xuat").iterdir()) == ["thidua-b.xlsx", "thidua.xlsx"]
    assert run_command(["export", "b.txt", "--format", "CSV", "--db", str(database), "--out", "c"]) == 0
    assert "--format xlsx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--db", "khong_co.duckdb"], 5, "khong_co.duckdb"),
        (["--format", "xls"], 2, "xlsx, csv, jsonl, parquet"),
        (["--out", "a.xls"], 2, ".xlsx"),
        (["không có văn bản này"], 2, "Không có văn bản nào"),
    ],
)
def test_what_is_wrong_is_said(  # noqa: PLR0917  (fixtures)
    database: Path, tmp_path: Path, arguments: list[str], code: int, said: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIDUA_DB", str(database))
    assert run_command(["export", *arguments]) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.xls*"))


def test_in_english(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    export(database, "xlsx", tmp_path / "a.xlsx", (), tmp_path)
    opened = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert opened.sheetnames[:3] == ["Documents", "Movements", "Metrics"]
    assert [one.value for one in opened["Awards"][1]][:3] == ["Review", "File", "Reporting unit"]
