"""Reading OpenDocument texts: written here, and made by LibreOffice where it is installed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import UnreadableFileError
from pipeline.read import read
from pipeline.read.odt import read_odt
from schemas.text import Line
from tests.office import made_by_office, needs_office
from tests.support import ROOT

SAMPLES = ROOT / "corpus" / "samples"
SPACE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = (
    f'xmlns:office="{SPACE}:office:1.0" xmlns:style="{SPACE}:style:1.0" xmlns:text="{SPACE}:text:1.0" '
    f'xmlns:table="{SPACE}:table:1.0" xmlns:draw="{SPACE}:drawing:1.0" xmlns:fo="{SPACE}:xsl-fo-compatible:1.0" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
MEDIA = "application/vnd.oasis.opendocument.text"


def content(body: str, styles: str = "") -> str:
    return (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def packed(xml: str, **parts: str) -> bytes:
    """An ODT with this content; further members by their names, "/" written as "__" and "." as "_dot_"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MEDIA)
        archive.writestr("content.xml", xml)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def lines(body: str, styles: str = "") -> list[Line]:
    return [line for page in read_odt("a.odt", packed(content(body, styles)))[0] for line in page.lines]


def texts(body: str, styles: str = "") -> list[str]:
    return [line.text for line in lines(body, styles)]


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_blanks_tabs_breaks_and_fields() -> None:
    body = p(
        "Thực hiện\n  công <text:span>tác</text:span><text:s text:c='2'/>x<text:line-break/>sau "
        "<text:date>5/12/2024</text:date>"
    ) + p("1.<text:tab/>Kết quả")
    assert texts(body) == ["Thực hiện công tác  x", "sau 5/12/2024", "1. Kết quả"]


STYLES = """<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"
fo:font-size="13pt"/></style:style><style:style style:name="P2" style:family="paragraph"
style:parent-style-name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="T3" style:family="text"><style:text-properties fo:text-transform="uppercase"/></style:style>
<style:style style:name="T4" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
"""


def test_what_styles_say() -> None:
    body = (
        p("ĐẬM", "P1")
        + p('đậm <text:span text:style-name="T1">thường</text:span>', "P1")
        + p('tổng <text:span text:style-name="T2">ẩn</text:span><text:span text:style-name="T3">xã hạ</text:span>')
        + p('3 km<text:span text:style-name="T4">2</text:span>', "P2")
    )
    pages, _ = read_odt("a.odt", packed(content(body, STYLES)))
    first, second, third = pages[0].lines
    assert (first.bold, first.size, second.bold) == (True, 13, False)
    assert third.text == "tổng XÃ HẠ"
    assert [line.text for line in pages[1].lines] == ["3 km²"], "the break before a paragraph begins a page"


