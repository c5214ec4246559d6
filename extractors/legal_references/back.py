"""References back: "Nghị định này", "Kế hoạch nói trên", "Chỉ thị 24" for a directive that was cited in full before.

They are no records of their own. Where it cannot be told what one points to, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.legal_references.lexicon import instruments
from extractors.legal_references.provisions import Provision, provision_at
from schemas.document import Document, Passage
from schemas.finding import Finding
from schemas.records.legal_references import Record
from schemas.text import Span

# "Nghị định này", "Kế hoạch số 12 nói trên"; "trên" only where no place follows ("quyết định trên địa bàn")
_BACK = re.compile(
    r"(?<!\w)(?P<type>Thông\s+tư\s+liên\s+tịch|Nghị\s+định|Nghị\s+quyết|Bộ\s+luật|Luật|Pháp\s+lệnh|Thông\s+tư|Quyết\s+định|Chỉ\s+thị"
    r"|Kết\s+luận|Kế\s+hoạch|Công\s+văn|Hướng\s+dẫn|Chương\s+trình|Đề\s+án|Thông\s+báo|Báo\s+cáo|Tờ\s+trình|Quy\s+chế|Quy\s+định)"
    r"\s+(?P<how>này|đó|nêu\s+trên|nói\s+trên|kể\s+trên|vừa\s+nêu|trên(?=\s*(?:[,;.)]|$)|\s+(?:và|đã|được|có|là|của|thì|để|đến|cho)\s))(?!\w)",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:các|những|hai|ba|mọi|nhiều|tất\s+cả)\s+$", re.IGNORECASE)
_OWN_KINDS = {  # how a document names itself, by the letters of its symbol
    "QĐ": "quyet_dinh", "KH": "ke_hoach", "CV": "cong_van", "TB": "thong_bao", "NQ": "nghi_quyet", "CT": "chi_thi",
    "HD": "huong_dan", "CTr": "chuong_trinh", "ĐA": "de_an", "KL": "ket_luan", "TT": "thong_tu", "NĐ": "nghi_dinh",
}  # fmt: skip
_OWN_SYMBOL = re.compile(r"[/-]\s?(?P<kind>[A-ZĐ]{2,3}r?)\d{0,2}\s?[-/]\s?[A-ZĐ]{2,}")
_OF_TITLE = {
    "quyết định": "QĐ", "kế hoạch": "KH", "báo cáo": "BC", "tờ trình": "TTr", "thông báo": "TB", "nghị quyết": "NQ",
    "chỉ thị": "CT", "hướng dẫn": "HD", "chương trình": "CTr", "đề án": "ĐA", "kết luận": "KL",
}  # fmt: skip
_TITLE = re.compile(r"\s*(?:" + "|".join(name.replace(" ", r"\s+") for name in _OF_TITLE) + r")(?!\w)", re.IGNORECASE)
_LETTERS = {"báo cáo": "BC", "tờ trình": "TTr"}
_NEAR = 4  # passages back in which the instrument may be named


@dataclass(frozen=True, slots=True)
class BackReference:
    """A reference back: its place in the document, what it points to, how sure.

    ``target`` is the place in the list of findings, None for the document itself.
    """

    span: Span
    doc_type: str
    target: int | None
    provision: Provision
    rule: str
    confidence: float


def find_back_references(document: Document, findings: Sequence[Finding[Record]]) -> list[BackReference]:
    """All references back that can be resolved, in order of place; ``findings`` are the document's, in order."""
    own = _own_letters(document)
    found = list(_short(findings))
    recent: list[tuple[int, int]] = []  # the passage of a finding, and the finding
    at = 0
    for number, passage in enumerate(document.passages):
        begin, end = passage.pieces[0].start, passage.pieces[-1].end
        while at < len(findings) and findings[at].span.start < end:
            if findings[at].span.start >= begin:
                recent.append((number, at))
            at += 1
        if passage.part != "letterhead":
            found += _of_passage(document.text, passage, findings, [(number - n, i) for n, i in recent], own)
    return sorted(found, key=lambda back: back.span)


def _own_letters(document: Document) -> str:
    symbol = _OWN_SYMBOL.search(document.part("letterhead"))
    if symbol:
        return symbol["kind"]
    title = _TITLE.match(document.part("title"))
    return _OF_TITLE[" ".join(title[0].lower().split())] if title else ""


def _of_passage(
    text: str, passage: Passage, findings: Sequence[Finding[Record]], recent: list[tuple[int, int]], own: str
) -> Iterator[BackReference]:
    for match in _BACK.finditer(passage.text):
        if _PLURAL.search(passage.text, max(0, match.start() - 10), match.start()):
            continue
        words = " ".join(match["type"].lower().split())
        doc_type = instruments().types.get(words, "khac")
        span = passage.locate(Span(match.start(), match.end()))
        before = [
            (ago, at)
            for ago, at in recent
            if ago <= _NEAR
            and findings[at].span.start < span.start
            and findings[at].record.doc_type == doc_type
            and (doc_type != "khac" or words in findings[at].span.of(text).lower())
        ]
        this, ours = match["how"].lower() == "này", _is_own(doc_type, words, own)
        if this and not ours and (not own or not match["type"][0].isupper()):
            continue  # in a document whose own kind is not known it may be the document itself
        resolved = _resolve(this, before, findings, ours)
        if resolved is None:
            continue
        target, rule, confidence = resolved
        if not match["type"][0].isupper():
            confidence -= 0.1
        yield BackReference(
            span, doc_type, target, provision_at(passage.text, match.start()), rule, round(confidence, 2)
        )


def _is_own(doc_type: str, words: str, own: str) -> bool:
    if words in _LETTERS:
        return own == _LETTERS[words]
    return _OWN_KINDS.get(own) == doc_type


def _resolve(
    this: bool, before: list[tuple[int, int]], findings: Sequence[Finding[Record]], own: bool
) -> tuple[int | None, str, float] | None:
    """What is pointed to, by which rule, how sure; None where it cannot be told.

    ``before`` are the instruments of the kind that were named: how many passages ago, and which finding.
    """
    here = [at for ago, at in before if ago == 0]
    if this and own:
        return None, "self", 0.75 if here else 0.95
    if not before or (this and before[-1][0] > 1):
        return None
    ago, nearest = before[-1]
    if len({findings[at].record.canonical_id for near, at in before if near == ago}) > 1:
        return None  # two of the kind: which one is meant?
    return nearest, "nearest", (0.9 if here else 0.75) - (0.05 if this else 0)


def _short(findings: Sequence[Finding[Record]]) -> Iterator[BackReference]:
    """A number without its symbol that was cited with it before: "Chỉ thị 24" behind "Chỉ thị số 24-CT/TW"."""
    full: dict[tuple[str, str], list[int]] = {}
    for at, finding in enumerate(findings):
        record = finding.record
        if record.number is None:
            continue
        key = (record.doc_type, record.number.lstrip("0"))
        if record.symbol is not None:
            full.setdefault(key, []).append(at)
            continue
        named = full.get(key, [])
        known = {findings[i].record.canonical_id for i in named}
        if len(known) == 1 and record.issued_on is None:
            cited = Provision(record.article, record.clause, record.point)
            sure = 0.9 if record.issuer is None else 0.8
            yield BackReference(finding.span, record.doc_type, named[0], cited, "short", sure)
