"""Administrative units: the tables, and what in a document leads to them. The units are real, the documents are not."""

from __future__ import annotations

import datetime

import pytest

from pipeline.identities import administrative_unit_changes, administrative_units, issuers
from pipeline.identities.homes import Home, home_of
from pipeline.identities.namings import namings_of
from pipeline.identities.unit_mentions import find_unit_mentions
from pipeline.identities.units import every_unit, named
from schemas.document import Document
from schemas.header import Header
from schemas.identities.administrative_units import DocumentLink, IssuerLink
from schemas.records.legal_references import Record
from tests.support import document_of

UNITS = list(administrative_units.rows())
KEYS = {(row.unit_code, row.unit_era) for row in UNITS}


def header(name: str | None, kind: str | None, province: str | None, day: tuple[int, int]) -> Header:
    return Header.model_validate(
        {
            "unit_name": name,
            "unit_kind": kind,
            "province": province,
            "issued_year": day[0],
            "issued_month": day[1],
            "issuer": f"Ủy ban nhân dân {name}",
        }
    )


def home(name: str | None, kind: str | None, province: str | None, day: tuple[int, int]) -> Home:
    return home_of(document_of(""), header(name, kind, province, day), ())


MUONG_HUM = home("Mường Hum", "xa", "Lào Cai", (2025, 9))


# The tables


def test_the_units_of_both_eras_are_whole() -> None:
    counted: dict[tuple[str, str], int] = {}
    for row in UNITS:
        counted[row.unit_era, row.level] = counted.get((row.unit_era, row.level), 0) + 1
    assert counted == {
        ("now", "tinh"): 34,
        ("now", "xa"): 3321,
        ("before", "tinh"): 63,
        ("before", "huyen"): 696,
        ("before", "xa"): 10035,
    }
    assert len(KEYS) == len(UNITS), "code and era are the key"


def test_every_parent_and_province_is_a_unit_of_the_same_era() -> None:
    for row in UNITS:
        assert (row.province_code, row.unit_era) in KEYS
        assert (row.parent_code is None) == (row.level == "tinh")
        assert row.parent_code is None or (row.parent_code, row.unit_era) in KEYS
        assert (row.valid_to is None) == (row.unit_era == "now")


def test_full_names_say_what_a_unit_is() -> None:
    names = {(row.unit_code, row.unit_era): row.full_name for row in UNITS}
    found = {names["01", "now"], names["001", "before"], names["02728", "now"], names["46", "now"]}
    assert found == {"thành phố Hà Nội", "quận Ba Đình", "xã Mường Hum", "thành phố Huế"}


def test_every_change_leads_from_a_former_unit_to_a_present_one() -> None:
    changes = list(administrative_unit_changes.rows())
    assert len(changes) > 10_000
    for row in changes:
        assert (row.old_code, "before") in KEYS
        assert (row.new_code, "now") in KEYS
    pairs = {(row.old_code, row.new_code) for row in changes}
    assert len(pairs) == len(changes)


def test_a_unit_that_went_as_a_whole_went_to_one_place() -> None:
    places: dict[str, set[str]] = {}
    whole = set()
    for row in administrative_unit_changes.rows():
        places.setdefault(row.old_code, set()).add(row.new_code)
        whole |= {row.old_code} if row.extent == "whole" else set()
    assert not [code for code in whole if len(places[code]) > 1]


def test_every_present_province_was_made_of_former_ones() -> None:
    made = administrative_unit_changes.predecessors()
    provinces = [row.unit_code for row in UNITS if row.unit_era == "now" and row.level == "tinh"]
    assert sum(len(made[code]) for code in provinces) == 63
    assert made["15"] == {"10", "15"}, "Lào Cai: of Lào Cai and Yên Bái"


# The document's own unit


