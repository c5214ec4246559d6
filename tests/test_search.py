"""``tim_kiem`` finds through its index what reading every text finds, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.load import views
from pipeline.load.search import CODES, code_of, words_of
from pipeline.load.store import Store
from pipeline.load.tables import TABLES
from tests.stored import ask, store, write_reports

_SAID = "thi đua Thi ĐUA thí dua khen thưởng THƯỞNG thương số so 12 57/BC-UBND covid a.c|(b ß ẞa ω ö ê ế % ( \\ 漢"
_FOLDED = ["\N{KELVIN SIGN}", "\N{LATIN SMALL LETTER LONG S}o", "x\N{COMBINING CIRCUMFLEX ACCENT}y"]
_WORDS = st.sampled_from([*_SAID.split(), *_FOLDED])
_GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", ", ", ",", "/", "\u00a0", "\t"])


@st.composite
def _running_texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.tuples(_WORDS, _GAPS), max_size=25))
    return "".join(word + gap for word, gap in words)


@st.composite
def _papers(draw: st.DrawFn) -> tuple[str, list[int]]:
    """A text, and where its headings begin."""
    text = draw(_running_texts())
    return text, sorted(draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=3)))


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for statement in (*(s for table in TABLES.values() for s in table.ddl), *views.layout()):
            connection.execute(statement)
        yield connection


def _fill(
    database: duckdb.DuckDBPyConnection, papers: list[tuple[str, list[int]]]
) -> list[tuple[str, str | None, str]]:
    """Store the papers; returns the parts between their headings: document, section, text."""
    parts: list[tuple[str, str | None, str]] = []
    for table in ("documents", "texts", "sections", "section_words"):
        database.execute(f"DELETE FROM {table}")
    for at, (text, starts) in enumerate(papers):
        doc_id = f"d{at}"
        database.execute(
            "INSERT INTO documents (doc_id, source_name, status, counted) VALUES (?, ?, 'loaded', true)", [doc_id] * 2
        )
        database.execute("INSERT INTO texts VALUES (?, ?, ?)", [doc_id, text, text])
        sections = [(f"s{number:03}", start) for number, start in enumerate(starts, start=1)]
        for section, end in zip([(None, 0), *sections], [*starts, len(text)], strict=True):
            section_id, start = section
            parts.append((doc_id, section_id, text[start:end]))
            if section_id:
                database.execute(
                    "INSERT INTO sections (doc_id, section_id, char_start) VALUES (?, ?, ?)",
                    [doc_id, section_id, start],
                )
        for row in words_of(text, sections):
            database.execute(
                "INSERT INTO section_words VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    doc_id,
                    row.section_id,
                    row.char_start,
                    row.char_end,
                    row.text,
                    list(row.pairs),
                    row.syllables and list(row.syllables),
                ],
            )
    return parts


@settings(max_examples=60)
@given(
    papers=st.lists(_papers(), min_size=1, max_size=3),
    words=_running_texts(),
    cut=st.tuples(st.integers(0, 60), st.integers(1, 30)),
)
def test_the_index_misses_nothing(
    database: duckdb.DuckDBPyConnection, papers: list[tuple[str, list[int]]], words: str, cut: tuple[int, int]
) -> None:
    parts = _fill(database, papers)
    for asked in {words[:30], papers[0][0][cut[0] : cut[0] + cut[1]]}:
        told = database.execute("SELECT doc_id, section_id FROM tim_kiem(?)", [asked]).fetchall()
        plain = [
            (doc_id, section_id)
            for doc_id, section_id, text in parts
            if asked.strip("\n\t ")  # nothing was asked: nothing is found
            and database.execute("SELECT regexp_matches(?, mau_tim(?))", [text, asked]).fetchall()[0][0]
        ]
        assert sorted(told, key=repr) == sorted(plain, key=repr), asked


@given(word=st.text(st.characters(categories=["L", "N"], max_codepoint=0x1EFF), min_size=1, max_size=6))
def test_codes_are_the_same_in_sql(database: duckdb.DuckDBPyConnection, word: str) -> None:
    """Of words in which the macro relies on them: those that fold to a–z and digits."""
    folded, code = database.execute(
        "SELECT khong_dau($1), (md5_number_lower(khong_dau($1)) % 16384)::INTEGER", [word]
    ).fetchall()[0]
    if folded.isascii() and folded.isalnum():
        assert code == code_of(word) < CODES


def test_passages_show_what_stands_around(database: duckdb.DuckDBPyConnection) -> None:
    before, after = "trước " * 40, "sau " * 40
    _fill(database, [(f"{before}\nđã  phát\tđộng\nthi đua yêu nước\n{after}", [])])
    (passage,) = database.execute("SELECT passage FROM tim_kiem('thi dua')").fetchall()[0]
    assert "trước đã phát động thi đua yêu nước sau" in passage
    assert len(passage) < 200


@pytest.mark.parametrize("older", ["DROP TABLE section_words", "ALTER TABLE section_words DROP COLUMN text"])
def test_a_document_of_an_older_file_is_found_too(tmp_path: Path, older: str) -> None:
    file = tmp_path / "a.duckdb"
    store(write_reports(tmp_path / "in", 3), file)
    whole = ask(file, "FROM section_words ORDER BY ALL")
    with duckdb.connect(str(file)) as connection:
        connection.execute(older)
    with Store.open(file) as opened:
        opened.finish()
    assert ask(file, "FROM section_words ORDER BY ALL") == whole
    assert len(ask(file, "FROM tim_kiem('tang giay khen')")) == 3


def test_what_goes_leaves_nothing_behind(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    store(files, tmp_path / "a.duckdb")
    files[0].write_text(files[0].read_text(encoding="utf-8").replace("Dân vận khéo", "Xóa nhà tạm"), encoding="utf-8")
    store(files, tmp_path / "a.duckdb")
    assert len(ask(tmp_path / "a.duckdb", "FROM tim_kiem('dan van kheo')")) == 1
    assert len(ask(tmp_path / "a.duckdb", "FROM tim_kiem('xoa nha tam')")) == 1
    assert ask(
        tmp_path / "a.duckdb", "SELECT count(*) FROM section_words WHERE doc_id NOT IN (SELECT doc_id FROM documents)"
    ) == [(0,)]
