"""The unit of a numeral: what is printed after it, repeated within it, or said before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.metrics.lexicon import COUNTED, MEASURE, NEVER, SCALE, load
from extractors.metrics.strokes import parted, skip
from extractors.nlp import Match, Word, tokenize, words_in
from extractors.numbers import Numeral
from schemas.text import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with its unit. ``span`` covers both; ``counted`` says that the unit is a noun that is counted.

    ``unit`` is the normalised unit, ``sure`` how certain it is (1 where it stands in the lexicon and in its place).
    """

    numeral: Numeral
    span: Span
    unit: str
    counted: bool = False
    sure: float = 1.0
    borrowed: bool = False  # the unit is not beside the number

    def noun(self, text: str) -> str:
        """The counted noun as printed ("HTX", where the unit is "htx"); the unit where it is not beside the number."""
        printed = text[self.numeral.span.end : self.span.end].strip()
        return " ".join(printed.split()) if printed.lower() == self.unit else self.unit


def quantities(text: str, numerals: Sequence[Numeral], units: Sequence[Match]) -> list[Quantity]:
    """The quantities among the numerals of a sentence; ``units`` are the phrases of the lexicon in it."""
    by_start = {match.span.start: match for match in units}
    found: list[Quantity] = []
    loose: list[tuple[int, Numeral]] = []
    end = 0
    for numeral in (part for whole in numerals for part in parted(text, whole, by_start)):
        if numeral.span.start < end:  # "đồng/chục 10 quả": a number within a unit
            continue
        if numeral.words and _spelled_out(text, numeral, end):
            continue
        read = _after(text, numeral, by_start)
        if isinstance(read, Quantity) and found and read.unit in load().money.values():
            read = _same_scale(text, read, found[-1])
        if isinstance(read, Quantity):
            joined = _joined(text, found[-1], read) if found else None
            if joined is not None:
                found.pop()
            found.append(joined or read)
            end = read.span.end
        elif read:
            loose.append((len(found), numeral))
    parts = _parts(text, found, loose)
    for place, numeral in reversed(loose):
        quantity = (
            parts.get(numeral.span.start)
            or _share(text, numeral, found[place] if place < len(found) else None)
            or _label(text, numeral, units)
        )
        if quantity is not None:
            found.insert(place, quantity)
    return found


# "125.600.000 đồng (Một trăm hai mươi lăm triệu sáu trăm nghìn đồng)"
_IN_LETTERS = re.compile(r"\([^()]*$|bằng chữ[^.;]*$", re.IGNORECASE)
_SMALLER = {"tỷ đồng": ("triệu đồng", 1000), "triệu đồng": ("nghìn đồng", 1000)}


def _spelled_out(text: str, numeral: Numeral, end: int) -> bool:
    """Whether number words only repeat in letters the sum that was printed before."""
    return end > 0 and _IN_LETTERS.search(text, max(0, numeral.span.start - 120), numeral.span.start) is not None


def _joined(text: str, before: Quantity, after: Quantity) -> Quantity | None:
    """E.g. "3 tỷ 250 triệu đồng" is one sum."""
    smaller, parts = _SMALLER.get(before.unit, ("", 1))
    if (
        after.unit != smaller
        or text[before.span.end : after.span.start].strip()
        or before.numeral.value_max is not None
    ):
        return None
    span = Span(before.numeral.span.start, after.numeral.span.end)
    numeral = replace(before.numeral, span=span, value=before.numeral.value + after.numeral.value / parts)
    return replace(before, numeral=numeral, span=Span(before.span.start, after.span.end))


# "12%/năm", "25.000đ/kg", "83.000 đồng/bao/50kg", "30.000đ/chục 10 quả", "352.500đ/bình 12 kg"
_PACK = r"(?:kg|g|m|quả|lít|ml|con|gói|chai|lon|viên|tấn|tạ|ha|m2)(?!\w)"
_PER = re.compile(
    rf"\s?/\s?(?P<word>[^\W\d_]+[23²³]?|\d+\s?{_PACK}|\d+\.000\s(?:dân|người)(?!\w)|vạn\sdân)(?:\s\d+(?:[.,]\d+)?\s?{_PACK})?"
)


