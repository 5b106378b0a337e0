"""Files are read in a child process that has limits: whoever made them may mean harm."""

import os
from importlib import import_module

from portal import worker
from portal.attachments.verdict import Clean, Reason, Refused

LEFT_TO_THE_CHILD = {"PATH", "LANG", "LC_ALL", "LC_CTYPE"}


class Cleaner:
    """One warm worker of this process.

    ``seconds`` are for one file; ``patience`` counts the wait for earlier ones too.
    """

    def __init__(self, seconds: float = 15, patience: float = 40, megabytes: int = 1024) -> None:
        self._worker = worker.Worker(
            _begin, megabytes, seconds=seconds, patience=patience, most_jobs=200
        )
        self.close = self._worker.close

    def clean(self, content: bytes) -> Clean:
        """What is kept of ``content``; Refused also when its reader was late or broke down."""
        try:
            cleaned: Clean = self._worker.do(_clean, content)
        except worker.StoppedError as error:
            raise Refused(Reason.TOO_HEAVY) from error
        return cleaned


def _begin(megabytes: int) -> None:
    """In the worker: limits, next to no environment, nothing written, no network, no programs."""
    import_module("portal.attachments.hygiene")
    worker.limit(megabytes=megabytes, megabytes_written=0)
    for name in set(os.environ) - LEFT_TO_THE_CHILD:
        del os.environ[name]
    worker.deny(writing=False)


def _clean(content: bytes) -> Clean:
    """In the worker. The web process never loads what reads pictures and PDF."""
    cleaned: Clean = import_module("portal.attachments.hygiene").clean(content)
    return cleaned


cleaner = Cleaner()
