"""The pictures of docs/scale.md, drawn from the figures of a bench."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

_STEP = 20  # samples: documents are told as they are stored, many at once
_BLUE, _BROWN = "#1f5a8a", "#b4582a"
_MEMORY = (("writer_mb", "process that stores", _BLUE), ("worker_mb", "largest that reads", _BROWN))


def draw(figures: list[dict[str, Any]], folder: Path) -> list[Path]:
    """Draw reading over its course, and queries by size; the files written."""
    mpl.rcParams["svg.hashsalt"] = "thidua"  # the same figures give the same file
    folder.mkdir(parents=True, exist_ok=True)
    drawn = [_queries(figures, folder / "scale-queries.svg")]
    if any("read" in one for one in figures):
        drawn.append(_reading(figures, folder / "scale-reading.svg"))
    return drawn


def _reading(figures: list[dict[str, Any]], file: Path) -> Path:
    figure = Figure(figsize=(8, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    for number, read in enumerate(one["read"] for one in figures if "read" in one):
        points = list(zip(read["documents"], read["processor"], strict=True))[::_STEP]
        steps = [
            ((one[0] + other[0]) / 2, (other[1] - one[1]) / (other[0] - one[0])) for one, other in pairwise(points)
        ]
        left.plot([at for at, _ in steps], [seconds for _, seconds in steps], color=_BLUE)
        for name, label, color in _MEMORY:
            right.plot(read["documents"][:-1], read[name][:-1], label=label if number == 0 else None, color=color)
    left.set(xlabel="documents stored", ylabel="processor seconds a document", ylim=(0, None))
    right.set(xlabel="documents stored", ylabel="memory, MB", ylim=(0, None))
    right.legend(frameon=False)
    return _written(figure, file)


def _queries(figures: list[dict[str, Any]], file: Path) -> Path:
    figure = Figure(figsize=(8, 4.2), layout="constrained")
    axes = figure.subplots()
    sizes = [one["documents"] for one in figures]
    for name in figures[-1]["queries"]:
        axes.plot(sizes, [one["queries"].get(name) for one in figures], marker="o", linewidth=1, label=name)
    axes.axhline(1, color="#888888", linestyle="dashed", linewidth=1)
    axes.set(xscale="log", yscale="log", xlabel="documents stored", ylabel="seconds")
    axes.legend(frameon=False, fontsize=6, bbox_to_anchor=(1, 1), loc="upper left")
    return _written(figure, file)


def _written(figure: Figure, file: Path) -> Path:
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file
