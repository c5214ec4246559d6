"""Rebuild the restoration model: ``python -m pipeline.restoration.train [--shared ../shared]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.restoration.model import MODEL_PATH
from pipeline.restoration.train.build import build


def main() -> int:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.restoration.train", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with text/, ocr/ and data/")
    parser.add_argument("--output", type=Path, default=MODEL_PATH, help="the model file to write")
    parser.add_argument("--ngrams", type=int, default=4_300_000, help="how many n-grams to keep")
    parser.add_argument(
        "--hold-out", action="store_true", help="leave out all text that stands on the pages kept apart"
    )
    parser.add_argument(
        "--noise", type=Path, nargs="*", default=[], help="folders that make noise wrote, to learn from too"
    )
    options = parser.parse_args()
    if not (options.shared / "text").is_dir() or not (options.shared / "ocr").is_dir():
        print(f"{options.shared} has no text/ and ocr/ to learn from: name the folder with --shared", file=sys.stderr)
        return 2
    build(options.shared, options.output, size=options.ngrams, hold_out=options.hold_out, noise=options.noise)
    return 0


if __name__ == "__main__":
    sys.exit(main())
