"""The review pages: every record in its place, text that is never markup, files that are safe and always the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.door import run_command
from pipeline.find import find
from pipeline.load.tables import RECORD_KINDS
from pipeline.report.review import make as making
from pipeline.report.review.lines import lines_of
from pipeline.report.review.make import SIGN
from pipeline.report.review.names import PAGES, page_of, place_of
from pipeline.report.review.slices import slices
from pipeline.report.review.stored import Names, Stored
from schemas.text import Span
from tests.review_pages import ATTACK, HOSTILE, MANGLED, PLAIN, WRONG, made, page, stored_reports
from tests.stored import ask


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_WORKERS", "0")
    for name in ("THIDUA_LANG", "THIDUA_DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored_reports(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "bao_cao"
    made(database, folder)
    return folder


class Seen(HTMLParser):
    """What a browser would see: tags with attributes, ids, the text of lines, of marks, of cards."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.lines: dict[str, list[str]] = {"raw": [], "txt": []}
        self.marks: list[tuple[list[str], str]] = []
        self._open: list[str] = []
        self._cell: tuple[str, int] | None = None
        self.feed(page.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag in {"meta", "input"}:
            return
        self._open.append(tag)
        if tag == "div" and told.get("class") in self.lines:
            self._cell = str(told["class"]), len(self._open)
            self.lines[self._cell[0]].append("")
        if tag == "mark":
            self.marks.append((str(told["data-r"]).split(" "), ""))

    def handle_endtag(self, tag: str) -> None:
        if self._cell and len(self._open) == self._cell[1]:
            self._cell = None
        if tag in {"li", "p", "tr", "td", "th"}:
            while self._open[-1] != tag:
                self._open.pop()
        assert self._open.pop() == tag, "tags close in order"

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.lines[self._cell[0]][-1] += data
        if "mark" in self._open:
            ids, said = self.marks[-1]
            self.marks[-1] = ids, said + data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [told for tag, told in self.tags if tag == name]


# Cutting


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=7))
def test_slices_tile_the_text_and_know_what_lies_over_them(length: int, ends: list[tuple[int, int]]) -> None:
    places = [Span(min(pair), max(pair)) for pair in ends]
    cut = list(slices(Span(0, length), places))
    whole = [piece for piece in cut if piece.span.start < piece.span.end]
    assert [at for piece in whole for at in range(piece.span.start, piece.span.end)] == list(range(length))
    for piece in whole:
        for at in range(piece.span.start, piece.span.end):
            covering = {index for index, place in enumerate(places) if place.start <= at < place.end}
            assert set(piece.over) == covering
        sizes = [places[index].end - places[index].start for index in piece.over]
        assert sizes == sorted(sizes), "the innermost comes first"
    shown = {piece.over[0] for piece in cut if piece.span.start == piece.span.end and piece.over}
    assert shown >= {i for i, place in enumerate(places) if place.start == place.end <= length and length}


words = st.text(alphabet="aă\n ", max_size=4)


@given(st.lists(st.tuples(words, words, st.booleans()), max_size=8))
def test_lines_hold_the_whole_of_both_texts(pieces: list[tuple[str, str, bool]]) -> None:
    raw = text = ""
    edits = []
    for before, after, changed in pieces:
        became = after if changed else before
        if changed:
            edits.append((Span(len(raw), len(raw) + len(before)), Span(len(text), len(text) + len(became))))
        raw, text = raw + before, text + became
    lines = lines_of(raw, text, edits[::-1])
    assert "\n".join(line.raw.of(raw) for line in lines) == raw
    assert "\n".join(line.text.of(text) for line in lines) == text
    if not edits:
        assert len(lines) == raw.count("\n") + 1


def test_edits_that_overlap_spoil_no_line() -> None:
    edits = [(Span(at, to), Span(at, to)) for at, to in ((4, 8), (0, 3), (7, 10), (11, 14))]
    lines = lines_of("mot\nhai ba\nbon", "một\nhai-ba\nbốn", edits)
    assert [line.raw for line in lines] == [Span(0, 3), Span(4, 10), Span(11, 14)]


# Names


@given(st.text(max_size=200), st.text("0123456789abcdef", min_size=16, max_size=16))
def test_names_of_pages_are_safe_everywhere(name: str, doc_id: str) -> None:
    page = page_of(doc_id, name)
    assert re.fullmatch(r"van_ban/[a-z0-9][a-z0-9-]*\.html", page)
    assert page.removesuffix(".html").endswith(doc_id), "no two documents share one"
    assert len(page) < 100


# Pages


