"""Starts the page, or finds the one that runs already; keeps an eye on the folders; ends when nobody uses it."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import msgspec
from flask import Flask
from waitress import create_server

from lamdong_report.errors import UsageError, system_reason
from lamdong_report.pipeline import receiving
from lamdong_report.pipeline.journal import Journal, machine_name
from lamdong_report.web.app import make_app
from lamdong_report.web.desk import Folders, PageDesk, Season
from lamdong_report.web.guard import ADDRESS, KEY_HEADER, REOPEN, Guard
from lamdong_report.web.jobs import Worker

# Seconds between two looks at the folders: a file that is being copied has grown by then, and a network drive of some
# hundred files is looked through in a tenth of it.
TICK = 0.5
# An open window asks every few seconds, a hidden one once a minute: after half an hour nobody has one open.
IDLE = 30 * 60.0
# Seconds: a browser that starts for the first time after the machine needs ten.
OPENS_WITHIN = 15.0
# Answers are short; a few threads serve several windows while one of them sends a large file.
THREADS = 6
# Larger bodies are cut off by the server itself; up to here they get a sentence.
MOST_TAKEN = 8 * receiving.MOST_AT_ONCE
# Seconds: a page that runs already answers from this very machine.
_PATIENCE = 2.0


def serve(folders: Folders, *, port: int, opens: bool, say: Callable[[str], None], idle: float = IDLE) -> None:
    """Run the page until it is left; `say` gets the address first. Raises UsageError for a port that is taken."""
    if entrance := entrance_of_running(folders.out):
        say(entrance)
        if opens:
            _open(entrance)
        return
    listening = _listen(port)
    guard = Guard(listening.getsockname()[1])
    journal = Journal(folders.out)
    worker = Worker(journal)
    desk = PageDesk(Season(folders, worker), worker, guard, interrupted=journal.interrupted())
    clock = _Clock(idle)
    desk.season.begin()
    app = make_app(desk)
    app.before_request(clock.wind)
    _start(app, listening)
    note_entrance(folders.out, listening.getsockname()[1], guard)
    try:
        say(entrance := guard.entrance())
        if opens:
            _open(entrance)
        _watch(desk, clock)
    finally:
        worker.shut_down()
        forget_entrance(folders.out)


def _open(entrance: str) -> None:
    """Open the browser; one that does not come back within the bound is taken to be open: some are waited for."""
    # A browser that was not running yet may be waited for until its window is closed: hence a thread of its own.
    answers: list[bool] = []
    opening = Thread(target=lambda: answers.append(webbrowser.open(entrance)), name="trinh-duyet", daemon=True)
    opening.start()
    opening.join(OPENS_WITHIN)
    if not all(answers):
        remedy = "Dùng danh sách việc hoặc các lệnh; hoặc thêm --no-open rồi mở địa chỉ được in ra."
        raise UsageError("Máy này không mở được trình duyệt nào.", remedy)


def _listen(port: int) -> socket.socket:
    """A socket that only this machine reaches; any free port for 0."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        # Otherwise another program of the machine could listen on the same port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        remedy = "Bỏ --port để chương trình tự chọn cổng trống, hoặc ghi số cổng khác."
        raise UsageError(f"Không mở được cổng {port} ({system_reason(error)}).", remedy) from error
    return listening


def _start(app: Flask, listening: socket.socket) -> None:
    server = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=MOST_TAKEN,
        clear_untrusted_proxy_headers=True,  # nothing stands between a browser of this machine and us
    )
    # It serves until the program ends, and must not keep it from that.
    Thread(target=server.run, name="trang", daemon=True).start()


class _Clock:
    """How long nobody has asked for anything. A machine that sleeps is not idle: only what it lives through counts."""

    def __init__(self, idle: float) -> None:
        self._idle = idle
        self._left = idle

    def wind(self) -> None:
        self._left = self._idle

    def tick(self) -> None:
        self._left -= TICK

    @property
    def has_run_down(self) -> bool:
        return self._left <= 0


def _watch(desk: PageDesk, clock: _Clock) -> None:
    """Look at the folders again and again until the page is left, or forgotten with no job to do."""
    while not desk.stop.wait(TICK):
        desk.season.look()
        clock.tick()
        if clock.has_run_down and not desk.worker.open_jobs:
            return
    time.sleep(TICK)  # the last answer is still on its way


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
        # Whoever reads the key may come in: the file is its owner's alone before the key stands in it.
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
        return ""  # none runs, or its file was cut off as it was written: this start opens a page of its own
    host = f"{ADDRESS}:{running.port}"
    asking = http.client.HTTPConnection(ADDRESS, running.port, timeout=_PATIENCE)
    try:
        asking.request("POST", REOPEN, headers={"Host": host, "Origin": f"http://{host}", KEY_HEADER: running.key})
        answer = asking.getresponse()
        found = json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else {}
    except (OSError, http.client.HTTPException, ValueError):
        return ""  # it was killed: nobody listens there any more, or another program does and speaks otherwise
    finally:
        asking.close()
    return str(found.get("url", "")) if isinstance(found, dict) else ""
