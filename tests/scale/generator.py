"""Reports by the hundred thousand: seeded, of 8 to 30 kB, as communes write them; some as a poor engine read them.

The report number ``i`` of a seed is the same whatever else is written, on every machine. Communes are put together from
syllables and are looked up in the catalogue of units, so that none of them exists.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from pipeline.identities.administrative_units import rows

_LENGTHS = (5_500, 21_000)  # characters; in UTF-8 that is 8 to 30 kB
_MANGLED = 0.1  # reports that an engine for another language read
_SLIPS = 0.08  # of whose words so many lost their marks
_REPORTS_EACH = 30  # reports of one commune: of several years, on several subjects
_IN_A_FOLDER = 1000
_MOSTLY_PROSE = ("economy", "society", *("prose",) * 5)
"""What a section tells: two numbers a thousand characters or so, twice as many as three real reports hold."""
_SUBJECTS = (
    "Tổng kết công tác thi đua, khen thưởng năm {year}",
    "Kết quả thực hiện các phong trào thi đua yêu nước năm {year}",
    "Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm {year}",
    "Kết quả công tác khen thưởng quý {quarter} năm {year}",
)


@dataclass(frozen=True)
class Identity:
    """What tells a report from others: the commune, what it is, the year."""

    commune: str
    kind: str
    year: int
    province: str


def identity(number: int, seed: int = 1) -> Identity:
    """Whose report it is, and on what year."""
    at = number // _REPORTS_EACH % len(_communes(seed))
    commune, words = _communes(seed)[at], _lexicon()
    year = 2016 + number % _REPORTS_EACH * 10 // _REPORTS_EACH
    return Identity(commune, words["kinds"][at % 2], year, words["provinces"][at % len(words["provinces"])])


def report(number: int, seed: int = 1) -> str:
    """One report."""
    chance, own = Random(f"{seed}/{number}"), identity(number, seed)
    commune, kind, year = own.commune, own.kind, own.year
    told = _Facts(chance, kind, year)
    length = chance.randint(*_LENGTHS)
    subject = chance.choice(_SUBJECTS).format(year=year, quarter=chance.choice(("I", "II", "III", "IV")))
    head = (
        f"ỦY BAN NHÂN DÂN\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"{kind.upper()} {commune.upper()}\t\tĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: {number % 900 + 1}/BC-UBND\t\t{commune}, ngày {told.day:02} tháng {told.month:02} năm {year}\n\n"
        f"BÁO CÁO\n{subject}\n\n"
    )
    blocks = [head, "".join(f"Căn cứ {told.sentence('instruments')};\n" for _ in range(chance.randint(2, 4)))]
    blocks.append(f"Ủy ban nhân dân {kind} {commune}, tỉnh {own.province} báo cáo kết quả như sau:\n\n")
    written = sum(map(len, blocks))
    for roman, title, groups, share in (
        ("I", "TÌNH HÌNH CHUNG", ("prose",), 0.1),
        ("II", "KẾT QUẢ THỰC HIỆN CÁC PHONG TRÀO THI ĐUA", _MOSTLY_PROSE, 0.7),
        ("III", "CÔNG TÁC KHEN THƯỞNG", ("awards", "prose", "prose"), 0.8),
        ("IV", "ĐÁNH GIÁ CHUNG, PHƯƠNG HƯỚNG NHIỆM VỤ", ("prose",), 1.0),
    ):
        blocks.append(f"{roman}. {title}\n")
        at = 0
        while written < length * share or at == 0:
            at += 1
            sentences = [told.sentence(chance.choice(groups)) for _ in range(chance.randint(2, 4))]
            block = f"{at}. Về {told.sentence('headings')}\n" + "".join(f"- {s}\n" for s in sentences) + "\n"
            blocks.append(block)
            written += len(block)
    blocks.append(f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n{told.person}\n")
    text = "".join(blocks)
    return _mangled(text, chance) if chance.random() < _MANGLED else text


def write(folder: Path, count: int, seed: int = 1, begin: int = 0) -> None:
    """Write reports into folders of a thousand; what is there already is not written again."""
    for number in range(begin, begin + count):
        file = file_of(folder, number)
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(report(number, seed), encoding="utf-8")


def file_of(folder: Path, number: int) -> Path:
    """Where a report is written."""
    return folder / f"{number // _IN_A_FOLDER:04}" / f"bao-cao-{number:07}.txt"


class _Facts:
    """What one report tells: names and numbers, drawn as they are asked for."""

    def __init__(self, chance: Random, kind: str, year: int) -> None:
        self._chance, self._kind, self._year = chance, kind, year
        self.day, self.month = chance.randint(1, 28), chance.randint(1, 12)

    def sentence(self, group: str) -> str:
        """A sentence of a group, filled in."""
        if group == "headings":
            return self._chance.choice(_HEADINGS)
        template: str = self._chance.choice(_lexicon()[group])
        return template.format_map(self)

    @property
    def person(self) -> str:
        """A name."""
        words = _lexicon()
        return " ".join(self._chance.choice(words[group]) for group in ("families", "middles", "givens"))

    def __getitem__(self, name: str) -> object:
        chance, words = self._chance, _lexicon()
        if name in _NUMBERS:
            return chance.randint(*_NUMBERS[name])
        if name in _DECIMALS:
            least, most = _DECIMALS[name]
            return f"{chance.uniform(least, most):.1f}".replace(".", ",")
        if name in _LISTS:
            return chance.choice(words[_LISTS[name]])
        made: dict[str, object] = {
            "kind": self._kind,
            "year": self._year,
            "before": self._year - 1,
            "person": self.person,
            "village": f"{chance.choice(words['syllables'])} {chance.choice(words['syllables'])}",
        }
        return made[name]


_HEADINGS = (
    "công tác lãnh đạo, chỉ đạo",
    "phát triển kinh tế",
    "xây dựng nông thôn mới",
    "văn hóa, xã hội",
    "quốc phòng, an ninh",
    "cải cách hành chính",
    "công tác tuyên truyền",
    "kết quả khen thưởng",
)
_NUMBERS = {
    "n": (1, 3000), "d": (1, 28), "m": (1, 12), "herd": (120, 9000), "groups": (3, 40), "groups2": (10, 90),
    "few": (1, 9), "people": (40, 2900), "count": (100, 2400), "criteria": (9, 19), "tons": (100, 900),
    "area": (20, 900),
}  # fmt: skip
_DECIMALS = {
    "percent": (71.0, 99.9), "small": (0.5, 9.9), "poor": (10.0, 14.0), "money": (1.0, 400.0), "money2": (1.0, 300.0),
    "income": (31.0, 78.0), "yield": (21.0, 69.0),
}  # fmt: skip
_LISTS = {"crop": "crops", "animal": "animals", "movement": "movements", "body": "bodies"}


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))


@cache
def _communes(seed: int) -> tuple[str, ...]:
    """Names of three syllables that no unit bears, in a drawn order: as many communes as the country has."""
    real = {unicodedata.normalize("NFC", str(getattr(row, "name", ""))) for row in rows()}
    words = _lexicon()
    made = [
        f"{one} {two} {three}"
        for one in words["syllables"]
        for two in words["syllables"]
        for three in words["directions"]
        if one != two
    ]
    free = [name for name in made if name not in real and f"Xã {name}" not in real]
    Random(seed).shuffle(free)
    return tuple(free[:3321])


def _mangled(text: str, chance: Random) -> str:
    """As an engine for English reads it: here and there a word without its marks."""
    return "".join(_slips(text, chance))


def _slips(text: str, chance: Random) -> Iterator[str]:
    for line in text.splitlines(keepends=True):
        words = line.split(" ")
        for at, word in enumerate(words):
            if chance.random() < _SLIPS and word.strip().isalpha():
                plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
                words[at] = "".join(letter for letter in plain if not unicodedata.combining(letter))
        yield " ".join(words)
