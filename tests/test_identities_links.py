from __future__ import annotations

import datetime
import random
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.legal_references import extract as references_of
from extractors.movements import extract as movements_of
from pipeline.check.instruments import known_instruments
from pipeline.extract import Extraction
from pipeline.identities.instruments import id_of, instruments
from pipeline.identities.legal_documents import tally
from pipeline.identities.link import Links, link
from pipeline.identities.movements_catalog import catalog
from pipeline.identities.references import link as link_references
from pipeline.identities.wordings import bare_words, match, wordings
from schemas.document import Document
from schemas.header import Header
from schemas.identities.movements_catalog import MovementLink
from schemas.records.legal_references import Record
from schemas.section import Section
from tests.stored import ask, report, store, write_reports
from tests.support import ROOT, document_of


def _cases(name: str) -> list[Any]:
    cases = tomllib.loads((ROOT / f"tests/cases/{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["why"]) for case in cases]


HERE = Header(unit_name="Hạ Vân", unit_kind="xa", province="Hải Phòng", issued_year=2025)


@pytest.mark.parametrize("case", _cases("movements_catalog"))
def test_a_name_means_the_movement(case: dict[str, Any]) -> None:
    found = match(case["name"], case.get("province"))
    assert (found[0] if found else "") == case["code"]


@pytest.mark.parametrize("case", _cases("legal_documents"))
def test_a_reference_means_the_instrument(case: dict[str, Any]) -> None:
    records = [Record.model_validate(entry) for entry in case["references"]]
    assert [found.instrument_id or "" for found in link_references(records, HERE, "d1")] == case["ids"]


def test_every_name_of_the_catalogue_leads_to_its_own_movement() -> None:
    for row in catalog():
        for name in (row.name, *row.wordings):
            assert match(name, row.province) is not None, name
            assert match(name, row.province) == match(name.upper(), row.province)
            assert next(w.code for w in wordings() if w.words == bare_words(name)) == row.code, (
                f"{name} is two movements'"
            )


def test_the_catalogue_and_the_instruments_agree() -> None:
    days = {(one.canonical_id, one.issued_on) for one in instruments()}
    numbers = {one.canonical_id for one in instruments()}
    for row in catalog():
        assert row.name == row.name.strip()
        for number in (*((row.instrument,) if row.instrument else ()), *row.renewals):
            if number in numbers and number == row.instrument:
                assert (number, row.instrument_issued_on) in days, row.code
        if row.instrument_id:
            assert row.instrument is not None
            assert row.instrument_id.startswith(id_of(row.instrument, None))
    assert len({row.code for row in catalog()}) == len(catalog())


def test_instruments_are_one_list() -> None:
    """The checks and the links read the same file, in which nothing stands twice."""
    assert [(one.canonical_id, one.issued_on) for one in instruments()] == [
        (one.canonical_id, one.issued_on) for one in known_instruments()
    ]
    ids = [id_of(one.canonical_id, one.issued_on.year) for one in instruments()]
    assert len(set(ids)) == len(ids)


# What is linked within a document

TEXT = """Ủy ban nhân dân xã ban hành Kế hoạch số 34/KH-UBND ngày 15/8/2025 phát động đợt thi đua “Ba tháng sạch ngõ”.
Phong trào thi đua “Cả nước chung sức xây dựng nông thôn mới”
Xã có 5 thôn hưởng ứng phong trào “Cả nước chung sức, xây dựng nông thôn mới”; phong trào “Ba tháng sạch ngõ” tốt.
Phong trào “Ao làng trong xanh” được phát động theo Quyết định số 9/QĐ-UBND ngày 02/3/2025 của Ủy ban nhân dân xã."""


def _linked(text: str, header: Header = HERE) -> tuple[Document, Extraction, Links]:
    heading = text.split("\n")[1]
    begin = text.index(heading)
    section = Section(
        section_id="s001",
        parent_id=None,
        label="1",
        heading=heading,
        level=1,
        kind="phong_trao",
        char_start=begin,
        char_end=begin + len(heading),
        extent_end=len(text),
        confidence=1.0,
        rule="case",
    )
    plain = document_of(text)
    document = Document(text, passages=plain.passages, sections=(section,))
    records = Extraction(movements=tuple(movements_of(document)), legal_references=tuple(references_of(document)))
    return document, records, link(document, header, records, "d1")


def _movements(text: str, header: Header = HERE) -> dict[str, MovementLink]:
    _, records, links = _linked(text, header)
    found = {}
    for finding, beside in zip(records.movements, links.movements, strict=True):
        (found[finding.record.name],) = (one for one in beside if isinstance(one, MovementLink))
    return found


def test_what_launched_a_movement_and_where_its_results_stand() -> None:
    found = _movements(TEXT)
    own = found["Ba tháng sạch ngõ"]
    assert (own.catalog_code, own.basis, own.basis_id) == (None, "34/KH-UBND", "34-kh-ubnd--2025--hai-phong--ha-van")
    national = found["Cả nước chung sức xây dựng nông thôn mới"]
    assert (national.catalog_code, national.basis) == ("ca_nuoc_chung_suc_ntm", None)
    assert national.result_section_id == "s001"
    assert found["Ao làng trong xanh"].basis == "9/QĐ-UBND"


def test_a_plan_tells_no_results() -> None:
    found = _movements(TEXT, HERE.model_copy(update={"doc_type": "ke_hoach"}))
    assert {one.result_section_id for one in found.values()} == {None}


@pytest.mark.parametrize(
    "sentence",
    [
        # the plan carries out, and launches another movement
        "Kế hoạch số 5/KH-UBND ngày 02/01/2025 của UBND xã triển khai thực hiện phong trào “Ao làng trong xanh”.",
        "Kế hoạch số 5/KH-UBND ngày 02/01/2025 của UBND xã về phát động đợt thi đua cao điểm 60 ngày giải phóng mặt "
        "bằng gắn với việc thực hiện phong trào “Ao làng trong xanh”.",
        "Phong trào “Ao làng trong xanh” đạt kết quả; thực hiện Quyết định số 9/QĐ-UBND ngày 02/3/2025 của UBND xã.",
    ],
)
def test_what_does_not_launch_is_no_basis(sentence: str) -> None:
    found = _movements(f"Báo cáo.\nKết quả\n{sentence}")
    assert found["Ao làng trong xanh"].basis is None


def test_every_mention_is_the_slice_that_it_points_to() -> None:
    document, records, links = _linked(TEXT)
    names = [(m.span.of(document.text), m.record.movement_record_id) for m in links.movement_mentions]
    assert names == [
        ("Ba tháng sạch ngõ", "d1-0001"),
        ("Cả nước chung sức xây dựng nông thôn mới", "d1-0002"),
        ("Cả nước chung sức, xây dựng nông thôn mới", "d1-0002"),
        ("Ba tháng sạch ngõ", "d1-0001"),
        ("Ao làng trong xanh", "d1-0003"),
    ]
    assert [f.record.launcher for f in records.movements] == ["Ủy ban nhân dân xã", None, None]


def test_who_takes_up_a_national_movement_did_not_launch_it() -> None:
    text = (
        "Phong trào “Cả nước chung tay vì người già” do Thủ tướng Chính phủ phát động.\n"
        "UBND tỉnh đã phát động phong trào “Cả nước chung tay vì người già”."
    )
    (finding,) = movements_of(document_of(text))
    assert (finding.record.level, finding.record.launcher) == ("trung_uong", "Thủ tướng Chính phủ")


# What is counted over documents

SUBJECTS = st.sampled_from([None, "nhà ở", "đất đai", "đất đai năm 2024"])
DAYS = st.sampled_from([None, datetime.date(2024, 1, 9), datetime.date(2024, 9, 1)])
MENTIONS = st.lists(
    st.tuples(st.sampled_from(["5-qd-ttg--2024", "41-ct-tw--2024"]), st.sampled_from("abcd"), DAYS, SUBJECTS),
    max_size=12,
)


def _rows(mentions: list[tuple[str, str, datetime.date | None, str | None]]) -> list[tuple[Any, ...]]:
    return [
        (one, doc, "quyet_dinh", "5", None, "QĐ-TTg", "5/QĐ-TTg", day, None, subject, 1)
        for one, doc, day, subject in mentions
    ]


@given(MENTIONS, st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_matter(mentions: Any, chance: random.Random) -> None:
    shuffled = chance.sample(mentions, len(mentions))
    assert list(tally(_rows(mentions))) == list(tally(_rows(shuffled)))


@given(MENTIONS)
def test_a_document_has_one_vote_and_a_listed_instrument_its_own_words(mentions: Any) -> None:
    for row in tally(_rows(mentions)):
        said = [one for one in mentions if one[0] == row.instrument_id]
        assert row.document_count == len({doc for _, doc, _, _ in said})
        assert row.title_votes <= row.document_count
        assert row.mention_count == len(said)
        if row.reviewed:
            assert (row.instrument_id, row.issued_on) == ("41-ct-tw--2024", datetime.date(2024, 12, 26))
        else:
            assert row.title in {subject for _, _, _, subject in said}


TABLES = ("legal_documents", "movements_catalog", "movement_mentions", "legal_references", "movements")


def _stored(database: Path) -> dict[str, list[str]]:
    return {table: sorted(map(repr, ask(database, f'SELECT * FROM "{table}"'))) for table in TABLES}


def test_neither_the_order_of_ingestion_nor_doing_it_again_matters(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "reports", 3)
    store(files, tmp_path / "one.duckdb")
    for file in reversed(files):
        store([file], tmp_path / "two.duckdb")
    first = _stored(tmp_path / "one.duckdb")
    assert first == _stored(tmp_path / "two.duckdb")
    store(files, tmp_path / "one.duckdb", force=True)
    assert first == _stored(tmp_path / "one.duckdb")


def test_links_lead_to_rows_and_copies_have_no_vote(tmp_path: Path) -> None:
    database = tmp_path / "db.duckdb"
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(report(), encoding="utf-8")
    shutil.copy(folder / "a.txt", folder / "copy of a.txt")
    (folder / "b.txt").write_text(report(number=58), encoding="utf-8")
    store([folder], database)
    assert ask(database, "SELECT instrument_id, document_count, mention_count FROM legal_documents") == [
        ("12-kh-ubnd--2025--lam-ha-thuong", 2, 2)
    ]
    assert ask(
        database,
        "SELECT DISTINCT c.name FROM movements m JOIN movements_catalog c ON c.code = m.catalog_code",
    ) == [("Dân vận khéo",)]
    dangling = (
        "SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {target})"
    )
    for table, column, target, key in (
        ("legal_references", "instrument_id", "legal_documents", "instrument_id"),
        ("movements", "basis_id", "legal_documents", "instrument_id"),
        ("movements", "catalog_code", "movements_catalog", "code"),
        ("movement_mentions", "movement_record_id", "movements", "record_id"),
    ):
        assert ask(database, dangling.format(table=table, column=column, target=target, key=key)) == [(0,)]
    (folder / "b.txt").unlink()
    (folder / "a.txt").write_text("Không còn viện dẫn văn bản nào.", encoding="utf-8")
    (folder / "copy of a.txt").write_text("Không còn gì.", encoding="utf-8")
    store([folder], database)
    assert ask(database, "SELECT document_count FROM legal_documents") == [(1,)]
