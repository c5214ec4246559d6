"""The settings, looked up once for each environment: every page asks for them several times."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pipeline.settings import Settings


def settings() -> Settings:
    """The settings that hold.

    Raises:
        UsageError: as :meth:`Settings.from_environment` does.
    """
    said = tuple(sorted((name, value) for name, value in os.environ.items() if name.startswith("THIDUA_")))
    return _settings(said, Path.cwd())


@lru_cache(maxsize=1)
def _settings(said: tuple[tuple[str, str], ...], folder: Path) -> Settings:
    del said, folder  # what they are looked up by; a relative file is looked for from the folder
    return Settings.from_environment()
