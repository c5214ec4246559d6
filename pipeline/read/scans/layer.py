"""Whether the text that a PDF page holds is what is printed on it: told by measuring, not by its being there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.read.glyph_runs import corner_of
from pipeline.read.glyphs import Word

_ENOUGH = 20  # words from which a text tells what it is
_COVERS = 0.5  # a picture over so much of the page is a scan
_BROKEN = 0.1  # share of signs that are no text, from which the rest is not believed either
_SHAPED = 0.4  # share of words that could be syllables; in Vietnamese nearly all, in shifted glyphs hardly any
_OWN = 0.25  # share of words with a letter that only Vietnamese has: in Vietnamese half, read as English none
_STAMP = 0.06  # a text that covers less of a scanned page is a stamp's
# Words that English cannot do without, and that are no syllables of Vietnamese.
_ENGLISH = frozenset(
    {"the", "of", "and", "is", "for", "that", "with", "are", "this", "from", "which", "by", "have", "was"}
)
_IS_ENGLISH = 0.08  # share of these words; in English a sixth
_PAGE_OF_WORDS = 60  # and has not more words

_OWN_LETTER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# A syllable whatever became of its marks: signs that a legacy font or another engine puts for a letter stand for any.
_SYLLABLE = re.compile(
    r"(?:ngh|nh|ng|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]|[^\x00-\x7f])?"
    r"(?:[aeiouy]|[^\x00-\x7f]){1,5}(?:nh|ng|ch|[cmnpt])?(?:[^\x00-\x7f]){0,2}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[^\s\d.,;:()\[\]/“”\"!?-]*[^\W\d_])?")


class Verdict(Enum):
    """What to do with a page: keep its text, read the picture instead, or the picture around its text."""

    KEEP = "keep"
    READ = "read"
    READ_AROUND = "read around"


@dataclass(frozen=True)
class Layer:
    """What was measured of a page's text."""

    words: int
    shaped: float  # share of words that could be Vietnamese syllables
    own: float  # share of words with a letter of Vietnamese alone
    broken: float  # share of signs without a meaning
    covered: float  # share of the page that words cover
    english: float = 0.0  # share of words that English cannot do without, and no damaged Vietnamese is full of

    @property
    def worth(self) -> float:
        """How much readable Vietnamese there is: to choose between two readings of one page."""
        return self.words * self.shaped * (0.2 + self.own) * (1 - self.broken)


def measured(words: Sequence[Word], broken: int, area: float) -> Layer:
    """Measure the words of a page.

    Args:
        words: the words of the text layer, or of an engine.
        broken: how many glyphs had no meaning.
        area: the page's, in square points.
    """
    text = "".join(word.text for word in words)
    bad = broken + sum(text.count(sign) for sign in set(text) if _is_bad(sign))
    found = [unicodedata.normalize("NFC", m.group()) for word in words for m in _WORD.finditer(word.text)]
    count = max(1, len(found))
    return Layer(
        len(words),
        sum(_SYLLABLE.fullmatch(word) is not None for word in found) / count,
        sum(_OWN_LETTER.search(word) is not None for word in found) / count,
        min(1.0, bad / max(1, len(text) + broken)),
        sum((w.box.right - w.box.left) * w.height for w in words) / max(1.0, area),
        sum(word in _ENGLISH for word in found) / count,
    )


def _is_bad(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cc", "Cn", "Cs"}


def judge(layer: Layer, picture: float) -> Verdict:
    """What to do with a page of this text of which so large a share is a picture.

    >>> judge(Layer(300, 0.97, 0.5, 0.0, 0.3), picture=0.0)
    <Verdict.KEEP: 'keep'>
    >>> judge(Layer(300, 0.9, 0.0, 0.0, 0.3), picture=1.0)        # read by an engine set to English
    <Verdict.READ: 'read'>
    >>> judge(Layer(12, 0.9, 0.5, 0.0, 0.01), picture=1.0)        # the stamp of a digital signature
    <Verdict.READ_AROUND: 'read around'>
    >>> judge(Layer(300, 0.3, 0.0, 0.0, 0.3, english=0.2), picture=0.0)        # a manual: nothing of ours, but a text
    <Verdict.KEEP: 'keep'>
    """
    scanned = picture >= _COVERS
    if not layer.words:
        return Verdict.READ if picture > 0 or layer.broken else Verdict.KEEP
    if layer.broken > _BROKEN:
        return Verdict.READ
    if scanned and layer.words <= _PAGE_OF_WORDS and layer.covered < _STAMP:
        return Verdict.READ_AROUND
    if layer.words < _ENOUGH or layer.english > _IS_ENGLISH:
        return Verdict.KEEP
    if layer.shaped < _SHAPED and layer.own < _OWN:
        return Verdict.READ
    return Verdict.READ if scanned and layer.own < _OWN else Verdict.KEEP


def picture_of(page: pypdfium2.PdfPage) -> tuple[float, int]:
    """The share of the page that pictures cover, and the pixels over the page's width of the finest large one."""
    width, height = page.get_size()
    corner, share, pixels = corner_of(page), 0.0, 0
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        try:
            left, bottom, right, top = found.get_bounds()
            across, down = found.get_px_size()
        except pypdfium2.PdfiumError:
            continue
        (x0, y0), (x1, y1) = corner(left, bottom), corner(right, top)
        x0, x1 = sorted((min(max(x0, 0.0), width), min(max(x1, 0.0), width)))
        y0, y1 = sorted((min(max(y0, 0.0), height), min(max(y1, 0.0), height)))
        part = (x1 - x0) * (y1 - y0) / max(1.0, width * height)
        share += part
        if part > 0.05:
            ratio = max(across, down) / max(1.0, x1 - x0, y1 - y0)
            pixels = max(pixels, round(ratio * width))
    return min(1.0, share), pixels


def drawn_unseen(page: pypdfium2.PdfPage) -> bool:
    """Whether the page's text is laid invisibly over a picture: then an engine made it."""
    texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4)
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(text.raw) for text, _ in zip(texts, range(20), strict=False)]
    return bool(modes) and all(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)
