"""Who issues a document: bodies and their units, from capitals in a letterhead or from running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.header.forms import fold_accents, lexicon
from extractors.header.unit_names import UNIT, Unit, name_at, read_unit, read_units, starts_unit, unit_words

__all__ = ["Body", "read_bodies", "spell"]


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its full name in running text, and its unit where it is one of a unit (an Ủy ban nhân dân)."""

    name: str
    unit: Unit | None
    governing: bool
    department: bool = False
    office: bool = False  # a Phòng of a People's Committee
    mass: bool = False  # an organisation of its members: Hội Nông dân, Đoàn Thanh niên, Mặt trận Tổ quốc
    beyond: tuple[Unit, ...] = ()  # units named behind its own: the quận of "phường 12 quận Gò Vấp"


def read_bodies(lines: Sequence[str], running: str) -> list[Body]:
    """The bodies that the lines of a letterhead name, the highest first; the last one issues.

    Args:
        lines: the lines in capitals.
        running: running text of the document, which shows how a name is spelled in lower case.

    >>> [b.name for b in read_bodies(["UBND TỈNH HẬU GIANG", "SỞ TÀI CHÍNH"], "")]
    ['Ủy ban nhân dân tỉnh Hậu Giang', 'Sở Tài chính']
    """
    printed: list[str] = []
    for line in _without_motto(lines):
        if printed and (_is_rest(printed[-1], line, running) or _goes_on(printed[-1], line)):
            printed[-1] += " " + line
        elif len(line) > _SHORT:
            printed.append(line)
    if len(printed) > 1 and fold_accents(printed[-1]) in _inner():
        printed.pop()  # ỦY BAN MTTQ … / BAN THƯỜNG TRỰC: the committee issues
    elif len(printed) > 1 and (branch := _branch(printed[-2], printed[-1])) is not None:
        printed[-2:] = [branch]
    bodies = [_body(line, running) for line in printed]
    last = bodies[-1] if bodies else None
    if last is not None and last.unit is not None and starts_unit(fold_accents(last.name)) and len(bodies) > 1:
        head = next((h for h in ("Ủy ban nhân dân", "Hội đồng nhân dân") if bodies[-2].name.startswith(h)), None)
        if head is not None:  # ỦY BAN NHÂN DÂN QUẬN 3 / PHƯỜNG 12: the committee of the ward
            bodies[-1] = replace(last, name=f"{head} {last.unit}")
    return bodies


def _without_motto(lines: Sequence[str]) -> list[str]:
    """The lines without "ĐOÀN TNCS HỒ CHÍ MINH", which stands beside TỈNH ĐOÀN … in the place of the motto."""
    every = [*_split(lines)]
    own = any(
        re.match(r"(?:tinh|thanh|huyen|quan|thi) doan\b|doan (?:xa|phuong|truong|cac)\b", fold_accents(line))
        for line in every
    )
    return [line for line in every if not (own and fold_accents(line) in ("doan tncs ho chi minh", "doan tncs hcm"))]


def _branch(whole: str, organ: str) -> str | None:
    """HỘI NÔNG DÂN VIỆT NAM / BAN CHẤP HÀNH TỈNH X: the organisation of the province issues through its organ."""
    match = re.fullmatch(
        r"(?P<name>(?:HỘI|ĐOÀN|LIÊN ĐOÀN|CÔNG ĐOÀN|TỔNG LIÊN ĐOÀN)\s.+?)(?:\s+VIỆT NAM)?", whole.strip(" .*-")
    )
    inner = next(
        (name for name in lexicon()["bodies"]["inner"] if fold_accents(organ).startswith(fold_accents(name) + " ")),
        None,
    )
    unit = organ.split(maxsplit=len(inner.split()))[-1] if inner else ""
    if match is None or _has_unit(whole) or not starts_unit(fold_accents(unit)):
        return None
    return f"{match['name']} {unit}"


_SHORT = 3  # letters: no body has so short a name, but the rest of one may: "HỘI PHỤ NỮ TỈNH LẠNG" / "SƠN"


