"""Records that a clerk adds because the machine overlooked them: as good as others, kept over readings, taken back."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.batch import ingest
from pipeline.cli.door import run_command
from pipeline.corrections.apply import apply, review, standings
from pipeline.corrections.locator import Locator
from pipeline.export.make import export
from pipeline.forms.count import fill
from pipeline.forms.definitions import COMMUNES
from pipeline.forms.say import say_award
from pipeline.forms.stored import ask as ask_forms
from pipeline.load.rows import rows_of
from pipeline.load.store import asking, connect_to_read
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import RECORD_KINDS, TABLES
from pipeline.run import Reading, run
from schemas.text import Span
from tests.review_pages import made, page
from tests.stored import Listening, ask, everything, halves, report, store
from tests.support import ROOT

OVERLOOKED = "Hội nghị còn trao phần thưởng ấy\ncho một số thôn dẫn đầu."
QUOTE = "trao phần thưởng ấy cho một số thôn"
AWARD = {"Danh hiệu, hình thức khen": "Giấy khen", "Đối tượng": "tập thể", "Số lượng": "7", "Cấp khen": "xã, phường"}
ADDED = "SELECT award, recipient, count, level, status, rule, confidence, needs_review FROM awards WHERE rule = 'added'"
AS_ADDED = ("giay_khen", "tap_the", 7, "xa", "awarded", "added", 1.0, False)
LOST = "SELECT message FROM issues WHERE code = 'correction_lost'"


def text_with(sentence: str = OVERLOOKED, **more: int) -> str:
    """A report with a sentence of which no machine can tell the number."""
    return report(**more).rstrip("\n") + f"\n{sentence}\n"


def stored(folder: Path) -> Path:
    (folder / "in").mkdir()
    (folder / "in" / "báo cáo.txt").write_text(text_with(), encoding="utf-8")
    store([folder / "in"], folder / "a.duckdb")
    assert len(ask(folder / "a.duckdb", "SELECT * FROM awards")) == 2, "what the machine finds; else nothing is shown"
    return folder / "a.duckdb"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return stored(tmp_path)


def rows_of_sheet(database: Path) -> list[dict[str, str]]:
    file = database.with_name("sheet.csv")
    review(database, file, [], everything=True)
    with file.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.DictReader(held))


def save(database: Path, rows: list[dict[str, str]]) -> Path:
    file = database.with_name("filled.csv")
    with file.open("w", encoding="utf-8-sig", newline="") as held:
        writer = csv.DictWriter(held, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def new(
    database: Path, values: dict[str, str], quote: str = QUOTE, kind: str = "Khen thưởng", decision: str = "thêm"
) -> list[dict[str, str]]:
    """The rows that a clerk makes of copies of the first row of a document's sheet."""
    copied = rows_of_sheet(database)[0] | {"Loại": kind, "Câu trích": quote, "Quyết định": decision}
    return [copied | {"Mục cần sửa": field, "Giá trị đúng": value} for field, value in values.items()]


def add(database: Path, values: dict[str, str] = AWARD, quote: str = QUOTE, kind: str = "Khen thưởng") -> None:
    assert apply(database, save(database, new(database, values, quote, kind)), "Lan")


def decide(database: Path, told: str, decision: str, field: str = "", value: str = "") -> None:
    """Decide on the row of the sheet of which the record says that."""
    row = next(row for row in rows_of_sheet(database) if told in row["Máy rút"])
    decided = row | {"Quyết định": decision, "Mục cần sửa": field, "Giá trị đúng": value}
    apply(database, save(database, [decided]), "Minh")


def again(database: Path, text: str | None = None) -> None:
    if text is not None:
        (database.parent / "in" / "báo cáo.txt").write_text(text, encoding="utf-8")
    ingest([database.parent / "in"], database, Listening(), workers=0, force=True)