def _after(  # noqa: PLR0911 -- one return a kind of unit
    text: str, numeral: Numeral, by_start: dict[int, Match]
) -> Quantity | bool:
    """The quantity, if a unit follows the numeral; else whether the numeral may still get one from elsewhere."""
    at = skip(text, numeral.span.end)
    match = by_start.get(at)
    if (
        numeral.denominator is not None
        and text[:at].rstrip("0123456789.,/ ").endswith("(")
        and text[at : at + 2] == ") "
    ):
        match = by_start.get(at + 2)  # "98,5% (3.245/3.294) hộ"
    if match is None and text.startswith("(", at):
        return True
    if match is not None:
        kind, _, name = match.label.partition(" ")
        if (
            kind == NEVER
            and name in _TIMES
            and (_SHORTENED.search(text, 0, numeral.span.start) or _LATE.search(text, 0, numeral.span.start))
        ):
            return Quantity(numeral, Span(numeral.span.start, match.span.end), name, sure=0.7)
        if kind == NEVER:
            return False
        if kind == MEASURE:
            return _measured(text, numeral, name, match.span.end, by_start)
        if kind == SCALE:
            return _scaled(text, numeral, name, match.span.end, by_start)
        counted = _counted(text, numeral, match.span, by_start)
        over = by_start.get(numeral.unit.start) if numeral.unit and numeral.denominator else None
        if over is not None and over.label.startswith(COUNTED):
            return replace(counted, unit=over.label.partition(" ")[2])
        return counted
    if (quoted := _QUOTED_NAME.match(text, at)) and quoted[1][0].isupper():
        name = quoted[1].strip().lower()
        return Quantity(numeral, Span(numeral.span.start, quoted.end()), name, counted=True, sure=0.7)
    if numeral.words:
        return _counted_by_words(text, numeral, at, by_start) or False
    if numeral.unit is not None:
        inner = by_start.get(numeral.unit.start)
        if inner is not None and inner.label.startswith((MEASURE, COUNTED)):
            kind, _, name = inner.label.partition(" ")
            return Quantity(numeral, numeral.span, name, counted=kind == COUNTED)
    return _counted_by_words(text, numeral, at, by_start) or not _names(text, numeral)


_TIMES = ("ngày", "giờ", "phút", "tháng")
# "rút ngắn thời gian giải quyết từ 15 ngày xuống còn 10 ngày"
_SHORTENED = re.compile(r"(?:rút ngắn|(?:giảm|tiết kiệm)\s(?:được\s)?thời gian)[^.;]{0,90}$", re.IGNORECASE)
# "về đích trước 16 ngày", "gửi báo cáo muộn từ 2 đến 7 ngày"; not "trước ngày 30/11", "trong 05 ngày làm việc"
_LATE = re.compile(
    r"(?<!\w)(?:(?:sớm|muộn|trễ|chậm|quá hạn)(?:\s+(?:hơn|so với[^,;.]{3,30}?))?|về đích trước|hoàn thành trước|"
    r"trước hạn)"
    r"(?:\s+(?:từ|gần|hơn|trên|khoảng|tới|đến))?\s+$",
    re.IGNORECASE,
)
# "bàn giao 02 “Mái ấm công đoàn”": the name tells what is counted
_QUOTED_NAME = re.compile(r"[“\"«]([^\W\d_][^“”\"«»\d]{4,45})[”\"»]")


def _same_scale(text: str, quantity: Quantity, before: Quantity) -> Quantity:
    """E.g. "55 triệu người, trong đó … là 50 triệu": a bare scale counts what the one before it counted."""
    scale = text[: quantity.span.end].lower().rpartition(" ")[2]
    told = before.span.of(text).lower()
    if before.counted and scale in load().money and f" {scale} " in told:
        numeral = _times(quantity.numeral, _SCALES[scale])
        return replace(quantity, numeral=numeral, unit=before.unit, counted=True, sure=0.7, borrowed=True)
    return quantity


_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}


def _times(numeral: Numeral, factor: float) -> Numeral:
    """The numeral with the number word behind it: "8,1 triệu" lượt khách, "62,6 nghìn" tỷ đồng.

    >>> _times(Numeral(Span(0, 3), 8.1), 1e6).value
    8100000.0
    """

    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 6)

    return replace(
        numeral,
        value=round(numeral.value * factor, 6),
        value_max=scaled(numeral.value_max),
        denominator=scaled(numeral.denominator),
    )


def _measured(text: str, numeral: Numeral, name: str, end: int, by_start: dict[int, Match]) -> Quantity:
    if name in _SQUARE and _AREA.search(text, max(0, numeral.span.start - 60), numeral.span.start):
        return Quantity(numeral, Span(numeral.span.start, end), _SQUARE[name], sure=0.72)
    scale, _, money = name.partition(" ")
    if scale in ("nghìn", "ngàn") and money.startswith("tỷ"):
        numeral, name = _times(numeral, _SCALES[scale]), money
    unit, end = _per(text, name, end, by_start)
    return Quantity(numeral, Span(numeral.span.start, end), unit)


