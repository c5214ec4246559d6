"""``make kill``: an ingestion stopped at 200 random moments; exit code 1 where anything is wrong afterwards."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.kill.campaign import campaign


def main() -> int:
    """Run a campaign and print what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--files", type=int, default=200)
    told = asked.parse_args()
    found, ends = 0, Counter[str]()
    with tempfile.TemporaryDirectory(prefix="thidua-kill-") as place:
        for at, (moment, ended, finds) in enumerate(
            campaign(Path(place), count=told.count, seed=told.seed, files=told.files), start=1
        ):
            ends[f"{moment.target} {moment.signal.name}: {ended}"] += 1
            found += bool(finds)
            print(f"{at}/{told.count} {moment}: {ended}", *(f"  FOUND {find}" for find in finds), sep="\n", flush=True)
    print(*(f"{count:4} × {end}" for end, count in sorted(ends.items())), sep="\n")
    print(f"{told.count} moments, {told.files} files, seed {told.seed}: {found} with something wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
