from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import nlp
from extractors.metrics import Record, extract
from schemas.document import Document, Part, Passage, Table
from schemas.finding import Finding
from schemas.text import Span
from tests.support import ROOT, document_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/metrics.toml").read_text(encoding="utf-8"))["case"]


def _found(text: str, *, plan: bool = False) -> tuple[str, list[Finding[Record]]]:
    text = f"KẾ HOẠCH\n{text}" if plan else text
    return text, list(extract(document_of(text)))


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []
    return pytest.param(case, marks=marks, id=case["why"])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    text, found = _found(case["text"], plan=case.get("plan", False))
    assert [f.record.value for f in found] == [e["value"] for e in case["expected"]]
    for finding, expected in zip(found, case["expected"], strict=True):
        fields = {k: v for k, v in expected.items() if k != "quote"}
        assert finding.record.model_dump(include=set(fields)) == fields, finding.record.indicator
        if "quote" in expected:
            assert finding.span.of(text) == expected["quote"]


def test_there_are_cases_of_every_kind() -> None:
    tags = [case["tag"] for case in CASES]
    assert len(tags) >= 60
    assert tags.count("negative") >= 12


def _table(above: str, rows: list[list[str]]) -> Document:
    """A document with one table; cells are separated by tabs, as repair writes them."""
    text, passages, spans = above + "\n", [Passage(above, (Span(0, len(above)),), "paragraph")], []
    for number, row in enumerate(rows):
        start, cells = len(text), []
        for cell in row:
            cells.append(Span(len(text), len(text) + len(cell)))
            text += cell + "\t"
        text = text[:-1]
        whole = Span(start, len(text))
        passages.append(Passage(whole.of(text), (whole,), "table_row", cells=tuple(cells), table=0, row=number))
        spans.append(tuple(cells))
        text += "\n"
    return Document(text, (Part("body", Span(0, len(text))),), (), tuple(passages), tables=(Table(tuple(spans)),))


def _read(document: Document) -> list[tuple[str, float, str, str]]:
    return [(f.record.indicator, f.record.value, f.record.unit, f.record.status) for f in extract(document)]


def test_a_table_gives_row_column_and_unit() -> None:
    document = _table(
        "Kết quả sản xuất vụ Mùa năm 2025",
        [
            ["TT", "Cây trồng", "Diện tích (ha)", "Năng suất (tạ/ha)", "% so với kế hoạch"],
            ["1", "2", "3", "4", "5"],
            ["1", "Lúa", "412,5", "61,2", "101,3"],
            ["2", "Ngô", "58", "", "96,7"],
        ],
    )
    assert _read(document) == [
        ("Lúa, Diện tích (ha)", 412.5, "ha", "actual"),
        ("Lúa, Năng suất (tạ/ha)", 61.2, "tạ/ha", "actual"),
        ("Lúa, % so với kế hoạch", 101.3, "%", "plan_share"),
        ("Ngô, Diện tích (ha)", 58.0, "ha", "actual"),
        ("Ngô, % so với kế hoạch", 96.7, "%", "plan_share"),
    ]
    assert {f.record.year for f in extract(document)} == {2025}


def test_the_unit_of_a_table_may_stand_above_it_and_headings_may_be_merged() -> None:
    document = _table(
        "Đơn vị tính: triệu đồng",
        [
            ["Nội dung", "Năm 2025", "", "So với cùng kỳ (%)"],
            ["", "Dự toán", "Ước thực hiện", ""],
            ["Thu trên địa bàn", "7.100", "7.532,5", "106,1"],
        ],
    )
    assert _read(document) == [
        ("Thu trên địa bàn, Năm 2025, Dự toán", 7100.0, "triệu đồng", "target"),
        ("Thu trên địa bàn, Năm 2025, Ước thực hiện", 7532.5, "triệu đồng", "estimate"),
        ("Thu trên địa bàn, So với cùng kỳ (%)", 106.1, "%", "change"),
    ]


def test_a_column_of_units_is_read() -> None:
    document = _table(
        "Các chỉ tiêu chủ yếu",
        [
            ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Ghi chú"],
            ["1", "Hộ nghèo", "hộ", "40", "38", "2"],
            ["2", "Tỷ lệ hộ nghèo", "%", "0,4", "0,38", ""],
        ],
    )
    assert [(v, u, s) for _, v, u, s in _read(document)] == [
        (40.0, "hộ", "target"),
        (38.0, "hộ", "actual"),
        (0.4, "%", "target"),
        (0.38, "%", "actual"),
    ]


