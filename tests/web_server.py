"""A page under test as people start it: a process of its own, an address on its first line."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """A running page; `url` lets one browser in, `ask` is a browser without a screen."""

    process: subprocess.Popen[str]
    url: str
    cookie: str = field(default="")

    @property
    def netloc(self) -> str:
        return urlsplit(self.url).netloc

    def enter(self, url: str = "") -> str:
        """Go in by the address; the cookie that one gets."""
        parts = urlsplit(url or self.url)
        status, headers, _ = self.ask("GET", f"{parts.path}?{parts.query}")
        assert status == 303
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        return self.cookie

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        asking = http.client.HTTPConnection(self.netloc, timeout=60)
        try:
            own = {"Origin": f"http://{self.netloc}", "Cookie": self.cookie}
            asking.request(method, path, body, {**own, **(headers or {})})
            answer = asking.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            asking.close()

    def post_form(self, path: str, **words: str) -> tuple[int, Mapping[str, str], bytes]:
        from urllib.parse import urlencode

        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(words).encode(), kind)

    def kill(self) -> None:
        """As when the power goes."""
        self.process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        self.process.wait(10)

    def wait_until_idle(self, seconds: float = 60) -> None:
        import json

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = json.loads(self.ask("GET", "/tinh-trang")[2])
            if not state["jobs"] and state["revision"]:
                return
            time.sleep(0.05)
        raise AssertionError("the page is still at work")


def start(templates: Path, inputs: Path, out: Path, *more: str) -> Server:
    """Start the page; its first line must be its address."""
    folders = ("--templates", str(templates), "--inputs", str(inputs), "--out", str(out))
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "generate.py"), "web", "--no-open", *folders, *more],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert process.stdout is not None
    return Server(process, process.stdout.readline().strip())


def multipart(files: Mapping[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """A body with these files, as a browser sends them."""
    parts = [
        b'--x-x\r\nContent-Disposition: form-data; name="tep"; filename="%b"\r\n\r\n%b\r\n' % (name.encode(), data)
        for name, data in files.items()
    ]
    return b"".join(parts) + b"--x-x--\r\n", {"Content-Type": "multipart/form-data; boundary=x-x"}
