"""Work in a child process that has limits: a job that is late or breaks down harms nobody."""

import atexit
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from typing import Any

from pebble import ProcessExpired, ProcessPool

MEGABYTE = 1024 * 1024
READING = {None, "r", "rb"}
DENIED = {
    *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto"),
    *("os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen"),
}


class StoppedError(Exception):
    """The worker did not end its job."""


class LateError(StoppedError):
    """The worker was stopped, for its job took too long."""


class Worker:
    """One warm child, started by the process that first needs it, killed when a job is late.

    ``seconds`` are for one job; ``patience`` counts the wait for earlier ones too. ``begin`` is
    done with ``given`` in each new child, that of who is ``writing`` first with a folder.
    """

    _lock: threading.Lock
    _pool: ProcessPool | None
    _open: ExitStack

    def __init__(
        self,
        begin: Callable[..., None],
        *given: object,
        seconds: float,
        patience: float,
        most_jobs: int,
        writing: bool = False,
    ) -> None:
        self.seconds = seconds
        self.patience = patience
        self._begin = begin
        self._given = given
        self._most_jobs = most_jobs
        self._writing = writing
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def do(self, job: Callable[..., Any], *given: object) -> Any:
        """What ``job`` returns; StoppedError when it does not come to its end."""
        future = self._workers().schedule(job, given, timeout=self.seconds)
        try:
            return future.result(self.patience)
        except TimeoutError as error:
            future.cancel()  # type: ignore[no-untyped-call]
            raise LateError from error
        except (BrokenProcessPool, CancelledError, ProcessExpired) as error:
            raise StoppedError(str(error)) from error

    def close(self) -> None:
        """Stop the child; the next job starts another."""
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
        given = self._given
        if self._writing:
            folder = tempfile.mkdtemp(prefix="rex-worker-")
            self._open.callback(shutil.rmtree, folder, ignore_errors=True)
            given = (folder, *given)
        pool = ProcessPool(
            max_workers=1,
            max_tasks=self._most_jobs,
            initializer=self._begin,
            initargs=given,
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


def limit(*, megabytes: int, megabytes_written: int) -> None:
    """In the worker: no more memory, no longer files than these."""
    _limit(resource.RLIMIT_AS, megabytes * MEGABYTE)
    _limit(resource.RLIMIT_FSIZE, megabytes_written * MEGABYTE)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def deny(*, writing: bool) -> None:
    """In the worker, for good: no network, no programs and, unless ``writing``, no file written."""

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        writes = not writing and event == "open" and arguments[1] not in READING
        if writes or event in DENIED:
            raise PermissionError(f"A worker may not do {event}.")

    sys.addaudithook(refuse)