def test_every_record_stands_in_the_text_and_in_the_list(database: Path, folder: Path) -> None:
    for doc_id, name in ask(database, "SELECT doc_id, source_name FROM documents WHERE status = 'loaded'"):
        seen = Seen(folder / page_of(doc_id, name))
        whole: dict[str, str] = {}
        for ids, said in seen.marks:
            for place in ids:
                whole[place] = whole.get(place, "") + said
        records = 0
        for kind in ("sections", *RECORD_KINDS):
            for record_id, quote in ask(database, f'SELECT record_id, quote FROM "{kind}" WHERE doc_id = ?', doc_id):
                place = place_of(kind, record_id)
                assert seen.ids.count(place) == seen.ids.count(f"c-{place}") == 1
                assert whole[place].startswith(quote.replace("\n", ""))
                records += 1
        assert records > 5


def test_ids_stand_once_and_every_way_leads_somewhere(database: Path, folder: Path) -> None:
    for place in (folder / PAGES).iterdir():
        seen = Seen(place)
        assert len(seen.ids) == len(set(seen.ids))
        ways = [str(told["href"]) for told in seen.all("a") if told.get("href")]
        assert len(ways) > 5
        for way in ways:
            path, _, target = way.partition("#")
            assert (place.parent / path).exists()
            assert path or target in seen.ids
        cards = {identity.removeprefix("c-") for identity in seen.ids if identity.startswith("c-")}
        assert {one for ids, _ in seen.marks for one in ids} <= cards


def test_a_nested_record_is_drawn_over_the_one_that_holds_it(database: Path, folder: Path) -> None:
    seen = Seen(page(database, folder, PLAIN))
    (ids,) = {tuple(ids) for ids, said in seen.marks if "12 tập thể" in said}
    sizes = {place: len("".join(said for ids, said in seen.marks if place in ids)) for place in ids}
    assert [sizes[place] for place in ids] == sorted(sizes.values())
    assert any(place.startswith("awards-") for place in ids)


def test_no_text_is_ever_markup(database: Path, folder: Path) -> None:
    place = page(database, folder, ATTACK)
    seen, plain = Seen(place), Seen(page(database, folder, PLAIN))
    assert {tag for tag, _ in seen.tags} <= {tag for tag, _ in plain.tags} | {"bdi", "s", "span"}
    assert len(seen.all("script")) == 1
    for sheet in (place, folder / "index.html"):
        attributes = {name for _, told in Seen(sheet).tags for name in told}
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "style"}]
    ((text,),) = ask(database, "SELECT text FROM texts JOIN documents USING (doc_id) WHERE source_name = ?", ATTACK)
    assert "\n".join(seen.lines["txt"]) == text
    for said in HOSTILE[:4]:
        assert said in text, "it came through the reading"


def test_raw_text_stands_beside_what_was_restored(database: Path, folder: Path) -> None:
    seen = Seen(page(database, folder, MANGLED.name))
    ((raw, text),) = ask(
        database, "SELECT raw_text, text FROM texts JOIN documents USING (doc_id) WHERE source_name = ?", MANGLED.name
    )
    assert "\n".join(seen.lines["raw"]) == raw
    assert "\n".join(seen.lines["txt"]) == text
    assert not Seen(page(database, folder, PLAIN)).lines["raw"], "nothing to compare where nothing was done"


def test_doubts_are_marked_and_counted(database: Path, folder: Path) -> None:
    ((doubtful, review),) = ask(
        database,
        "SELECT restored_doubtful, "
        + " + ".join(
            f'(SELECT count(*) FROM "{kind}" r WHERE r.doc_id = d.doc_id AND needs_review)'
            for kind in ("sections", *RECORD_KINDS)
        )
        + " FROM documents d WHERE source_name = ?",
        MANGLED.name,
    )
    seen = Seen(page(database, folder, MANGLED.name))
    looks = [
        told for told in seen.all("li") if "look" in str(told.get("class")).split() and str(told["id"]).startswith("c-")
    ]
    findings = [told for told in looks if str(told["id"]).startswith("c-issues")]
    assert doubtful > 10
    assert len(looks) - len(findings) == doubtful + review


def test_a_finding_tells_its_arithmetic_and_the_records_under_it(database: Path, folder: Path) -> None:
    html = page(database, folder, WRONG).read_text(encoding="utf-8")
    (card,) = re.findall(r'<li id="c-issues-\d+" class="card error.*?</dl>', html, re.S)
    assert "12 tập thể + 30 cá nhân = 42" in card
    assert re.search(r'class="related".*?href="#awards-\d+"', card, re.S)


def test_the_page_may_load_nothing_and_run_only_its_own_script(folder: Path) -> None:
    for place in (folder / "index.html", *(folder / PAGES).iterdir()):
        html = place.read_text(encoding="utf-8")
        assert "default-src 'none'" in html
        assert "unsafe" not in html.split("</style>", 1)[0]
        own = re.sub(r"<article.*?</article>|<aside.*?</aside>|<table.*?</table>", "", html, flags=re.S)
        assert not re.search(r"https?:|src=|@import|url\(|type=.module|fetch\(", own)


