"""What thidua needs on this machine: what is there, what is missing, what for, and how to install it."""

from __future__ import annotations

from pipeline.doctor.finding import Finding, Remedy, exit_code
from pipeline.doctor.inside import duckdb_works, model, packages, python
from pipeline.doctor.machine import disk, memory, network, place_for_results
from pipeline.doctor.programs import fonts, office, tesseract
from pipeline.settings import Settings

__all__ = ["Finding", "Remedy", "examine", "exit_code"]


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Everything that is looked at, in the order in which it is told; changes nothing that stays."""
    folder = settings.database.parent
    return (
        python(),
        packages(),
        duckdb_works(),
        model(),
        place_for_results(folder),
        disk(folder),
        memory(),
        network(),
        *tesseract(),
        office(),
        fonts(),
    )
