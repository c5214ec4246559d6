"""Text that is nearly right: an engine's slips are mended, a person's are told, clean text is left alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.restoration import restore_text, restore_told
from pipeline.restoration.engine import shipped
from pipeline.restoration.slips import Slips
from pipeline.restoration.slips.finder import Slip
from pipeline.restoration.slips.maker import BLOCK, by_engine
from pipeline.restoration.slips.typist import Typist
from pipeline.restoration.tokens import UNKNOWN
from tests.support import SHARED, needs_shared

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "restoration_slips.toml").read_text(encoding="utf-8")
)["case"]
ENGINE = next(case for case in CASES if case["made_by"] == "engine")["text"].strip()
CLEAN = next(case for case in CASES if case["name"] == "clean")["text"].strip()


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    text = case["text"].strip()
    restored, _, entries = restore_told(text)
    mended = [[e.before, e.after] for e in entries if e.before != e.after]
    told = [[e.before, e.alternatives[0]] for e in entries if e.rule == "suggestion"]
    assert (mended, told) == (case["mended"], case["told"])
    if case["made_by"] != "engine":
        assert restored == text


def test_every_case_of_mending_has_one_of_leaving_alone() -> None:
    assert {case["made_by"] for case in CASES} == {"engine", "typist", "nobody"}


def test_marks_that_stand_alone_go_with_an_engine_and_stay_with_a_person() -> None:
    assert restore_text(ENGINE + "\nKết quả đạt được như sau : các thôn đều hoàn thành.").endswith(
        "như sau các thôn đều hoàn thành."
    )
    assert restore_text(CLEAN + "\nKính gửi : Ủy ban nhân dân tỉnh").endswith("Kính gửi : Ủy ban nhân dân tỉnh")


def test_a_list_letter_read_as_a_sign_is_the_next_one() -> None:
    listed = "a) Công tác chỉ đạo;\nb) Công tác tổ chức;\n©) Công tác kiểm tra;"
    assert restore_text(f"{ENGINE}\n{listed}").endswith("c) Công tác kiểm tra;")
    assert restore_text(f"{CLEAN}\n{listed}").endswith("©) Công tác kiểm tra;")


@given(st.lists(st.sampled_from([*"0123456789.,/%- ", "\n"]), max_size=40).map("".join))
@settings(max_examples=40)
def test_digits_stay_as_they_are(numbers: str) -> None:
    """Wherever numbers stand in a page of an engine, no digit is changed, lost or added."""
    text = f"{ENGINE}\nSố liệu: {numbers} kết thúc.\n{ENGINE}"
    assert re.sub(r"\D", "", restore_text(text)) == re.sub(r"\D", "", text)


@given(st.permutations(CLEAN.split(" ")))
@settings(max_examples=25)
def test_right_words_in_any_order_are_not_mended(words: list[str]) -> None:
    text = " ".join(words)
    assert restore_text(text) == text


def test_a_word_is_among_its_own_readings() -> None:
    channel = Slips.of(shipped().model).channel
    for word in ("tổ", "chức", "nghiệm", "khuỷu"):
        number = shipped().model.ids[word]
        assert channel.candidates(word)[0][0] == number
    assert channel.candidates("strength") == ()


HOOKS = [("tố", "tổ"), ("kiếm", "kiểm"), ("chuyến", "chuyển"), ("thấm", "thẩm")]
DROPS = [("tich", "tích"), ("nứơc", "nước"), ("kiêm", "kiểm"), ("chưc", "chức")]


def _made(pairs: list[tuple[str, str]], size: int) -> list[bool]:
    """Who made a text of ``size`` tokens that begins with sure slips, read and meant."""
    model = shipped().model
    finder = Slips.of(model).finder
    forms = [read for read, _ in pairs] + ["và"] * (size - len(pairs))
    slips = []
    for place, (read, meant) in enumerate(pairs):
        log = dict(finder.channel.candidates(read)).get(model.ids[meant], -20.0)
        slips.append(Slip(place, model.ids[meant], 1.0, log))
    return by_engine(slips, forms, [model.ids.get(form, UNKNOWN) for form in forms])


def test_the_kind_of_slips_tells_who_made_a_text() -> None:
    assert all(_made(HOOKS, 200))
    assert not any(_made(DROPS, 200))


def test_a_habit_is_no_engine() -> None:
    assert not any(_made(HOOKS[:1] * 12, 200))
    assert not any(_made(HOOKS[:2] * 6, 200))


def test_a_page_of_an_engine_among_typed_ones_is_told_apart() -> None:
    made = _made(HOOKS * 2, BLOCK * 6)
    assert made[:BLOCK] == [True] * BLOCK
    assert not any(made[BLOCK:])


def test_a_mark_that_is_wrong_and_a_letter_that_is_lost_are_a_persons() -> None:
    model = shipped().model
    typist = Typist(model)
    assert model.ids["xử"] in dict(typist.meant("xữ", known=True))
    assert model.ids["nước"] in dict(typist.meant("nứơc", known=False))
    assert model.ids["thành"] in dict(typist.meant("thàn", known=False))
    assert model.ids["hành"] not in dict(typist.meant("thành", known=True))


@needs_shared
@pytest.mark.parametrize("name", ["kien_thuy.true"])
def test_a_true_text_is_left_alone(name: str) -> None:
    text = (SHARED / "gold" / f"{name}.txt").read_text(encoding="utf-8")
    assert restore_text(text) == text
