"""Make the samples that are no plain text from their true texts: the PDF, the DOCX, and what an OCR engine reads.

    python corpus/make_samples.py          # the PDF and the DOCX
    python corpus/make_samples.py --ocr    # also the mangled text (needs Tesseract with its English model)

The true texts lie in ``corpus/gold/*.true.txt``, a paragraph a line. One tab in a line stands between two columns
(letterhead, signature), several tabs between the cells of a table; a line that begins with ¹ or ² is a footnote; the
lines after the type word (BÁO CÁO) up to the next blank line are the title.

The PDF and the DOCX come out the same to the byte for the same fonts and library versions. The mangled text depends
on the engine's version too (it was made with Tesseract 5.3, 200 dpi). Fonts: Liberation Serif (Debian:
fonts-liberation2), whose letters are as wide as those of Times New Roman; the PDF embeds the letters that it uses.
"""

from __future__ import annotations

import argparse
import datetime
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import numpy as np
import pypdfium2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).resolve().parent
PDF_STEM = "bao-cao-so-ket-xa-ea-knung"
DOCX_STEM = "bao-cao-khen-thuong-xa-quang-yen-lac"
OCR_STEM = "bao-cao-nam-xa-binh-khe-thuong"

MARKS = "¹²³"
TYPE_WORD = re.compile(r"^(BÁO CÁO|KẾ HOẠCH|QUYẾT ĐỊNH|TỜ TRÌNH)$")
LABEL = re.compile(r"^(?P<label>[IVX]+|\d+(?:\.\d+)*)\. (?P<text>.+)$")  # "2.1. Phong trào …", "1. Đề nghị …"


@dataclass(frozen=True)
class Block:
    """What stands together: kind is columns, table, title, addressee, heading, footnote or paragraph."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Cut a true text into its blocks, in order."""
    found: list[Block] = []
    for stretch in re.split(r"\n{2,}", text.strip()):
        lines = stretch.split("\n")
        if TYPE_WORD.match(lines[0]):
            found.append(Block("title", tuple(lines)))
        elif "\t" in lines[0]:
            found.append(Block("columns" if lines[0].count("\t") == 1 else "table", tuple(lines)))
        else:
            found += [Block(_kind(line), (line,)) for line in lines]
    return found


def _kind(line: str) -> str:
    if line[0] in MARKS:
        return "footnote"
    if line.startswith("Kính gửi:"):
        return "addressee"
    # a numbered line without closing punctuation is a heading, with it a numbered paragraph
    return "heading" if LABEL.match(line) and line[-1] not in ".;/" else "paragraph"


# --- PDF -----------------------------------------------------------------------------------------------------------

LEFT, RIGHT, TOP, BOTTOM = 85.0, 45.0, 62.0, 60.0  # points; Decree 30 asks for 30–35, 15–20, 20–25 and 20–25 mm
LEADING, INDENT, GAP = 18.5, 36.0, 6.0


