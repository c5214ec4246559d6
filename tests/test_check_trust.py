"""What the checks verify, number by number, and what of plans, lists, tables and lists of names they leave alone."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import Checked, check
from pipeline.extract import Extraction
from schemas.document import Document, Part
from schemas.finding import Finding
from schemas.header import Header
from schemas.records import legal_references, metrics
from schemas.text import Span
from tests.support import ROOT, document_of
from tests.test_awards import table_of
from tests.test_check import sectioned

CASES = tomllib.loads((ROOT / "tests" / "cases" / "check_trust.toml").read_text(encoding="utf-8"))["case"]


def checked(document: Document, header: Header | None = None, records: Extraction | None = None) -> Checked:
    return check(document, header or Header(), records or Extraction())


def codes(document: Document, header: Header | None = None, records: Extraction | None = None) -> list[str]:
    return [issue.code for issue in checked(document, header, records).issues]


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_case(case: dict[str, object]) -> None:
    document = document_of(str(case["text"]))
    found = checked(document)
    assert [issue.code for issue in found.issues] == case["codes"]
    assert [span.of(document.text) for span in found.verified] == case["verified"]
    says = case.get("says", [])
    assert isinstance(says, list)
    for issue, part in zip(found.issues, says, strict=False):
        assert part in issue.message


def dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 4000), st.integers(11, 4000), st.integers(1, 2))
def test_a_true_share_of_a_plan_is_verified_however_it_is_told(part: int, whole: int, places: int) -> None:
    share = 100 * part / whole
    if share >= 1000:
        return
    percent = f"{share:.{places}f}".replace(".", ",")
    for text in (
        f"Trồng cây đạt {percent}% kế hoạch ({dotted(part)}/{dotted(whole)} ha).",
        f"Trồng {dotted(part)} ha/kế hoạch {dotted(whole)} ha, đạt {percent}%.",
        f"Trồng {dotted(part)}/{dotted(whole)} ha, đạt {percent}% kế hoạch.",
    ):
        found = checked(document_of(text))
        assert "plan_share_mismatch" not in [i.code for i in found.issues]
        if not (1900 <= whole <= 2100 and part <= 12):  # a month and a year
            assert len(found.verified) == 3, text


@given(st.integers(100, 900_000), st.integers(100, 900_000))
def test_a_true_change_in_a_bracket_is_never_called_wrong(before: int, after: int) -> None:
    if before == after:
        return
    verb = "tăng" if after > before else "giảm"
    way = "lên" if after > before else "xuống"
    percent = f"{100 * abs(after - before) / before:.1f}".replace(".", ",")
    if len(percent) > 6:
        return
    for text in (
        f"Số lượt khách {verb} {percent}% so với cùng kỳ (từ {dotted(before)} người {way} {dotted(after)} người).",
        f"Đón {dotted(after)} người, {verb} {percent}% so với cùng kỳ ({dotted(before)} người).",
        f"Đón {dotted(after)} người, {verb} {dotted(abs(after - before))} người so với năm 2024 ({dotted(before)} "
        "người).",
    ):
        assert codes(document_of(text)) == ["change_verified"], text


@given(st.lists(st.integers(1, 400), min_size=2, max_size=6), st.integers(1, 5))
def test_a_true_list_is_verified_and_a_wrong_one_of_things_is_left_alone(parts: list[int], more: int) -> None:
    lines = "\n".join(f"- Thôn {chr(65 + i)}: {p} nhà;" for i, p in enumerate(parts))
    total = sum(parts)
    right = checked(document_of(f"Toàn xã xây {total} nhà, gồm:\n{lines}"))
    assert [i.code for i in right.issues] == (["sum_verified"] if total >= 10 else [])
    assert len(right.verified) == (len(parts) + 1 if total >= 10 else 0)
    assert codes(document_of(f"Toàn xã xây {total + more} nhà, gồm:\n{lines}")) == []


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), min_size=2, max_size=6))
def test_a_true_table_is_never_called_wrong(rows: list[tuple[int, int]]) -> None:
    body = [[str(i), f"Đơn vị {chr(64 + i)}", str(a + b), str(a), str(b)] for i, (a, b) in enumerate(rows, 1)]
    sums = [str(sum(column)) for column in zip(*((a + b, a, b) for a, b in rows), strict=True)]
    table = table_of([["TT", "Đơn vị", "Tổng số", "Tập thể", "Cá nhân"], *body, ["", "Tổng cộng", *sums]])
    found = checked(table)
    assert {i.code for i in found.issues} == {"table_sum_verified"}
    numbers = [cell for row in table.tables[0].rows[1:] for cell in row[2:]]
    assert found.verified == tuple(numbers)


@given(st.text(alphabet="0123456789/%.,:()-–+ \ntừlênđạttronggồmvàkếhoạchtăng", max_size=160))
def test_hostile_text_raises_nothing_and_verified_places_lie_in_it(text: str) -> None:
    for span in checked(document_of(text)).verified:
        assert 0 <= span.start < span.end <= len(text)


# ── lists whose head has the total ───────────────────────────────────────────────────────────────────────────────


def test_a_list_of_amounts() -> None:
    head = "Tổng kinh phí thực hiện là 35.400.000 đồng, {word}:"
    lines = "\n- Ngân sách xã: 21.150.000 đồng (đã chi 9.000.000 đồng);\n- Xã hội hóa: {rest} đồng."
    right = checked(document_of(head.format(word="trong đó") + lines.format(rest="14.250.000")))
    assert [i.code for i in right.issues] == ["sum_verified"]
    assert len(right.verified) == 3
    for word, rest, expected in (
        ("trong đó", "14.150.000", ["sum_near_miss"]),
        ("gồm", "11.250.000", ["sum_mismatch"]),
        ("trong đó", "2.250.000", []),  # need not name all parts
    ):
        assert codes(document_of(head.format(word=word) + lines.format(rest=rest))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chi 35.400.000 đồng, gồm:\n- In tài liệu: 21.150.000 đồng;\n- Tặng 12 phần quà cho hộ nghèo.",
        "Chi khoảng 35.400.000 đồng, gồm:\n- In ấn: 21.150.000 đồng;\n- Nước uống: 14.150.000 đồng.",
        "Chi 35.400.000 đồng.\n- In ấn: 21.150.000 đồng;\n- Nước uống: 14.150.000 đồng.",
        "Giải ngân 35.400.000 đồng, trong đó:\n- Dư nợ: 35.150.000 đồng;\n- Lũy kế: 99.150.000 đồng.",
    ],
)
def test_lists_that_cannot_be_judged(text: str) -> None:
    assert codes(document_of(text)) == []


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = ["TT", "Đơn vị", "Tổng số", "Tập thể", "Cá nhân"]
ROWS = [["1", "Trường", "15", "3", "12"], ["2", "Trạm", "7", "2", "5"], ["3", "Công an", "9", "4", "5"]]


def test_a_column_of_totals_that_one_row_breaks() -> None:
    wrong = checked(table_of([HEAD, *ROWS, ["4", "Quân sự", "11", "4", "5"]]))
    assert [i.code for i in wrong.issues] == ["table_sum_verified"] * 3 + ["table_sum_mismatch"]
    assert "4 + 5 = 9" in wrong.issues[-1].message
    assert len(wrong.verified) == 9


def test_a_column_of_totals_of_something_else() -> None:
    rows = [["1", "Trường", "40", "3", "12"], ["2", "Trạm", "20", "2", "5"], ["3", "Công an", "30", "4", "5"]]
    assert codes(table_of([HEAD, *rows])) == []


PLAN = ["TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"]
DONE = [["1", "Lúa", "120", "125", "104,2"], ["2", "Ngô", "80", "60", "75"], ["3", "Lạc", "40", "41", "102,5"]]


def test_a_column_of_percentages() -> None:
    more = [["4", "Đỗ", "50", "40", "80"], ["5", "Vừng", "10", "9", "19"]]
    found = checked(table_of([PLAN, *DONE, *more]))
    assert [i.code for i in found.issues] == ["share_verified"] * 4 + ["table_share_mismatch"]
    assert "9/10 = 90%" in found.issues[-1].message
    assert codes(table_of([PLAN, *[[*row[:4], "50"] for row in DONE]])) == [], "of something else"


# ── names in the list of a decision ──────────────────────────────────────────────────────────────────────────────

DECISION = Header(doc_type="quyet_dinh")


def decision(groups: int, persons: int, *, article: str = "05 tập thể và 03 cá nhân") -> Document:
    lines = [
        f"Điều 1. Tặng Giấy khen cho {article} có thành tích xuất sắc (có danh sách kèm theo).",
        "Điều 2. Văn phòng chịu trách nhiệm thi hành.",
        "I. TẬP THỂ",
        *(f"{i}. Chi hội số {i} xã Khe Lạnh;" for i in range(1, groups + 1)),
        "II. CÁ NHÂN",
        *(f"{i}. Bà Đinh Thị Mẫu, hội viên;" for i in range(1, persons + 1)),
        "Nơi nhận:",
    ]
    return document_of("\n".join(lines))


def named(document: Document, header: Header = DECISION) -> list[str]:
    return [i.message for i in checked(document, header).issues if i.code.startswith("names")]


def test_names_are_counted_against_the_article() -> None:
    assert named(decision(5, 3)) == [
        "Danh sách khớp với quyết định: 5 tập thể.",
        "Danh sách khớp với quyết định: 3 cá nhân.",
    ]
    found = checked(decision(5, 4), DECISION)
    (wrong,) = [i for i in found.issues if i.code == "names_mismatch"]
    assert "3 cá nhân, danh sách kèm theo có 4 tên" in wrong.message
    assert [span.of(decision(5, 4).text) for span in found.verified] == ["05"]


def test_lists_of_names_that_cannot_be_judged() -> None:
    assert named(decision(5, 4), Header(doc_type="ke_hoach")) == [], "no decision"
    assert named(decision(0, 0)) == [], "the list is not there"
    two = decision(5, 4, article="05 tập thể và 03 cá nhân, Bằng khen cho 02 tập thể")
    assert named(two) == [], "two awards in one article"
    gap = decision(5, 4).text.replace("3. Bà", "5. Bà")
    assert named(document_of(gap)) == ["Danh sách khớp với quyết định: 5 tập thể."], "a list that skips"


# ── periods ──────────────────────────────────────────────────────────────────────────────────────────────────────


def dated(**fields: object) -> list[str]:
    header = Header.model_validate({"issued_year": 2024, "title": "Công tác thi đua, khen thưởng"} | fields)
    return [code for code in codes(document_of("Nội dung"), header) if code.startswith("period")]


def test_periods_against_the_day_of_issue() -> None:
    report = {"doc_type": "bao_cao", "period_start_year": 2025, "period_end_year": 2025}
    assert dated(**report) == ["period_not_begun"]
    assert dated(**report, issued_year=2025) == []
    assert dated(**report, issued_year=2026) == []
    assert dated(**report, title="Kết quả năm 2024, phương hướng năm 2025") == []
    plan = {"doc_type": "ke_hoach", "period_start_year": 2021, "period_end_year": 2022}
    assert dated(**plan) == ["period_past"]
    assert dated(**plan, title="Tổng kết phong trào thi đua giai đoạn 2021-2022") == []
    assert dated(**plan, issued_year=2022) == []


# ── one fact told twice ──────────────────────────────────────────────────────────────────────────────────────────

REPORT = Header(doc_type="khac", period_start_year=2025, period_end_year=2025)


def told(*sentences: tuple[str, str, float], year: int | None = None) -> tuple[Document, Extraction]:
    """Sentences, each with the indicator and the value that a metric read in it."""
    text = "\n".join(sentence for sentence, _, _ in sentences)
    findings = []
    for sentence, name, value in sentences:
        at = text.index(sentence)
        record = metrics.Record(indicator=name, value=value, unit="%", year=year)
        findings.append(Finding(record, Span(at, at + len(sentence)), "test", 0.9))
    return document_of(text), Extraction(metrics=tuple(findings))


WATER = "tỷ lệ hộ sử dụng nước sạch"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Kết quả: tỷ lệ hộ sử dụng nước sạch 92,5%.", ["value_contradicted"]),
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Năm 2024, tỷ lệ hộ sử dụng nước sạch 92,5%.", []),
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Quý I, tỷ lệ hộ sử dụng nước sạch 92,5%.", []),
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Ở Khe Lạnh, tỷ lệ hộ sử dụng nước sạch 92,5%.", []),
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Trong đó tỷ lệ hộ sử dụng nước sạch 92,5%.", []),
        ("Tỷ lệ hộ sử dụng nước sạch đạt 95,2%.", "Cuối năm, tỷ lệ hộ sử dụng nước sạch 95,2%.", []),
    ],
)
def test_one_indicator_two_values(first: str, second: str, expected: list[str]) -> None:
    value = 92.5 if "92,5" in second else 95.2
    document, records = told((first, WATER, 95.2), (second, WATER, value))
    assert codes(document, REPORT, records) == expected


def test_without_a_year_of_its_own_nothing_is_compared() -> None:
    document, records = told(("Tỷ lệ hộ sử dụng nước sạch 95%.", WATER, 95), ("Tỷ lệ ấy đạt 92%.", WATER, 92))
    five_years = Header(period_start_year=2021, period_end_year=2025)
    assert codes(document, five_years, records) == []


def test_what_a_unit_has_one_of_changes_with_the_years() -> None:
    name = "tỷ lệ hộ nghèo"
    document, records = told(("Tỷ lệ hộ nghèo năm 2020 là 5%.", name, 5), ("Năm 2025: hộ nghèo 2%.", name, 2))
    assert codes(document, REPORT, records) == []
    document, records = told(("Tỷ lệ hộ nghèo giảm từ 5%.", name, 5), ("Tỷ lệ hộ nghèo 2%.", name, 2))
    assert codes(document, REPORT, records) == []
    document, records = told(("Tỷ lệ hộ nghèo là 5%.", name, 5), ("Tỷ lệ hộ nghèo 2%.", name, 2))
    assert codes(document, REPORT, records) == ["value_contradicted"]


# ── instruments ──────────────────────────────────────────────────────────────────────────────────────────────────


def cited(text: str, *references: tuple[str, dict[str, object]]) -> tuple[Document, Extraction]:
    findings = []
    for quote, fields in references:
        record = legal_references.Record.model_validate({"doc_type": "khac"} | fields)
        findings.append(Finding(record, Span(text.index(quote), text.index(quote) + len(quote)), "test", 0.95))
    return document_of(text), Extraction(legal_references=tuple(findings))


def plan(number: int, day: str) -> dict[str, object]:
    return {"number": str(number), "symbol": "KH-UBND", "canonical_id": f"{number}/KH-UBND", "issued_on": day}


@pytest.mark.parametrize(("day", "expected"), [("2025-09-05", ["reference_before_basis"]), ("2025-09-15", [])])
@pytest.mark.parametrize("words", ["về việc triển khai thực hiện", "để thực hiện", "về tổ chức thực hiện"])
def test_a_plan_before_what_it_carries_out_named_first(words: str, day: str, expected: list[str]) -> None:
    first, second = "Kế hoạch số 41/KH-UBND", "Kế hoạch số 232/KH-UBND của Ủy ban nhân dân tỉnh"
    text = f"Ủy ban nhân dân xã đã ban hành {first} {words} {second}."
    document, records = cited(text, (first, plan(41, day)), (second, plan(232, "2025-09-09")))
    assert codes(document, records=records) == expected


def test_a_third_instrument_between_two_keeps_the_order_open() -> None:
    first, third, second = "Kế hoạch số 41/KH-UBND", "Kế hoạch số 50/KH-UBND", "Kế hoạch số 232/KH-UBND"
    text = f"{first} và {third} về việc thực hiện {second}."
    parts = ((first, plan(41, "2025-09-05")), (third, plan(50, "2025-10-05")), (second, plan(232, "2025-09-09")))
    document, records = cited(text, *parts)
    assert codes(document, records=records) == []


SCIENCE: dict[str, object] = {"number": "57", "symbol": "NQ/TW", "canonical_id": "57-NQ/TW", "issued_on": "2024-12-22"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issuer": "Bộ Chính trị"}, []),
        ({"issuer": "Bộ Chính trị khóa XIII"}, []),
        ({"issuer": "Trung ương"}, []),
        ({"issuer": "Ban Bí thư"}, ["reference_known_issuer"]),
        ({"issuer": "Ban Bí thư", "issued_on": None}, []),
        ({"issued_on": "2023-12-22"}, ["reference_known_date"]),
        ({"issued_on": "2013-12-22"}, []),
        ({"issued_on": "2013-02-01", "subject": "đột phá phát triển khoa học, công nghệ"}, ["reference_known_date"]),
    ],
)
def test_a_known_instrument_and_what_is_told_of_it(fields: dict[str, object], expected: list[str]) -> None:
    quote = "Nghị quyết số 57-NQ/TW"
    document, records = cited(quote, (quote, SCIENCE | fields))
    assert codes(document, records=records) == expected


# ── numbering ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_articles_that_stand_between_as_text_are_not_skipped() -> None:
    assert codes(sectioned(["Điều 3|Phạm vi", "Điều 4. Đối tượng áp dụng", "Điều 5|Giải thích"])) == []
    assert codes(sectioned(["Điều 3|Phạm vi", "Điều 5|Giải thích"])) == ["label_skipped"]
    assert codes(sectioned(["3|Sửa đổi, bổ sung Điều 4 như sau", "5|Hồ sơ đề nghị"])) == []


def test_verified_is_a_pure_function_of_the_document() -> None:
    document = document_of("Khen thưởng 43 trường hợp, gồm 12 tập thể, 31 cá nhân.")
    assert checked(document) == checked(dataclasses.replace(document))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hạ Vân, ngày 16 tháng 6 năm 2025", ["reference_after_document"]),
        ("Số: 57/BC-UBND Hạ Vân, ngày 16 tháng 6 năm 2025", ["reference_after_document"]),
        ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", []),
        ("Kèm theo Quyết định số 12/QĐ-UBND ngày 16 tháng 6 năm 2025", []),
    ],
)
def test_only_a_date_line_dates_the_document(line: str, expected: list[str]) -> None:
    quote = "Kế hoạch số 232/KH-UBND"
    document, records = cited(f"{line}\n{quote}", (quote, plan(232, "2025-09-09")))
    parts = (Part("letterhead", Span(0, len(line))), Part("body", Span(len(line), len(document.text))))
    header = Header(issued_on="2025-06-16", issued_year=2025, issued_month=6, issued_day=16)
    assert codes(dataclasses.replace(document, parts=parts), header, records) == expected


def test_who_issued_what_must_be_plain() -> None:
    first, second = "Nghị quyết số 98/2023/QH15", "Nghị quyết số 98/2023/QH15 do Cục Thuế"
    fields: dict[str, object] = {"number": "98", "number_year": 2023, "symbol": "QH15", "canonical_id": "98/2023/QH15"}
    text = f"{first} của Quốc hội. Công văn về thực hiện {second} ban hành."
    document, records = cited(text, (first, fields | {"issuer": "Quốc hội"}), (second, fields | {"issuer": "Cục Thuế"}))
    assert codes(document, records=records) == []
    circular: dict[str, object] = {"number": "11", "symbol": "TT-BKHCN", "canonical_id": "11/TT-BKHCN"}
    one, two = "Thông tư số 11/TT-BKHCN", "Thông tư số 11/TT-BKHCN của"
    text = f"{one}. {two}"
    for issuer, expected in (("Bộ Khoa Đăng", []), ("tỉnh Đà Giang", []), ("Bộ Y tế", ["reference_two_issuers"])):
        told = (one, circular | {"issuer": "Bộ Khoa học và Công nghệ"}), (two, circular | {"issuer": issuer})
        document, records = cited(text, *told)
        assert codes(document, records=records) == expected


def test_a_list_that_begins_anew_repeats_nothing() -> None:
    assert codes(sectioned(["1|Khung giá", "1|Trách nhiệm", "2|Hiệu lực"])) == []
    assert codes(sectioned(["2|Khung giá", "3. Đoạn văn có số.", "2|Trách nhiệm"])) == []
    assert codes(sectioned(["2|Khung giá", "Đoạn văn không có số.", "2|Trách nhiệm"])) == ["label_repeated"]
