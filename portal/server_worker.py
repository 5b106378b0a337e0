"""The server's worker: an address that is too long is answered with a page in both languages."""

import contextlib
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from portal.errors import page_too_long
from portal.headers import HEADERS

STATUS = "HTTP/1.1 414 URI Too Long"


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """It reads nothing of such an address: the portal does not hear of the request."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Say what can be done about it; leave all else to the server."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("a request is refused: %s", exc)
        with self.wsgi.test_request_context(), contextlib.suppress(OSError):
            write_nonblock(client, _answer(page_too_long().encode()))


def _answer(page: bytes) -> bytes:
    headers = HEADERS | {
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Length": str(len(page)),
        "Content-Type": "text/html; charset=utf-8",
    }
    lines = [STATUS, *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + page
