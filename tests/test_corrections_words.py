"""What a clerk decides on restored words and on letterheads: before all else stands on them, over every new reading."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch import ingest
from pipeline.cli.door import run_command
from pipeline.corrections.apply import apply, review, standings, to_read_again
from pipeline.errors import UsageError
from pipeline.export.make import export
from tests.review_pages import made, page
from tests.stored import Listening, ask, everything, halves, report, store

MANGLED = """UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM
XA LAM HA THUONG Déc lap - Ty do - Hanh phtc
Sé: 57/BC-UBND Lam Ha Thwong, ngay 05 thang 12 nam 2025

BAO CAO
Téng két céng tac thi dua, khen thudng nam 2025

I. KET QUA THUC HIEN
Thyc hién Ké hoach sé 12/KH-UBND ngay 10/01/2025 cia Uy ban nhan dan x& vé phat dong thi dua, x& da huéng img phong
trao thi dua "Dan van khéo". Téng dién tich gieo trong dat 310 ha, ty 1é hé nghéo con 2,4%.

II. CONG TAC KHEN THUONG
Chi tich Uy ban nhan dan x& tang Giay khen cho 12 tap thé va 31 ca nhan.
"""
NAME = "SELECT unit_name, issuer FROM documents"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "báo cáo.txt").write_text(MANGLED, encoding="utf-8")
    store([tmp_path / "in"], tmp_path / "a.duckdb")
    return tmp_path / "a.duckdb"


def filled(database: Path, which: Callable[[dict[str, str]], bool], *answers: tuple[str, str, str]) -> Path:
    """A sheet of everything whose first row of that sort has these decisions, fields, values."""
    file = database.with_name("sheet.csv")
    review(database, file, [], everything=True)
    with file.open(encoding="utf-8-sig", newline="") as held:
        rows = list(csv.DictReader(held))
    row = next(row for row in rows if which(row))
    told = [row | {"Quyết định": a, "Mục cần sửa": b, "Giá trị đúng": c} for a, b, c in answers]
    with file.open("w", encoding="utf-8-sig", newline="") as held:
        writer = csv.DictWriter(held, list(rows[0]))
        writer.writeheader()
        writer.writerows(told)
    return file


def a_word(raw: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: row["Mã"].startswith("edits.") and row["Máy rút"].startswith(f"“{raw}”")


def the_letterhead(row: dict[str, str]) -> bool:
    return row["Mã"].startswith("documents.")


def again(database: Path, *, text: str | None = None, force: bool = False) -> Listening:
    folder = database.parent / "in"
    if text is not None:
        (folder / "báo cáo.txt").write_text(text, encoding="utf-8")
    listening = Listening()
    ingest([folder], database, listening, workers=0, force=force)
    return listening


def decide(database: Path, file: Path) -> None:
    apply(database, file, "Lan")
    again(database)


def test_a_corrected_word_is_right_before_the_letterhead_is_read(database: Path) -> None:
    assert ask(database, NAME)[0][0] == "Lâm Hà Thưởng", "what the machine makes of it; else this test shows nothing"
    decide(database, filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG")))
    assert ask(database, NAME) == [("Lâm Hà Thượng", "Ủy ban nhân dân xã Lâm Hà Thượng")]
    ((text, raw),) = ask(database, "SELECT text, raw_text FROM texts")
    assert "LÂM HÀ THƯỢNG" in text
    assert "LAM HA THUONG" in raw
    assert ask(database, "SELECT before, after, rule, confidence FROM edits WHERE rule = 'corrected'") == [
        ("THUONG", "THƯỢNG", "corrected", 1.0)
    ]
    (row,) = ask(database, "SELECT char_start, char_end FROM edits WHERE rule = 'corrected'")
    assert text[row[0] : row[1]] == "THƯỢNG"
    assert not halves(database)


def test_every_quote_still_is_its_slice(database: Path) -> None:
    decide(database, filled(database, a_word("DAN"), ("sửa", "", "DÂN DÂN DÂN")))
    ((text,),) = ask(database, "SELECT text FROM texts")
    for table in ("awards", "metrics", "movements", "legal_references", "sections"):
        rows = ask(database, f"SELECT quote, char_start, char_end FROM {table}")
        assert rows
        assert all(text[start:end] == quote for quote, start, end in rows)


def test_a_rejected_word_is_as_it_was_read_and_an_accepted_one_as_restored(database: Path) -> None:
    decide(database, filled(database, a_word("THUONG"), ("bỏ", "", "")))
    assert "LÂM HÀ THUONG" in ask(database, "SELECT text FROM texts")[0][0]
    decide(database, filled(database, a_word("THUONG"), ("giữ", "", "")))
    assert "LÂM HÀ THƯỞNG" in ask(database, "SELECT text FROM texts")[0][0], "back as the machine had restored it"
    rows = ask(database, "SELECT after, rule, confidence FROM edits WHERE before = 'THUONG' ORDER BY char_start")
    assert rows[0] == ("THƯỞNG", "corrected", 1.0)


def test_a_document_is_read_again_because_of_decisions_alone_and_once(database: Path) -> None:
    apply(database, filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG")), "Lan")
    assert [name for name, _ in to_read_again(database)] == ["báo cáo.txt"]
    assert [one.state for one in standings(database)] == ["unread"]
    assert again(database).begun == [(1, 0)]
    assert [one.state for one in standings(database)] == ["holds"]
    assert not to_read_again(database)
    assert again(database).begun == [(0, 1)], "nothing has changed since"


def test_words_and_letterhead_survive_another_reading(database: Path) -> None:
    apply(database, filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG")), "Lan")
    apply(
        database,
        filled(database, the_letterhead, ("sửa", "Số", "75"), ("sửa", "Người ký", "Trần Văn Bình")),
        "Lan",
    )
    again(database)
    held = everything(database)
    again(database, force=True)
    assert everything(database) == held
    assert ask(database, "SELECT number, signer_name, unit_name FROM documents") == [
        (75, "Trần Văn Bình", "Lâm Hà Thượng")
    ]


def test_a_letterhead_put_right_is_checked_as_it_is_now(database: Path) -> None:
    missing = "SELECT count(*) FROM issues WHERE code = 'signer_missing'"
    assert ask(database, missing) == [(1,)]
    decide(database, filled(database, the_letterhead, ("sửa", "Người ký", "Trần Văn Bình")))
    assert ask(database, missing) == [(0,)]


def test_the_parts_of_a_date_follow_the_date(database: Path) -> None:
    decide(database, filled(database, the_letterhead, ("sửa", "Ngày ban hành", "06/11/2024")))
    (row,) = ask(database, "SELECT issued_on, issued_year, issued_month, issued_day FROM documents")
    assert (row[0].isoformat(), *row[1:]) == ("2024-11-06", 2024, 11, 6)
    decide(database, filled(database, the_letterhead, ("sửa", "Ngày trong tháng", "(trống)")))
    assert ask(database, "SELECT issued_on, issued_year, issued_day FROM documents") == [(None, 2025, None)]


def test_an_accepted_letterhead_is_asked_about_no_more(database: Path) -> None:
    file = database.with_name("open.csv")
    review(database, file, [], everything=False)
    assert "documents." in file.read_text(encoding="utf-8-sig"), "it lacks a signer"
    decide(database, filled(database, the_letterhead, ("giữ", "", "")))
    review(database, file, [], everything=False)
    assert "documents." not in file.read_text(encoding="utf-8-sig")


def test_words_are_found_again_in_a_file_that_has_changed_elsewhere(database: Path) -> None:
    decide(database, filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG")))
    again(database, text=MANGLED.replace("310 ha", "315 ha").replace("II. CONG", "Xa khéng cé hé doi.\n\nII. CONG"))
    assert ask(database, NAME)[0][0] == "Lâm Hà Thượng"
    assert ask(database, "SELECT count(*) FROM issues WHERE code = 'correction_lost'") == [(0,)]


def test_a_word_whose_place_has_changed_is_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(database, filled(database, a_word("tich"), ("sửa", "", "tịch")))
    again(database, text=MANGLED.replace("Téng dién tich gieo trong dat", "Nam nay quy mo gieo trong lua la"))
    ((message,),) = ask(database, "SELECT message FROM issues WHERE code = 'correction_lost'")
    assert "Lan" in message
    assert "một chữ" in message
    assert [one.state for one in standings(database)] == ["lost"]
    assert run_command(["apply", "--status", "--db", str(database)]) == 0
    assert "mất câu trích, cần xem lại: 1" in capsys.readouterr().out
    assert again(database).begun == [(0, 1)], "a decision that is lost is no reason to read again and again"


def test_a_letterhead_that_changed_in_the_file_is_told_and_stays(database: Path) -> None:
    decide(database, filled(database, the_letterhead, ("sửa", "Ngày ban hành", "06/12/2025")))
    again(database, text=MANGLED.replace("ngay 05 thang 12", "ngay 08 thang 12"))
    assert str(ask(database, "SELECT issued_on FROM documents")[0][0]) == "2025-12-08"
    ((message,),) = ask(database, "SELECT message FROM issues WHERE code = 'correction_lost'")
    assert "phần đầu văn bản" in message


def test_a_record_decided_on_is_found_again_when_a_word_in_it_is_put_right(database: Path) -> None:
    decide(database, filled(database, lambda row: "12 tập thể (" in row["Máy rút"], ("sửa", "Số lượng", "15")))
    decide(database, filled(database, a_word("Giay"), ("sửa", "", "giấy")))
    assert "tặng giấy khen" in ask(database, "SELECT text FROM texts")[0][0]
    assert ask(database, "SELECT count FROM awards WHERE recipient = 'tap_the'") == [(15,)]
    assert ask(database, "SELECT count(*) FROM issues WHERE code = 'correction_lost'") == [(0,)]


def test_the_same_document_in_another_file_follows(database: Path) -> None:
    decide(database, filled(database, the_letterhead, ("sửa", "Người ký", "Trần Văn Bình")))
    (database.parent / "in" / "bản khác.txt").write_text(MANGLED.replace("310 ha", "311 ha"), encoding="utf-8")
    again(database)
    assert ask(database, "SELECT DISTINCT signer_name FROM documents") == [("Trần Văn Bình",)]


def test_commands_read_again_at_once_or_say_what_to_do(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG"))
    source = database.parent / "in" / "báo cáo.txt"
    source.rename(database.parent / "elsewhere.txt")
    assert run_command(["apply", str(file), "--by", "Lan", "--db", str(database)]) == 4
    assert "thidua ingest" in " ".join(capsys.readouterr().err.split())
    assert ask(database, NAME)[0][0] == "Lâm Hà Thưởng"
    (database.parent / "elsewhere.txt").rename(source)
    file = filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG"))
    assert run_command(["apply", str(file), "--by", "Lan", "--db", str(database)]) == 0
    assert "đọc lại" in capsys.readouterr().out
    assert ask(database, NAME)[0][0] == "Lâm Hà Thượng"


def test_a_letterhead_cannot_be_rejected(database: Path) -> None:
    with pytest.raises(UsageError, match="phần đầu văn bản không bỏ được"):
        apply(database, filled(database, the_letterhead, ("bỏ", "", "")), "Lan")


def test_a_workbook_is_filled_in_and_taken(database: Path) -> None:
    file = database.with_name("bảng.xlsx")
    count = review(database, file, [], everything=True)
    book = openpyxl.load_workbook(file)
    page = book["Xem lại"]
    titles = {cell.value: cell.column for cell in page[1]}
    rows = {page.cell(row, titles["Mã"]).value: row for row in range(2, page.max_row + 1)}
    assert len(rows) == count
    offered = {str(one.sqref).split(":")[0]: one for one in page.data_validations.dataValidation}
    assert offered[page.cell(2, titles["Quyết định"]).coordinate].formula1 == '"giữ,sửa,bỏ,thêm,thêm 2,thêm 3"'
    award = next(row for key, row in rows.items() if key.startswith("awards."))
    for title, told in (("Quyết định", "sửa"), ("Mục cần sửa", "Số lượng"), ("Giá trị đúng", 15)):
        page.cell(award, titles[title]).value = told
    word = next(row for row in rows.values() if str(page.cell(row, titles["Máy rút"]).value).startswith("“THUONG”"))
    page.cell(word, titles["Quyết định"]).value = "sửa"
    page.cell(word, titles["Giá trị đúng"]).value = "THƯỢNG"
    book.save(file)
    decide(database, file)
    assert ask(database, "SELECT count FROM awards WHERE recipient = 'tap_the'") == [(15,)]
    assert ask(database, NAME)[0][0] == "Lâm Hà Thượng"


def test_what_is_wrong_in_a_workbook_is_told_by_its_rows(database: Path) -> None:
    file = database.with_name("bảng.xlsx")
    review(database, file, [], everything=True)
    book = openpyxl.load_workbook(file)
    page = book["Xem lại"]
    titles = {cell.value: cell.column for cell in page[1]}
    page.cell(4, titles["Quyết định"]).value = "có lẽ"
    book.save(file)
    with pytest.raises(UsageError, match="dòng 4: không hiểu quyết định “có lẽ”"):
        apply(database, file, "Lan")


def test_a_file_that_is_no_workbook_is_told(database: Path) -> None:
    for held in (report().encode(), b"", b"PK\x03\x04 not whole"):
        file = database.with_name("bảng.xlsx")
        file.write_bytes(held)
        with pytest.raises(UsageError) as refused:
            apply(database, file, "Lan")
        assert refused.value.code == "sheet_unreadable"
    openpyxl.Workbook().save(file)
    with pytest.raises(UsageError) as refused:
        apply(database, file, "Lan")
    assert refused.value.code == "sheet_foreign"


def test_a_filled_sheet_is_not_written_over_before_it_is_applied(database: Path) -> None:
    file = database.with_name("xuất.xlsx")
    export(database, "xlsx", file, (), database.parent / "bao_cao")
    export(database, "xlsx", file, (), database.parent / "bao_cao")
    book = openpyxl.load_workbook(file)
    sheet = book["Xem lại"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["Quyết định"]).value = "giữ"
    book.save(file)
    held = file.read_bytes()
    for write in (
        lambda: export(database, "xlsx", file, (), database.parent / "bao_cao"),
        lambda: review(database, file, [], everything=True),
    ):
        with pytest.raises(UsageError) as refused:
            write()
        assert refused.value.code == "sheet_filled"
        assert file.read_bytes() == held
    decide(database, file)
    assert review(database, file, [], everything=True)


def test_what_was_decided_stands_on_the_page_and_in_the_workbook(database: Path) -> None:
    decide(database, filled(database, a_word("THUONG"), ("sửa", "", "THƯỢNG")))
    decide(database, filled(database, the_letterhead, ("sửa", "Người ký", "Trần Văn Bình")))
    decide(database, filled(database, lambda row: "12 tập thể (" in row["Máy rút"], ("sửa", "Số lượng", "15")))
    decide(database, filled(database, lambda row: "31 cá nhân (" in row["Máy rút"], ("bỏ", "", "")))
    folder = database.parent / "bao_cao"
    made(database, folder)
    told = page(database, folder, "báo cáo.txt").read_text(encoding="utf-8")
    cards = {one.partition('"')[0]: one for one in told.split('<li id="c-')[1:]}
    corrected = next(one for one in cards.values() if "Giấy khen: 15 tập thể" in one)
    assert re.search(r"đã sửa \(Lan, \d\d/\d\d/\d{4}\)", corrected)
    rejected = next(one for one in cards.values() if "Giấy khen: 31 cá nhân" in one)
    assert rejected.startswith("awards-")
    assert "card rejected" in rejected
    assert "đã bỏ (Lan" in rejected
    word = next(one for name, one in cards.items() if name.startswith("words-") and "THUONG → THƯỢNG" in one)
    assert "đã sửa (Lan" in word
    assert re.search(r"đã sửa \(Lan, [\d/]+\): Người ký", told)
    export(database, "xlsx", database.with_name("xuất.xlsx"), (), folder)
    book = openpyxl.load_workbook(database.with_name("xuất.xlsx"))
    for sheet in ("Khen thưởng", "Văn bản"):
        titles = [cell.value for cell in book[sheet][1]]
        assert str(book[sheet].cell(2, titles.index("Người xem") + 1).value).startswith("đã sửa (Lan, ")


def test_the_workbook_of_an_export_is_taken_too(database: Path) -> None:
    file = database.with_name("xuất.xlsx")
    export(database, "xlsx", file, (), database.parent / "bao_cao")
    book = openpyxl.load_workbook(file)
    sheet = book["Xem lại"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, sheet.max_row + 1) if "THUONG" in str(sheet.cell(row, titles["Máy rút"]).value))
    sheet.cell(row, titles["Quyết định"]).value = "sửa"
    sheet.cell(row, titles["Mục cần sửa"]).value = "Chữ"
    sheet.cell(row, titles["Giá trị đúng"]).value = "THƯỢNG"
    book.save(file)
    decide(database, file)
    assert ask(database, NAME)[0][0] == "Lâm Hà Thượng"
