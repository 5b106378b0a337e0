"""A question to the engine, with what the person who asks may see: the one place that says so."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache, partial

from portal.i18n import current_language
from portal.search.asking.correcting import ask
from portal.search.engine import Results
from portal.search.engines.question import parse
from portal.search.index.indexing import engine
from portal.search.index.visible import seen_by
from portal.search.learned.renderings import with_topics
from portal.search.query import Query, Sort, Source
from portal.web import current_user

Chosen = Mapping[str, frozenset[str]]
NOTHING: Chosen = {}
MOST_WORDS = 12
TOLD = frozenset({Source.GLOSSARY, Source.LEARNED})


class Inquiry:
    """One question of one person, asked for several parts of a page; IndexUnavailable at any."""

    def __init__(self, text: str, chosen: Chosen, sort: Sort = Sort.RELEVANCE) -> None:
        self.text = text
        self.chosen = chosen
        self._sort = sort
        self._language = current_language()
        self._allowed = seen_by(current_user())
        self._widen = cache(partial(with_topics, hint=self._language))

    def part(self, *, limit: int, offset: int = 0, changed: Chosen = NOTHING) -> Results:
        """The hits from ``offset``; some filters may be ``changed`` for this part, or emptied."""
        filters = {name: kept for name, kept in ({**self.chosen, **changed}).items() if kept}
        query = Query(
            text=self.text,
            allowed=self._allowed,
            language=self._language,
            filters=filters,
            sort=self._sort,
            limit=limit,
            offset=offset,
        )
        return ask(engine(), query, self._widen)

    def asking(self, text: str, chosen: Chosen | None = None) -> "Inquiry":
        """Another question of the same person, with the same filters if no others are given."""
        other = copy(self)
        other.text = text
        other.chosen = self.chosen if chosen is None else chosen
        return other

    def read_as(self, typed: Iterable[str]) -> list[str]:
        """The words beside the ``typed`` ones as which glossary and lexicon read the question.

        Those of the page's language first, each once however it is spelled; a quoted phrase is
        read as it stands.
        """
        quoted = [each for each in parse(self.text).clauses if each.exact]
        told = [
            each
            for each in self._widen(self.text)
            if each.source in TOLD and not any(one.start <= each.start < one.end for one in quoted)
        ]
        told.sort(key=lambda each: each.language is not self._language)
        by_spelling: dict[str, str] = {}
        for each in told:
            by_spelling.setdefault(_spelling(each.words), each.words)
        for word in typed:
            by_spelling.pop(_spelling(word), None)
        return list(by_spelling.values())[:MOST_WORDS]


def _spelling(words: str) -> str:
    return words.casefold().replace("’", "'")
