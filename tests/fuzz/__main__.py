"""``make fuzz``: ten thousand damaged files, and what came of them; exit code 1 where something is wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.campaign import campaign
from tests.fuzz.seeds import seeds


def main() -> int:
    """Run a campaign and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--keep", type=Path, help="a new folder where files and database stay")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="thidua-fuzz-") as place:
        folder = told.keep or Path(place)
        result = campaign(folder, seeds(), count=told.count, seed=told.seed, workers=told.workers)
    print(f"{told.count} files, seed {told.seed}, {result.seconds:.0f} s, exit code {result.exit_code}")
    print(", ".join(f"{status} {count}" for status, count in sorted(result.statuses.items())))
    print(", ".join(f"{code} {count}" for code, count in result.codes.most_common()))
    print(*(f"FOUND {find}" for find in result.finds), sep="\n")
    return 1 if result.finds else 0


if __name__ == "__main__":
    sys.exit(main())