def test_the_counts_of_an_award_table_are_awards() -> None:
    document = _table(
        "Tổng hợp khen thưởng năm 2025",
        [["TT", "Hình thức", "Tập thể", "Cá nhân", "Tỷ lệ %"], ["1", "Giấy khen", "12", "31", "65,3"]],
    )
    assert [(v, u) for _, v, u, _ in _read(document)] == [(65.3, "%")]


def test_a_table_of_names_holds_no_metrics() -> None:
    document = _table(
        "Danh sách",
        [["TT", "Họ và tên", "Năm sinh", "Đơn vị"], ["1", "Nguyễn Văn Lành", "1986", "Thôn 3"]],
    )
    assert _read(document) == []


def test_letterhead_and_recipients_hold_no_metrics() -> None:
    assert list(extract(document_of("Lưu: 25 bản, 30% giấy", part="recipients"))) == []


def test_a_range_of_confidence_says_what_to_look_at() -> None:
    (sure,) = extract(document_of("Tỷ lệ hộ nghèo còn 1,42%."))
    (unsure,) = extract(document_of("Đề án chia thành 3 nhóm chính."))
    assert sure.confidence > 0.9
    assert not sure.needs_review
    assert unsure.confidence < 0.7
    assert unsure.needs_review


@given(st.text(alphabet=" \n\tabcđéấ0123456789.,;:%/-–()“”=hộđồngtỷnăm", max_size=120))
@settings(max_examples=60)
def test_any_string_is_survived_and_every_number_lies_in_the_text(text: str) -> None:
    for finding in extract(document_of(text)):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        for number in finding.numbers:
            assert finding.span.contains(number)
            assert any(c.isalnum() for c in number.of(text))


_THING = st.sampled_from(["hộ", "thôn", "đảng viên", "công trình", "mô hình", "tuyến đường"])


@given(st.integers(min_value=2, max_value=99999), _THING, st.sampled_from(["", "trên ", "khoảng ", "ít nhất "]))
@settings(max_examples=40)
def test_a_count_is_read_back(value: int, thing: str, qualifier: str) -> None:
    printed = f"{value:,}".replace(",", ".")
    (finding,) = extract(document_of(f"Toàn xã có {qualifier}{printed} {thing}."))
    expected = {"": "=", "trên ": ">", "khoảng ": "~", "ít nhất ": ">="}[qualifier]
    assert (finding.record.value, finding.record.unit, finding.record.qualifier) == (value, thing, expected)


def test_words_that_are_known_are_not_looked_up_again() -> None:
    line = "Tỷ lệ hộ nghèo còn 1,42%; thu ngân sách ước đạt 74,8 tỷ đồng, bằng 103,9% dự toán giao. "
    filler = "Các phong trào thi đua được triển khai sâu rộng, thiết thực, hiệu quả trên địa bàn toàn xã. "
    document = document_of("\n".join([line + filler * 4] * 60))
    list(extract(document))
    before = nlp.words.cache_info()
    list(extract(document))
    after = nlp.words.cache_info()
    assert after.hits > before.hits
    assert after.misses == before.misses


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Toàn xã có 4.120 hộ.", [False]),
        ("Trồng mới 500 nghìn cây xanh.", [True]),
        ("Tại 1 xã An Hạ có 32 hộ nghèo.", [True, False]),
        ("Tỷ lệ tăng trên 5% thì cứ thêm 0,5% được tính 1 điểm.", [True, True, True]),
        ("Phấn đấu ít nhất 60% doanh nghiệp, 40% hộ kinh doanh sử dụng nền tảng số.", [False, True]),
    ],
)
def test_what_may_be_read_in_two_ways_asks_for_review(text: str, doubtful: list[bool]) -> None:
    _, found = _found(text)
    assert [f.needs_review for f in found] == doubtful, [(f.record.value, f.confidence) for f in found]


def test_years_head_columns() -> None:
    """A year of four digits heads a column; it does not number it."""
    rows = [
        ["Chỉ tiêu", "ĐVT", "2012", "2015", "Ước 2018"],
        ["Năng suất lúa", "tạ/ha", "118,4", "121,0", "123"],
        ["Tỷ lệ hộ nghèo", "%", "8,6", "5,1", "2,9"],
    ]
    found = [
        (f.record.value, f.record.unit, f.record.status, f.record.year)
        for f in extract(_table("Kết quả qua các năm:", rows))
    ]
    assert found == [
        (118.4, "tạ/ha", "actual", 2012),
        (121.0, "tạ/ha", "actual", 2015),
        (123.0, "tạ/ha", "estimate", 2018),
        (8.6, "%", "actual", 2012),
        (5.1, "%", "actual", 2015),
        (2.9, "%", "estimate", 2018),
    ]


