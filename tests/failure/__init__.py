"""Faults injected: full disks, damaged files, files that change while they are read, clocks that jump."""
