"""Containers of a batch: opened by the workers before all else, so that their members are tasks like all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableFileError
from pipeline.limits import Limits
from pipeline.load.models import Container, ContainerMember
from pipeline.load.stored import Row, doc_id_of, row_of, storable
from pipeline.read.container import WITHIN, open_container
from pipeline.read.container_parts import Contents, Member
from pipeline.runs.traces import trace_of
from pipeline.work import Done, Task, at_most, failed, one_line, rejected, unread_path
from schemas.document import SourceFile


@dataclass(frozen=True)
class Opened:
    """A container that was opened; no contents where it is a document after all."""

    task: Task
    contents: Contents | None


def unpack(task: Task, version: str, limits: Limits, seconds: int = 0) -> Opened | Done:
    """Open one container: what it holds, or why it cannot be opened."""
    try:
        with at_most(seconds):
            return Opened(task, open_container(Path(task.path), task.name, limits))
    except UnreadableFileError as error:
        return rejected(task, version, error)
    except Exception as error:
        return failed(task, version, one_line(error), trace_of(error))


def members_of(opened: Opened) -> Iterator[tuple[Member, Task]]:
    """The members that become documents, or are refused, with their tasks."""
    container, contents = opened.task, opened.contents
    for member in contents.members if contents else ():
        if member.is_told:
            path = f"{container.path}{WITHIN}{member.path}"
            source = SourceFile(member.name, path, member.sha256, "", member.size) if member.sha256 else None
            known_by = f"{container.source.sha256 if container.source else container.path}{WITHIN}{member.path}"
            yield (
                member,
                Task(path, member.name, source, False, container.path, member.path, at=member.at, unread=known_by),
            )


def refusal(member: Member, task: Task, version: str) -> Done | None:
    """What came of a member that cannot be read; None where it can be tried."""
    why = member.refused
    return rejected(task, version, UnreadableFileError(why.code, why.reason, why.reason_en)) if why else None


def doc_id(task: Task) -> str:
    """The id of the document that a task gives."""
    return doc_id_of(task.name, task.source.sha256 if task.source else None, unread_path(task))


def rows_of_container(opened: Opened, version: str, run_id: str) -> tuple[Row, list[Row]]:
    """The row of a container and those of its members, skipped ones too."""
    task, contents = opened.task, opened.contents
    assert contents is not None
    own = Container(
        path=storable(task.path),
        name=task.name,
        kind=contents.kind,
        sha256=task.source.sha256 if task.source else None,
        size=task.source.size if task.source else None,
        subject=contents.subject,
        sender=contents.sender,
        sent_at=contents.sent_at,
        version=version,
        run_id=run_id,
    )
    ids = {member.path: doc_id(told) for member, told in members_of(opened)}
    members = [
        ContainerMember(
            container=storable(task.path),
            position=at,
            member=member.path,
            size=member.size,
            doc_id=ids.get(member.path),
            skipped_code=member.skipped.code if member.skipped else None,
            skipped_reason=member.skipped.reason if member.skipped else None,
            skipped_reason_en=member.skipped.reason_en if member.skipped else None,
        )
        for at, member in enumerate(contents.members, start=1)
    ]
    return row_of("containers", {}, own), [row_of("container_members", {}, member) for member in members]
