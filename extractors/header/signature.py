"""The end of a document: who signs, by what authority, and who receives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.header import forms
from extractors.header.forms import LOWER, UPPER
from extractors.header.minutes import without_secretary

_CELLS = re.compile(r"[\t\n]|\s{3,}")
# TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH      lines that lost their breaks
_BREAKS = re.compile(
    r"(?<=\S)\s+(?=(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s?\.\s*[^\W\d_])"
    r"|(?<=\S)\s+(?=PHÓ (?:CHỦ|GIÁM|HIỆU|TRƯỞNG|BÍ|CHÁNH|CỤC|TỔNG|VIỆN))"
    rf"|(?<=[{UPPER}][{UPPER}])\s+(?=[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]*){{1,4}}\s*$)"
)
# …; KT. GIÁM ĐỐC       the other column at the end of a line of recipients
_OTHER_COLUMN = re.compile(
    rf"(?:(?<=[;.:,)])|(?<=nhận)|\s{{2}})\s*"
    rf"(?P<column>(?:(?:TM|KT|TL|TUQ)\s?\.\s?|(?:T/M|K/T|T/L)\s)?[{UPPER}]{{2}}[^{LOWER};:]*)$"
)
# - 45 tổ dân phố;      Trần Văn Khải
_OTHER_NAME = re.compile(
    rf"(?:(?<=[;.])\s+|\s{{2,}})(?P<name>[{UPPER}][{LOWER}]*(?:\s+[{UPPER}][{LOWER}]*){{1,4}})\s*$"
)
# Nơi nhận: · NƠI NHẬN
_OPENING = re.compile(r"n[ơờớo]i\s+(?:nh[ậâạa]n|g[ửừứưu]i)\s*[:.]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: name, office and authority as printed; None for what is not there."""

    name: str | None = None
    office: str | None = None
    capacity: str | None = None
    behalf: str | None = None  # "ỦY BAN NHÂN DÂN" of "TM. ỦY BAN NHÂN DÂN"


def read_ending(signature: str, recipients: str) -> tuple[Signature, tuple[str, ...]]:
    r"""Signer and recipients, from the two parts whose columns may run into one another.

    >>> signer, to = read_ending("Lò Văn Khải", "Nơi nhận: KT. CHỦ TỊCH\n- Như trên; PHÓ CHỦ TỊCH\n- Lưu: VT.")
    >>> signer.name, signer.office, signer.capacity, to
    ('Lò Văn Khải', 'PHÓ CHỦ TỊCH', 'KT. CHỦ TỊCH', ('Như trên', 'Lưu: VT'))
    """
    kept, moved = _separate(recipients)
    return _sign([*moved, *_lines(without_secretary(signature))]), _receive(kept)


def _lines(text: str) -> list[str]:
    cells = (_BREAKS.sub("\n", " ".join(cell.split())) for cell in _CELLS.split(forms.SIGNED.sub("\n", text)))
    return [line for cell in cells for line in (part.strip(" *_,;:") for part in cell.split("\n")) if line]


# - Lưu: VT.            (đã ký)      the mark of a copy, in the other column
_COPIED = re.compile(r"\s{3,}[(\[](?:đã\s+)?ký[)\]]\s*$", re.IGNORECASE)


def _separate(recipients: str) -> tuple[list[str], list[str]]:
    """Lines of recipients, and what of the signature's column stands among them."""
    kept: list[str] = []
    moved: list[str] = []
    for line in recipients.split("\n"):
        for at, cell in enumerate(line.split("\t")):
            text = _COPIED.sub("", cell).strip()
            bare = text.rstrip("¹²³⁴⁵⁶⁷⁸⁹ ")
            if forms.SIGNED.fullmatch(text):
                continue
            column_of = _lines(bare) if at > 0 else []
            if column_of and forms.is_capacity(column_of[0]) and all(map(_signs_here, column_of)):
                moved += column_of  # TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lò Văn An: a column that lost its breaks
                continue
            beside = at > 0 and bool(moved) and forms.read_name(bare) is not None  # below offices, in their column
            if forms.is_capacity(text) or forms.is_office(text) or forms.is_full_name(bare) or beside:
                moved += _lines(bare)
                continue
            column = _OTHER_COLUMN.search(text)
            if column is not None and (forms.is_capacity(column["column"]) or forms.is_office(column["column"])):
                moved += _lines(column["column"])
                text = text[: column.start()].rstrip()
            elif (name := _OTHER_NAME.search(bare)) is not None and _signs(name, offices=bool(moved)):
                moved.append(name["name"])
                text = text[: name.start()].rstrip()
            if text:
                kept.append(text)
    return kept, moved


def _signs_here(line: str) -> bool:
    return forms.is_capacity(line) or forms.is_office(line) or forms.read_name(line) is not None


def _signs(match: re.Match[str], *, offices: bool) -> bool:
    """Whether a name at the end of a recipient's line signs: by its family name, or apart below offices."""
    apart = offices and match[0].startswith("   ") and len(match["name"].split()) >= 3
    return forms.is_full_name(match["name"]) or (apart and forms.read_name(match["name"]) is not None)


def _sign(lines: list[str]) -> Signature:
    capacity = behalf = office = name = None
    for line in lines:
        if forms.is_capacity(line):
            mark = re.sub(r"\s*\.\s*", ". ", line, count=1)
            if mark.startswith(("TM", "T/M")):
                behalf = re.sub(r"^T/?M\.?\s*", "", mark)
                capacity = capacity or mark
            elif mark.startswith("Q."):
                office = mark
            else:
                capacity, second = _second_office(mark)
                office = second or office
        elif forms.is_office(line):
            office = line
        elif forms.is_signing_mark(line):
            continue
        elif name is None:
            name = forms.read_name(line)
    return Signature(name, office, capacity, behalf)


def _second_office(mark: str) -> tuple[str, str | None]:
    """Part "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG", which lost its line break."""
    words = mark.split()
    for at in range(3, len(words)):
        if forms.is_office(" ".join(words[1:at])) and forms.is_office(" ".join(words[at:])):
            return " ".join(words[:at]), " ".join(words[at:])
    return mark, None


def _receive(lines: list[str]) -> tuple[str, ...]:
    items: list[str] = []
    for at, line in enumerate(lines):
        text = _OPENING.sub("", line, count=1) if at == 0 and _OPENING.match(line) else line
        for piece in re.split(r"(?:(?<=[;.,:])\s|\s{3})\s*(?=[-–+•]\s?\S)", text):
            bare = piece.strip()
            if not bare:
                continue
            if bare[0] in "-–+•*" or not items:
                items.append(bare.lstrip("-–+•* "))
            elif items[-1].endswith((";",)):
                items.append(bare)
            else:
                items[-1] += ("" if items[-1].endswith(".") else " ") + bare
    return tuple(item.strip(" ;,./") for item in items if item.strip(" ;,./-"))
