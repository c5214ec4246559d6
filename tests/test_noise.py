"""More read lines: pages are laid out, spoiled and read back; what was read stands beside what was printed."""

from __future__ import annotations

import json
import lzma
import random
import shutil
import sys
from pathlib import Path

import pytest

from pipeline.restoration.train.lines import read_lines
from pipeline.restoration.train.noise.__main__ import FONTS, main
from pipeline.restoration.train.noise.layout import Box, PrintedLine, Sheet, find_faces, lay_out
from pipeline.restoration.train.noise.read import ReadWord, lay_beside
from pipeline.restoration.train.noise.spoil import draw, spoil

FACES = find_faces([folder for folder in FONTS if folder.is_dir()])
TEXT = "Ủy ban nhân dân xã An Phú Đông báo cáo kết quả thực hiện phong trào thi đua yêu nước năm 2024 như sau. " * 3
needs_faces = pytest.mark.skipif(not FACES, reason="no fonts with Vietnamese: apt install fonts-liberation2")
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None or not FACES, reason="no Tesseract: apt install tesseract-ocr tesseract-ocr-vie"
)


def _sheet(seed: int) -> Sheet:
    sheet = lay_out(iter([TEXT] * 4), FACES, random.Random(seed))
    assert sheet is not None
    return sheet


@needs_faces
def test_a_page_holds_the_words_of_its_paragraphs_in_order() -> None:
    sheet = _sheet(3)
    words = " ".join(line.text for line in sheet.lines).lower().split()
    assert words == (" ".join([TEXT] * 4).lower().split())[: len(words)]
    width, height = sheet.size
    assert all(0 <= line.box.left < line.box.right <= width and line.box.bottom < height for line in sheet.lines)
    assert all(upper.box.top < lower.box.top for upper, lower in zip(sheet.lines, sheet.lines[1:], strict=False))


@needs_faces
def test_the_same_seed_gives_the_same_page() -> None:
    first, second = (spoil(draw(_sheet(5)), 150, random.Random(9)) for _ in range(2))
    assert first[1] == second[1]
    assert first[0].tobytes() == second[0].tobytes()
    assert spoil(draw(_sheet(5)), 150, random.Random(10))[0].tobytes() != first[0].tobytes()


def test_words_go_to_the_line_that_they_stand_on() -> None:
    lines = (PrintedLine("một hai", Box(0, 0, 90, 20)), PrintedLine("ba", Box(0, 30, 40, 50)))
    words = [ReadWord("hai", 50, 12.0), ReadWord("mot", 0, 8.0), ReadWord("ba", 0, 41.0), ReadWord("|", 300, 400.0)]
    assert lay_beside(words, lines) == [("mot hai", "một hai"), ("ba", "ba")]
    assert lay_beside([], lines) == [("", "một hai"), ("", "ba")], "a line that nobody saw stays, empty"


@needs_tesseract
def test_pages_are_read_back_and_an_interrupted_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "text.txt"
    text.write_text("\n".join([TEXT] * 3), encoding="utf-8")
    out = tmp_path / "out"
    command = ["noise", "--text", str(text), "--out", str(out), "--pages", "1", "--engine", "eng"]
    monkeypatch.setattr(sys, "argv", command)
    assert main() == 0
    lines = list(read_lines(out / "eng.jsonl.xz"))
    assert lines
    assert {line.page for line in lines} == {"noise-1-0"}
    assert all(line.printed.lower() in TEXT.lower() for line in lines)
    assert any(line.read != line.printed for line in lines), "an English engine cannot print Vietnamese"
    (part,) = (out / "eng-1").iterdir()
    part.write_text(json.dumps({"ocr": "a", "truth": "á", "page": "kept"}) + "\n", encoding="utf-8")
    assert main() == 0
    with lzma.open(out / "eng.jsonl.xz", "rt", encoding="utf-8") as packed:
        assert [json.loads(line)["page"] for line in packed] == ["kept"], "a page that is there is not read again"


def test_what_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["noise", "--text", "x.txt", "--out", str(tmp_path), "--fonts", str(tmp_path)])
    assert main() == 2
    told = capsys.readouterr().err
    assert "fonts" in told
    assert "apt install" in told
