"""The checks: what they find, and above all what they leave alone."""

from __future__ import annotations

import dataclasses
import datetime
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import check
from pipeline.check.codes import CODES
from pipeline.check.numbering import ordinal
from pipeline.extract import Extraction
from schemas.document import Document, Footnote, Part
from schemas.finding import Finding
from schemas.header import Header
from schemas.issue import Issue
from schemas.records import legal_references, metrics
from schemas.section import Section
from schemas.text import Span
from tests.support import ROOT, document_of
from tests.test_awards import table_of

CASES = tomllib.loads((ROOT / "tests" / "cases" / "check.toml").read_text(encoding="utf-8"))["case"]


def issues(document: Document, header: Header | None = None, records: Extraction | None = None) -> list[Issue]:
    return list(check(document, header or Header(), records or Extraction()).issues)


def codes(document: Document, header: Header | None = None, records: Extraction | None = None) -> list[str]:
    return [issue.code for issue in issues(document, header, records)]


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:50] for c in CASES])
def test_case(case: dict[str, object]) -> None:
    document = document_of(str(case["text"]))
    found = issues(document)
    assert [issue.code for issue in found] == case["codes"]
    says = case.get("says", [])
    assert isinstance(says, list)
    for issue, part in zip(found, says, strict=False):
        assert part in issue.message
    assert all(issue.span and issue.span.of(document.text) for issue in found)


def test_every_text_check_has_a_positive_and_a_negative_case() -> None:
    told = {code for case in CASES for code in case["codes"]}
    assert {"sum_verified", "sum_mismatch", "sum_exceeded", "sum_near_miss", "share_verified", "share_mismatch"} <= told
    assert {"change_verified", "change_mismatch", "change_direction"} <= told
    assert {"date_impossible", "year_impossible", "period_reversed", "school_year_odd"} <= told
    assert sum(case["tag"] == "negative" for case in CASES) >= 15


def test_codes_are_ascii_and_severities_known() -> None:
    for code, severity in CODES.items():
        assert re.fullmatch(r"[a-z_]+", code)
        assert severity in ("error", "warning", "info")


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@given(
    st.lists(st.integers(1_000, 190_000_000), min_size=2, max_size=5), st.sampled_from(["trong đó", "gồm", "bao gồm"])
)
def test_a_true_sum_is_never_called_wrong(parts: list[int], word: str) -> None:
    listed = ", ".join(f"khoản {chr(97 + i)} {dotted(p)} đồng" for i, p in enumerate(parts))
    found = issues(document_of(f"Tổng kinh phí {dotted(sum(parts))} đồng, {word}: {listed}."))
    assert [issue.code for issue in found] == ["sum_verified"]


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 2))
def test_a_true_share_is_never_called_wrong(part: int, whole: int, places: int) -> None:
    percent = f"{100 * part / whole:.{places}f}".replace(".", ",")
    found = codes(document_of(f"Có {part}/{whole} hộ (đạt {percent}%) tham gia."))
    assert "share_mismatch" not in found


