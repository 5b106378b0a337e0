"""Which terms of the glossary a reader asks for: by words, by letter, by domain."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.language.terms import Domain, Status, Term
from portal.text import sort_key


@dataclass(frozen=True)
class Asked:
    """What the address of the page says; ``by`` is the language that comes first."""

    words: str = ""
    letter: str = ""
    domain: Domain | None = None
    status: Status = Status.APPROVED
    false_friends: bool = False
    by: Language = Language.NL


def shown(terms: Iterable[Term], asked: Asked, glossary: Glossary) -> list[Term]:
    """The terms that are asked for, in the order of the language that comes first.

    ``glossary`` knows the words that are asked for in any of their forms.
    """
    found = [term for term in terms if _fits(term, asked)]
    if asked.words:
        found = _said(found, asked.words, glossary)
    else:
        found = [term for term in found if asked.letter in {"", initial(term, asked.by)}]
    return sorted(found, key=lambda term: sort_key(term[asked.by][0]))


def initial(term: Term, language: Language) -> str:
    """The letter under which a term stands."""
    first = next(filter(str.isalnum, sort_key(term[language][0])), "")
    return first.upper() if first.isalpha() else "0"


def letters(terms: Iterable[Term], asked: Asked) -> list[str]:
    """The letters under which something stands."""
    return sorted({initial(term, asked.by) for term in terms if _fits(term, asked)})


def _fits(term: Term, asked: Asked) -> bool:
    return (
        term.status is asked.status
        and asked.domain in {None, term.domain}
        and (term.false_friend or not asked.false_friends)
    )


def _said(terms: list[Term], words: str, glossary: Glossary) -> list[Term]:
    """Those that hold ``words`` in either language, inflected or as a part of a word."""
    part = sort_key(words)
    inflected = {hit.term.key for language in Language for hit in glossary.find(words, language)}
    return [
        term
        for term in terms
        if term.key in inflected
        or any(part in sort_key(text) for language in Language for text in term[language])
    ]
