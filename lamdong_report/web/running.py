"""The page that already runs on this machine for the same folders: found by a file, asked for a new entrance."""

from __future__ import annotations

import http.client
import json
from contextlib import suppress
from pathlib import Path

import msgspec

from lamdong_report.pipeline.journal import machine_name
from lamdong_report.web.guard import ADDRESS, KEY_HEADER, REOPEN, Guard

_PATIENCE = 2.0  # seconds: it answers from this very machine


class Running(msgspec.Struct, frozen=True):
    """Where the page listens, and the key by which it knows us."""

    port: int
    key: str


def _file(out: Path) -> Path:
    """Each machine that shares the folder has its own page."""
    return out / f".trang-{machine_name()}.json"


def note_entrance(out: Path, port: int, guard: Guard) -> None:
    """Leave word for the next start; where the folder cannot be written, the next start opens a page of its own."""
    with suppress(OSError):
        out.mkdir(parents=True, exist_ok=True)
        path = _file(out)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(msgspec.json.encode(Running(port, guard.key)))


def forget_entrance(out: Path) -> None:
    with suppress(OSError):
        _file(out).unlink(missing_ok=True)


def entrance_of_running(out: Path) -> str:
    """A new entrance to the page that runs already; "" when none does."""
    try:
        running = msgspec.json.decode(_file(out).read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        return ""
    host = f"{ADDRESS}:{running.port}"
    asking = http.client.HTTPConnection(ADDRESS, running.port, timeout=_PATIENCE)
    try:
        asking.request("POST", REOPEN, headers={"Host": host, "Origin": f"http://{host}", KEY_HEADER: running.key})
        answer = asking.getresponse()
        found = json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else {}
    except (OSError, http.client.HTTPException, ValueError):
        return ""
    finally:
        asking.close()
    return str(found.get("url", "")) if isinstance(found, dict) else ""