_SQUARE = {"km": "km2", "m": "m2"}  # the raised 2 is often lost, and no area is told in lengths: "diện tích 12,22km"
_AREA = re.compile(r"diện tích(?:\s+[^\W\d]+){0,6}\s*$", re.IGNORECASE)


def _per(text: str, name: str, end: int, by_start: dict[int, Match]) -> tuple[str, int]:
    """What follows strokes: kept where it says of what ("/kg"), dropped where it says how often ("/năm")."""
    lexicon = load()
    while match := _PER.match(text, end):
        at = match.start("word")
        stop = match.end()
        noun = by_start.get(at)
        if noun is not None and noun.label.startswith(COUNTED) and noun.span.end > stop:
            stop = noun.span.end
        word = re.sub(r"\s+", " ", text[at:stop]).lower()
        if word not in lexicon.time:
            name = f"{name}/{word}"
        end = stop
    return name, end


def _scaled(text: str, numeral: Numeral, name: str, end: int, by_start: dict[int, Match]) -> Quantity | bool:
    """E.g. "1,2 triệu lượt khách" counts 1.200.000; "1,2 triệu" and "3 tỷ 500 triệu" are money.

    Before a measure the scale is a part of the unit, as in the tables of statistics: "856 triệu kWh", "40 nghìn ha".
    """
    at = end + (1 if text[end : end + 1] == " " else 0)
    match = by_start.get(at)
    if match is not None and match.label.startswith(COUNTED):
        return replace(_counted(text, _times(numeral, _SCALES[name]), match.span, by_start), sure=0.7)
    if match is not None and match.label.startswith(MEASURE):
        noun = re.sub(r"\s+", " ", text[match.span.start : match.span.end]).lower()
        return Quantity(numeral, Span(numeral.span.start, match.span.end), f"{name} {noun}")
    money = load().money.get(name)
    if money is not None:
        unit, end = _per(text, money, end, by_start)
        noun_after = _noun(text, at)
        if noun_after is not None and not _PER.match(text, end) and noun_after.text.lower() not in load().no_nouns:
            span = Span(numeral.span.start, noun_after.span.end)
            return Quantity(_times(numeral, _SCALES[name]), span, noun_after.text.lower(), counted=True, sure=0.7)
        return Quantity(numeral, Span(numeral.span.start, end), unit, sure=0.9)
    noun_after = _noun(text, at)
    if noun_after is None:
        return False
    span = Span(numeral.span.start, noun_after.span.end)
    return Quantity(_times(numeral, _SCALES[name]), span, noun_after.text.lower(), counted=True, sure=0.7)


# "39/39 thôn, khu dân cư": nouns that share the number; "15 Đình, Đền, Miếu"
_AND = re.compile(r"\s*(?:,|/|và|hoặc)\s*")


def _counted(text: str, numeral: Numeral, noun: Span, by_start: dict[int, Match]) -> Quantity:
    end = _whole(text, noun)
    while joint := _AND.match(text, end):
        more = by_start.get(joint.end())
        if more is None or not more.label.startswith(COUNTED):
            break
        if joint[0].strip() == "và" and text[end : end + 1] != " ":
            break
        if (
            _named(text, more.span.end) or more.label == f"{COUNTED} {noun.of(text).lower()}"
        ):  # "thôn Đông 25 hộ, thôn Tây 100 hộ"
            break
        end = more.span.end
    unit = re.sub(r"\s+", " ", text[noun.start : end]).lower()
    unit, end = _per(text, unit, end, by_start) if "/" not in unit else (unit, end)
    return Quantity(numeral, Span(numeral.span.start, end), unit, counted=True)


def _named(text: str, at: int) -> bool:
    """Whether a name or a number stands behind a noun: "thôn Tây", "khu 3"."""
    following = text[skip(text, at) : skip(text, at) + 1]
    return following.isupper() or following.isdigit()


def _whole(text: str, noun: Span) -> int:
    """Where the noun ends, given that one syllable may be the first of a longer noun: "2/3 công suất", "một hộ lý"."""
    if " " in noun.of(text):
        return noun.end
    word = next((w for w in words_in(text, Span(noun.start, len(text))) if w.span.start == noun.start), None)
    return word.span.end if word is not None and word.is_noun and word.span.end > noun.end else noun.end


