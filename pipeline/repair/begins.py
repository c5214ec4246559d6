"""What begins a paragraph of its own, and what only looks so: labels, bullets, the name of the kind of document."""

from __future__ import annotations

import re

from pipeline.repair.phrases import Phrases, bare_word
from pipeline.repair.rows import BULLET, LABEL, Row, first_letter, is_caps, is_item, item_number

EXPECTS_NUMBER = re.compile(r"(?:ng[aàá]y|th[aá]ng|n[aăâ]m|s[oốôó6]|kho[aảá]ng|tr[eêé]n|l[aàầâ]n)$", re.IGNORECASE)
"""The end of a line that a number must follow."""

# "… có tên tại" + "Điều 1 chịu trách nhiệm": within a sentence no article begins
_REFERENCE = re.compile(r"\s*(?:ph[aầâ]n|ch[uươ]+ng|m[uụ]c|[đd]i[eềê]u)\s+(?:[ivx]+|\d+)([,;]|\s+\w)", re.IGNORECASE)
# "Hội đồng Thi đua" + "- Khen thưởng xã": the name of this very field
_EMULATION = re.compile(r"thi [đd]ua$", re.IGNORECASE)
_COMMENDATION = re.compile(r"\s*[-–—]\s*khen th", re.IGNORECASE)
_KIND = re.compile(
    r"(?:bao cao|ke hoach|quyet dinh|to trinh|thong bao|huong dan|chuong trinh|nghi quyet|chi thi|bien ban)"
    r"(?: tom tat| nhanh| thanh tich| tong ket| so ket)?"
)


def begins_item(row: Row, above: Row, number: int, phrases: Phrases, *, full: bool, flush: bool) -> bool:
    """Whether the line is an item of a list; after a full line that does not end, doubt speaks against it.

    ``flush`` says that the line stands at the margin where paragraphs, and so items, are set in.
    """
    if not is_item(row.text):
        return False
    if not full:
        return True
    if BULLET.match(row.text):
        # "kinh tế" + "- xã hội", "45.000" + "- 50.000 đồng"; "Thi đua" + "- Khen thưởng" where one line has it
        after = row.text.lstrip()[1:].lstrip()[:1]
        dash = row.text.lstrip()[:1] in "-–—"
        figures = after.isdigit() and above.text.rstrip()[-1:].isdigit()
        term = _EMULATION.search(above.text.rstrip()) is not None and _COMMENDATION.match(row.text) is not None
        return not (dash and (term or flush or after.islower() or figures or phrases.dashed(above.text, row.text)))
    reference = _REFERENCE.match(row.text)
    found = 0 if reference and not reference[1].strip().isupper() else item_number(row.text)
    return found is None or found in {1, number + 1}


def is_kind(text: str, above: str, first: str) -> bool:
    """Whether a line says what kind of document this is, below a letterhead: it goes on with nothing.

    ``first`` is the first line of the paragraph that ends with ``above``: a labelled heading may end in such words.

    >>> is_kind("BÁO CÁO TÓM TẮT", "ỦY BAN MẶT TRẬN TỔ QUỐC XÃ AN LẠC", "ỦY BAN MẶT TRẬN TỔ QUỐC XÃ AN LẠC")
    True
    >>> is_kind("KẾ HOẠCH", "II. TỔ CHỨC THỰC HIỆN", "II. TỔ CHỨC THỰC HIỆN")
    False
    """
    if len(text) > 30 or not (is_caps(text) and is_caps(above)) or LABEL.match(first):
        return False
    return _KIND.fullmatch(" ".join(bare_word(word) for word in text.split())) is not None


def ends_sentence(above: str, below: str, *, full: bool) -> bool:
    """Whether a few capitals are no heading but the end of the sentence: "Nghị định số" + "91/2017/NĐ-CP."."""
    if first_letter(below).isdigit() and EXPECTS_NUMBER.search(above.rstrip()):
        return True
    return full and below.rstrip().endswith((".", ";", ",")) and len(below.split()) <= 3 and not LABEL.match(below)
