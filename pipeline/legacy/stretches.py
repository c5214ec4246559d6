"""Which stretches of a text were written in a code of before Unicode: told by measure, word by word.

A word with letters beyond ASCII is weighed as it stands and as each code would read it. A row of states (Unicode or one
of the codes) is decoded through these words; a stretch counts only where its different words together speak for it,
so that one odd word in a right text ("Zürich") moves nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.legacy.convert import pattern_of, to_unicode
from pipeline.legacy.tables import TABLES, Code
from pipeline.legacy.words import UNKNOWN, likelihood
from schemas.text import Span

MIXED: tuple[Code, ...] = ("tcvn3", "vni", "cp1258")
"""Codes that are met in text that was saved as Unicode."""

_KEYS = {char for code in MIXED for key in TABLES[code] for char in key}
_LETTERS = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_ODD = "".join(sorted(char for char in _KEYS if "\u00a0" < char < "\u00c0" or char > "\u024f"))
_TOKEN = re.compile(f"[{_LETTERS}{re.escape(_ODD)}]+")
_ASCII = re.compile("[A-Za-z]+")
_SIGNS = "«»¡¢£¤¥¦§¨©ª¬\u00ad®¯°±²³´µ¶·¸¹º¼½¾¿×÷\u2212\u2219\u03bc"
# What may stand beside a word in right text without a blank; a sign of another kind makes it doubtful.
_QUOTES = "«»¿¡°º·"

_ETH = str.maketrans("Ðð", "Đđ")  # an honest mistake, mended elsewhere
# Letters with a tone that Windows-1258 and Windows-1252 hold alike.
_SHARED: dict[Code, str] = {"cp1258": "áàâéèêíóôúùÁÀÂÉÈÊÍÓÔÚÙ"}

_NEVER = {"·", "«", "»", "¹"}  # bullets, quotation marks, footnote marks

_SIGN = 4.0  # nats that a sign glued to a word costs
_FOREIGN = -24.0  # a word with letters that the code does not have
_ENTER, _LEAVE = 9.0, 3.0  # nats that a change of state costs
_SURE = 14.0  # what the different words of a stretch must have gained together
_DENSE, _FEW = 0.35, 5  # the share of its words that have odd letters, asked of a stretch of so many words
_PLAIN_SURE = 60.0  # a document with so much has shown that it holds such text: less is asked for what is left
_ENTER_AGAIN, _SURE_AGAIN = 3.0, 4.0


class Stretch(NamedTuple):
    """A stretch of the text (half-open) and the code in which it was written."""

    span: Span
    code: Code


class _Token(NamedTuple):
    start: int
    end: int
    costs: tuple[float, ...]  # as Unicode, then as each of MIXED


def stretches_of(text: str) -> list[Stretch]:
    """The stretches of ``text`` that are written in TCVN3, VNI or Windows-1258, in order; none in right text.

    >>> stretches_of("Kính gửi: UBND x· T©n An, huyÖn B×nh Kh£")
    [Stretch(span=Span(start=15, end=40), code='tcvn3')]
    """
    if text.isascii() or not _is_suspect(text):
        return []
    tokens = [
        _Token(*match.span(), _weigh(match[0]))
        for match in _TOKEN.finditer(text)
        if not match[0].isascii() and _ASCII.search(match[0])
    ]
    runs = _runs(text, tokens, _ENTER, _SURE)
    if sum(_gain(text, tokens[first:last], state) for state, first, last in runs) >= _PLAIN_SURE:
        runs = _runs(text, tokens, _ENTER_AGAIN, _SURE_AGAIN)
    return [Stretch(_reach(text, tokens, first, last), MIXED[state - 1]) for state, first, last in runs]


def is_better_as(word: str, code: Code) -> bool:
    """Whether a word of a stretch is to be read in ``code``: yes, unless only its Unicode form is a word."""
    weights = _weigh(word)
    return weights[1 + MIXED.index(code)] > _FOREIGN or weights[0] <= UNKNOWN


def is_word_sign(sign: str, code: Code) -> bool:
    """Whether characters without an ASCII letter are a word or a label in ``code`` ("ë" is "ở", "®" is "đ")."""
    return sign not in _NEVER and likelihood(to_unicode(sign, code)) > -11.5


def _is_suspect(text: str) -> bool:
    """Whether some code could gain enough, were all its words in one run: a bound that right text seldom reaches."""
    gains = [_gains(word) for word in dict.fromkeys(_TOKEN.findall(text)) if not word.isascii()]
    return any(sum(gained) >= _SURE for gained in zip(*gains, strict=True))


@lru_cache(maxsize=65536)
def _gains(word: str) -> tuple[float, ...]:
    """How much likelier a word is in each code than as it stands."""
    own, *others = _weigh(word)
    return tuple(_part(word) * max(0.0, other - own) for other in others)


def _part(word: str) -> float:
    """How much a word counts: two letters are soon something else ("ÊM", "ôn")."""
    return 0.25 if len(word) < 3 else 1.0


@lru_cache(maxsize=65536)
def _weigh(word: str) -> tuple[float, ...]:
    core = word.strip(_SIGNS).translate(_ETH)
    glued = sum(1.0 if sign in _QUOTES else _SIGN for sign in word if sign in _SIGNS)
    own = min(0.0, (likelihood(core) if core else UNKNOWN) - glued)
    return (max(own, UNKNOWN), *(_as(word, code) for code in MIXED))


def _as(word: str, code: Code) -> float:
    left = pattern_of(code).sub("", word)
    if any(char > "\x7f" and char not in _SHARED.get(code, "") for char in left):
        return _FOREIGN
    known = likelihood(to_unicode(word, code))
    return known if known > UNKNOWN else UNKNOWN - 2.0


def _runs(text: str, tokens: list[_Token], enter: float, sure: float) -> list[tuple[int, int, int]]:
    """Runs of one state other than Unicode that gain enough: state, first token, past the last."""
    runs = []
    states = _decode(tokens, enter)
    first = 0
    for at in range(1, len(states) + 1):
        if at == len(states) or states[at] != states[first]:
            gained = _gain(text, tokens[first:at], states[first]) if states[first] else 0.0
            if gained >= sure and _is_dense(text, tokens, first, at):
                runs.append((states[first], first, at))
            first = at
    return runs


def _decode(tokens: list[_Token], enter: float) -> list[int]:
    count = 1 + len(MIXED)
    best = [0.0] + [-enter] * len(MIXED)
    steps: list[tuple[int, ...]] = []
    for place, token in enumerate(tokens):
        if place:
            home = max(range(count), key=lambda state: best[state] - (_LEAVE if state else 0.0))
            came, after = [], []
            for state in range(count):
                moved = best[home] - (_LEAVE if home and home != state else 0.0) - (enter if state else 0.0)
                stays = best[state] >= moved
                came.append(state if stays else home)
                after.append(best[state] if stays else moved)
            best = after
            steps.append(tuple(came))
        best = [score + cost for score, cost in zip(best, token.costs, strict=True)]
    if not tokens:
        return []
    states = [max(range(count), key=best.__getitem__)]
    for step in reversed(steps):
        states.append(step[states[-1]])
    return states[::-1]


def _gain(text: str, tokens: list[_Token], state: int) -> float:
    """What a run gains when it is read so: of the words with the same odd letters one, the best.

    An engine that knows no Vietnamese reads "é" over and over ("véi nhiém vu"); a code spreads over its whole table.
    """
    different: dict[str, float] = {}
    for token in tokens:
        word = text[token.start : token.end]
        signs = "".join(sorted({char for char in word if char > "\x7f"}))
        gain = _part(word) * (token.costs[state] - token.costs[0])
        different[signs] = max(different.get(signs, gain), gain)
    return sum(different.values())


def _is_dense(text: str, tokens: list[_Token], first: int, last: int) -> bool:
    """Whether as many words have odd letters as in Vietnamese (two of three); a mangled page has a few."""
    words = len(_TOKEN.findall(text, *_reach(text, tokens, first, last)))
    return last - first >= _DENSE * words or words < _FEW


def _reach(text: str, tokens: list[_Token], first: int, last: int) -> Span:
    """From a run of words to the stretch: to the ends of its lines, but not over words of another state."""
    line = text.rfind("\n", 0, tokens[first].start) + 1
    before = tokens[first - 1].end if first else 0
    end = text.find("\n", tokens[last - 1].end)
    after = tokens[last].start if last < len(tokens) else len(text)
    start = line if before <= line else tokens[first].start
    stop = end if 0 <= end <= after else (len(text) if end < 0 and last == len(tokens) else tokens[last - 1].end)
    return Span(start, stop)


def words_in(text: str, span: Span) -> list[Span]:
    """The words of a stretch that hold more than ASCII."""
    return [Span(*match.span()) for match in _TOKEN.finditer(text, span.start, span.end) if not match[0].isascii()]
