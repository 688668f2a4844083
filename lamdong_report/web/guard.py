"""Who may speak to the page: one browser of this machine, let in by a token that is used once."""

from __future__ import annotations

import secrets
from threading import Lock
from urllib.parse import urlencode

from flask import Flask, Request, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lamdong_report.errors import program

ADDRESS = "127.0.0.1"
TOKEN = "token"
# Whoever starts the program a second time proves with this header that he may read the first one's file.
KEY_HEADER = "X-Khoa"
REOPEN = "/mo-lai"
# No script but our own file: what an agency has typed can do nothing, even where it came out unescaped.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    # What agencies wrote must not lie in the browser's cache when the program has ended.
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """The secrets of one running page, and what each request is held against."""

    def __init__(self, port: int) -> None:
        self.host = f"{ADDRESS}:{port}"
        self.origin = f"http://{self.host}"
        # Browsers send the cookies of all ports of a machine to each: the name keeps two pages apart.
        self.cookie = f"tong-hop-{port}"
        self.key = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._tokens: set[str] = set()
        self._lock = Lock()

    def entrance(self) -> str:
        """An address that lets one browser in, once."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens.add(token)
        return f"{self.origin}/?{TOKEN}={token}"

    def watch(self, app: Flask) -> None:
        """Hold every request of this app against the rules, and put the headers on every answer."""
        app.before_request(self._admit)
        app.after_request(_forbid)

    def _admit(self) -> AnyResponse | tuple[str, int] | None:
        # A foreign page may let its own name point to this machine: its requests bear that name.
        if request.headers.get("Host") != self.host:
            return _refusal("Trang này chỉ mở được trên chính máy đang chạy chương trình.")
        if request.method not in ("GET", "HEAD") and not self._is_ours(request):
            return _refusal("Yêu cầu này không gửi từ trang của chương trình nên không được thực hiện.")
        if request.path == REOPEN:
            key = request.headers.get(KEY_HEADER, "")
            is_known = secrets.compare_digest(key.encode(), self.key.encode())
            return None if is_known else _refusal("Khóa mở lại không đúng.")
        token = request.args.get(TOKEN, "")
        if token and request.method == "GET":
            return self._let_in(token)
        if not self._is_known(request):
            return _refusal("Phiên làm việc này chưa được mở, hoặc đã kết thúc.")
        return None

    def _is_ours(self, asked: Request) -> bool:
        """Whether a change is asked for by a page of ours: browsers say of themselves where a request comes from."""
        # Older browsers do not say it; Origin they have said for long.
        site = asked.headers.get("Sec-Fetch-Site", "same-origin")
        return asked.headers.get("Origin") == self.origin and site == "same-origin"

    def _is_known(self, asked: Request) -> bool:
        return secrets.compare_digest(asked.cookies.get(self.cookie, "").encode(), self._session.encode())

    def _let_in(self, token: str) -> AnyResponse | tuple[str, int]:
        with self._lock:
            is_new = token in self._tokens
            self._tokens.discard(token)
        # The browser that was let in may load the address again: it has its cookie.
        if not is_new and not self._is_known(request):
            return _refusal("Địa chỉ này chỉ dùng được một lần.")
        rest = urlencode([pair for pair in request.args.items(multi=True) if pair[0] != TOKEN])
        # Without the token: an address that is bookmarked or sent on lets nobody in.
        answer = redirect(f"{request.path}{f'?{rest}' if rest else ''}", 303)
        if is_new:
            answer.set_cookie(self.cookie, self._session, httponly=True, samesite="Strict", path="/")
        return answer


def _refusal(why: str) -> tuple[str, int]:
    return render_template("refused.html", why=why, program=program()), 403


def _forbid(answer: Response) -> Response:
    answer.headers.update(_HEADERS)
    return answer
