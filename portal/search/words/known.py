"""The words of the glossary and of the everyday list: what a mistyped word may have been."""

from functools import cache

from portal.i18n import Language
from portal.language.glossary import shipped
from portal.search.words.everyday import meanings

SHORTEST = 4


@cache
def known_words() -> tuple[str, ...]:
    """Each word of both languages by itself, in lower case, without those of few letters."""
    terms = [words for term in shipped() for each in Language for words in term[each]]
    everyday = [words for said in meanings().values() for _language, words in said]
    every = {word.lower() for words in (*terms, *everyday) for word in words.split()}
    return tuple(sorted(word for word in every if word.isalpha() and len(word) >= SHORTEST))
