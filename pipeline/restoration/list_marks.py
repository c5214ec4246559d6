"""Marks at the start of lines, which depend on those before: Roman numerals, letters, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipeline.restoration.protected import Mended
from schemas.text import Span

# "Il. ", "I1l. ", "I]. ", "lV. ", "HI. " at the start of a line; of "II." an engine makes "IL" too
_BARE = r"I{0,2}L(?=\s[A-ZĐ])|[IV]{1,4}(?=\s[A-ZĐ]{2})"
ROMAN = re.compile(rf"^[ \t]*(?:(?P<numeral>[IVXLTJHl1|!\][]{{1,5}})(?P<mark>[.,])|(?P<bare>{_BARE})) *(?=\S)")
INNER_ROMAN = re.compile(r"\((?P<numeral>[IVXl1|!]{2,4})\)")
_ROMANS = [
    f"{tens}{ones}" for tens in ("", "X") for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
]
_STROKES = str.maketrans({**dict.fromkeys("l1|!][LTJ", "I"), "H": "II"})

# "d)" after "c)" is d, after "d)" it is đ
LETTERED = re.compile(r"^[ \t]*(?P<letter>[a-zđø€©@®])\) ?")
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # in the order of lists; "©)" after "b)" is c

# "2, Ket qua": a number at the start of a line ends with a full stop
NUMBERED = re.compile(r"^[ \t]*\d{1,2}(?P<mark>,) (?=[A-ZĐ])")
_NUMBER = re.compile(r"^[ \t]*(?P<number>\d{1,2})(?P<mark>[.,]) (?=[A-ZĐ])")

Doubted = Callable[[Span], bool]


def mend_marks(text: str, lines: list[tuple[Span, bool]], doubted: Doubted = lambda _: False) -> list[Mended]:
    r"""What becomes of the marks at the start of lines, in order of place.

    >>> lines = [(Span(0, 8), True), (Span(9, 16), True), (Span(17, 28), True)]
    >>> [mended.after for mended in mend_marks("I. CHUNG\nII VIỆC\nHI. KẾT QUẢ", lines)]
    ['I.', 'II.', 'III.']

    Args:
        text: the whole text.
        lines: each line's span, and whether it may be changed.
        doubted: whether the engine that read what stands there was unsure of it.
    """
    marks = _Marks(doubted)
    for span, open_ in lines:
        marks.read(span.of(text), span.start, open_=open_)
    marks.mend_lost_strokes()
    return sorted(marks.out)


@dataclass
class _Marks:
    """The marks that were met, and what becomes of them."""

    doubted: Doubted
    out: list[Mended] = field(default_factory=list)
    roman: int = 0
    marked: bool = False  # whether a full stop was read after any numeral
    letter: str = ""
    romans: list[tuple[int, int | None]] = field(default_factory=list)  # the value of each, and its place in ``out``
    numbers: list[tuple[int, Span | None]] = field(default_factory=list)  # since the last Roman numeral

    def read(self, line: str, start: int, *, open_: bool) -> None:
        """Take the next line."""
        if match := LETTERED.match(line):
            self._lettered(match, start, open_=open_)
        elif (match := ROMAN.match(line)) and (value := self._value(match, start)):
            self._mend_first(value)
            self.marked = self.marked or bool(match["mark"])
            if open_:
                self.out.append(Mended(_numeral_at(match).shift(start), _ROMANS[value] + ".", "roman"))
            self.romans.append((value, len(self.out) - 1 if open_ else None))
            self.roman, self.letter, self.numbers = value, "", []
        elif match := _NUMBER.match(line):
            at = Span(match.start("number"), match.end("mark")).shift(start)
            self.numbers.append((int(match["number"]), at if open_ else None))
            if open_ and (wrong := NUMBERED.match(line)):
                self.out.append(Mended(Span(*wrong.span("mark")).shift(start), ".", "list"))
        if open_:
            self.out += _inner(line, start)

    def _lettered(self, match: re.Match[str], start: int, *, open_: bool) -> None:
        read = match["letter"]
        printed = read
        if read == "d":
            printed = "đ" if self.letter == "d" else "d"
        elif (not read.isascii() and read != "đ") or read == "@":
            printed = _LETTERS[(_LETTERS.find(self.letter) + 1) % len(_LETTERS)] if self.letter else "a"
        if open_ and (printed != read or read == "d"):
            self.out.append(Mended(Span(*match.span("letter")).shift(start), printed, "list"))
        self.letter = printed

    def _value(self, match: re.Match[str], start: int) -> int:
        """The numeral that was printed, or 0."""
        if match["bare"]:
            read = match["bare"].translate(_STROKES)
            value = _ROMANS.index(read) if read in _ROMANS else 0
            follows = value == self.roman + 1 and (match["bare"].endswith("L") or self.marked)
            return value if follows else 0
        value = _roman(match["numeral"], self.roman)
        if value == self.roman and value and self.doubted(_numeral_at(match).shift(start)):
            return value + 1  # a stroke was lost
        return value

    def _mend_first(self, value: int) -> None:
        """Make "I." of the first "1.", where "II." comes without an "I." and another "1." follows the first."""
        if value != 2 or self.roman or len(self.numbers) < 2:
            return
        (first, at), (second, _) = self.numbers[:2]
        if at is not None and first == second == 1:
            self.out = [mended for mended in self.out if not mended.span.overlaps(at)]
            self.out.append(Mended(at, "I.", "roman"))

    def mend_lost_strokes(self) -> None:
        """Make "II.", "III.", "IV." of "II.", "II.", "IV."."""
        for (before, _), (value, place), (after, _) in zip(self.romans, self.romans[1:], self.romans[2:], strict=False):
            if place is not None and before == value == after - 2:
                self.out[place] = self.out[place]._replace(after=_ROMANS[value + 1] + ".")


def _numeral_at(match: re.Match[str]) -> Span:
    return Span(*match.span("bare")) if match["bare"] else Span(match.start("numeral"), match.end("mark"))


def _inner(line: str, start: int) -> Iterator[Mended]:
    for match in INNER_ROMAN.finditer(line):
        if any(c in "IVX" for c in match["numeral"]) and (value := _roman(match["numeral"], -1)):
            yield Mended(Span(*match.span("numeral")).shift(start), _ROMANS[value], "roman")


def _roman(read: str, last: int) -> int:
    """The numeral that was printed, or 0: certain strokes are enough alone, doubtful ones must follow ``last``."""
    if read.isdigit():
        return 0
    mended = read.translate(_STROKES)
    value = _ROMANS.index(mended) if mended in _ROMANS else 0
    sure = not set(read) & set("LTJ[!H") and len(read) > 1
    return value if value and (read == mended or sure or value == last + 1) else 0