LISTS = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="-"/></text:list-style>
<text:list-style style:name="L2">
<text:list-level-style-number text:level="1" style:num-format="a" loext:num-list-format="(%1%)"/></text:list-style>"""


def item(inside: str, more: str = "") -> str:
    return f"<text:list-item {more}>{inside}</text:list-item>"


START = 'text:start-value="4"'


def nested(inside: str) -> str:
    return f"<text:list>{inside}</text:list>"


def test_numbering_is_rebuilt_as_it_is_printed() -> None:
    second = item(p("Chỉ đạo") + nested(item(p("Ở xã")) + item(p("Ở thôn") + nested(item(p("Thôn Hạ"))))))
    first = item(p("ĐẶC ĐIỂM")) + item(p("KẾT QUẢ") + p("không có số") + nested(second + item(p("Khen thưởng"))))
    body = (
        f'<text:list xml:id="a" text:style-name="L1">{first}</text:list>'
        + p("Đoạn giữa")
        + f'<text:list text:continue-list="a" text:style-name="L1">{item(p("HẠN CHẾ"))}</text:list>'
        + f'<text:list text:style-name="L2">{item(p("một"))}{item(p("bốn"), START)}'
        + "</text:list>"
        + f'<text:list text:style-name="L2" text:continue-numbering="true">{item(p("năm"))}</text:list>'
        + f'<text:list text:style-name="L2">{item(p("lại từ đầu"))}</text:list>'
        + f'<text:list text:style-name="L1" text:continue-list="a">{item(nested(item(p("Riêng"))))}</text:list>'
        + '<text:list text:style-name="L2"><text:list-header>'
        + p("đầu mục")
        + "</text:list-header></text:list>"
    )
    assert texts(body, LISTS) == [
        "I. ĐẶC ĐIỂM", "II. KẾT QUẢ", "không có số", "1. Chỉ đạo", "1.1. Ở xã", "1.2. Ở thôn", "- Thôn Hạ",
        "2. Khen thưởng", "Đoạn giữa", "III. HẠN CHẾ", "(a) một", "(d) bốn", "(e) năm", "(a) lại từ đầu", "1. Riêng",
        "đầu mục",
    ]  # fmt: skip


def test_headings_are_numbered_by_the_outline() -> None:
    styles = (
        f"<office:document-styles {NAMES}><office:styles><text:outline-style>"
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style></office:styles>'
        "</office:document-styles>"
    )
    body = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>' for level, text in [(1, "A"), (2, "B"), (1, "C")]
    )
    pages, _ = read_odt("a.odt", packed(content(body), styles_dot_xml=styles))
    assert [line.text for line in pages[0].lines] == ["I. A", "B", "II. C"]


def table(rows: list[list[str]], style: str = "") -> str:
    cells = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell table:style-name="{style}">{p(text)}</table:table-cell>' if text != "|"
            else "<table:covered-table-cell/>" for text in row
        ) + "</table:table-row>" for row in rows
    )  # fmt: skip
    return f"<table:table><table:table-column/>{cells}</table:table>"


RULED = (
    '<style:style style:name="C1" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000"/></style:style>'
)


def test_tables_of_data_and_letterheads() -> None:
    rows = [["Danh hiệu", "Số lượng", "|"], ["Giấy khen", "Tập thể", "5"], ["|", "Cá nhân", "41"]]
    found = [(line.text, line.table, line.row) for line in lines(table(rows, "C1"), RULED)]
    assert found == [("Danh hiệu\tSố lượng\t", 0, 0), ("Giấy khen\tTập thể\t5", 0, 1), ("\tCá nhân\t41", 0, 2)]
    head = [["ỦY BAN NHÂN DÂN", "CỘNG HÒA"], ["Số: 45/BC-UBND", "Đồng Lạc, ngày 5"]]
    found_head = lines(table(head), RULED)
    assert [line.text for line in found_head] == ["ỦY BAN NHÂN DÂN", "Số: 45/BC-UBND", "CỘNG HÒA", "Đồng Lạc, ngày 5"]
    assert all(line.table is None for line in found_head)


def test_cells_and_blanks_that_claim_to_be_millions_fill_no_memory() -> None:
    cell = (
        f'<table:table-cell table:number-columns-repeated="9999999" table:style-name="C1">{p("x")}</table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="9999999">{cell}</table:table-row>'
    found = lines(f"<table:table>{row}</table:table>" + p('a<text:s text:c="999999999"/>b'), RULED)
    assert sum(len(line.text) for line in found) < 200_000


def test_footnotes_text_boxes_and_changes() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        + p("Gồm lúa và màu.") + "</text:note-body></text:note>"
    )  # fmt: skip
    region = f"<text:changed-region><text:deletion>{p('đã xóa')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    aside = "<office:annotation>" + p("ghi chú bên lề") + "</office:annotation>"
    body = (
        deleted + p(f"năng suất khá{note}.")
        + p(f"Có khung<draw:frame><draw:text-box>{p('Trong khung')}</draw:text-box></draw:frame>")
        + p(f"{aside}Sau.<text:change-start/>mới<text:change-end/>")
    )  # fmt: skip
    assert [(line.text, line.origin) for line in lines(body)] == [
        ("năng suất khá¹.", "body"), ("¹ Gồm lúa và màu.", "footnote"), ("Có khung", "body"),
        ("Trong khung", "text_box"), ("Sau.mới", "body"),
    ]  # fmt: skip


def test_headers_stand_apart() -> None:
    edges = f"<style:header>{p('Mẫu số 07')}</style:header><style:footer>{p('2')}</style:footer>"
    page = f"<style:master-page>{edges}</style:master-page>"
    styles = (
        f"<office:document-styles {NAMES}><office:master-styles>{page}</office:master-styles></office:document-styles>"
    )
    pages, _ = read_odt("a.odt", packed(content(p("Chữ")), styles_dot_xml=styles))
    assert [(line.text, line.origin) for line in pages[0].lines] == [
        ("Mẫu số 07", "header"),
        ("Chữ", "body"),
        ("2", "footer"),
    ]


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read_odt("a.odt", data, **limits)
    assert "hãy" in refused.value.message.lower()
    return refused.value.code


def test_what_cannot_be_read_is_refused_with_a_reason() -> None:
    whole = packed(content(p("Chữ " * 500)))
    assert code_of(whole[: len(whole) // 2]) == "odt_damaged"
    assert code_of(packed(content(p("Chữ"))[:-20])) == "odt_damaged"
    assert code_of(packed("<a/>")) == "odt_damaged"
    assert code_of(packed(content(p(" ")))) == "odt_no_text"
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert code_of(packed(content(p("Chữ")), **{"META-INF__manifest_dot_xml": manifest})) == "odt_encrypted"
    assert code_of(packed(content(p("Chữ " * 5000))), max_unpacked=1000) == "odt_too_large"
    deep = "<text:section>" * 240 + p("sâu") + "</text:section>" * 240
    assert texts(deep) == ["sâu"]


def test_entities_are_not_expanded_and_nothing_is_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bi mat", encoding="utf-8")
    doctype = f'<!DOCTYPE d [<!ENTITY a "nổ"><!ENTITY z SYSTEM "{secret.as_uri()}">]>'
    (line,) = read_odt("a.odt", packed(doctype + content(p("yên &a; &z; lành"))))[0][0].lines
    assert line.text.split() == ["yên", "lành"]
    steps = "".join(f'<!ENTITY {chr(at)} "{f"&{chr(at - 1)};" * 10}">' for at in range(ord("b"), ord("k")))
    assert code_of(packed(f'<!DOCTYPE d [<!ENTITY a "nổ">{steps}]>' + content(p("yên &j; lành")))) == "odt_damaged"


def test_a_flat_file_and_a_wrong_name(tmp_path: Path) -> None:
    flat = content(p("Xã Hạ")).replace("document-content", "document").replace(
        "<office:document ", f'<?xml version="1.0"?><office:document office:mimetype="{MEDIA}" '
    )  # fmt: skip
    flat = flat[flat.index("<?xml") :]
    for name, data, media in [
        ("a.fodt", flat.encode(), "application/vnd.oasis.opendocument.text-flat-xml"),
        ("b.xml", flat.encode(), "application/vnd.oasis.opendocument.text-flat-xml"),
        ("c.docx", packed(content(p("Xã Hạ"))), MEDIA),
    ]:
        (tmp_path / name).write_bytes(data)
        raw = read(tmp_path / name)
        assert (raw.text, raw.source.media_type) == ("Xã Hạ", media)


@needs_office
@pytest.mark.parametrize("suffix", [".odt", ".fodt", ".html"])
def test_what_libreoffice_makes_of_a_docx_reads_as_the_docx_does(suffix: str, tmp_path: Path) -> None:
    sample = SAMPLES / "bao-cao-khen-thuong-xa-quang-yen-lac.docx"
    path = tmp_path / f"a{suffix}"
    path.write_bytes(made_by_office(sample, suffix))

    def printed(place: Path) -> list[tuple[str, bool]]:
        return sorted(
            (" ".join(line.text.split()), line.table is not None)
            for _, line in read(place).lines
            if line.text.strip() and line.origin not in {"header", "footer"}
        )

    assert printed(path) == printed(sample)
