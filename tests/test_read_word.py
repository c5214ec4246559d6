"""Reading Word documents: made here with python-docx and with plain XML."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml

from pipeline.read.word import read_word
from pipeline.read.word_numbering import letter, roman
from pipeline.repair import repair
from schemas.document import RawDocument, SourceFile
from schemas.text import Line

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines_of(document: object) -> list[Line]:
    """The lines of a document made with python-docx."""
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return [line for page in read_word("a.docx", stream.getvalue())[0] for line in page.lines]


def packed(body: str, **parts: str) -> bytes:
    """A package with this body; further parts by their kind ("numbering", "footnotes", "styles", "header")."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        relations = "".join(
            f'<Relationship Id="r{at}" Type="{RELS}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts)
        )
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{relations}</Relationships>')
        for kind, xml in parts.items():
            archive.writestr(f"word/{kind}.xml", xml)
    return stream.getvalue()


def texts(data: bytes) -> list[str]:
    """The texts of all lines."""
    return [line.text for page in read_word("a.docx", data)[0] for line in page.lines]


def p(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def test_paragraphs_breaks_and_pages() -> None:
    document = Document()
    document.add_paragraph("BÁO CÁO")
    paragraph = document.add_paragraph("TM. ỦY BAN NHÂN DÂN")
    paragraph.add_run().add_break()
    paragraph.add_run("CHỦ TỊCH")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Phụ lục")
    stream = io.BytesIO()
    document.save(stream)
    pages, _ = read_word("a.docx", stream.getvalue())
    assert [[line.text for line in page.lines] for page in pages] == [
        ["BÁO CÁO", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        ["Phụ lục"],
    ]


def test_a_letterhead_table_is_read_column_by_column() -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LẠC"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 45/BC-UBND"
    table.cell(1, 1).text = "Đồng Lạc, ngày 5 tháng 12 năm 2024"
    lines = lines_of(document)
    assert [line.text for line in lines if line.text] == [
        "ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LẠC", "Số: 45/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Đồng Lạc, ngày 5 tháng 12 năm 2024",
    ]  # fmt: skip
    assert all(line.table is None for line in lines)


def test_a_letterhead_set_with_tabs_is_read_column_by_column() -> None:
    document = Document()
    document.add_paragraph("ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    document.add_paragraph("XÃ ĐỒNG LẠC\t\tĐộc lập - Tự do - Hạnh phúc")
    document.add_paragraph("1.\tKết quả")
    assert [line.text for line in lines_of(document)] == [
        "ỦY BAN NHÂN DÂN", "XÃ ĐỒNG LẠC",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "1. Kết quả",
    ]  # fmt: skip


def test_a_table_of_data_has_a_line_for_each_row_and_merged_cells_once() -> None:
    document = Document()
    table = document.add_table(3, 3)
    table.style = "Table Grid"
    table.cell(0, 0).text = "Danh hiệu"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Số lượng"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Giấy khen"
    table.cell(1, 1).text = "Tập thể"
    table.cell(1, 2).text = "5"
    table.cell(2, 1).text = "Cá\nnhân"
    table.cell(2, 2).text = "41"
    lines = lines_of(document)
    assert [(line.text, line.table, line.row) for line in lines if line.table is not None] == [
        ("Danh hiệu\tSố lượng\t", 0, 0),
        ("Giấy khen\tTập thể\t5", 0, 1),
        ("\tCá nhân\t41", 0, 2),
    ]


NUMBERING = f"""<w:numbering {NS}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def listed(level: int, text: str, number: int = 1) -> str:
    """A paragraph of the list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbering_is_rebuilt_as_it_is_printed() -> None:
    body = "".join(
        [listed(0, "ĐẶC ĐIỂM"), listed(0, "KẾT QUẢ"), listed(1, "Chỉ đạo"), listed(2, "Ở xã"), listed(2, "Ở thôn"),
         listed(3, "Thôn Hạ"), listed(1, "Khen thưởng"), listed(0, "HẠN CHẾ"), listed(1, "Chung"),
         listed(1, "Riêng", number=2), listed(1, "Khác", number=2)]
    )  # fmt: skip
    assert texts(packed(body, numbering=NUMBERING)) == [
        "I. ĐẶC ĐIỂM", "II. KẾT QUẢ", "1. Chỉ đạo", "1.1. Ở xã", "1.2. Ở thôn", "- Thôn Hạ", "2. Khen thưởng",
        "III. HẠN CHẾ", "1. Chung", "5. Riêng", "6. Khác",
    ]  # fmt: skip


def test_numbering_that_comes_with_a_style() -> None:
    styles = (
        f'<w:styles {NS}><w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/><w:caps/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    data = packed(p("Kết quả", '<w:pStyle w:val="Con"/>'), numbering=NUMBERING, styles=styles)
    (line,) = read_word("a.docx", data)[0][0].lines
    assert line.text == "1. KẾT QUẢ"
    assert line.bold is True


def test_footnotes_have_their_mark_and_stand_below_their_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>năng suất khá</w:t></w:r><w:r><w:footnoteReference w:id='4'/></w:r>"
        "<w:r><w:t>.</w:t></w:r></w:p>" + p("Đoạn sau.")
    )
    footnotes = (
        f"<w:footnotes {NS}><w:footnote w:id='-1'><w:p/></w:footnote><w:footnote w:id='4'>"
        "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> Gồm lúa và màu.</w:t></w:r></w:p></w:footnote>"
        "</w:footnotes>"
    )
    pages, _ = read_word("a.docx", packed(body, footnotes=footnotes))
    lines = pages[0].lines
    assert [(line.text, line.origin) for line in lines] == [
        ("năng suất khá¹.", "body"), ("¹ Gồm lúa và màu.", "footnote"), ("Đoạn sau.", "body"),
    ]  # fmt: skip
    source = SourceFile("a.docx", "a.docx", "0" * 64, "application/docx", 1)
    repaired = repair(RawDocument(source, pages))
    assert repaired.text == "năng suất khá.\n¹ Gồm lúa và màu.\nĐoạn sau."
    (note,) = repaired.footnotes
    assert note.body.of(repaired.text) == "Gồm lúa và màu."
    assert note.mark is not None
    assert repaired.text[: note.mark.start].endswith("khá")


def test_changes_count_as_accepted_and_hidden_text_does_not() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>tặng </w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>nháp</w:t></w:r>"
        "<w:r><w:t xml:space='preserve'> Giấy khen, 3 km</w:t></w:r>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>"
    )
    assert texts(packed(body)) == ["tặng 15 Giấy khen, 3 km²"]


def test_text_boxes_headers_and_content_controls() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Mẫu số 07"
    box = document.add_paragraph("Có khung").add_run()
    box._r.append(
        parse_xml(
            f'<w:pict {NS} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>'
            "Trong khung</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        )
    )
    found = {(line.text, line.origin) for line in lines_of(document)}
    assert {("Mẫu số 07", "header"), ("Có khung", "body"), ("Trong khung", "text_box")} <= found
    control = f"<w:sdt><w:sdtContent>{p('Trong ô điền')}</w:sdtContent></w:sdt>"
    assert texts(packed(control)) == ["Trong ô điền"]


def test_entities_are_not_expanded() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY a "nổ nổ nổ">]><w:document {NS}><w:body>{p("yên &a; lành")}</w:body></w:document>',
        )
    assert "nổ" not in "".join(texts(stream.getvalue()))


def test_numerals() -> None:
    assert [roman(n) for n in (1, 4, 9, 40, 1999)] == ["i", "iv", "ix", "xl", "mcmxcix"]
    assert [letter(n) for n in (1, 26, 27)] == ["a", "z", "aa"]
