"""The page that sets raw and restored text side by side: all of both is there, every mark, and nothing else runs."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.mend import mend
from pipeline.report.marks import TO_LOOK_AT, Counts, kind_of, marks_of
from pipeline.report.restored import page_of
from pipeline.report.rows import rows_of
from pipeline.restoration.confidence import REVIEW_BELOW
from schemas.document import RawDocument, RepairedText, Restored, RestoredText, SourceFile
from schemas.text import Alignment, Line, Page, Span
from tests.browser import Browser, browsing, needs_chromium

Word = tuple[str, str, float, tuple[str, ...], str]
"""before, after, confidence, alternatives, rule"""


@pytest.fixture(autouse=True)
def _vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THIDUA_LANG", raising=False)


def raw_of(text: str, pages: int = 1) -> RawDocument:
    """``text`` on that many pages, a line on each but the last, which has the rest."""
    lines = text.split("\n")
    cut = [*range(pages), len(lines)]
    sheets = [lines[start:end] for start, end in pairwise(cut)]
    made = tuple(
        Page(number, tuple(Line(line, at) for at, line in enumerate(sheet, 1)))
        for number, sheet in enumerate(sheets, 1)
    )
    return RawDocument(SourceFile("a.txt", "a.txt", "", "text/plain", 1), made)


def restored_of(*pieces: str | Word, pages: int = 1) -> RestoredText:
    """A restored text made of stretches that stay and words that do not; what an engine would do is of no concern."""
    before: list[str] = []
    after: list[str] = []
    words, changes = [], []
    here = there = 0
    for piece in pieces:
        was, became = (piece, piece) if isinstance(piece, str) else piece[:2]
        source, target = Span(here, here + len(was)), Span(there, there + len(became))
        if not isinstance(piece, str):
            words.append(Restored(source, target, was, became, *piece[2:]))
            if was != became:
                changes.append((source, len(became), piece[4]))
        before.append(was)
        after.append(became)
        here, there = source.end, target.end
    raw = raw_of("".join(before), pages)
    repaired = RepairedText(raw, raw.text, Alignment.identity(here))
    return RestoredText(repaired, "".join(after), Alignment.build(here, changes), tuple(words))


SAMPLE = (
    "Uy ban ",
    ("nhan", "nhân", 0.99, (), "channel"),
    " ",
    ("dan", "dân", 0.97, ("dán",), "channel"),
    "\n",
    ("khd", "khá", 0.44, ("khác", "khó"), "channel"),
    " tốt, ",
    ("gần", "gần", 0.6, ("gắn",), "channel"),
    " với ",
    ("tập thế", "tập thế", 0.9, ("tập thể",), "suggestion"),
    ("~", "", 0.99, (), "mark"),
    "\nhết",
)


class Seen(HTMLParser):
    """What a browser would see: texts of cells, marks with their attributes, everything that could run or load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: dict[str, list[str]] = {"a": [], "b": []}
        self.marks: list[tuple[dict[str, str | None], str]] = []
        self.raw_marks: list[tuple[str | None, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._cell: str | None = None
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag not in {"meta", "input", "link"}:
            self._open.append(tag)
        if told.get("role") == "cell":
            self._cell = told["class"]
            self.cells[str(self._cell)].append("")
        if tag == "mark":
            self.marks.append((told, ""))
        if tag == "s":
            self.raw_marks.append((told.get("data-m"), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "tags close in order"
        if tag == "div":
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.cells[self._cell][-1] += data
        if "mark" in self._open:
            told, said = self.marks[-1]
            self.marks[-1] = (told, said + data)
        if "s" in self._open:
            number, said = self.raw_marks[-1]
            self.raw_marks[-1] = (number, said + data)

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (told for name, told in self.tags if name == tag)


def pictured(text: str) -> str:
    """Characters that HTML cannot hold, as the page shows them."""
    shown = re.sub("[\x00-\x08\x0b-\x1f]", lambda match: chr(0x2400 + ord(match[0])), text).replace("\x7f", "␡")
    return re.sub("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", shown)


def test_every_mark_stands_on_its_words_with_its_kind() -> None:
    seen = Seen(page_of(restored_of(*SAMPLE), "a.txt"))
    told = [(mark["class"], said, mark["data-b"], mark.get("data-p"), mark.get("data-o")) for mark, said in seen.marks]
    assert told == [
        ("sure", "nhân", "nhan", "99 %", None),
        ("fair", "dân", "dan", "97 %", '["d\\u00e1n"]'),
        ("doubtful", "khá", "khd", "44 %", json.dumps(["khác", "khó"])),
        ("kept", "gần", "gần", "60 %", json.dumps(["gắn"])),
        ("suggestion", "tập thế", "tập thế", "90 %", json.dumps(["tập thể"])),
        ("sure", "", "~", "99 %", None),
    ]
    assert [said for _, said in seen.raw_marks] == ["nhan", "dan", "khd", "gần", "tập thế", "~"]


def test_what_to_look_at_is_on_the_way_of_the_tab_key_and_numbered() -> None:
    marks = [mark for mark, _ in Seen(page_of(restored_of(*SAMPLE), "a.txt")).marks]
    assert [mark["id"] for mark in marks if mark.get("tabindex") == "0"] == ["doubt-1", "doubt-2", "doubt-3"]
    assert all((mark["class"] in TO_LOOK_AT) == ("tabindex" in mark) for mark in marks)


def test_counts_part_changes_from_what_was_left() -> None:
    restored = restored_of(*SAMPLE)
    counts = Counts.of(marks_of(restored))
    assert (counts.changed, counts.doubtful, counts.kept, counts.suggestion, counts.to_look_at) == (4, 1, 1, 1, 3)
    page = page_of(restored, "a.txt")
    assert "4 chỗ đã sửa · 1 chưa chắc · 1 để nguyên nhưng đáng ngờ · 1 gợi ý" in page


def test_doubt_begins_where_review_begins() -> None:
    word = Restored(Span(0, 2), Span(0, 2), "a", "á", REVIEW_BELOW)
    assert kind_of(word) == "fair"
    assert kind_of(replace(word, confidence=REVIEW_BELOW - 0.001)) == "doubtful"


def test_raw_and_restored_text_are_fully_there() -> None:
    restored = restored_of(*SAMPLE, pages=2)
    page = page_of(restored, "a.txt")
    seen = Seen(page)
    assert "\n".join(seen.cells["a"]) == restored.repaired.raw.text
    assert "\n".join(seen.cells["b"]) == restored.text
    assert [told["id"] for told in seen.all("div") if told.get("role") == "row" and "id" in told] == [
        "L1.1",
        "L2.1",
        "L2.2",
    ]
    assert "Trang 2" in page


def test_a_repair_of_the_encoding_is_marked_unless_no_eye_can_see_it() -> None:
    nfd = unicodedata.normalize("NFD", "Hòa")
    restored = mend(raw_of(f"Ðảng bộ\u200b xã {nfd} Thượng\nđạt kết quả tốt"))
    seen = Seen(page_of(restored, "a.txt"))
    assert [(mark["class"], mark["data-b"], said) for mark, said in seen.marks] == [
        ("encoding", "Ð", "Đ"),
        ("encoding", "[U+200B]", ""),
    ]
    assert seen.cells["b"][0] == "Đảng bộ xã Hòa Thượng"


def test_a_change_that_takes_a_line_feed_away_costs_no_text() -> None:
    restored = restored_of("một ", ("hai\nba", "hai ba", 0.9, (), "join"), " bốn\nnăm")
    rows = list(rows_of(restored, marks_of(restored)))
    assert ["".join(piece.text for piece in row.raw) for row in rows] == ["một hai\nba bốn", "năm"]
    assert ["".join(piece.text for piece in row.restored) for row in rows] == ["một hai ba bốn", "năm"]


HOSTILE = [
    "<script>alert(1)</script>",
    "</mark></div></main><img src=x onerror=alert(1)>",
    "</style><script>",
    "\"' onmouseover='x",
    "&lt;&amp;&#0;",
    "<!--",
    "]]>",
    "\u202egnp.exe\u202c",
    "\x00\x07\x1b[31m",
    "$title ${rows}",
    "\ud800",
    "\r",
]


@st.composite
def texts(draw: st.DrawFn) -> RestoredText:
    letters = st.text(st.characters(exclude_categories=()), max_size=12)
    said = st.one_of(st.sampled_from(HOSTILE), letters, st.just("\n"))
    word = st.tuples(
        said.filter(bool),
        said,
        st.floats(0, 1),
        st.lists(said, max_size=3).map(tuple),
        st.sampled_from(("channel", "suggestion")),
    )
    pieces = draw(st.lists(st.one_of(said, word), max_size=12))
    return restored_of(*pieces)


@given(texts(), st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)))
@settings(max_examples=200)
def test_no_text_is_ever_markup(restored: RestoredText, name: str) -> None:
    page = page_of(restored, name)
    seen = Seen(page)
    known = {tag for tag, _ in Seen(page_of(restored_of(*SAMPLE), "a.txt")).tags} | {"bdi"}
    assert {tag for tag, _ in seen.tags} <= known
    assert not [name for _, told in seen.tags for name in told if name.startswith("on") or name in {"src", "style"}]
    assert len(list(seen.all("script"))) == 1
    assert pictured("\n".join(seen.cells["a"])) == pictured(restored.repaired.raw.text)
    assert pictured("\n".join(seen.cells["b"])) == pictured(restored.text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page), "no character that HTML cannot hold"
    whole: dict[str, str] = {}
    for told, said in seen.marks:
        whole[str(told["data-m"])] = whole.get(str(told["data-m"]), "") + said
    for index, mark in enumerate(marks_of(restored)):  # one that spans lines has a piece in each
        assert pictured(mark.after).replace("\n", "") == whole.get(str(index), "").replace("\n", "")


def test_the_page_may_load_nothing_and_run_only_its_own_script() -> None:
    page = page_of(restored_of(*SAMPLE), "a.txt", back="../index.html")
    (policy,) = [
        told["content"] for told in Seen(page).all("meta") if told.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"https?:|//[a-z]|@import|url\(", page), "no address of anything outside"


def test_the_page_speaks_the_language_of_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'lang="vi"' in page_of(restored_of(*SAMPLE), "a.txt").split(">", 2)[1]
    monkeypatch.setenv("THIDUA_LANG", "en")
    page = page_of(restored_of(*SAMPLE), "a.txt")
    assert 'lang="en"' in page.split(">", 2)[1]
    interface = re.sub(r'<div role="cell".*?</div>', "", page)
    assert not re.search("[ăđơưạảấầẩậắằẳặẹẻẽếềểễệ]", re.sub(r'data-[bo]="[^"]*"', "", interface))


# In a real browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as tab:
        yield tab


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "trang đối chiếu.html"
    page.write_text(page_of(restored_of(*SAMPLE), "<b>a & b</b>.txt"), encoding="utf-8", newline="")
    return page


FOCUS = "document.activeElement.id"
TIP = "(tip => tip.hidden ? null : tip.innerText)(document.getElementById('tip'))"


@needs_chromium
def test_keys_lead_through_what_to_look_at(browser: Browser, page: Path) -> None:
    browser.open(page)
    been = []
    for key in "nnnnppjkk":
        browser.press(key)
        been.append(browser.run(FOCUS))
    doubts = ["doubt-1", "doubt-2", "doubt-3"]
    assert been == [*doubts, "doubt-1", "doubt-3", "doubt-2", "doubt-3", "doubt-2", "doubt-1"]
    browser.press("k")
    assert browser.run(FOCUS) == "m1", "k goes through every mark"
    assert browser.run("document.getElementById('place').textContent") == "– / 3"


@needs_chromium
def test_the_explanation_comes_with_the_focus_and_goes_with_escape(browser: Browser, page: Path) -> None:
    browser.open(page, "#doubt-1")
    assert browser.run(FOCUS) == "doubt-1"
    told = browser.run(TIP)
    assert "khd → khá" in told
    assert "44 %" in told
    assert "khác, khó" in told
    assert browser.run("document.activeElement.getAttribute('aria-describedby')") == "tip"
    assert browser.run("document.getElementById('tip').getAttribute('role')") == "tooltip"
    browser.press("Escape")
    assert browser.run(TIP) is None
    browser.press("Tab")
    assert browser.run(FOCUS) == "doubt-2"
    assert "gắn" in browser.run(TIP)
    browser.press("n")
    assert "Gợi ý: tập thể" in browser.run(TIP)


@needs_chromium
def test_the_explanation_comes_under_the_mouse(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.point("mark.fair")
    assert "dan → dân" in browser.run(TIP)
    browser.point("h1")
    assert browser.run(TIP) is None
    browser.point("s")
    assert "nhan → nhân" in browser.run(TIP), "over the raw text, too"


@needs_chromium
def test_filters_hide_what_is_not_wanted(browser: Browser, page: Path) -> None:
    browser.open(page)
    shown = "[...document.querySelectorAll('.r[id]')].filter(r => r.offsetHeight).map(r => r.id).join()"
    assert browser.run(shown) == "L1.1,L1.2,L1.3"
    browser.point("#changed", click=True)
    assert browser.run(shown) == "L1.1,L1.2"
    browser.point("[value=look]", click=True)
    assert browser.run(shown) == "L1.2"
    assert browser.run("getComputedStyle(document.querySelector('mark.fair')).textDecorationLine") == "none"


@needs_chromium
def test_buttons_do_what_the_keys_do(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.point("#next", click=True)
    assert browser.run(FOCUS) == "doubt-1"
    browser.point("#previous", click=True)
    assert browser.run(FOCUS) == "doubt-3"


@needs_chromium
def test_a_hostile_page_runs_nothing_and_breaks_nothing(browser: Browser, tmp_path: Path) -> None:
    words = [(said, said + "á", 0.3, tuple(HOSTILE), "channel") for said in HOSTILE]
    restored = restored_of(*(piece for word in words for piece in (word, "\n")), "x" * 100_000)
    place = tmp_path / "a.html"
    place.write_text(page_of(restored, "<script>alert(1)</script>"), encoding="utf-8", newline="")
    browser.said.clear()
    browser.open(place)
    browser.press("n")
    assert browser.run(FOCUS) == "doubt-1"
    assert "<script>alert(1)</script>" in browser.run(TIP)
    assert browser.run("document.scripts.length") == 1
    assert browser.run("document.querySelectorAll('main img, main script, main style, #tip img').length") == 0
    assert browser.run("document.documentElement.scrollWidth <= innerWidth"), "a long line does not widen the page"
    assert browser.said == []


@needs_chromium
def test_a_long_document_stays_usable(browser: Browser, tmp_path: Path) -> None:
    line = ("Xã ", ("dat", "đạt", 0.99, (), "channel"), " kết quả ", ("tot", "tốt", 0.5, ("tột",), "channel"), "\n")
    place = tmp_path / "a.html"
    place.write_text(page_of(restored_of(*line * 20_000), "a.txt"), encoding="utf-8", newline="")
    browser.open(place, "#doubt-19999")
    assert browser.run(FOCUS) == "doubt-19999"
    inside = "(b => b.top >= 0 && b.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())"
    assert browser.run(inside), "it is in the window"
    browser.press("n")
    assert browser.run(FOCUS) == "doubt-20000"
    assert browser.run(inside)
