"""What Whoosh is given of ours: the fields, the codec, the storage; and what it says of damage.

Its faults that shape this file: it may look up the length of a document for each posting, forgets
to close files when it meets damage, and says so with any exception there is.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import EmptyIndexError
from whoosh.writing import LockError

from portal.search.engine import IndexBusy, IndexUnavailable
from portal.search.engines import weights
from portal.search.engines.columns_made import packed, unpacked

INDEX = "MAIN"


class Weighed(Format):  # type: ignore[misc]
    """Postings that have been weighed already, each with its form and places."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def word_values(self, value: Iterable[tuple[str, weights.Posting]], *_: Any, **__: Any) -> Any:
        """Give the stems of one field of one document."""
        for stem, one in value:
            yield stem, 1, one.weight, packed(one.form, one.places)

    def decode_positions(self, value: bytes) -> list[int]:
        """The places of a posting."""
        return list(np.frombuffer(unpacked(value)[1], "<i4"))


SCHEMA = Schema(
    facts=STORED,
    **{name: FieldType(Weighed(), analyzer=None) for name in weights.FIELDS},
)


class NamingCodec(W3Codec):  # type: ignore[misc]
    """Names each segment at random, also where the common generator was seeded before."""

    length_stats = False  # our weights know of lengths; looking each up costs more than all else

    def __init__(self) -> None:
        super().__init__(compression=1)  # as small as by Whoosh's usual 3, and quicker

    def new_segment(self, _storage: Any, indexname: str) -> Any:
        """Begin a segment."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


class TidyStorage(FileStorage):  # type: ignore[misc]
    """Files that are all closed in the end; Whoosh forgets some when it meets damage."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file of the index for reading."""
        opened = super().open_file(name, **kwargs)
        self._opened.append(opened)
        return opened

    def close_files(self) -> None:
        """Close what is still open."""
        for opened in self._opened:
            if not opened.is_closed:
                opened.close()


@contextmanager
def told_plainly() -> Iterator[None]:
    """Whoosh meets damage with any exception there is; say that the index is unavailable."""
    try:
        yield
    except (FileNotFoundError, IndexUnavailable):
        raise
    except EmptyIndexError as error:
        raise FileNotFoundError(str(error)) from error
    except LockError as error:
        raise IndexBusy("another process is writing the index") from error
    except Exception as error:
        raise IndexUnavailable("the index is damaged") from error
