"""What has a grammar of its own: codes of instruments, Roman numerals, list marks, numbers, addresses.

Here no word is guessed. A rule mends a slip that an engine is known to make, where nothing else can have been
printed; everything else in such a stretch stays as it was read. A digit is never invented.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.restoration.letters import bare
from schemas.text import Span

_LEXICON = Path(__file__).with_name("symbols.toml")


class Mended(NamedTuple):
    """A stretch whose letters are settled: nobody else may change it."""

    span: Span
    after: str
    rule: str


# "www.haiphong.gov.vn", "vanthu@haiphong.gov.vn", "https://…"
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net)\b")

# "479/QD-TTg", "5270/SGDDT-VP", "02/2005/TTLT-BCVT-CA", "76- CTr/TU", "34-CT/TW", "33/2005/QH 11"
_PART = r"[A-ZĐ][A-Za-zĐđ]{0,3}[A-ZĐa-z&]*\d{0,2}"
CODE = re.compile(rf"\b\d+[a-z]?(?:/\d{{4}}|/\d{{3}} \d)?(?:/|-) ?{_PART}(?:[-/] ?{_PART})*(?: \d\d\b)?")
_TAIL_OF_CODE = re.compile(r"[A-ZĐ]{2,}(?P<small>[a-zđé]{2,})\d*(?: \d\d)?$")  # "TT-BTCngdy10": "TT-BTC ngày 10"
_SYMBOL = re.compile(r"[A-Za-zĐđ&]+")

# "63.9%" was "63,9%": a full stop parts thousands, which have three digits
PERCENT = re.compile(r"\b\d{1,3}(?P<point>\.)\d{1,2}(?=%)")

# "(2023 - 20307,": a closing quotation mark that was read as 7, where one was opened
QUOTED_YEAR = re.compile(r"\b(?:19|20)\d\d(?P<mark>7)(?=[,;.)]|$|\s)", re.M)

# "500 m?" was "500 m²"
SQUARE = re.compile(r"(?<=\d)(?P<blank> ?)(?P<unit>k?m)[?]2?(?=[\s,;.)/])")

# "quan.. .", "khen thuong,."
DOTS = re.compile(r"\.\. \.|\. \.\.|\. \. \.")
DOUBLED = re.compile(r"(?<=\w)(?P<first>[,:])(?=[.;](?:\s|$))", re.M)
QUOTES = re.compile(r"(?P<quote>[“”\"])[’'‘](?=[\s,;.)]|$)|’’|‘‘", re.M)


# "H”Nhan", "HˆNhan": an apostrophe within a name of the Central Highlands
APOSTROPHE = re.compile(r"\b[HY](?P<mark>[”“\"ˆ^])(?=[A-ZĐ][^\W\d_A-Z])")
# "xã la Kdăng": Ia, water, begins many names there; a name never begins with a small letter
IA = re.compile(r"\b(?:[Xx]ã|[Hh]uyện|[Ss]ông|[Ss]uối|[Ll]àng) (?P<name>la|lA)(?= [A-ZĐ])")

# "nñgày", "ÑNĐ": an ñ, which no Vietnamese word has, beside the letter that it was seen of
TILDE = re.compile(r"(?<=[NnĐđ])[Ññ]|[Ññ](?=[NnĐđ])")
# "ông Đỉnh Văn Tư", "Đỉnh Văn Tư" alone in its line: the surname is Đinh, peaks are not signed by
SURNAME = re.compile(
    r"(?:(?<=[Ôô]ng )|(?<=[Bb]à )|(?<=đồng chí ))(?P<after>Đỉnh)(?= [A-ZĐ])"
    r"|^[ \t]*(?P<alone>Đỉnh)(?=(?: [A-ZĐ][^\W\d_]+){1,3}[ \t]*$)",
    re.M,
)
# "Số: 18/TIr-UBND", "18/TI-UBND": TTr, of which an engine takes a T for an I
SUBMISSION = re.compile(r"(?<=\d/)(?P<symbol>TIr|TI|TTI)(?=-[A-ZĐ])")
# "Lưu: VI", "Lưu: VTj": the files of every office are its clerks' (VT)
CLERKS = re.compile(r"\bLưu *: *(?P<clerks>V[TIl1|](?P<tail>j)?)(?=[\s,;.(]|$)")

# "thành (ích xuất sắc": a t that was read as a bracket, which nothing closes
BRACKET = re.compile(r"(?<=\w )\((?=(?P<rest>[aeiouyà-ỹăâêôơư][^\W\d_]*)\b(?![^()\n]{0,300}\)))")

# A line of nothing but "_", "|", "; :", "--": dust and rules on the page. "./." ends a document, it stays.
NOISE = re.compile(r"^[ \t]*(?P<marks>(?:[_|~:;,'\"‘’]{1,3}|--)(?: +[_|~:;,'\"‘’]{1,3})*)[ \t]*$", re.M)
# "phia sau” ; : ;": the same at the end of a line, two marks or more standing alone
TAIL = re.compile(r"(?P<marks>(?: +[_|~:;,'‘’]){2,})[ \t]*$", re.M)
# "cla Nha :", "| 1. Don vi", "long. .": a mark that stands alone, where print never parts it from its word. Of 600 such
# marks in lines that were read back, nine had been printed.
DUST = re.compile(r"(?<=\S)[ \t]+[:;.|_~]{1,2}(?=[ \t]|$)|^[ \t]*[:;.|_~]{1,2}[ \t]+(?=\S)", re.M)
# "san phim. dich vu" was "sản phẩm, dịch vụ": no sentence begins with a small letter. Of 226 such stops in lines that
# were read back, 175 had been commas, and most others stood in notes. "tr. 50", "TP. hoa" have no word before the stop.
STOP_INSIDE = re.compile(r"[^\W\d_A-Z]*[aeiouyéó][^\W\d_A-Z]+(?P<stop>\.)(?=\s[^\W\d_A-ZĐ][^\W\d_]*[\s,])")


@dataclass(frozen=True)
class Grammar:
    """The rules, with the symbols that they know."""

    counted: tuple[str, ...]  # symbols from the model

    @cached_property
    def symbols(self) -> dict[str, str]:
        """Symbols by their bare capital letters."""
        with _LEXICON.open("rb") as stream:
            own = tomllib.load(stream)["symbols"]
        return {bare(symbol).upper(): symbol for symbol in (*self.counted, *own)}

    def symbol(self, read: str) -> str:
        """The symbol that was printed; unknown ones are taken apart into known ones.

        >>> grammar = Grammar(())
        >>> grammar.symbol("SGDDT"), grammar.symbol("TTg"), grammar.symbol("HBND"), grammar.symbol("XYZ")
        ('SGDĐT', 'TTg', 'HĐND', 'XYZ')
        """
        known = self.symbols.get(read.upper())
        if known is None:
            for place, letter in enumerate(read):
                if letter in "BP" and known is None:
                    near = self.symbols.get(read[:place] + "D" + read[place + 1 :], "")
                    known = near if near[place : place + 1] == "Đ" else None
        if known is None and len(read) >= 4 and read.isupper():
            known = self._parts(read)
        return known if known is not None and len(known) == len(read) else read

    def _parts(self, read: str) -> str | None:
        for cut in range(2, len(read) - 1):
            left, right = self.symbols.get(read[:cut]), self.symbols.get(read[cut:])
            if left and right and "Đ" in left + right and left.isupper() and right.isupper():
                return left + right
        return None

    def mend(self, text: str, span: Span, *, engine: bool = True) -> list[Mended]:
        """Settle what in ``text`` within ``span`` has a grammar of its own, in order of place.

        Args:
            text: the whole text.
            span: the stretch.
            engine: whether an engine read it; a person who typed it may have put a blank before a mark.
        """
        found = [*self._all(text, span), *(dust(text, span) if engine else ())]
        found.sort(key=lambda each: (each.span.start, -each.span.end))
        out: list[Mended] = []
        for mended in found:
            if not out or mended.span.start >= out[-1].span.end:
                out.append(mended)
        return out

    def _all(self, text: str, span: Span) -> Iterator[Mended]:
        for match in ADDRESS.finditer(text, *span):
            yield Mended(Span(*match.span()), match.group(), "address")
        for match in CODE.finditer(text, *span):
            read = self._without_tail(match.group())
            if (after := self._code(read)) is not None:
                yield Mended(Span(match.start(), match.start() + len(read)), after, "code")
        yield from self._numbers(text, span)
        yield from self._marks(text, span)

    def _without_tail(self, read: str) -> str:
        """The code without a word that ran together with it.

        >>> Grammar(("TT", "BTC", "TTg"))._without_tail("151/2014/TT-BTCngdy10")
        '151/2014/TT-BTC'
        """
        if (match := _TAIL_OF_CODE.search(read)) is None:
            return read
        for cut in range(match.start("small"), match.end("small") - 1):
            if read[match.start() : cut].upper() in self.symbols:
                return read[:cut]
        return read

    def _code(self, read: str) -> str | None:
        number = re.match(r"\d+[a-z]?(?:/\d{4}|/\d{3} \d)?", read)
        if number is None:
            return None
        letters = read[number.end() :].replace(" ", "")
        parts = _SYMBOL.findall(letters)
        if not any(part.upper() in self.symbols for part in parts):
            return None
        return number.group().replace(" ", "") + _SYMBOL.sub(lambda m: self.symbol(m.group()), letters)

    def doubled(self, text: str, span: Span) -> Iterator[Mended]:
        """Symbols in codes in which an engine saw a Đ twice.

        >>> [mended.after for mended in Grammar(()).doubled("số 46/2025/QĐĐ-UBND", Span(0, 19))]
        ['QĐ']
        """
        for code in CODE.finditer(text, *span):
            for match in _SYMBOL.finditer(text, *code.span()):
                once = match.group().replace("ĐĐ", "Đ")
                if once != match.group() and match.group() not in self.symbols and once in self.symbols.values():
                    yield Mended(Span(*match.span()), once, "code")

    def _numbers(self, text: str, span: Span) -> Iterator[Mended]:
        for match in PERCENT.finditer(text, *span):
            yield Mended(Span(*match.span("point")), ",", "number")
        for match in SQUARE.finditer(text, *span):
            yield Mended(Span(match.start("unit"), match.end()), match["unit"] + "²", "unit")
        for match in QUOTED_YEAR.finditer(text, *span):
            before = text[max(span.start, match.start() - 400) : match.start()]
            if before.rfind("“") > before.rfind("”") or before.count('"') % 2:
                yield Mended(Span(*match.span("mark")), "”" if "“" in before else '"', "quote")

    @staticmethod
    def _marks(text: str, span: Span) -> Iterator[Mended]:
        for noise in (NOISE, TAIL):
            for match in noise.finditer(text, *span):
                yield Mended(Span(*match.span("marks")), "", "noise")
        for match in DOTS.finditer(text, *span):
            yield Mended(Span(*match.span()), "...", "mark")
        for match in DOUBLED.finditer(text, *span):
            yield Mended(Span(*match.span("first")), "", "mark")
        for match in QUOTES.finditer(text, *span):
            yield Mended(Span(*match.span()), match["quote"] or '"', "quote")


def dust(text: str, span: Span) -> Iterator[Mended]:
    """What no print sets so: specks, stops within a sentence, m?, H”Nhan, xã la Kdăng."""
    for match in DUST.finditer(text, *span):
        yield Mended(Span(*match.span()), "", "noise")
    for match in STOP_INSIDE.finditer(text, *span):
        yield Mended(Span(*match.span("stop")), ",", "mark")
    for match in SQUARE.finditer(text, *span):
        yield Mended(Span(match.start("unit"), match.end()), match["unit"] + "²", "unit")
    for match in APOSTROPHE.finditer(text, *span):
        yield Mended(Span(*match.span("mark")), "’", "mark")
    for match in TILDE.finditer(text, *span):
        yield Mended(Span(*match.span()), "", "mark")
    for match in SURNAME.finditer(text, *span):
        yield Mended(Span(*match.span(match.lastgroup or 0)), "Đinh", "mark")
    for match in SUBMISSION.finditer(text, *span):
        yield Mended(Span(*match.span()), "TTr", "code")
    for match in CLERKS.finditer(text, *span):
        if match["clerks"] != "VT":
            yield Mended(Span(*match.span("clerks")), "VT," if match["tail"] else "VT", "mark")
    for match in IA.finditer(text, *span):
        yield Mended(Span(*match.span("name")), "Ia", "mark")