def _is_rest(before: str, line: str, running: str) -> bool:
    """Whether a short line is the end of the name above: the running text has both side by side.

    >>> _is_rest("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HẢI", "PHÒNG", "Hải Phòng, ngày 5 tháng 3 năm 2025")
    True
    """
    if len(line.split()) > 3 or starts_unit(fold_accents(line)):
        return False
    if len(line) <= _SHORT and line != "MẬT" and re.search(rf"(?<!\S)(?:{_NAME_BEGUN.pattern})$", before):
        return True  # HUYỆN TÂN / KỲ: a name of one syllable, and one that is no body
    joined = re.escape(f"{before.rsplit(maxsplit=1)[-1]} {line}")
    return re.search(rf"(?<!\w){joined}(?!\w)", running, re.IGNORECASE) is not None


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the name that the line before began."""
    key = fold_accents(line)
    if _starts_body(key):
        return False
    if starts_unit(key) or not key.startswith("va "):
        return not _has_unit(before)
    return True


# XÃ YÊN | TRƯỜNG LÂM: a name of one syllable goes on, also with a word that may begin another body
_NAME_BEGUN = re.compile(r"(?:XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|HUYỆN|QUẬN|THỊ XÃ|TỈNH|THÀNH PHỐ)\s+[^\W\d_]+")


def _split(lines: Iterable[str]) -> Iterable[str]:
    """Cut lines in which two bodies stand one after the other."""
    for line in lines:
        start = 0
        for match in _heads_in_capitals().finditer(line, 4):
            before = line[start : match.start()].rstrip()
            if _NAME_BEGUN.fullmatch(before):
                continue
            if before and not before.endswith(("-", "–", "VÀ", "CỦA", "BAN", "HỘI ĐỒNG")) and _has_unit(before):
                yield before
                start = match.start()
        yield line[start:].strip()


@cache
def _heads() -> tuple[str, ...]:
    bodies = lexicon()["bodies"]
    names = [*bodies["governing"], *bodies["others"], *bodies["short"]]
    return tuple(sorted(names, key=len, reverse=True))


@cache
def _heads_in_capitals() -> re.Pattern[str]:
    long_enough = [re.escape(head.upper()) for head in _heads() if len(head) >= 4 or head == "Sở"]
    return re.compile(rf"(?<!\S)(?:{'|'.join(long_enough)}|UỶ BAN NHÂN DÂN)(?=\s|$)")


@cache
def _head_keys() -> tuple[str, ...]:
    return tuple(fold_accents(head) for head in _heads())


@cache
def _inner() -> frozenset[str]:
    return frozenset(fold_accents(name) for name in lexicon()["bodies"]["inner"])


def _starts_body(key: str) -> bool:
    return any(key == head or key.startswith(head + " ") for head in _head_keys())


def _has_unit(line: str) -> bool:
    return read_unit(line) is not None


def _body(printed: str, running: str) -> Body:
    name = spell(printed, running)
    key = fold_accents(name)
    governing, mass = (
        any(key == fold_accents(b) or key.startswith(fold_accents(b) + " ") for b in lexicon()["bodies"][kind])
        for kind in ("governing", "mass")
    )
    units = [Unit(u.word, u.kind, _as_printed(u.name, running)) for u in read_units(printed)]
    unit, beyond = (units[0], tuple(units[1:])) if units else (None, ())
    if unit is not None and starts_unit(key) and not _starts_body(key):  # "TỈNH QUẢNG BÌNH" alone
        return Body(str(unit)[0].upper() + str(unit)[1:], unit, True, beyond=beyond)
    return Body(name, unit, governing, key.startswith("so "), key.startswith("phong "), mass, beyond)


def spell(printed: str, running: str) -> str:
    """The name of a body in running text, from its name in capitals.

    >>> spell("SỞ TƯ PHÁP", ""), spell("TRƯỜNG THCS KIM ĐỒNG", ""), spell("UBND PHƯỜNG AN LẠC", "")
    ('Sở Tư pháp', 'Trường THCS Kim Đồng', 'Ủy ban nhân dân phường An Lạc')
    """
    text = " ".join(printed.replace("Uỷ", "Ủy").replace("UỶ", "ỦY").split()).strip(" ,.;:-–*")
    for short, full in lexicon()["bodies"]["short"].items():
        text = re.sub(rf"^{re.escape(short)}(?=\s|$)", full.upper() if text.isupper() else full, text)
    if not text.isupper():
        return text
    shown = _as_printed(text, running, whole=True)
    if shown != text:
        return shown[0].upper() + shown[1:]
    head = next(
        (
            h
            for h in _heads()
            if fold_accents(text) == fold_accents(h) or fold_accents(text).startswith(fold_accents(h) + " ")
        ),
        None,
    )
    rest = text.split()[len(head.split()) :] if head else text.split()
    return " ".join(filter(None, [head or "", _set(rest, names=head is not None and head.startswith(_NAMED))]))


_NAMED = ("Trường", "Tỉnh ", "Thành ", "Huyện ", "Thị ủy", "Quận ủy")  # bodies behind whose head a proper name stands


def _set(words: list[str], *, names: bool) -> str:
    """Words in capitals as they stand in a name: phrases that are known, names of units, the rest in lower case."""
    done: list[str] = []
    at = 0
    phrases = sorted(lexicon()["bodies"]["words"]["phrases"], key=len, reverse=True)
    while at < len(words):
        rest = " ".join(words[at:])
        phrase = next(
            (
                p
                for p in phrases
                if fold_accents(rest) == fold_accents(p) or fold_accents(rest).startswith(fold_accents(p) + " ")
            ),
            None,
        )
        unit = UNIT.match(rest)
        if unit is not None:
            at += len(unit["unit"].split())
            name = name_at(unit["name"], capitals=True) or ""
            done += [unit_words()[fold_accents(unit["unit"])][0], name]
            at += len(name.split())
            continue
        if phrase is not None:
            done.append(phrase)
            at += len(phrase.split())
            continue
        bare = words[at].strip(",.")
        if bare == "SỐ":
            done.append("số")
            at += 1
            continue
        short = len(bare) <= 4 and not re.search(r"[AEIOUYÀ-Ỹ]", bare)  # THCS, MTTQ
        lowered = words[at] if short or "&" in bare else words[at].title() if names or at == 0 else words[at].lower()
        done.append(lowered)
        at += 1
    return " ".join(done)


def _as_printed(name: str, running: str, *, whole: bool = False) -> str:
    """How running text prints ``name``: the commonest spelling that is not all capitals."""
    pattern = r"\s+".join(map(re.escape, name.split()))
    spelled = Counter(
        " ".join(match[0].split())
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", running, re.IGNORECASE)
        if not match[0].isupper() and (whole or match[0][0].isupper())
    )
    return min(spelled, key=lambda form: (-spelled[form], form)) if spelled else name
