"""From texts and read lines to the model file, stage by stage."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.letters import is_syllable
from pipeline.restoration.model import Array, channel_parts, write_parts
from pipeline.restoration.ngrams import ORDER, NGrams
from pipeline.restoration.table import Table
from pipeline.restoration.tokens import SPECIALS, START
from pipeline.restoration.train.align import learn_letters, token_pairs
from pipeline.restoration.train.capitals import count_capitals
from pipeline.restoration.train.context import Streams, learn_context
from pipeline.restoration.train.corpus import Corpus, read_corpus
from pipeline.restoration.train.corpus import read_lines as corpus_lines
from pipeline.restoration.train.count import Estimate, Smoothed, count_order, prune
from pipeline.restoration.train.doubts import find_rivals
from pipeline.restoration.train.genre import genre_lines
from pipeline.restoration.train.heldout import REGISTERS, blocks_apart, without
from pipeline.restoration.train.layout import ngram_parts
from pipeline.restoration.train.learn import learn_channel
from pipeline.restoration.train.lines import ReadLine, read_lines, split_of
from pipeline.restoration.train.places import place_lines
from pipeline.restoration.train.ready import lay_out
from pipeline.restoration.train.slips import learn_slips, slip_pairs
from pipeline.restoration.train.symbols import count_symbols
from pipeline.restoration.train.vocabulary import choose_vocabulary, form_ids

# How much a sighting in each register counts: our register is the law's and the administration's.
WEIGHTS = {"legal": 3.0, "legal_qa": 1.0, "news": 1.0, "general": 0.5, "places": 2.0, "genre": 30.0}


def build(shared: Path, output: Path, *, size: int, hold_out: bool, noise: Sequence[Path] = ()) -> None:
    """Build the model from ``shared`` and write it to ``output``; ``noise``: folders with more read lines."""
    clock = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - clock:6.0f} s  {what}", flush=True)

    symbols = count_symbols(corpus_lines(shared / "text" / "legal.txt.xz"))
    say(f"counted {len(symbols)} symbols")
    lines = _lines(shared, noise, "eng")
    corpus = read_corpus(shared / "text", {"places": place_lines(shared / "data"), "genre": genre_lines()})
    say(f"read {len(lines)} lines and {sum(map(len, corpus.registers.values()))} tokens")
    words = choose_vocabulary(corpus)
    ids = form_ids(corpus, words)
    say(f"chose {len(words)} words")
    parts: dict[str, Array | list[str]] = {"words": list(words), "symbols": symbols}
    held = _held(shared, lines) if hold_out else []
    streams = _streams(corpus, ids, words, held)
    parts |= ngram_parts(_ngrams(streams, size), len(words))
    say("counted and smoothed the n-grams")
    capitals = count_capitals(corpus, ids)
    parts |= _table("case", capitals)
    say("counted capitals")
    pairs = token_pairs((line.read, line.printed) for line in lines if split_of(line.page) == "train")
    syllables = [word for word in words[len(SPECIALS) :] if is_syllable(word)]
    rivals = find_rivals(words, np.asarray(parts["unigram_logs"]), pairs)
    parts |= learn_context(streams, rivals, lambda half: NGrams.of(ngram_parts(_ngrams(half, size), len(words))))
    say("learned what settles doubtful words")
    channel = learn_channel(pairs, learn_letters(pairs), syllables)
    parts |= channel_parts(channel)
    say("learned the channel")
    read = (line.read for line in lines if split_of(line.page) == "train")
    parts |= lay_out(words, np.asarray(parts["unigram_logs"]), channel, read)
    say("laid out what follows from these")
    nearly = [line for line in _lines(shared, noise, "vie") if split_of(line.page) == "train"]
    parts |= learn_slips(slip_pairs((line.read, line.printed) for line in nearly))
    say(f"learned slips from {len(nearly)} lines")
    write_parts(output, parts)
    say(f"wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")


def _lines(shared: Path, noise: Sequence[Path], language: str) -> list[ReadLine]:
    files = [folder / f"{language}.jsonl.xz" for folder in (shared / "ocr", *noise)]
    return [line for file in files if file.is_file() for line in read_lines(file)]


def _held(shared: Path, lines: list[ReadLine]) -> list[str]:
    """What is printed on the pages kept apart, of either engine, and the blocks of text kept apart."""
    apart = [*lines, *read_lines(shared / "ocr" / "vie.jsonl.xz")]
    held = [line.printed for line in apart if split_of(line.page) != "train"]
    for register in REGISTERS:
        held += [line for block in blocks_apart(shared / "text", register) for line in block]
    return held


def _streams(corpus: Corpus, ids: NDArray[np.uint16], words: tuple[str, ...], held: list[str]) -> Streams:
    numbers = {word: i for i, word in enumerate(words)}
    out = []
    for register, forms in corpus.registers.items():
        stream = np.concatenate((np.array([START], dtype=np.uint16), ids[forms]))
        out.append((without(stream, held, numbers) if held else stream, WEIGHTS[register]))
    return out


def _ngrams(streams: Streams, size: int) -> list[Smoothed]:
    raw = [count_order(streams, order) for order in range(1, ORDER + 1)]
    return Estimate(raw, prune(raw, Estimate(raw), size)).orders


def _table(name: str, table: Table) -> dict[str, Array | list[str]]:
    return {f"{name}_prints": table.prints, f"{name}_values": table.values}
