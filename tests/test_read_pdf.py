"""Reading PDF: pages made here, line for line against what was set."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableFileError
from pipeline.read.pdf import read_pdf
from pipeline.repair import repair
from schemas.document import RawDocument, SourceFile
from schemas.text import Line

FONTS = [
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"),
    Path("C:/Windows/Fonts/times.ttf"),
    Path("/System/Library/Fonts/Supplemental/Times New Roman.ttf"),
]
FONT = next((path for path in FONTS if path.is_file()), None)
needs_font = pytest.mark.skipif(FONT is None, reason="no font with Vietnamese letters was found here")

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, SIZE, LEADING = 85, 552, 13, 18

LEFT_HEAD = ["ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LẠC", "Số: 45/BC-UBND"]
RIGHT_HEAD = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc", "Đồng Lạc, ngày 5 tháng 12 năm 2024"]
BODY = (
    "Năm qua, cấp ủy và chính quyền xã Đồng Lạc đã bám sát sự chỉ đạo của cấp trên, phát động nhiều đợt thi đua ngắn "
    "ngày gắn với từng nhiệm vụ cụ thể của mỗi thôn, mỗi ngành; chăn nuôi phát triển khá, được bà con trong toàn xã "
    "nhiệt tình hưởng ứng ngay từ những ngày đầu năm. Toàn xã làm mới 3,5 km đường bê tông và trồng 1.200 cây xanh."
)
NOTE = "Gồm các thôn Thượng, thôn Trung và thôn Hạ của xã."


class Sheet:
    """Sets lines on pages from top to bottom."""

    def __init__(self) -> None:
        if FONT is not None:
            pdfmetrics.registerFont(TTFont("SerifOfSheets", FONT))
        self._stream = io.BytesIO()
        self.canvas = Canvas(self._stream, pagesize=(WIDTH, HEIGHT))
        self.y = HEIGHT - 60.0

    def put(self, x: float, text: str, size: float = SIZE, *, down: float | None = None, rise: float = 0) -> float:
        """Set a text; returns where it ends."""
        self.canvas.setFont("SerifOfSheets", size)
        self.canvas.drawString(x, self.y + rise, text)
        if down is not None:
            self.y -= down
        return x + pdfmetrics.stringWidth(text, "SerifOfSheets", size)

    def centred(self, x: float, text: str) -> None:
        """Set a text around ``x``."""
        self.put(x - pdfmetrics.stringWidth(text, "SerifOfSheets", SIZE) / 2, text)

    def paragraph(self, text: str, indent: float = 28) -> list[str]:
        """Set a paragraph with its first line set in; returns its lines."""
        lines, line, x = [], "", LEFT + indent
        for word in text.split():
            longer = f"{line} {word}".strip()
            if x + pdfmetrics.stringWidth(longer, "SerifOfSheets", SIZE) > RIGHT:
                self.put(x, line, down=LEADING)
                lines.append(line)
                line, x = word, LEFT
            else:
                line = longer
        self.put(x, line, down=LEADING)
        return [*lines, line]

    def columns(self, left: list[str], right: list[str]) -> None:
        """Two columns of centred lines, set line by line across the page as Word prints them."""
        for at in range(max(len(left), len(right))):
            if at < len(left):
                self.centred(170, left[at])
            if at < len(right):
                self.centred(420, right[at])
            self.y -= LEADING

    def page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.y = HEIGHT - 60.0

    def data(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self._stream.getvalue()


def raw_of(data: bytes) -> RawDocument:
    """The document as it is read."""
    pages, issues = read_pdf("a.pdf", data)
    return RawDocument(SourceFile("a.pdf", "a.pdf", "0" * 64, "application/pdf", len(data)), pages, issues)


def texts(lines: tuple[Line, ...]) -> list[str]:
    """Their texts."""
    return [line.text for line in lines]


@needs_font
def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    sheet.columns(LEFT_HEAD, RIGHT_HEAD)
    sheet.centred(WIDTH / 2, "BÁO CÁO")
    sheet.y -= 2 * LEADING
    body = sheet.paragraph(BODY)
    sheet.y -= LEADING
    sheet.put(LEFT, "Nơi nhận:")
    sheet.centred(430, "TM. ỦY BAN NHÂN DÂN")
    sheet.y -= LEADING
    sheet.put(LEFT, "- Như trên;")
    sheet.centred(430, "CHỦ TỊCH")
    sheet.y -= LEADING
    sheet.put(LEFT, "- Lưu: VT.", down=4 * LEADING)
    sheet.centred(430, "Hà Văn Lực")
    (page,) = raw_of(sheet.data()).pages
    assert texts(page.lines) == [
        *LEFT_HEAD, *RIGHT_HEAD, "BÁO CÁO", *body,
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Hà Văn Lực",
    ]  # fmt: skip
    assert all(line.box is not None and line.size for line in page.lines)
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))


@needs_font
def test_paragraphs_come_back_whole_over_pages_and_footnotes() -> None:
    sheet = Sheet()
    sheet.paragraph(BODY)
    sheet.paragraph("Kết quả cụ thể như sau:")
    sheet.paragraph(BODY)
    end = sheet.put(LEFT + 28, "Xã giúp 4 hộ nghèo sửa nhà")
    sheet.put(end, "1", 8, rise=5)
    sheet.put(end + 5, ".", down=LEADING)
    sheet.y = 100
    sheet.put(LEFT, "1", 6, rise=4)
    sheet.put(LEFT + 6, NOTE, 10)
    sheet.y = 40
    sheet.put(WIDTH / 2, "1")
    sheet.page()
    sheet.paragraph("Hết.")
    sheet.y = 40
    sheet.put(WIDTH / 2, "2")
    raw = raw_of(sheet.data())
    repaired = repair(raw)
    assert repaired.text.split("\n") == [
        BODY,
        "Kết quả cụ thể như sau:",
        BODY,
        "Xã giúp 4 hộ nghèo sửa nhà.",
        f"¹ {NOTE}",
        "Hết.",
    ]
    (note,) = repaired.footnotes
    assert note.label == "1"
    assert note.body.of(repaired.text) == NOTE
    assert note.mark is not None
    assert repaired.text[: note.mark.start].endswith("sửa nhà")
    assert raw.place(repaired.alignment.to_source(note.body).start)[0] == 1


@needs_font
@pytest.mark.parametrize("drawn", ["as lines", "as thin boxes", "in a form of another scale"])
def test_a_ruled_table_becomes_rows_of_cells(drawn: str) -> None:
    sheet = Sheet()
    sheet.paragraph("Kết quả khen thưởng như sau:")
    rows = [["Danh hiệu", "Tập thể", "Cá nhân"], ["Lao động tiên tiến", "5", "41"], ["Giấy khen", "", "12"]]
    top, widths = sheet.y, [0, 200, 300, 400]
    for at, row in enumerate(rows):
        sheet.y = top - 14 - 20 * at
        for cell, x in zip(row, widths, strict=False):
            sheet.put(LEFT + x + 4, cell)
    lying = [(LEFT, top - 20 * at, LEFT + widths[-1], top - 20 * at) for at in range(len(rows) + 1)]
    standing = [(LEFT + x, top, LEFT + x, top - 20 * len(rows)) for x in widths]
    canvas = sheet.canvas
    if drawn == "in a form of another scale":
        canvas.beginForm("rules", 0, 0, 10 * WIDTH, 10 * HEIGHT)
        for rule in (*lying, *standing):
            canvas.line(*(10 * place for place in rule))
        canvas.endForm()
        canvas.saveState()
        canvas.scale(0.1, 0.1)
        canvas.doForm("rules")
        canvas.restoreState()
    for x0, y0, x1, y1 in (*lying, *standing):
        if drawn == "as lines":
            canvas.line(x0, y0, x1, y1)
        elif drawn == "as thin boxes":
            canvas.rect(x0, min(y0, y1), max(x1 - x0, 0.5), max(abs(y1 - y0), 0.5), stroke=0, fill=1)
    sheet.y = top - 100
    sheet.paragraph("Hết bảng.")
    raw = raw_of(sheet.data())
    (page,) = raw.pages
    assert texts(page.lines) == [
        "Kết quả khen thưởng như sau:",
        "Danh hiệu\tTập thể\tCá nhân",
        "Lao động tiên tiến\t5\t41",
        "Giấy khen\t\t12",
        "Hết bảng.",
    ]
    assert [(line.table, line.row) for line in page.lines] == [(None, None), (0, 0), (0, 1), (0, 2), (None, None)]
    repaired = repair(raw)
    assert [[cell.of(repaired.text) for cell in row] for row in repaired.tables[0].rows] == rows


@needs_font
def test_a_table_without_rules_is_read_line_by_line() -> None:
    sheet = Sheet()
    for name, count in (("Thôn Thượng", "12"), ("Thôn Trung", "9"), ("Thôn Hạ", "15")):
        sheet.put(LEFT, name)
        sheet.put(400, count, down=LEADING)
    (page,) = raw_of(sheet.data()).pages
    assert texts(page.lines) == ["Thôn Thượng 12", "Thôn Trung 9", "Thôn Hạ 15"]


@needs_font
@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotation: int) -> None:
    sheet = Sheet()
    sheet.canvas.setPageRotation(rotation)
    if rotation == 90:
        sheet.canvas.translate(WIDTH, 0)
    elif rotation == 180:
        sheet.canvas.translate(WIDTH, HEIGHT)
    else:
        sheet.canvas.translate(0, HEIGHT)
    sheet.canvas.rotate(rotation)
    sheet.y = 400
    sheet.put(60, "Biểu số 01", down=LEADING)
    sheet.put(60, "Kết quả khen thưởng")
    (page,) = raw_of(sheet.data()).pages
    assert texts(page.lines) == ["Biểu số 01", "Kết quả khen thưởng"]


@needs_font
def test_pages_without_text_are_told() -> None:
    sheet = Sheet()
    sheet.paragraph("Trang một.")
    sheet.page()
    sheet.canvas.rect(100, 100, 300, 300, fill=1)
    raw = raw_of(sheet.data())
    assert [(issue.code, issue.severity) for issue in raw.issues] == [("page_without_text", "error")]
    assert "Trang 2" in raw.issues[0].message


@needs_font
def test_an_empty_page_loses_nothing() -> None:
    sheet = Sheet()
    sheet.paragraph("Trang một.")
    sheet.page()
    sheet.page()
    sheet.paragraph("Trang ba.")
    raw = raw_of(sheet.data())
    assert len(raw.pages) == 3
    assert raw.issues == ()


def test_a_scan_says_what_to_do() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.rect(100, 100, 300, 300, fill=1)
    canvas.save()
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf("quet.pdf", stream.getvalue())
    assert caught.value.code == "pdf_no_text"
    assert "OCR" in caught.value.message


def test_a_password() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="bi-mat")
    canvas.drawString(100, 100, "abc")
    canvas.save()
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf("khoa.pdf", stream.getvalue())
    assert caught.value.code == "pdf_encrypted"


def test_a_pdf_that_is_cut_short() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 100, "abc")
    canvas.save()
    for length in (20, 200, len(stream.getvalue()) // 2):
        with pytest.raises(UnreadableFileError) as caught:
            read_pdf("cut.pdf", stream.getvalue()[:length])
        assert caught.value.code in {"pdf_damaged", "pdf_no_text"}


@needs_font
def test_a_sentence_goes_on_over_a_page_and_over_a_footnote() -> None:
    lines = Sheet().paragraph(BODY)
    sheet = Sheet()
    sheet.paragraph(BODY)
    for at, line in enumerate(lines[:2]):
        sheet.put(LEFT + (0 if at else 28), line, down=LEADING)
    sheet.y = 100
    sheet.put(LEFT, "1", 6, rise=4)
    sheet.put(LEFT + 6, NOTE, 10)
    sheet.y = 40
    sheet.put(WIDTH / 2, "1")
    sheet.page()
    for line in lines[2:-1]:
        sheet.put(LEFT, line, down=LEADING)
    sheet.y = 40
    sheet.put(WIDTH / 2, "2")
    sheet.page()
    sheet.put(LEFT, lines[-1], down=LEADING)
    repaired = repair(raw_of(sheet.data()))
    whole, first, note, second = repaired.text.split("\n")
    assert whole == BODY
    assert f"{first} {second}" == BODY
    assert NOTE in note
    assert [repaired.text[at:].startswith(second) for at in repaired.continued] == [True]
