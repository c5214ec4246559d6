"""The words of awards: ``extractors/lexicon/awards.toml`` compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from schemas.records.awards import AwardCode, AwardLevel, Recipient

AWARD_CODES = frozenset(get_args(AwardCode))


@dataclass(frozen=True, slots=True)
class AwardWord:
    """A title or form of commendation: its code, what the title itself says, its pattern."""

    code: str
    level: AwardLevel | None
    recipient: Recipient | None
    weak: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class RecipientWord:
    """Nouns of one kind of recipient; ``core`` ones hardly ever mean anything else in this genre."""

    kind: Recipient
    core: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """All the words, compiled."""

    awards: tuple[AwardWord, ...]
    recipients: tuple[RecipientWord, ...]
    authorities: tuple[tuple[str, re.Pattern[str]], ...]  # (level, "city", "own" or "none"; pattern)
    central_cities: re.Pattern[str]
    words: dict[str, re.Pattern[str]]


# Two ways of placing the tone, of equal length: "hoá" is read as "hóa".
TONES = (
    "oà òa",
    "oá óa",
    "oả ỏa",
    "oã õa",
    "oạ ọa",
    "oè òe",
    "oé óe",
    "oẻ ỏe",
    "uỳ ùy",
    "uý úy",
    "uỷ ủy",
    "uỹ ũy",
    "uỵ ụy",
)
TONE_TABLE = {a: b for pair in TONES for a, b in (pair.split(), pair.title().split(), pair.upper().split())}
TONE = re.compile("(?:" + "|".join(TONE_TABLE) + r")(?!\w)")  # "hoá", not "hoàn": both ways only without a coda


def fold_tones(text: str) -> str:
    """One way of placing tones; offsets stay as they are.

    >>> fold_tones("Uỷ ban; văn hoá; quý; hoàn thành")
    'Ủy ban; văn hóa; quý; hoàn thành'
    """
    return TONE.sub(
        lambda m: m.group() if text[m.start() - 1 : m.start()] in ("q", "Q") else TONE_TABLE[m.group()], text
    )


def compile_words(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    """A pattern of whole words in which a blank stands for any white space.

    >>> compile_words("giấy khen").search("tặng Giấy  khen").span()
    (5, 15)
    """
    flags = re.NOFLAG if cased else re.IGNORECASE
    spaced = fold_tones(pattern).replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", flags)


@cache
def load() -> Lexicon:
    """Read and compile the lexicon."""
    text = (files("extractors") / "lexicon" / "awards.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    awards = tuple(
        AwardWord(
            code=entry["code"],
            level=cast("AwardLevel | None", entry.get("level")),
            recipient=cast("Recipient | None", entry.get("recipient")),
            weak=entry.get("weak", False),
            pattern=compile_words(entry["pattern"]),
        )
        for entry in raw["award"]
    )
    recipients = tuple(
        RecipientWord(
            cast("Recipient", entry["kind"]),
            entry.get("core", False),
            compile_words(entry["pattern"]),
        )
        for entry in raw["recipient"]
    )
    words = {name: compile_words(pattern) for name, pattern in raw["words"].items()}
    return Lexicon(
        awards,
        recipients,
        _authorities(raw["authority"]),
        compile_words(raw["authority"]["central_cities"]),
        words,
    )


def _authorities(raw: dict[str, object]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Patterns by level, the more telling first: an organisation with its unit before the bare unit."""

    def text(name: str) -> str:
        return str(raw[name])

    party = cast("dict[str, str]", raw["party"])
    units = {"tinh": "unit_tinh", "city": "unit_city", "huyen": "unit_huyen", "xa": "unit_xa"}
    found: list[tuple[str, re.Pattern[str]]] = [
        ("nha_nuoc", compile_words(text("nha_nuoc"))),
        ("chinh_phu", compile_words(text("chinh_phu"))),
        ("bo_nganh", compile_words(text("bo_nganh_cased"), cased=True)),
        ("bo_nganh", compile_words(text("bo_nganh"))),
    ]
    organ = text("organ")
    for level, unit in units.items():
        found.append((level, compile_words(rf"{organ} (?:của )?(?:{text(unit)})")))
        found.append((level, compile_words(rf"(?:ban thường vụ )?(?:{party[level]})")))
        found.append((level, compile_words(rf"cấp (?:{text(unit)})")))
    found.append(("tinh", compile_words(text("sole_tinh"))))
    found.append(("none", compile_words(text("bodies"))))
    for level, unit in units.items():
        found.append((level, compile_words(text(unit))))
    found.append(("own", compile_words(r"(?:(?:phó )?chủ tịch )?(?:UBND|ủy ban nhân dân|uỷ ban nhân dân)")))
    found.append(("own", compile_words(text("party_own"))))
    return tuple(found)
