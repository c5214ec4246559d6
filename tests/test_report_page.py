"""The review pages in a real browser: from record to text and back, by mouse and by key; finding; the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.report.review.names import PAGES
from tests.browser import Browser, browsing, needs_chromium
from tests.review_pages import ATTACK, MANGLED, PLAIN, WRONG, made, page, stored_reports
from tests.stored import ask, store

pytestmark = needs_chromium

CURRENT = "(c => c && c.id)(document.querySelector('[aria-current]'))"
ON = "[...document.querySelectorAll('article mark.on')].map(m => m.textContent).join('')"
FOCUS = "document.activeElement.id || document.activeElement.closest('[id]').id"
SEEN = "(b => b.top >= 0 && b.bottom <= innerHeight)({}.getBoundingClientRect())"
PLACE = "document.getElementById('place').textContent"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored_reports(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trang xem lại") / "bao_cao"
    made(database, folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as tab:
        yield tab


@pytest.fixture(autouse=True)
def _quiet(browser: Browser) -> Iterator[None]:
    """No page ever complains, or asks for anything."""
    browser.said.clear()
    yield
    assert browser.said == []


def shown(selector: str) -> str:
    """The texts of the elements that can be seen."""
    return f"[...document.querySelectorAll({selector!r})].filter(e => e.offsetHeight).map(e => e.textContent.trim())"


def quoted(database: Path, name: str, kind: str, order: str = "record_id") -> list[tuple[str, str]]:
    """The anchors of records with their quotes."""
    rows = ask(
        database,
        f'SELECT record_id, quote FROM "{kind}" JOIN documents USING (doc_id) WHERE source_name = ? ORDER BY {order}',
        name,
    )
    return [(f"{kind}-{record_id[-4:]}", quote.replace("\n", "")) for record_id, quote in rows]


def test_a_record_leads_to_the_text_and_back(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, PLAIN))
    records = quoted(database, PLAIN, "awards")
    assert len(records) == 2
    for record, quote in records:
        browser.point(f"#c-{record} a.told", click=True)
        assert browser.run(CURRENT) == f"c-{record}"
        assert quote in browser.run(ON)
        assert browser.run(SEEN.format("document.querySelector('mark.on')"))
        assert browser.run("document.activeElement.tagName") == "MARK"
        browser.press("Enter")
        assert browser.run(FOCUS) == f"c-{record}", "back at the record"
        browser.press("Enter")
        assert browser.run("document.activeElement.tagName") == "MARK", "and at the text again"


def test_the_text_leads_to_the_record_and_on_to_what_lies_around_it(
    browser: Browser, database: Path, folder: Path
) -> None:
    browser.open(page(database, folder, PLAIN))
    place = "article mark[data-r*=' awards']"
    ids = browser.run(f'document.querySelector("{place}").dataset.r').split(" ")
    assert len(ids) > 1
    browser.run(f'document.querySelector("{place}").scrollIntoView({{block: "center"}})')
    for wanted in (*ids, ids[0]):
        browser.point(place, click=True)
        assert browser.run(CURRENT) == f"c-{wanted}"
        assert browser.run(FOCUS) == f"c-{wanted}"
        assert browser.run(f"getComputedStyle(document.querySelector('#c-{wanted} dl')).display") == "grid"


def test_an_address_leads_to_a_record_even_of_a_kind_that_is_not_marked(
    browser: Browser, database: Path, folder: Path
) -> None:
    ((record, quote),) = quoted(database, PLAIN, "movements")
    browser.open(page(database, folder, PLAIN), f"#{record}")
    assert browser.run(CURRENT) == f"c-{record}"
    assert quote in browser.run(ON)
    browser.point("[name=kind][value=movements]", click=True)
    assert browser.run(CURRENT) is None
    assert browser.run(shown("[data-kind=movements] .card")) == []
    assert browser.run("document.querySelectorAll('article mark.movements').length") == 0
    browser.run("location.hash = ''")
    browser.run(f"location.hash = '{record}'")
    browser.settle()
    assert browser.run(CURRENT) == f"c-{record}"
    assert browser.run("document.querySelector('[value=movements]').checked") is True


def test_keys_lead_through_what_to_look_at(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, MANGLED.name))
    doubts = browser.run("document.querySelectorAll('.card.look, #outline .look').length")
    assert doubts > 30
    been = []
    for _ in range(doubts):
        browser.press("n")
        been.append(browser.run(CURRENT))
        if browser.run("document.activeElement.tagName") == "MARK":
            assert browser.run(SEEN.format("document.activeElement"))
    assert len(set(been)) == doubts, "each once"
    assert browser.run(PLACE) == f"{doubts} / {doubts}"
    browser.press("n")
    assert browser.run(CURRENT) == been[0], "and around"
    browser.press("p")
    browser.press("p")
    assert browser.run(CURRENT) == been[-2]
    browser.press("Escape")
    assert browser.run(CURRENT) is None
    assert browser.run("document.querySelectorAll('mark.on').length") == 0


def test_stepping_goes_on_from_where_the_reader_is(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, MANGLED.name))
    order = browser.run(
        "[...new Set([...document.querySelectorAll('article mark')].flatMap(m => m.dataset.r.split(' ')))]"
        ".map(id => [id, document.getElementById('c-' + id).classList.contains('look')])"
    )
    middle = next(at for at in range(40, len(order)) if not order[at][1] and order[at][0].startswith("metrics"))
    browser.run(f"location.hash = '{order[middle][0]}'")
    browser.settle()
    browser.press("n")
    reached = browser.run(CURRENT).removeprefix("c-")
    position = "document.getElementById({!r}).getBoundingClientRect().top"
    assert browser.run(f"{position.format(reached)} >= {position.format(order[middle][0])}"), "onwards"


def test_buttons_do_what_the_keys_do(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, WRONG))
    browser.point("#next", click=True)
    first = browser.run(CURRENT)
    browser.point("#next", click=True)
    assert browser.run(CURRENT) != first
    browser.point("#previous", click=True)
    assert browser.run(CURRENT) == first


def test_a_finding_leads_to_its_place_and_to_its_numbers(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, WRONG))
    browser.point(".card.error a.told", click=True)
    assert "12 tập thể, 30 cá nhân" in browser.run(ON)
    browser.point(".card.error .related a", click=True)
    assert browser.run(CURRENT).startswith("c-awards-")


def test_records_are_found_without_diacritics(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, PLAIN))
    every = len(browser.run(shown(".card")))
    browser.press("/")
    browser.type("DAN VAN kheo")
    found = browser.run(shown(".card .told"))
    assert found == ["Dân vận khéo"]
    browser.press("n")
    assert browser.run("document.getElementById('find').value") == "DAN VAN kheon", "keys are letters where one types"
    assert browser.run(shown(".card")) == []
    assert browser.run("document.getElementById('found').hidden") is False
    browser.press("Escape")
    assert len(browser.run(shown(".card"))) == every
    browser.point("#only", click=True)
    assert len(browser.run(shown(".card"))) == browser.run("document.querySelectorAll('.group:not(.off) .look').length")


def test_the_raw_text_can_be_put_away(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, MANGLED.name))
    assert browser.run("document.querySelector('.raw').offsetWidth > 200")
    browser.point("#beside", click=True)
    assert browser.run("document.querySelector('article .raw').offsetWidth") == 0
    assert browser.run("document.querySelector('.sure').title").startswith("UY → ỦY")


def test_hostile_text_runs_nothing(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, ATTACK))
    assert browser.run("document.scripts.length") == 1
    assert browser.run("document.querySelectorAll('img, main script, [onclick], [onmouseover]').length") == 0
    assert "</script><script>alert(1)</script>" in browser.run("document.querySelector('article').textContent")
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")


def test_printed_the_page_is_text_and_records(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(page(database, folder, MANGLED.name), "#metrics-0001")
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        browser.settle()
        display = "getComputedStyle(document.querySelector('{}')).display"
        for gone in ("nav", ".tools", ".find", ".card[aria-current] dl"):
            assert browser.run(display.format(gone)) == "none"
        assert browser.run("document.querySelector('#records').offsetHeight > 400"), "the whole list, no panel"
        assert browser.run("getComputedStyle(document.querySelector('#records')).overflowY") == "visible"
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")


def test_a_long_document_stays_usable(browser: Browser, tmp_path: Path) -> None:
    line = "Xã có {0} hộ nghèo, tặng Giấy khen cho {0} tập thể và {0} cá nhân; thu hoạch {0} ha lúa.\n\n"
    (tmp_path / "in").mkdir()
    text = "BÁO CÁO\nKết quả năm 2025\n\nI. KẾT QUẢ\n" + "".join(line.format(n) for n in range(11, 411))
    (tmp_path / "in" / "dài.txt").write_text(text, encoding="utf-8")
    base = tmp_path / "a.duckdb"
    store([tmp_path / "in"], base)
    made(base, tmp_path / "r")
    place = page(base, tmp_path / "r", "dài.txt")
    records = quoted(base, "dài.txt", "awards")
    assert len(records) > 600
    browser.open(place, f"#{records[-1][0]}")
    assert browser.run(CURRENT) == f"c-{records[-1][0]}"
    browser.settle()
    assert browser.run(SEEN.format("document.querySelector('mark.on')"))
    assert browser.run(SEEN.format("document.querySelector('[aria-current]')")), "its card as well"
    browser.press("k")
    assert browser.run(SEEN.format("document.querySelector('mark.on')"))


# The list of the batch

NAMES = "[...document.querySelectorAll('tbody tr')].filter(r => !r.hidden).map(r => r.querySelector('bdi').textContent)"


def test_the_list_is_searched_without_diacritics(browser: Browser, folder: Path) -> None:
    browser.open(folder / "index.html")
    assert len(browser.run(NAMES)) == 5
    browser.press("/")
    browser.type("KHE thuong dong")
    assert browser.run(NAMES) == []
    assert browser.run("document.getElementById('nothing').hidden") is False
    browser.run("document.querySelector('[name=words]').value = ''")
    browser.type("binh khe thượng")
    assert browser.run(NAMES) == [MANGLED.name]
    assert browser.run("document.getElementById('shown').textContent") == "1 trên 5 văn bản"
    browser.point("[type=reset]", click=True)
    browser.run("new Promise(done => setTimeout(done))")
    assert len(browser.run(NAMES)) == 5
    browser.press("/")
    browser.type("khong khop")
    assert browser.run(NAMES) == [WRONG], "findings are searched, too"


def test_the_list_is_narrowed(browser: Browser, folder: Path) -> None:
    browser.open(folder / "index.html")
    browser.run(
        "(s => { s.value = 'rejected'; s.dispatchEvent(new Event('change', {bubbles: true})); })"
        "(document.querySelector('[name=status]'))"
    )
    assert browser.run(NAMES) == ["hỏng.pdf"]
    browser.point("[type=reset]", click=True)
    browser.point("[name=review]", click=True)
    assert MANGLED.name in browser.run(NAMES)
    assert "hỏng.pdf" not in browser.run(NAMES)


def test_the_list_is_sorted(browser: Browser, folder: Path) -> None:
    browser.open(folder / "index.html")
    browser.point("[data-sort=name]", click=True)
    names = browser.run(NAMES)
    assert names.index(PLAIN) < names.index("hỏng.pdf") < names.index(WRONG)
    browser.point("[data-sort=name]", click=True)
    assert browser.run(NAMES) == names[::-1]
    browser.point("[data-sort=review]", click=True)
    figures = browser.run("[...document.querySelectorAll('tbody tr')].map(r => Number(r.dataset.review))")
    assert figures == sorted(figures, reverse=True)
    assert browser.run("document.querySelector('[aria-sort]').textContent.trim()") == "Cần xem"
    browser.point("[data-sort=date]", click=True)
    assert browser.run(NAMES)[-1] == "hỏng.pdf", "what has no date stands last"


def test_the_list_leads_to_the_pages_and_findings(browser: Browser, database: Path, folder: Path) -> None:
    browser.open(folder / "index.html")
    browser.point("tr:has(.tally.bad) summary", click=True)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth"), "what opens widens nothing"
    browser.point("details li.error a", click=True)
    browser.loaded(page(database, folder, WRONG))
    assert browser.run(CURRENT).startswith("c-issues-")
    assert len(list((folder / PAGES).iterdir())) == 4
