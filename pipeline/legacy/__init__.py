"""Vietnamese from before Unicode: what its code tables and fonts meant, and how to tell it by measure.

Pure functions over text; the stages *read* (bytes, fonts) and *repair* (text that was saved as if it were Unicode)
use them.
"""

from __future__ import annotations

from pipeline.legacy.capitals import broken_capitals
from pipeline.legacy.choose import Choice, choose
from pipeline.legacy.convert import pieces, to_unicode
from pipeline.legacy.fonts import FontCode, code_of_font, decode_run, is_borne_out, is_plainly_unicode
from pipeline.legacy.stretches import Stretch, is_better_as, is_word_sign, stretches_of, words_in
from pipeline.legacy.tables import CODES, Code
from pipeline.legacy.words import is_word

__all__ = [
    "CODES",
    "Choice",
    "Code",
    "FontCode",
    "Stretch",
    "broken_capitals",
    "choose",
    "code_of_font",
    "decode_run",
    "is_better_as",
    "is_borne_out",
    "is_plainly_unicode",
    "is_word",
    "is_word_sign",
    "pieces",
    "stretches_of",
    "to_unicode",
    "words_in",
]
