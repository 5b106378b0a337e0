"""Reads the segments that Whoosh keeps, and makes and maps the columns of each.

Its faults that shape this file: compound segments copy the index at each opening, and a shared or
refreshed searcher answers wrongly.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
from whoosh.index import TOC
from whoosh.matching import FilterMatcher
from whoosh.reading import SegmentReader

from portal.search.engines import columns
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.columns import Columns, Unusable
from portal.search.engines.columns_made import Block, Facts, Maker, of_facts
from portal.search.engines.weights import term_of
from portal.search.engines.whoosh_library import INDEX, SCHEMA, TidyStorage, told_plainly

COLUMNS = "columns"


class Segments:
    """The segments of one commit.

    Raise FileNotFoundError when a writer has just replaced them: open them again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = TidyStorage(folder)
        try:
            with told_plainly():
                self._toc = TOC.read(self._storage, INDEX, schema=SCHEMA)
        except BaseException:
            self._storage.close_files()
            raise
        self.name = f"{folder.name}/{self._toc.generation}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._storage.close_files()

    def __len__(self) -> int:
        return len(self._toc.segments)

    def catalogue(self, before: Catalogue | None) -> Catalogue:
        """What is known of all documents; what is the same as ``before`` is not read again.

        Columns that cannot be used are made again of their segment.
        """
        known = before.segments if before else {}
        sizes = self._sizes()
        with told_plainly():
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
        with told_plainly():
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
        for entry in sorted(os.scandir(self._folder), key=lambda entry: entry.name):
            segment, _, rest = entry.name.partition(".")
            if not rest.startswith(COLUMNS):
                with suppress(FileNotFoundError):
                    sizes.setdefault(segment, {})[rest] = entry.stat().st_size
        return sizes

    def _columns(self, segment: Any, files: dict[str, int], known: Columns | None) -> Columns:
        path = self._folder / f"{segment.segment_id()}.{COLUMNS}"
        if known and known.header["files"] == files and known.inode == columns.inode(path):
            return known
        made_of = {"files": files, "documents": segment.doc_count_all()}
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
