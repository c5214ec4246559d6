"""From words with places to lines in order: columns of a letterhead, marks on the paper, two pages on a sheet."""

from __future__ import annotations

from pipeline.read.glyphs import Word
from pipeline.read.page_lines import lines_of
from schemas.text import Box

WIDTH = 595.0
BODY = "xã đã tổ chức phát động phong trào thi đua"


def row(y: float, *texts: tuple[float, str], size: float = 12.0) -> list[Word]:
    """Words on one line: where each text begins, a letter half as wide as it is high."""
    words = []
    for start, text in texts:
        x = start
        for word in text.split():
            wide = len(word) * size / 2
            words.append(Word(word, Box(x, y - size * 0.8, x + wide, y + size * 0.2), y, False))
            x += wide + size / 4
    return words


def texts(words: list[Word], width: float = WIDTH) -> list[str]:
    return [line.text for line in lines_of(words, width)]


def test_a_left_column_that_grows_wider_further_down_stays_one_column() -> None:
    words = [
        *row(100, (60, "Nơi nhận:"), (340, "CHỦ TỊCH")),
        *row(116, (60, "- Như trên;"), (330, "Lò Văn An")),
        *row(132, (60, "- Đồng chí Bí thư Đảng ủy xã (báo cáo);")),
        *row(148, (60, "- Lưu: VT.")),
    ]
    assert texts(words) == [
        "Nơi nhận:", "- Như trên;", "- Đồng chí Bí thư Đảng ủy xã (báo cáo);", "- Lưu: VT.", "CHỦ TỊCH", "Lò Văn An",
    ]  # fmt: skip


def test_the_kind_of_document_belongs_to_no_column_wherever_it_stands() -> None:
    words = [
        *row(100, (60, "UBND XÃ ĐÔNG HẠ"), (340, "Đông Hạ, ngày 5/3/2025")),
        *row(116, (60, "Số: 5/BC-UBND")),
        *row(140, (60, "BÁO CÁO")),
    ]
    assert texts(words) == ["UBND XÃ ĐÔNG HẠ", "Số: 5/BC-UBND", "Đông Hạ, ngày 5/3/2025", "BÁO CÁO"]


def test_room_for_a_day_by_hand_parts_no_columns() -> None:
    words = [*row(100, (60, "Đông Hạ, ngày"), (260, "tháng 6 năm 2024")), *row(116, (60, f"{BODY} nâng cao"))]
    assert texts(words)[0] == "Đông Hạ, ngày tháng 6 năm 2024"


def test_a_footnote_is_no_part_of_the_columns_above() -> None:
    words = [
        *row(100, (60, "Nơi nhận:"), (340, "CHỦ TỊCH")),
        *row(116, (60, "- Lưu: VT."), (330, "Lò Văn An")),
        *row(150, (60, "¹"), (66, "Gồm 5 thôn."), size=10),
    ]
    assert texts(words) == ["Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Lò Văn An", "¹ Gồm 5 thôn."]


def test_a_word_across_the_text_is_set_aside_and_a_large_title_is_not() -> None:
    body = [word for n in range(12) for word in row(100 + 16 * n, (60, BODY))]
    mark = row(200, (80, "BẢN"), size=90)
    lines = lines_of([*body, *mark], WIDTH)
    assert [(line.text, line.aside) for line in lines if line.text != BODY] == [("BẢN", True)]
    title = row(60, (80, "BÁO CÁO"), size=40)
    assert [line.aside for line in lines_of([*title, *body], WIDTH)] == [False] * 13


def test_two_pages_on_a_sheet_are_read_one_after_the_other_and_a_wide_table_is_not() -> None:
    sheet = [
        word for n in range(10) for word in row(60 + 14 * n, (40, f"{BODY} {n}"), (440, f"{BODY} {n + 10}"), size=8)
    ]
    assert texts(sheet, 842.0) == [f"{BODY} {n}" for n in range(20)]
    cells = [row(60 + 14 * n, (40, f"Thôn {n}"), (250, f"{n} hộ"), (440, f"{n} người"), size=8) for n in range(10)]
    assert texts([word for line in cells for word in line], 842.0)[:2] == ["Thôn 0 0 hộ 0 người", "Thôn 1 1 hộ 1 người"]
