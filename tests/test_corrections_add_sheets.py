"""What a clerk writes to add records, and gets told: every wrong row at once, sheets of awards, names of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.cli.door import run_command
from pipeline.corrections.apply import apply, review
from pipeline.errors import UsageError
from pipeline.load.store import work_of
from tests.stored import ask, store
from tests.test_corrections_add import (
    ADDED,
    AS_ADDED,
    AWARD,
    QUOTE,
    add,
    database,
    decide,
    new,
    save,
    stored,
    text_with,
)

__all__ = ["database"]  # a fixture

AWARDS = "Bổ sung khen thưởng"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing is ever stored, as all that is asked of it is wrong."""
    return stored(tmp_path_factory.mktemp("untouched"))


def refusal(database: Path, file: Path) -> str:
    """What is told of a sheet; nothing is stored."""
    held = database.read_bytes()
    with pytest.raises(UsageError) as refused:
        apply(database, file, "Lan")
    assert refused.value.code == "corrections_wrong"
    assert database.read_bytes() == held
    assert not work_of(database).exists()
    return refused.value.message


def workbook(database: Path, *awards: dict[str, object]) -> Path:
    """The workbook of a review with these rows on the sheet of awards, the first one on row 3."""
    file = database.with_name("bảng.xlsx")
    file.unlink(missing_ok=True)
    review(database, file, [], everything=True)
    book = openpyxl.load_workbook(file)
    page = book[AWARDS]
    titles = {cell.value: cell.column for cell in page[1]}
    for number, award in enumerate(awards, start=3):
        for title, value in award.items():
            page.cell(number, titles[title]).value = value
    book.save(file)
    return file


def award(**more: object) -> dict[str, object]:
    """A row of the sheet of awards."""
    told: dict[str, object] = {"Văn bản": "báo cáo.txt", "Câu trích": QUOTE, **AWARD, "Số lượng": 7}
    return told | more


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Câu trích": "câu không có"}, "không thấy câu “câu không có” trong “báo cáo.txt”"),
        ({"Câu trích": "rao phần thưởng ấy"}, "không thấy câu"),
        ({"Câu trích": "thi đua"}, "chỗ trong “báo cáo.txt”; hãy chép thêm chữ ở trước hoặc ở sau"),
        ({"Câu trích": ""}, "chưa ghi câu trích"),
        ({"Loại": "Chữ phục hồi"}, "phải là một trong: Khen thưởng; Số liệu; Phong trào; Viện dẫn"),
        ({"Văn bản": "không có.txt"}, "không có văn bản nào tên “không có.txt”"),
        ({"Văn bản": "", "Mã": ""}, "chưa nêu văn bản"),
        ({"Mục cần sửa": "Tên", "Giá trị đúng": "x"}, "phải là một trong: Danh hiệu, hình thức khen; Hạng"),
        ({"Mục cần sửa": "", "Giá trị đúng": ""}, "phải là một trong: Danh hiệu, hình thức khen; Hạng"),
        ({"Mục cần sửa": "Số lượng", "Giá trị đúng": "nhiều"}, "“nhiều” không phải là giá trị của mục “Số lượng”"),
        ({"Mục cần sửa": "Số lượng", "Giá trị đúng": "-3"}, "“-3” không phải là giá trị của mục “Số lượng”"),
        ({"Mục cần sửa": "Số lượng", "Giá trị đúng": ""}, "chưa ghi giá trị của mục “Số lượng”"),
        ({"Mục cần sửa": "Số lượng", "Giá trị đúng": "'"}, "chưa ghi giá trị của mục “Số lượng”"),
        ({"Mục cần sửa": "Hạng", "Giá trị đúng": "hạng Tư"}, "“hạng Tư” không phải là giá trị của mục “Hạng”"),
    ],
)
def test_each_thing_that_may_be_wrong_is_told(untouched: Path, change: dict[str, str], said: str) -> None:
    rows = new(untouched, {"Số lượng": "7"})
    message = refusal(untouched, save(untouched, [rows[0] | change]))
    assert f"- dòng 2: {said}" in message or (said in message and "- dòng 2: " in message)