class Setter:
    """Sets paragraphs on pages: justified lines, footnotes at the foot, page numbers from the second page on."""

    def __init__(self, target: Path, notes: dict[str, str]) -> None:
        self.canvas = Canvas(str(target), pagesize=A4, invariant=1)
        self.notes = notes
        self.width, self.height = A4
        self.page, self.y = 1, self.height - TOP
        self.feet: list[list[str]] = []

    def wrap(self, text: str, font: str, size: float, width: float, indent: float = 0.0) -> list[str]:
        """Break at blanks so that every line fits."""
        rows: list[str] = []
        row, room = "", width - indent
        for word in text.split(" "):
            longer = f"{row} {word}".strip()
            if row and pdfmetrics.stringWidth(longer, font, size) > room:
                rows.append(row)
                row, room = word, width
            else:
                row = longer
        return [*rows, row]

    def text(self, text: str, *, font: str = "Serif", size: float = 14.0, indent: float = INDENT) -> None:
        """Set a justified paragraph."""
        width = self.width - LEFT - RIGHT
        rows = self.wrap(text, font, size, width, indent)
        for n, row in enumerate(rows):
            self.room_for(row)
            lead = indent if n == 0 else 0.0
            natural = sum(pdfmetrics.stringWidth(part, f, s) for part, f, s, _ in _runs(row, font, size))
            blanks = row.count(" ")
            spread = (width - lead - natural) / blanks if blanks and n < len(rows) - 1 else 0.0
            self.draw(row, LEFT + lead, self.y, font, size, spread=spread)
            self.y -= LEADING * size / 14.0
        self.y -= GAP

    def centred(self, text: str, *, font: str = "SerifBold", size: float = 14.0, middle: float | None = None) -> None:
        """Set one centred line."""
        x = (middle or self.width / 2 + (LEFT - RIGHT) / 2) - pdfmetrics.stringWidth(text, font, size) / 2
        self.draw(text, x, self.y, font, size)

    def columns(self, rows: tuple[str, ...]) -> None:
        """Set letterhead or signature: two columns, row by row."""
        signature = rows[0].startswith("Nơi nhận")
        if signature and self.y < BOTTOM + LEADING * (len(rows) + 3):
            self.turn()
        for row in rows:
            left, right = row.split("\t")
            if signature:
                is_name = right != right.upper()
                font, size = ("SerifBoldItalic", 12.0) if left.startswith("Nơi nhận") else ("Serif", 11.0)
                self.draw(left, LEFT, self.y, font, size)
                lower = 40.0 if is_name else 0.0  # room for hand and seal
                self.y -= lower
                self.centred(right, middle=self.width * 0.70)
                self.y += lower - LEADING * 0.85
            else:
                dated = left.startswith("Số:")
                self.y -= 4.0 if dated else 0.0
                self.centred(left, font="Serif" if dated else "SerifBold", size=13.0, middle=self.width * 0.27)
                self.centred(right, font="SerifItalic" if dated else "SerifBold", size=13.0, middle=self.width * 0.67)
                self.y -= LEADING
        self.y -= LEADING

    def draw(self, row: str, x: float, y: float, font: str, size: float, *, spread: float = 0.0) -> None:
        """Draw one line; footnote marks become small raised digits, as word processors set them."""
        pen = self.canvas.beginText(x, y)
        pen.setWordSpace(spread)
        for part, face, height, rise in _runs(row, font, size):
            pen.setFont(face, height)
            pen.setRise(rise)
            pen.textOut(part)
        self.canvas.drawText(pen)

    def room_for(self, row: str) -> None:
        """Turn the page where the line and its footnotes no longer fit; take up the footnotes."""
        width = self.width - LEFT - RIGHT
        feet = [self.wrap(mark + self.notes[mark], "Serif", 10.0, width) for mark in row if mark in MARKS]
        foot = 12.5 * sum(len(rows) for rows in [*self.feet, *feet])
        if self.y < BOTTOM + foot + LEADING:
            self.turn()
        self.feet += feet

    def turn(self) -> None:
        """Finish the page with its footnotes, begin the next with its number."""
        self.finish()
        self.canvas.showPage()
        self.page += 1
        self.canvas.setFont("Serif", 13.0)
        self.canvas.drawCentredString(self.width / 2, self.height - 40, str(self.page))
        self.y = self.height - TOP

    def finish(self) -> None:
        """Draw the footnotes of this page."""
        y = BOTTOM - 10 + 12.5 * sum(map(len, self.feet))
        if self.feet:
            self.canvas.line(LEFT, y + 12, LEFT + 140, y + 12)
        for row in (row for rows in self.feet for row in rows):
            self.draw(row, LEFT, y, "Serif", 10.0)
            y -= 12.5
        self.feet = []


def _runs(row: str, font: str, size: float) -> list[tuple[str, str, float, float]]:
    """Split a line at its footnote marks: text, font, size, rise."""
    parts = re.split(f"([{MARKS}])", row)
    return [
        (str(MARKS.index(p) + 1), font, size * 0.65, size * 0.35) if p in MARKS else (p, font, size, 0.0)
        for p in parts
        if p
    ]


def make_pdf(text: str, target: Path) -> None:
    """Set a true text as an administrative document on A4."""
    found = blocks(text)
    notes = {b.lines[0][0]: b.lines[0][1:] for b in found if b.kind == "footnote"}
    page = Setter(target, notes)
    for block in found:
        match block.kind:
            case "columns":
                page.columns(block.lines)
            case "title":
                for line in block.lines:
                    page.centred(line)
                    page.y -= LEADING
                page.y -= GAP * 2
            case "addressee":
                page.centred(block.lines[0], font="Serif")
                page.y -= LEADING + GAP * 2
            case "heading":
                if page.y < BOTTOM + LEADING * 5:  # a heading does not stand at the foot of a page
                    page.turn()
                page.text(block.lines[0], font="SerifBold")
            case "paragraph":
                page.text(block.lines[0])
    page.finish()
    page.canvas.save()


# --- DOCX ----------------------------------------------------------------------------------------------------------

