"""Asking an engine the questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from benchmarks.relevance.data import Question, Record
from benchmarks.relevance.measures import DEPTH, Measures, mean, measure
from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.search.asking.correcting import ask
from portal.search.engine import Engine
from portal.search.query import Likeness, Query, Rendering
from portal.search.similar.likeness import at_most, told
from portal.search.words.narrower import topics
from portal.search.words.widening import Lexicon, render

SIMILAR = "similar"
FEATURES = ("step", "technique", "system", "family")


@dataclass(frozen=True)
class Asker:
    """Asks ``engine`` with the words of ``glossary`` and ``lexicon``."""

    engine: Engine
    records: dict[str, Record]
    glossary: Glossary
    lexicon: Lexicon

    def answers(self, question: Question, allowed: frozenset[str] | None = None) -> list[str]:
        """The keys of the first ten answers."""
        if question.kind == SIMILAR:
            return self._similar(self.records[question.record], allowed)
        query = Query(text=question.text, allowed=allowed, language=question.language, limit=DEPTH)

        widen = partial(self.widened, hint=question.language)
        return [hit.key for hit in ask(self.engine, query, widen).hits]

    def widened(self, text: str, hint: Language) -> tuple[Rendering, ...]:
        """The other words for ``text``, as the portal widens it."""
        return (*render(text, hint, self.glossary, self.lexicon), *topics(text))

    def _similar(self, record: Record, allowed: frozenset[str] | None) -> list[str]:
        document = record.document
        text = at_most(told(document.title, document))
        hits = self.engine.similar(
            Likeness(
                text=text,
                allowed=allowed,
                renderings={
                    each: self.widened(text[each], each) for each in Language if text[each]
                },
                facets={name: frozenset(document.facets[name]) for name in FEATURES},
                besides=document.key,
                limit=DEPTH,
            )
        ).hits
        return [hit.key for hit in hits]

    def measured(self, questions: Iterable[Question]) -> Measures:
        """The mean over ``questions``."""
        return mean(measure(self.answers(one), one.judged) for one in questions)

    def across(self, questions: Iterable[Question]) -> Measures:
        """The mean over those that only records of the other language answer, among these."""
        found = []
        for one in questions:
            if one.kind != SIMILAR:
                keys = self._only(one.language.other)
                judged = {key: grade for key, grade in one.judged.items() if key in keys}
                if judged:
                    found.append(measure(self.answers(one, keys), judged))
        return mean(found)

    def _only(self, language: Language) -> frozenset[str]:
        return frozenset(key for key, one in self.records.items() if one.languages == {language})
