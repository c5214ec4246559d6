from __future__ import annotations

import dataclasses
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.legal_references import extract
from extractors.legal_references.back import find_back_references
from schemas.document import Document, Part
from schemas.finding import Finding
from schemas.records.legal_references import Record
from schemas.text import Span
from tests.repeated import LEGAL_REFERENCES, repeated
from tests.support import ROOT, document_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/legal_references.toml").read_text(encoding="utf-8"))[
    "case"
]
FIELDS = {"type": "doc_type", "on": "issued_on", "by": "issuer", "about": "subject"} | {
    name: name for name in ("role", "article", "clause", "point")
}
PLAN = "ỦY BAN NHÂN DÂN\nXÃ HẠ VÂN\nSố: 57/KH-UBND"


def _found(text: str) -> list[Finding[Record]]:
    return sorted(extract(document_of(text)), key=lambda finding: finding.span)


def _letter(body: str, head: str = PLAN) -> Document:
    """A document of a letterhead and a body."""
    whole = document_of(f"{head}\n{body}")
    parts = (Part("letterhead", Span(0, len(head) + 1)), Part("body", Span(len(head) + 1, len(whole.text))))
    passages = tuple(
        dataclasses.replace(p, part="letterhead") if p.pieces[0].start < len(head) else p for p in whole.passages
    )
    return dataclasses.replace(whole, parts=parts, passages=passages)


def _back(document: Document) -> list[tuple[str, str, str]]:
    """Each reference back: its words, what it points to, by which rule."""
    found = sorted(extract(document), key=lambda finding: finding.span)
    return [
        (
            back.span.of(document.text),
            "self" if back.target is None else found[back.target].record.canonical_id,
            back.rule,
        )
        for back in find_back_references(document, found)
    ]


def _marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []
    return pytest.param(case, marks=marks, id=case["why"])


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = _found(case["text"])
    assert sorted(f.record.canonical_id for f in found) == sorted(e["id"] for e in case["expected"])
    for expected in case["expected"]:
        finding = next(f for f in found if f.record.canonical_id == expected["id"])
        for short, name in FIELDS.items():
            value = getattr(finding.record, name)
            if short in expected:
                assert str(value) == expected[short], name
            if short in expected.get("none", []):
                assert value is None, name
        if "quote" in expected:
            assert finding.span.of(case["text"]) == expected["quote"]


def test_the_letterhead_names_no_reference_but_in_its_subject_line() -> None:
    own = "Số: 57/KH-UBND\tHạ Vân, ngày 05 tháng 9 năm 2024\nV/v góp ý Kế hoạch số 12/KH-SNV ngày 03/9/2024"
    (finding,) = extract(document_of(own, part="letterhead"))
    assert finding.record.canonical_id == "12/KH-SNV"


