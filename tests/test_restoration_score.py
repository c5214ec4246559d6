"""How restoration is scored, and that what lies ready in the model is what would be worked out."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.restoration import decoder, restore_text
from pipeline.restoration.channel import READY_STEP
from pipeline.restoration.model import load, read_channel
from pipeline.restoration.scorer import Lexicon, Scorer
from pipeline.restoration.train.genre import genre_lines
from pipeline.restoration.train.score import Score, compared
from schemas.document import Restored
from schemas.text import Span


def test_counts() -> None:
    found = Score()
    edit = Restored(Span(0, 3), Span(0, 3), "Uy", "Ủy", 0.6)
    found.add("Uy ban nhan dan", "Ủy ban nhăn dan", "Ủy ban nhân dân", [edit])
    assert (found.words, found.raw_off, found.words_off, found.letters_off) == (4, 3, 2, 2)
    assert (found.right, found.spoiled, found.better, found.worse) == (1, 0, 1, 0)
    found.add("xã", "xa", "xã", [])
    assert (found.right, found.spoiled, found.worse) == (2, 1, 1)


def test_least_sure_words_are_those_that_are_looked_at() -> None:
    found = Score()
    words = ["đúng"] * 39 + ["sái"]
    doubt = Restored(Span(195, 198), Span(195, 198), "sai", "sái", 0.4)
    found.add(" ".join(words), " ".join(words), " ".join([*words[:-1], "sai"]), [doubt])
    assert found.found == 1.0
    blind = Score()
    blind.add(" ".join(words), " ".join(words), " ".join([*words[:-1], "sai"]), [])
    assert blind.found == 0.0


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("“a”", '"a"'), ("a – b", "a - b"), ("THUỶ", "THỦY"), ("a\n b", "a b")]
)
def test_what_makes_no_difference(one: str, other: str) -> None:
    assert compared(one) == compared(other)


def test_what_makes_a_difference() -> None:
    assert compared("quý") != compared("qúy")
    assert compared("Xã") != compared("xã")


def test_what_lies_ready_is_what_would_be_worked_out() -> None:
    model = load()
    parts = (model.parts.array(f"lexicon_{name}") for name in ("onsets", "rimes", "words"))
    lexicon = Lexicon(np.array([i for i, _ in model.syllables]), *parts)
    scorer = Scorer(read_channel(model.parts), lexicon, model.parts.array("unigram_logs"))
    for read in ("béo", "céo", "thyc", "dugc", "Uy", "HBND", "b,"):
        ready, worked = model.channel.ready.get(read), scorer.candidates(read)
        if ready is None:
            continue
        assert ready.ids.tolist() == worked.ids.tolist()
        likely = worked.by_case > worked.by_case.max() * 1e-4
        assert np.abs(np.log(ready.by_case[likely]) - np.log(worked.by_case[likely])).max() <= READY_STEP
    assert model.channel.ready.get("béo") is not None
    assert model.channel.ready.get("khônggianhẹp") is None


def test_a_long_stretch_reads_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(
        ["Uy ban nhan dan x& béo céo két qua thuc hién phong trao thi dua cua cac thén trong nam vtra qua va"] * 6
    )
    parted = restore_text(text)
    monkeypatch.setattr(decoder, "LONGEST", 10_000)
    assert restore_text(text) == parted


def test_phrases_are_written_out() -> None:
    lines = genre_lines()
    assert len(lines) > 300
    assert not [line for line in lines if "{" in line or "}" in line or not line.strip()]
