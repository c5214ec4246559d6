"""The names of the engines: by themselves, so that ``--help`` comes at once."""

from __future__ import annotations

from typing import Literal

EngineName = Literal["local", "ray"]
"""``local``: processes of this machine; ``ray``: a Ray cluster."""