def _counted_by_words(text: str, numeral: Numeral, at: int, by_start: dict[int, Match]) -> Quantity | None:
    """A noun that the lexicon does not know, by word segmentation: "18 mắt camera", "04 đập dâng"."""
    deed = _DEED.search(text, 0, numeral.span.start) is not None
    noun = _noun(text, at, after_deed=deed)
    if noun is None:
        return None
    unit = re.sub(r"\s+", " ", noun.text).lower()
    sure = 0.72 if noun.tag.startswith("N") else 0.62
    unit, end = _per(text, unit, noun.span.end, by_start)
    return Quantity(numeral, Span(numeral.span.start, end), unit, counted=True, sure=sure)


_WINDOW = re.compile(r"[^.,;:()\n\d]{1,60}")


# After such a word a number counts things, even things that word segmentation takes for deeds: "sửa chữa 04 đập dâng".
_DEED = re.compile(
    r"(?<!\w)(?:sửa chữa|cải tạo|nâng cấp|xây dựng|xây|xây mới|làm|làm mới|nạo vét|lắp đặt|lắp|trồng|mở|tổ chức|có|"
    r"được|hỗ trợ|trao|tặng|cấp|thành lập|phát hiện|xử lý|bắt|tiếp nhận|giải quyết|ban hành|hoàn thành|thu hút|"
    r"vận động|triển khai|phát động|duy trì|đầu tư)\s+(?:được\s+|mới\s+|trên\s+|hơn\s+|gần\s+|khoảng\s+)?$",
    re.IGNORECASE,
)


_SHORT_NAME = re.compile(r"[A-ZĐ]{2,6}")  # "34 HTX", "12 TDP": a noun cut short, no name


def _noun(text: str, at: int, *, after_deed: bool = False) -> Word | None:
    """The noun that begins at an offset, as word segmentation has it; None where another kind of word stands there."""
    if at >= len(text) or not text[at].isalpha():
        return None
    stop = _WINDOW.match(text, at)
    found = [w for w in words_in(text, Span(at, stop.end() if stop else at)) if w.tag != "CH"]
    if not found or found[0].span.start != at:
        return None
    first = found[0]
    if first.text.lower().split()[0] in load().no_nouns or not (
        first.is_noun or first.tag in ("X", "Ny") or (after_deed and first.is_verb)
    ):
        return None
    short = _SHORT_NAME.fullmatch(first.text) is not None and not (len(found) > 1 and found[1].text[0].isupper())
    if not short and (
        first.tag == "Np" or (first.text[0].isupper() and len(found) > 1 and found[1].text[0].isupper())
    ):  # "sắt 6 Tây Đô"
        return None
    end = first.span.end
    if first.tag in ("Nc", "Nu") and len(found) > 1 and found[1].is_noun:
        end = found[1].span.end
    elif len(found) == 2 and " " not in first.text and " " not in found[1].text and found[1].tag[0] in "NVA":
        end = found[1].span.end  # "04 đập dâng,": two syllables that stand alone are one name
    return Word(text[at:end], Span(at, end), first.tag)


def _names(text: str, numeral: Numeral) -> bool:
    """Whether what stands beside the numeral makes it part of a name: "Nàng Hoa 9", "lúa OM 18"."""
    before = re.search(r"(?<!\w)([A-ZĐ][\w]*)\s$", text[: numeral.span.start])
    return before is not None and numeral.value < 100 and before.start() > 0


_TO_NEXT = re.compile(
    r"\s*(?:,|và|hoặc|xuống|lên|còn|tới|đến|nay|đạt|\bnăm\s+20\d\d\b|\s|khoảng|gần|hơn|trên|thành)*\s*", re.IGNORECASE
)


def _share(text: str, numeral: Numeral, following: Quantity | None) -> Quantity | None:
    """E.g. "giảm từ 109 xuống còn 63 hộ": the unit stands after the second number only."""
    if following is None or following.borrowed:
        return None
    if not _TO_NEXT.fullmatch(text, numeral.span.end, following.numeral.span.start):
        return None
    gap = text[numeral.span.end : following.numeral.span.start]
    if not re.search(r"xuống|lên|còn|đến|tới|và|hoặc", gap):
        return None
    return replace(following, numeral=numeral, span=numeral.span, sure=following.sure * 0.9, borrowed=True)


_PART = re.compile(r"(?:[,;:(]|trong đó|gồm|và)\s*(?:có\s+|trong đó:?\s+|gồm:?\s+)?[^\W\d_][^,;:()\d]{1,40}?\s*:?\s$")


# "472 học viên (nữ 268, DTTS 460)": some of them, which may overlap
_OF_THEM = re.compile(r"(?:nữ|nam|DTTS|dân tộc thiểu số|đảng viên|trẻ em)\s*:?\s*$", re.IGNORECASE)


