"""Everything that is asked of Whoosh: writing segments, and reading the postings they hold.

Its faults that shape this file: compound segments copy the index at each opening, a shared or
refreshed searcher answers wrongly, and an error inside a writer spoils what it writes next.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh import versionstring
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import STORED, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import TOC, EmptyIndexError, create_in, open_dir
from whoosh.matching import FilterMatcher
from whoosh.reading import SegmentReader
from whoosh.writing import LockError

from portal.search.engine import Document, IndexBusy, IndexUnavailable
from portal.search.engines import columns, columns_made, weights
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.columns import Columns, Unusable
from portal.search.engines.columns_made import Block, Facts, Maker, of_facts, packed, unpacked
from portal.search.engines.origin import written_by
from portal.search.engines.weights import term_of

TIMEOUT = 30
MAX_SEGMENTS = 20
LARGE_SEGMENTS = 9
MEMORY = 512  # megabytes of postings that are sorted at once when an index is made
INDEX = "MAIN"
COLUMNS = "columns"


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
    **{name: FieldType(Weighed(), analyzer=None, scorable=True) for name in weights.FIELDS},
)


def fingerprint() -> str:
    """What an index depends on: it is stale when this differs from what it was made with."""
    return written_by(versionstring(), columns.__file__, columns_made.__file__, __file__)


class NamingCodec(W3Codec):  # type: ignore[misc]
    """Names each segment at random, also where the common generator was seeded before."""

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


class Segments:
    """The segments of one commit.

    Raise FileNotFoundError when a writer has just replaced them: open them again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = TidyStorage(folder)
        try:
            with _whoosh():
                self._toc = TOC.read(self._storage, INDEX, schema=SCHEMA)
        except BaseException:
            self._storage.close_files()
            raise
        self.name = f"{folder.name}/{self._toc.generation}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._storage.close_files()

    def catalogue(self, before: Catalogue | None) -> Catalogue:
        """What is known of all documents; what is the same as ``before`` is not read again.

        Columns that cannot be used are made again of their segment.
        """
        known = before.segments if before else {}
        sizes = self._sizes()
        with _whoosh():
            every = {
                name: self._columns(segment, sizes.get(name, {}), known.get(name))
                for segment in self._toc.segments
                for name in [segment.segment_id()]
            }
            if before and before.name == self.name and before.segments == every:
                return before
            deleted = [sorted(one.deleted_docs()) for one in self._toc.segments]
        return Catalogue.of(self.name, every, deleted)

    def check(self) -> None:
        """Read a little of everything; raise IndexUnavailable if something is damaged.

        A segment may have deleted documents only, and then no postings to read.
        """
        with _whoosh():
            for segment in self._toc.segments:
                reader = SegmentReader(self._storage, SCHEMA, segment)
                reader.stored_fields(0)
                for field in reader.indexed_field_names():
                    matcher = reader.postings(field, next(reader.lexicon(field)))
                    if matcher.is_active():
                        matcher.value_as("positions")

    def _sizes(self) -> dict[str, dict[str, int]]:
        """The sizes of the library's own files, by segment."""
        sizes: dict[str, dict[str, int]] = {}
        for entry in os.scandir(self._folder):
            segment, _, rest = entry.name.partition(".")
            if not rest.startswith(COLUMNS):
                with suppress(FileNotFoundError):
                    sizes.setdefault(segment, {})[rest] = entry.stat().st_size
        return sizes

    def _columns(self, segment: Any, files: dict[str, int], known: Columns | None) -> Columns:
        if known and known.header["files"] == files:
            return known
        made_of = {"files": files, "documents": segment.doc_count_all()}
        path = self._folder / f"{segment.segment_id()}.{COLUMNS}"
        try:
            return columns.read(path, made_of)
        except Unusable:
            reader = SegmentReader(self._storage, SCHEMA, segment)
            values, arrays = _derived(reader)
            with suppress(OSError):
                columns.write(path, {**made_of, "values": values}, arrays)
                return columns.read(path, made_of)
            return Columns({**made_of, "values": values}, arrays)


def _derived(reader: Any) -> tuple[dict[str, list[str]], dict[str, columns.Array]]:
    stored = (reader.stored_fields(number)["facts"] for number in range(reader.doc_count_all()))
    values, arrays = of_facts([Facts(*one) for one in stored])
    maker = Maker()
    for field in sorted(reader.indexed_field_names()):
        for term in reader.lexicon(field):
            maker.add(term_of(field, term), _blocks(reader.postings(field, term)))
    return values, arrays | maker.arrays()


def _blocks(matcher: Any) -> Iterator[Block]:
    """Whole blocks of postings, of deleted documents too: nobody may see those anyway.

    The library has no door to whole blocks; posting by posting takes five times as long.
    """
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
    while matcher.is_active():
        matcher.id(), matcher.weight(), matcher.value()
        documents = np.asarray(matcher._ids)  # noqa: SLF001
        given = np.asarray(matcher._weights, np.float32)  # noqa: SLF001
        yield Block(documents, given, matcher._values)  # noqa: SLF001
        matcher._next_block()  # noqa: SLF001


def create(folder: Path, documents: Iterable[Document]) -> None:
    """Make an index of ``documents`` in an empty ``folder``."""
    create_in(str(folder), SCHEMA, INDEX)
    write(folder, documents)


def write(folder: Path, documents: Iterable[Document], deletes: Iterable[int] = ()) -> None:
    """Delete by number and add, in one commit; if that goes wrong, nothing has happened.

    The columns of what is new are made at once, so that no question waits for them.
    """
    with _whoosh():
        index = open_dir(str(folder), schema=SCHEMA)
        writer = index.writer(compound=False, timeout=TIMEOUT, limitmb=MEMORY, codec=NamingCodec())
    try:
        for number in deletes:
            writer.delete_document(number)
        for document in documents:
            writer.add_document(**_fields(document))
        with _whoosh():
            writer.commit(mergetype=_merge_small)
    except BaseException:
        _cancel(writer)
        raise
    with Segments(folder) as segments:
        segments.catalogue(None)


def _fields(document: Document) -> dict[str, Any]:
    facts = (
        document.key,
        document.kind,
        document.order,
        dict(document.facets),
        document.digest,
    )
    words = {name: list(found.items()) for name, found in weights.weigh(document).items()}
    return {"facts": facts, **words}


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge all but the largest segments when there are too many; Whoosh may never do it."""
    if len(segments) <= MAX_SEGMENTS:
        return segments
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all())
    for segment in by_size[:-LARGE_SEGMENTS]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return by_size[-LARGE_SEGMENTS:]


def _cancel(writer: Any) -> None:
    """A writer that has failed may also fail to cancel, and would then keep its lock."""
    with suppress(Exception):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()


@contextmanager
def _whoosh() -> Iterator[None]:
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
