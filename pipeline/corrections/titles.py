"""What the sheet to fill is called."""

from __future__ import annotations

TITLE = ("Xem lại", "To review")
"""In Vietnamese and in English."""