def test_what_a_record_must_have_is_told(untouched: Path) -> None:
    rows = new(untouched, {"Số lượng": "7", "Đối tượng": "(trống)"})
    message = refusal(untouched, save(untouched, rows))
    assert "dòng 2: bản ghi bổ sung còn thiếu mục: Danh hiệu, hình thức khen; Đối tượng (mỗi mục một dòng" in message
    message = refusal(untouched, save(untouched, new(untouched, {"Giá trị": "7"}, kind="Số liệu")))
    assert "dòng 2: bản ghi bổ sung còn thiếu mục: Chỉ tiêu; Đơn vị tính" in message


def test_a_field_told_twice_wants_another_record(untouched: Path) -> None:
    rows = new(untouched, AWARD)
    message = refusal(untouched, save(untouched, [*rows, rows[2] | {"Giá trị đúng": "8"}]))
    assert "dòng 6: mục “Số lượng” đã ghi ở dòng 4; bản ghi thứ hai của cùng câu thì ghi “thêm 2”" in message
    again = [row | {"Quyết định": "thêm 2"} for row in rows]
    message = refusal(untouched, save(untouched, [*rows, *again]))
    assert "dòng 6: giống hệt bản ghi bổ sung ở dòng 2" in message


def test_all_wrong_rows_are_told_at_once(untouched: Path) -> None:
    wrong = new(untouched, {"Số lượng": "nhiều", "Hạng": "hạng Tư", "Tên": "x"}, quote="câu không có")
    right = new(untouched, AWARD)
    message = refusal(untouched, save(untouched, [*right, *wrong, right[0] | {"Quyết định": "có lẽ"}]))
    told = [line.partition(":")[0] for line in message.splitlines()[1:]]
    assert told == ["- dòng 6", "- dòng 6", "- dòng 7", "- dòng 8", "- dòng 9"]


def test_what_the_machine_has_there_is_not_added(database: Path) -> None:
    quote = "tặng Giấy khen cho 12 tập thể và 31 cá nhân"
    again = new(database, AWARD | {"Số lượng": "12"}, quote)
    message = refusal(database, save(database, again))
    assert "ở câu ấy đã có bản ghi này rồi (Giấy khen: 12 tập thể" in message
    assert "hãy ghi giữ hoặc sửa" in message
    decide(database, "Giấy khen: 12 tập thể", "bỏ")
    assert "đã có bản ghi này rồi" in refusal(database, save(database, again)), "who was rejected is kept instead"
    name = new(database, {"Tên phong trào": "dân vận khéo"}, kind="Phong trào")
    assert "đã có bản ghi này rồi" in refusal(database, save(database, name)), "a movement is one in a document"
    add(database, AWARD | {"Số lượng": "13"}, quote)