@given(st.integers(1, 4999), st.integers(1, 4999))
def test_a_true_difference_is_never_called_wrong(before: int, after: int) -> None:
    if before == after:
        return
    verb, way = ("tăng", "lên") if after > before else ("giảm", "xuống còn")
    change = dotted(abs(after - before))
    text = f"Số hội viên {verb} từ {dotted(before)} người {way} {dotted(after)} người, {verb} {change} người."
    assert codes(document_of(text)) == ["change_verified"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_of_the_calendar_is_never_called_impossible(day: datetime.date) -> None:
    text = f"Ngày {day.day:02d}/{day.month:02d}/{day.year}, ngày {day.day} tháng {day.month} năm {day.year}."
    assert codes(document_of(text)) == []


@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    document = document_of(text)
    for issue in issues(document):
        assert issue.span is None or 0 <= issue.span.start < issue.span.end <= len(text)


def test_issues_come_in_order_and_once() -> None:
    found = issues(document_of("Họp ngày 31/02/2025. Thu 30/40 hộ (85%). Họp ngày 30/02/2025."))
    assert [i.code for i in found] == ["date_impossible", "share_mismatch", "date_impossible"]
    assert len(set(found)) == len(found)


# ── form ─────────────────────────────────────────────────────────────────────────────────────────────────────────

WHOLE = Header(
    doc_type="bao_cao",
    number=57,
    symbol="BC-UBND",
    place="Hạ Vân",
    issued_on=datetime.date(2025, 12, 20),
    issued_year=2025,
    issued_month=12,
    issued_day=20,
    title="Tổng kết công tác thi đua, khen thưởng năm 2025",
    issuer="Ủy ban nhân dân xã Hạ Vân",
    signer_name="Nguyễn Văn Khải",
    recipients=("Như trên", "Lưu: VT"),
)


def test_a_whole_form_lacks_nothing() -> None:
    assert codes(document_of("Nội dung"), WHOLE) == []


def test_what_is_missing_is_named_with_what_to_do() -> None:
    header = WHOLE.model_copy(update={"number": None, "issued_on": None, "signer_name": None, "recipients": ()})
    found = issues(document_of("Nội dung"), header)
    assert [i.code for i in found] == ["date_incomplete", "number_missing", "recipients_missing", "signer_missing"]
    assert "Nghị định 30/2020/NĐ-CP" in found[0].message


def test_a_text_of_no_kind_is_asked_for_no_form() -> None:
    assert codes(document_of("Nội dung"), Header()) == []


# ── numbering ────────────────────────────────────────────────────────────────────────────────────────────────────


def sectioned(lines: list[str]) -> Document:
    """Lines "label|heading" become sections of one level, others text."""
    text = "\n".join(line.replace("|", ". ") for line in lines)
    sections: list[Section] = []
    at = 0
    for line in lines:
        label, bar, heading = line.partition("|")
        printed = line.replace("|", ". ")
        if bar:
            sections.append(
                Section(
                    section_id=f"s{len(sections) + 1:03d}",
                    parent_id=None,
                    label=label,
                    heading=heading,
                    level=1,
                    kind="khac",
                    char_start=at,
                    char_end=at + len(printed),
                    extent_end=len(text),
                    confidence=1,
                    rule="test",
                )
            )
        at += len(printed) + 1
    document = document_of(text)
    return Document(text, document.parts, tuple(sections), document.passages)


def test_repeated_and_skipped_labels() -> None:
    found = issues(sectioned(["1|Ưu điểm", "2|Hạn chế", "2|Nguyên nhân", "5|Kiến nghị"]))
    assert [i.code for i in found] == ["label_repeated", "label_skipped"]
    assert "“2. Nguyên nhân”" in found[0].message


@pytest.mark.parametrize(
    "lines",
    [
        ["I|Đặc điểm", "II|Kết quả", "III|Đánh giá", "IV|Kiến nghị", "V|Tổ chức thực hiện"],
        ["c|Một", "d|Hai", "đ|Ba", "e|Bốn"],
        ["d|Một", "e|Hai"],
        ["1|Một", "2. Đoạn văn có số mà không có tiêu đề riêng.", "3|Ba"],
        ["-|Phong trào thứ nhất", "-|Phong trào thứ hai"],
        ["2|Giải pháp", "1|Mục tiêu của phần sau"],
        ["Phần thứ nhất|Kết quả", "Phần thứ hai|Phương hướng"],
    ],
)
def test_numbering_that_is_right_or_cannot_be_judged(lines: list[str]) -> None:
    assert codes(sectioned(lines)) == []


@given(st.integers(1, 12), st.sampled_from(["arabic", "roman"]))
def test_consecutive_labels_are_never_called_wrong(count: int, style: str) -> None:
    romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    labels = [str(i + 1) if style == "arabic" else romans[i] for i in range(count)]
    assert codes(sectioned([f"{label}|Mục" for label in labels])) == []
    assert [ordinal(label) for label in labels] == [(style, i + 1) for i in range(count)]


# ── footnotes and tables ─────────────────────────────────────────────────────────────────────────────────────────


def footnoted(total: str, body: str) -> Document:
    text = f"Hỗ trợ xây mới 16 nhà với tổng kinh phí {total}¹ trong năm.\n¹ {body}"
    mark, start = text.index("¹"), text.index("\n") + 3
    document = document_of(text)
    return Document(
        text,
        document.parts,
        (),
        document.passages,
        footnotes=(Footnote("1", Span(mark, mark + 1), Span(start, len(text))),),
    )


PARTS = (
    "Thôn Hạ: 3 nhà = 175,7 triệu đồng; thôn Trung: 05 nhà = 321,98 triệu đồng; thôn Thượng: 08 nhà = 500 triệu đồng."
)


def test_a_footnote_that_adds_up_to_its_sentence() -> None:
    found = issues(footnoted("997,68 triệu đồng", PARTS))
    assert [i.code for i in found] == ["sum_verified", "sum_verified"]
    assert "175.700.000 + 321.980.000 + 500.000.000 = 997.680.000 đồng" in found[0].message + found[1].message


def test_a_footnote_that_does_not() -> None:
    assert "sum_mismatch" in codes(footnoted("979,68 triệu đồng", PARTS))


HEAD = ["STT", "Hình thức", "Tập thể", "Cá nhân"]


def test_rows_of_totals() -> None:
    body = [["1", "Giấy khen", "12", "31"], ["2", "Bằng khen", "3", "5"]]
    assert codes(table_of([HEAD, *body, ["", "Tổng cộng", "15", "36"]])) == ["table_sum_verified"] * 2
    assert codes(table_of([HEAD, *body, ["", "Tổng cộng", "15", "63"]])) == ["table_sum_verified", "table_sum_mismatch"]


@pytest.mark.parametrize(
    "rows",
    [
        [["1", "Lúa", "120", "66"], ["1.1", "Vụ Xuân", "60", "67"], ["", "Tổng cộng", "120", "66"]],
        [["1", "Lúa", "50%", "66%"], ["2", "Màu", "50%", "34%"], ["", "Tổng cộng", "99%", "90%"]],
        [["1", "Lúa", "120", "66"], ["2", "Màu", "60", "40"]],
    ],
)
def test_tables_that_cannot_be_judged(rows: list[list[str]]) -> None:
    assert codes(table_of([["STT", "Loại", "Diện tích", "Khác"], *rows])) == []


def test_a_column_of_averages_has_no_sum() -> None:
    rows = [["1", "Lúa", "66"], ["2", "Ngô", "50"], ["", "Tổng cộng", "60"]]
    assert codes(table_of([["STT", "Cây", "Năng suất bình quân"], *rows])) == []


# ── instruments ──────────────────────────────────────────────────────────────────────────────────────────────────


def cited(text: str, *references: tuple[str, dict[str, object]]) -> tuple[Document, Extraction]:
    """A document with references: the quote in the text, the fields of its record."""
    findings = []
    for quote, fields in references:
        start = text.rindex(quote) if fields.pop("last", False) else text.index(quote)
        record = legal_references.Record.model_validate({"doc_type": "khac"} | fields)
        findings.append(Finding(record, Span(start, start + len(quote)), "test", 0.95))
    return document_of(text), Extraction(legal_references=tuple(findings))


def directive(**fields: object) -> dict[str, object]:
    return {"number": "46", "symbol": "CT/TU", "canonical_id": "46-CT/TU"} | fields


def plan(number: int, day: str, **fields: object) -> dict[str, object]:
    return {"number": str(number), "symbol": "KH-UBND", "canonical_id": f"{number}/KH-UBND", "issued_on": day} | fields


def test_one_instrument_two_issuers() -> None:
    text = "Chỉ thị số 46-CT/TU của Ban Thường vụ Tỉnh ủy. Sau đó Chỉ thị số 46-CT/TU của Huyện ủy Lâm Hạ."
    one, two = "Chỉ thị số 46-CT/TU của Ban Thường vụ Tỉnh ủy", "Chỉ thị số 46-CT/TU của Huyện ủy Lâm Hạ"
    document, records = cited(
        text, (one, directive(issuer="Ban Thường vụ Tỉnh ủy")), (two, directive(issuer="Huyện ủy Lâm Hạ"))
    )
    assert "reference_two_issuers" in codes(document, records=records)


def test_names_of_one_issuer_are_one() -> None:
    text = "Chỉ thị số 46-CT/TU của Ban Thường vụ Thành uỷ. Chỉ thị số 46-CT/TU của Thành ủy."
    document, records = cited(
        text,
        ("Chỉ thị số 46-CT/TU của Ban Thường vụ Thành uỷ", directive(issuer="Ban Thường vụ Thành uỷ")),
        ("Chỉ thị số 46-CT/TU của Thành ủy", directive(issuer="Thành ủy")),
    )
    assert codes(document, records=records) == []


def test_a_symbol_that_is_another_bodys() -> None:
    quote = "Chỉ thị số 46-CT/TU của Bộ Chính trị"
    document, records = cited(quote + ".", (quote, directive(issuer="Bộ Chính trị")))
    assert codes(document, records=records) == ["reference_issuer_unfit"]


def test_two_dates_of_one_instrument_within_a_year() -> None:
    text = "Chỉ thị số 46-CT/TU ngày 26/6/2025; Chỉ thị số 46-CT/TU ngày 16/6/2025."
    document, records = cited(
        text,
        ("Chỉ thị số 46-CT/TU ngày 26/6/2025", directive(issued_on="2025-06-26")),
        ("Chỉ thị số 46-CT/TU ngày 16/6/2025", directive(issued_on="2025-06-16")),
    )
    assert codes(document, records=records) == ["reference_two_dates"]


def test_numbers_begin_anew_each_year() -> None:
    text = "Kế hoạch số 1/KH-UBND ngày 08/01/2024; Kế hoạch số 1/KH-UBND ngày 14/01/2025."
    document, records = cited(
        text,
        ("Kế hoạch số 1/KH-UBND ngày 08/01/2024", plan(1, "2024-01-08")),
        ("Kế hoạch số 1/KH-UBND ngày 14/01/2025", plan(1, "2025-01-14")),
    )
    assert codes(document, records=records) == []


def dated(line: str, day: str) -> tuple[Document, Extraction]:
    """A letterhead of one line above a plan of that day."""
    text = f"{line}\nKế hoạch số 41/KH-UBND"
    document, records = cited(text, ("Kế hoạch số 41/KH-UBND", plan(41, day)))
    parts = (Part("letterhead", Span(0, len(line))), Part("body", Span(len(line), len(text))))
    return dataclasses.replace(document, parts=parts), records


@pytest.mark.parametrize(("day", "expected"), [("2025-12-21", ["reference_after_document"]), ("2025-12-20", [])])
def test_an_instrument_after_the_document(day: str, expected: list[str]) -> None:
    document, records = dated("Hạ Vân, ngày 20 tháng 12 năm 2025", day)
    assert codes(document, WHOLE, records) == expected


def test_a_date_that_stands_outside_the_letterhead_is_not_the_documents() -> None:
    text = "Phụ lục kèm theo văn bản ngày 20 tháng 12 năm 2025. Kế hoạch số 41/KH-UBND"
    document, records = cited(text, ("Kế hoạch số 41/KH-UBND", plan(41, "2026-01-05")))
    assert codes(document, WHOLE, records) == []


def test_a_blank_day_leaves_the_whole_month() -> None:
    header = WHOLE.model_copy(update={"issued_on": None, "issued_day": None})
    for day, expected in (("2025-12-31", []), ("2026-01-01", ["reference_after_document"])):
        document, records = dated("Hạ Vân, ngày    tháng 12 năm 2025", day)
        assert [c for c in codes(document, header, records) if c.startswith("reference")] == expected


@pytest.mark.parametrize(("day", "expected"), [("05/9/2025", ["reference_before_basis"]), ("15/9/2025", [])])
def test_a_plan_before_what_it_carries_out(day: str, expected: list[str]) -> None:
    iso = datetime.datetime.strptime(day, "%d/%m/%Y").replace(tzinfo=datetime.UTC).date().isoformat()
    first = "Kế hoạch số 232/KH-UBND ngày 09/9/2025 của UBND tỉnh"
    second = f"Kế hoạch số 41/KH-UBND ngày {day}"
    text = f"Triển khai {first}, UBND xã đã ban hành {second} về phát động thi đua."
    document, records = cited(text, (first, plan(232, "2025-09-09")), (second, plan(41, iso)))
    assert codes(document, records=records) == expected


def test_the_day_of_issue_and_the_date_of_the_instrument() -> None:
    second = "Kế hoạch số 41/KH-UBND ngày 15/9/2025"
    text = f"Thực hiện chỉ đạo của tỉnh, ngày 19/9/2025, UBND xã đã ban hành {second}."
    document, records = cited(text, (second, plan(41, "2025-09-15")))
    assert codes(document, records=records) == ["reference_two_dates"]


def test_the_day_of_something_else_is_no_day_of_issue() -> None:
    second = "Quyết định số 22/2024/QĐ-UBND ngày 11/7/2024"
    text = f"Thực hiện Luật có hiệu lực kể từ ngày 01/7/2024, UBND tỉnh đã ban hành {second}."
    fields = {"number": "22", "symbol": "QĐ-UBND", "canonical_id": "22/2024/QĐ-UBND", "issued_on": "2024-07-11"}
    document, records = cited(text, (second, dict(fields)))
    assert codes(document, records=records) == []


def test_well_known_instruments() -> None:
    quote = "Nghị quyết số 57-NQ/TW ngày 22/12/2023 của Bộ Chính trị"
    fields: dict[str, object] = {
        "number": "57",
        "symbol": "NQ/TW",
        "canonical_id": "57-NQ/TW",
        "issued_on": "2024-12-20",
    }
    document, records = cited(quote, (quote, dict(fields)))
    assert codes(document, records=records) == ["reference_known_date"]
    document, records = cited(quote, (quote, fields | {"issued_on": "2024-12-22"}))
    assert codes(document, records=records) == []
    document, records = cited(quote, (quote, fields | {"issued_on": "2012-12-22"}))
    assert codes(document, records=records) == [], "the same number of another term"


def test_a_known_subject_under_another_number() -> None:
    quote = "Quyết định số 794/QĐ-TTg ngày 03/6/2020 phê duyệt “Chương trình chuyển đổi số quốc gia”"
    fields: dict[str, object] = {
        "number": "794",
        "symbol": "QĐ-TTg",
        "canonical_id": "794/QĐ-TTg",
        "issued_on": "2020-06-03",
        "issuer": "Thủ tướng Chính phủ",
        "subject": "phê duyệt “Chương trình chuyển đổi số quốc gia”",
    }
    document, records = cited(quote, (quote, fields))
    (found,) = issues(document, records=records)
    assert found.code == "reference_known_number"
    assert "749/QĐ-TTg" in found.message


# ── one fact told twice ──────────────────────────────────────────────────────────────────────────────────────────


def measured(*values: tuple[str, float, int | None]) -> tuple[Document, Extraction]:
    text = ". ".join(f"{name} là {value:g} người" for name, value, _ in values)
    findings = []
    for name, value, year in values:
        quote = f"{name} là {value:g} người"
        at = text.index(quote)
        record = metrics.Record(indicator=name, value=value, unit="người", year=year)
        findings.append(Finding(record, Span(at, at + len(quote)), "test", 0.9))
    return document_of(text), Extraction(metrics=tuple(findings))


def test_one_population_two_values() -> None:
    document, records = measured(("Dân số", 5030, None), ("Dân số", 5300, None))
    assert codes(document, records=records) == ["value_contradicted"]


def test_two_years_or_two_things_contradict_nothing() -> None:
    document, records = measured(
        ("Dân số", 5030, 2024), ("Dân số", 5300, 2025), ("Số đại biểu", 12, None), ("Số đại biểu", 15, None)
    )
    assert codes(document, records=records) == []
