"""One picture of a page, read: from the cache, or by the engine once it lies as it should."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image
from pydantic import TypeAdapter, ValidationError

from pipeline.read.glyphs import Word
from pipeline.read.page_tables import PrintedTable
from pipeline.read.scans import cache
from pipeline.read.scans.cells import with_cells
from pipeline.read.scans.labels import with_labels
from pipeline.read.scans.letters import words_of
from pipeline.read.scans.level import levelled, lies_sideways, turned
from pipeline.read.scans.picture import Gray, gray_of, is_blank
from pipeline.read.scans.rules import Rule, rules_of, tables_of, without_rules
from pipeline.read.scans.sheet import Packed
from pipeline.read.scans.slots import slot
from pipeline.read.scans.tesseract import BLOCK, Seen, TesseractFailedError, see, stamp

_METHOD = "11"  # another number makes what is kept worthless
_GOOD = 0.7  # mean sureness from which nobody asks whether the page is upside down
_POOR = 0.45  # and under which it is tried lying on its side as well
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True)
class Scan:
    """What stands on a page: its width in points as it is read, the words, the tables' rules, whether there is ink."""

    width: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    inked: bool = True

    @property
    def tables(self) -> list[PrintedTable]:
        """The ruled tables with what stands in their cells."""
        return tables_of(self.rules, list(self.words))


def read_picture(image: Image.Image, dpi: int, key: str | None = None) -> Scan:
    """The words on a picture of a page, kept under ``key``: by default a name made of its pixels.

    Raises:
        NoTesseractError: Tesseract or its Vietnamese is not installed, and the picture was not read before.
        TesseractFailedError: it gave up.
    """
    if key is None:
        key = cache.key_of(stamp(), image.tobytes(), _METHOD, image.mode, image.width, image.height, dpi)
        kept = kept_scan(key)
        if kept is not None:
            return kept
    with slot():
        scan = _read(image, dpi)
    cache.keep(key, _form().dump_json(scan))
    return scan


def key_of_packed(packed: Packed) -> str:
    """The name under which what is read off a picture is kept that need not be unpacked to be known again.

    Raises:
        NoTesseractError: as :func:`read_picture` does.
    """
    return cache.key_of(stamp(), packed.data, _METHOD, "packed", packed.dpi)


def _read(image: Image.Image, dpi: int) -> Scan:
    picture = gray_of(image, dpi)
    if is_blank(picture):
        return Scan(picture.shape[1] * 72 / dpi, (), inked=False)
    side = 1 if lies_sideways(picture) else 0
    tried: list[tuple[float, Gray, list[Seen]]] = []
    for turns in (side, side + 2, side + 1, side + 3):
        if tried and max(good for good, _, _ in tried) >= (_GOOD if len(tried) == 1 else _POOR):
            break
        level = levelled(turned(picture, turns))
        try:
            seen = see(level, dpi)
        except TesseractFailedError:
            if tried:
                continue
            raise
        tried.append((_sureness(seen), level, seen))
    _, level, seen = max(tried, key=lambda each: each[0])
    with suppress(TesseractFailedError):
        seen = with_labels(seen, lambda: see(level, dpi, BLOCK), dpi)
    rules = rules_of(level, dpi)
    words = without_rules(words_of(seen, dpi), rules)
    with suppress(TesseractFailedError):
        words = without_rules(with_cells(words, rules, level, dpi, lambda sheet, fine: see(sheet, fine, BLOCK)), rules)
    return Scan(level.shape[1] * 72 / dpi, tuple(words), rules)


def _sureness(seen: list[Seen]) -> float:
    """How sure the engine was, letters counted: next to nothing where it saw no words."""
    words = [(len(s.text), s.sure) for s in seen if _WORD.search(s.text)]
    letters = sum(length for length, _ in words)
    return sum(length * sure for length, sure in words) / (letters + 5)


def kept_scan(key: str) -> Scan | None:
    """What was kept, if it is what it should be: the file may be anybody's."""
    held = cache.load(key)
    try:
        return None if held is None else _form().validate_json(held)
    except ValidationError:
        return None


@lru_cache(maxsize=1)
def _form() -> TypeAdapter[Scan]:
    return TypeAdapter(Scan)
