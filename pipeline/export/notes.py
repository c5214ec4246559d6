"""The last sheet of the workbook: what it is, what the colours mean, what did not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.corrections.titles import AWARDS_TITLE, TITLE
from pipeline.export.formats import Formats
from pipeline.figures import number
from pipeline.language import choose
from pipeline.version import release

if TYPE_CHECKING:
    from pipeline.export.workbook import Written

_TO_FILL = (
    (
        TITLE,
        (
            "Những gì cần người xem quyết định. Ở bốn cột nền xanh: chọn giữ, sửa hoặc bỏ; sửa thì chọn mục "
            "cần sửa và ghi giá trị đúng (sửa nhiều mục: chép thêm dòng; không có giá trị: ghi (trống)). Máy "
            "bỏ sót: chép một dòng của văn bản ấy, ghi lại Loại và Câu trích, quyết định thêm, mỗi mục một "
            "dòng. Lưu tệp rồi chạy: thidua apply TỆP.",
            "What a person should decide. In the four green columns: accept, correct or reject; to correct, "
            "choose the field and give the right value (copy the row for more fields; (empty) for none). What "
            "was overlooked: copy a row of the document, write kind and quote, decision add, a row a field. "
            "Save the file, then run: thidua apply FILE.",
        ),
    ),
    (
        AWARDS_TITLE,
        (
            "Khen thưởng mà máy bỏ sót, mỗi dòng một khen thưởng: chọn văn bản, chép câu trích từ văn bản, "
            "chọn danh hiệu, đối tượng, ghi số lượng; mục nào văn bản không nói thì để trống.",
            "Awards that were overlooked, a row an award: choose the document, copy the quote out of it, "
            "choose award and recipient, write the count; leave empty what the document does not say.",
        ),
    ),
)
"""The sheets that a person fills, and what to do with them."""


def write_notes(book: Any, formats: Formats, written: Written, name: str) -> None:
    """Write the sheet.

    Args:
        book: the workbook.
        formats: its formats.
        written: what its other sheets hold.
        name: what the database is called.
    """
    page = book.add_worksheet(choose("Ghi chú", "Notes"))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    for row, (label, told, look) in enumerate(_told(written, name)):
        page.set_row(row, 15 * (1 + len(told) // 85))
        page.write_string(row, 0, label, formats.of("text", look) if look else formats.bold)
        page.write_string(row, 1, told, formats.note)


def _told(written: Written, name: str) -> list[tuple[str, str, str]]:
    lines = [
        (choose("Lấy từ", "Made from"), f"{name} (thidua {release()})", ""),
        *(
            (title, choose(f"{number(count)} dòng", f"{number(count)} rows"), "")
            for title, count in written.rows.items()
            if title != choose(*AWARDS_TITLE)
        ),
        (
            choose("Nền vàng", "Yellow"),
            choose(
                "Cần người xem lại; văn bản chỉ nạp được một phần; điều nên xem.",
                "A person should look; a document read in part; a warning.",
            ),
            "review",
        ),
        (
            choose("Nền đỏ", "Red"),
            choose("Chỗ sai; văn bản không nạp được.", "An error; a document that could not be read."),
            "error",
        ),
        (
            choose("Cột “Xem lại”", "Column “Review”"),
            choose(
                "Mở trang xem lại (lệnh thidua report) ngay tại chỗ ấy trong văn bản. Liên kết tính từ chỗ đặt tệp "
                "này: chuyển tệp đi thì chuyển cả thư mục trang xem lại.",
                "Opens the review page (thidua report) at that place. Links count from where this file lies: move the "
                "folder of the pages along with it.",
            ),
            "",
        ),
        (
            choose("Cột “Tính vào tổng hợp”", "Column “Counted”"),
            choose(
                "“không” là văn bản không đọc được, trùng, hoặc bản khác của văn bản đã tính. Khi cộng hãy lọc lấy "
                "“có”.",
                "“no” is a document that could not be read, a duplicate, or another version of one that counts. Filter "
                "by “yes” before adding up.",
            ),
            "",
        ),
    ]
    lines += [
        (choose(f"Trang “{title[0]}”", f"Sheet “{title[1]}”"), choose(*how), "fill")
        for title, how in _TO_FILL
        if choose(*title) in written.rows
    ]
    if written.continued:
        titles = ", ".join(written.continued)
        lines.append(
            (
                choose("Nhiều dòng", "Many rows"),
                choose(f"Chia ra nhiều trang tính: {titles}.", f"On several sheets: {titles}."),
                "",
            )
        )
    if written.cut:
        lines.append(
            (
                choose("Ô quá dài", "Cells too long"),
                choose(
                    f"{number(written.cut)} ô dài hơn 32.767 ký tự đã bị cắt bớt, cuối ô ghi “[đã cắt bớt]”.",
                    f"{number(written.cut)} cells of over 32,767 characters were cut; they end in “[cut]”.",
                ),
                "",
            )
        )
    return lines
