"""What is wrong with a profile, said so that whoever edits it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipeline.errors import UsageError
from pipeline.toml_errors import FaultError, faults, listed, meant, why_not_read


def unknown(code: str, near: Sequence[str]) -> FaultError:
    """A code that no finding bears."""
    hint, hint_en = meant(near[0] if near else None)
    return FaultError(
        f"không có mã “{code}”{hint} (các mã: docs/checks.md, docs/validate.md)",
        f"there is no code “{code}”{hint_en} (codes: docs/checks.md, docs/validate.md)",
    )


def not_read(path: Path | str, error: Exception) -> UsageError:
    """A profile that cannot be opened, or is no TOML."""
    why, why_en = why_not_read(error)
    return UsageError("profile_unreadable", f"Mẫu kiểm tra “{path}”: {why}.", f"The profile “{path}”: {why_en}.")


def told(error: ValidationError, source: str, model: type[BaseModel]) -> UsageError:
    """Everything that is wrong with a profile, each with its place."""
    wrong = faults(error, model)
    return UsageError(
        "profile_invalid",
        f"Mẫu kiểm tra “{source}” chưa dùng được:\n{listed([said for said, _ in wrong])}",
        f"The profile “{source}” cannot be used:\n{listed([said for _, said in wrong])}",
    )
