"""The command line. Only this room prints, and only it decides about exit codes."""

from __future__ import annotations

from pipeline.cli.door import main

__all__ = ["main"]
