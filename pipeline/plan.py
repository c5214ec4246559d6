"""What a batch has to do: which files to read, which containers to open, what need not be touched."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.load.digest import Known
from pipeline.load.stored import storable
from pipeline.read.container import may_be_container
from pipeline.unpack import doc_id
from pipeline.work import Task
from schemas.document import SourceFile

_MANY = 1000  # tasks


class Plan:
    """Read these, open those, note where others lie.

    ``unchanged`` are the documents that stay as they are stored, ``may_hold`` the paths of what may be a container.
    """

    def __init__(self, known: Known, version: str, *, force: bool) -> None:
        self.tasks: list[Task] = []
        self.containers: list[Task] = []
        self.paths: list[tuple[Task, str]] = []
        self.may_hold: list[str] = []
        self.unchanged: set[str] = set()
        self._taken: set[str] = set()
        self.version = version
        self._known, self._force = known, force

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.tasks or self.containers or self.paths)

    def add_files(self, files: Iterable[Path]) -> None:
        """Plan what to do with files; a container that has not changed, nor failed in part, is not opened."""
        for task in map(task_of, files):
            held = self._held(task)
            self.may_hold += [storable(task.path)] if task.opens else []
            if held is not None:
                self.unchanged |= held
            elif task.opens and not self._is_current(doc_id(task)):
                self.containers.append(task)
            else:
                self.add(task)

    def add(self, task: Task) -> None:
        """Plan what to do with a document."""
        own = doc_id(task)
        if own in self._taken or (self._is_current(own) and task.source):
            if own not in self._taken:
                self.unchanged.add(own)
            if self._known.files.get(storable(task.path)) != own:
                self.paths.append((task, own))
        else:
            self._taken.add(own)
            self.tasks.append(task)

    def _held(self, task: Task) -> set[str] | None:
        """The documents of a container that was opened before, if none of them has to be read again."""
        if not task.opens or self._force or task.source is None:
            return None
        path = storable(task.path)
        if self._known.containers.get(path) != (task.source.sha256, self.version):
            return None
        members = self._known.members.get(path, set())
        return members if all(map(self._is_current, members)) else None

    def _is_current(self, own: str) -> bool:
        status, by = self._known.documents.get(own, ("failed", ""))
        current = by == self.version and status != "failed" and own not in self._known.stale
        return current and not self._force


def in_order(tasks: Sequence[Task]) -> list[Task]:
    """Few tasks as they are; many in the order of their documents' ids, so that those that are stored together belong
    to one partition of the staging area, and how far a batch has come tells how long the rest will take.
    """
    return sorted(tasks, key=doc_id) if len(tasks) > _MANY else list(tasks)


def task_of(file: Path) -> Task:
    """A file as a task: its name, and what it is known by."""
    name = unicodedata.normalize("NFC", file.name)
    if not file.is_file():  # a pipe would keep us waiting for ever
        return Task(str(file), name, None)
    try:
        with file.open("rb") as stream:
            opens = may_be_container(name, stream.read(8))
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
    except OSError:  # the worker will meet the same, and say what it is
        return Task(str(file), name, None)
    return Task(str(file), name, SourceFile(name, str(file), sha256, "", size), opens and size > 0)
