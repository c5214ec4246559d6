"""What a document does with an instrument that it names: takes it for its basis, carries it out, issued it itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.document import Document
from schemas.finding import Finding
from schemas.records.legal_references import Record, Role

_SENTENCE = re.compile(r"[.;:!?]\s|\n")
_REACH = 220  # characters before a mention in which its verb may stand
# "Căn cứ Luật …", "Xét đề nghị … tại Tờ trình số …": the line is one of the bases
_BASIS_LINE = re.compile(r"[-+–•\s]*(?:Căn\s+cứ|Xét|Theo\s+đề\s+nghị|Chiếu\s+theo)(?!\w)")
_VERB = re.compile(
    r"(?<!\w)(?:(?P<can_cu>căn\s+cứ|trên\s+cơ\s+sở)"
    r"|(?P<thuc_hien>thực\s+hiện|triển\s+khai|thi\s+hành|quán\s+triệt|chấp\s+hành|hưởng\s+ứng|cụ\s+thể\s+h[óo][áa]?)"
    r"|(?P<tu_ban_hanh>ban\s+hành|xây\s+dựng|ký)"
    r"|(?P<nhac_den>theo|tại|thay\s+thế|bãi\s+bỏ|sửa\s+đổi|bổ\s+sung|của|vi\s+phạm|kèm))(?!\w)",
    re.IGNORECASE,
)
# "…; Luật B", ", Kế hoạch số 2 và": the instrument stands beside the one before it
_BESIDE = re.compile(r"[\s,;)]*(?:và|cùng|hoặc|cũng\s+như)?\s*(?:các\s+)?", re.IGNORECASE)
_PASSIVE = re.compile(r"ban\s+hành\s+kèm", re.IGNORECASE)

_UNITS = ("đặc khu", "thị trấn", "phường", "xã", "quận", "thị xã", "huyện", "thành phố", "tỉnh")
_UNIT = re.compile(rf"(?<!\w)(?P<unit>{'|'.join(_UNITS)})(?!\w)\s*(?P<name>[^\n\t\d,;:(|-]*)", re.IGNORECASE)
_SYMBOL = re.compile(r"[/-]\s?[A-ZĐ]{2,}[a-z]{0,2}\d{0,2}\s?[-/]\s?(?P<organ>[A-ZĐ]{2,})")


@dataclass(frozen=True, slots=True)
class Own:
    """Who issued the document, as its letterhead tells: the organ's letters, the kind of unit and its name."""

    organ: str = ""
    unit: str = ""
    name: str = ""


def own_of(document: Document) -> Own:
    """What the letterhead says of the document's own issuer; empty where there is none."""
    head = document.part("letterhead")
    symbol = _SYMBOL.search(head)
    found = [(m["unit"].lower(), " ".join(m["name"].lower().split())) for m in _UNIT.finditer(head)]
    lowest = min(found, key=lambda unit: _UNITS.index(unit[0]), default=("", ""))
    return Own(symbol["organ"] if symbol else "", *lowest)


def roles_of(text: str, findings: list[Finding[Record]], own: Own) -> list[Role]:
    """The role of each of a paragraph's mentions, which are in order of place."""
    roles: list[Role] = []
    reach, outer, basis = 0, "nhac_den", _BASIS_LINE.match(text) is not None
    last = -1
    for finding in findings:
        at = finding.numbers[0].start if finding.numbers else finding.span.start
        nested = finding.span.start < reach
        verb = _verb(text, at)
        role: Role = "nhac_den"
        if nested:
            role = "thuc_hien" if outer == "tu_ban_hanh" and verb == "thuc_hien" else "nhac_den"
        elif last >= 0 and not _issuer_first(text, finding) and _BESIDE.fullmatch(text, last, finding.span.start):
            role = roles[-1] if roles[-1] != "tu_ban_hanh" or _ours(finding.record, own, named=False) else "nhac_den"
        elif verb == "tu_ban_hanh":
            role = "tu_ban_hanh" if _ours(finding.record, own, named=False) else "nhac_den"
        elif verb in ("can_cu", "thuc_hien"):
            role = verb
        elif basis and ";" not in text[: finding.span.start]:
            role = "can_cu"
        if role == "nhac_den" and not nested and finding.record.issuer and _ours(finding.record, own, named=True):
            role = "tu_ban_hanh"
        if not nested:
            outer, last = role, finding.span.end
        roles.append(role)
        reach = max(reach, finding.span.end)
    return roles


def _issuer_first(text: str, finding: Finding[Record]) -> bool:
    """Whether its issuer stands before the instrument: "UBND xã đã ban hành Kế hoạch số …"."""
    issuer = finding.record.issuer
    return issuer is not None and finding.span.of(text).startswith(issuer.split()[0])


def _verb(text: str, at: int) -> Role | None:
    begin = max(0, at - _REACH)
    for stop in _SENTENCE.finditer(text, begin, at):
        begin = stop.end()
    verbs = list(_VERB.finditer(text, begin, at))
    found = verbs[-1] if verbs else None
    if found is None or _PASSIVE.match(text, found.start()):
        return None
    role: Role = found.lastgroup  # type: ignore[assignment]
    return role


def _ours(record: Record, own: Own, *, named: bool) -> bool:
    """Whether the document's own issuer issued the instrument; ``named``: only where its issuer is said."""
    if not own.organ or (record.symbol and own.organ not in re.split(r"[-/.]", record.symbol)):
        return False
    if record.issuer is None:
        return record.symbol is not None and not named
    units = [(m["unit"].lower(), " ".join(m["name"].lower().split())) for m in _UNIT.finditer(record.issuer)]
    if not units:
        return False
    unit, name = units[0]
    return unit == own.unit and (not name or name == own.name)
