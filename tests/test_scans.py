"""Scans: pages drawn here, spoiled, turned, stamped; what needs no engine is tested without one."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.read.glyphs import Word
from pipeline.read.page_lines import lines_of
from pipeline.read.pdf import read_pdf
from pipeline.read.scans import cache as kept
from pipeline.read.scans import reading, tesseract
from pipeline.read.scans.cells import with_cells
from pipeline.read.scans.images import read_image
from pipeline.read.scans.labels import with_labels
from pipeline.read.scans.letters import words_of
from pipeline.read.scans.level import levelled, lies_sideways, skew_of, turned
from pipeline.read.scans.picture import Gray, gray_of
from pipeline.read.scans.rules import tables_of
from pipeline.read.scans.tesseract import Seen, TesseractFailedError
from pipeline.repair import repair
from pipeline.restoration import restore
from pipeline.restoration import seen as sight
from schemas.document import RawDocument, SourceFile
from schemas.text import Alignment, Box, Line, Page, Span
from tests.scans import HARD, LIGHT, Sheets, face, scanned, spoiled

needs_face = pytest.mark.skipif(
    face("regular", 40) is None, reason="no face with Vietnamese: apt install fonts-liberation2"
)


@cache
def _knows_vietnamese() -> bool:
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in told.stdout.split()


needs_engine = pytest.mark.skipif(
    not _knows_vietnamese() or face("regular", 40) is None,
    reason="no Tesseract with Vietnamese: apt install tesseract-ocr tesseract-ocr-vie",
)

HEAD = (
    ["ỦY BAN NHÂN DÂN", "XÃ TRÀ LỘC HẠ", "Số: 118/BC-UBND"],
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Trà Lộc Hạ, ngày 12 tháng 11 năm 2024",
    ],
)
BODY = (
    "Trong năm, Ủy ban nhân dân xã đã phát động 04 đợt thi đua, được cán bộ và nhân dân trong toàn xã hưởng ứng tích "
    "cực; có 27 tập thể và 165 cá nhân đăng ký danh hiệu thi đua.",
    "Kết quả, Chủ tịch Ủy ban nhân dân xã đã tặng Giấy khen cho 12 tập thể và 48 cá nhân có thành tích xuất sắc "
    "trong phong trào xây dựng nông thôn mới.",
)
ROWS = [
    ["TT", "Hình thức khen thưởng", "Số lượng"],
    ["1", "Giấy khen cho tập thể", "12"],
    ["2", "Giấy khen cho cá nhân", "48"],
]


@cache
def sheets() -> Sheets:
    """A report of one page, with a table and a signature under a red stamp."""
    out = Sheets()
    out.letterhead(*HEAD)
    out.heading("BÁO CÁO")
    out.heading("Kết quả công tác thi đua, khen thưởng năm 2024")
    for paragraph in BODY:
        out.paragraph(paragraph)
    out.table(ROWS, [0.12, 0.63, 0.25])
    out.signature(["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["CHỦ TỊCH", "Lê Văn Hòa"], stamp=True)
    return out


def page(**how: object) -> Image.Image:
    return spoiled(sheets().pages[0], replace(LIGHT, **how))  # type: ignore[arg-type]


def restored(pages: tuple[Page, ...]) -> str:
    source = SourceFile("scan.pdf", "scan.pdf", "0" * 64, "application/pdf", 1)
    return restore(repair(RawDocument(source, pages))).text


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_CACHE", str(tmp_path / "cache"))


# Without an engine: how a page lies, stamps, labels, the cache.


@needs_face
@pytest.mark.parametrize("skew", [-3.0, -1.5, 0.0, 0.8, 2.5])
def test_the_slope_of_lines_is_measured_and_taken_out(skew: float) -> None:
    gray = gray_of(page(skew=skew), 200)
    assert skew_of(gray) == pytest.approx(skew, abs=0.15)
    assert abs(skew_of(levelled(gray))) < 0.3


@needs_face
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_its_side_is_seen(quarters: int) -> None:
    gray = gray_of(page(turned=quarters), 200)
    assert lies_sideways(gray) is bool(quarters % 2)
    assert not lies_sideways(turned(gray, -quarters))


@needs_face
@pytest.mark.parametrize("quarters", [0, 1])
def test_a_page_of_one_line_is_told_by_that_line(quarters: int) -> None:
    sheet = Sheets()
    sheet.paragraph("Danh sách này có 12 tập thể, 48 cá nhân và 03 hộ gia đình./.")
    assert lies_sideways(gray_of(spoiled(sheet.pages[0], replace(LIGHT, turned=quarters)), 200)) is bool(quarters)


@needs_face
def test_a_red_stamp_is_taken_away_and_the_letters_under_it_stay() -> None:
    plain = Sheets()
    plain.paragraph(BODY[0])
    clean = np.asarray(plain.pages[0].convert("L")) < 128
    plain.stamp(4.0, 1.1)
    stamped = plain.pages[0]
    assert ((np.asarray(stamped.convert("L")) < 128) & ~clean).sum() > 3000  # the stamp would be ink
    gray = gray_of(stamped, 300) < 128
    assert (gray & ~clean).sum() < 100
    assert (clean & ~gray).sum() < 0.05 * clean.sum()


def test_letters_printed_in_red_are_no_stamp() -> None:
    image = Image.new("RGB", (1000, 400), "white")
    image.paste((200, 20, 20), (100, 100, 700, 110))
    assert (gray_of(image, 200)[100:110, 100:700] < 128).all()


def test_a_full_stop_left_of_a_label_is_mended_only_where_two_lines_lost_theirs() -> None:
    line = [Seen((1, 1, n), 100, 60 * n, 104, 60 * n + 30, 0.9, ".") for n in (1, 2)]
    torn = Seen((9, 1, 1), 84, 62, 100, 150, 0.4, "C2")
    other = [Seen((1, 1, n), 84, 60 * n, 104, 60 * n + 30, 0.95, f"{n}.") for n in (1, 2)]
    assert [word.text for word in with_labels([*line, torn], lambda: other, 200)] == ["1.", "2."]

    def never() -> list[Seen]:
        raise AssertionError("a second reading for one speck")

    assert with_labels(line[:1], never, 200) == line[:1]


def test_a_scribble_is_no_word_and_a_row_of_a_table_is() -> None:
    scribble = [Seen((1, 1, 1), 100, 100, 160, 140, 0.7, "F2"), Seen((1, 1, 1), 170, 100, 200, 140, 0.5, "⁄")]
    row = [Seen((2, 1, 1), 100, 300, 110, 340, 0.92, "I"), Seen((2, 1, 1), 130, 300, 134, 345, 0.9, "|")]
    assert [word.text for word in words_of([*scribble, *row], 200)] == ["I", "|"]


def test_a_long_code_of_no_sureness_stays_in_a_sure_line_and_a_speck_does_not() -> None:
    told = (("Quyết", 0.96), ("định", 0.96), ("số", 0.96), ("152/2025/NĐ-CP", 0.0), ("ab", 0.0), ("ngày", 0.95))
    seen = [Seen((1, 1, 1), 60 * n, 100, 60 * n + 50, 130, sure, text) for n, (text, sure) in enumerate(told)]
    assert [word.text for word in words_of(seen, 200)] == ["Quyết", "định", "số", "152/2025/NĐ-CP", "ngày"]


def test_addressees_right_under_a_letterhead_follow_both_its_columns() -> None:
    def row(y: float, *parts: tuple[float, str]) -> list[Word]:
        words = [(x + 40 * n, text) for x, part in parts for n, text in enumerate(part.split())]
        return [Word(text, Box(x, y - 10, x + 36, y + 3), y, bold=False) for x, text in words]

    words = row(60, (90, "SỞ NỘI VỤ"), (330, "Độc lập Tự do")) + row(78, (90, "V/v tổng kết"))
    words += row(96, (90, "Kính gửi:"))
    assert [line.text for line in lines_of(words, 595)] == ["SỞ NỘI VỤ", "V/v tổng kết", "Độc lập Tự do", "Kính gửi:"]


def test_titles_of_a_signer_stay_apart_however_near_the_margin_they_come() -> None:
    def line(number: int, text: str, left: float, right: float) -> Line:
        return Line(text, number, box=Box(left, 18.0 * number, right, 18.0 * number + 15), size=15.0)

    body = "phong trào thi đua được cán bộ và nhân dân trong xã hưởng ứng sâu rộng, đều khắp các thôn, tạo ra khí thế"
    lines = [line(n, body, 85, 538) for n in range(1, 8)]
    titles = [line(9, "TM. ỦY BAN NHÂN DÂN", 346, 500), line(10, "CHỦ TỊCH", 390, 456), line(15, "Lê Văn Bé", 385, 460)]
    source = SourceFile("a.pdf", "a.pdf", "0" * 64, "application/pdf", 1)
    text = repair(RawDocument(source, (Page(1, (*lines, *titles)),))).text
    assert text.split("\n")[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Bé"]


def test_lines_of_nearly_one_size_have_one_size() -> None:
    seen = [Seen((1, 1, n), 100, 50 * n, 200, 50 * n + high, 0.9, "BAN") for n, high in enumerate((30, 31, 29, 32, 60))]
    sizes = [round(word.height, 2) for word in words_of(seen, 200)]
    assert len(set(sizes[:4])) == 1
    assert sizes[4] > 1.5 * sizes[0]


def test_only_cells_of_a_table_with_ink_and_no_word_are_read_again_all_at_once() -> None:
    picture = np.full((500, 800), 255, np.uint8)
    picture[:, [100, 101, 300, 301, 700, 701]] = 0
    picture[230:250, 320:400] = 0  # letters in the second row, first and second cell; those of the third are empty
    picture[235:255, 200:206] = 0
    rules = [(36.0, y, 252.0, y) for y in (36.0, 72.0, 108.0, 144.0, 180.0)]
    rules += [(x, 36.0, x, 180.0) for x in (36.0, 108.0, 252.0)]
    read = [
        Word(text, Box(x, y, x + 20, y + 12), y + 10, bold=False, sure=0.9)
        for y, row in ((45, ("TT", "Tên")), (150, ("1.", "Tổ")))
        for x, text in zip((50, 120), row, strict=True)
    ]
    asked: list[Gray] = []

    def again(sheet: Gray, dpi: int) -> list[Seen]:
        assert dpi == 600  # larger than the page is
        asked.append(sheet)
        ys, xs = np.nonzero(sheet < 128)
        seen = []
        for number, (own, text) in enumerate(((ys < sheet.shape[0] / 2, "2"), (ys >= sheet.shape[0] / 2, "thể"))):
            box = [int(edge) for edge in (xs[own].min(), ys[own].min(), xs[own].max(), ys[own].max())]
            seen.append(Seen((1, 1, number), box[0], box[1], box[2], box[3], 0.96, text))
        return seen

    found = with_cells(read, tuple(rules), picture, 200, again)
    assert len(asked) == 1
    assert [cells for _, cells in tables_of(tuple(rules), found)[0].rows][1] == ("2", "thể")
    assert with_cells(found, tuple(rules), picture, 200, again) == found


class Engine:
    """Stands for Tesseract: says the same words of each picture, and counts how often it was asked."""

    def __init__(self, sure: float = 0.9) -> None:
        self.asked = 0
        self.sure = sure

    def see(self, *_: object) -> list[Seen]:
        self.asked += 1
        return [Seen((1, 1, n), 100, 100 + 60 * n, 400, 130 + 60 * n, self.sure, "khen") for n in range(8)]


@needs_face
def test_the_second_run_of_a_picture_starts_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    monkeypatch.setattr(reading, "see", engine.see)
    monkeypatch.setattr(reading, "stamp", lambda: "vie 1 1")
    first = reading.read_picture(page(), 200)
    assert reading.read_picture(page(), 200) == first
    assert engine.asked == 1
    assert reading.read_picture(page(grain=9.0), 200).words
    assert engine.asked == 2  # another picture, though of the same page
    monkeypatch.setattr(reading, "stamp", lambda: "vie 2 2")
    reading.read_picture(page(), 200)
    assert engine.asked == 3  # another engine


@needs_face
def test_what_was_kept_and_is_broken_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    monkeypatch.setattr(reading, "see", engine.see)
    monkeypatch.setattr(reading, "stamp", lambda: "vie 1 1")
    reading.read_picture(page(), 200)
    monkeypatch.setattr(kept, "load", lambda _: b'{"width": "none"}')
    reading.read_picture(page(), 200)
    assert engine.asked == 2


@needs_face
def test_an_engine_that_is_unsure_is_asked_of_every_side(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(sure=0.35)
    monkeypatch.setattr(reading, "see", engine.see)
    monkeypatch.setattr(reading, "stamp", lambda: "vie 1 1")
    reading.read_picture(page(), 200)
    assert engine.asked == 4


@needs_face
def test_a_page_on_which_the_engine_fails_is_told_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def see(*_: object) -> list[Seen]:
        calls.append(1)
        if len(calls) == 1:
            raise TesseractFailedError("gave up")
        return Engine().see()

    monkeypatch.setattr(reading, "see", see)
    monkeypatch.setattr(reading, "stamp", lambda: "vie 1 1")
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    pages, issues = read_pdf("hai trang.pdf", scanned([sheets().pages[0], sheets().pages[0]], replace(LIGHT, grain=7)))
    assert [len(p.lines) > 0 for p in pages] == [False, True]
    assert (issues[0].code, issues[0].severity) == ("page_without_text", "error")


# What the engine says of its words, and what restoration makes of that.


def test_doubt_of_the_engine_decides_between_two_words() -> None:
    def read(sure: float) -> str:
        text = "Công tác thi đua, khen thường trên địa bàn xã được đẩy mạnh."
        told = tuple(sure if word == "thường" else 0.96 for word in text.split())
        return restored((Page(1, (Line(text, 1, engine="vie", sure=told),)),))

    assert "khen thưởng trên" in read(0.4)


def test_words_keep_their_sureness_through_repair() -> None:
    line = Line("Số: 118/BC-UBND", 1, engine="vie", sure=(0.9, 0.41))
    source = SourceFile("a.png", "a.png", "0" * 64, "image/png", 1)
    raw = RawDocument(source, (Page(1, (line,)),))
    seen = sight.Seen.of(raw, Alignment.identity(len(raw.text)))
    assert [seen.at(Span(0, 2)), seen.at(Span(4, 7)), seen.at(Span(15, 15))] == [0.9, 0.41, None]
    doubts = [word for word in restore(repair(raw)).restored if word.rule == "doubt"]
    assert "118" in {word.before for word in doubts}
    assert all(word.confidence < 0.9 for word in doubts)


@pytest.mark.parametrize(
    ("read", "sure", "printed"),
    [
        ("Mỗi căn từ 36 m? đến 42 m?; đều có sân.", 0.9, "Mỗi căn từ 36 m² đến 42 m²; đều có sân."),
        ("Bà H”Lan, Chủ tịch Hội Phụ nữ xã la Krông.", 0.9, "Bà H’Lan, Chủ tịch Hội Phụ nữ xã Ia Krông."),
        ("Xã đã công bố đây là Trà Lộc Hạ.", 0.9, "Xã đã công bố đây là Trà Lộc Hạ."),
        ("Theo Quyết định số 46/2025/QĐĐ-UBND của tỉnh.", 0.9, "Theo Quyết định số 46/2025/QĐ-UBND của tỉnh."),
        ("Tập thể đã có thành (ích xuất sắc trong năm.", 0.84, "Tập thể đã có thành tích xuất sắc trong năm."),
        ("Cuộc vận động nñgày thứ bảy theo ÑNĐ-CP.", 0.9, "Cuộc vận động ngày thứ bảy theo NĐ-CP."),
        ("Khen ông Đỉnh Văn Bé leo lên Đỉnh Sơn.", 0.9, "Khen ông Đinh Văn Bé leo lên Đỉnh Sơn."),
        ("Đỉnh Văn Bé", 0.9, "Đinh Văn Bé"),
        ("Theo Tờ trình số 18/TIr-UBND của xã.", 0.9, "Theo Tờ trình số 18/TTr-UBND của xã."),
        ("- Lưu: VTj NV.", 0.9, "- Lưu: VT, NV."),
        ("Các lợi ích (ích lợi) của xã được giữ vững.", 0.84, "Các lợi ích (ích lợi) của xã được giữ vững."),
    ],
)
def test_marks_that_an_engine_misreads_are_mended(read: str, sure: float, printed: str) -> None:
    line = Line(read, 1, engine="vie", sure=(sure,) * len(read.split()))
    assert restored((Page(1, (line,)),)) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (("I.", "II.", "II.", "IV."), ["I.", "II.", "III.", "IV."]),
        (("I.", "II.", "II.", "III."), ["I.", "II.", "II.", "III."]),
        (("L", "IL", "HI.", "IV."), ["I.", "II.", "III.", "IV."]),
        (("I.", "H.", "IIL", "IV."), ["I.", "II.", "III.", "IV."]),
        (("1.", "1.", "2.", "II."), ["I.", "1.", "2.", "II."]),
        (("1.", "2.", "3.", "II."), ["1.", "2.", "3.", "II."]),
        (("I.", "II", "III.", "IV"), ["I.", "II", "III.", "IV"]),
    ],
)
def test_a_stroke_that_a_roman_label_lost_is_told_by_its_neighbours(read: tuple[str, ...], printed: list[str]) -> None:
    lines = [f"{label} Kết quả thực hiện phong trào thi đua của xã" for label in read]
    told = (0.93,) * len(lines[0].split())
    page = Page(1, tuple(Line(text, n + 1, engine="vie", sure=told) for n, text in enumerate(lines)))
    assert [line.split()[0] for line in restored((page,)).split("\n")] == printed


def test_a_layer_of_another_engine_has_a_say_in_each_word() -> None:
    read = "Vốn EDI tăng; ông Kién được khen; có 17 hộ và 38 người, theo số 46/QĐ-UBND."
    sure = tuple(0.6 if word in {"EDI", "Kién", "17", "38"} else 0.96 for word in read.split())
    page = Page(1, (Line(read, 1, engine="vie", sure=sure),))
    alone, both = (
        restore(repair(RawDocument(SourceFile("a.pdf", "a.pdf", "0" * 64, "application/pdf", 1), (one,))))
        for one in (page, replace(page, layer=read.replace("EDI", "FDI").replace("17", "11").replace("QĐ", "QD")))
    )
    assert "EDI" in alone.text
    assert "Vốn FDI tăng" in both.text
    assert "46/QĐ-UBND" in both.text  # marks that the other engine does not know are no other reading
    doubts = {told.before for told in both.restored if told.rule == "doubt"}
    assert "17" in doubts
    assert "38" not in doubts


def test_what_nobody_read_off_a_picture_is_not_doubted() -> None:
    line = Line("Số: 118/BC-UBND", 1)
    source = SourceFile("a.txt", "a.txt", "0" * 64, "text/plain", 1)
    raw = RawDocument(source, (Page(1, (line,)),))
    assert sight.Seen.of(raw, Alignment.identity(len(raw.text))) == sight.NONE
    assert restore(repair(raw)).restored == ()


# With the engine.


@needs_engine
def test_a_scan_is_read_letterhead_table_and_signature() -> None:
    pages, issues = read_pdf("quét.pdf", scanned(sheets().pages, replace(LIGHT, skew=1.0)))
    text = restored(pages)
    lines = [line.text for line in pages[0].lines]
    assert [issue.code for issue in issues] == ["page_read_by_ocr"]
    for line in (*HEAD[0], *HEAD[1], "CHỦ TỊCH", "Lê Văn Hòa"):
        assert line in text
    assert lines.index(HEAD[0][2]) < lines.index(HEAD[1][0])  # the left column first
    assert lines.index("- Lưu: VT.") < lines.index("CHỦ TỊCH")
    table = [line.text.split("\t") for line in pages[0].lines if line.origin == "table"]
    assert [table[0][1:], *table[1:]] == [ROWS[0][1:], *ROWS[1:]]  # "TT", alone in its cell, is lost at some angles
    assert [line.row for line in pages[0].lines if line.origin == "table"] == [0, 1, 2]
    for paragraph in BODY:
        assert paragraph in text.split("\n")
    assert all(line.box and line.engine == "vie" and line.sure for line in pages[0].lines)


@needs_engine
def test_a_page_upside_down_with_damage_is_read() -> None:
    pages, _ = read_pdf("ngược.pdf", scanned(sheets().pages, replace(HARD, turned=2)))
    text = restored(pages)
    assert HEAD[0][1] in text
    assert "12 tập thể và 48 cá nhân" in text


@needs_engine
@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "WEBP"])
def test_pictures_of_every_form_give_the_same_words(form: str) -> None:
    sheet = Sheets()
    sheet.paragraph(BODY[1])
    image = spoiled(sheet.pages[0], LIGHT).crop((0, 0, 1654, 500))
    packed = io.BytesIO()
    image.save(packed, form, **({"quality": 92} if form in {"JPEG", "WEBP"} else {}), dpi=(200, 200))
    pages, _ = read_image(f"trang.{form.lower()}", packed.getvalue())
    assert BODY[1] in restored(pages)


@needs_engine
def test_each_frame_of_a_tiff_is_a_page() -> None:
    frames = []
    for paragraph in BODY:
        sheet = Sheets()
        sheet.paragraph(paragraph)
        frames.append(spoiled(sheet.pages[0], LIGHT).crop((0, 0, 1654, 500)).convert("L"))
    packed = io.BytesIO()
    frames[0].save(packed, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    pages, _ = read_image("hai trang.tif", packed.getvalue())
    assert [p.number for p in pages] == [1, 2]
    assert "04 đợt thi đua" in pages[0].lines[0].text + pages[0].lines[1].text
    assert "Chủ tịch" in pages[1].lines[0].text


@needs_engine
def test_a_run_of_the_engine_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tesseract.see(gray_of(page(), 200)[:300], 200)
    assert list(tmp_path.glob("thidua-*")) == []
