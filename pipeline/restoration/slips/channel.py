"""What a word that reads well may have been all the same: onsets and rimes that a Vietnamese engine confuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from pipeline.restoration.letters import is_syllable, split_syllable
from pipeline.restoration.model import Model

FARTHEST = -12.0  # log probability of a reading that is not worth a look
SAME = -0.02  # log probability of a word being read as itself, where it was never counted


@dataclass(frozen=True)
class SlipChannel:
    """Looks up, for a word as it stands, the words that an engine may have read so."""

    model: Model
    _cache: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)

    @cached_property
    def _onsets(self) -> dict[str, list[tuple[str, float]]]:
        return self._table("onset")

    @cached_property
    def _rimes(self) -> dict[str, list[tuple[str, float]]]:
        return self._table("rime")

    def _table(self, kind: str) -> dict[str, list[tuple[str, float]]]:
        parts = self.model.parts
        names = (parts.strings(f"slip_{kind}_read"), parts.strings(f"slip_{kind}_printed"))
        out: dict[str, list[tuple[str, float]]] = {}
        for read, printed, log in zip(*names, parts.array(f"slip_{kind}_logs").tolist(), strict=True):
            out.setdefault(read, []).append((printed, log))
        return out

    def candidates(self, read: str) -> tuple[tuple[int, float], ...]:
        """Ids of the words that may have been read as ``read`` (lower case), each with the log probability of that.

        The word itself comes first, where it is one.
        """
        found = self._cache.get(read)
        if found is None:
            found = self._cache[read] = self._candidates(read)
        return found

    def _candidates(self, read: str) -> tuple[tuple[int, float], ...]:
        onset_read, rime_read = split_syllable(read)
        out: dict[int, float] = {}
        own = self.model.ids.get(read)
        if own is not None:
            out[own] = SAME
        for onset, onset_log in self._onsets.get(onset_read, ()):
            for rime, rime_log in self._rimes.get(rime_read, ()):
                number = self.model.ids.get(onset + rime)
                if number not in {None, own} and onset_log + rime_log > FARTHEST and is_syllable(onset + rime):
                    out[number] = onset_log + rime_log
        return tuple(out.items())
