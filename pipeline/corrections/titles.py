"""What the sheets to fill are called."""

from __future__ import annotations

TITLE = ("Xem lại", "To review")
"""In Vietnamese and in English."""
AWARDS_TITLE = ("Bổ sung khen thưởng", "Awards to add")
"""The sheet for awards that the machine overlooked."""
