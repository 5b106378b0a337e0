"""An address that is too long is refused unread, with a page that can be read in both languages."""

import socket
from types import SimpleNamespace
from typing import Any

from flask import Flask
from gunicorn.http.errors import InvalidRequestMethod, LimitRequestLine

from portal.server_worker import Worker


def answered(app: Flask, error: Exception) -> str:
    """What a worker sends for ``error``."""
    ours, theirs = socket.socketpair()
    worker: Any = Worker.__new__(Worker)
    worker.wsgi, worker.log = app, SimpleNamespace(warning=lambda *_said: None)
    with ours, theirs:
        worker.handle_error(None, theirs, ("127.0.0.1", 1), error)
        return ours.recv(65_536).decode()


def test_too_long_an_address_gets_a_page(sqlite_app: Flask) -> None:
    head, _, page = answered(sqlite_app, LimitRequestLine(9_000, 8_190)).partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 ")
    assert f"Content-Length: {len(page.encode())}" in head
    assert "Content-Security-Policy: default-src 'none'" in head
    for words in ("Dit adres is te lang", "Cette adresse est trop longue", 'href="/fr/search"'):
        assert words in page


def test_all_else_is_the_servers(sqlite_app: Flask) -> None:
    assert answered(sqlite_app, InvalidRequestMethod("?")).startswith("HTTP/1.1 400 ")