def _parts(text: str, found: Sequence[Quantity], loose: Sequence[tuple[int, Numeral]]) -> dict[int, Quantity]:
    """Bare numbers that share out a count, and add up to it: "kỷ luật 09 đảng viên (khiển trách 06, cảnh cáo 03)"."""
    parts: dict[int, Quantity] = {}
    for place, head in enumerate(found, start=1):
        bare = [n for at, n in loose if at == place and not n.words and n.denominator is None]
        bare = [
            n
            for n in bare
            if _CLOSED.match(text, n.span.end) and _PART.search(text, head.span.end, n.span.start) is not None
        ]
        bracket = text[head.span.end :].lstrip()[:1] == "("
        some = all(n.value <= head.numeral.value for n in bare)
        if head.counted and bracket and bare and all(_OF_THEM.search(text, 0, n.span.start) for n in bare):
            for numeral in (n for n in bare if n.value <= head.numeral.value):
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.75, borrowed=True)
        elif head.counted and bracket and bare and some and head.numeral.denominator is None:
            for numeral in bare:  # "94 doanh nghiệp (thành lập mới 17, giải thể 3)": of them, or of what came and went
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.7, borrowed=True)
        elif head.counted and len(bare) > 1 and sum(n.value for n in bare) == head.numeral.value:
            for numeral in bare:
                parts[numeral.span.start] = replace(head, numeral=numeral, span=numeral.span, sure=0.85, borrowed=True)
    return parts


# "Số hộ nghèo là 63", "Tổng số đảng viên: 2.135", "Số lớp tập huấn đã mở: 12"
_COUNT_OF = re.compile(
    r"(?:^|(?<!\w))(?:tổng\s+)?(?:số\s+lượng|số)\s+(?P<noun>(?!liệu|hóa|hoá|tiền|vốn|dư)[^\W\d_].*?)\s*"
    r"(?:(?:hiện\s+)?(?:là|có|còn|đạt|gồm|bằng|giảm|tăng)|[:=])\s*(?:khoảng|trên|hơn|gần|dưới)?\s*$",
    re.IGNORECASE,
)
# "số phiếu tuyệt đối 57/57"
_VOTES = re.compile(r"(?<!\w)số phiếu(?:\s[^\W\d_]+){0,4}\s*$", re.IGNORECASE)
# "Cá nhân: 12", "Hộ nghèo: 63; hộ cận nghèo: 120"
_LABELLED = re.compile(r"(?:^|[;,.(•+–-]\s*)(?P<label>[^;:,.()\d]{2,60}?)\s*[:=]\s*$")
_HERD = re.compile(r"(?<!\w)(?:tổng\s+)?đàn\s+[^\d.;:]{2,60}$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;()=]|$)")


def _label(  # noqa: PLR0911 -- one return a way of saying it
    text: str, numeral: Numeral, units: Sequence[Match]
) -> Quantity | None:
    """The unit that the words before the number give: the noun of a label, of "số …", of a herd."""
    if not _CLOSED.match(text, numeral.span.end) or numeral.words:
        return None
    before = text[: numeral.span.start]
    clause = re.split(r"[;(]|(?<!\d)\.\s", before)[-1]
    if numeral.denominator is not None and _VOTES.search(clause):
        return Quantity(numeral, numeral.span, "phiếu", counted=True, sure=0.8, borrowed=True)
    if match := _COUNT_OF.search(clause):
        return Quantity(numeral, numeral.span, _head(match["noun"], units), counted=True, sure=0.7, borrowed=True)
    if _HERD.search(clause):
        return Quantity(numeral, numeral.span, "con", counted=True, sure=0.6, borrowed=True)
    if (match := _LABELLED.search(before)) and numeral.value == int(numeral.value):
        noun = _noun(match["label"].strip(), 0)
        if noun is None or match["label"].strip().lower().startswith("số"):
            return None
        return Quantity(numeral, numeral.span, _head(match["label"], units), counted=True, sure=0.5, borrowed=True)
    return None


def _head(phrase: str, units: Sequence[Match]) -> str:
    """The noun with which a phrase begins: a counted noun of the lexicon, else its first word."""
    phrase = re.sub(r"\s+", " ", phrase.strip())
    first = next((m for m in load().units.find(tokenize(phrase)) if m.span.start == 0), None)
    if first is not None and first.label.startswith(COUNTED):
        return phrase[: first.span.end].lower()
    noun = _noun(phrase, 0)
    return (noun.text if noun else phrase.split(" ")[0]).lower()
