"""Counts that tell a total again, part it, or say who they are among it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractors.awards.binding import Binding
from extractors.awards.gaps import (
    IS_A,
    OF_THEM,
    PARTS,
    listed,
)
from extractors.awards.tokens import FORMS, Award, Count, Sentence

# khen chuyên đề · khen thưởng đột xuất      the occasion of a commendation whose form was said before
OCCASION = re.compile(
    r"khen (?:thưởng )?(?:thành tích )?(?:đột xuất|(?:theo )?(?:chuyên đề|đợt|phong trào)|thường xuyên)", re.I
)
PARTS_WORD = re.compile(r"(?<!\w)(?:trong đó|gồm|cụ thể)(?!\w)|\(", re.I)


def parted(sentence: Sentence, bindings: list[Binding], total: Award | None) -> list[Binding]:
    """The bindings; those that part a total by occasion bear its form: "… Giấy khen cho 20 tập thể (khen đột xuất 04)".

    ``total`` is the award of the sentence before, where this one parts it.
    """
    result: list[Binding] = []
    for binding in bindings:
        award = binding.award
        if award.weak and OCCASION.fullmatch(award.span.of(sentence.text)):
            whole = [
                b.award
                for b in result
                if b.award.code in FORMS and PARTS_WORD.search(sentence.text[b.tail : binding.head])
            ]
            form = whole[-1] if whole else total
            if form is not None:
                level = award.level or (form.level if not whole else None)
                result.append(replace(binding, award=replace(award, code=form.code, level=level, weak=False)))
                continue
        result.append(binding)
    return result


def restates(sentence: Sentence, index: int) -> bool:
    """Whether those who receive tell the number of awards again: "8 Huân chương Lao động cho 8 tập thể"."""
    count = sentence.counts[index]
    if count.award is None or (count.award.code not in FORMS and not count.award.code.startswith("hu")):
        return False
    rest = sentence.counts[index + 1 :]
    if not rest or rest[0].award is not None:
        return False
    gap = sentence.text[count.span.end : rest[0].span.start]
    if re.search(r"[;(]|trong đó|gồm", gap) or not re.search(r"(?<!\w)(?:cho|tặng)(?!\w)", gap, re.I):
        return False
    total = 0
    for before, later in pairwise([count, *rest]):
        if before is not count and not listed(sentence.text[before.span.end : later.span.start]):
            break
        total += later.value
        if total == count.value:
            return True
    return False


def is_total(text: str, counts: list[Count], index: int) -> bool:
    """Whether the count after this one parts it: "43 tập thể, cá nhân, trong đó 12 tập thể"."""
    return index + 1 < len(counts) and bool(PARTS.match(text[counts[index].span.end : counts[index + 1].span.start]))


def is_aside(text: str, counts: list[Count], index: int) -> bool:
    """Whether a count tells who they are, not what they got: "12 cá nhân, trong đó có 3 cá nhân là nữ"."""
    count = counts[index]
    if index == 0 or count.award is not None or not OF_THEM.search(text[: count.span.start]):
        return False
    return counts[index - 1].recipient == count.recipient and bool(IS_A.match(text[count.span.end :]))