NUMBERING = """<w:abstractNum {ns} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:suff w:val="space"/>
<w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum>"""
FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {ns}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
{notes}</w:footnotes>"""
FOOTNOTE = (
    '<w:footnote w:id="{id}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:footnote>'
)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def make_docx(text: str, target: Path) -> None:
    """Set a true text as a word processor would: tables for the columns, automatic numbers, real footnotes."""
    document: Any = docx.Document()
    _prepare(document)
    found = blocks(text)
    notes = [b.lines[0][1:].strip() for b in found if b.kind == "footnote"]
    for block in found:
        match block.kind:
            case "columns" | "table":
                _add_table(document, block)
            case "title" | "addressee":
                for line in block.lines:
                    paragraph = _run(document.add_paragraph(), line, bold=block.kind == "title")
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            case "heading" | "paragraph":
                paragraph = document.add_paragraph()
                _run(paragraph, _number(paragraph, block.lines[0]), bold=block.kind == "heading")
                paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body = "".join(FOOTNOTE.format(id=n, text=note) for n, note in enumerate(notes, 1))
    blob = FOOTNOTES.format(ns=nsdecls("w"), notes=body).encode("utf-8")
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():  # a fixed date, so that the same text gives the same bytes
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)


def _prepare(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(1.6), Cm(2), Cm(2)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Ủy ban nhân dân xã Quảng Yên Lạc", "", ""
    properties.created = properties.modified = datetime.datetime(2025, 12, 24, 8, 0)  # noqa: DTZ001 (the format has no zone)
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    numbering.append(parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    head._p.append(field)
    section.different_first_page_header_footer = True


def _number(paragraph: Any, line: str) -> str:
    """Give the paragraph its automatic number; what is left is its text."""
    label = LABEL.match(line)
    if label is None:
        return line
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0 if label["label"].isalpha() else 1
    properties.get_or_add_numId().val = 1
    return label["text"]


def _run(paragraph: Any, line: str, *, bold: bool = False) -> Any:
    """Add the line; a footnote mark becomes a reference to the footnote."""
    for piece in re.split(f"([{MARKS}])", line):
        if piece and piece in MARKS:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(MARKS.index(piece) + 1))
            run._r.append(reference)
        elif piece:
            paragraph.add_run(piece).bold = bold
    return paragraph


def _add_table(document: Any, block: Block) -> None:
    rows = [line.split("\t") for line in block.lines]
    if block.kind == "table":
        table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for n, cells in enumerate(rows):
            for m, cell in enumerate(cells):
                _run(table.cell(n, m).paragraphs[0], cell, bold=n in {0, len(rows) - 1})
    else:  # one row, the lines of a column as paragraphs of its cell
        table = document.add_table(rows=1, cols=2)
        for m in (0, 1):
            lines = [cells[m] for cells in rows if cells[m]]
            for n, line in enumerate(lines):
                paragraph = table.cell(0, m).paragraphs[0] if n == 0 else table.cell(0, m).add_paragraph()
                _run(paragraph, line, bold=line == line.upper() or "Hạnh phúc" in line)
                paragraph.paragraph_format.space_after = Pt(0)
                if not line.startswith(("Nơi nhận", "- ")):
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.autofit = False
    widths = (1.2, 5.3, 4.7, 1.7, 1.7, 1.8) if block.kind == "table" else (6.4, 10.0)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    document.add_paragraph()


# --- OCR -----------------------------------------------------------------------------------------------------------


def make_mangled(text: str, target: Path) -> None:
    """Print a true text, scan it (200 dpi, a little noise), read it with an engine that knows no Vietnamese."""
    noise = np.random.default_rng(30)
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "page.pdf"
        make_pdf(text, printed)
        document = pypdfium2.PdfDocument(printed)
        for n in range(len(document)):
            sheet = document[n].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
            grey = np.asarray(sheet, dtype=np.float64)
            scan = np.clip(grey * 0.92 + noise.normal(8, 9, grey.shape), 0, 255).astype(np.uint8)
            picture = Path(folder) / f"page{n}.png"
            Image.fromarray(scan).rotate(0.15, fillcolor=242, resample=Image.Resampling.BICUBIC).save(picture)
            command = ["tesseract", str(picture), "-", "-l", "eng", "--psm", "6", "--dpi", "200"]
            read = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
            pages.append(read.replace("\f", "").strip("\n"))
        document.close()
    target.write_text("\n\f".join(pages) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Make the files; returns the exit code."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--ocr", action="store_true", help="also the mangled text (needs tesseract)")
    options.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/truetype/liberation2"))
    chosen = options.parse_args()
    for name, file in (("", "Regular"), ("Bold", "Bold"), ("Italic", "Italic"), ("BoldItalic", "BoldItalic")):
        font = chosen.fonts / f"LiberationSerif-{file}.ttf"
        if not font.is_file():
            print(f"{font} is not here: install Liberation Serif or say --fonts FOLDER", file=sys.stderr)
            return 1
        pdfmetrics.registerFont(TTFont(f"Serif{name}", str(font)))
    samples, gold = HERE / "samples", HERE / "gold"
    make_pdf((gold / f"{PDF_STEM}.true.txt").read_text(encoding="utf-8"), samples / f"{PDF_STEM}.pdf")
    make_docx((gold / f"{DOCX_STEM}.true.txt").read_text(encoding="utf-8"), samples / f"{DOCX_STEM}.docx")
    if chosen.ocr:
        make_mangled((gold / f"{OCR_STEM}.true.txt").read_text(encoding="utf-8"), samples / f"{OCR_STEM}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
