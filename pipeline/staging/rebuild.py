"""A database made anew from what is staged, after its file was damaged."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pipeline.load.store import Store
from pipeline.plan import task_of
from pipeline.staging.area import Area
from pipeline.staging.block import schema
from pipeline.unpack import doc_id


def rebuild(store: Store, area: Area, run_id: str) -> int:
    """Store again every document that is staged, also of folders that are not named today; how many.

    Of several documents that one path held, the one that it holds now is stored, or the one that was staged last.
    """
    parts = sorted(area.parts(), key=lambda part: (part.modified_ns, part.path))
    holders: dict[str, str] = {}
    doubtful: set[str] = set()
    readable = []
    for part in parts:
        with contextlib.suppress(OSError, ValueError):  # a damaged block: its documents are read again
            block = area.block(part.path)
            if not block.schema.equals(schema()):
                continue
            readable.append(part)
            for own, path in zip(block["doc_id"].to_pylist(), block["path"].to_pylist(), strict=True):
                if holders.get(path, own) != own:
                    doubtful.add(path)
                holders[path] = own
    for path in doubtful:
        if Path(path).is_file():
            holders[path] = doc_id(task_of(Path(path)))
    stored: set[str] = set()
    for part in readable:
        block = area.block(part.path)
        keys = zip(block["doc_id"].to_pylist(), block["path"].to_pylist(), strict=True)
        rows = [at for at, (own, path) in enumerate(keys) if holders[path] == own]
        if rows:
            store.put_block(block.take(rows), run_id)
            stored.update(block["doc_id"].take(rows).to_pylist())
    return len(stored)
