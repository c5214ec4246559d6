"""Repair, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.repair import repair
from schemas.document import RawDocument, SourceFile
from schemas.text import Box, Line, Page, Span

SOURCE = SourceFile("a.txt", "a.txt", "0" * 64, "text/plain", 1)
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "repair.toml").read_text(encoding="utf-8")
)["case"]


def raw_of(text: str, *pages: str) -> RawDocument:
    """A document with a page for each text."""
    return RawDocument(
        SOURCE,
        tuple(
            Page(number, tuple(Line(line, at) for at, line in enumerate(page.split("\n"), start=1)))
            for number, page in enumerate((text, *pages), start=1)
        ),
    )


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["name"], marks=[pytest.mark.xfail(reason=case["why"])] * (case["tag"] == "known_failure")
        )
        for case in CASES
    ],
)
def test_case(case: dict[str, Any]) -> None:
    prefix = case.get("prefix", "") * case.get("prefix_times", 1)
    repaired = repair(raw_of(prefix + case["text"]), layout=case.get("layout", True))
    text = repaired.text
    assert text[len(text) - len(case["expect"]) :] == case["expect"]
    assert text[: len(text) - len(case["expect"])] == prefix
    if "edits" in case:
        raw = repaired.raw.text
        found = [f"{e.source.of(raw)}>{e.target.of(text)}" for e in repaired.alignment.edits]
        assert found == case["edits"]
    if "notes" in case:
        assert len(repaired.footnotes) == len(case["notes"])
        for note, (label, word, body) in zip(repaired.footnotes, case["notes"], strict=True):
            assert note.label == label
            assert note.body.of(text).startswith(body)
            assert (note.mark is None) == (word == "")
            assert note.mark is None or text[: note.mark.start].endswith(word)
    if "continued" in case:
        assert [text[at:].split("\n")[0][: len(start)] for at, start in
                zip(repaired.continued, case["continued"], strict=True)] == case["continued"]  # fmt: skip


def test_every_tag_is_known() -> None:
    assert {case["tag"] for case in CASES} <= {"wild", "synthetic", "negative", "known_failure"}


def test_page_numbers_and_running_heads_of_pages() -> None:
    head = "Báo cáo thi đua xã Đồng Lạc"
    repaired = repair(
        raw_of(
            f"{head}\nNăm qua, các thôn của xã đã cùng nhau\n1",
            f"{head}\nlàm được 3 km đường.\nDân mừng.\n2",
            f"{head}\nHết.\n3",
        )
    )
    assert repaired.text == "Năm qua, các thôn của xã đã cùng nhau làm được 3 km đường.\nDân mừng.\nHết."
    at = repaired.text.index("làm được")
    source = repaired.alignment.to_source(Span(at, at + 8))
    assert repaired.raw.place(source.start) == (2, 2)


def test_cells_of_tables_are_found_in_the_repaired_text() -> None:
    lines = (
        Line("Biểu 1", 1),
        Line("Danh hiệu\tSố lươ\u0323ng", 2, "table", table=0, row=0),
        Line("Lao động tiên tiến\t", 3, "table", table=0, row=1),
    )
    repaired = repair(RawDocument(SOURCE, (Page(1, lines),)))
    (table,) = repaired.tables
    assert [[cell.of(repaired.text) for cell in row] for row in table.rows] == [
        ["Danh hiệu", "Số lượng"],
        ["Lao động tiên tiến", ""],
    ]


def test_an_empty_document() -> None:
    repaired = repair(RawDocument(SOURCE, ()))
    assert repaired.text == ""


def test_each_page_of_a_sheet_has_its_own_right_edge() -> None:
    """Two pages side by side: a line of the left one is full where that page ends, not where the sheet does."""
    left = [
        "Năm 2025 xã đã phát động nhiều phong trào do tỉnh và", "huyện giao, được các thôn hưởng ứng ngay trong quý",
        "đầu; đến nay mọi chỉ tiêu đều đạt, riêng thôn Khe", "Sậy còn chậm do mưa lũ, xã đã cử cán bộ giúp sức và",
        "vận động nhân dân góp công sửa đường, dựng lại nhà", "cho hộ bị sập, nay đã xong trước mùa khô này.",
    ]  # fmt: skip
    lines = [
        Line(text, number, box=Box(edge + 30 * (number == 1), 60.0 + 13 * number, right, 70.0 + 13 * number))
        for edge, right in ((60.0, 380.0), (480.0, 800.0))
        for number, text in enumerate(left, start=1)
    ]
    raw = RawDocument(SOURCE, (Page(1, tuple(lines)),))
    paragraph = " ".join(left)
    assert repair(raw).text == f"{paragraph}\n{paragraph}"
