r"""The model file: named arrays and lists of strings in one file that is mapped into memory, not read.

Layout: eight bytes ``THIDUA1\n``, the length of the header in eight bytes (little endian), the header in JSON
(name -> kind, type, shape, offset), then the data, each part at a multiple of 64.
"""

from __future__ import annotations

import json
import mmap
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.channel import Channel, ChannelData, Pieces, Ready
from pipeline.restoration.context import Context
from pipeline.restoration.letters import bare
from pipeline.restoration.ngrams import NGrams
from pipeline.restoration.plain import PlainChannel
from pipeline.restoration.scorer import Lexicon, Scorer
from pipeline.restoration.table import Table
from pipeline.restoration.tokens import SPECIALS

MODEL_PATH = Path(__file__).with_name("model.bin")
_MAGIC = b"THIDUA1\n"
_ALIGN = 64
Array = NDArray[Any]


def write_parts(path: Path, parts: dict[str, Array | list[str]]) -> None:
    """Write named parts to ``path``; the same parts give the same bytes."""
    header: dict[str, dict[str, object]] = {}
    blobs: list[bytes] = []
    at = 0
    for name, part in parts.items():
        if isinstance(part, list):
            blob, kind, shape = "\n".join(part).encode("utf-8"), "strings", [len(part)]
        else:
            blob, kind, shape = part.tobytes(), part.dtype.str, list(part.shape)
        header[name] = {"kind": kind, "shape": shape, "at": at, "size": len(blob)}
        blobs.append(blob + b"\0" * (-len(blob) % _ALIGN))
        at += len(blobs[-1])
    head = json.dumps(header).encode("utf-8")
    head += b" " * (-(len(head) + 16) % _ALIGN)
    path.write_bytes(_MAGIC + len(head).to_bytes(8, "little") + head + b"".join(blobs))


class Parts:
    """The named parts of a model file, each looked up when it is asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[:8] != _MAGIC:
            raise ValueError(f"{path} is no restoration model of this version")
        size = int.from_bytes(self._map[8:16], "little")
        self._header = json.loads(self._map[16 : 16 + size])
        self._data = 16 + size

    def array(self, name: str) -> Array:
        """An array, without a copy."""
        entry = self._header[name]
        dtype = np.dtype(entry["kind"])
        count = int(np.prod(entry["shape"]))
        flat = np.frombuffer(self._map, dtype=dtype, count=count, offset=self._data + entry["at"])
        return flat.reshape(entry["shape"])

    def strings(self, name: str) -> list[str]:
        """A list of strings."""
        entry = self._header[name]
        start = self._data + entry["at"]
        blob = self._map[start : start + entry["size"]].decode("utf-8")
        return blob.split("\n") if entry["shape"][0] else []


@dataclass(frozen=True)
class Model:
    """Everything that restoration knows."""

    parts: Parts

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The vocabulary; a word's place is its id."""
        return tuple(self.parts.strings("words"))

    @cached_property
    def ids(self) -> dict[str, int]:
        """The id of each word."""
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def ngrams(self) -> NGrams:
        """The language model."""
        tables = (self._table("ngram"), self._table("longest"))
        return NGrams(self.parts.array("unigram_logs"), self.parts.array("unigram_back"), *tables)

    @cached_property
    def context(self) -> Context:
        """What settles doubtful words."""
        return Context(self._table("context"))

    @cached_property
    def syllables(self) -> list[tuple[int, str]]:
        """Id and spelling of every syllable."""
        return [(i, self.words[i]) for i in np.flatnonzero(self.parts.array("syllable")).tolist()]

    @cached_property
    def channel(self) -> Channel:
        """The noisy channel over all syllables."""
        numbers = {read: i for i, read in enumerate(self.parts.strings("ready_reads"))}
        ready = Ready(numbers, *(self.parts.array(f"ready_{name}") for name in ("starts", "ids", "costs", "tops")))
        return Channel(ready, self.parts.array("unigram_logs"), self._scorer)

    def _scorer(self) -> Scorer:
        ids = np.array([i for i, _ in self.syllables], dtype=np.int64)
        lexicon = Lexicon(ids, *(self.parts.array(f"lexicon_{name}") for name in ("onsets", "rimes", "words")))
        return Scorer(read_channel(self.parts), lexicon, self.parts.array("unigram_logs"))

    @cached_property
    def plain_channel(self) -> PlainChannel:
        """The channel of text that lost its marks and nothing else."""
        return PlainChannel(self.syllables, self.parts.array("unigram_logs"))

    @cached_property
    def others(self) -> dict[str, list[int]]:
        """Words that are no syllables, by their bare letters."""
        out: dict[str, list[int]] = {}
        for i in np.flatnonzero(self.parts.array("syllable") == 0).tolist()[len(SPECIALS) :]:
            out.setdefault(bare(self.words[i]), []).append(i)
        return out

    @cached_property
    def evidence(self) -> dict[str, float]:
        """For words in plain letters: log of how often they are printed so over how often they are read so."""
        return dict(zip(self.parts.strings("evidence_forms"), self.parts.array("evidence_logs").tolist(), strict=True))

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Symbols of instruments that were counted in the law."""
        return tuple(self.parts.strings("symbols"))

    @cached_property
    def case_table(self) -> Table:
        """How pairs of words are capitalised."""
        return self._table("case")

    def _table(self, name: str) -> Table:
        return Table(self.parts.array(f"{name}_prints"), self.parts.array(f"{name}_values"))


@lru_cache(maxsize=2)
def load(path: Path = MODEL_PATH) -> Model:
    """The model at ``path``; loaded once."""
    return Model(Parts(path))


def channel_parts(data: ChannelData) -> dict[str, Array | list[str]]:
    """A channel as parts of a model file."""
    rows = [(letter, read, p) for letter, row in data.letters.items() for read, p in row.items()]
    parts: dict[str, Array | list[str]] = {
        "letter": [r[0] for r in rows],
        "letter_read": [r[1] for r in rows],
        "letter_probability": np.array([r[2] for r in rows], dtype=np.float32),
    }
    for name, pieces in (("onset", data.onsets), ("rime", data.rimes), ("word", data.words)):
        triples = [(place, i, n) for place, seen in enumerate(pieces.seen.values()) for i, n in seen]
        parts[f"{name}_parts"] = list(pieces.parts)
        parts[f"{name}_reads"] = list(pieces.seen)
        parts[f"{name}_seen"] = np.array([t[:2] for t in triples], dtype=np.int32)
        parts[f"{name}_times"] = np.array([t[2] for t in triples], dtype=np.int32)
        parts[f"{name}_totals"] = pieces.totals
    return parts


def read_channel(parts: Parts) -> ChannelData:
    """The channel back from its parts."""
    letters: dict[str, dict[str, float]] = {}
    rows = zip(
        parts.strings("letter"), parts.strings("letter_read"), parts.array("letter_probability").tolist(), strict=True
    )
    for letter, read, probability in rows:
        letters.setdefault(letter, {})[read] = probability
    return ChannelData(letters, *(_read_pieces(parts, name) for name in ("onset", "rime", "word")))


def _read_pieces(parts: Parts, name: str) -> Pieces:
    reads = parts.strings(f"{name}_reads")
    lists: list[list[tuple[int, int]]] = [[] for _ in reads]
    seen = parts.array(f"{name}_seen")
    for (place, index), times in zip(seen.tolist(), parts.array(f"{name}_times").tolist(), strict=True):
        lists[place].append((index, times))
    return Pieces(
        tuple(parts.strings(f"{name}_parts")),
        dict(zip(reads, lists, strict=True)),
        parts.array(f"{name}_totals"),
    )
