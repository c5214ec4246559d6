"""Where the results of a batch go: a text for each document, a page if one is wanted; never over an input."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import UnreadableFileError, UsageError
from pipeline.find import find
from pipeline.report.folder import Sign, check

DEFAULT_FOLDER = Path("outputs") / "phuc_hoi"
INDEX = "index.html"
STANDARD_INPUT = "-"
SIGN = Sign(".thidua-phuc-hoi", "Thư mục kết quả của lệnh thidua restore; lần chạy sau ghi đè lên các tệp ở đây.\n")
"""A folder that holds this file holds results, and is never taken for a folder of documents."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document: where it lies (None: standard input), what it is called, where its text and its page go."""

    path: Path | None
    name: str
    text: Path
    page: Path | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    ``folder`` is that of the results, None where the user named one file; ``passed_over`` counts results of earlier
    runs that lie among the documents.
    """

    folder: Path | None
    jobs: tuple[Job, ...]
    refused: tuple[tuple[Path, UnreadableFileError], ...] = ()
    passed_over: int = 0


def plan_of(paths: Sequence[str], out: str | None, *, pages: bool) -> Plan:
    """Plan a batch; nothing is written yet.

    Args:
        paths: files and folders, or ``-`` alone.
        out: a folder; or, for one document, a file; ``outputs/phuc_hoi`` if None.
        pages: whether each document gets a page.

    Raises:
        UsageError: ``out_not_folder``, ``out_not_empty``, ``out_over_input``.
    """
    one = len(paths) == 1 and not Path(paths[0]).is_dir()
    if one and out is not None and not (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        return _of_one(paths[0], Path(out), pages=pages)
    folder = DEFAULT_FOLDER if out is None else Path(out)
    check(folder, SIGN)
    if list(paths) == [STANDARD_INPUT]:
        return Plan(folder, (_job(None, "dau-vao-chuan", folder, {}, pages=pages),))
    found, refused, passed_over = _documents(paths)
    inputs = {file.resolve() for file, _ in found}
    taken = {_key(folder / INDEX): Path(INDEX)}
    jobs = tuple(_job(file, name, folder, taken, pages=pages) for file, name in found)
    for job in jobs:
        _spare(inputs, job)
    return Plan(folder, jobs, tuple(refused), passed_over)


def _of_one(path: str, text: Path, *, pages: bool) -> Plan:
    """One document into a file that the user named; ``a.txt`` and ``a.html`` beside each other."""
    page = None
    if pages:
        page = text.with_suffix(".html")
        if page == text:
            text = text.with_suffix(".txt")
    if path == STANDARD_INPUT:
        return Plan(None, (Job(None, "dau-vao-chuan", text, page),))
    found = find([Path(path)])
    jobs = tuple(Job(file, file.name, text, page) for file in found.files)
    for job in jobs:
        _spare({file.resolve() for file in found.files}, job)
    return Plan(None, jobs, found.refused)


def _documents(
    paths: Sequence[str],
) -> tuple[list[tuple[Path, str]], list[tuple[Path, UnreadableFileError]], int]:
    """Each file once, with its name relative to the folder that was named; what is refused; results passed over."""
    seen: set[Path] = set()
    named: list[tuple[Path, str]] = []
    refused: list[tuple[Path, UnreadableFileError]] = []
    passed_over = 0
    several = len(paths) > 1
    for path in map(Path, paths):
        found = find([path])
        refused += found.refused
        for file in found.files:
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            inside = _inside(file, path)
            if any((path / parent / SIGN.name).exists() for parent in list(inside.parents)[:-1]):
                passed_over += 1
                continue
            if several and path.is_dir():
                inside = path.resolve().name / inside
            named.append((file, unicodedata.normalize("NFC", inside.as_posix())))
    return named, refused, passed_over


def _inside(file: Path, named: Path) -> Path:
    """The file's place within the folder that was named; its bare name where a link leads out of there."""
    folder = named.resolve()
    return file.relative_to(folder) if named.is_dir() and file.is_relative_to(folder) else Path(file.name)


def _job(file: Path | None, name: str, folder: Path, taken: dict[str, Path], *, pages: bool) -> Job:
    """The names of the results end in the whole name of the document: "a.docx" and "a.pdf" stay apart."""
    text = name if name.lower().endswith(".txt") else f"{name}.txt"
    return Job(
        file,
        name,
        folder / _free(text, folder, taken),
        folder / _free(f"{name}.html", folder, taken) if pages else None,
    )


def _free(name: str, folder: Path, taken: dict[str, Path]) -> Path:
    """The name, numbered where another result has it already (in capitals or not: some disks do not tell apart)."""
    wanted = path = Path(PurePosixPath(name))
    number = 1
    while _key(folder / path) in taken:
        number += 1
        path = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    taken[_key(folder / path)] = path
    return path


def _key(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def _spare(inputs: set[Path], job: Job) -> None:
    for place in (job.text, job.page):
        if place is not None and place.resolve() in inputs:
            raise UsageError(
                "out_over_input",
                f"Kết quả sẽ ghi đè lên văn bản gốc “{place}”. Hãy chọn chỗ khác sau --out.",
                f"The result would be written over the document “{place}”. Choose another place after --out.",
            )