def test_what_is_unsure_asks_for_review() -> None:
    (finding,) = _found("Tổ công tác Đề án 06 hoạt động nền nếp")
    assert finding.needs_review
    assert finding.confidence < 0.7


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        ("UBND xã đã ban hành Kế hoạch số 12/KH-UBND ngày 03/4/2024 về trồng cây", ["tu_ban_hanh"]),
        ("đã ban hành Quyết định số 15/QĐ-UBND kiện toàn Hội đồng", ["tu_ban_hanh"]),
        ("UBND tỉnh đã ban hành Kế hoạch số 12/KH-UBND ngày 03/4/2024 về trồng cây", ["nhac_den"]),
        ("Đảng ủy xã ban hành Nghị quyết số 12-NQ/ĐU về chuyển đổi số", ["nhac_den"]),
        ("UBND xã Đồng Xá ban hành Kế hoạch số 9/KH-UBND", ["nhac_den"]),
        (
            "Ủy ban nhân dân xã ban hành Kế hoạch số 12/KH-UBND triển khai Chỉ thị số 5-CT/TU",
            ["tu_ban_hanh", "thuc_hien"],
        ),
        (
            "Thực hiện Kế hoạch số 3/KH-UBND của UBND tỉnh, UBND xã đã ban hành Kế hoạch số 12/KH-UBND",
            ["thuc_hien", "tu_ban_hanh"],
        ),
    ],
)
def test_what_this_unit_issued_is_told_by_symbol_and_unit(body: str, roles: list[str]) -> None:
    assert [finding.record.role for finding in extract(_letter(body))] == roles


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kế hoạch này thay cho kế hoạch cũ.", [("Kế hoạch này", "self", "self")]),
        (
            "Nghị định số 98/2023/NĐ-CP có hiệu lực. Theo khoản 1 Điều 5 Nghị định này thì được thưởng.",
            [("Nghị định này", "98/2023/NĐ-CP", "nearest")],
        ),
        (
            "Chỉ thị số 24-CT/TW ngày 03/4/2024 của Ban Bí thư\nXã đã quán triệt Chỉ thị 24 tới từng chi bộ.",
            [("Chỉ thị 24", "24-CT/TW", "short")],
        ),
        (
            "Thực hiện Quyết định số 7/QĐ-TTg.\nTheo Quyết định nói trên, xã lập danh sách.",
            [("Quyết định nói trên", "7/QĐ-TTg", "nearest")],
        ),
    ],
)
def test_references_back_are_resolved(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert _back(_letter(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Nghị định này có hiệu lực từ ngày ký.",  # no decree was named
        "Quyết định số 7/QĐ-TTg và Quyết định số 8/QĐ-TTg. Quyết định nói trên còn hiệu lực.",  # which of the two?
        "Quyết định số 7/QĐ-TTg.\nCác Quyết định nói trên còn hiệu lực.",  # several
        "Quyết định số 7/QĐ-TTg được ban hành; công bố quyết định trên địa bàn xã.",  # no reference back
        "Chỉ thị số 24-CT/TW và Chỉ thị số 24/CT-TTg; quán triệt Chỉ thị 24 tới chi bộ.",  # which of the two?
    ],
)
def test_what_cannot_be_told_is_not_said(body: str) -> None:
    assert _back(_letter(body)) == []


def test_in_a_document_of_no_known_kind_this_is_not_another() -> None:
    assert _back(document_of("Quyết định số 7/QĐ-TTg. Quyết định này có hiệu lực từ ngày ký.")) == []


def test_a_reference_back_has_its_article() -> None:
    document = _letter("Nghị định số 98/2023/NĐ-CP. Theo khoản 1 Điều 5 Nghị định này.")
    (back,) = find_back_references(document, sorted(extract(document), key=lambda finding: finding.span))
    assert (back.provision.article, back.provision.clause, back.provision.point) == ("5", "1", None)


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 98/2023/NĐ-CP ngày 31/12/2021 của Chính phủ",  # the year against the number
        "Nghị định số 98/2023/NĐ-CP của Bộ Y tế",  # whose decree?
        "Thông tư số 24/QĐ-TTg ngày 03/4/2024",  # the word against the symbol
        "Quyết định số 12/QĐ-UBND ngày 25/120/2024",  # a day that cannot be read
        "theo các nội dung tại 738/XDCB-UBND",  # an unknown symbol behind no word
        "Quyết định số 12/QĐ-UBND ngày 03/4/2024 về một số",  # broken off
    ],
)
def test_what_does_not_fit_asks_for_review(text: str) -> None:
    (finding,) = _found(text)
    assert finding.needs_review
    assert finding.confidence < 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Quy định số 89-QĐ/TW ngày 19/12/2017 của Ban Chấp hành Trung ương về khung tiêu chuẩn",
        "Nghị quyết số 254/2025/QH15 của Quốc hội về đất đai",
        "Thông báo kết luận số 12-TB/TU ngày 03/4/2024 của Tỉnh ủy",
        "Quyết định số 12/QĐ-UBND ngày 03/4/2024 của Chủ tịch UBND tỉnh về khen thưởng",
    ],
)
def test_what_fits_asks_for_none(text: str) -> None:
    (finding,) = _found(text)
    assert not finding.needs_review


@given(st.text(alphabet="Luật số 12/QĐ-UBND ngàyvề;,.“”()củaNghị định2025 năm\n", max_size=150))
def test_hostile_text_is_survived(text: str) -> None:
    for finding in _found(text):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert finding.record.canonical_id


@pytest.mark.parametrize("unit", LEGAL_REFERENCES)
def test_text_that_repeats_is_read_as_far_as_it_goes(unit: str) -> None:
    text = repeated(unit, 60_000)
    found = _found(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert len(found) <= len(text) // len(unit), "no more references than there are pieces"
