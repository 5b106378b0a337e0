"""What a text speaks of, whatever its language: terms of the glossary, and its other words."""

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.search.similar.telling import as_told
from portal.search.words.analysis import stem

TERM = "term"
MOST_STEMS = 3  # of one term
MOST_READ = 1 << 14  # words of which it is remembered what they are
_WORD = re.compile(r"[^\W\d_]{2,}")


Terms = list[tuple[list[str], str]]


class _Word(NamedTuple):
    """A word, and the terms that may begin with it, each with its stems, the longest first."""

    stem: str
    notion: str
    shown: str
    terms: Terms


class Concepts:
    """The notions of a glossary by the stems of their words, in both languages."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {language: _by_first_stem(glossary, language) for language in Language}
        self._words = {
            language: lru_cache(maxsize=MOST_READ)(partial(self._word, language))
            for language in Language
        }

    def of(self, text: str, language: Language) -> dict[str, str]:
        """The notions of a text, each with a word for it as it stands there.

        A word that is no term is a notion of its own language alone.
        """
        return _read(self, text, language)

    def read(self, text: str, language: Language) -> dict[str, str]:
        """The same, not remembered."""
        every = [each for each in map(self._words[language], _WORD.findall(text)) if each.stem]
        stems = [each.stem for each in every]
        found: dict[str, str] = {}
        passed = 0
        for at, (_stem, own, shown, terms) in enumerate(every):
            if at < passed:
                continue
            notion = own
            for likely, term in terms:
                if stems[at : at + len(likely)] == likely:
                    passed, notion = at + len(likely), term
                    break
            found.setdefault(notion, shown)
        return found

    def _word(self, language: Language, word: str) -> _Word:
        lower = word.lower()
        stemmed = stem(lower, language)
        shown = as_told(word, ())
        terms = self._terms[language].get(stemmed, [])
        return _Word(stemmed, f"{language.value}:{stemmed}", shown, terms)


def _by_first_stem(glossary: Glossary, language: Language) -> dict[str, Terms]:
    """The stems of each term with its notion, by the first of them, the longest first."""
    found: dict[tuple[str, ...], str] = {
        tuple(_stems(words, language)): f"{TERM}:{term.key}"
        for term in glossary
        for words in term[language] + term.forms(language)
    }
    terms: dict[str, Terms] = {}
    for stems in sorted(found, key=len, reverse=True):
        if 0 < len(stems) <= MOST_STEMS:
            terms.setdefault(stems[0], []).append((list(stems), found[stems]))
    return terms


@lru_cache(maxsize=2)
def concepts(glossary: Glossary) -> Concepts:
    """The notions of ``glossary``; made once."""
    return Concepts(glossary)


@lru_cache(maxsize=8192)
def _read(notions: Concepts, text: str, language: Language) -> dict[str, str]:
    return notions.read(text, language)


def _stems(text: str, language: Language) -> Iterable[str]:
    return filter(None, (stem(word.lower(), language) for word in _WORD.findall(text)))
