"""Files that survive a power cut: written, fsynced, renamed, and their folder fsynced."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path


def write_durably(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """Put ``content`` at ``path``, whole or not at all, before this returns.

    Raise OSError when the disk refuses (full, read-only); no temporary file is left behind then.
    """
    with _written(path, content, mode) as temporary:
        temporary.replace(path)
    fsync_folder(path.parent)


def write_once(path: Path, content: bytes, *, mode: int = 0o640) -> None:
    """The same where there is no ``path`` yet; FileExistsError if another process was first."""
    with _written(path, content, mode) as temporary:
        path.hardlink_to(temporary)
    fsync_folder(path.parent)


def older_than(folder: Path, moment: datetime) -> Iterator[Path]:
    """The files below ``folder`` that were last written before ``moment``."""
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < moment.timestamp():
                yield path


def fsync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o750, exist_ok=True)
    fsync_folder(folder.parent)


@contextmanager
def _written(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """The content beside its ``path``, under a name that is gone afterwards."""
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
