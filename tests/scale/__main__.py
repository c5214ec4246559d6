"""``make bench-scale``: reads, multiplies, asks; prints the figures as JSON and draws docs/pictures/scale-*.svg."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.scale.bench import measure
from tests.scale.plots import draw


def main() -> int:
    """Measure, size by size; figures are printed and kept as they come."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    asked.add_argument("--read", type=int, default=1_000, help="documents that are read; the others are multiplied")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--place", type=Path, default=Path("outputs/scale"), help="a folder with room: 10 GB for 100,000"
    )
    asked.add_argument("--pictures", type=Path, default=Path("docs/pictures"))
    told = asked.parse_args()
    told.place.mkdir(parents=True, exist_ok=True)
    figures = []
    for one in measure(told.place, told.sizes, told.read, told.workers, told.seed):
        figures.append(one)
        (told.place / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
        print(json.dumps({name: value for name, value in one.items() if name != "read"}, indent=1))
    draw(figures, told.pictures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
