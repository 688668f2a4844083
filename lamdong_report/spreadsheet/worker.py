"""A second process for files that could hang or abort a library: it is given bytes, a time and a share of memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from datetime import date, datetime, time, timedelta
from typing import IO

import msgspec

from lamdong_report.spreadsheet.book import Cell, Refused

SECONDS = 30.0
MEMORY = 512 * 1024 * 1024
_LENGTH = struct.Struct(">Q")
Table = tuple[str, list[list[Cell]] | None]


class Worker:
    """Reads one spreadsheet after the other in a process of its own, which may die without harm. Use in `with`."""

    def __init__(self, seconds: float | None = None, memory: int = MEMORY) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, data: bytes) -> list[Table]:
        """Name and rows of every sheet; raises Refused, also for what took too long or killed the process."""
        answer: list[bytes] = []
        process = self._running()
        talk = threading.Thread(target=_ask, args=(process, data, answer), daemon=True)
        talk.start()
        talk.join(self._seconds)
        if talk.is_alive():
            self._stop()
            raise Refused("file-stopped", why=f"quá {self._seconds:.0f} giây")
        if not answer:
            self._stop()
            raise Refused("file-stopped", why="tệp làm chương trình đọc bảng tính dừng đột ngột")
        return _understood(answer[0])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = _start(self._memory)
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _start(memory: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    return subprocess.Popen(
        [sys.executable, "-m", __name__, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ask(process: subprocess.Popen[bytes], data: bytes, answer: list[bytes]) -> None:
    """Send and receive, in a thread of its own because either may block for ever."""
    if process.stdin is None or process.stdout is None:
        return
    try:
        _send(process.stdin, data)
        answer.append(_receive(process.stdout))
    except (OSError, ValueError, EOFError):
        return


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


_Packed = str | float | bool | list[str] | None


class _Answer(msgspec.Struct):
    """What the process says of one file: its sheets, or the code of a refusal. A day is packed as [kind, text]."""

    sheets: list[tuple[str, list[list[_Packed]] | None]]
    refused: str = ""


def _understood(message: bytes) -> list[Table]:
    answer = msgspec.msgpack.decode(message, type=_Answer)
    if answer.refused:
        raise Refused(answer.refused)
    return [(name, None if rows is None else [[*map(_unpacked, row)] for row in rows]) for name, rows in answer.sheets]


def _packed(cell: Cell) -> _Packed:
    match cell:
        case datetime() | date() | time():
            return [type(cell).__name__, cell.isoformat()]
        case timedelta():
            return ["timedelta", str(cell.total_seconds())]
    return cell


def _unpacked(cell: _Packed) -> Cell:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    match kind:
        case "datetime":
            return datetime.fromisoformat(text)
        case "date":
            return date.fromisoformat(text)
        case "time":
            return time.fromisoformat(text)
    return timedelta(seconds=float(text))


def _answer(data: bytes) -> bytes:
    from lamdong_report.spreadsheet.calamine import read_named_sheets

    try:
        tables = read_named_sheets(data)
    except Refused as refused:
        return msgspec.msgpack.encode(_Answer([], refused.code))
    sheets = [(name, None if rows is None else [[*map(_packed, row)] for row in rows]) for name, rows in tables]
    return msgspec.msgpack.encode(_Answer(sheets))


def _limit_memory(most: int) -> None:
    """Where the platform has such limits; on Windows only the time is bounded."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> None:
    """The second process: answers until its input ends."""
    _limit_memory(int(sys.argv[1]))
    while True:
        try:
            data = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _send(sys.stdout.buffer, _answer(data))


if __name__ == "__main__":
    serve()
