"""Work beside the requests: one thread of this process, woken or in its own time."""

import atexit
import logging
import threading
from collections.abc import Callable

from portal.log import without_values

LAST_SECONDS = 10.0
log = logging.getLogger(__name__)


class Background:
    """Does ``work`` when it is woken, and every ``seconds`` all the same.

    A failure is logged and ends nothing. A process that ends waits a while for the work at hand,
    which must bear to be broken off all the same.
    """

    def __init__(self, work: Callable[[], object], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._woken = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = False

    def start(self) -> None:
        """Have the thread run, and work at once; a forked process needs one of its own."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="background", daemon=True)
                self._thread.start()
                atexit.register(self.end)

    def wake(self) -> None:
        """Let the work be done now, or once more if it is being done."""
        self._woken.set()

    def end(self) -> None:
        """Begin nothing more, and wait for what is being done."""
        self._ending = True
        self.wake()
        if self._thread is not None:
            self._thread.join(LAST_SECONDS)

    def _run(self) -> None:
        while not self._ending:
            try:
                self._work()
            except Exception as error:
                log.exception("background work failed", exc_info=without_values(error))
            self._woken.wait(self._seconds)
            self._woken.clear()
