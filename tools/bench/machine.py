"""What the benchmark ran on, as far as the system says."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("lxml", "openpyxl", "docxtpl", "python-docx", "XlsxWriter", "jinja2")


@dataclass(frozen=True, slots=True)
class Machine:
    """`cores` are those that this process may use."""

    system: str
    processor: str
    cores: int
    python: str
    libraries: dict[str, str]


def this_machine() -> Machine:
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=core_count(),
        python=platform.python_version(),
        libraries={name: found for name in _LIBRARIES if (found := _version(name))},
    )


def core_count() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _processor() -> str:
    """The model that Linux names, else what the platform module knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
