"""Files of released layouts, made from their SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb

LAYOUTS = {int(file.stem): file for file in sorted(Path(__file__).parent.glob("*.sql"))}


def laid_out(base: Path, version: int) -> Path:
    """A file as the program of a released layout wrote it."""
    with duckdb.connect(str(base)) as older:
        older.execute(LAYOUTS[version].read_text(encoding="utf-8"))
    return base