@pytest.mark.parametrize(
    ("name", "kind", "province", "day", "unit"),
    [
        ("Mường Hum", "xa", "Lào Cai", (2025, 9), ("02728", "now")),
        ("Bát Xát", "huyen", "Lào Cai", (2024, 3), ("082", "before")),
        ("Bát Xát", "xa", "Lào Cai", (2025, 7), ("02683", "now")),
        ("Bát Xát", "thi_tran", "Lào Cai", (2025, 6), ("02683", "before")),
        ("Lào Cai", "tinh", "Lào Cai", (2023, 1), ("10", "before")),
        ("Sở Nội vụ", "so", "Lào Cai", (2025, 12), ("15", "now")),
    ],
)
def test_a_document_links_to_the_unit_of_its_day(
    name: str, kind: str, province: str, day: tuple[int, int], unit: tuple[str, str]
) -> None:
    link = home(name, kind, province, day).link
    assert (link.unit_code, link.unit_era) == unit
    assert link.unit_confidence is not None
    assert 0.7 <= link.unit_confidence < 1


@pytest.mark.parametrize(
    ("name", "kind", "province", "day", "why"),
    [
        ("Mường Hum Thượng", "xa", "Lào Cai", (2025, 9), "no unit bears the name"),
        ("Mương Hum", "xa", "Lào Cai", (2025, 9), "nor this one, by a mark"),
        ("Bát Xát", "huyen", "Lào Cai", (2025, 8), "districts are no more"),
        ("Tân Tiến", "xa", None, (2025, 9), "seven bear it, and nothing tells which"),
        ("Mường Hum", "xa", "Thái Bình", (2025, 9), "the province is none of the day"),
    ],
)
def test_nothing_is_linked_where_it_cannot_be_told(
    name: str, kind: str, province: str | None, day: tuple[int, int], why: str
) -> None:
    assert home(name, kind, province, day).link.unit_code is None, why


def test_the_province_is_linked_where_the_unit_is_not() -> None:
    link = home("Mường Hum Thượng", "xa", "Lào Cai", (2025, 9)).link
    assert (link.unit_code, link.province_code, link.unit_era) == (None, "15", "now")


def test_homonyms_of_one_province_are_told_apart_by_the_district() -> None:
    twins = named("Minh Sơn", ("xa",), "before", "38")
    assert len(twins) == 2
    assert home("Minh Sơn", "xa", "Thanh Hóa", (2024, 5)).unit is None
    for twin in twins:
        district = every_unit()[twin.district, "before"]
        text = f"Nơi nhận: UBND huyện {district.name}"
        papers = document_of(text, part="recipients")
        found = home_of(papers, header("Minh Sơn", "xa", "Thanh Hóa", (2024, 5)), ())
        assert found.unit == twin
        assert found.rule == "district"


def test_an_undated_document_is_of_the_day_of_what_it_cites() -> None:
    undated = Header(unit_name="Bát Xát", unit_kind="xa", province="Lào Cai", issuer="Ủy ban nhân dân xã Bát Xát")
    assert home_of(document_of(""), undated, [(2025, 8)]).link.unit_era == "now"
    both = Header(unit_name="Mường Hum", unit_kind="xa", province="Lào Cai", issuer="Ủy ban nhân dân xã Mường Hum")
    assert home_of(document_of(""), both, ()).link == DocumentLink(), "a commune of both eras, and no date"


def test_an_empty_document_has_no_home() -> None:
    assert home_of(Document(""), Header(), ()).link == DocumentLink()


# Who issued what is cited


def issued(issuer: str, day: datetime.date | None, of: Home = MUONG_HUM) -> tuple[str | None, str | None]:
    record = Record(doc_type="quyet_dinh", canonical_id="1/QĐ-UBND", issuer=issuer, issued_on=day)
    (link,) = issuers.link([record], of)
    return link.issuer_unit_code, link.issuer_unit_era


NOW, THEN = datetime.date(2025, 8, 1), datetime.date(2024, 8, 1)


