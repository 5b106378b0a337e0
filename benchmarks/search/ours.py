"""The embedded engine, through the door that the portal uses."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.search.questions import Question
from benchmarks.search.records import Record
from benchmarks.search.store import Store
from portal.search.asking.highlight import fragments
from portal.search.engine import Hit, Results
from portal.search.engines import whoosh_engine
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.query import Likeness, Query

POLL = 0.002
NAME = "portal (Whoosh)"
VERSION = whoosh_engine.fingerprint()[:8]


class Ours:
    """The portal's own engine and its passages."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._store = store
        self._engine = WhooshEngine(folder)

    def build(self, records: Iterable[Record]) -> None:
        """Make the index."""
        self._engine.rebuild((one.document for one in records), 1)

    def ask(self, question: Question, *, passages: bool) -> int:
        """Answer with twenty hits, perhaps their passages, all facets and the exact total."""
        if question.kind == "similar":
            likeness = Likeness(text=question.text, allowed=None, limit=20)
            results = self._engine.similar(likeness)
        else:
            results = self._engine.search(
                Query(
                    text=question.typed,
                    allowed=None,
                    renderings=question.renderings,
                    filters=question.filters,
                    limit=20,
                )
            )
        if passages:
            self._passages(results)
        return results.total

    def update(self, record: Record) -> float:
        """Seconds from giving one document until a question finds what is new in it.

        The engine may go on with merging what it wrote.
        """
        course = record.document.course
        new = course[course.languages[0]].split()[-1]
        asked = Query(text=new, allowed=frozenset({record.document.key}))
        start = time.perf_counter()
        with ThreadPoolExecutor(1) as writer:
            writing = writer.submit(self._engine.apply, [record.document], [], 2)
            while True:
                written = writing.done()
                if self._engine.search(asked).total:
                    return time.perf_counter() - start
                if written:
                    raise RuntimeError("the document is not found")
                time.sleep(POLL)

    def _passages(self, results: Results) -> None:
        """One of each hit, of its first language with a marked word; the portal shows up to two."""
        texts = self._store.texts(_number(hit) for hit in results.hits)
        for hit in results.hits:
            text = texts[_number(hit)]
            for language in hit.languages:
                found = fragments(text[language], language, results.terms[language], limit=1)
                if any(one.marked for one in found):
                    break


def _number(hit: Hit) -> int:
    return int(hit.key.partition(":")[2])