def test_a_table_of_quotas_asks_and_one_of_awards_counts_awards() -> None:
    rows = [["Khối", "Tập thể", "Cá nhân"], ["Khối xã (7 xã)", "14", "35"], ["Khối phường", "6", "12"]]
    quotas = _read(_table("Giấy khen: số lượng phân bổ như sau", rows))
    assert [(value, unit, status) for _, value, unit, status in quotas] == [
        (14.0, "tập thể", "target"),
        (35.0, "cá nhân", "target"),
        (6.0, "tập thể", "target"),
        (12.0, "cá nhân", "target"),
        (7.0, "xã", "actual"),
    ]
    given = _read(_table("Số tập thể, cá nhân được tặng Giấy khen", rows))
    assert [value for _, value, _, _ in given] == [7.0]


def test_the_words_of_a_cell_are_read_and_headings_are_not() -> None:
    rows = [
        ["STT", "Họ và tên", "Thành tích tiêu biểu trên 3 năm học"],
        ["1", "Lò Văn Ính", "Góp 320 m2 đất mở ngõ"],
        ["2", "Hoàng Thị Sen", "Trưởng thôn 4"],
        ["", "Cộng 2 người được khen", ""],
    ]
    document = _table("Danh sách kèm theo", rows)
    (found,) = extract(document)
    assert (found.record.value, found.record.unit, found.rule) == (320.0, "m2", "metrics.cell")
    assert found.span.of(document.text) == "Góp 320 m2 đất mở ngõ"


def test_a_letter_of_guidance_sets_norms_and_tells_of_slips() -> None:
    text = (
        "V/v hướng dẫn bình xét thi đua\nCá nhân phải có 02 sáng kiến được công nhận.\n"
        "Năm trước, các đơn vị gửi 318 hồ sơ."
    )
    assert [(f.record.value, f.record.status) for f in extract(document_of(text))] == [
        (2.0, "target"),
        (318.0, "actual"),
    ]


def test_a_list_under_goals_asks() -> None:
    text = (
        "Báo cáo của xã.\nĐến năm 2030, xã phấn đấu:\n- Tổng đàn trâu 1.240 con.\nNăm qua có 96% hộ dùng nước sạch.\n"
    )
    lines = document_of(text)
    items = tuple(replace(p, kind="list_item") if p.text.startswith("-") else p for p in lines.passages)
    found = [(f.record.value, f.record.status) for f in extract(replace(lines, passages=items))]
    assert found == [(1240.0, "target"), (96.0, "actual")]


SOURCES = [
    ["TT", "Lĩnh vực", "Tập thể", "Cá nhân", "Cộng", "Được công nhận"],
    ["1", "Chăn nuôi", "7", "4", "11", "5"],
    ["", "Tổng", "7", "4", "11", "5"],
]


def test_the_lead_in_of_a_table_names_what_its_columns_part() -> None:
    found = list(extract(_table("Đến nay toàn xã có 11 mô hình, điển hình kinh tế, cụ thể:", SOURCES)))
    rows = [f.record for f in found if f.rule == "metrics.table"]
    assert [(r.value, r.unit) for r in rows] == [(7, "mô hình"), (4, "mô hình"), (11, "mô hình"), (5, "mô hình")] * 2
    assert {r.status for r in rows} == {"actual"}


def test_without_a_lead_in_columns_of_recipients_count_recipients() -> None:
    rows = [f.record for f in extract(_table("Kết quả phong trào ở các lĩnh vực", SOURCES))]
    assert [(r.value, r.unit) for r in rows] == [(7, "tập thể"), (4, "cá nhân")] * 2


YEARS = [
    ["Chỉ tiêu", "ĐVT", "2024", "2025", "Thực hiện 2025", "2027"],
    ["Tỷ lệ hộ nghèo", "%", "2,4", "1,8", "1,9", "0,7"],
]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("KẾ HOẠCH", ["actual", "target", "actual", "target"]), ("BÁO CÁO", ["actual", "actual", "actual", "target"])],
)
def test_a_year_that_was_not_over_heads_what_is_asked(kind: str, expected: list[str]) -> None:
    document = _table(f"An Hạ, ngày 12 tháng 02 năm 2025\n{kind}\nGiảm nghèo", YEARS)
    assert [f.record.status for f in extract(document)] == expected