def test_a_sheet_is_applied_twice(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = save(database, new(database, AWARD))
    assert run_command(["apply", str(file), "--by", "Lan", "--db", str(database)]) == 0
    assert "bỏ 0, thêm 1." in capsys.readouterr().out
    assert run_command(["apply", str(file), "--by", "Lan", "--db", str(database)]) == 0
    assert "chưa có quyết định nào mới" in capsys.readouterr().out
    assert ask(database, ADDED) == [AS_ADDED]


def test_documents_are_named_by_file_or_id(database: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "b").mkdir()
    (tmp_path / "in" / "b" / "báo cáo.txt").write_text(text_with(number=58), encoding="utf-8")
    store([tmp_path / "in"], database)
    rows = [row | {"Mã": ""} for row in new(database, AWARD)]
    message = refusal(database, save(database, rows))
    assert "dòng 2: 2 văn bản có tên “báo cáo.txt”; hãy ghi mã của văn bản" in message
    ((doc_id,),) = ask(database, "SELECT doc_id FROM documents WHERE number = 58")
    assert doc_id in message
    apply(database, save(database, [row | {"Văn bản": doc_id} for row in rows]), "Lan")
    assert ask(database, "SELECT DISTINCT doc_id FROM awards WHERE rule = 'added'") == [(doc_id,)]
    file = workbook(database)
    offered = [cell.value for cell in openpyxl.load_workbook(file)["thidua 2"]["A"] if cell.value]
    assert [name.rpartition(" · ")[2] == doc_id for name in offered].count(True) == 1
    label = next(name for name in offered if not name.endswith(doc_id))
    apply(database, workbook(database, award(**{"Văn bản": label})), "Lan")
    assert ask(database, "SELECT count(DISTINCT doc_id) FROM awards WHERE rule = 'added'") == [(2,)]


def test_what_a_csv_was_made_safe_for_is_read_as_it_was(database: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "báo cáo.txt").write_text(text_with(f"Kết quả; - {QUOTE}; +x"), encoding="utf-8")
    store([tmp_path / "in"], database)
    add(database, quote=f"'- {QUOTE}; '+x")
    assert ask(database, "SELECT quote FROM awards WHERE rule = 'added'") == [(f"- {QUOTE}; +x",)]


# The workbook


def test_awards_are_added_on_a_sheet_of_their_own(database: Path) -> None:
    more = award(**{"Số lượng": 1250, "Đối tượng": "hộ gia đình", "Ghi chú": "theo biên bản"})
    apply(database, workbook(database, award(), {}, more), "Lan")
    assert ask(database, f"{ADDED} ORDER BY count") == [
        AS_ADDED,
        ("giay_khen", "ho_gia_dinh", 1250, "xa", "awarded", "added", 1.0, False),
    ]
    assert ask(database, "SELECT DISTINCT note FROM corrections WHERE note IS NOT NULL") == [("theo biên bản",)]


def test_the_sheet_of_awards_offers_what_may_be_chosen(untouched: Path) -> None:
    file = workbook(untouched)
    book = openpyxl.load_workbook(file)
    titles = [cell.value for cell in book[AWARDS][1]]
    assert titles[1:3] == ["Văn bản", "Câu trích"]
    assert [title for title in AWARD if title in titles] == list(AWARD)
    offered = {}
    for one in book[AWARDS].data_validations.dataValidation:
        first, _, _ = str(one.sqref).partition(":")
        offered[titles[book[AWARDS][first].column - 1]] = values_named(book, one.formula1.removeprefix("="))
    assert offered["Văn bản"] == ["báo cáo.txt"]
    assert "Giấy khen" in offered["Danh hiệu, hình thức khen"]
    assert offered["Đối tượng"] == ["tập thể", "cá nhân", "hộ gia đình", "khu dân cư", "đối tượng khác"]
    assert values_named(book, "muc_awards")[4:6] == ["Số lượng", "Tình trạng"], "of every kind, not of the first alone"
    kinds = dict(zip(values_named(book, "loai"), values_named(book, "ma_loai"), strict=True))
    assert kinds["Khen thưởng"] == "awards"
    review_page = book["Xem lại"]
    kind = next(cell.coordinate for cell in review_page[1] if cell.value == "Loại").replace("1", "2")
    sources = [one.formula1 for one in review_page.data_validations.dataValidation]
    assert any(f"${kind}" in source and "ma_loai" in source for source in sources)
    assert apply(untouched, file, "Lan") == [], "rows left blank are none"


def values_named(book: Any, name: str) -> list[object]:
    page, cells = next(book.defined_names[name].destinations)
    return [row[0].value for row in book[page][cells]]


def test_what_is_wrong_is_told_by_sheet_and_row(untouched: Path) -> None:
    file = workbook(
        untouched,
        award(**{"Câu trích": "câu không có"}),
        award(**{"Đối tượng": None}),
        award(**{"Số lượng": "nhiều"}),
        award(),
        award(),
    )
    book = openpyxl.load_workbook(file)
    titles = {cell.value: cell.column for cell in book["Xem lại"][1]}
    book["Xem lại"].cell(3, titles["Quyết định"]).value = "có lẽ"
    book.save(file)
    message = refusal(untouched, file)
    lines = message.splitlines()[1:]
    assert lines[0].startswith(f"- trang “{AWARDS}”, dòng 3: không thấy câu")
    assert lines[1] == f"- trang “{AWARDS}”, dòng 4: bản ghi bổ sung còn thiếu mục: Đối tượng"
    assert lines[2].startswith(f"- trang “{AWARDS}”, dòng 5: “nhiều” không phải")
    assert lines[3] == (f"- trang “{AWARDS}”, dòng 7: giống hệt bản ghi bổ sung ở trang “{AWARDS}”, dòng 6")
    assert lines[4].startswith("- trang “Xem lại”, dòng 3: không hiểu quyết định “có lẽ”")
    assert len(lines) == 5


def test_a_sheet_of_awards_without_its_columns_is_foreign(untouched: Path) -> None:
    file = workbook(untouched, award())
    book = openpyxl.load_workbook(file)
    book[AWARDS]["C1"].value = "Câu"
    book.save(file)
    with pytest.raises(UsageError, match=f"Trang “{AWARDS}” .*thiếu cột: Câu trích") as refused:
        apply(untouched, file, "Lan")
    assert refused.value.code == "sheet_foreign"


def test_a_sheet_with_records_to_add_is_not_written_over_before_they_are(database: Path) -> None:
    file = workbook(database, award())
    held = file.read_bytes()
    with pytest.raises(UsageError) as refused:
        review(database, file, [], everything=True)
    assert refused.value.code == "sheet_filled"
    assert file.read_bytes() == held
    apply(database, file, "Lan")
    review(database, file, [], everything=True)
    file = save(database, new(database, AWARD | {"Số lượng": "9"}))
    with pytest.raises(UsageError) as refused:
        review(database, file, [], everything=True)
    assert refused.value.code == "sheet_filled"
    apply(database, file, "Lan")
    decide(database, "Giấy khen: 9 tập thể", "sửa", "Số lượng", "10")
    review(database, save(database, new(database, AWARD | {"Số lượng": "9"})), [], everything=True)


def test_rows_that_add_stand_among_the_others_of_a_workbook(database: Path) -> None:
    file = workbook(database)
    book = openpyxl.load_workbook(file)
    page = book["Xem lại"]
    titles = {cell.value: cell.column for cell in page[1]}
    last = page.max_row
    for number, (field, value) in enumerate(AWARD.items(), start=last + 1):
        told = {"Văn bản": "báo cáo.txt", "Loại": "Khen thưởng", "Câu trích": QUOTE, "Quyết định": "Bổ sung"}
        for title, one in (told | {"Mục cần sửa": field, "Giá trị đúng": value}).items():
            page.cell(number, titles[title]).value = one
    book.save(file)
    apply(database, file, "Lan")
    assert ask(database, ADDED) == [AS_ADDED]


def test_it_is_all_told_in_english_too(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    file = database.with_name("sheet.xlsx")
    review(database, file, [], everything=True)
    book = openpyxl.load_workbook(file)
    page = book["Awards to add"]
    titles = {cell.value: cell.column for cell in page[1]}
    told = {"Document": "báo cáo.txt", "Quote": QUOTE, "award": "giay_khen", "recipient": "tap_the", "count": 7}
    for title, value in told.items():
        page.cell(2, titles[title]).value = value
    page.cell(3, titles["Document"]).value = "báo cáo.txt"
    book.save(file)
    with pytest.raises(UsageError) as refused:
        apply(database, file, "Lan")
    assert "- sheet “Awards to add”, row 3: no quote" in refused.value.message_en
    book["Awards to add"].cell(3, titles["Document"]).value = None
    book.save(file)
    apply(database, file, "Lan")
    assert ask(database, "SELECT count, level FROM awards WHERE rule = 'added'") == [(7, None)]
