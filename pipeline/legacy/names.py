"""What the codes are called."""

from __future__ import annotations

from pipeline.legacy.tables import Code

LEGACY_NAMES: dict[Code, str] = {
    "tcvn3": "TCVN3 (ABC, .VnTime)",
    "vni": "VNI",
    "viscii": "VISCII",
    "vps": "VPS",
    "cp1258": "Windows-1258",
}
"""Codes as a reader knows them."""
