"""Renews libraries.txt: the newest wheels for Windows of what setup.cfg asks for, each with version and hash."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from tools.windows.fetch import (
    LIBRARIES,
    fetch_libraries,
    for_windows,
    lacking_libraries,
    pip_download,
    required_libraries,
)

_HEADING = "# The libraries as they go into the package for Windows. Renew with: python -m tools.windows.pin\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wanted = list(required_libraries())
        while wanted:
            pip_download(folder, *for_windows(), *wanted)
            wanted = list(lacking_libraries(folder.glob("*.whl")))
        lines = [_pin(wheel) for wheel in sorted(folder.glob("*.whl"), key=lambda wheel: wheel.name.lower())]
        LIBRARIES.write_text(_HEADING + "".join(lines), encoding="utf-8")
        fetch_libraries(folder)


def _pin(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    return f"{name.lower().replace('_', '-')}=={version} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"


if __name__ == "__main__":
    main()
