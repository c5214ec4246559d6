"""Who made a text that is nearly right: told by its slips, block by block.

An engine takes a hook for an acute, an i for a dotted one, over and over; a person drops a mark, takes another key,
or does not know the spelling. Each sure slip speaks for the one or the other, as likely as the engine makes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.restoration.slips.finder import Slip

BLOCK = 400  # words that are judged together
CLEAR = 0.9  # how sure a slip has to be to tell who made it
TYPIST = -6.0  # log probability of a person mistyping a word so
LEAST, MOST = -3.0, 4.0  # bounds of what one slip says
AGAIN, OFTEN = 0.25, 3  # what the same slip says again, and how often at most: a person has his habits
QUIET = 0.005  # what a word without a slip says for a person
BAD_SLIP, BAD_QUIET = 2.3, 0.027  # on a bad page an engine errs ten times as often as a person, in 3 words of 100
# Log odds that it takes to go from one maker to another: a person, an engine, an engine on a bad page.
STEPS = ((0.0, 5.0, 15.0), (3.0, 0.0, 3.0), (3.0, 0.0, 0.0))
FEWEST = 3  # different slips in a stretch; fewer prove nothing, however few the words


def by_engine(slips: Iterable[Slip], forms: list[str], read: list[int]) -> list[bool]:
    """For each token of a text whether an engine made it.

    Args:
        slips: what was found in it.
        forms: its tokens as they stand.
        read: the ids of their words.
    """
    count = -(-len(forms) // BLOCK)
    kinds: list[Counter[tuple[int, int]]] = [Counter() for _ in range(count)]
    sizes = [min(BLOCK, len(forms) - block * BLOCK) for block in range(count)]
    weights = [[0.0, -QUIET * size, -BAD_QUIET * size] for size in sizes]
    for slip in slips:
        form = forms[slip.place]
        if slip.sure <= CLEAR or (form[0].isupper() and not form.isupper()):
            continue  # a rare name looks like a slip
        block = slip.place // BLOCK
        own = kinds[block]
        kind = read[slip.place], slip.word
        own[kind] += 1
        if own[kind] <= OFTEN:
            says, share = min(max(slip.log - TYPIST, LEAST), MOST), 1.0 if own[kind] == 1 else AGAIN
            weights[block][1] += says * share
            weights[block][2] += (says + BAD_SLIP) * share
    blocks = _stretches(weights, [set(own) for own in kinds])
    return [blocks[place // BLOCK] for place in range(len(forms))]


def _stretches(weights: list[list[float]], kinds: list[set[tuple[int, int]]]) -> list[bool]:
    """The likeliest row of makers (Viterbi); a stretch of an engine without enough different slips is a person's."""
    totals = [-step for step in STEPS[0]]
    before: list[list[int]] = []
    for number, weight in enumerate(weights):
        ways = [[totals[i] - (STEPS[i][j] if number else 0.0) for i in range(3)] for j in range(3)]
        before.append([way.index(max(way)) if number else j for j, way in enumerate(ways)])
        totals = [ways[j][before[-1][j]] + weight[j] for j in range(3)]
    state = totals.index(max(totals))
    states: list[bool] = []
    for step in reversed(before):
        states.append(state > 0)
        state = step[state]
    states.reverse()
    start = 0
    while start < len(states):
        end = start
        while end < len(states) and states[end] == states[start]:
            end += 1
        if states[start] and len(set().union(*kinds[start:end])) < FEWEST:
            states[start:end] = [False] * (end - start)
        start = end
    return states
