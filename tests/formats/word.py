"""A report as a word processor sets it: tables for the columns, real footnotes, numbers typed or automatic."""

from __future__ import annotations

import io
import re
from typing import Any, Literal

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from tests.formats.blocks import Block, notes_of, pieces
from tests.formats.legacy import tcvn3, vni

_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))
_LABEL = re.compile(r"([IVX]+\.|\d+\.\d+\.|\d+\.|[a-e]\)) (.+)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:r><w:rPr><w:sz w:val="20"/><w:vertAlign w:val="superscript"/></w:rPr>'
    "<w:footnoteRef/></w:r>"
    '<w:r><w:rPr><w:sz w:val="20"/></w:rPr><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


class _Numbers:
    """What Word would number a paragraph with: given only where it is what is printed."""

    def __init__(self) -> None:
        self.at = [0, 0, 0, 0]

    def level(self, label: str) -> int | None:
        level = 3 if label.endswith(")") else 0 if label[0] in "IVX" else label.count(".")
        if not all(self.at[:level]):
            return None  # below a level that was never numbered every program counts in its own way
        now = [*self.at[:level], self.at[level] + 1, 0, 0, 0][:4]
        roman = _ROMAN[now[0] - 1] if 0 < now[0] <= len(_ROMAN) else ""
        printed = (f"{roman}.", f"{now[1]}.", f"{now[1]}.{now[2]}.", f"{'abcde'[(now[3] - 1) % 5]})")[level]
        if printed != label:
            return None
        self.at = now
        return level


def word(blocks: tuple[Block, ...], *, numbered: bool = False, font: Literal["", "tcvn3", "vni"] = "") -> bytes:
    """The report as DOCX; ``numbered`` with automatic numbers, ``font`` set in .VnTime and .VnTimeH or in VNI-Times."""
    document: Any = docx.Document()
    notes = notes_of(blocks)
    _prepare(document)
    numbers = _Numbers() if numbered else None
    for block in blocks:
        if block.kind in {"columns", "table"}:
            _table(document, block, font)
        elif block.kind != "note":
            for line in block.lines:
                paragraph = document.add_paragraph()
                text = _number(paragraph, line, numbers) if numbers else line
                _runs(paragraph, text, len(notes), bold=block.kind in {"title", "heading"}, font=font)
                title = block.kind == "title"
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if title else WD_ALIGN_PARAGRAPH.JUSTIFY
                paragraph.paragraph_format.first_line_indent = None if title else Cm(1.27)
    if notes:
        _notes(document, notes)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.6), Cm(2), Cm(2)
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    kind = '<w:multiLevelType w:val="multilevel"/>'
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0">{kind}{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    head = section.header.paragraphs[0]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    head._p.append(field)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.different_first_page_header_footer = True


def _number(paragraph: Any, line: str, numbers: _Numbers) -> str:
    label = _LABEL.fullmatch(line)
    level = numbers.level(label[1]) if label else None
    if label is None or level is None:
        return line
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = 1
    return label[2]


def _runs(paragraph: Any, line: str, notes: int, *, bold: bool = False, font: str = "") -> None:
    for piece, number in pieces(line, notes=notes):
        if number:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number))
            run._r.append(reference)
        else:
            _set(paragraph, piece, bold=bold, font=font)


def _set(paragraph: Any, text: str, *, bold: bool, font: str) -> None:
    """One run; in TCVN3 what is all in capitals stands in the font of capitals, typed in small letters."""
    if font == "tcvn3":
        capitals = text == text.upper() and any(char.isalpha() for char in text)
        run = paragraph.add_run(tcvn3(text.lower() if capitals else text))
        _face(run, ".VnTimeH" if capitals else ".VnTime")
    elif font == "vni":
        run = paragraph.add_run(vni(text))
        _face(run, "VNI-Times")
    else:
        run = paragraph.add_run(text)
    run.bold = bold


def _face(run: Any, name: str) -> None:
    run.font.name = name
    run._r.rPr.rFonts.set(qn("w:cs"), name)


def _table(document: Any, block: Block, font: str) -> None:
    rows = block.cells
    if block.kind == "table":
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for n, cells in enumerate(rows):
            for m, cell in enumerate(cells):
                _runs(table.cell(n, m).paragraphs[0], cell, 0, bold=n == 0, font=font)
    else:  # one row, the lines of a column as paragraphs of its cell
        table = document.add_table(rows=1, cols=2)
        for m in (0, 1):
            for n, line in enumerate(cells[m] for cells in rows if cells[m]):
                paragraph = table.cell(0, m).paragraphs[0] if n == 0 else table.cell(0, m).add_paragraph()
                _runs(paragraph, line, 0, bold=line == line.upper(), font=font)
                for run in paragraph.runs:
                    run.font.size = Pt(12)
                paragraph.paragraph_format.space_after = Pt(0)
                if not line.startswith(("Nơi nhận", "- ")):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for m, width in enumerate((6.4, 10.0)):
            table.cell(0, m).width = Cm(width)
    document.add_paragraph()


def _notes(document: Any, notes: list[str]) -> None:
    body = "".join(_NOTE.format(id=n, text=note) for n, note in enumerate(notes, 1))
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{body}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
