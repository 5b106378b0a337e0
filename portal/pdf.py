"""PDF files made from HTML, and forms read from PDF files, in a child process that has limits."""

import atexit
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from pebble import ProcessExpired, ProcessPool

MEGABYTE = 1024 * 1024
LANGUAGE, KEYWORDS = "/Lang", "/Keywords"
NO_SYSTEM_FONTS = "<fontconfig><cachedir>{folder}</cachedir></fontconfig>"
DENIED = {
    *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto"),
    *("os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen"),
}


class RenderError(Exception):
    """The document could not be made, or not be read; the message says why."""


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data that the pages show. ``created`` is in UTC."""

    name: str
    content: bytes
    description: str
    created: datetime


class Engine:
    """One warm worker, started by the process that first needs it, killed when a job is late.

    What is published has its own, so that it does not wait for who only looks.

    ``seconds`` are for one document; ``patience`` counts the wait for earlier ones too.
    """

    _lock: threading.Lock
    _pool: ProcessPool | None
    _open: ExitStack

    def __init__(self, seconds: float = 20, patience: float = 60, megabytes: int = 1024) -> None:
        self.seconds = seconds
        self.patience = patience
        self.megabytes = megabytes
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def render(
        self,
        html: str,
        attached: Attached | None = None,
        *,
        stylesheet: str = "print.css",
        fillable: bool = False,
    ) -> bytes:
        """Print ``html`` with one of our stylesheets; RenderError when that does not succeed.

        What is ``fillable`` has fields to fill in and is PDF/UA-1 only: PDF/A has no such forms.
        """
        pdf: bytes = self._do(_print, html, attached, stylesheet, fillable)
        return pdf

    def read_form(self, content: bytes) -> dict[str, str]:
        """What is filled in in a PDF that anybody may have made; RenderError if it is none.

        Beside its fields: what it says under ``LANGUAGE`` and under ``KEYWORDS``.
        """
        answers: dict[str, str] = self._do(_read_form, content)
        return answers

    def _do(self, job: Callable[..., Any], *given: object) -> Any:
        future = self._workers().schedule(job, given, timeout=self.seconds)
        try:
            return future.result(self.patience)
        except TimeoutError as error:
            future.cancel()  # type: ignore[no-untyped-call]
            raise RenderError(f"The PDF was not ready in {self.seconds:g} s.") from error
        except (BrokenProcessPool, CancelledError, ProcessExpired) as error:
            raise RenderError(f"The PDF worker stopped: {error}") from error

    def close(self) -> None:
        """Stop the worker; the next document starts another."""
        with self._lock:
            self._pool = None
            self._open.close()

    def _workers(self) -> ProcessPool:
        with self._lock:
            if not (self._pool and self._pool.active):
                self._open.close()
                self._pool = self._start()
            return self._pool

    def _start(self) -> ProcessPool:
        folder = tempfile.mkdtemp(prefix="rex-pdf-")
        self._open.callback(shutil.rmtree, folder, ignore_errors=True)
        pool = ProcessPool(
            max_workers=1,
            max_tasks=500,
            initializer=_begin,
            initargs=(folder, self.megabytes * MEGABYTE),
            context=multiprocessing.get_context("spawn"),
        )
        self._open.callback(pool.join)
        self._open.callback(pool.stop)
        return pool

    def _forget(self) -> None:
        """What a process starts with, also after a fork: the parent's worker is not ours."""
        self._lock = threading.Lock()
        self._pool = None
        self._open = ExitStack()


engine = Engine()
previews = Engine(patience=20)


def _begin(folder: str, memory: int) -> None:
    """In the worker: limits, no environment, no fonts but ours, no network; then get warm."""
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 16 * MEGABYTE)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_CORE, 0)
    os.environ.clear()
    fonts = Path(folder, "fonts.conf")
    fonts.write_text(NO_SYSTEM_FONTS.format(folder=folder))
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    tempfile.tempdir = folder
    with suppress(OSError):
        _weasyprint()
    sys.addaudithook(_deny)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _deny(event: str, _arguments: object) -> None:
    if event in DENIED:
        raise PermissionError(f"The PDF worker may not do {event}.")


@contextmanager
def _told() -> Iterator[None]:
    """The web process never meets the exceptions of what runs in the worker."""
    try:
        yield
    except BaseException as error:
        raise RenderError(f"{type(error).__name__}: {str(error)[:300]}") from error


def _print(html: str, attached: Attached | None, stylesheet: str, fillable: bool) -> bytes:
    """In the worker. The web process never loads WeasyPrint."""
    with _told():
        data = asdict(attached) if attached else {}
        pdf: bytes = _weasyprint().render(html, stylesheet, fillable=fillable, **data)
        return pdf


def _read_form(content: bytes) -> dict[str, str]:
    """In the worker, where a file that exhausts its reader harms nobody."""
    with _told():
        answers: dict[str, str] = import_module("portal.pdf_fields").read(content)
        return answers


def _weasyprint() -> ModuleType:
    return import_module("portal.pdf_worker")
