"""Files are read in a child process that has limits: whoever made them may mean harm."""

import atexit
import multiprocessing
import os
import resource
import sys
import threading
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module

from pebble import ProcessExpired, ProcessPool

from portal.attachments.verdict import Clean, Reason, Refused

MEGABYTE = 1024 * 1024
LEFT_TO_THE_CHILD = {"PATH", "LANG", "LC_ALL", "LC_CTYPE"}
DENIED = {
    *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.sendto"),
    *("os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen"),
}


class Cleaner:
    """One warm worker of this process, started when first needed, killed when a file is late.

    ``seconds`` are for one file; ``patience`` counts the wait for earlier ones too.
    """

    _lock: threading.Lock
    _pool: ProcessPool | None

    def __init__(self, seconds: float = 15, patience: float = 40, megabytes: int = 1024) -> None:
        self.seconds = seconds
        self.patience = patience
        self.megabytes = megabytes
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def clean(self, content: bytes) -> Clean:
        """What is kept of ``content``; Refused also when its reader was late or broke down."""
        future = self._workers().schedule(_clean, (content,), timeout=self.seconds)
        try:
            cleaned: Clean = future.result(self.patience)
        except (TimeoutError, BrokenProcessPool, CancelledError, ProcessExpired) as error:
            future.cancel()  # type: ignore[no-untyped-call]
            raise Refused(Reason.TOO_HEAVY) from error
        return cleaned

    def close(self) -> None:
        """Stop the worker; the next file starts another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _workers(self) -> ProcessPool:
        with self._lock:
            if not (self._pool and self._pool.active):
                self._pool = ProcessPool(
                    max_workers=1,
                    max_tasks=200,
                    initializer=_begin,
                    initargs=(self.megabytes * MEGABYTE,),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool

    def _forget(self) -> None:
        """What a process starts with, also after a fork: the parent's worker is not ours."""
        self._lock = threading.Lock()
        self._pool = None


cleaner = Cleaner()


def _begin(memory: int) -> None:
    """In the worker: limits, next to no environment, nothing written, no network, no programs."""
    import_module("portal.attachments.hygiene")
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_CORE, 0)
    for name in set(os.environ) - LEFT_TO_THE_CHILD:
        del os.environ[name]
    sys.addaudithook(_deny)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _deny(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what no reader of a picture needs."""
    writes = event == "open" and arguments[1] not in {None, "r", "rb"}
    if writes or event in DENIED:
        raise PermissionError(f"The reader of attachments may not do {event}.")


def _clean(content: bytes) -> Clean:
    """In the worker. The web process never loads what reads pictures and PDF."""
    cleaned: Clean = import_module("portal.attachments.hygiene").clean(content)
    return cleaned
