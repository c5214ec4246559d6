"""Outline: cases of sections, and the laws that hold for every text."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.outline import outline
from pipeline.outline.broken import cut_rows
from pipeline.outline.rows import split_rows
from schemas.document import Document, Footnote, RestoredText, Table
from schemas.text import Span
from tests.repeated import OUTLINE, repeated
from tests.support import ROOT, SHARED, needs_shared, restored_of

CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/sections.toml").read_text(encoding="utf-8"))["case"]


def lines_of(document: Document) -> list[str]:
    """The sections, a line each: level, label, heading, kind."""
    return [f"{s.level} | {s.label or '∅'} | {s.heading} | {s.kind}" for s in document.sections]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["name"], marks=[pytest.mark.xfail(strict=True)] if case["tag"] == "known_failure" else []
        )
        for case in CASES
    ],
)
def test_sections(case: dict[str, Any]) -> None:
    document = outline(restored_of(case["text"]))
    assert lines_of(document) == case["sections"], case["why"]
    if "parts" in case:
        assert [f"{p.kind}: {p.span.of(document.text).split()[0]}" for p in document.parts] == case["parts"]


def test_every_case_says_why() -> None:
    assert all(case["why"] and case["tag"] in ("wild", "synthetic", "negative", "known_failure") for case in CASES)
    assert len({case["name"] for case in CASES}) == len(CASES)


# Laws -----------------------------------------------------------------------------------------------------------------

PIECES = [
    "Phần I", "Phần thứ hai", "I. ĐẶC ĐIỂM", "II. ", "1. Ưu điểm", "1. Ưu điểm: Trong năm 2025, xã đã làm tốt.",
    "1.1. Phong trào “A b c”", "a) Nội dung", "đ) x", "- Phong trào “Dân vận khéo”: có 12 mô hình.", "+ Năm 2022",
    "* ", "Điều 1. Tặng", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: /BC-UBND", "An Lạc, ngày tháng 12 năm 2025",
    "BÁO CÁO", "Kính gửi: Sở Nội vụ", "Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH",
    "Vũ Văn An", "DANH SÁCH", "Xã An Lạc có 12 thôn, 3.400 hộ. 2. Hạn chế", "TT\tHọ tên", "¹ Năm 2024", "\t", "  ",
    "", "QUYẾT ĐỊNH:", "“", "kết quả.", "\xa0", "Về việc tặng Giấy khen", "IV. IV.", "1.2.3.4", "...", "—",
    "\u2028x", "\U0001d400", "e\u0301",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=25), max_size=25).flatmap(
    lambda pieces: st.sampled_from(["\n", "\n\n", " "]).map(lambda gap: gap.join(pieces))
)


@st.composite
def restored_texts(draw: st.DrawFn) -> RestoredText:
    """Any text, with footnotes, table rows and continued paragraphs anywhere."""
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    footnotes = tuple(Footnote("1", None, span) for span in spans[::3])
    tables = (Table(tuple((span, Span(span.end, span.end)) for span in spans[1::3])),)
    continued = tuple(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    return restored_of(text, footnotes, tables, continued)


def tile(document: Document) -> None:
    """The parts cover the text, one after the other."""
    parts = document.parts
    assert parts[0].span.start == 0
    assert parts[-1].span.end == len(document.text)
    assert all(one.span.end == two.span.start for one, two in pairwise(parts))


def nest(document: Document) -> None:
    """Sections come in order, each within its parent."""
    known: dict[str, Any] = {}
    for section in document.sections:
        assert 0 <= section.char_start < section.char_end <= section.extent_end <= len(document.text)
        if section.parent_id is None:
            assert section.level == 1
        else:
            parent = known[section.parent_id]
            assert section.level == parent.level + 1
            assert parent.char_end <= section.char_start
            assert section.extent_end <= parent.extent_end
        known[section.section_id] = section
    starts = [section.char_start for section in document.sections]
    assert starts == sorted(set(starts))
    for one, two in pairwise(document.sections):
        assert two.char_start >= one.extent_end or two.level > one.level


@given(restored_texts())
@settings(max_examples=200)
def test_parts_tile_the_text(restored: RestoredText) -> None:
    tile(outline(restored))


@given(restored_texts())
@settings(max_examples=200)
def test_sections_nest_in_order(restored: RestoredText) -> None:
    nest(outline(restored))


@given(restored_texts())
@settings(max_examples=200)
def test_passages_hold_every_character_once(restored: RestoredText) -> None:
    document = outline(restored)
    pieces = sorted(piece for passage in document.passages for piece in passage.pieces)
    assert all(one.end <= two.start for one, two in pairwise(pieces))
    held = {at for piece in pieces for at in range(*piece)}
    assert all(char.isspace() for at, char in enumerate(document.text) if at not in held)
    starts = [passage.pieces[0].start for passage in document.passages]
    assert starts == sorted(starts)
    ids = {section.section_id for section in document.sections}
    assert {passage.section_id for passage in document.passages} <= ids | {None}


@given(restored_texts(), st.data())
@settings(max_examples=200)
def test_locate_leads_back(restored: RestoredText, data: st.DataObject) -> None:
    document = outline(restored)
    for passage in document.passages:
        assert passage.text == " ".join(piece.of(document.text) for piece in passage.pieces)
        at = data.draw(st.integers(0, max(0, len(passage.text) - 1)))
        char = passage.locate(Span(at, at + 1))
        if passage.text[at : at + 1].strip() and char.end - char.start == 1:
            assert char.of(document.text) == passage.text[at]
        whole = passage.locate(Span(0, len(passage.text)))
        assert whole == Span(passage.pieces[0].start, passage.pieces[-1].end)


@given(restored_texts())
@settings(max_examples=100)
def test_a_section_belongs_to_its_passages(restored: RestoredText) -> None:
    document = outline(restored)
    for passage in document.passages:
        section = document.section(passage.section_id)
        if section is not None:
            assert section.char_start <= passage.pieces[0].start < section.extent_end


def test_a_paragraph_that_goes_on_is_one_passage() -> None:
    text = "Diện tích đất nông nghiệp¹ của xã là\n¹ Số liệu năm 2024.\n430 ha."
    note = text.index("Số")
    restored = restored_of(
        text, (Footnote("1", Span(25, 26), Span(note, text.index("\n430"))),), (), (text.index("430"),)
    )
    passages = outline(restored).passages
    assert [p.kind for p in passages] == ["paragraph", "footnote", "footnote"]  # the mark stays apart from the body
    assert passages[0].text == "Diện tích đất nông nghiệp¹ của xã là 430 ha."
    at = passages[0].text.index("430")
    assert passages[0].locate(Span(at, at + 6)).of(text) == "430 ha"


def test_a_table_row_is_a_passage_with_cells() -> None:
    text = "II. KHEN THƯỞNG\n1\tGiấy khen\t\t12\nHết."
    at = text.index("1\t")
    cells = (Span(at, at + 1), Span(at + 2, at + 11), Span(at + 12, at + 12), Span(at + 13, at + 15))
    row = outline(restored_of(text, tables=(Table((cells,)),))).passages[1]
    assert (row.kind, row.table, row.row, row.section_id) == ("table_row", 0, 0, "s001")
    assert [cell.of(text) for cell in row.cells] == ["1", "Giấy khen", "", "12"]


@pytest.mark.parametrize("unit", OUTLINE)
def test_the_laws_hold_however_often_a_text_repeats(unit: str) -> None:
    document = outline(restored_of(repeated(unit, 40_000)))
    tile(document)
    nest(document)


def test_rows_hold_what_lines_hold() -> None:
    text = "I. ĐẶC ĐIỂM\n\n  Xã có 12 thôn.  \n"
    rows = cut_rows(split_rows(restored_of(text)))
    assert [(row.text, row.gap) for row in rows] == [("I. ĐẶC ĐIỂM", True), ("Xã có 12 thôn.", True)]


# Gold -----------------------------------------------------------------------------------------------------------------


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


@needs_shared
def test_sections_of_the_true_text() -> None:
    text = (SHARED / "gold/kien_thuy.true.txt").read_text(encoding="utf-8")
    gold = json.loads((SHARED / "gold/kien_thuy.json").read_text(encoding="utf-8"))["sections"]
    found = outline(restored_of(text)).sections
    assert [s.label for s in found] == [g["label"] for g in gold]
    assert [s.kind for s in found] == [g["kind"] for g in gold]
    assert [s.level for s in found] == [g["level"] for g in gold]
    same = sum(_fold(g["heading"]) in _fold(s.heading) for s, g in zip(found, gold, strict=True))
    assert same == len(gold)
