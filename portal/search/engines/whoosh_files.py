"""Everything that is asked of Whoosh: writing segments, and reading the postings they hold.

Its faults that shape this file: compound segments copy the index at each opening, a shared or
refreshed searcher answers wrongly, and an error inside a writer spoils what it writes next.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from whoosh import versionstring
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, create_in, open_dir
from whoosh.matching import FilterMatcher
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import LockError

from portal.i18n import Language
from portal.search import analysis, stopwords
from portal.search.engine import Document, IndexBusy, IndexUnavailable
from portal.search.engines.ranking import BOOSTS, field_name

TIMEOUT = 30
MAX_SEGMENTS = 20
LARGE_SEGMENTS = 9
INDEX = "MAIN"


class LanguageAnalyzer(Analyzer):  # type: ignore[misc]
    """Give Whoosh the tokens of our own analysis."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, value: str, **_kwargs: Any) -> Iterator[Any]:
        """Yield one token object over and over, as Whoosh expects."""
        given = WhooshToken(positions=True, stopped=False, boost=1.0)
        for token in analysis.tokens(value, self.language):
            given.text, given.pos = token.stem, token.position
            yield given


TEXT_FIELDS = {
    field_name(name, language): (name, language) for name in BOOSTS for language in Language
}
SCHEMA = Schema(
    facts=STORED,
    **{
        field: TEXT(analyzer=LanguageAnalyzer(language))
        for field, (_name, language) in TEXT_FIELDS.items()
    },
)


def fingerprint() -> str:
    """What an index depends on: it is stale when this differs from what it was made with."""
    digest = hashlib.sha256(versionstring().encode())
    for source in (analysis.__file__, stopwords.__file__, __file__):
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Facts:
    """What is kept of a document besides its words."""

    key: str
    kind: str
    order: tuple[int, ...]
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """The facts of a segment's documents and the lengths of their fields, by document number."""

    facts: tuple[Facts, ...]
    lengths: Mapping[str, tuple[int, ...]]


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
    """The segments of one commit, opened for one question and one thread.

    Raise FileNotFoundError when a writer has just replaced them: open them again.
    """

    def __init__(self, folder: Path) -> None:
        self._storage = TidyStorage(folder)
        try:
            with _whoosh():
                toc = TOC.read(self._storage, INDEX, schema=SCHEMA)
                readers = [SegmentReader(self._storage, SCHEMA, one) for one in toc.segments]
        except BaseException:
            self._storage.close_files()
            raise
        self.name = f"{folder.name}/{toc.generation}"
        self._readers = readers
        sizes = [reader.doc_count_all() for reader in readers]
        self._bases = [sum(sizes[:index]) for index in range(len(sizes))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._storage.close_files()

    def tables(self, known: Mapping[str, Table]) -> dict[str, Table]:
        """The table of each segment by its name, in order; ``known`` ones are not read again."""
        with _whoosh():
            return {
                name: known[name] if name in known else _table(reader)
                for reader in self._readers
                for name in [reader.segment().segment_id()]
            }

    def deleted(self) -> set[int]:
        """The numbers of the documents that are in a segment but no longer in the index."""
        with _whoosh():
            return {
                base + number
                for reader, base in zip(self._readers, self._bases, strict=True)
                for number in reader.segment().deleted_docs()
            }

    def counts(self, field: str, stem: str) -> list[tuple[int, float]]:
        """Each document with the stem, and how often it is there."""
        found = []
        with _whoosh():
            for matcher, base in self._matchers(field, stem):
                while matcher.is_active():
                    found.append((base + matcher.id(), matcher.weight()))
                    matcher.next()
        return found

    def places(self, field: str, stem: str, documents: Sequence[int]) -> dict[int, list[int]]:
        """The positions of the stem in those of ``documents`` (ascending) that have it."""
        found = {}
        wanted = set(documents)
        with _whoosh():
            for matcher, base in self._matchers(field, stem):
                while matcher.is_active():
                    if (document := base + matcher.id()) in wanted:
                        found[document] = matcher.value_as("positions")
                    matcher.next()
        return found

    def check(self) -> None:
        """Read a little of everything; raise IndexUnavailable if something is damaged."""
        with _whoosh():
            for reader in self._readers:
                for field in reader.indexed_field_names():
                    reader.postings(field, next(reader.lexicon(field))).value_as("positions")

    def _matchers(self, field: str, stem: str) -> Iterator[tuple[Any, int]]:
        """Postings of each segment, deleted documents too: nobody may see those anyway."""
        for reader, base in zip(self._readers, self._bases, strict=True):
            with suppress(TermNotFound):
                matcher = reader.postings(field, stem)
                yield matcher.child if isinstance(matcher, FilterMatcher) else matcher, base


def create(folder: Path, documents: Iterable[Document]) -> None:
    """Make an index of ``documents`` in an empty ``folder``."""
    create_in(str(folder), SCHEMA, INDEX)
    write(folder, documents)


def write(folder: Path, documents: Iterable[Document], deletes: Iterable[int] = ()) -> None:
    """Delete by number and add, in one commit; whatever goes wrong, nothing has happened."""
    with _whoosh():
        index = open_dir(str(folder), schema=SCHEMA)
        writer = index.writer(compound=False, timeout=TIMEOUT)
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


def _fields(document: Document) -> dict[str, Any]:
    texts = {
        field: getattr(document, name)[language] for field, (name, language) in TEXT_FIELDS.items()
    }
    facts = (document.key, document.kind, document.order, dict(document.facets))
    return {"facts": facts} | {field: text for field, text in texts.items() if text}


def _table(reader: Any) -> Table:
    numbers = range(reader.doc_count_all())
    stored = (reader.stored_fields(number)["facts"] for number in numbers)
    return Table(
        tuple(Facts(*one) for one in stored),
        {
            field: tuple(reader.doc_field_length(number, field) or 0 for number in numbers)
            for field in TEXT_FIELDS
        },
    )


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
