"""The laws of repair, on hostile text and on text shaped like reports."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair import repair
from schemas.document import RawDocument, RepairedText, SourceFile
from schemas.text import Line, Page, Span

SOURCE = SourceFile("a.txt", "a.txt", "0" * 64, "text/plain", 1)


def raw_of(text: str) -> RawDocument:
    """A document of one page out of a text."""
    lines = tuple(Line(line, at) for at, line in enumerate(text.split("\n"), start=1))
    return RawDocument(SOURCE, (Page(1, lines),))


# What a line of a report may begin with, hold and end with; combined at random they make every awkward meeting.
_STARTS = [
    *("", "", "", "- ", "+ ", "* ", "1. ", "2. ", "3.1. ", "a) ", "II. ", "Phần II ", "¹", "² ", "(1) ", "[2] ", "  "),
    *("| ", "# ", "TM. ", "Số: "),
]
_WORDS = [
    *("thi đua", "Khen", "thưởng", "Ủy ban", "nhân dân", "xã", "của", "và", "3", "12", "2025", "năm", "KẾT QUẢ"),
    *("THỰC HIỆN", "(2021-", "2025)", "“Sạch", "đẹp”", "*đậm*", "**", "\\*", "khá¹", "triệu đồng²", "km²", "ngày"),
    *("trồng trọt1", "báo cáo (1)", "05/8/2025", "&amp;", "cÃ´ng", "tác\u0301c", "Ðảng", "\u200bđời", "kinh tế -"),
    *("xã hội", "Covid-", "_nghiêng_"),
]
_ENDS = ["", "", ".", ";", ":", ",", "./.", " -", "-", "…", "”.", "³"]

_line = st.one_of(
    st.just(""),
    st.sampled_from(["3", "4", "- 5 -", "Trang 2/7", "---", "\u00a0", "12"]),
    st.builds(
        lambda start, words, end: start + " ".join(words) + end,
        st.sampled_from(_STARTS),
        st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14),
        st.sampled_from(_ENDS),
    ),
)
reports = st.lists(_line, max_size=25).map("\n".join)
hostile = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aàÃ©\u0301\u0323\u202e\u200d\x00\x85\t*_¹\n")),
    max_size=120,
)
anything = st.one_of(reports, hostile)


def assert_lawful(text: str, repaired: RepairedText) -> None:
    """Monotone and total by construction; here that what is not edited is identical, and every span within."""
    way = repaired.alignment
    assert (way.source_length, way.target_length) == (len(text), len(repaired.text))
    here = there = 0
    for edit in (*way.edits, None):
        stop, stop_there = (edit.source.start, edit.target.start) if edit else (len(text), len(repaired.text))
        assert text[here:stop] == repaired.text[there:stop_there]
        if edit:
            here, there = edit.source.end, edit.target.end
    assert unicodedata.is_normalized("NFC", repaired.text)
    for note in repaired.footnotes:
        assert note.body.of(repaired.text).strip()
        assert note.mark is None or 0 <= note.mark.start == note.mark.end <= len(repaired.text)
    for at in repaired.continued:
        assert at == 0 or repaired.text[at - 1] == "\n"


@given(anything)
def test_alignment_holds_and_the_text_is_nfc(text: str) -> None:
    assert_lawful(text, repair(raw_of(text)))
    assert_lawful(text, repair(raw_of(text), layout=False))


@settings(max_examples=400)
@given(anything)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(raw_of(text)).text
    assert repair(raw_of(once)).text == once


@given(anything)
def test_without_layout_every_line_stays(text: str) -> None:
    repaired = repair(raw_of(text), layout=False)
    assert repaired.text.count("\n") == text.count("\n")
    assert repair(raw_of(repaired.text), layout=False).text == repaired.text


@given(st.lists(st.text("aáàảãạăắâấđêệôộơợưự AĐỦ12.,;:-“”*¹()/%", max_size=60), max_size=10))
def test_clean_text_stays_as_it_is_without_layout(lines: list[str]) -> None:
    text = "\n".join(lines)
    repaired = repair(raw_of(text), layout=False)
    assert repaired.text == text
    assert not repaired.alignment.edits


def test_a_very_long_line_is_quick() -> None:
    text = "thi đua khen thưởng " * 5_000 + "\n" + "*" * 50_000 + "\n" + "¹" * 1_000 + "\\" * 1_000 + "e\u0301" * 5_000
    repaired = repair(raw_of(text))
    assert_lawful(text, repaired)
    assert Span(0, 19).of(repaired.text) == "thi đua khen thưởng"
