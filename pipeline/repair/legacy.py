"""Repair of text in codes of before Unicode (TCVN3, VNI, Windows-1258) that was saved as if it were Unicode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.legacy import (
    CODES,
    broken_capitals,
    is_better_as,
    is_word,
    is_word_sign,
    pieces,
    stretches_of,
    to_unicode,
    words_in,
)
from pipeline.legacy.names import LEGACY_NAMES
from pipeline.repair.paper import Change, Paper
from schemas.document import RawDocument
from schemas.issue import Issue
from schemas.text import Span

# A small toned vowel that opens a sentence or a line after a full one; TCVN3 has capitals for ă â ê ô ơ ư đ alone.
_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_INITIAL = re.compile(
    rf"(?:\A|(?<=[.!?:]\n)|(?<=\n\n))[ \t]*(?:(?:[-+–•*]|\(?\w{{1,4}}[.)])[ \t]+)?([{_TONED}])"
    rf"|(?<=[^\W\d_]{{3}}[.!?] )([{_TONED}])"
    # Given names: "Nguyễn Thị Ánh", not "Thị ủy".
    rf"|(?:(?<=\bThị )|(?<=\bVăn ))(?!ủy\b)([{_TONED}])"
    # "Ủy ban nhân dân", "Ủy ban MTTQ": names of bodies (Decree 30/2020/NĐ-CP, appendix II).
    r"|\b(ủ)(?=[yY]\s+ban\s+(?i:nhân\s+dân|mttq|mặt\s+trận|thường\s+vụ|kiểm\s+tra|quốc\s+gia|bầu\s+cử))"
)


def legacy_changes(text: str) -> Iterator[Change]:
    """Each letter of the stretches in another code, in order.

    >>> [change.text for change in legacy_changes("Céng hßa x· héi chñ nghÜa ViÖt Nam")]
    ['ộ', 'ò', 'ã', 'ộ', 'ủ', 'ĩ', 'ệ']
    """
    for span, code in stretches_of(text):
        for word in words_in(text, span):
            written = word.of(text)
            lettered = any(char.isascii() for char in written)
            if is_better_as(written, code) if lettered else is_word_sign(written, code):
                # A footnote mark that hugs a word is no letter of it: "nhµ¹".
                hugged = len(written) > 2 and written[-1] == "¹" and is_word(to_unicode(written[:-1], code))
                for piece, letter in pieces(written[:-1] if hugged else written, code):
                    yield Change(piece.shift(word.start), letter, code)


def capital_changes(text: str, *, known: bool = False) -> Iterator[Change]:
    """Words typed in capitals whose toned vowels came out small, letter for letter."""
    for span, word in broken_capitals(text, known=known):
        for at, (small, capital) in enumerate(zip(span.of(text), word, strict=True), start=span.start):
            if small != capital:
                yield Change(Span(at, at + 1), capital, "capitals")


def mend_initials(raw: RawDocument, paper: Paper) -> None:
    """Capitals that open a sentence or a name, in a document in TCVN3, which has none with a tone."""
    if "tcvn3" in _codes_of(raw, paper):
        paper.apply(capital_changes(paper.text, known=True))
        found = (Span(*match.span(match.lastindex or 0)) for match in _INITIAL.finditer(paper.text))
        paper.apply([Change(at, at.of(paper.text).upper(), "capitals") for at in found])


def told(paper: Paper) -> tuple[Issue, ...]:
    """What is to be said of the text that was converted: which codes, how many stretches."""
    codes = [code for code in CODES if any(code in edit.rule.split("+") for edit in paper.alignment.edits)]
    if not codes:
        return ()
    names = ", ".join(LEGACY_NAMES[code] for code in codes)
    return (
        Issue(
            "legacy_text",
            "info",
            f"Một phần văn bản viết bằng bảng mã cũ {names}; đã chuyển sang Unicode. Hãy đối chiếu chữ hoa.",
            f"Part of the text is written in an old code ({names}); it was converted to Unicode. Compare the capitals.",
        ),
    )


def _codes_of(raw: RawDocument, paper: Paper) -> set[str]:
    read = {issue.code.rpartition("_")[2] for issue in raw.issues if issue.code.startswith("legacy_")}
    return read | {rule for edit in paper.alignment.edits for rule in edit.rule.split("+")}
