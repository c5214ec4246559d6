"""Taking documents out of a database: what would go, and that it goes, all in one transaction.

Files on disk are not touched, nor what people decided on records: whoever stores such a file again has its documents
with their decisions again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.load.digest import COUNTED, Query
from pipeline.load.documents import delete, forget_container, let_go
from pipeline.load.store import Store, asking, connect_to_read
from pipeline.load.stored import storable
from pipeline.staging.area import Area, area_beside
from pipeline.staging.discard import discard


@dataclass(frozen=True, slots=True)
class Going:
    """A document that goes, or that stays since other files hold it, too."""

    doc_id: str
    name: str
    files: tuple[str, ...]
    records: int
    decisions: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to be taken out: documents, files that shall hold nothing any more, containers to forget."""

    documents: tuple[Going, ...]
    doc_ids: frozenset[str]
    files: frozenset[str]
    containers: frozenset[str]

    @property
    def going(self) -> tuple[Going, ...]:
        """The documents that go."""
        return tuple(one for one in self.documents if not one.stays)


def plan_removal(database: Path, named: Sequence[str]) -> Removal:
    """What goes if these are taken out: paths of files, folders or archives, names of files, or ids of documents.

    Raises:
        DatabaseError: the database is not there or cannot be read.
        UsageError: ``document_unknown``: one of them names nothing; ``document_ambiguous``: a name of several.
    """
    with connect_to_read(database) as connection:
        query = asking(connection, database)
        doc_ids, files, containers = set[str](), set[str](), set[str]()
        for one in named:
            held, opened = _at(query, one)
            if held or opened:
                files |= held
                containers |= opened
            else:
                doc_ids.add(_document(query, one))
        return Removal(
            tuple(_going(query, doc_ids, files)), frozenset(doc_ids), frozenset(files), frozenset(containers)
        )


def remove(database: Path, removal: Removal) -> None:
    """Take them out, all or none, of the staging area beside the database, too, and publish.

    Raises:
        DatabaseError: another program writes, or the database cannot be written; then all is as it was.
    """
    with Store.open(database) as store:
        session = store.session
        with session.explained(), session.transaction():
            for path in sorted(removal.files):
                let_go(session, path)
            for path in sorted(removal.containers):
                forget_container(session, path)
            for doc_id in sorted(removal.doc_ids):
                delete(session, doc_id)
                session.query("DELETE FROM files WHERE doc_id = ?", doc_id)
        if area_beside(database).is_dir():
            discard(Area(area_beside(database)), (one.doc_id for one in removal.going))
        store.mark()
        store.finish()


def _at(query: Query, named: str) -> tuple[set[str], set[str]]:
    """The files and the containers that are stored of a path: of a file, of an archive, of a whole folder."""
    path = storable(str(Path(named).resolve()))
    within = [path + os.sep, path + "!/"]
    there = "path = ? OR starts_with(path, ?) OR starts_with(path, ?)"
    held = {one for (one,) in query(f"SELECT path FROM files WHERE {there}", path, *within)}
    return held, {one for (one,) in query(f"SELECT path FROM containers WHERE {there}", path, *within)}


def _document(query: Query, named: str) -> str:
    """The one document of an id, of the beginning of one, or of the name of a file; parts of names would be risky."""
    found = query(
        "SELECT doc_id, source_name FROM documents WHERE doc_id = $1 OR source_name = $2 "
        "OR (length($1) >= 6 AND starts_with(doc_id, lower($1))) ORDER BY doc_id = $1 DESC, source_name, doc_id",
        storable(named),
        storable(Path(named).name),
    )
    if len(found) == 1 or (found and found[0][0] == named):
        return str(found[0][0])
    if not found:
        raise UsageError(
            "document_unknown",
            f"Không có văn bản nào của tệp, thư mục hoặc mã “{named}” trong cơ sở dữ liệu; chưa lấy gì ra. Xem những "
            "gì đang có: thidua report, hoặc bảng documents.",
            f"The database holds no document of the file, folder or id “{named}”; nothing was removed. See what is "
            "there: thidua report, or the table documents.",
        )
    listed = "; ".join(f"{doc_id} {name}" for doc_id, name in found[:10])
    raise UsageError(
        "document_ambiguous",
        f"“{named}” ứng với {len(found)} văn bản; chưa lấy gì ra. Hãy nói rõ bằng mã: {listed}",
        f"“{named}” could be {len(found)} documents; nothing was removed. Name one by its id: {listed}",
    )


def _going(query: Query, doc_ids: set[str], files: set[str]) -> Iterable[Going]:
    there = query("SELECT doc_id FROM files WHERE path IN (SELECT unnest(?::VARCHAR[]))", sorted(files))
    touched = doc_ids | {doc_id for (doc_id,) in there}
    records = " + ".join(f'(SELECT count(*) FROM "{table}" r WHERE r.doc_id = d.doc_id)' for table in COUNTED)
    rows = query(
        "SELECT doc_id, source_name, (SELECT list(path ORDER BY path) FROM files f WHERE f.doc_id = d.doc_id), "
        f"{records}, "
        "(SELECT count(*) FROM corrections c WHERE c.about_doc_id = d.doc_id AND c.is_current) "
        "FROM documents d WHERE doc_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY source_name, doc_id",
        sorted(touched),
    )
    for doc_id, name, paths, count, decisions in rows:
        held = tuple(paths or ())
        yield Going(doc_id, name, held, count, decisions, doc_id not in doc_ids and not files.issuperset(held))
