"""Nouns that are counted: those of the lexicon, and what word segmentation finds behind a number."""

from __future__ import annotations

import re

from extractors.metrics.lexicon import COUNTED, load
from extractors.metrics.quantity import Quantity
from extractors.metrics.scales import with_strokes
from extractors.metrics.strokes import skip
from extractors.nlp import Match, Word, words_in
from extractors.numbers import Numeral
from schemas.text import Span

# "39/39 thôn, khu dân cư": nouns that share the number; "15 Đình, Đền, Miếu"
_AND = re.compile(r"\s*(?:,|/|và|hoặc)\s*")


def counted_noun(text: str, numeral: Numeral, noun: Span, by_start: dict[int, Match]) -> Quantity:
    """The numeral with a counted noun of the lexicon, and with those that share the number: "thôn, khu dân cư"."""
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
    unit, end = with_strokes(text, unit, end, by_start) if "/" not in unit else (unit, end)
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


def counted_by_words(text: str, numeral: Numeral, at: int, by_start: dict[int, Match]) -> Quantity | None:
    """A noun that the lexicon does not know, by word segmentation: "18 mắt camera", "04 đập dâng"."""
    deed = _DEED.search(text, 0, numeral.span.start) is not None
    noun = noun_at(text, at, after_deed=deed)
    if noun is None:
        return None
    unit = re.sub(r"\s+", " ", noun.text).lower()
    sure = 0.72 if noun.tag.startswith("N") else 0.62
    unit, end = with_strokes(text, unit, noun.span.end, by_start)
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


def noun_at(text: str, at: int, *, after_deed: bool = False) -> Word | None:
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


def is_of_name(text: str, numeral: Numeral) -> bool:
    """Whether what stands beside the numeral makes it part of a name: "Nàng Hoa 9", "lúa OM 18"."""
    before = re.search(r"(?<!\w)([A-ZĐ][\w]*)\s$", text[: numeral.span.start])
    return before is not None and numeral.value < 100 and before.start() > 0
