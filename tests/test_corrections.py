"""What a clerk decides: kept with who and when, stronger than the machine, kept over new readings, told when lost."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch import ingest
from pipeline.cli.door import run_command
from pipeline.corrections.apply import apply, review, standings
from pipeline.corrections.facts import decisions_of, facts_of, find
from pipeline.corrections.overrule import undo
from pipeline.corrections.revive import revived
from pipeline.corrections.stored import corrections
from pipeline.corrections.stored import rows_of as stored_rows
from pipeline.errors import UsageError
from pipeline.load import store as stores
from pipeline.load.rows import rows_of
from pipeline.load.store import work_of
from pipeline.load.stored import StoredDocument
from pipeline.load.tables import TABLES
from pipeline.run import Reading
from tests.stored import Listening, ask, everything, report, store

GROUPS = "SELECT count, rule, confidence, needs_review FROM awards WHERE recipient = 'tap_the'"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "báo cáo.txt").write_text(report(), encoding="utf-8")
    store([tmp_path / "in"], tmp_path / "a.duckdb")
    return tmp_path / "a.duckdb"


def sheet(database: Path) -> list[dict[str, str]]:
    file = database.with_name("sheet.csv")
    review(database, file, [], everything=True)
    with file.open(encoding="utf-8-sig", newline="") as held:
        return list(csv.DictReader(held))


def fill(database: Path, decision: str, field: str = "", value: str = "", *, kind: str = "awards", at: int = 0) -> Path:
    """A sheet whose row ``at`` of the kind is decided on."""
    rows = sheet(database)
    row = [row for row in rows if row["Mã"].startswith(kind)][at]
    row |= {"Quyết định": decision, "Mục cần sửa": field, "Giá trị đúng": value}
    return save(database, rows)


def save(database: Path, rows: list[dict[str, str]], separator: str = ",") -> Path:
    file = database.with_name("filled.csv")
    with file.open("w", encoding="utf-8-sig", newline="") as held:
        writer = csv.DictWriter(held, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return file


def again(database: Path, text: str | None = None) -> None:
    """Ingest anew, with another text if one is given."""
    folder = database.parent / "in"
    if text is not None:
        (folder / "báo cáo.txt").write_text(text, encoding="utf-8")
    ingest([folder], database, Listening(), workers=0, force=True)


def test_a_corrected_record_shows_the_right_value_with_who_and_when(database: Path) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "1.215"), "Lan")
    assert ask(database, GROUPS) == [(1215, "corrected", 1.0, False)]
    ((field, old, new, by, when),) = ask(
        database, "SELECT field, old_value, new_value, decided_by, decided_at FROM corrections"
    )
    assert (field, old, new, by) == ("count", "12", "1215", "Lan")
    assert when is not None


def test_a_rejected_record_counts_no_more_and_may_come_back(database: Path) -> None:
    before = ask(database, "SELECT sum(total) FROM award_totals")
    apply(database, fill(database, "bỏ"), "Lan")
    assert ask(database, "SELECT sum(total) FROM award_totals") == [(before[0][0] - 12,)]
    assert any(row["Hiện nay"].startswith("đã bỏ (Lan, ") for row in sheet(database))
    apply(database, fill(database, "giữ"), "Minh")
    assert ask(database, "SELECT sum(total) FROM award_totals") == before
    assert ask(database, "SELECT decided_by, is_current FROM corrections ORDER BY decided_at") == [
        ("Lan", False),
        ("Minh", True),
    ]


def test_an_accepted_record_needs_no_review(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = ask(database, GROUPS)
    with stores.Store.open(database) as held:
        held.query("UPDATE awards SET needs_review = true WHERE recipient = 'tap_the'")
        held.finish()
    file = database.with_name("review.csv")
    assert review(database, file, [], everything=False) >= 1
    apply(database, fill(database, "đồng ý"), "Lan")
    assert ask(database, GROUPS) == [(*row[:3], False)]
    review(database, file, [], everything=False)
    assert "Giấy khen: 12 tập thể" not in file.read_text(encoding="utf-8-sig")


def test_decisions_survive_another_reading(database: Path) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "15"), "Lan")
    apply(database, fill(database, "bỏ", at=1), "Lan")
    held = everything(database)
    again(database)
    assert everything(database) == held
    assert ask(database, "SELECT count FROM awards") == [(15,)]


def test_decisions_survive_a_changed_file_whose_sentence_is_as_it_was(database: Path) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "15"), "Lan")
    added = report().replace("I. KẾT QUẢ", "Xã tặng Giấy khen cho 5 hộ gia đình.\n\nI. KẾT QUẢ")
    again(database, added)
    assert ask(database, "SELECT count FROM awards WHERE recipient = 'tap_the'") == [(15,)]
    assert ask(database, "SELECT count(*) FROM issues WHERE code = 'correction_lost'") == [(0,)]


def test_a_decision_whose_sentence_changed_is_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "15"), "Lan")
    again(database, report(groups=14))
    assert ask(database, GROUPS)[0][0] == 14, "what was said of another sentence is not put upon this one"
    ((message,),) = ask(database, "SELECT message FROM issues WHERE code = 'correction_lost'")
    assert "Lan" in message
    assert [one.state for one in standings(database)] == ["lost"]
    assert run_command(["apply", "--status", "--db", str(database)]) == 0
    assert "mất câu trích, cần xem lại: 1" in capsys.readouterr().out
    again(database, report())
    assert ask(database, GROUPS)[0][0] == 15
    assert [one.state for one in standings(database)] == ["holds"]


def test_another_document_in_the_same_place_is_another_one(database: Path) -> None:
    apply(database, fill(database, "bỏ"), "Lan")
    again(database, report(number=99))
    assert ask(database, GROUPS)[0][0] == 12
    assert [one.state for one in standings(database)] == ["waiting"]


def test_a_corrected_metric_is_right_in_base_units_too(database: Path) -> None:
    (found,) = ask(database, "SELECT record_id FROM metrics WHERE unit = 'ha'")
    rows = [row for row in sheet(database) if row["Mã"].startswith("metrics")]
    at = next(at for at, row in enumerate(rows) if "= ha" in row["Các mục có thể sửa"])
    apply(database, fill(database, "sửa", "Giá trị", "320,5", kind="metrics", at=at), "Lan")
    assert ask(database, "SELECT value, base_value FROM metrics WHERE record_id = ?", *found) == [(320.5, 320.5)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_is_read_however_excel_saved_it(database: Path, separator: str) -> None:
    rows = sheet(database)
    next(row for row in rows if row["Mã"].startswith("awards"))["Quyết định"] = "BỎ"
    assert len(apply(database, save(database, rows, separator), "Lan")) == 1


def test_every_wrong_row_is_told_and_nothing_is_stored(database: Path) -> None:
    rows = sheet(database)
    awards = [row for row in rows if row["Mã"].startswith("awards")]
    awards[0] |= {"Quyết định": "sửa", "Mục cần sửa": "Số lượng", "Giá trị đúng": "nhiều"}
    awards[1] |= {"Quyết định": "có lẽ"}
    others = [row for row in rows if not row["Mã"].startswith("awards")]
    others[0] |= {"Quyết định": "giữ"}
    rows.append(dict.fromkeys(rows[0], "") | {"Mã": "awards.x.y", "Quyết định": "bỏ"})
    held = database.read_bytes()
    with pytest.raises(UsageError) as refused:
        apply(database, save(database, rows), "Lan")
    assert refused.value.code == "corrections_wrong"
    for row in (awards[0], awards[1], rows[-1]):
        assert f"dòng {rows.index(row) + 2}:" in refused.value.message
    assert refused.value.message.count("dòng ") == 3
    assert database.read_bytes() == held
    assert not work_of(database).exists()


def test_a_decision_that_cannot_be_put_upon_all_documents_is_not_stored(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("killed")

    filled = fill(database, "bỏ")
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.load.documents.decided", broken)
        with pytest.raises(RuntimeError):
            apply(database, filled, "Lan")
    assert ask(database, GROUPS)[0][0] == 12, "the published file is as it was"
    again(database)  # goes on with the working copy that was left behind
    assert ask(database, "SELECT count(*) FROM corrections") == [(0,)]
    assert ask(database, GROUPS)[0][0] == 12


def test_a_quote_that_is_cut_otherwise_is_found_by_its_values(database: Path) -> None:
    apply(database, fill(database, "bỏ"), "Lan")
    with stores.Store.open(database) as held:
        (decision,) = decisions_of(corrections(held.query))
        machine = undo(stored_rows(held.query, decision.paper.doc_id))
        text = machine["texts"][0]["text"]
    wider = [row | {"quote": row["quote"] + " "} for row in machine["awards"]]
    longer = [row | {"quote": "Năm nay " + row["quote"], "raw_quote": "khác"} for row in machine["awards"]]
    for rows in (wider, longer):
        fact = find(decision, facts_of("x", "awards", rows), text)
        assert fact is not None
        assert fact.row["count"] == 12
    assert find(decision, facts_of("x", "awards", longer), "văn bản khác") is None
    other = [row | {"count": row["count"] + 100} for row in longer]
    assert find(decision, facts_of("x", "awards", other), text) is None


def test_commands_write_the_sheet_and_take_it(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = database.with_name("một bảng.csv")
    assert run_command(["review", "--all", "--out", str(place), "--db", str(database)]) == 0
    assert place.read_bytes().startswith(b"\xef\xbb\xbf"), "so that Excel reads it as UTF-8"
    filled = fill(database, "bỏ")
    assert run_command(["apply", str(filled), "--by", "Lan", "--db", str(database)]) == 0
    assert "bỏ 1" in capsys.readouterr().out
    place.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run_command(["apply", str(place), "--db", str(database)]) == 2
    assert run_command(["apply", "--db", str(database)]) == 2
    assert run_command(["apply", str(filled), "--db", str(place.with_name("none.duckdb"))]) == 5


def test_a_record_that_the_machine_finds_no_more_is_brought_back(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "15"), "Lan")
    held = ask(database, "SELECT * EXCLUDE (verified) FROM awards WHERE recipient = 'tap_the'")

    def without(reading: Reading, version: str) -> StoredDocument:
        """What another version of the program might find: no award of a collective."""
        document = rows_of(reading, version)
        place = TABLES["awards"].names.index("recipient")
        awards = tuple(row for row in document.rows["awards"] if row[place] != "tap_the")
        return replace(document, rows=document.rows | {"awards": awards})

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.load.rows.rows_of", without)
        again(database)
        found = ask(database, "SELECT * EXCLUDE (verified) FROM awards WHERE recipient = 'tap_the'")
        kept = [(name, row) for name, row in zip(TABLES["awards"].names, found[0], strict=False) if name != "record_id"]
        assert [row for _, row in kept] == [row for at, row in enumerate(held[0]) if at != 1]
        assert [one.state for one in standings(database)] == ["holds"]
        assert ask(database, "SELECT count(*) FROM issues WHERE code = 'correction_lost'") == [(0,)]
        apply(database, fill(database, "bỏ", at=1), "Minh")
        assert ask(database, "SELECT count(*) FROM awards WHERE recipient = 'tap_the'") == [(0,)]
        apply(database, fill(database, "bỏ"), "Minh")
        assert ask(database, "SELECT count(*) FROM awards") == [(0,)]
        again(database)
        assert ask(database, "SELECT count(*) FROM awards") == [(0,)]


def test_a_record_is_not_brought_back_beside_another_one_or_to_two_places(database: Path) -> None:
    apply(database, fill(database, "sửa", "Số lượng", "15"), "Lan")
    with stores.Store.open(database) as held:
        (decision,) = decisions_of(corrections(held.query))
        machine = undo(stored_rows(held.query, decision.paper.doc_id))
    without = machine | {"awards": [row for row in machine["awards"] if row["recipient"] != "tap_the"]}
    row = revived("x", machine | {"awards": []}, decision)
    assert row is not None
    assert (row["count"], row["recipient"]) == (15, "tap_the")
    assert revived("x", without, decision) is not None, "the other one of the list is not it"
    same = [row | {"count": 12} for row in without["awards"]]
    assert revived("x", machine | {"awards": same}, decision) is None, "the machine finds it, read otherwise"
    (texts,) = machine["texts"]
    twice = texts | {"text": texts["text"] * 2}
    assert revived("x", machine | {"awards": [], "texts": [twice]}, decision) is None, "it is not known which"