def test_an_added_record_stands_in_its_place_with_who_and_when(database: Path) -> None:
    add(database)
    assert ask(database, ADDED) == [AS_ADDED]
    (row,) = ask(database, "SELECT quote, char_start, char_end, raw_quote, page, line, section_id FROM awards "
                 "WHERE rule = 'added'")  # fmt: skip
    quote, start, end, raw, number, line, section = row
    ((text, raw_text),) = ask(database, "SELECT text, raw_text FROM texts")
    assert text[start:end] == quote
    assert " ".join(quote.split()) == QUOTE
    assert raw in raw_text
    lines = text_with().splitlines()
    assert (number, line) == (1, 1 + next(at for at, one in enumerate(lines) if "trao phần thưởng" in one))
    assert ask(database, "SELECT heading FROM sections WHERE section_id = ?", section) == [("CÔNG TÁC KHEN THƯỞNG",)]
    stored = ask(database, "SELECT DISTINCT decision, decided_by, fact_id, old_value, is_current FROM corrections")
    ((decision, by, fact_id, old, current),) = stored
    assert (decision, by, old, current) == ("add", "Lan", None, True)
    assert fact_id.startswith("added-")
    assert ask(database, "SELECT new_value FROM corrections WHERE field = 'count'") == [("7",)]
    assert not halves(database)


def test_views_and_forms_count_it(database: Path) -> None:
    def counted() -> tuple[Any, Any]:
        with connect_to_read(database) as connection:
            told = ask_forms(asking(connection, database), 2025, None).told
        cells = fill(told, 2025, say_award).cells_of(COMMUNES)
        return cells["tap_the", "2"].value, cells["tong", "tong"].value

    before, views = counted(), ask(database, "SELECT sum(total) FROM award_totals")
    assert before[0] == 12
    add(database)
    assert counted() == (19, before[1] + 7)
    assert ask(database, "SELECT sum(total) FROM award_totals") == [(views[0][0] + 7,)]


def test_records_of_every_kind_are_added(database: Path) -> None:
    add(database, {"Chỉ tiêu": "Lúa thưởng", "Giá trị": "12,5", "Đơn vị tính": "tạ"}, kind="Số liệu")
    assert ask(database, "SELECT value, unit, base_value, base_unit, verified FROM metrics WHERE rule = 'added'") == [
        (12.5, "tạ", 1.25, "tấn", False)
    ]
    add(database, {"Tên phong trào": "Thôn dẫn đầu"}, kind="phong trào")
    assert ask(database, "SELECT name, catalog_code FROM movements WHERE rule = 'added'") == [("Thôn dẫn đầu", None)]
    values = {"Loại văn bản": "quyết định", "Số, ký hiệu chuẩn": "9/QĐ-UBND", "Ngày ban hành": "5/12/2025"}
    add(database, values, kind="Viện dẫn")
    ((kind, code, day),) = ask(
        database, "SELECT doc_type, canonical_id, issued_on FROM legal_references WHERE rule = 'added'"
    )
    assert (kind, code, day.isoformat()) == ("quyet_dinh", "9/QĐ-UBND", "2025-12-05")


def test_a_number_parts_two_records_of_one_sentence(database: Path) -> None:
    second = AWARD | {"Số lượng": "3", "Đối tượng": "cá nhân"}
    rows = [*new(database, AWARD), *new(database, second, decision="thêm 2")]
    apply(database, save(database, rows[::-1]), "Lan")
    assert ask(database, "SELECT recipient, count FROM awards WHERE rule = 'added' ORDER BY count") == [
        ("ca_nhan", 3),
        ("tap_the", 7),
    ]
    held = everything(database)
    again(database)
    assert everything(database) == held


