"""Tables in PDF that run over pages: parted rows in one piece, heads printed again taken out, rules or none."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import read
from pipeline.read.page_parted import whole_rows
from pipeline.repair import repair
from pipeline.run import run
from schemas.text import Line, Page
from tests.formats.pages import FONTS

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="Liberation Serif (fonts-liberation2) is not installed")

HEAD = ["STT", "Họ và tên", "Chức vụ, đơn vị", "Thành tích"]
NAMES = ["Lò Văn An", "Vi Thị Bình", "Giàng A Cường", "Triệu Mùi Dung", "Hà Đức Giang"]
PLACES = ["Thôn Nà Khao, xã Mường Hạ Lũng", "Trường Mầm non Hoa Ban", "Chi hội Phụ nữ thôn Bản Pát"]
DEEDS = [
    "Vận động 62 hộ trong thôn hiến đất mở rộng đường, tự nguyện tháo dỡ tường rào dài 45 m, góp 30 ngày công",
    "Dũng cảm cứu 2 cháu bé",
    "Chủ trì sáng kiến số hóa hồ sơ hộ tịch, rút ngắn thời gian giải quyết thủ tục cho người dân trong xã và được "
    "Ủy ban nhân dân xã cho áp dụng tại 12 thôn; hướng dẫn 5 đơn vị bạn làm theo",
]


def _rows(count: int) -> list[list[str]]:
    cycles = zip(itertools.cycle(NAMES), itertools.cycle(PLACES), itertools.cycle(DEEDS), strict=False)
    return [HEAD] + [[str(n), *cells] for n, cells in zip(range(1, count + 1), cycles, strict=False)]


_LEFT, _TOP, _BOTTOM, _LEADING, _PAD = 70, 780, 340, 16, 5


class _Sheet:
    """Sets text and rows line by line as a word processor does: a row is parted where a page ends."""

    def __init__(self, rows: list[list[str]], *, ruled: bool, repeated: bool) -> None:
        pdfmetrics.registerFont(TTFont("SerifOfTables", str(FONTS / "LiberationSerif-Regular.ttf")))
        self._written = io.BytesIO()
        self._canvas = Canvas(self._written, pagesize=A4, invariant=1)
        self._rows, self._ruled, self._repeated = rows, ruled, repeated
        self._widths = [36, 110, 130, 190] if len(rows[0]) == 4 else [36, 215, 215]
        self._y = _TOP
        self._canvas.setFont("SerifOfTables", 13)

    def text(self, *lines: str) -> None:
        for line in lines:
            self._room()
            self._canvas.drawString(_LEFT, self._y - 12, line)
            self._y -= _LEADING

    def table(self) -> None:
        for row in self._rows:
            self._row(row)

    def free(self, lines: Sequence[Sequence[tuple[int, str]]]) -> bytes:
        """Texts where they are told to stand."""
        for line in lines:
            for x, text in line:
                self._canvas.drawString(x, self._y - 12, text)
            self._y -= _LEADING
        return self.done()

    def done(self) -> bytes:
        self._canvas.save()
        return self._written.getvalue()

    def _row(self, cells: list[str]) -> None:
        waiting = [
            simpleSplit(cell, "SerifOfTables", 13, width - 2 * _PAD)
            for cell, width in zip(cells, self._widths, strict=True)
        ]
        while any(waiting):
            if self._room() and self._repeated:
                self._row(self._rows[0])
            lines = min(max(map(len, waiting)), (self._y - _BOTTOM) // _LEADING)
            x = _LEFT
            for cell, width in zip(waiting, self._widths, strict=True):
                for at, line in enumerate(cell[:lines]):
                    self._canvas.drawString(x + _PAD, self._y - 12 - at * _LEADING, line)
                if self._ruled:
                    self._canvas.rect(x, self._y - lines * _LEADING - 2, width, lines * _LEADING + 2)
                del cell[:lines]
                x += width
            self._y -= lines * _LEADING + 2

    def _room(self) -> bool:
        """A new page where this one is full; whether one was begun."""
        if self._y - _LEADING >= _BOTTOM:
            return False
        self._canvas.showPage()
        self._canvas.setFont("SerifOfTables", 13)
        self._canvas.drawCentredString(A4[0] / 2, A4[1] - 40, str(self._canvas.getPageNumber()))
        self._y = _TOP
        return True


def _pdf(
    rows: list[list[str]], *, ruled: bool, repeated: bool, above: Sequence[str] = (), below: Sequence[str] = ()
) -> bytes:
    sheet = _Sheet(rows, ruled=ruled, repeated=repeated)
    sheet.text(*above)
    sheet.table()
    sheet.text(*below)
    return sheet.done()


def _tables(folder: Path, data: bytes) -> list[list[list[str]]]:
    path = folder / "danh-sach.pdf"
    path.write_bytes(data)
    repaired = repair(read(path))
    return [[[cell.of(repaired.text) for cell in row] for row in table.rows] for table in repaired.tables]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
@pytest.mark.parametrize("repeated", [True, False], ids=["head again", "head once"])
@pytest.mark.parametrize("lines", range(5))
def test_a_table_over_pages_is_one_table_of_whole_rows(tmp_path: Path, ruled: bool, repeated: bool, lines: int) -> None:
    above = ["Danh sách kèm theo Quyết định của Chủ tịch Ủy ban nhân dân xã."] * lines
    rows = _rows(14)
    assert _tables(
        tmp_path, _pdf(rows, ruled=ruled, repeated=repeated, above=above, below=["Danh sách có 14 người./."])
    ) == [rows]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "bare"])
def test_what_follows_the_table_on_the_next_page_is_no_part_of_it(tmp_path: Path, ruled: bool) -> None:
    rows = _rows(14)
    after = ["II. HỘ GIA ĐÌNH", "1. Hộ ông Lò Văn Tón, thôn Nà Khao", "2. Hộ bà Vi Thị Ết, thôn Bản Pát"]
    assert _tables(tmp_path, _pdf(rows, ruled=ruled, repeated=False, below=after)) == [rows]


def test_what_the_rows_name_without_rules_is_read_as_with_them(tmp_path: Path) -> None:
    rows = [["TT", "Hình thức", "Tập thể", "Cá nhân"]] + [
        [str(n), name, f"{n + 2}", f"{n * 7}"]
        for n, name in enumerate(["Cờ thi đua của tỉnh", "Bằng khen của Chủ tịch tỉnh", "Giấy khen của Chủ tịch xã"], 1)
    ]
    found = []
    for ruled in (True, False):
        path = tmp_path / f"bang-{ruled}.pdf"
        path.write_bytes(_pdf(rows, ruled=ruled, repeated=False, above=["BẢNG TỔNG HỢP KHEN THƯỞNG NĂM 2025"]))
        found.append([finding.record.model_dump() for finding in run(path).records.awards])
    assert len(found[0]) == 6
    assert found[0] == found[1]


def test_a_head_over_two_lines_and_rows_that_name_groups(tmp_path: Path) -> None:
    sheet = _Sheet([["TT", "", ""]], ruled=False, repeated=False)
    lines: list[list[tuple[int, str]]] = [
        [(70, "TT"), (110, "Hình thức khen thưởng"), (330, "Số lượng đề nghị")],
        [(300, "Tập thể"), (400, "Cá nhân")],
        [(70, "I"), (110, "KHEN THƯỞNG CẤP XÃ")],
        [(70, "1"), (110, "Giấy khen của Chủ tịch xã"), (300, "18"), (400, "64")],
        [(70, "2"), (110, "Lao động tiên tiến"), (300, "-"), (400, "88")],
        [(70, "IV. HẠN CHẾ")],
    ]
    data = sheet.free(lines)
    assert _tables(tmp_path, data) == [
        [
            ["TT", "Hình thức khen thưởng", "Số lượng đề nghị Tập thể", "Cá nhân"],
            ["I", "KHEN THƯỞNG CẤP XÃ", "", ""],
            ["1", "Giấy khen của Chủ tịch xã", "18", "64"],
            ["2", "Lao động tiên tiến", "-", "88"],
        ]
    ]


def test_lines_that_do_not_count_are_no_table(tmp_path: Path) -> None:
    for head in ("STT", "Nơi nhận:"):
        rows = [[head, "UBND xã", "để báo cáo", ""], ["- VT", "Lưu", "03 bản", ""], ["- TT", "Đảng ủy", "để biết", ""]]
        assert _tables(tmp_path, _pdf(rows, ruled=False, repeated=False)) == []


def _over_two_pages(*rows: str) -> list[str]:
    *first, rest = rows
    pages = (
        Page(1, tuple(Line(text, n, "table", table=0, row=n - 1) for n, text in enumerate(first, 1))),
        Page(2, (Line(rest, 1, "table", table=0, row=len(first)),)),
    )
    return [line.text for page in whole_rows(pages) for line in page.lines]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Xã Đông\t12\t3", "Xã Tây\t4\t5"),  # a row of its own
        ("Xã Đông\t12\t3", "\t4\t5"),  # a merged cell: figures are never the rest of figures
        ("Kinh tế\t\t", "thu ngân sách\ttỷ đồng\t3"),  # cells that were empty above
        ("Thu ngân sách;\ttỷ đồng\t3", "chi ngân sách\t\t"),  # the cell above ends
    ],
)
def test_a_row_that_begins_on_the_next_page_stays_a_row(above: str, below: str) -> None:
    rows = ["Chỉ tiêu\tĐVT\tKết quả", "Diện tích\tha\t70", above, below]
    assert _over_two_pages(*rows) == rows


@pytest.mark.parametrize("below", ["\tTổng cộng\t46\t", "\tGiấy khen của huyện\t5\t2"])
def test_a_row_without_a_number_that_says_figures_of_its_own_stays_a_row(below: str) -> None:
    rows = ["TT\tHình thức\tTập thể\tCá nhân", "1\tCờ thi đua\t12\t-", "2\tGiấy khen\t34\t121", below]
    assert _over_two_pages(*rows) == rows


def test_a_row_parted_in_a_table_that_does_not_count_goes_on_in_small_letters() -> None:
    rows = ["Chỉ tiêu\tĐVT\tKết quả", "Tỷ lệ trẻ em dưới 5 tuổi suy\t%\t7,1", "dinh dưỡng thể thấp còi\t\t"]
    assert _over_two_pages(*rows)[-1] == "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi\t%\t7,1"
