"""A slice of the campaign; all of it: ``make kill``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.kill.campaign import campaign, moments

SEED, COUNT = 5, 6


@pytest.mark.skipif(sys.platform == "win32", reason="no signals and no sessions there")
def test_whenever_it_is_stopped_nothing_is_half_there_and_the_next_run_completes(tmp_path: Path) -> None:
    came = list(campaign(tmp_path, count=COUNT, seed=SEED, files=60))
    assert [(str(moment), finds) for moment, _, finds in came if finds] == []
    assert len(came) == COUNT
    assert {moment.target for moment, *_ in came} == {"program", "worker"}


def test_the_same_seed_gives_the_same_moments() -> None:
    assert list(moments(9, 1)) == list(moments(9, 1)) != list(moments(9, 2))
