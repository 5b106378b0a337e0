"""Writes the segments of Whoosh, each with its columns, and merges small ones.

Its fault that shapes this file: an error inside a writer spoils what it writes next.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import create_in, open_dir
from whoosh.reading import SegmentReader
from whoosh.writing import NO_MERGE

from portal.search.engine import Document
from portal.search.engines import weights
from portal.search.engines.whoosh_files import Segments
from portal.search.engines.whoosh_library import INDEX, SCHEMA, NamingCodec, told_plainly

TIMEOUT = 30
MAX_SEGMENTS = 12
MEMORY = 512  # megabytes of postings that are sorted at once when an index is made


def create(folder: Path, documents: Iterable[Document]) -> None:
    """Make an index of ``documents`` in an empty ``folder``."""
    create_in(str(folder), SCHEMA, INDEX)
    write(folder, documents)


def write(folder: Path, documents: Iterable[Document], deletes: Iterable[int] = ()) -> None:
    """Delete by number and add, in one commit; if that goes wrong, nothing has happened."""
    with _writer(folder, NO_MERGE) as writer:
        for number in deletes:
            writer.delete_document(number)
        for document in documents:
            writer.add_document(**_fields(document))


def merge(folder: Path) -> bool:
    """Merge small segments if there are too many; whether there were.

    It may take seconds, so what was written can be found before.
    """
    with Segments(folder) as segments:
        many = len(segments) > MAX_SEGMENTS
    if many:
        with _writer(folder, _merge_small):
            pass
    return many


@contextmanager
def _writer(folder: Path, mergetype: Callable[[Any, list[Any]], list[Any]]) -> Iterator[Any]:
    """A writer that commits in the end.

    The columns of what is new are made at once, so that no question waits for them.
    """
    with told_plainly():
        index = open_dir(str(folder), schema=SCHEMA)
        writer = index.writer(compound=False, timeout=TIMEOUT, limitmb=MEMORY, codec=NamingCodec())
    try:
        yield writer
        with told_plainly():
            writer.commit(mergetype=mergetype)
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
    """Merge the smallest segments when there are too many; Whoosh may never do it.

    A larger one waits until the others together hold as much, so that a document is written
    again seldom, and the more seldom the more others are written with it.
    """
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all())
    merged, together = 0, 1
    while len(by_size) - merged >= MAX_SEGMENTS or (
        0 < merged < len(by_size) and by_size[merged].doc_count_all() <= together
    ):
        together += by_size[merged].doc_count_all()
        merged += 1
    for segment in by_size[:merged]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return by_size[merged:]


def _cancel(writer: Any) -> None:
    """A writer that has failed may also fail to cancel, and would then keep its lock."""
    with suppress(Exception):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()
