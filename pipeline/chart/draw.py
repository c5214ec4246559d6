"""Charts as SVG or PNG, by matplotlib: sorted, labelled, the same bytes for the same numbers."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from pipeline.chart.data import Chart
from pipeline.figures import number

_COLOURS = ("#1f5a8c", "#d98b1f", "#4d8f5b", "#8a5a9e", "#8c8c8c")  # told apart by the colour-blind as well
_STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and holds all Vietnamese letters
    "font.size": 10,
    "svg.hashsalt": "thidua",  # the same ids in each run
    "svg.fonttype": "path",  # looks the same where the font is missing
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(chart: Chart, file: Path, *, heat: bool = False) -> None:
    """Write a chart to a file whose ending says how: ``.svg`` or ``.png``."""
    import matplotlib as mpl  # noqa: PLC0415  (takes a second: only where something is drawn)

    mpl.use("Agg")
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context(_STYLE):
        panels = [len(chart.rows)] if heat else [len(_reported(chart, index)) for index in range(len(chart.series))]
        wide = max(9.5, 5.5 + 0.75 * len(chart.series)) if heat else 9.5
        figure = Figure(figsize=(wide, 1.2 + 0.42 * sum(panels) + 0.8 * len(panels)), layout="constrained")
        shared = figure.subplots(len(panels), squeeze=False, gridspec_kw={"height_ratios": [n + 0.6 for n in panels]})
        for index, (axes,) in enumerate(shared):
            if heat:
                _heat(axes, chart)
            else:
                _bars(axes, chart, index)
        figure.suptitle(chart.title, x=0.01, ha="left", fontsize=14, fontweight="bold")
        figure.supxlabel(chart.note, x=0.01, ha="left", fontsize=8, color="#555555")
        figure.savefig(file, dpi=150, metadata={"Date": None} if file.suffix == ".svg" else {"Software": None})


def _reported(chart: Chart, index: int) -> list[tuple[str, float]]:
    """The rows of a series that have a number, the highest first."""
    found = [(name, row[index]) for name, row in zip(chart.rows, chart.values, strict=True)]
    return sorted(((name, value) for name, value in found if value is not None), key=lambda pair: -pair[1])


def _bars(axes: Any, chart: Chart, index: int) -> None:
    """A panel a series, each with a scale of its own: households by the thousand would hide medals by the dozen."""
    rows = _reported(chart, index)
    bars = axes.barh(range(len(rows)), [value for _, value in rows], 0.72, color=_COLOURS[index % len(_COLOURS)])
    axes.bar_label(bars, [_said(value) for _, value in rows], padding=4, fontsize=9)
    axes.set_yticks(range(len(rows)), [_folded(name, 40) for name, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.margins(x=0.12)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: _said(value))
    axes.locator_params(axis="x", nbins=6, integer=all(value.is_integer() for _, value in rows))
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    if len(chart.series) > 1:
        axes.set_title(chart.series[index].capitalize(), loc="left", fontsize=11, fontweight="bold")
    if index == len(chart.series) - 1:
        axes.set_xlabel(chart.unit)


def _heat(axes: Any, chart: Chart) -> None:
    cells = [[value or 0 for value in row] for row in chart.values]
    highest = max(max(row) for row in cells)
    axes.imshow(cells, cmap="Blues", vmin=-0.05 * highest, vmax=highest, aspect="auto")
    for y, row in enumerate(chart.values):
        for x, value in enumerate(row):
            if value:
                axes.text(
                    x, y, _said(value), ha="center", va="center", color="white" if value > highest / 2 else "#222222"
                )
    axes.set_xticks([x - 0.5 for x in range(1, len(chart.series))], minor=True)
    axes.set_yticks([y - 0.5 for y in range(1, len(chart.rows))], minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.set_yticks(range(len(chart.rows)), [_folded(name, 46) for name in chart.rows])
    axes.set_xticks(range(len(chart.series)), chart.series, rotation=40, ha="left", rotation_mode="anchor")
    axes.tick_params(which="both", length=0, top=False, bottom=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(chart.unit)


def _said(value: float | None) -> str:
    if value is None:
        return ""
    return number(value, 0 if float(value).is_integer() else min(2, len(repr(float(value)).partition(".")[2])))


def _folded(name: str, width: int) -> str:
    lines = textwrap.wrap(name, width)
    return "\n".join(lines[:2]) + (" …" if len(lines) > 2 else "")
