"""How much memory this process has held at most; imports nothing that a bare interpreter has not loaded."""

from __future__ import annotations

import sys

_MB = 1024 * 1024


def own_peak() -> float | None:
    """In MB, with the largest child that has ended; None where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / _MB
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / _MB
    return min(mine, _high_water() or mine) + children


def _high_water() -> float | None:
    """What Linux says of this program alone: getrusage counts in what the process was before it became Python."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 (pathlib is not loaded yet)
            found = next((line for line in status if line.startswith("VmHWM:")), "")
    except OSError:
        return None
    return int(found.split()[1]) / 1024 if found else None
