"""Where a sentence ends, as the checks see it."""

from __future__ import annotations

import re

UPPER = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
"""Capital letters for a class of a pattern: a range from À to Ỹ would hold small letters, too."""

SENTENCE_END = re.compile(rf"(?<=[^\d])\.\s+(?=[{UPPER}])")
"""A full stop before a capital; "1.205 tạm trú" and "tr. 5" hold none."""
