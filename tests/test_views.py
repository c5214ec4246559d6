"""Views and macros: each counts right, is explained, is carried over, and every query of the cookbook runs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from docs.generate import DOCS
from pipeline.load.dictionary import Entry, entries
from pipeline.load.store import Store, connect_to_read
from pipeline.load.views import Example, examples, macros, views
from tests.stored import ask, report, store


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    write(folder / "in", "một.txt", report(57, groups=12))
    write(folder / "in", "một-chép.txt", report(57, groups=12))  # the same bytes: counts once
    write(folder / "in", "hai.txt", report(58, groups=5).replace("LÂM HÀ THƯỢNG", "ĐỨC HÀ HẠ").replace("2,4%", "3,6%"))
    store([folder / "in"], folder / "thidua.duckdb")
    return folder / "thidua.duckdb"


def test_awards_count_a_document_once(database: Path) -> None:
    found = ask(
        database,
        "SELECT recipient, sum(total), sum(total_to_review), count(DISTINCT unit_key) FROM award_totals "
        "WHERE award = 'giay_khen' GROUP BY recipient ORDER BY recipient",
    )
    assert found == [("ca_nhan", 62, 0, 2), ("tap_the", 17, 0, 2)]
    assert ask(database, "SELECT sum(count) FROM awards WHERE recipient = 'tap_the'") == [(29,)], "the copy is stored"


def test_what_needs_review_is_told_apart(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(database.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE awards SET needs_review = (recipient = 'tap_the')")
        found = connection.execute(
            "SELECT recipient, sum(total), sum(total_to_review) FROM award_totals GROUP BY recipient ORDER BY recipient"
        )
        assert found.fetchall() == [("ca_nhan", 62, 0), ("tap_the", 17, 17)]
        connection.execute("UPDATE movements SET needs_review = true")
        counted = connection.execute("SELECT communes, communes_to_review FROM movement_totals").fetchall()
        assert counted == [(2, 2)]


def test_movements_by_how_many_communes_report_them(database: Path) -> None:
    found = ask(database, "SELECT movement, communes, communes_to_review, documents FROM movement_totals")
    assert found == [("Dân vận khéo", 2, 0, 2)]


def test_an_indicator_across_communes(database: Path) -> None:
    found = ask(
        database,
        "SELECT unit, year, value, base_unit, numbers FROM indicator_by_unit "
        "WHERE indicator_code = 'ty_le_ho_ngheo' ORDER BY value",
    )
    assert found == [("xã Lâm Hà Thượng", 2025, 2.4, "%", 1), ("xã Đức Hà Hạ", 2025, 3.6, "%", 1)]


def test_who_cites_what(database: Path) -> None:
    assert ask(database, "SELECT cited, count(*) FROM citations GROUP BY cited") == [("12/KH-UBND", 2)]
    assert ask(database, "SELECT sum(documents), sum(mentions) FROM instrument_totals") == [(2, 2)]


def test_findings_by_kind_are_counted_once(database: Path) -> None:
    kinds = dict(ask(database, "SELECT code, issues FROM issue_totals"))
    raw = dict(ask(database, "SELECT code, count(*) FROM issues GROUP BY code"))
    assert kinds
    assert all(kinds[code] < raw[code] for code in kinds), "one of three is a copy"


def test_who_has_not_reported(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(database.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        code, name, province, province_code = connection.execute(
            "SELECT unit_code, full_name, province_name, province_code FROM administrative_units "
            "WHERE unit_era = 'now' AND level = 'xa' ORDER BY unit_code LIMIT 1"
        ).fetchall()[0]
        connection.execute(
            "UPDATE documents SET unit_code = ?, province_code = ?, unit_era = 'now' WHERE source_name = 'hai.txt'",
            [code, province_code],
        )
        (listed, reported, missing), *_ = connection.execute(
            "SELECT communes, reported, missing FROM report_coverage WHERE province_code = ?", [province_code]
        ).fetchall()
        assert (reported, missing) == (1, listed - 1)
        for query in ("SELECT unit FROM missing_reports", f"SELECT unit FROM chua_bao_cao('{province}', 2025)"):
            units = [unit for (unit,) in connection.execute(query).fetchall()]
            assert len(units) == missing
            assert name not in units
        folded = connection.execute("SELECT count(*) FROM chua_bao_cao(khong_dau(?), 2024)", [province]).fetchall()
        assert folded[0][0] > listed, "before July 2025 there were more communes"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đà Nẵng", "da nang"), ("ƯỚC ĐẠT", "uoc dat"), ("Nguye\u0302\u0303n", "nguyen"), ("57/KH-UBND", "57/kh-ubnd")],
)
def test_khong_dau(database: Path, text: str, folded: str) -> None:
    assert ask(database, "SELECT khong_dau(?)", text) == [(folded,)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dan van kheo", ["I"]),
        ("DÂN VẬN  khéo", ["I"]),
        ("giay khen cho", ["II"]),
        ("doc lap - tu do", [None]),  # before the first heading
        ("12/KH-UBND", ["I"]),
        ("dan va", []),  # whole syllables
        ("khong co o dau ca", []),
        ("a.c|(b", []),  # not read as an expression
    ],
)
def test_tim_kiem(database: Path, words: str, found: list[str | None]) -> None:
    rows = ask(database, f"SELECT label, passage FROM tim_kiem('{words}') WHERE source_name = 'hai.txt'")
    assert [label for label, _ in rows] == found


def test_vietnamese_order_needs_no_download(database: Path) -> None:
    names = ask(
        database, "SELECT n FROM (VALUES ('Đông'), ('Dương'), ('Em'), ('Ân'), ('An')) t(n) ORDER BY n COLLATE vi"
    )
    assert [name for (name,) in names] == ["An", "Ân", "Dương", "Đông", "Em"]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.title_en)
def test_every_query_of_the_cookbook_runs(database: Path, example: Example) -> None:
    assert example.sql.strip() in (DOCS / "cookbook.md").read_text(encoding="utf-8")
    with connect_to_read(database) as connection:
        assert connection.execute(example.sql).description


def test_the_cookbook_finds_something(database: Path) -> None:
    found = [example.title_en for example in examples() if ask(database, example.sql)]
    assert len(found) >= 17, found


def test_the_contents_list_everything_once(database: Path) -> None:
    told = [name for (name,) in ask(database, "SELECT name FROM muc_luc")]
    assert sorted(told) == sorted(entry.name for entry in entries())
    assert ask(database, "SELECT count(*) FROM muc_luc WHERE comment IS NULL") == [(0,)]


def test_every_view_and_macro_has_an_example() -> None:
    queries = " ".join(example.sql for example in examples()) + " ".join(view.sql for view in views())
    queries += " ".join(macro.sql for macro in macros())
    names = [view.name for view in views()] + [macro.name for macro in macros()]
    assert [name for name in names if name not in queries] == []


def test_everything_is_commented_in_the_file(database: Path) -> None:
    silent = ask(
        database,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND comment IS NULL "
        "UNION ALL SELECT function_name, NULL FROM duckdb_functions() WHERE NOT internal AND comment IS NULL",
    )
    assert silent == []


def test_the_dictionary_tells_what_is_there(database: Path) -> None:
    def names(kind: str) -> set[str]:
        return {entry.name for entry in entries() if entry.kind == kind}

    def columns(entry: Entry) -> list[tuple[str, str]]:
        return [(column.name, column.type) for column in entry.columns]

    assert names("view") == {n for (n,) in ask(database, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert names("table") == {n for (n,) in ask(database, "SELECT table_name FROM duckdb_tables()")}
    for entry in entries():
        if entry.kind != "macro":
            told = ask(database, f'SELECT column_name, column_type FROM (DESCRIBE "{entry.name}")')
            assert columns(entry) == told


def test_an_older_file_gets_the_views_and_keeps_those_of_its_users(database: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    old.write_bytes(database.read_bytes())
    with duckdb.connect(str(old)) as connection:
        for view in reversed(views()):
            connection.execute(f'DROP VIEW "{view.name}"')
        connection.execute("CREATE VIEW cua_toi AS SELECT 1 AS mot")
        connection.execute("CREATE MACRO gap_doi(x) AS 2 * x")
    with Store.open(old) as opened:
        opened.finish()
    with Store.open(old) as again:  # over what it has laid out itself
        again.finish()
    assert ask(old, "SELECT count(*) > 0 FROM award_totals") == [(True,)]
    assert ask(old, "SELECT mot, gap_doi(21) FROM cua_toi") == [(1, 42)]


def test_what_users_made_under_our_names_is_kept_under_another(database: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    old.write_bytes(database.read_bytes())
    with duckdb.connect(str(old)) as connection:
        connection.execute("DROP VIEW award_totals; CREATE TABLE award_totals AS SELECT 42 AS cua_toi")
        connection.execute("CREATE OR REPLACE VIEW issue_totals AS SELECT 7 AS cua_toi")
        connection.execute("CREATE TABLE issue_totals_rieng AS SELECT 1 AS da_co")
        connection.execute("DROP TABLE section_words; CREATE VIEW section_words AS SELECT 9 AS cua_toi")
    with Store.open(old) as opened:
        told = " ".join(notice.message for notice in opened.notices)
        opened.finish()
    for name in ("award_totals_rieng", "issue_totals_rieng_2", "section_words_rieng"):
        assert name in told
        assert len(ask(old, f"SELECT cua_toi FROM {name}")) == 1
    assert ask(old, "SELECT da_co FROM issue_totals_rieng") == [(1,)]
    assert ask(old, "SELECT count(total) > 0 FROM award_totals") == [(True,)]
    assert ask(old, "SELECT count(*) > 0 FROM tim_kiem('dan van')") == [(True,)]
    with Store.open(old) as again:
        assert again.notices == ()
        again.finish()


def test_comments_are_in_both_languages(database: Path, tmp_path: Path) -> None:
    assert [(entry.name, column.name) for entry in entries() for column in entry.columns if not column.comment_en] == []
    assert [entry.name for entry in entries() if not entry.comment_en] == []
    old = tmp_path / "old.duckdb"
    old.write_bytes(database.read_bytes())
    with duckdb.connect(str(old)) as connection:  # as another version wrote it
        connection.execute("COMMENT ON COLUMN awards.count IS 'Đếm'; COMMENT ON TABLE awards IS NULL")
    with Store.open(old) as opened:
        opened.finish()
    said = "SELECT comment FROM duckdb_columns() WHERE table_name = 'awards' AND column_name = 'count'"
    assert ask(old, said) == [("Số lượng — How many",)]
    assert ask(old, "SELECT comment LIKE '% — Awards, counted%' FROM duckdb_tables() WHERE table_name = 'awards'") == [
        (True,)
    ]


def test_a_working_copy_is_taken_anew_with_its_macros(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb"
    file.write_bytes(database.read_bytes())
    with Store.open(file):
        pass  # left behind, as by a kill
    newer = database.read_bytes()
    file.write_bytes(newer)  # somebody replaced the published file
    with Store.open(file) as opened:
        opened.finish()
    assert ask(file, "SELECT khong_dau('Đ')") == [("d",)]


def test_readers_read_while_an_ingestion_writes(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb"
    file.write_bytes(database.read_bytes())
    before = ask(file, "SELECT count(*) FROM documents")
    with connect_to_read(file) as reader, Store.open(file) as writer:
        writer.query("DELETE FROM documents")
        assert ask(file, "SELECT count(*) FROM documents") == before
        writer.publish()
        assert reader.execute("SELECT count(*) FROM documents").fetchall() == before, "what was opened stays whole"
        reader.close()
        assert ask(file, "SELECT count(*) FROM documents") == [(0,)]
        writer.finish()


def test_older_programs_can_open_the_file(database: Path) -> None:
    with connect_to_read(database) as connection:
        (tags,) = connection.execute("SELECT tags FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()[0]
    assert tags["storage_version"].startswith("v1.0.0")
