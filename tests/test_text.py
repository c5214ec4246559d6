"""The laws of alignments: monotone, total, reversible, composable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.text import Alignment, Span


@st.composite
def rewritings(draw: st.DrawFn, source: str | None = None) -> tuple[str, str, Alignment]:
    """A text, what it became, and the alignment between them."""
    text = draw(st.text("abcđ \n", max_size=40)) if source is None else source
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    fresh = [draw(st.text("XYZ", max_size=4)) for _ in spans]
    target, at = "", 0
    for span, new in zip(spans, fresh, strict=True):
        target += text[at : span.start] + new
        at = span.end
    target += text[at:]
    return (
        text,
        target,
        Alignment.build(len(text), [(span, len(new), "x") for span, new in zip(spans, fresh, strict=True)]),
    )


@given(rewritings())
def test_lengths_are_those_of_the_texts(made: tuple[str, str, Alignment]) -> None:
    source, target, way = made
    assert way.source_length == len(source)
    assert way.target_length == len(target)


@given(rewritings())
def test_between_edits_both_texts_are_identical(made: tuple[str, str, Alignment]) -> None:
    source, target, way = made
    here = there = 0
    for edit in (*way.edits, None):
        stop, stop_there = (edit.source.start, edit.target.start) if edit else (len(source), len(target))
        assert source[here:stop] == target[there:stop_there]
        if edit:
            here, there = edit.source.end, edit.target.end


@given(rewritings(), st.data())
def test_total_and_monotone(made: tuple[str, str, Alignment], data: st.DataObject) -> None:
    source, target, way = made
    a, b, c, d = sorted(data.draw(st.integers(0, len(target))) for _ in range(4))
    first, second = way.to_source(Span(a, b)), way.to_source(Span(c, d))
    for span in (first, second):
        assert 0 <= span.start <= span.end <= len(source)
    assert first.start <= second.start
    assert way.to_source(Span(0, len(target))) == Span(0, len(source)) or way.edits


@given(rewritings(), st.data())
def test_an_unedited_stretch_maps_to_the_identical_substring(
    made: tuple[str, str, Alignment], data: st.DataObject
) -> None:
    source, target, way = made
    a, b = sorted(data.draw(st.integers(0, len(target))) for _ in range(2))
    touched = any(
        (e.target.start < b and a < e.target.end) or a < e.target.start == e.target.end < b for e in way.edits
    )
    if not touched and a < b:
        assert way.to_source(Span(a, b)).of(source) == target[a:b]
        back = way.to_source(Span(a, b))
        assert way.to_target(back) == Span(a, b)


@given(st.data())
def test_composition_maps_as_the_two_mappings_one_after_the_other(data: st.DataObject) -> None:
    source, middle, first = data.draw(rewritings())
    _, target, second = data.draw(rewritings(middle))
    whole = first.then(second)
    assert (whole.source_length, whole.target_length) == (len(source), len(target))
    here = there = 0
    for edit in (*whole.edits, None):  # a valid alignment of the two outer texts
        stop, stop_there = (edit.source.start, edit.target.start) if edit else (len(source), len(target))
        assert source[here:stop] == target[there:stop_there]
        if edit:
            here, there = edit.source.end, edit.target.end
    a, b = sorted(data.draw(st.integers(0, len(target))) for _ in range(2))
    if a < b and not any(e.target.start <= b and a <= e.target.end for e in whole.edits):  # a span that no edit cuts
        assert whole.to_source(Span(a, b)) == first.to_source(second.to_source(Span(a, b)))


def test_composition_joins_rules_of_edits_that_meet() -> None:
    first = Alignment.build(6, [(Span(2, 3), 2, "nfc")])
    second = Alignment.build(7, [(Span(3, 5), 1, "channel"), (Span(6, 7), 0, "mark")])
    assert [edit.rule for edit in first.then(second).edits] == ["nfc+channel", "mark"]


@pytest.mark.parametrize("changes", [[(Span(3, 2), 1, "x")], [(Span(0, 9), 1, "x")]])
def test_changes_outside_the_text_are_refused(changes: list[tuple[Span, int, str]]) -> None:
    with pytest.raises(ValueError, match="overlaps, is out of order or leaves the text"):
        Alignment.build(5, changes)


def test_changes_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        Alignment.build(5, [(Span(3, 4), 1, "x"), (Span(1, 2), 1, "x")])


def test_alignments_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="do not meet"):
        Alignment.identity(3).then(Alignment.identity(4))
