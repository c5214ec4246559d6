"""Lists whose head tells the total: "Tổng kinh phí 35,4 triệu đồng, gồm:" and a line for each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check.codes import Found
from pipeline.check.quantities import Quantity, quantities
from pipeline.check.sentences import SENTENCE_END
from pipeline.check.sums import APPROXIMATE, OVERLAP, STAGES, VAGUE
from pipeline.check.totals import MEASURES, MOST_PARTS, Reading, judge, same_kind
from schemas.document import Document, Passage
from schemas.text import Span

HEAD = re.compile(
    r"(?<!\w)(?P<word>trong đó|bao gồm|gồm có|gồm|cụ thể(?: như sau| là)?|như sau)?\s*(?:có\s*)?[:.]\s*$", re.I
)
BULLET = re.compile(r"\s*(?:(?P<mark>[-–+*•])|(?P<label>\d{1,2}|[a-zđ])[.)])\s*", re.I)
BRACKETED = re.compile(r"\([^()]*\)")
LEAST_ITEMS = 2


def check(document: Document) -> Iterator[Found]:
    """The lines of each list against the total in its head."""
    passages = document.passages
    for at, head in enumerate(passages[:-LEAST_ITEMS]):
        if head.kind == "table_row" or not head.text.rstrip().endswith((":", ".")):
            continue
        found = HEAD.search(head.text)
        if found is None or (found["word"] is None and not head.text.rstrip().endswith(":")):
            continue
        sentence = max((m.end() for m in SENTENCE_END.finditer(head.text)), default=0)
        totals = [q for q in quantities(head.text) if q.span.start >= sentence and q.unit != "%"]
        if totals:
            yield from _judge(head, found["word"] or "", totals, list(_items(head, passages[at + 1 : at + 60])))


def _items(head: Passage, passages: Sequence[Passage]) -> Iterator[Passage]:
    """The lines of the list: bullets of one kind, or labels; what stands below one of them is passed over."""
    kind: str | None = None
    own = _kind(head.text)
    for passage in passages:
        bullet = _kind(passage.text)
        if passage.kind not in ("list_item", "paragraph") or bullet is None or bullet == own:
            return
        kind = kind or bullet
        if bullet == kind:
            yield passage
        elif kind == "+":
            return  # a higher list goes on


def _kind(text: str) -> str | None:
    bullet = BULLET.match(text)
    if bullet is None:
        return None
    return bullet["mark"] or ("1" if bullet["label"].isdigit() else "a")


def _judge(head: Passage, word: str, totals: list[Quantity], items: list[Passage]) -> Iterator[Found]:
    if not LEAST_ITEMS <= len(items) <= MOST_PARTS:
        return
    for total in reversed(totals):
        parts, owners = [], {}
        for item in items:
            first = _first(item, total)
            if first is None:
                break
            parts.append(first)
            owners[id(first)] = item
        if len(parts) < len(items):
            continue  # an item that tells no part

        def place(quantity: Quantity, owners: dict[int, Passage] = owners) -> Span:
            return owners.get(id(quantity), head).locate(quantity.span)

        texts = [head.text, *(item.text for item in items)]
        vague = any(APPROXIMATE.search(t) or OVERLAP.search(t) or STAGES.search(t) or VAGUE.search(t) for t in texts)
        reading = Reading(word.lower(), lenient=vague or len(totals) > 1, whole=True, exceed=False)
        judged = judge(total, parts, reading, place)
        if judged is not None:
            yield judged
            return


def _first(item: Passage, total: Quantity) -> Quantity | None:
    """What an item adds to the total: its first quantity of that kind, outside brackets."""
    bullet = BULLET.match(item.text)
    start = bullet.end() if bullet else 0
    inner = [b.span() for b in BRACKETED.finditer(item.text)]
    for quantity in quantities(item.text):
        if quantity.span.start < start or any(s <= quantity.span.start < e for s, e in inner):
            continue
        if same_kind(quantity, total):
            return quantity
        if total.unit not in MEASURES:
            return None  # "16 nhà" behind "3 tỷ đồng"
    return None
