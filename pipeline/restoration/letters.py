"""Vietnamese letters and syllables: what a syllable is made of, and the one way in which we spell it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = "aeiouy"
_MARKS = {"\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}  # grave, acute, hook, tilde, dot below


def _row(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Old and new places of the tone mark: "hoà" is "hòa", "uỷ" is "ủy"; "quý" stays, its u belongs to the onset.
_STYLES = _row("oà:òa oá:óa oả:ỏa oã:õa oạ:ọa oè:òe oé:óe oẻ:ỏe oẽ:õe oẹ:ọe uỳ:ùy uý:úy uỷ:ủy uỹ:ũy uỵ:ụy")
_NEW_STYLE = dict(pair.split(":") for pair in _STYLES)

ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnpqrstvx")
_NUCLEI = _row(
    "a ă â e ê i o ô ơ u ư y ia iê yê ya ua uô ưa ươ oa oă oe uâ uê ơ uơ uy uya uyê "
    "ai ao au ay âu ây eo êu iu iêu yêu oi ôi ơi oai oao oay oeo ui uôi uây ưi ươi ươu ưu uyu uêu oau uôu"
)
_CODAS = ("", "c", "ch", "m", "n", "ng", "nh", "p", "t")
_OPEN = {n for n in _NUCLEI if len(n) > 1 and n[-1] in "iouy" and n not in {"uy", "ưo"}}
_RIMES = frozenset(
    n + c for n in _NUCLEI for c in _CODAS if not (c and n in _OPEN) and not (c and n in {"ia", "ya", "ưa", "uya"})
)


def new_style(word: str) -> str:
    """The lower-case syllable with its tone mark where the newer spelling puts it.

    >>> new_style("hoà"), new_style("uỷ"), new_style("quý"), new_style("hoàn")
    ('hòa', 'ủy', 'quý', 'hoàn')
    """
    tail = _NEW_STYLE.get(word[-2:])
    if tail is None or word[:-2].endswith("q"):
        return word
    return word[:-2] + tail


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """The word without any Vietnamese mark, in the same case.

    >>> bare("Đường"), bare("khuỷu")
    ('Duong', 'khuyu')
    """
    flat = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in flat if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def tone_of(word: str) -> tuple[str, int]:
    """The word without its tone mark (its other marks stay), and the tone from 0 to 5.

    >>> tone_of("thưởng")
    ('thương', 3)
    """
    tone, kept = 0, []
    for c in unicodedata.normalize("NFD", word):
        if c in _MARKS:
            tone = _MARKS[c]
        else:
            kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def split_syllable(word: str) -> tuple[str, str]:
    """Onset and rime of a lower-case syllable.

    >>> split_syllable("nghiệm"), split_syllable("giữ"), split_syllable("gì"), split_syllable("ủy")
    (('ngh', 'iệm'), ('gi', 'ữ'), ('g', 'ì'), ('', 'ủy'))
    """
    for onset in ONSETS:
        if word.startswith(onset) and len(word) > len(onset) and bare(word[len(onset)])[:1] in _PLAIN:
            return onset, word[len(onset) :]
    return "", word


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a lower-case word obeys the spelling of Vietnamese syllables.

    >>> [is_syllable(w) for w in ("nghiêng", "thuở", "gìn", "dang", "strong", "béo", "quốc", "duoc")]
    [True, True, True, True, False, True, True, False]
    """
    flat, tone = tone_of(word)
    onset, rime = split_syllable(flat)
    if onset == "gi" and rime not in _RIMES:
        onset, rime = "g", "i" + rime
    if rime not in _RIMES and not (onset == "g" and rime.startswith("i") and rime[1:] in _CODAS):
        return False
    if rime.endswith(("c", "ch", "p", "t")) and tone not in {2, 5}:
        return False
    return bool(rime)


# A letter that only Vietnamese has among the languages that an engine may be set to; "é" is not one, English has it.
_OWN = "ăâđêôơưàáảãạằắẳẵặầấẩẫậèẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
OWN_LETTER = re.compile(f"[{_OWN}{_OWN.upper()}]")
