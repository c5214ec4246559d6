"""How likely a word is in Vietnamese, by the vocabulary that restoration counted."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pipeline.restoration.letters import is_syllable, new_style
from pipeline.restoration.model import load

RARE = -15.0  # nats: spelled as a Vietnamese syllable, never counted
UNKNOWN = -19.0  # nats: no Vietnamese word


@lru_cache(maxsize=65536)
def likelihood(word: str) -> float:
    """The logarithm of the word's share among all words (nats); capitals and the style of tone marks do not count.

    >>> likelihood("Hoà") == likelihood("hòa") > RARE > likelihood("chñ") == UNKNOWN
    True
    """
    plain = new_style(unicodedata.normalize("NFC", word).lower())
    model = load()
    place = model.ids.get(plain)
    if place is not None:
        return float(model.parts.array("unigram_logs")[place])
    return RARE if is_syllable(plain) else UNKNOWN


def is_word(word: str) -> bool:
    """Whether a word is in the vocabulary.

    >>> is_word("Xã"), is_word("xạạ")
    (True, False)
    """
    return likelihood(word) > RARE
