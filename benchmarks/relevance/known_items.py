"""Finding a bulletin by four words of its translation: questions that nobody wrote or judged.

Of each bulletin one language is indexed, beside the incidents in that language; every four words
in a row of each line of the other language, without stop words, must find it.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.relevance.data import TEXTS, Question, Record, aligned
from benchmarks.relevance.measures import Measures
from benchmarks.relevance.runs import Asker
from portal.i18n import Language, Translated
from portal.language.glossary import Glossary
from portal.search.engine import Document
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.words.analysis import words
from portal.search.words.stopwords import STOP_WORDS

WORDS = 4
SHORTEST = 4


def known_items(every: list[Record], glossary: Glossary, language: Language) -> Measures:
    """How well questions in ``language`` find what is indexed in the other one only."""
    documents = [_only(one, language.other) for one in every if language.other in one.languages]
    engine = WhooshEngine(Path(tempfile.mkdtemp()))
    engine.rebuild(documents, 0)
    return Asker(engine, {}, glossary, {}).measured(_questions(every, language))


def _only(record: Record, language: Language) -> Document:
    texts = {name: getattr(record.document, name)[language] for name in TEXTS}
    kept: dict[str, Any] = {
        name: Translated(**{language.value: text}) for name, text in texts.items()
    }
    return replace(record.document, **kept)


def _questions(every: list[Record], language: Language) -> Iterator[Question]:
    for line in aligned(every):
        telling = [
            word.form
            for word in words(line.text[language])
            if len(word.form) >= SHORTEST and word.form not in STOP_WORDS[language]
        ]
        for first in range(0, len(telling) - WORDS + 1, WORDS):
            text = " ".join(telling[first : first + WORDS])
            yield Question("known item", language, text, "", {line.source: 1})
