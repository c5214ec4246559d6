"""Which thidua made a row: the version, and a fingerprint of everything that has a say in the result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PACKAGES = ("schemas", "extractors", "pipeline")
_SILENT = {"cli", "evaluate", "validate", "runs", "json", "__pycache__"}  # rooms that change no row


def release() -> str:
    """The version of the installed thidua."""
    try:
        return version("thidua")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@cache
def build() -> str:
    """The release and a fingerprint of rules, lexicons and model: "0.1.0+5b0c1d2e".

    Documents that another build stored are read again.
    """
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for name, file in _files(files(package), package):
            digest.update(name.encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"{release()}+{digest.hexdigest()[:8]}"


def _files(folder: Traversable, at: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{at}/{entry.name}"
        if entry.is_dir():
            if entry.name not in _SILENT:
                yield from _files(entry, name)
        elif not entry.name.endswith((".pyc", ".md")):
            yield name, entry