def test_pages_name_their_landmarks_and_their_language(database: Path, folder: Path) -> None:
    place = page(database, folder, PLAIN)
    seen = Seen(place)
    assert seen.all("html") == [{"lang": "vi"}]
    for name in ("header", "nav", "main", "aside", "h1"):
        assert len(seen.all(name)) == 1
    assert all(told.get("aria-label") for name in ("nav", "aside", "article") for told in seen.all(name))
    headings = [told for told in seen.all("div") if told.get("role") == "heading"]
    assert [told["aria-level"] for told in headings] == ["2", "2"]


def test_the_page_speaks_english_to_who_asks(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_LANG", "en")
    made(database, tmp_path / "r", "báo cáo 000")
    html = page(database, tmp_path / "r", PLAIN).read_text(encoding="utf-8")
    interface = re.sub(r'<(article|dl|ol|h1|p class="summary"|a class="told").*?</\1', "", html, flags=re.S)
    interface = re.sub("<title>.*?</title>|<p class=.origin.*?</p>", "", interface)
    assert "Next to look at" in interface
    assert not re.search("Đề mục|Cần xem|Khen thưởng|Số liệu|Tìm", interface)


# The folder


def test_the_index_lists_every_document_with_its_counts(database: Path, folder: Path) -> None:
    html = (folder / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr data-kind.*?</tr>", html, re.S)
    assert len(rows) == 5
    (refused,) = [row for row in rows if "hỏng.pdf" in row]
    ((reason,),) = ask(database, "SELECT reason FROM documents WHERE source_name = 'hỏng.pdf'")
    assert reason in refused.replace("&#34;", '"')
    assert "<a " not in refused
    (wrong,) = [row for row in rows if WRONG in row]
    assert "12 tập thể + 30 cá nhân = 42" in wrong
    assert 'data-findings="1' in wrong
    ((metrics,),) = ask(
        database, "SELECT count(*) FROM metrics JOIN documents USING (doc_id) WHERE source_name = ?", WRONG
    )
    assert f'<td class="n">{metrics}</td>' in wrong


def test_the_same_database_gives_the_same_bytes(database: Path, folder: Path, tmp_path: Path) -> None:
    again = made(database, tmp_path / "b")
    assert again.pages == 4
    files = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert files == {f.relative_to(tmp_path / "b"): f.read_bytes() for f in (tmp_path / "b").rglob("*") if f.is_file()}


def test_what_is_unchanged_is_not_written_and_what_is_gone_is_taken_away(database: Path, tmp_path: Path) -> None:
    made(database, tmp_path)
    gone = tmp_path / PAGES / "cu-0123456789abcdef.html"
    notes = tmp_path / PAGES / "ghi chú.html"
    for file in (gone, notes):
        file.write_text("x", encoding="utf-8")
    again = made(database, tmp_path)
    assert (again.pages, again.unchanged) == (4, 4)
    assert not gone.exists()
    assert notes.exists(), "nobody else's file is touched"


def test_named_documents_alone_are_made_and_the_index_leads_only_to_pages(database: Path, tmp_path: Path) -> None:
    assert made(database, tmp_path / "r", "bao cao 000", PLAIN).pages == 1
    html = (tmp_path / "r" / "index.html").read_text(encoding="utf-8")
    assert len(re.findall("<tr data-kind", html)) == 5
    assert re.findall(r'href="(van_ban/[^"#]*)"', html) == [page(database, Path(), PLAIN).as_posix()]


def test_a_defect_in_one_page_stops_no_other(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(stored: Stored, names: Names) -> str:
        assert stored.document["source_name"] != WRONG, "hư"
        return "trang"

    monkeypatch.setattr(making, "document_page", failing)
    assert run_command(["report", "--db", str(database), "--out", str(tmp_path / "r")]) == 70
    assert len(list((tmp_path / "r" / PAGES).iterdir())) == 3
    assert WRONG in capsys.readouterr().err


def test_a_folder_of_somebody_else_is_left_alone(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "của tôi.txt").write_text("x", encoding="utf-8")
    assert run_command(["report", "--db", str(database), "--out", str(tmp_path)]) == 2
    assert "out_not_empty" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["của tôi.txt"]


def test_pages_of_the_report_are_no_documents(folder: Path) -> None:
    assert (folder / SIGN.name).exists()
    assert find([folder.parent]).files == ()


def test_the_command_says_where_to_look(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []

    def opening(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", opening)
    assert run_command(["report", "--db", str(database), "--open"]) == 0
    told = capsys.readouterr().out
    index = Path("outputs") / "bao_cao" / "index.html"
    assert "4 trang" in told
    assert str(index) in told
    assert opened == [index.resolve().as_uri()]
    assert run_command(["report", "khong co", "--db", str(database)]) == 2
