"""Words of a PDF page that are set in fonts of before Unicode (.VnTime, VNI-Times): read as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.legacy import Code, FontCode, code_of_font, decode_run, is_borne_out, is_plainly_unicode


class Decoded(NamedTuple):
    """The text of a word, and the code from which it was decoded; None where it stands as it was."""

    text: str
    code: Code | None


def decode_glyphs(words: Sequence[Sequence[tuple[str, str]]]) -> Iterator[Decoded]:
    """The words of a page whose glyphs (character, name of the font) are set in such fonts, each as it is printed.

    The words of the page together decide whether a font is what its name says: many programs write the Unicode text
    behind its glyphs, and then there is nothing to decode.

    >>> page = [[("x", ".VnTime"), ("·", ".VnTime")], [("T", ".VnTime"), ("©", ".VnTime"), ("n", ".VnTime")]]
    >>> [word.text for word in decode_glyphs(page)]
    ['xã', 'Tân']
    """
    runs = [_runs(glyphs) for glyphs in words]
    said: dict[Code, list[str]] = {}
    for run in runs:
        for text, font in run:
            if font and not is_plainly_unicode(text, font.code):
                said.setdefault(font.code, []).append(text)
    borne_out = {code for code, texts in said.items() if is_borne_out(texts, code)}
    for run in runs:
        codes = [font.code for text, font in run if font and _is_of(text, font, borne_out)]
        text = "".join(decode_run(text, font) if font and _is_of(text, font, borne_out) else text for text, font in run)
        yield Decoded(text, codes[0] if codes else None)


def _is_of(text: str, font: FontCode, borne_out: set[Code]) -> bool:
    return font.code in borne_out and not is_plainly_unicode(text, font.code)


def _runs(glyphs: Sequence[tuple[str, str]]) -> list[tuple[str, FontCode | None]]:
    return [
        ("".join(char for char, _ in run), font)
        for font, run in groupby(glyphs, key=lambda glyph: code_of_font(glyph[1]))
    ]
