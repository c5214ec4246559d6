"""Restoration: cases, its laws, and that nothing clean is touched."""

from __future__ import annotations

import lzma
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.restoration import restore, restore_text
from pipeline.restoration.engine import shipped
from pipeline.restoration.letters import new_style
from pipeline.restoration.model import MODEL_PATH
from schemas.document import Footnote, RawDocument, RepairedText, SourceFile, Table
from schemas.text import Alignment, Line, Page, Span
from tests.support import SHARED, needs_shared

CASES = tomllib.loads((Path(__file__).parent / "cases" / "restoration.toml").read_text(encoding="utf-8"))["case"]
SOURCE = SourceFile("a.txt", "a.txt", "0" * 64, "text/plain", 1)
CLEAN = """\
ỦY BAN NHÂN DÂN XÃ AN PHÚ
Số: 12/BC-UBND
BÁO CÁO
Kết quả công tác thi đua, khen thưởng năm 2024
Phần I. TÌNH HÌNH CHUNG
1. Xã An Phú có 12 thôn, 3.456 hộ; thu nhập bình quân 62,5 triệu đồng/người/năm (tăng 8,2%).
- Hưởng ứng phong trào “Toàn dân đoàn kết xây dựng đời sống văn hoá”, 11/12 thôn đạt chuẩn.
a) Trao 25 Giấy khen cho 10 tập thể, 15 cá nhân; d) Theo Quyết định số 34/QĐ-UBND ngày 05/6/2024.
TM. ỦY BAN NHÂN DÂN"""


def repaired_of(text: str) -> RepairedText:
    """A text as repair would hand it on, unchanged."""
    lines = tuple(Line(line, at) for at, line in enumerate(text.split("\n"), start=1))
    return RepairedText(RawDocument(SOURCE, (Page(1, lines),)), text, Alignment.identity(len(text)))


def marks(case: dict[str, str]) -> list[pytest.MarkDecorator]:
    """A known failure must fail."""
    return [pytest.mark.xfail(strict=True, reason=case["why"])] if case["tag"] == "known_failure" else []


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"], marks=marks(c)) for c in CASES])
def test_case(case: dict[str, str]) -> None:
    assert restore_text(case["text"]) == case["expect"]


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_twice_is_once(case: dict[str, str]) -> None:
    once = restore_text(case["text"])
    assert restore_text(once) == once


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_way_back(case: dict[str, str]) -> None:
    """Every edit tells the truth about both texts, and between edits both are identical."""
    restored = restore(repaired_of(case["text"]))
    way = restored.alignment
    here = there = 0
    for edit in way.edits:
        assert case["text"][here : edit.source.start] == restored.text[there : edit.target.start]
        here, there = edit.source.end, edit.target.end
    assert case["text"][here:] == restored.text[there:]
    for change in restored.restored:
        assert change.before == change.source.of(case["text"])
        assert change.after == change.target.of(restored.text)
        assert (change.before == change.after) == (change.rule in {"doubt", "suggestion"})
        assert 0.0 < change.confidence <= 1.0
        assert len(change.alternatives) <= 2
        assert change.after not in change.alternatives


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_no_digit_is_invented(case: dict[str, str]) -> None:
    """What digits come out are digits that went in, in their order."""
    digits = iter(c for c in case["text"] if c.isdigit())
    assert all(digit in digits for digit in restore_text(case["text"]) if digit.isdigit())


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_clean_text_stays(form: str) -> None:
    text = unicodedata.normalize("NFC" if form == "NFC" else "NFD", CLEAN)
    restored = restore(repaired_of(text))
    assert restored.text == text
    assert restored.restored == ()
    assert restored.alignment.edits == ()


@given(st.lists(st.sampled_from(CLEAN.split("\n")), max_size=12).map("\n".join))
@settings(max_examples=40)
def test_clean_lines_in_any_order_stay(text: str) -> None:
    assert restore_text(text) == text


HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('aeiouyngthbcdlm6é&@¢$’?|[]().,;:/-“”"\n\t 0123456789'),
    ),
    max_size=80,
)


@given(HOSTILE)
@settings(max_examples=60)
def test_hostile_strings_survive(text: str) -> None:
    restored = restore(repaired_of(text))
    assert restored.alignment.target_length == len(restored.text)
    assert restored.text.count("\n") == text.count("\n")
    assert restore_text(restored.text) == restored.text


def test_footnotes_and_tables_are_carried() -> None:
    text = "Céng tac thi dua, khen thuong cua x& dugc quan tam\tdat két qua tét\nGhi chu: s6 li¢u nam 2024"
    first, second = Span(0, text.index("\t")), Span(text.index("\t") + 1, text.index("\n"))
    body = Span(text.index("\n") + 1, len(text))
    given_text = RepairedText(
        repaired_of(text).raw,
        text,
        Alignment.identity(len(text)),
        (Footnote("1", None, body),),
        (Table(((first, second),)),),
        (body.start,),
    )
    restored = restore(given_text)
    (cells,) = restored.tables[0].rows
    assert cells[0].of(restored.text) == "Công tác thi đua, khen thưởng của xã được quan tâm"
    assert cells[1].of(restored.text) == "đạt kết quả tốt"
    assert restored.footnotes[0].body.of(restored.text).startswith("Ghi chú: số liệu")
    assert restored.continued == (restored.footnotes[0].body.start,)


def test_model_is_small() -> None:
    assert MODEL_PATH.stat().st_size < 25_000_000


@needs_shared
def test_law_is_left_alone() -> None:
    """Thousands of lines of law, with either place of the tone mark: not one is taken for mangled."""
    with lzma.open(SHARED / "text" / "legal.txt.xz", "rt", encoding="utf-8") as stream:
        lines = [next(stream).rstrip("\n") for _ in range(20_000)]
    for text in ("\n".join(lines), "\n".join(" ".join(map(new_style, line.split(" "))) for line in lines)):
        assert not any(shipped().flags(text))


@needs_shared
@pytest.mark.parametrize("name", ["thanh_dong", "nghi_duong"])
def test_clean_reports_are_left_alone(name: str) -> None:
    text = (SHARED / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    assert restore_text(text) == text
