"""The reviewed list of well-known instruments, as the links see it: ``pipeline/check/instruments.toml``, one list."""

from __future__ import annotations

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from unidecode import unidecode

_CODE = re.compile(r"(?P<number>\d{1,5}[a-zđ]?(?:bis)?)(?P<mark>[/-])(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>.+)")
# Words that say nothing about what an instrument is about.
_EMPTY = re.compile(
    r"va|cac|cua|ve|cho|trong|tren|theo|tai|den|nam|giai|doan|thuc|hien|quy|dinh|mot|so|dieu|viec|phat|dong|ban|hanh"
)
_AGREES = 0.6  # the share of a subject's words that the title must hold, or the other way round


@dataclass(frozen=True, slots=True)
class Instrument:
    """A well-known instrument: its id as records have it, day, issuer, title, further ids ("luat-…-2022")."""

    canonical_id: str
    issued_on: datetime.date
    issuer: str
    title: str
    names: tuple[str, ...]

    def is_about(self, subject: str) -> bool:
        """Whether a printed subject may be this instrument's: most words of the shorter are in the longer.

        >>> known("666/QĐ-TTg")[0].is_about("phong trào thi đua vì người nghèo, không để ai bị bỏ lại phía sau")
        True
        >>> known("666/QĐ-TTg")[0].is_about("phê duyệt quy hoạch mạng lưới đường bộ")
        False
        """
        one, other = _words(self.title), _words(subject)
        fewer = min(len(one), len(other))
        return fewer == 0 or len(one & other) >= _AGREES * fewer


@cache
def instruments() -> tuple[Instrument, ...]:
    """The whole list, in its order."""
    text = (files("pipeline") / "check" / "instruments.toml").read_text(encoding="utf-8")
    return tuple(
        Instrument(e["id"], e["issued_on"], e["issuer"], e["title"], tuple(e.get("names", ())))
        for e in tomllib.loads(text)["instrument"]
    )


@cache
def _by_id() -> dict[str, tuple[Instrument, ...]]:
    found: dict[str, tuple[Instrument, ...]] = {}
    for instrument in instruments():
        for name in (instrument.canonical_id, *instrument.names):
            found[slug(name)] = (*found.get(slug(name), ()), instrument)
    return found


def known(canonical_id: str) -> tuple[Instrument, ...]:
    """The listed instruments that bear an id; several where a number came back.

    >>> [instrument.issued_on.year for instrument in known("18-NQ/TW")]
    [2017, 2022]
    """
    return _by_id().get(slug(canonical_id), ())


@lru_cache(maxsize=4096)
def slug(canonical_id: str) -> str:
    """An id in ASCII, the number without leading zeros: the first part of an instrument's id.

    >>> slug("06/QĐ-TTg"), slug("152/2025/NĐ-CP"), slug("41-CT/TW"), slug("luat-thi-dua-khen-thuong-2022")
    ('6-qd-ttg', '152-2025-nd-cp', '41-ct-tw', 'luat-thi-dua-khen-thuong-2022')
    """
    text = canonical_id
    if (code := _CODE.fullmatch(text)) is not None:
        text = "-".join(part for part in (code["number"].lstrip("0") or "0", code["year"], code["symbol"]) if part)
    return re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower()).strip("-")


def id_of(canonical_id: str, year: int | None) -> str:
    """The id of an instrument of the centre; the year stands in it where the number comes back.

    >>> id_of("666/QĐ-TTg", 2022), id_of("98/2023/NĐ-CP", 2023), id_of("06/2022/QH15", 2022)
    ('666-qd-ttg--2022', '98-2023-nd-cp', '6-2022-qh15')
    """
    code = _CODE.fullmatch(canonical_id)
    stands_alone = code is None or code["year"] or re.search(r"QH\d+$", code["symbol"])
    return slug(canonical_id) if stands_alone or year is None else f"{slug(canonical_id)}--{year}"


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]+", unidecode(text).lower()) if not _EMPTY.fullmatch(word))
