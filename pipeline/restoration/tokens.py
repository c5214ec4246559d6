"""The tokens over which the language model counts: words, numbers, and the few marks that shape a sentence."""

from __future__ import annotations

import re

UNKNOWN, START, NUMBER, COMMA, STOP, DASH, SLASH, OPEN, CLOSE = range(9)
SPECIALS = ("<unk>", "<s>", "<num>", ",", ".", "-", "/", "(", ")")
MARKS = {
    ",": COMMA, ".": STOP, ";": STOP, ":": STOP, "?": STOP, "!": STOP, "…": STOP,
    "-": DASH, "–": DASH, "—": DASH, "/": SLASH, "(": OPEN, ")": CLOSE, "[": OPEN, "]": CLOSE,
}  # fmt: skip

# One token a match; quotation marks and other signs are passed over: they do not part what belongs together.
TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[,.;:?!…()\[\]/–—-]")
