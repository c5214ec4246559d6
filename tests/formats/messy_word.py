"""A report in Word as clerks really make it: text boxes, tabs, lists, tracked changes, merged cells, mixed fonts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from itertools import cycle
from xml.sax.saxutils import escape

from tests.formats.blocks import Block, notes_of, pieces
from tests.formats.legacy import tcvn3

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
_FORMS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"), ("bullet", "+"))
_LABELS = (r"[IVX]+\.", r"\d+\.", r"[a-z]\)", "-", r"\+")

Run = Callable[[str], str]


def _text(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _line(line: str, run: Run, notes: int, properties: str = "") -> str:
    return _paragraph(
        "".join(
            f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{at}"/></w:r>'
            if at
            else run(text)
            for text, at in pieces(line, notes=notes)
        ),
        properties,
    )


def _table(rows: Sequence[Sequence[str]], run: Run) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH"))
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_paragraph(run(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{body}</w:tbl>"


def _side_by_side(block: Block, run: Run) -> str:
    """Two columns as a table without rules."""
    columns = ([cells[side] for cells in block.cells if cells[side]] for side in (0, 1))
    cells = "".join(f"<w:tc>{''.join(_paragraph(run(line)) for line in lines)}</w:tc>" for lines in columns)
    return f"<w:tbl><w:tblPr/><w:tr>{cells}</w:tr></w:tbl>{_paragraph('')}"


def _tabbed(block: Block, run: Run) -> str:
    """Two columns by tab stops, as typed by who has never met a table."""
    stops = '<w:tabs><w:tab w:val="center" w:pos="1800"/><w:tab w:val="center" w:pos="6800"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    return "".join(
        _paragraph(f"{tab}{run(left)}{tab}{run(right)}" if right else f"{tab}{run(left)}" if left else "", stops)
        for left, right in block.cells
    )


def _boxed(block: Block, run: Run) -> str:
    """Two columns in two text boxes, each with what older programs show instead."""
    boxes = ""
    for side in (0, 1):
        inside = "".join(_paragraph(run(cells[side])) for cells in block.cells if cells[side])
        content = f"<w:txbxContent>{inside}</w:txbxContent>"
        boxes += (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
            f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
    return _paragraph(boxes)


def _written(blocks: tuple[Block, ...], run: Run, *, columns: Callable[[Block, Run], str] = _side_by_side,
             table: Callable[[Sequence[Sequence[str]], Run], str] = _table,
             line: Callable[[str, Run, int], str] = _line) -> bytes:  # fmt: skip
    notes = notes_of(blocks)
    body = ""
    for block in blocks:
        if block.kind == "columns":
            body += columns(block, run)
        elif block.kind == "table":
            body += table(block.cells, run)
        elif block.kind != "note":
            body += "".join(line(text, run, len(notes)) for text in block.lines)
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(_FORMS)
    )
    bodies = "".join(
        f'<w:footnote w:id="{at}">{_paragraph("<w:r><w:footnoteRef/></w:r>" + _text(" " + note))}</w:footnote>'
        for at, note in enumerate(notes, 1)
    )
    parts = {
        "document": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "numbering": f'<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "footnotes": f"<w:footnotes {_SPACES}>{bodies}</w:footnotes>",
    }
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for kind in ("numbering", "footnotes")
    )
    return _zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{part}.xml" '
            f'ContentType="{_TYPES}.{"document.main" if part == "document" else part}+xml"/>' for part in parts
        ) + "</Types>",
        "_rels/.rels": _relations(_ROOT),
        "word/_rels/document.xml.rels": _relations(relations),
        **{f"word/{name}.xml": xml for name, xml in parts.items()},
    })  # fmt: skip


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return stream.getvalue()


def boxes(blocks: tuple[Block, ...]) -> bytes:
    """Letterhead and signatures in text boxes."""
    return _written(blocks, _text, columns=_boxed)


def tabs(blocks: tuple[Block, ...]) -> bytes:
    """Letterhead and signatures by tab stops."""
    return _written(blocks, _text, columns=_tabbed)


def lists(blocks: tuple[Block, ...]) -> bytes:
    """All labels automatic, down to bullets."""

    def line(text: str, run: Run, notes: int) -> str:
        for level, label in enumerate(_LABELS):
            if found := re.fullmatch(rf"{label}\s+(.+)", text):
                number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
                return _line(found[1], run, notes, number)
        return _line(text, run, notes)

    return _written(blocks, _text, line=line)


def tracked(blocks: tuple[Block, ...]) -> bytes:
    """With changes that nobody has accepted: words struck out and put in, a paragraph that was moved away."""

    def run(text: str) -> str:
        head, _, tail = text.partition(" ")
        struck = f"{escape(head[:3])} cũ 99 "
        gone = f'<w:del w:id="1" w:author="VH"><w:r><w:delText xml:space="preserve">{struck}</w:delText></w:r></w:del>'
        return f'<w:ins w:id="2" w:author="VH">{_text(head)}</w:ins>{gone}' + (_text(f" {tail}") if tail else "")

    def line(text: str, run: Run, notes: int) -> str:
        moved = f'<w:p><w:moveFrom w:id="3" w:author="VH">{_text("Tặng Giấy khen cho 77 tập thể.")}</w:moveFrom></w:p>'
        return _line(text, run, notes) + (moved if text.startswith("III.") else "")

    return _written(blocks, run, line=line)


def merged(blocks: tuple[Block, ...]) -> bytes:
    """A table whose head has merged cells over two rows."""

    def table(rows: Sequence[Sequence[str]], run: Run) -> str:
        def cell(text: str, properties: str = "") -> str:
            return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(run(text) if text else '')}</w:tc>"

        begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
        first, second, *others = rows[0]
        head = (
            f"<w:tr>{cell(first, begin)}{cell(second, begin)}" + cell("Số lượng", '<w:gridSpan w:val="2"/>') + "</w:tr>"
        )
        head += f"<w:tr>{cell('', on)}{cell('', on)}{''.join(map(cell, others))}</w:tr>"
        return _table(rows[1:], run).replace("<w:tr>", head + "<w:tr>", 1)

    return _written(blocks, _text, table=table)


def mixed(blocks: tuple[Block, ...]) -> bytes:
    """Every other run in .VnTime, capitals in .VnTimeH: copied together from the reports of the villages."""
    fonts = cycle((True, False))

    def face(name: str) -> str:
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'

    def run(text: str) -> str:
        if not next(fonts):
            return _text(text, face("Times New Roman"))
        if text == text.upper() and any(map(str.isalpha, text)):
            return _text(tcvn3(text.lower()), face(".VnTimeH"))
        return _text(tcvn3(text), face(".VnTime"))

    return _written(blocks, run)
