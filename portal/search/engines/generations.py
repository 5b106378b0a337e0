"""The directory of an index: generations made whole, one of them current, one writer at a time.

``current`` names the generation that searches open. Each holds a stamp, written after its files
are on the disk: whoever dies in between leaves an older stamp, and doing it again is harmless.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from portal.durable import fsync_folder, write_durably
from portal.search.engine import IndexBusy, IndexUnavailable
from portal.search.engines.soundness import sum_of

STAMP = "stamp.json"
PRIVATE = 0o700
PAUSE = 0.02


@dataclass(frozen=True)
class Stamp:
    """Which schema a generation was made with, and how far it has followed which database.

    ``sums`` are those of its files by name, none of which is ever written twice.
    """

    schema: str
    position: int
    epoch: str = ""
    sums: Mapping[str, int] = field(default_factory=dict)


class Generations:
    """The generations of an index under ``root``, which nobody else may read."""

    def __init__(self, root: Path, patience: float) -> None:
        self._root = root
        self._patience = patience

    def current(self) -> Path:
        """The directory that searches open; raise IndexUnavailable if there is none."""
        try:
            folder = self._root / (self._root / "current").read_text("ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailable("there is no index") from error
        if folder.parent != self._root or not folder.is_dir():
            raise IndexUnavailable("the index is gone")
        return folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock; raise IndexBusy if another process keeps it longer than ``patience``."""
        self._root.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        self._root.chmod(PRIVATE)
        with (self._root / "writer.lock").open("w") as lock:
            deadline = time.monotonic() + self._patience
            while not _locked(lock.fileno()):
                if time.monotonic() > deadline:
                    raise IndexBusy("another process is writing the index")
                time.sleep(PAUSE)
            yield

    def begin(self) -> Path:
        """A new empty directory for a generation that is being made."""
        folder = self._root / f"generation-{secrets.token_hex(8)}"
        folder.mkdir(mode=PRIVATE)
        return folder

    def swap(self, folder: Path) -> None:
        """Let searches open ``folder``; the generation before stays for those who read it."""
        try:
            before = self.current()
        except IndexUnavailable:
            before = folder
        write_durably(self._root / "current", folder.name.encode("ascii"), mode=0o600)
        for old in self._root.glob("generation-*"):
            if old not in {folder, before}:
                shutil.rmtree(old, ignore_errors=True)


def stamp(folder: Path, content: Stamp) -> None:
    """Make the files in ``folder`` durable and sum them, then say what it is.

    Those of which ``content`` has the sum are durable already, and not read again.
    """
    sums = {}
    for path in folder.iterdir():
        if path.name in content.sums:
            sums[path.name] = content.sums[path.name]
        elif path.name != STAMP and path.is_file():
            with suppress(FileNotFoundError):
                _fsync(path)
                sums[path.name] = sum_of(path)
    fsync_folder(folder)
    told = json.dumps(asdict(replace(content, sums=sums)))
    write_durably(folder / STAMP, told.encode("ascii"), mode=0o600)


def read_stamp(folder: Path) -> Stamp:
    """What ``folder`` says of itself; raise IndexUnavailable if it says nothing sensible."""
    try:
        found = json.loads((folder / STAMP).read_bytes())
        return Stamp(
            str(found["schema"]), int(found["position"]), str(found["epoch"]), dict(found["sums"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable("the index has no stamp") from error


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
