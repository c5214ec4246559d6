"""A slice of the campaign, without what needs LibreOffice or Tesseract; all of it: ``make fuzz``."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.campaign import campaign
from tests.fuzz.damage import damaged
from tests.fuzz.seeds import seeds

SEED = 20260


def test_damaged_files_are_read_in_part_or_rejected_with_a_reason(tmp_path: Path) -> None:
    result = campaign(tmp_path / "fuzz", seeds(slow=False), count=60, seed=SEED, workers=2)
    assert result.finds == ()
    assert result.statuses["rejected"] > 5
    assert result.statuses["loaded"] + result.statuses["partial"] > 5


def test_the_same_seed_gives_the_same_files() -> None:
    whole = seeds(slow=False)
    once, again, other = (damaged(Random(seed), whole) for seed in ("1/7", "1/7", "2/7"))
    assert once == again != other
