"""The server's log holds no question: not of a request that fails, nor in its access log."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from portal.server_log import ServerLog

ASKED = "/nl/search?q=kwarrelbos"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> ServerLog:
    """The log as gunicorn makes it, and read by us."""
    log = ServerLog(Config())
    log.error_log = logging.getLogger("server")
    return log


def test_a_request_that_fails_is_told_without_its_address(
    log: ServerLog, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise ValueError(ASKED)
    except ValueError:
        log.exception("Error handling request %s %s", "GET", ASKED)
    assert "a request failed: ValueError" in caplog.text
    assert "test_server_log" in caplog.text
    assert "kwarrelbos" not in caplog.text


def test_a_request_that_cannot_be_read_is_told_up_to_its_question(
    log: ServerLog, caplog: pytest.LogCaptureFixture
) -> None:
    told = f"Invalid request from ip=::1: Invalid HTTP request line: 'GET {ASKED} en 100%'"
    log.warning(told)
    log.warning("%s: %s", "late", ASKED)
    assert "Invalid HTTP request line: 'GET /nl/search?…" in caplog.text
    assert "late: /nl/search?…" in caplog.text
    assert "kwarrelbos" not in caplog.text


def test_an_access_log_that_an_operator_turns_on_holds_no_question(log: ServerLog) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": ASKED,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": "/nl/search",
        "QUERY_STRING": "q=kwarrelbos",
        "HTTP_REFERER": f"http://localhost{ASKED}",
        "HTTP_AUTHORIZATION": "",
    }
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[("Location", ASKED)])
    asked = SimpleNamespace(headers=[("REFERER", f"http://localhost{ASKED}")])
    atoms = log.atoms(answer, asked, environ, timedelta(seconds=1))
    assert atoms["r"] == "GET /nl/search HTTP/1.1"
    assert "kwarrelbos" not in str(atoms)