def test_words_are_copied_from_the_file_too(tmp_path: Path) -> None:
    mangled = (
        "UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM\nXA LAM HA THUONG Déc lap - Ty do - Hanh phtc\n"
        "Sé: 57/BC-UBND Lam Ha Thwong, ngay 05 thang 12 nam 2025\n\nBAO CAO\nTéng két céng tac thi dua nam 2025\n\n"
        "I. KET QUA THUC HIEN\n"
        f"{unicodedata.normalize('NFD', 'Số liệu đến hết tháng mười một.')}\n"
        "Hoi nghi con trao phan thudng ay cho mot sé thén dan dau.\n"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "báo cáo.txt").write_text(mangled, encoding="utf-8")
    database = tmp_path / "a.duckdb"
    store([tmp_path / "in"], database)
    add(database, quote="trao phan thudng ay")
    ((raw, quote, start, end),) = ask(
        database, "SELECT raw_quote, quote, char_start, char_end FROM awards WHERE rule = 'added'"
    )
    assert raw == "trao phan thudng ay"
    assert "thưởng" in quote
    assert ask(database, "SELECT text FROM texts")[0][0][start:end] == quote
    again(database)
    assert ask(database, "SELECT quote FROM awards WHERE rule = 'added'") == [(quote,)]


def test_it_survives_another_reading(database: Path) -> None:
    add(database)
    held = everything(database)
    again(database)
    assert everything(database) == held
    assert [one.state for one in standings(database)] == ["holds"]


def test_it_is_found_again_in_a_changed_file(database: Path) -> None:
    add(database)
    again(database, "Đính kèm công văn.\n" + text_with(area=311).replace("I. KẾT QUẢ", "Xã có 9 thôn.\n\nI. KẾT QUẢ"))
    assert ask(database, ADDED) == [AS_ADDED]
    ((start, end, quote),) = ask(database, "SELECT char_start, char_end, quote FROM awards WHERE rule = 'added'")
    assert ask(database, "SELECT text FROM texts")[0][0][start:end] == quote
    assert not ask(database, LOST)


