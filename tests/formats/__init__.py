"""One report in every format that offices send: made here, so that the records can be compared."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.formats.blocks import NOTES, Block, blocks_of, notes_of, pieces
from tests.formats.legacy import tcvn3, typed, vni
from tests.formats.pages import pdf
from tests.formats.word import word
from tests.office import all_made_by_office


def plain(blocks: tuple[Block, ...]) -> str:
    """The report as a text file: columns one below the other, tables with tabs."""
    return _joined((block, _stacked(block) if block.kind == "columns" else block.lines) for block in blocks)


def _joined(parts: Iterable[tuple[Block, Iterable[str]]]) -> str:
    return "".join(("" if block.follows else "\n") + "\n".join(lines) + "\n" for block, lines in parts).lstrip("\n")


def _stacked(block: Block) -> list[str]:
    left, right = ([line[side] for line in block.cells if line[side]] for side in (0, 1))
    return [*left, "", *right]


def markdown(blocks: tuple[Block, ...]) -> str:
    """The report in Markdown: signs of headings, bold type, pipe tables, footnotes."""
    notes = len(notes_of(blocks))
    return _joined((block, _marked(block, notes)) for block in _apart(blocks))


def _apart(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """A pipe table stands between blank lines."""
    above = ""
    for block in blocks:
        yield replace(block, follows=block.follows and "table" not in {block.kind, above})
        above = block.kind


def _marked(block: Block, notes: int) -> list[str]:
    if block.kind == "columns":
        return [line and f"**{line}**" for line in _stacked(block)] if block.lines[0].isupper() else _stacked(block)
    if block.kind == "table":
        rows = [f"| {' | '.join(cells)} |" for cells in block.cells]
        return [rows[0], "|" + " --- |" * len(block.cells[0]), *rows[1:]]
    if block.kind == "note":
        return [f"[^{NOTES.index(block.lines[0][0]) + 1}]: {block.lines[0][1:].strip()}"]
    lines = ["".join(f"[^{at}]" if at else text for text, at in pieces(line, notes=notes)) for line in block.lines]
    if block.kind == "title":
        return [f"# {lines[0]}", *(f"**{line}**" for line in lines[1:])]
    return [f"## {lines[0]}"] if block.kind == "heading" else lines


def _mojibake(text: str, times: int) -> bytes:
    for _ in range(times):
        text = "".join(_cp1252(byte) for byte in text.encode())
    return text.encode()


def _cp1252(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "replace").replace("\ufffd", chr(byte))


def _strewn(text: str) -> str:
    """Zero-width signs within, Ð for Đ, hard blanks: what a copy from a web page brings along."""
    strewn = re.sub(r"(?<=\w)(ng\b)", "\u200b\\1", text).replace("Đ", "\u00d0").replace(" n", "\u00a0n")
    return "\ufeff" + strewn.replace("- ", "\u00ad- ")


Maker = Callable[[tuple[Block, ...]], bytes]
TEXTS: dict[str, tuple[str, Maker]] = {
    "TXT, byte order mark": (".txt", lambda b: plain(b).encode("utf-8-sig")),
    "TXT, UTF-16": (".txt", lambda b: plain(b).encode("utf-16")),
    "TXT, NFD": (".txt", lambda b: unicodedata.normalize("NFD", plain(b)).encode()),
    "TXT, Windows-1258": (".txt", lambda b: _cp1258(plain(b))),
    "TXT, mojibake": (".txt", lambda b: _mojibake(plain(b), 1)),
    "TXT, mojibake twice": (".txt", lambda b: _mojibake(plain(b), 2)),
    "TXT, stray signs": (".txt", lambda b: _strewn(plain(b)).encode()),
    "TXT, TCVN3": (".txt", lambda b: tcvn3(plain(b)).encode("latin-1", "replace")),
    "TXT, TCVN3 saved as UTF-8": (".txt", lambda b: tcvn3(plain(b)).encode()),
    "TXT, VNI": (".txt", lambda b: vni(plain(b)).encode("cp1252", "replace")),
    "TXT, VNI saved as UTF-8": (".txt", lambda b: vni(plain(b)).encode()),
    "Markdown": (".md", lambda b: markdown(b).encode()),
    "DOCX": (".docx", word),
    "DOCX, automatic numbers": (".docx", lambda b: word(b, numbered=True)),
    "DOCX, .VnTime and .VnTimeH": (".docx", lambda b: word(b, font="tcvn3")),
    "DOCX, VNI-Times": (".docx", lambda b: word(b, font="vni")),
    "PDF, reportlab": (".pdf", pdf),
}
"""Formats that are made in Python: the suffix, and the maker."""

OFFICE = {
    "DOC": ".doc", "RTF": ".rtf", "ODT": ".odt", "HTML": ".html", "PDF, LibreOffice": ".pdf",
}  # fmt: skip
"""Formats that LibreOffice makes of the DOCX, by their suffix."""


def _cp1258(text: str) -> bytes:
    """As Windows writes it: vowels whole, tones apart."""
    out = bytearray()
    for char in typed(text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = _without_tone(char)
            out += base.encode("cp1258", "replace") + tone.encode("cp1258", "replace")
    return bytes(out)


def _without_tone(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tone)), tone


@cache
def _office(texts: tuple[str, ...], suffix: str) -> dict[str, bytes]:
    """What LibreOffice makes of several reports at once, by their text."""
    with tempfile.TemporaryDirectory() as folder:
        sources = {text: Path(folder) / f"{at}.docx" for at, text in enumerate(texts)}
        for text, source in sources.items():
            source.write_bytes(word(blocks_of(text), numbered=True))
        made = all_made_by_office(list(sources.values()), suffix)
    return {text: made[source.stem] for text, source in sources.items()}


def made(form: str, text: str, among: tuple[str, ...]) -> tuple[str, bytes]:
    """A report in one of the formats: suffix and bytes; ``among`` are the reports that LibreOffice turns in one go."""
    if form in OFFICE:
        return OFFICE[form], _office(among, OFFICE[form])[text]
    suffix, maker = TEXTS[form]
    return suffix, maker(blocks_of(text))
