"""Awards: the cases, and what holds for every text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.awards import extract
from pipeline.outline import outline
from schemas.document import Document, Passage, Table
from schemas.finding import Finding
from schemas.records.awards import Record
from schemas.text import Span
from tests.support import ROOT, document_of, restored_of

CASES = tomllib.loads((ROOT / "tests" / "cases" / "awards.toml").read_text(encoding="utf-8"))["case"]


def told(finding: Finding[Record]) -> str:
    """A record as the case file writes it."""
    record = finding.record
    parts = [
        record.award + (f"/{record.rank}" if record.rank else ""),
        record.level or "-",
        record.recipient,
        str(record.count),
    ]
    if record.status == "proposed":
        parts.append("proposed")
    if record.amount_vnd is not None:
        parts.append(f"{record.amount_vnd:.0f}")
    return " ".join(parts)


def _params() -> list[object]:
    failing = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(case, id=case["text"][:60], marks=failing if case["tag"] == "known_failure" else ())
        for case in CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_case(case: dict[str, object]) -> None:
    document = document_of(str(case["text"]))
    found = sorted(extract(document), key=lambda f: f.numbers or (f.span,))
    assert [told(f) for f in found] == case["expected"]
    if "quotes" in case:
        assert [f.span.of(document.text) for f in found] == case["quotes"]


def test_cases_are_many_and_explained() -> None:
    assert len(CASES) >= 80
    assert all(case["why"] and case["tag"] in ("wild", "synthetic", "negative", "known_failure") for case in CASES)


FORMS = ["Giấy khen", "Bằng khen", "Kỷ niệm chương"]


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(FORMS))
def test_counts_are_read_whatever_they_are(groups: int, persons: int, form: str) -> None:
    text = f"Chủ tịch UBND xã tặng {form} cho {groups:02d} tập thể và {persons:02d} cá nhân."
    document = document_of(text)
    found = list(extract(document))
    assert [(f.record.recipient, f.record.count) for f in found] == [("tap_the", groups), ("ca_nhan", persons)]
    assert [int(f.numbers[0].of(text)) for f in found] == [groups, persons]


@given(st.text(alphabet=st.sampled_from(list("khen tặng Giấy 12 cá nhân tập thể được cho,.:;()/-\n“”")), max_size=120))
def test_hostile_text_gives_records_whose_quotes_hold_their_numbers(text: str) -> None:
    for finding in extract(document_of(text)):
        assert finding.span.of(text)
        assert all(0 <= n.start < n.end <= len(text) for n in finding.numbers)
        assert 0 <= finding.confidence <= 1
        assert finding.needs_review == (finding.confidence < 0.7)


@given(st.sampled_from([c["text"] for c in CASES if c["tag"] in ("wild", "synthetic") and "\n" not in c["text"]]))
def test_what_stands_around_a_sentence_changes_nothing(text: str) -> None:
    alone = [told(f) for f in extract(document_of(text))]
    before, after = "Đời sống của nhân dân được nâng cao.", "Xã tiếp tục giữ vững các tiêu chí."
    within = [told(f) for f in extract(document_of(f"{before}\n{text}\n{after}"))]
    assert within == alone


def table_of(rows: list[list[str]], caption: str = "") -> Document:
    """A document with one table, a row a line, cells parted by tabs, and a caption above it."""
    text = caption + "\n"
    spans: list[tuple[Span, ...]] = []
    passages: list[Passage] = []
    for row in rows:
        start = len(text)
        cells: list[Span] = []
        for index, cell in enumerate(row):
            text += ("\t" if index else "") + cell
            cells.append(Span(len(text) - len(cell), len(text)))
        passages.append(
            Passage(text[start:], (Span(start, len(text)),), "table_row", cells=tuple(cells), table=0, row=len(spans))
        )
        spans.append(tuple(cells))
        text += "\n"
    return Document(text, passages=tuple(passages), tables=(Table(tuple(spans)),))


HEAD = ["STT", "Hình thức khen thưởng", "Tập thể", "Cá nhân"]


def test_a_row_an_award_columns_recipients() -> None:
    document = table_of(
        [HEAD, ["1", "Giấy khen", "12", "31"], ["2", "Lao động tiên tiến", "", "152"], ["", "Tổng cộng", "12", "183"]],
        "TỔNG HỢP KHEN THƯỞNG CẤP XÃ NĂM 2025",
    )
    found = list(extract(document))
    assert [told(f) for f in found] == [
        "giay_khen xa tap_the 12",
        "giay_khen xa ca_nhan 31",
        "lao_dong_tien_tien xa ca_nhan 152",
    ]
    assert found[1].span.of(document.text) == "Giấy khen\t12\t31"


def test_columns_of_proposals_and_decisions() -> None:
    head = [
        ["STT", "Hình thức", "Số đã trình đề nghị", "", "Số đã có quyết định", ""],
        ["", "", "Tập thể", "Cá nhân", "Tập thể", "Cá nhân"],
    ]
    document = table_of([*head, ["1", "Bằng khen của Thủ tướng Chính phủ", "03", "09", "02", "07"]], "KHEN THƯỞNG")
    assert [told(f) for f in extract(document)] == [
        "bang_khen chinh_phu tap_the 3 proposed",
        "bang_khen chinh_phu ca_nhan 9 proposed",
        "bang_khen chinh_phu tap_the 2",
        "bang_khen chinh_phu ca_nhan 7",
    ]


def test_awards_in_the_column_headings() -> None:
    rows = [["STT", "Đơn vị", "Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"], ["1", "Trường Mầm non", "14", "2"]]
    assert [told(f) for f in extract(table_of(rows, "DANH HIỆU THI ĐUA"))] == [
        "lao_dong_tien_tien - ca_nhan 14",
        "chien_si_thi_dua_co_so - ca_nhan 2",
    ]


OCCASIONS = [
    ["Loại khen", "Tập thể", "Cá nhân", "Hộ gia đình"],
    ["Thường xuyên", "6", "29", "-"],
    ["Đột xuất", "2", "5", "3"],
    ["Cộng", "8", "34", "3"],
]


def test_the_caption_names_the_award_of_all_rows() -> None:
    document = table_of(OCCASIONS, "Bảng 3. Giấy khen của Chủ tịch UBND xã quý I năm 2026")
    found = list(extract(document))
    assert [told(f) for f in found] == [
        "giay_khen xa tap_the 6",
        "giay_khen xa ca_nhan 29",
        "giay_khen xa tap_the 2",
        "giay_khen xa ca_nhan 5",
        "giay_khen xa ho_gia_dinh 3",
    ]
    assert found[1].span.of(document.text) == "Thường xuyên\t6\t29"
    proposed = extract(table_of(OCCASIONS, "Bảng 4. Đề nghị tặng Bằng khen của Chủ tịch UBND tỉnh"))
    assert {told(f).split()[0] + told(f)[-9:] for f in proposed} == {"bang_khen proposed"}


@pytest.mark.parametrize(
    "caption",
    [
        "Bảng 3. Phân bổ chỉ tiêu Giấy khen của Chủ tịch UBND xã",
        "Bảng 3. Giấy khen và Bằng khen các cấp",
        "Trong năm có nhiều gương được tặng Giấy khen của Chủ tịch UBND xã",
    ],
)
def test_a_quota_several_awards_or_running_text_name_no_award_of_rows(caption: str) -> None:
    assert list(extract(table_of(OCCASIONS, caption))) == []


def test_a_decision_gives_at_its_own_level_in_its_annexes() -> None:
    rows = [["TT", "Danh hiệu", "Tập thể"], ["1", "Tập thể lao động xuất sắc", "04"]]
    (found,) = extract(table_of(rows, "UBND TỈNH AN BÌNH\nQUYẾT ĐỊNH\nTỔNG HỢP KHEN THƯỞNG"))
    assert told(found) == "tap_the_lao_dong_xuat_sac tinh tap_the 4"


def test_a_table_of_something_else_holds_no_awards() -> None:
    rows = [["STT", "Thôn", "Số hộ", "Cá nhân vay vốn"], ["1", "Thôn Hạ", "120", "31"], ["2", "Thôn Trung", "90", "12"]]
    assert list(extract(table_of(rows, "TỔNG HỢP VAY VỐN NĂM 2025"))) == []


def test_other_cuts_of_a_row_are_consumed_with_it() -> None:
    head = ["STT", "Hình thức khen thưởng", "Cá nhân", "Trong đó: lãnh đạo"]
    document = table_of([head, ["1", "Giấy khen", "31", "9"]], "KHEN THƯỞNG CẤP XÃ")
    (found,) = extract(document)
    assert [n.of(document.text) for n in found.numbers] == ["31", "9"]


SECTIONS = """
UBND XÃ AN LÂM
BÁO CÁO
Kết quả công tác thi đua năm 2025

I. KẾT QUẢ KHEN THƯỞNG
1. Khen thưởng thuộc thẩm quyền
Tặng Giấy khen cho 12 tập thể.
2. Bằng khen
- Tập thể: 03
- Cá nhân: 05
II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
1. Chỉ tiêu
Giữ vững 7/7 xóm văn hóa, 5 tập thể được tặng Bằng khen.
2. Giải pháp
Năm qua đã tặng Giấy khen cho 9 cá nhân, cần nhân rộng.
"""


def test_headings_say_who_gave_what_and_what_lies_ahead() -> None:
    document = outline(restored_of(SECTIONS))
    assert [told(finding) for finding in extract(document)] == [
        "giay_khen xa tap_the 12",
        "bang_khen - tap_the 3",
        "bang_khen - ca_nhan 5",
        "giay_khen - ca_nhan 9",
    ]
