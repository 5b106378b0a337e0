"""Tantivy: Lucene's ideas in Rust, as a yardstick."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.search.questions import Question
from benchmarks.search.records import Record
from portal.i18n import Language

NAME = "tantivy"
FACETS = ("year", "step", "family")
COUNTS = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}


class Tantivy:
    """One thread writes; a snippet is of the language in which a hit was found."""

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
        for language in Language:
            builder.add_text_field(language.value, stored=True, tokenizer_name="whitespace")
        for name in FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, str(folder))

    def build(self, records: Iterable[Record]) -> None:
        """Make the index."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for one in records:
            writer.add_document(self._document(one))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, question: Question, *, passages: bool) -> int:
        """Answer with twenty hits, perhaps a snippet of each, all facets and the exact total."""
        query = self._query(question, question.filters)
        searcher = self._index.searcher()
        found: Any = searcher.search(query, limit=20, count=True)
        searcher.aggregate(query, {n: COUNTS[n] for n in FACETS if n not in question.filters})
        for name in question.filters:
            searcher.aggregate(self._query(question, {}), {name: COUNTS[name]})
        makers = [
            tantivy.SnippetGenerator.create(searcher, query, self._schema, language.value)
            for language in (Language if passages else ())
        ]
        for _score, address in found.hits:
            document = searcher.doc(address)
            any(maker.snippet_from_doc(document).to_html() for maker in makers)
        return int(found.count)

    def update(self, record: Record) -> float:
        """Seconds from giving one document until a question finds it."""
        start = time.perf_counter()
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        writer.delete_documents_by_query(
            tantivy.Query.term_query(self._schema, "id", record.document.order[1])
        )
        writer.add_document(self._document(record))
        writer.commit()
        self._index.reload()
        number = record.document.order[1]
        query = tantivy.Query.term_query(self._schema, "id", number)
        found: Any = self._index.searcher().search(query)
        if found.count != 1:
            raise RuntimeError("the document is not found")
        return time.perf_counter() - start

    def _document(self, one: Record) -> Any:
        document = tantivy.Document()
        document.add_unsigned("id", one.document.order[1])
        for language in Language:
            document.add_text(language.value, one.stems[language])
        for name in FACETS:
            for value in one.document.facets[name]:
                document.add_text(name, value)
        return document

    def _query(self, question: Question, filters: Mapping[str, frozenset[str]]) -> Any:
        each = tantivy.Occur.Should if question.any_is_enough else tantivy.Occur.Must
        every = [
            (each, self._any([self._words(one.value, stems) for one, stems in group]))
            for group in question.groups
        ]
        for name, wanted in filters.items():
            terms = [tantivy.Query.term_query(self._schema, name, value) for value in wanted]
            filtered = tantivy.Query.const_score_query(self._any(terms), 0.0)
            every.append((tantivy.Occur.Must, filtered))
        return tantivy.Query.boolean_query(every)

    def _words(self, field: str, stems: tuple[str, ...]) -> Any:
        if len(stems) == 1:
            return tantivy.Query.term_query(self._schema, field, stems[0])
        return tantivy.Query.phrase_query(self._schema, field, list(stems))

    def _any(self, queries: list[Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])
