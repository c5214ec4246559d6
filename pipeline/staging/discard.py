"""Documents that somebody took out of a database are not kept in its staging area either."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.staging.area import Area


def discard(area: Area, doc_ids: Iterable[str]) -> int:
    """Take documents out of an area, of whatever version; how many there were.

    The others of a file are written anew before the file goes.

    Raises:
        DatabaseError: the area cannot be written.
    """
    gone, count = pa.array(sorted(doc_ids), pa.string()), 0
    for part in area.parts():
        held = pc.is_in(area.block(part.path, ("doc_id",)).column("doc_id"), gone)
        here = pc.sum(held).as_py() or 0
        if here:
            area.put(area.block(part.path).filter(pc.invert(held)))
            area.files.delete_file(part.path)
            count += here
    return count
