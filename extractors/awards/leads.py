"""Lines and headings that name an award for the items below them: "Tặng Giấy khen cho:", "B. BẰNG KHEN"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.awards.grammar import unnumbered_head
from extractors.awards.lexicon import fold_tones, load
from extractors.awards.naming import RANKS, awards_in
from extractors.awards.sentences import read
from extractors.awards.tokens import Award
from schemas.document import Document, Passage
from schemas.text import Span

# A sentence ends at a full stop before a capital or at the end; not after "TP.", "1.", "tr.", within "12.500".
END = re.compile(
    r"(?<![\dA-ZĐ])(?<!TP)(?<!tr)(?<!Tr)(?<!đ)[.!?…]+[\"”]?\s+(?=[\"“(]?[A-ZĐÀ-Ỹ\d])|"
    r"(?<=\d)[.]\s+(?=[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\s)"
)
SPEAKS = re.compile(
    r"khen|tặng|trao|kỷ niệm chương|danh hiệu|thi đua|huân|huy chương|tuyên dương|biểu "
    r"dương|vinh danh|tôn vinh|công nhận|tiên tiến|văn hóa"
    r"|văn hoá|CSTĐ|LĐTT|BKTT|(?-i:\b[BG]K\b)|GĐVH|KNC|HCLĐ|TTLĐ|anh hùng|ưu tú|nêu gương|thư khen|huy hiệu"
    r"|quyết thắng|lao động xuất sắc",
    re.I,
)
# "Hội đồng thống nhất đề nghị:", "UBND xã đã gửi Tờ trình đề nghị:" over items that name awards of their own
ASKS = re.compile(r"(?<!\w)(?:đề nghị|đề xuất|trình)[^:;.]{0,60}:\s*$", re.I)


# "Cấp tỉnh:" over items that name awards
OF_LEVEL = re.compile(
    r"\W*(?:[a-zđ\d]{1,2}[.)]\s*)?cấp\s+(?:nhà nước|bộ|tỉnh|thành phố|huyện|quận|xã|phường)\s*:\s*$", re.I
)
# "DANH SÁCH tập thể, cá nhân được tặng Bằng khen …", and its last line: "(Danh sách này có 06 tập thể, 09 cá nhân)"
LIST_HEAD = re.compile(r"\W*(?:phụ lục(?: [\dIVX]+)?[\s.:–-]+)?danh sách\s", re.I)
LIST_END = re.compile(
    r"\W*(?:danh sách(?: này| trên| gồm)?(?: gồm)?(?: có)?|tổng (?:số|cộng)(?: danh sách)?(?: này)?(?: gồm| có)?)"
    r"\s*:?\s*(?=\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Lead:
    """A line that ends in a colon and governs the items below it, or a heading that is an award's name."""

    award: Award | None
    text: str  # its last sentence
    passage: str  # all of it
    start: int  # in the document
    section: str | None = None  # the section that the heading heads


def lead_of(passage: Passage) -> Lead | None:
    """The lead that a passage is which ends in a colon: "Hội đồng thống nhất đề nghị:"."""
    text = passage.text.rstrip()
    if (
        not text.endswith(":")
        or len(text) > 500
        or not (SPEAKS.search(text) or ASKS.search(text) or OF_LEVEL.match(text))
    ):
        return None
    last = text[starts_of(text)[-1] :]
    head = unnumbered_head(read(last, []))
    return Lead(head, last, text, passage.locate(Span(starts_of(text)[-1], len(text))).start)


def headed(document: Document, passage: Passage) -> Lead | None:
    """The lead that a heading is which is nothing but an award: "IV. GIẤY KHEN" over "a. Tập thể: 04"."""
    if passage.kind != "heading":
        return None
    section = document.section(passage.section_id)
    text = (section.heading if section else passage.text).strip(" .:")
    awards = awards_in(fold_tones(text), load())
    if len(awards) != 1 or awards[0].weak or TITLED.fullmatch(text[: awards[0].span.start]) is None:
        return None
    after = text[awards[0].span.end :]
    if after.strip(' ”"') and not re.match(r"[”\"]?\s+(?:của|do)\s", after, re.I):
        return None
    begin = passage.locate(Span(0, len(passage.text))).start
    return Lead(awards[0], text, passage.text, begin, passage.section_id)


def is_under(document: Document, passage: Passage, over: Lead) -> bool:
    """Whether a heading stands under the one that named the award: "I. Tập thể (16 tập thể)" under "B. BẰNG KHEN"."""
    section = document.section(passage.section_id)
    return section is not None and section.parent_id is not None and section.parent_id == over.section


def listed_of(passage: Passage, before: Lead | None) -> Lead | None:
    """The one award of the list that stands around a passage: of the one that it heads, else of the one ``before``."""
    text = passage.text.strip()
    if not LIST_HEAD.match(text) or LIST_END.match(text):
        # "I. CỜ THI ĐUA", "II. BẰNG KHEN": what closes the list counts all of them
        parts = passage.kind == "heading" and SPEAKS.search(text)
        return None if parts or re.match(r"phụ lục(?!\w)", text, re.I) else before
    awards = [award for award in awards_in(fold_tones(text), load()) if not award.weak]
    start = passage.locate(Span(0, len(passage.text))).start
    several = re.search(r"danh hiệu thi đua|hình thức khen", text, re.I)
    return Lead(awards[0], text, text, start) if len(awards) == 1 and not several else None


def closing(passage: Passage, listed: Lead | None) -> Lead | None:
    """The lead-in of the last line of a list, which counts those who stand in it."""
    if listed is None or len(passage.text) > 160 or not LIST_END.match(passage.text):
        return None
    words = len(passage.text) - len(passage.text.lstrip(" \t(*–-"))
    return replace(listed, start=passage.locate(Span(words, len(passage.text))).start)


TITLED = re.compile(r"(?:(?:tặng|hình thức|danh hiệu|về)\s+)*[“\"]?", re.I)


def starts_of(text: str) -> list[int]:
    """Where the sentences of a text begin."""
    return [0, *(m.end() for m in END.finditer(text) if m.end() < len(text))]


# + Hạng Ba (02): 01 tập thể      under "Huân chương Lao động:"
OF_CLASS = re.compile(r"[\s+•*–-]*hạng\s+(?P<rank>nhất|nhì|ba|I{1,3})(?!\w)", re.I)


def of_class(text: str, lead: Lead) -> Lead:
    """The lead-in of an item that names a class of the order above."""
    match = OF_CLASS.match(text)
    if match is None or lead.award is None or not lead.award.code.startswith(("huan", "huy")):
        return lead
    return replace(lead, award=replace(lead.award, rank=RANKS[match["rank"].lower()]))
