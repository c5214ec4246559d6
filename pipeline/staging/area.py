"""Areas: where blocks are kept, a Parquet file each, in a folder or in an object store.

``<area>/v1/<version>/<partition>/<name>.parquet``: the version of the program that read the documents, the first two
digits of their hashes (``mixed`` where a file holds too few of each for a file of their own), and a name that comes
from the ids of the documents and says how many they are: whoever reads the same documents again writes the same file. A
file appears as a whole.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import fs

from pipeline.errors import UsageError
from pipeline.load.trouble import explain
from pipeline.staging.block import prefix_of, schema

LAYOUT = "v1"
"""Changes whenever the columns of a block are other ones."""

MIXED = "mixed"
_ENOUGH = 8  # documents of one partition that are worth a file: its footer alone takes some 50 kB
_SEVERAL = 8  # small files of a partition that are worth putting together
_WHOLE = 256  # a file of so many documents is not put together with others any more
_MIXED_MOST = 2000  # documents that may lie in mixed files before they go to their partitions
_UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Part:
    """A staged file: its path in the area's file system, the version and the partition it is of, how many
    documents it holds, when it was written.
    """

    path: str
    version: str
    partition: str
    count: int
    modified_ns: int


class Area:
    """A staging area.

    Args:
        place: a folder, or a URI that pyarrow's file systems take (``s3://…``, ``gs://…``, ``hdfs://…``).

    Raises:
        UsageError: no file system is known for the URI.
    """

    def __init__(self, place: str | Path) -> None:
        self.place = str(place)
        try:
            if "://" in self.place:
                self.files, root = fs.FileSystem.from_uri(self.place)
            else:
                self.files, root = fs.LocalFileSystem(), str(Path(place).absolute())
                self.place = root  # also for processes that work in another folder
        except (pa.ArrowException, OSError) as error:
            raise UsageError(
                "staging_unknown",
                f"Không mở được nơi để kết quả trung gian “{place}” ({_line(error)}). Hãy dùng một thư mục hoặc địa "
                "chỉ như s3://kho/thu-muc.",
                f"The staging area “{place}” cannot be opened ({_line(error)}). Use a folder, or an address like "
                "s3://bucket/folder.",
            ) from error
        self.root = f"{root.rstrip('/')}/{LAYOUT}"
        self.is_local = isinstance(self.files, fs.LocalFileSystem)

    def put(self, block: pa.Table) -> list[str]:
        """Write a block of documents that one version read; the paths of the files."""
        if not block.num_rows:
            return []
        version = block.column("version")[0].as_py()
        groups: dict[str, list[int]] = {}
        for at, doc_id in enumerate(block.column("doc_id").to_pylist()):
            groups.setdefault(prefix_of(doc_id), []).append(at)
        own = {prefix: rows for prefix, rows in groups.items() if len(rows) >= _ENOUGH}
        rest = sorted(at for prefix, rows in groups.items() if prefix not in own for at in rows)
        whole = {**own, **({MIXED: rest} if rest else {})}
        if len(whole) == 1:
            return [self._write(block, version, next(iter(whole)))]
        return [self._write(block.take(rows), version, partition) for partition, rows in whole.items()]

    def parts(self, version: str | None = None) -> list[Part]:
        """The staged files of a version, or of all, in order of path."""
        top = f"{self.root}/{quote(version, safe='+')}" if version else self.root
        try:
            found = self.files.get_file_info(fs.FileSelector(top, recursive=True, allow_not_found=True))
        except (pa.ArrowException, OSError) as error:
            raise explain(error, Path(self.place)) from error
        files = (info for info in found if info.is_file and info.path.endswith(".parquet"))
        return sorted((_part(info.path, info.mtime_ns or 0) for info in files), key=lambda part: part.path)

    def fitting_parts(self) -> list[Part]:
        """The staged files of those versions whose rows have the columns of this one's."""
        parts = self.parts()
        first = {part.version: part for part in reversed(parts)}
        return [part for part in parts if self._fits(first[part.version].path)]

    @cache  # noqa: B019  (an area lives as long as a command)
    def _fits(self, path: str) -> bool:
        try:
            return bool(pq.read_schema(path, filesystem=self.files).equals(schema()))
        except (pa.ArrowException, OSError):
            return False

    def block(self, path: str, columns: Iterable[str] | None = None) -> pa.Table:
        """A staged file by its path; of some columns only."""
        return pq.read_table(path, filesystem=self.files, columns=list(columns) if columns else None, partitioning=None)

    def recall(self, version: str, doc_ids: Iterable[str]) -> Iterator[pa.Table]:
        """Blocks of those of the documents that are staged and were read well, each document once."""
        wanted = set(doc_ids)
        prefixes = {prefix_of(doc_id) for doc_id in wanted}
        for part in self.parts(version):
            if not wanted or (part.partition != MIXED and part.partition not in prefixes):
                continue
            try:
                keys = self.block(part.path, ("doc_id", "status"))
                mine = pc.and_(
                    pc.is_in(keys.column("doc_id"), pa.array(sorted(wanted), pa.string())),
                    pc.is_in(keys.column("status"), pa.array(["loaded", "partial"])),
                )
                if not pc.any(mine).as_py():
                    continue
                block = self.block(part.path)
            except (pa.ArrowException, OSError):
                continue  # damaged: its documents are read again
            if block.schema.equals(schema()):
                found = block.filter(mine)
                wanted.difference_update(found.column("doc_id").to_pylist())
                yield found

    def tidy(self) -> None:
        """Remove what was not finished: for whoever alone writes to the area."""
        if self.is_local and Path(self.root).is_dir():
            for left in Path(self.root).rglob(f"*{_UNFINISHED}"):
                left.unlink(missing_ok=True)

    def compact(self, version: str) -> None:
        """Put the small files of a version together, each partition's by themselves; memory for a few hundred documents
        is enough for that.
        """
        groups: dict[str, list[Part]] = {}
        for part in self.parts(version):
            groups.setdefault(part.partition, []).append(part)
        mixed = groups.pop(MIXED, [])
        if sum(part.count for part in mixed) > _MIXED_MOST:
            self._spread(version, mixed)
            return self.compact(version)
        for parts in (mixed, *groups.values()):
            small = [part for part in parts if part.count < _WHOLE]
            if len(small) >= _SEVERAL:
                for together in _by_size(small):
                    self._merge(version, together)
        return None

    def _merge(self, version: str, parts: list[Part]) -> None:
        written = self._write(self._whole(parts), version, parts[0].partition)
        self._delete(part.path for part in parts if part.path != written)

    def _spread(self, version: str, parts: list[Part]) -> None:
        """Give the documents of mixed files to their partitions, a sixteenth of all at a time."""
        for digit in "0123456789abcdef":
            some = self._whole(parts, digit)
            if not some.num_rows:
                continue
            prefixes = [prefix_of(doc_id) for doc_id in some.column("doc_id").to_pylist()]
            starts = [at for at, prefix in enumerate(prefixes) if at == 0 or prefix != prefixes[at - 1]]
            for start, end in zip(starts, [*starts[1:], len(prefixes)], strict=True):
                self._write(some.slice(start, end - start), version, prefixes[start])
        self._delete(part.path for part in parts)

    def _whole(self, parts: list[Part], digit: str = "") -> pa.Table:
        """The documents of files whose ids begin so, each once, in order of id."""
        blocks, seen = [], set[str]()
        for part in parts:
            block = self.block(part.path)
            rows = []
            for at, doc_id in enumerate(block.column("doc_id").to_pylist()):
                if doc_id.startswith(digit) and doc_id not in seen:
                    seen.add(doc_id)
                    rows.append(at)
            blocks.append(block.take(pa.array(rows, pa.int64())))
        return pa.concat_tables(blocks).combine_chunks().sort_by("doc_id")

    def _delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.files.delete_file(path)
        pa.default_memory_pool().release_unused()

    def _write(self, block: pa.Table, version: str, partition: str) -> str:
        ids = sorted(block.column("doc_id").to_pylist())
        name = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]
        folder = f"{self.root}/{quote(version, safe='+')}/{partition}"
        path = f"{folder}/{name}-{len(ids)}.parquet"
        try:
            if not self.is_local:  # an object appears as a whole
                pq.write_table(block, path, filesystem=self.files, compression="zstd", write_statistics=["doc_id"])
                return path
            self.files.create_dir(folder, recursive=True)
            unfinished = f"{path}.{uuid.uuid4().hex[:8]}{_UNFINISHED}"
            try:
                pq.write_table(block, unfinished, compression="zstd", write_statistics=["doc_id"])
                Path(unfinished).replace(path)
            except BaseException:
                Path(unfinished).unlink(missing_ok=True)
                raise
        except (pa.ArrowException, OSError) as error:
            raise explain(error, Path(self.place)) from error
        return path


def area_of(place: str | Path | None) -> Area | None:
    """The area in a place, if one is named."""
    return Area(place) if place else None


def area_beside(database: Path) -> Path:
    """Where what was read for a database is kept if nothing else is said."""
    return Path(f"{database}.staging")


def _by_size(parts: list[Part]) -> Iterator[list[Part]]:
    """The files in lots that give a file each."""
    together: list[Part] = []
    for part in parts:
        if together and sum(one.count for one in together) + part.count > 2 * _WHOLE:
            yield together
            together = []
        together.append(part)
    if len(together) > 1:
        yield together


def _part(path: str, modified_ns: int) -> Part:
    *_, version, partition, name = path.split("/")
    count = name.removesuffix(".parquet").rpartition("-")[2]
    return Part(path, unquote(version), partition, int(count) if count.isdigit() else 0, modified_ns)


def _line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]
