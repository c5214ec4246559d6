"""Text layers that are not what is printed: fonts without Unicode, other engines' readings, stamps of signatures."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.read.pdf import read_pdf
from pipeline.read.scans import tesseract
from schemas.text import Page
from tests.scans import LIGHT, face, spoiled
from tests.test_scans import BODY, HEAD, needs_engine, needs_face, restored, sheets

WIDTH, HEIGHT = 595, 842
# What an engine set to English makes of the page: marks and letters of Vietnamese are gone, figures stay.
ENGLISH = (
    "UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM",
    "XA TRA LOC HA Doc lap - Ty do - Hanh phic",
    "S6: 118/BC-UBND Tra Loc Ha, ngay 12 thang 11 nim 2024",
    "BAO CAO",
    "Két qua cong tac thi dua, khen thuéng nam 2024",
    "Trong nam, Uy ban nhan dan x& da phat dong 04 dgt thi dua, duge can b6 va",
    "nhan dan trong toan x& hudng tng tich cuc; c6 27 tap thé va 165 c4 nhan",
    "dang ky danh hiéu thi dua.",
    "CHU TICH",
    "Lé Van Hoa",
)
SIGNED = ("Ký bởi: Ủy ban nhân dân xã Trà Lộc Hạ", "Thời gian ký: 12/11/2024 15:20:31 +07:00")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "find", lambda: None)


def over_picture(lines: tuple[str, ...], *, seen: bool = False, low: float = 60) -> bytes:
    """A PDF whose page is a picture of the report, lines of text over it, ``low`` points from above, seen or not."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
    picture: Image.Image = spoiled(sheets().pages[0], LIGHT)
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    font = _font()
    text = canvas.beginText(85, HEIGHT - low)
    text.setFont(font, 8 if seen else 13)
    text.setTextRenderMode(0 if seen else 3)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    return stream.getvalue()


def printed(*, readable: bool = True) -> bytes:
    """The report as an office saves it, its text in the file."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), pageCompression=0)
    font = _font(readable=readable)
    y = HEIGHT - 60.0
    for left, right in zip(*HEAD, strict=True):
        for x, line in ((165, left), (420, right)):
            canvas.setFont(font, 11)
            canvas.drawCentredString(x, y, line)
        y -= 18
    canvas.setFont(font, 13)
    for paragraph in BODY:
        line = ""
        for word in [*paragraph.split(), None]:
            if word is None or len(line) + len(word) > 72:
                canvas.drawString(85, y, line)
                y, line = y - 18, ""
            line = f"{line} {word}".strip()
    canvas.save()
    return stream.getvalue()


def _font(*, readable: bool = True) -> str:
    name = "SerifOfLayers" if readable else "SerifCodes"
    regular = face("regular", 40)
    assert regular is not None
    assert isinstance(regular.path, str)
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, regular.path, asciiReadable=readable))
    return name


def without_map(data: bytes) -> bytes:
    """The same PDF, its fonts without a way from glyphs to Unicode."""
    assert b"/ToUnicode" in data
    return data.replace(b"/ToUnicode", b"/ToNowhere")


def private(data: bytes) -> bytes:
    """The same PDF, its glyphs mapped to signs of private use."""

    def moved(match: re.Match[bytes]) -> bytes:
        return re.sub(rb"(<..> )<(?!0020)..(..)>", rb"\1<E0\2>", match.group())

    return re.sub(rb"beginbfchar.*?endbfchar", moved, data, flags=re.DOTALL)


def letterhead_in(pages: tuple[Page, ...]) -> str:
    text = restored(pages)
    for line in (*HEAD[0], *HEAD[1]):
        assert line in text
    return text


@needs_engine
@pytest.mark.parametrize("spoil", [without_map, private])
@pytest.mark.parametrize("readable", [True, False])
def test_a_font_without_unicode_is_read_off_the_page(spoil: Callable[[bytes], bytes], readable: bool) -> None:
    data = printed(readable=readable)
    whole, issues = read_pdf("a.pdf", data)
    assert letterhead_in(whole)  # the file itself is sound
    assert not issues
    pages, issues = read_pdf("a.pdf", spoil(data))
    assert [issue.code for issue in issues] == ["page_read_by_ocr"]
    assert BODY[0] in letterhead_in(pages)


@needs_engine
def test_a_layer_read_as_english_is_read_again() -> None:
    pages, issues = read_pdf("a.pdf", over_picture(ENGLISH))
    text = letterhead_in(pages)
    assert [issue.code for issue in issues] == ["page_read_by_ocr"]
    assert BODY[0] in text
    assert "nhan dan" not in text
    assert pages[0].layer.split("\n")[3] == "BAO CAO"  # the other reading goes along


@needs_engine
@pytest.mark.parametrize("low", [12, 700])
def test_a_layer_of_a_signature_alone_is_kept_and_the_page_is_read(low: float) -> None:
    pages, issues = read_pdf("a.pdf", over_picture(SIGNED, seen=True, low=low))
    text = letterhead_in(pages)
    assert [issue.code for issue in issues] == ["page_read_by_ocr"]
    assert BODY[0] in text
    for line in SIGNED:
        assert text.count(line) == 1


@needs_face
def test_without_an_engine_a_mangled_layer_is_kept_restored_and_told(no_engine: None) -> None:
    pages, issues = read_pdf("a.pdf", over_picture(ENGLISH))
    text = restored(pages)
    assert [(issue.code, issue.severity) for issue in issues] == [("page_text_doubtful", "warning")]
    assert "Tesseract" in issues[0].message
    assert "118/BC-UBND" in text
    assert "ỦY BAN NHÂN DÂN" in text


@needs_face
def test_without_an_engine_a_signature_is_kept_and_the_page_told_lost(no_engine: None) -> None:
    pages, issues = read_pdf("a.pdf", over_picture(SIGNED, seen=True))
    assert [(issue.code, issue.severity) for issue in issues] == [("page_without_text", "error")]
    assert "Tesseract" in issues[0].message
    assert [line.text for line in pages[0].lines] == list(SIGNED)
