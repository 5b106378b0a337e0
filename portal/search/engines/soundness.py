"""Whether the data of an index can be trusted: the sums of its files, and what could not answer."""

import logging
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from portal.log import without_values
from portal.search.engine import IndexUnavailable

DAMAGE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
CHUNK = 1 << 20  # bytes
log = logging.getLogger(__name__)


class Suspicion:
    """Remembers which generation of an index failed while it answered, so that another is made.

    All such errors are IndexUnavailable, and pages do without the answer. Each kind of error is
    laid to the data once in the life of a process: if it comes back in another generation, the
    fault is the program's, and making the index again would not help. It is logged, no more;
    whether the files are sound is then for their sums alone to say.
    """

    def __init__(self) -> None:
        self._laid: set[type[Exception]] = set()
        self._generation = ""

    def of(self, generation: str) -> bool:
        """Whether that generation failed."""
        return generation == self._generation

    @contextmanager
    def watching(self, generation: Callable[[], str]) -> Iterator[None]:
        """Raise IndexUnavailable for whatever the data, or what reads them, does wrong."""
        try:
            yield
        except DAMAGE as error:
            self._lay(error, generation())
            raise IndexUnavailable("the index could not answer") from error

    def _lay(self, error: Exception, generation: str) -> None:
        log.error("search: the index cannot answer", exc_info=without_values(error))
        if type(error) not in self._laid:
            self._laid.add(type(error))
            self._generation = generation


class Sums:
    """The sums of files; each is read once, and again when its size or its times have changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], int]] = {}

    def agree(self, folder: Path, expected: Mapping[str, int]) -> bool:
        """Whether the files of ``folder`` have the sums that are expected of them by name.

        One that is gone, as those of a merged segment, is for who opens it to miss.
        """
        found = {folder / name: self._of(folder / name) for name in expected}
        self._known = {path: one for path, one in found.items() if one}
        return all(one[1] == expected[path.name] for path, one in self._known.items())

    def _of(self, path: Path) -> tuple[tuple[int, ...], int] | None:
        try:
            status = path.stat()
            times = status.st_size, status.st_mtime_ns, status.st_ctime_ns
            known = self._known.get(path)
            return known if known and known[0] == times else (times, sum_of(path))
        except FileNotFoundError:
            return None


def sum_of(path: Path) -> int:
    """The CRC-32 of a file."""
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found = zlib.crc32(chunk, found)
    return found
