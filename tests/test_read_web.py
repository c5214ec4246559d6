"""Reading HTML and MHTML: pages written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import UnreadableFileError
from pipeline.read import read
from pipeline.read.web import read_html, read_mhtml
from schemas.text import Line


def lines(body: str, *, head: str = "") -> list[Line]:
    """The lines of a page with this body."""
    data = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    pages, issues = read_html("a.html", data)
    assert issues == ()
    return [line for page in pages for line in page.lines]


def texts(body: str, *, head: str = "") -> list[str]:
    return [line.text for line in lines(body, head=head)]


def test_paragraphs_headings_and_breaks() -> None:
    body = "<h1>BÁO CÁO</h1>\n<p>Thực hiện\n   công tác <b>thi đua</b>,<br> khen thưởng<br></p>chữ rời<div>khác"
    assert texts(body) == [
        "BÁO CÁO", "Thực hiện công tác thi đua,", "khen thưởng", "chữ rời", "khác",
    ]  # fmt: skip


def test_what_is_not_shown_is_not_read() -> None:
    head = "<title>Tên</title><style>p.an { display: none } @media print { p { display: none } }</style>"
    body = (
        "<script>var a = '<p>mã</p>'</script><p class=an>ẩn</p><p style='display:none'>ẩn</p><p hidden>ẩn</p>"
        "<!-- lời bình --><p>hiện<span style='visibility:hidden'> ẩn</span><del>bỏ</del><ins> thêm</ins></p>"
        "<template><p>khuôn</p></template>"
    )
    assert texts(body, head=head) == ["hiện thêm"]


def test_bold_size_capitals_and_raised_figures() -> None:
    body = (
        "<p><b>ĐẬM</b></p><p style='font-size:13pt'>thường <b>đậm</b></p><p class=hoa>xã hạ đồng, 3 km<sup>2</sup></p>"
    )
    first, second, third = lines(body, head="<style>.hoa { text-transform: uppercase }</style>")
    assert (first.bold, second.bold, second.size) == (True, False, 13)
    assert third.text == "XÃ HẠ ĐỒNG, 3 KM²"


def test_lists_have_their_printed_labels() -> None:
    body = """<ol type="I" start="2"><li>Kết quả<ol><li>Chỉ đạo</li><li value="5"><p>Khen thưởng</p>
    <ol style="list-style-type: lower-latin"><li>Cấp xã</li><li>Cấp tỉnh</li></ol></li><li>Sau</li></ol></li></ol>
    <ul><li>Thôn Hạ</li><li style="list-style-type: '- '">Thôn Thượng</li></ul>
    <ul style="list-style:none"><li>trơn</ul>"""
    assert texts(body) == [
        "II. Kết quả", "1. Chỉ đạo", "5. Khen thưởng", "a. Cấp xã", "b. Cấp tỉnh", "6. Sau", "• Thôn Hạ",
        "- Thôn Thượng", "trơn",
    ]  # fmt: skip


LETTERHEAD = """<table><tr><td><p>ỦY BAN NHÂN DÂN</p><p><b>XÃ ĐỒNG LẠC</b></p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p></td></tr>
<tr><td>Số: 45/BC-UBND</td><td>Đồng Lạc, ngày 5 tháng 12 năm 2024</td></tr></table>"""


def test_a_letterhead_is_read_column_by_column() -> None:
    found = lines(LETTERHEAD)
    assert [line.text for line in found] == [
        "ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LẠC", "Số: 45/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng Lạc, ngày 5 tháng 12 năm 2024",
    ]  # fmt: skip
    assert all(line.table is None for line in found)
    across = "<p>UBND XÃ ĐỒNG LẠC" + "&nbsp;" * 12 + "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>"
    assert texts(across) == ["UBND XÃ ĐỒNG LẠC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


@pytest.mark.parametrize(
    ("table", "head"),
    [
        ('<table border="1">', ""),
        ('<table style="border:1px solid black">', ""),
        ("<table>", "<style>table.x, td { border: solid 1px }</style>"),
    ],
)
def test_a_table_with_rules_is_data_whatever_tells_of_them(table: str, head: str) -> None:
    body = (
        f"{table}<tr><td rowspan=2>Giấy khen<td>Tập thể<td>5</tr><tr><td>Cá<br>nhân<td>41</tr>"
        "<tr><td colspan='2'>Cộng<td>46</table>"
    )
    assert [(line.text, line.origin, line.table, line.row) for line in lines(body, head=head)] == [
        ("Giấy khen\tTập thể\t5", "table", 0, 0), ("\tCá nhân\t41", "table", 0, 1), ("Cộng\t\t46", "table", 0, 2),
    ]  # fmt: skip


def test_without_rules_the_same_few_cells_only_stand_side_by_side() -> None:
    assert all(line.table is None for line in lines("<table><tr><td>a<td>b</tr><tr><td>c<td>d</table>"))


def test_a_cell_that_claims_to_span_a_million_columns_fills_no_memory() -> None:
    body = "<table border=1><tr><td colspan=99999999>a<td rowspan=9999999>b</tr><tr><td>c<td>d</tr></table>"
    assert max(len(text) for text in texts(body)) < 500


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<a href="#_ftn1" name="_ftnref1">[1]</a>',
         '<div style="mso-element:footnote" id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Gồm lúa.</p></div>'),
        ('<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup>',
         '<div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Gồm lúa.</p></div>'),
    ],
)  # fmt: skip
def test_footnotes_of_word_and_of_libreoffice(mark: str, note: str) -> None:
    found = [(line.text, line.origin) for line in lines(f"<p>năng suất khá{mark}.</p>{note}<p>Sau.</p>")]
    assert found == [("năng suất khá¹.", "body"), ("¹ Gồm lúa.", "footnote"), ("Sau.", "body")]


def test_page_breaks_part_pages() -> None:
    data = b"<html><body><p>mot</p><p style='page-break-before: always'>hai</p></body></html>"
    assert [[line.text for line in page.lines] for page in read_html("a.html", data)[0]] == [["mot"], ["hai"]]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<html><meta charset=windows-1252><body>Xã Hạ</body></html>".encode(), "Xã Hạ"),  # a wrong word about itself
        ("<html><meta charset=windows-1258><body>B¸o c¸o Th«n §«ng</body></html>".encode("cp1252"), None),
        ('<html><meta charset="windows-1252"><body>caf\xe9 \x90</body></html>'.encode("latin-1"), "café \x90"),
        ("<html><body>Xã Hạ</body></html>".encode("utf-16"), "Xã Hạ"),
        ('<?xml version="1.0" encoding="UTF-8"?><html><body>Xã Hạ</body></html>'.encode("utf-8-sig"), "Xã Hạ"),
    ],
)
def test_encodings(data: bytes, text: str | None) -> None:
    (line,) = read_html("a.html", data)[0][0].lines
    assert line.text == text if text else "§«ng" in line.text


MAIL = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=x"; type="text/html"\r\n\r\n--=x\r\n'
    "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--=x\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<html><body><p>X=C3=A3 H=E1=BA=A1</p></body></html>\r\n"
)


def test_a_page_packed_as_one_file(tmp_path: Path) -> None:
    for name in ("a.mht", "báo cáo.doc"):
        (tmp_path / name).write_bytes((MAIL + "--=x--\r\n").encode())
        raw = read(tmp_path / name)
        assert (raw.text, raw.source.media_type, raw.issues) == ("Xã Hạ", "multipart/related", ())
    assert [issue.code for issue in read_mhtml("a.mht", MAIL.encode())[1]] == ["file_cut_short"]
    with pytest.raises(UnreadableFileError) as refused:
        read_mhtml("a.mht", MAIL[: MAIL.index("Content-Type: text/html;")].encode())
    assert refused.value.code == "mhtml_no_page"


def test_a_page_cut_short_is_partial_and_an_empty_one_is_refused() -> None:
    data = "<html><body><p>Báo cáo</p><p>Kết quả</p></body></html>".encode()
    for at in (len(data) - 5, len(data) - 14, data.index(b"</p><p>") + 5):
        pages, issues = read_html("a.html", data[:at])
        assert pages[0].lines[0].text == "Báo cáo"
        assert [(issue.code, issue.severity) for issue in issues] == [("file_cut_short", "error")], data[:at]
    for empty in (b"<html><body></body></html>", b"<!-- -->", b"<p>", b"<html><script>1</script></html>"):
        with pytest.raises(UnreadableFileError) as refused:
            read_html("a.html", empty)
        assert refused.value.code == "html_no_text"


def test_nesting_without_end_is_refused_or_read_never_a_crash() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_html("a.html", b"<html><body>" + b"<div>" * 200_000 + b"x</body></html>")
    assert refused.value.code == "html_too_deep"
    assert texts("<b>" * 100 + "sâu" + "</b>" * 100) == ["sâu"]


def test_entities_are_not_expanded_and_nothing_is_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bi mat", encoding="utf-8")
    doctype = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "nổ"><!ENTITY b "{"&a;" * 50}">'
        f'<!ENTITY c SYSTEM "{secret.as_uri()}">]>'
    )
    path = tmp_path / "a.xhtml"
    page = f'<html><body><p>yên &b; &c;</p><iframe src="{secret.as_uri()}"></iframe></body></html>'
    path.write_text(doctype + page, encoding="utf-8")
    text = read(path).text
    assert "yên" in text
    assert "bi mat" not in text
    assert text.count("nổ") <= 1  # the declaration itself at most, as text


@pytest.mark.parametrize(("name", "kind"), [("a.txt", "text/html"), ("a.doc", "text/html"), ("a.HTM", "text/html")])
def test_content_decides(name: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes("<html><body>Xã Hạ</body></html>".encode())
    assert read(tmp_path / name).source.media_type == kind
    (tmp_path / "b.html").write_text("Xã Hạ\nXã Thượng", encoding="utf-8")
    assert [line.text for _, line in read(tmp_path / "b.html").lines] == ["Xã Hạ", "Xã Thượng"]


def test_numbers_that_a_style_sheet_counts() -> None:
    head = """<style>ol { list-style: none; counter-reset: muc }
    ol > li::before { counter-increment: muc; content: "Mục " counters(muc, ".") ": " }</style>"""
    body = "<ol><li>Kết quả<ol><li>Chỉ đạo</li><li>Khen thưởng</li></ol></li><li>Hạn chế</li></ol><ul><li>xã</li></ul>"
    assert texts(body, head=head) == [
        "Mục 1: Kết quả",
        "Mục 1.1: Chỉ đạo",
        "Mục 1.2: Khen thưởng",
        "Mục 2: Hạn chế",
        "• xã",
    ]
    head = "<style>li:before { content: counter(a, upper-roman) '/ ' }</style>"
    assert texts("<ol><li>một</li><li>hai</li></ol>", head=head) == ["I/ một", "II/ hai"]


def test_numbers_of_several_levels_that_libreoffice_leaves_out() -> None:
    body = """<ol type="I"><li>Kết quả<ol><li>Kinh tế<ol><li>Lúa</li></ol></li></ol></li></ol><p>Đạt.</p>
    <ol type="I"><ol><ol start="2"><li>Ngô</li></ol><li>Văn hóa</li></ol></ol>"""
    office = '<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>'
    assert texts(body, head=office) == ["I. Kết quả", "1. Kinh tế", "1.1. Lúa", "Đạt.", "1.2. Ngô", "2. Văn hóa"]
    assert texts(body)[2] == "1. Lúa"  # as a browser shows it


def test_a_page_that_word_saved_has_its_labels_and_bullets() -> None:
    def item(label: str, font: str, text: str) -> str:
        gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"
        return (
            f"<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='{font}'>"
            f"<span style='mso-list:Ignore'>{label}{gap}</span></span><![endif]>{text}</p>"
        )

    body = "".join(
        [
            item("1.1.", "", "Chỉ đạo"), item("·", "font-family:Symbol", "xã"),
            item("§", "font-family:Wingdings", "thôn"), item("Ø", "font-family:Wingdings", "bản"),
            item("o", 'font-family:"Courier New"', "tổ"), item("o", "", "ô"),
        ]
    )  # fmt: skip
    assert [" ".join(text.split()) for text in texts(body)] == [
        "1.1. Chỉ đạo",
        "• xã",
        "▪ thôn",
        "➢ bản",
        "○ tổ",
        "o ô",
    ]
