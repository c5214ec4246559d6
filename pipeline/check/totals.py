"""A total and its parts: when they agree, when they do not, and how that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.check.codes import Found, Verified, issue
from pipeline.check.quantities import Quantity, show
from schemas.text import Span

COMPLETE = ("bao gồm", "gồm có", "gồm")  # promises all the parts; "trong đó" some or all
MEASURES = frozenset(("đồng", "%", "km", "km2", "m", "m2", "m3", "ha", "tấn", "tạ", "tạ/ha", "kg"))
LEAST_TOLD = 10  # that 1 + 1 = 2 is no news
MOST_PARTS = 12
COMPLETE_NEAR = 0.2  # farther off, the list names only some of the parts
NEAR = 0.02  # a "trong đó" whose parts miss the total by so little was meant to be complete
_ROUND_FROM = 1e3  # đồng are told to the last one, thousands of them may be rounded


@dataclass(frozen=True, slots=True)
class Reading:
    """How parts are to be judged: the word before them; whether the text allows no complaint; whether all count.

    ``lenient``: only good news is told. ``whole``: no prefix of the parts will do, all of them have to add up.
    ``exceed``: parts that are more than the whole are told.
    """

    word: str = ""
    lenient: bool = False
    whole: bool = False
    exceed: bool = True


def same_kind(part: Quantity, total: Quantity) -> bool:
    """Whether a part is of the total's kind; people and things may change their noun (nhân khẩu, thường trú)."""
    return part.unit == total.unit or not (part.unit in MEASURES or total.unit in MEASURES)


def holds(total: float, value: float) -> bool:
    """Whether a sum is the total."""
    return abs(value - total) <= 1e-6 * max(1.0, abs(total))


def judge(
    total: Quantity, parts: Sequence[Quantity], reading: Reading, place: Callable[[Quantity], Span]
) -> Found | None:
    """What is to be said of a total and its parts; ``place`` gives a quantity's span in the document's text."""
    if len(parts) < 2:
        return None
    sums = list(accumulate(p.value for p in parts))
    for count, value in enumerate(sums[1:], start=2):
        if holds(total.value, value) and (count == len(parts) or not reading.whole):
            if total.value < LEAST_TOLD and total.unit not in MEASURES:
                return None
            line, used = line_of(parts[:count], value, total), (total, *parts[:count])
            places = sorted(place(q) for q in used)
            said = issue(
                "sum_verified", f"Tổng khớp: {line}.", f"The parts add up: {line}.", Span(places[0][0], places[-1][1])
            )
            return Verified(said, tuple(places))
    # Figures may be rounded ("1,2 tỷ đồng"): within their last printed digits nothing is said.
    rounding = 0.51 * (sum(p.step for p in parts) + _rough(total))
    if reading.lenient or len(parts) > MOST_PARTS or total.unit != "đồng" or abs(sums[-1] - total.value) <= rounding:
        return None
    told = _mismatch(total, parts, reading, sums[-1])
    if told is None:
        return None
    code, vi, en = told
    places = sorted(place(q) for q in (total, *parts))
    return issue(code, vi, en, Span(places[0][0], places[-1][1]))


def _rough(total: Quantity) -> float:
    """The value of a total's last digit that is no zero, where it is told in triệu or tỷ: "4.100 tỷ" is round."""
    if total.step < _ROUND_FROM:
        return total.step
    step = total.step
    while total.value and (total.value / (step * 10)).is_integer():
        step *= 10
    return step


def _mismatch(
    total: Quantity, parts: Sequence[Quantity], reading: Reading, value: float
) -> tuple[str, str, str] | None:
    line, difference = line_of(parts, value, total), show(abs(value - total.value), total.unit)
    said = f"{line}, nhưng văn bản ghi {total.printed.strip()} (lệch {difference})."
    said_en = f"{line}, but the text says {total.printed.strip()} (off by {difference})."
    if reading.word in COMPLETE and abs(value - total.value) <= COMPLETE_NEAR * total.value:
        return "sum_mismatch", f"Tổng không bằng các phần: {said}", f"The parts do not add up: {said_en}"
    if abs(value - total.value) <= NEAR * total.value:
        return "sum_near_miss", f"Các phần gần bằng tổng mà không bằng: {said}", f"The parts nearly add up: {said_en}"
    if reading.exceed and value > total.value and all(p.value < total.value for p in parts):
        return "sum_exceeded", f"Các phần cộng lại lớn hơn tổng: {said}", f"The parts exceed the total: {said_en}"
    return None


def line_of(parts: Sequence[Quantity], value: float, total: Quantity) -> str:
    """The arithmetic, written out: "13.005 + 1.205 = 14.210"."""
    return " + ".join(show(p.value) for p in parts) + f" = {show(value, total.unit if total.unit in MEASURES else '')}"
