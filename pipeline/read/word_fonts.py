"""Runs of a Word document that are set in fonts of before Unicode (.VnTime, VNI-Times): read as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree

from pipeline.legacy import CODES, Code, FontCode, code_of_font, decode_run, is_borne_out, is_plainly_unicode
from pipeline.read.told import legacy_font_issues
from pipeline.read.word_package import W
from pipeline.read.word_styles import Styles
from schemas.issue import Issue

_VNI_BASES = "AEOUYaeouyÔÖôö"
_VNI_MARKS = "ùøûõïáàåãäâéèúüëêÙØÛÕÏÁÀÅÃÄÂÉÈÚÜËÊ"


class LegacyFonts:
    """Decides, for the whole document and then paragraph by paragraph, whether text in such a font is to be decoded.

    Word keeps the name of such a font on text that was typed in Unicode later on, so the name alone proves nothing.
    """

    def __init__(self, styles: Styles, roots: Iterable[etree._Element | None]) -> None:
        self._styles = styles
        self._seen: tuple[etree._Element, dict[Code, bool]] | None = None
        self._used: dict[Code, int] = {}
        texts: dict[Code, list[str]] = {}
        for root in roots:
            if root is None or not _names_one(root, styles):
                continue
            for paragraph in root.iter(f"{W}p"):
                for code, text in self._texts(paragraph).items():
                    texts.setdefault(code, []).append(text)
        self._borne_out = {code for code, said in texts.items() if is_borne_out(said, code)}

    def of(self, run: etree._Element, paragraph: etree._Element) -> FontCode | None:
        """The code in which the text of a run is to be read; None for Unicode."""
        if not self._borne_out:
            return None
        font = code_of_font(self._styles.font(run, paragraph))
        if font is None or font.code not in self._borne_out or is_plainly_unicode(_text(run), font.code):
            return None
        if self._seen is None or self._seen[0] is not paragraph:
            said = self._texts(paragraph)
            self._seen = paragraph, {code: is_borne_out([text], code, doubt=True) for code, text in said.items()}
        return font if self._seen[1].get(font.code) else None

    def decode(self, text: str, font: FontCode) -> str:
        """The text of a run as it is shown."""
        self._used[font.code] = self._used.get(font.code, 0) + 1
        return decode_run(text, font)

    def whole_letters(self, runs: list[etree._Element], paragraph: etree._Element) -> None:
        """Put together letters of VNI whose mark begins the next run."""
        if "vni" not in self._borne_out:
            return
        for before, after in pairwise(runs):
            ends, begins = before.findall(f"{W}t"), after.findall(f"{W}t")
            left, right = (ends[-1].text or "", begins[0].text or "") if ends and begins else ("", "")
            if left[-1:] not in _VNI_BASES or right[:1] not in _VNI_MARKS or not (left and right):
                continue
            if all((font := self.of(run, paragraph)) and font.code == "vni" for run in (before, after)):
                ends[-1].text, begins[0].text = left + right[0], right[1:]

    def issues(self) -> tuple[Issue, ...]:
        """What is to be said of the runs that were decoded."""
        return legacy_font_issues({code: self._used[code] for code in CODES if code in self._used})

    def _texts(self, paragraph: etree._Element) -> dict[Code, str]:
        texts: dict[Code, str] = {}
        for run in _runs(paragraph):
            text = _text(run)
            font = code_of_font(self._styles.font(run, paragraph)) if text.strip() else None
            if font is not None and not is_plainly_unicode(text, font.code):
                texts[font.code] = texts.get(font.code, "") + text
        return texts


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph, not those of text boxes within."""
    for run in paragraph.iter(f"{W}r"):
        if next(run.iterancestors(f"{W}p"), None) is paragraph:
            yield run


def _text(run: etree._Element) -> str:
    return "".join(
        "\u00ad" if item.tag == f"{W}softHyphen" else item.text or ""
        for item in run
        if item.tag in {f"{W}t", f"{W}softHyphen"}
    )


def _names_one(root: etree._Element, styles: Styles) -> bool:
    """Whether a font of before Unicode is named in a part or in the styles: a quick look before the slow one."""
    named = [*root.iter(f"{W}rFonts"), *styles.fonts()]
    return any(code_of_font(fonts.get(f"{W}{which}")) is not None for fonts in named for which in ("ascii", "hAnsi"))
