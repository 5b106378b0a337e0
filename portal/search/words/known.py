"""The words of the glossary and of the everyday list: what a mistyped word may have been."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from portal.i18n import Language
from portal.language.glossary import shipped
from portal.search.words.analysis import fold, stem, words
from portal.search.words.everyday import meanings

SHORTEST = 4
_HALF = 2  # letters that each word has of those that may be one word written apart


@cache
def known_words() -> tuple[str, ...]:
    """Each word of both languages by itself, in lower case, without those of few letters."""
    every = {word for said in _known() for word in said.split()}
    return tuple(sorted(word for word in every if word.isalpha() and len(word) >= SHORTEST))


@cache
def joined_words() -> Mapping[str, str]:
    """The expressions by what they are if all is written as one word: motdepasse, verkeerdeveld."""
    return {_as_one(said): said for said in sorted(_known()) if not said.isalpha()}


def written_apart(text: str) -> Iterator[tuple[int, int, str]]:
    """Where two words of ``text`` are one that is known, from start to end: wacht woord."""
    known = _by_letters()
    for first, second in pairwise(words(text)):
        pair = first.form, second.form
        apart = text[first.end : second.start].isspace() and min(map(len, pair)) >= _HALF
        word = known.get(fold("".join(pair))) if apart and _says_something(pair) else None
        if word:
            yield first.start, second.end, word


def _known() -> set[str]:
    terms = {words for term in shipped() for each in Language for words in term[each]}
    everyday = {words for said in meanings().values() for _language, words in said}
    return {said.lower() for said in terms | everyday}


def _as_one(said: str) -> str:
    return "".join(letter for letter in fold(said) if letter.isalnum())


@cache
def _by_letters() -> Mapping[str, str]:
    """The words that are written as one or with hyphens, by their letters only."""
    return {_as_one(said): said for said in sorted(_known()) if " " not in said}


def _says_something(pair: tuple[str, str]) -> bool:
    """Met een is not meteen."""
    return all(any(stem(word, language) for word in pair) for language in Language)