@pytest.mark.parametrize(
    ("issuer", "day", "unit"),
    [
        ("Ủy ban nhân dân tỉnh Lào Cai", NOW, ("15", "now")),
        ("UBND tỉnh Lào Cai", THEN, ("10", "before")),
        ("UBND tỉnh Yên Bái", THEN, ("15", "before")),
        ("Tỉnh ủy Lào Cai", NOW, ("15", "now")),
        ("Chủ tịch Ủy ban nhân dân tỉnh", NOW, ("15", "now")),
        ("Ban Thường vụ Tỉnh ủy", THEN, ("10", "before")),
        ("UBND huyện", THEN, ("082", "before")),
        ("Đảng ủy xã", NOW, ("02728", "now")),
        ("Sở Nội vụ", NOW, ("15", "now")),
        ("UBND xã", THEN, (None, None)),  # one of three that became this one
        ("UBND tỉnh Yên Bái", NOW, (None, None)),  # which is no more
        ("Thủ tướng Chính phủ", NOW, (None, None)),
        ("Bộ Nội vụ", NOW, (None, None)),
        ("Ủy ban nhân dân xã Mường Hum Thượng", NOW, (None, None)),
    ],
)
def test_an_issuer_leads_to_its_unit(issuer: str, day: datetime.date, unit: tuple[str | None, str | None]) -> None:
    assert issued(issuer, day) == unit


def test_a_reference_without_issuer_leads_nowhere() -> None:
    record = Record(doc_type="nghi_dinh", canonical_id="152/2025/NĐ-CP")
    assert list(issuers.link([record], MUONG_HUM)) == [IssuerLink()]


# What the text names


def mentions(text: str, of: Home = MUONG_HUM) -> list[tuple[str, bool, str | None]]:
    document = document_of(text)
    found = list(find_unit_mentions(document, of))
    for finding in found:
        assert finding.record.name.split()[-1] in finding.span.of(text), "the span is where the name stands"
    return [(f.record.name, f.record.former, f.record.unit_code) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Xã được thành lập trên cơ sở sáp nhập các xã Trung Lèng Hồ, Nậm Pung và xã Mường Hum cũ.",
            [("xã Trung Lèng Hồ", True), ("xã Nậm Pung", True), ("xã Mường Hum", True)],
        ),
        ("Đường từ xã Nậm Pung (cũ) đến trung tâm xã Mường Hum.", [("xã Nậm Pung", True), ("xã Mường Hum", False)]),
        ("Xã cũ Nậm Pung có 512 hộ.", [("xã Nậm Pung", True)]),
        ("Trước đây thuộc huyện Bát Xát, tỉnh Lào Cai.", [("huyện Bát Xát", True), ("tỉnh Lào Cai", False)]),
        ("Sau sáp nhập, xã Mường Hum có 14 thôn.", [("xã Mường Hum", False)]),
        ("Tỉnh ủy và huyện ủy đã chỉ đạo các xã, phường.", []),
        ("Xã Mường Hum Thượng có 14 thôn.", []),
    ],
)
def test_former_and_present_units_in_the_text(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(name, former) for name, former, _ in mentions(text)] == expected


def test_a_former_unit_is_the_one_of_which_this_one_was_made() -> None:
    assert mentions("xã Nậm Pung cũ") == [("xã Nậm Pung", True, named("Nậm Pung", ("xa",), "before", "10")[0].code)]


def test_a_former_unit_that_cannot_be_told_is_listed_without_a_code() -> None:
    assert mentions("xã Tân Thành cũ", Home(None, None, "now", None, None)) == [("xã Tân Thành", True, None)]
    assert mentions("xã Tân Thành", Home(None, None, "now", None, None)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phường 12, TP. Huế và thị xã Sa Pa", ["phường 12", "thành phố Huế", "thị xã Sa Pa"]),
        ("Phường 12 quận Gò Vấp", ["phường 12", "quận Gò Vấp"]),
        ("ỦY BAN NHÂN DÂN XÃ Y TÝ CỘNG HÒA XÃ HỘI", ["xã Y TÝ"]),
        ("UBND xã Y Tý V/v tặng Giấy khen", ["xã Y Tý"]),
        ("phường 12 hộ nghèo", []),
        ("xã đạt 12 tiêu chí", []),
    ],
)
def test_where_a_name_ends(text: str, expected: list[str]) -> None:
    assert [naming.words for naming in namings_of(text)] == expected
