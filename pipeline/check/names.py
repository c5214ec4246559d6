"""How many an award decision says that it commends, against the names in its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.check.codes import Found, Verified, issue
from schemas.document import Document, Passage
from schemas.header import Header
from schemas.text import Span

# "Điều 1. Tặng Giấy khen … cho 05 tập thể, 12 cá nhân và 03 hộ gia đình … (có danh sách kèm theo)"
ARTICLE = re.compile(r"\s*Điều\s+\d+\s*[.:]\s*(?:Tặng|Công nhận|Khen thưởng|Tặng thưởng|Biểu dương)(?!\w)", re.I)
LISTED = re.compile(r"danh sách|phụ lục", re.I)
COUNT = re.compile(
    r"(?<![\d./,-])(?P<n>\d{1,3})(?!\d)[^\d;:()]{0,12}?\s(?P<who>tập thể|cá nhân|hộ gia đình)(?!\w)", re.I
)
# "I. TẬP THỂ", "II. CÁ NHÂN (12 cá nhân)", "B. Hộ gia đình"
HEAD = re.compile(
    r"\s*(?:[IVX]{1,4}|[A-D]|\d)\s*[.)/-]\s*(?:Các\s+|Danh sách\s+)?(?P<who>tập thể|cá nhân|hộ gia đình)\s*"
    r"(?:\(\s*(?:gồm\s+)?\d{1,3}[^()]{0,20}\)|:)?\s*$",
    re.I,
)
ITEM = re.compile(r"\s*(?P<n>\d{1,3})\s*(?:[.)/]|$)")
RUN_ON = 3  # so many lines that are no item, and the list has ended


@dataclass(frozen=True, slots=True)
class _List:
    """Names below a heading: whose, how many, where the heading stands."""

    who: str
    count: int
    head: Span


def check(document: Document, header: Header) -> Iterator[Found]:
    """The numbers in the articles of a decision against the lists of the same document."""
    if header.doc_type != "quyet_dinh":
        return
    articles = [p for p in document.passages if ARTICLE.match(p.text)]
    listing = [p for p in articles if LISTED.search(p.text)]
    if len(listing) != 1:
        return  # several lists: which name belongs to which article nobody can tell
    article, told = listing[0], {}
    for match in COUNT.finditer(article.text):
        who = match["who"].lower()
        if who in told:
            return  # two awards in one article
        told[who] = match
    lists = list(_lists(document.passages[document.passages.index(article) + 1 :]))
    for who, match in told.items():
        of_them = [names for names in lists if names.who == who]
        if len(of_them) == 1:
            yield _judge(article, match, of_them[0])


def _judge(article: Passage, match: re.Match[str], names: _List) -> Found:
    said, who = int(match["n"]), names.who
    place = article.locate(Span(match.start(), match.end()))
    if said == names.count:
        good = issue(
            "names_verified",
            f"Danh sách khớp với quyết định: {said} {who}.",
            f"The list has as many names as the decision says: {said} ({who}).",
            place,
        )
        return Verified(good, (article.locate(Span(*match.span("n"))),))
    return issue(
        "names_mismatch",
        f"Quyết định ghi {said} {who}, danh sách kèm theo có {names.count} tên; đếm lại danh sách.",
        f"The decision says {said} ({who}), its list has {names.count} names.",
        place,
    )


def _lists(passages: tuple[Passage, ...]) -> Iterator[_List]:
    """The lists whose items are numbered from 1 without a gap; others are not counted."""
    at = 0
    while at < len(passages):
        head = HEAD.match(" ".join(passages[at].text.split()))
        at += 1
        if head is None or passages[at - 1].kind == "table_row":
            continue
        count, missed, start = 0, 0, at
        whole = True
        while at < len(passages) and missed < RUN_ON and not HEAD.match(" ".join(passages[at].text.split())):
            number = _number(passages[at])
            missed = 0 if number is not None else missed + 1
            if number is not None:
                whole = whole and number == count + 1
                count = number
            at += 1
        if whole and count:
            yield _List(head["who"].lower(), count, passages[start - 1].pieces[0])


def _number(passage: Passage) -> int | None:
    """The number of an item: of a line "3. Trường …", or in the first cell of a row."""
    item = ITEM.match(passage.text.split("\t")[0] if passage.kind == "table_row" else passage.text)
    if item is None or (passage.kind != "table_row" and not passage.text[item.end() :].strip()):
        return None
    return int(item["n"])
