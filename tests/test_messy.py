"""One report as clerks really send it: whatever it was put through, the same records as its plain text gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.run import Reading, run
from tests.agreement import Told, agreement, told
from tests.formats import messy_pages, messy_texts, messy_word, plain
from tests.formats.blocks import Block, blocks_of
from tests.formats.pages import FONTS
from tests.office import all_made_by_office, needs_office
from tests.test_scans import needs_engine

BLOCKS = blocks_of((Path(__file__).parent / "formats" / "clerk.txt").read_text(encoding="utf-8"))
WORD = {
    "text boxes": messy_word.boxes,
    "tab stops": messy_word.tabs,
    "automatic lists": messy_word.lists,
    "tracked changes": messy_word.tracked,
    "merged cells": messy_word.merged,
    "half in .VnTime": messy_word.mixed,
}
PAGES = {
    "columns drawn in turn": messy_pages.interleaved,
    "word across": messy_pages.watermarked,
    "two pages on a sheet": messy_pages.two_up,
}
TEXTS = {
    "page of a portal": (".html", messy_texts.portal),
    "pipe tables": (".md", messy_texts.saved_as_markdown),
    "hard line ends": (".txt", messy_texts.wrapped),
    "look-alike letters": (".txt", messy_texts.look_alikes),
}
ANNEX = (
    ("STT", "Họ và tên", "Chức vụ", "Hình thức"),
    ("1", "Vàng Seo Lử", "Trưởng thôn", "Giấy khen"),
    ("2", "Giàng Thị Dợ", "Chi hội trưởng", "Giấy khen"),
    ("3", "Lò Văn Pản", "Giáo viên", "Bằng khen"),
)

needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="Liberation Serif (fonts-liberation2) is not installed")


@pytest.fixture(autouse=True)
def _cache_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THIDUA_CACHE", str(tmp_path / "cache"))


def read_as(folder: Path, suffix: str, data: bytes) -> Reading:
    path = folder / f"bao-cao{suffix}"
    path.write_bytes(data)
    return run(path)


@cache
def _wanted(blocks: tuple[Block, ...], folder: Path) -> Told:
    wanted = told(read_as(folder, ".txt", plain(blocks).encode()))
    least = {"sections": 11, "movements": 2, "metrics": 20, "awards": 10, "legal_references": 4}
    assert [kind for kind, count in least.items() if len(wanted[kind]) < count] == []
    return wanted


def _same(folder: Path, suffix: str, data: bytes, blocks: tuple[Block, ...] = BLOCKS, least: float = 1.0) -> Reading:
    reading = read_as(folder, suffix, data)
    for one in agreement(_wanted(blocks, folder), told(reading)):
        assert one.f1 >= least, (one.kind, one.only_one, one.only_other)
    return reading


@pytest.mark.parametrize("how", WORD)
def test_word(how: str, tmp_path: Path) -> None:
    _same(tmp_path, ".docx", WORD[how](BLOCKS))


@needs_fonts
@pytest.mark.parametrize("how", PAGES)
def test_pages(how: str, tmp_path: Path) -> None:
    _same(tmp_path, ".pdf", PAGES[how](BLOCKS))


@pytest.mark.parametrize("how", TEXTS)
def test_texts(how: str, tmp_path: Path) -> None:
    suffix, maker = TEXTS[how]
    _same(tmp_path, suffix, maker(BLOCKS))


@needs_office
def test_rtf_of_wordpad(tmp_path: Path) -> None:
    _same(tmp_path, ".rtf", messy_texts.wordpad(BLOCKS))


@needs_office
def test_odt_of_text_boxes_and_nested_lists(tmp_path: Path) -> None:
    sources = [tmp_path / "boxes.docx", tmp_path / "lists.docx"]
    for source, maker in zip(sources, (messy_word.boxes, messy_word.lists), strict=True):
        source.write_bytes(maker(BLOCKS))
    for data in all_made_by_office(sources, ".odt").values():
        _same(tmp_path, ".odt", data)


@needs_fonts
@pytest.mark.parametrize("upright", [True, False], ids=["page turned", "text on its side"])
def test_an_annex_on_its_side(upright: bool, tmp_path: Path) -> None:
    whole = (*BLOCKS, Block("line", ("PHỤ LỤC",)), Block("table", tuple("\t".join(row) for row in ANNEX)))
    reading = _same(tmp_path, ".pdf", messy_pages.annexed(BLOCKS, ANNEX, upright=upright), whole)
    table = reading.document.tables[-1]
    assert [[cell.of(reading.document.text) for cell in row] for row in table.rows] == [list(row) for row in ANNEX]


@needs_fonts
@needs_engine
def test_letters_without_a_map_are_read_off_the_page(tmp_path: Path) -> None:
    reading = _same(tmp_path, ".pdf", messy_pages.unmapped(BLOCKS), least=0.94)
    assert {line.engine for _, line in reading.restored.repaired.raw.lines} == {"vie"}