@pytest.mark.parametrize("sentence", ["Hội nghị kết thúc.", f"{OVERLOOKED} Rồi lại {QUOTE} khác."])
def test_it_is_told_when_its_sentence_is_gone_or_stands_twice(
    database: Path, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add(database)
    again(database, text_with(sentence))
    assert not ask(database, ADDED)
    ((message,),) = ask(database, LOST)
    assert "Lan đã bổ sung một bản ghi" in message
    assert [one.state for one in standings(database)] == ["lost"]
    assert run_command(["apply", "--status", "--db", str(database)]) == 0
    assert "mất câu trích, cần xem lại: 1" in capsys.readouterr().out
    again(database, text_with())
    assert ask(database, ADDED) == [AS_ADDED]
    assert not ask(database, LOST)


def test_the_same_document_in_another_file_has_it_too(database: Path) -> None:
    add(database)
    (database.parent / "in" / "bản khác.txt").write_text(text_with(area=312), encoding="utf-8")
    ingest([database.parent / "in"], database, Listening(), workers=0)
    assert ask(database, "SELECT count(DISTINCT doc_id), count(*) FROM awards WHERE rule = 'added'") == [(2, 2)]


def test_it_is_taken_back_and_added_again(database: Path) -> None:
    held = everything(database)
    add(database)
    decide(database, "Giấy khen: 7 tập thể", "bỏ")
    assert everything(database) == held
    assert ask(database, "SELECT DISTINCT decision, is_current FROM corrections ORDER BY 1") == [
        ("add", False),
        ("reject", True),
    ]
    again(database, text_with("Hội nghị kết thúc."))
    assert not ask(database, LOST), "what was taken back is not missed"
    again(database, text_with())
    assert everything(database) == held
    add(database)
    assert ask(database, ADDED) == [AS_ADDED]


def test_to_keep_it_changes_nothing(database: Path) -> None:
    add(database)
    held = ask(database, "SELECT * FROM awards ORDER BY record_id")
    decide(database, "Giấy khen: 7 tập thể", "giữ")
    assert ask(database, "SELECT * FROM awards ORDER BY record_id") == held
    again(database)
    assert ask(database, "SELECT * FROM awards ORDER BY record_id") == held


def test_it_is_corrected_as_any_other(database: Path) -> None:
    add(database)
    decide(database, "Giấy khen: 7 tập thể", "sửa", "Số lượng", "8")
    again(database)
    row = "SELECT count, level, rule FROM awards WHERE count = 8"
    assert ask(database, row) == [(8, "xa", "corrected")]
    assert ask(database, "SELECT count(*) FROM awards") == [(3,)]
    decide(database, "Giấy khen: 8 tập thể", "bỏ")
    assert ask(database, "SELECT count(*) FROM awards") == [(2,)]


def without_collectives(reading: Reading, version: str) -> StoredDocument:
    """What another version of the program might find: no award of a collective."""
    document = rows_of(reading, version)
    at = TABLES["awards"].names.index("recipient")
    awards = tuple(row for row in document.rows["awards"] if row[at] != "tap_the")
    return replace(document, rows=document.rows | {"awards": awards})


def test_what_the_machine_finds_later_itself_is_there_once(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = "SELECT count, level, needs_review FROM awards WHERE recipient = 'tap_the'"
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.load.rows.rows_of", without_collectives)
        again(database)
        assert not ask(database, count)
        add(database, AWARD | {"Số lượng": "12"}, "tặng Giấy khen cho 12 tập thể và 31 cá nhân")
        assert ask(database, count) == [(12, "xa", False)]
    again(database)
    assert ask(database, count) == [(12, "xa", False)]
    assert [one.state for one in standings(database)] == ["holds"]
    assert any(row["Hiện nay"].startswith("người xem bổ sung (Lan, ") for row in rows_of_sheet(database))
    decide(database, "Giấy khen: 12 tập thể", "giữ")
    assert ask(database, count) == [(12, "xa", False)]
    decide(database, "Giấy khen: 12 tập thể", "bỏ")
    assert not ask(database, count)
    again(database)
    assert not ask(database, count)
    assert ask(database, "SELECT count(*) FROM corrections WHERE is_current") == [(1,)]


def test_the_page_and_the_workbook_say_who_added_it(database: Path) -> None:
    add(database)
    folder = database.parent / "bao_cao"
    made(database, folder)
    told = page(database, folder, "báo cáo.txt").read_text(encoding="utf-8")
    cards = [one for one in told.split('<li id="c-')[1:] if "Giấy khen: 7 tập thể" in one]
    assert len(cards) == 1
    assert "người xem bổ sung (Lan, " in cards[0]
    export(database, "xlsx", database.with_name("xuất.xlsx"), (), folder)
    sheet = openpyxl.load_workbook(database.with_name("xuất.xlsx"))["Khen thưởng"]
    titles = [cell.value for cell in sheet[1]]
    marks = [str(sheet.cell(row, titles.index("Người xem") + 1).value) for row in range(2, sheet.max_row + 1)]
    assert sum(mark.startswith("người xem bổ sung (Lan, ") for mark in marks) == 1


def test_one_that_cannot_be_put_upon_the_document_is_not_stored(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("killed")

    filled = save(database, new(database, AWARD))
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.load.documents.decided", broken)
        with pytest.raises(RuntimeError):
            apply(database, filled, "Lan")
    again(database)
    assert ask(database, "SELECT count(*) FROM corrections") == [(0,)]
    assert not ask(database, ADDED)


@pytest.mark.parametrize("name", ["bao-cao-so-ket-xa-ea-knung.pdf", "bao-cao-nam-xa-binh-khe-thuong.txt"])
def test_the_rows_tell_places_as_the_reading_does(name: str) -> None:
    """Of every record of a document of several pages, and of a mangled one, which the locator is not told of."""
    document = rows_of(run(ROOT / "corpus" / "samples" / name), "test")
    rows = {
        table: [dict(zip(TABLES[table].names, row, strict=True)) for row in found]
        for table, found in document.rows.items()
    }
    records = list(chain.from_iterable(rows[kind] for kind in RECORD_KINDS))
    locator = Locator({table: found for table, found in rows.items() if table not in RECORD_KINDS})
    assert records
    assert {row["page"] for row in records} > {1} or not name.endswith("pdf")
    own = ("section_id", "quote", "raw_quote", "raw_start", "raw_end", "page", "line")
    for row in records:
        found = locator.evidence(Span(row["char_start"], row["char_end"]), "added")
        assert {name: getattr(found, name) for name in own} == {name: row[name] for name in own}
