"""What a text speaks of, whatever its language: terms of the glossary, and its other words."""

import re
from collections.abc import Iterable
from functools import lru_cache

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.search.words.analysis import stem

TERM = "term"
MOST_STEMS = 3  # of one term
_WORD = re.compile(r"[^\W\d_]{2,}")


class Concepts:
    """The notions of a glossary by the stems of their words, in both languages."""

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {language: _by_first_stem(glossary, language) for language in Language}

    def of(self, text: str, language: Language) -> dict[str, str]:
        """The notions of a text, each with a word for it as it stands there.

        A word that is no term is a notion of its own language alone.
        """
        return _read(self, text, language)

    def read(self, text: str, language: Language) -> dict[str, str]:
        """The same, not remembered."""
        terms, found = self._terms[language], dict[str, str]()
        every = list(_with_words(text, language))
        stems = [stemmed for stemmed, _word in every]
        at = 0
        while at < len(stems):
            size, notion = 1, f"{language.value}:{stems[at]}"
            for likely, term in terms.get(stems[at], ()):
                if stems[at : at + len(likely)] == likely:
                    size, notion = len(likely), term
                    break
            found.setdefault(notion, every[at][1])
            at += size
        return found


def _by_first_stem(
    glossary: Glossary, language: Language
) -> dict[str, list[tuple[list[str], str]]]:
    """The stems of each term with its notion, by the first of them, the longest first."""
    found: dict[tuple[str, ...], str] = {
        tuple(_stems(words, language)): f"{TERM}:{term.key}"
        for term in glossary
        for words in term[language] + term.forms(language)
    }
    terms: dict[str, list[tuple[list[str], str]]] = {}
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


def _with_words(text: str, language: Language) -> Iterable[tuple[str, str]]:
    for word in _WORD.findall(text):
        if stemmed := stem(word.lower(), language):
            yield stemmed, word if word.isupper() else word.lower()


def _stems(text: str, language: Language) -> Iterable[str]:
    return (stemmed for stemmed, _word in _with_words(text, language))
