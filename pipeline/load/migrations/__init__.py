"""Time travel: a file says which layout its tables have; older ones are brought to this program's, newer refused.

How to change the layout: docs/storage.md, “Layouts”.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.load.session import Session

SCHEMA_VERSION = 2
"""The layout of this program. One more than the newest in ``tests/layouts/`` while it is in the making."""

UNSAID = 1
"""The layout of files that do not say theirs: 0.1.0 wrote them."""

STEPS: Mapping[int, Callable[[Session], None]] = {}
"""What brings a file *to* a layout, beyond tables and columns that are new: these come by themselves, empty. A step is
written in SQL that names its tables and columns, never in terms of today's models, which will change.
"""
